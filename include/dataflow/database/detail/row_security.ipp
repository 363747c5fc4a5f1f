// The code of database/detail/row_security.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/pattern.hpp>
#include <dataflow/database/detail/row_security.hpp>
#include <dataflow/database/found_objects.hpp>
#include <dataflow/sql/dialect_data.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::database_ {

namespace detail {

/// What a policy lets pass: rows of the tenant that the transaction names, and all of a session of all
/// tenants. A setting that was given back is an empty text.
inline void write_policy_condition(sql::writer& w, const schema::table& t) {
    w.identifier(t.policy.partition >= 0 ? sql::tenant_column(t) : "tenant_id")
        << " = nullif(current_setting('dataflow.tenant', true), '') OR "
           "current_setting('dataflow.all_tenants', true) = 'on'";
}
/// The same without what a server spells in its own way.
[[nodiscard]] inline std::string plain_condition(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("::text")) i += 5;
        else if (std::string_view{"() \""}.find(text[i]) == std::string_view::npos)
            out += dataflow::detail::lower_letter(text[i]);
    }
    return out;
}

/// Of a table: `own`, with its policy, or `other`, for each of those that are not ours.
inline void write_policies(sql::writer& w, const sql::statement& s) {
    w << "SELECT CASE WHEN p.polname IS NULL OR p.polname = ";
    w.literal(sql::tenant_policy)
        << " THEN 'own' ELSE 'other' END, CASE WHEN c.relrowsecurity AND "
           "c.relforcerowsecurity AND p.polcmd = '*' AND p.polpermissive AND "
           "p.polroles = '{0}' THEN concat(pg_get_expr(p.polqual, p.polrelid), ';', "
           "pg_get_expr(p.polwithcheck, p.polrelid)) ELSE CASE WHEN p.polname IS "
           "NULL THEN '' ELSE 'changed' END END FROM pg_class AS c LEFT JOIN "
           "pg_policy AS p ON p.polrelid = c.oid WHERE c.oid = to_regclass(";
    w.name_literal(s.table->name) << ")";
}

inline trigger_change policy_change_of(driver::connection& c, const schema::table& t, bool ended) {
    trigger_change out;
    if (!t.policy.secured && !ended) return out;
    const auto found = objects_of(c, t, &write_policies);
    std::string own;
    bool others = false;
    for (const auto& f : found) {
        if (f.name == "other") others = true;
        else own = f.does;
    }
    const auto text = [&](const auto& write) {
        sql::writer w{c.dialect()};
        write(w);
        return std::string{w.view()};
    };
    const auto condition = text([&](sql::writer& w) { write_policy_condition(w, t); });
    const auto drop = text([&](sql::writer& w) {
        (w << "DROP POLICY IF EXISTS ").identifier(sql::tenant_policy) << " ON ";
        w.table(t.name);
    });
    const auto alter = [&](std::string_view what) {
        return text([&](sql::writer& w) { (w << "ALTER TABLE ").table(t.name) << what; });
    };
    std::vector<std::string> on{
        alter(" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"), drop, text([&](sql::writer& w) {
            (w << "CREATE POLICY ").identifier(sql::tenant_policy) << " ON ";
            w.table(t.name) << " USING (" << condition << ") WITH CHECK (" << condition << ")";
        })};
    std::vector<std::string> off{drop};
    if (!others) off.push_back(alter(" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY"));
    const auto wanted = plain_condition(condition);
    if (!t.policy.secured && !own.empty()) return {std::move(off), std::move(on)};
    if (!t.policy.secured || plain_condition(own) == wanted + ";" + wanted) return out;
    return {std::move(on), std::move(off)};
}

inline void write_passed_by(sql::writer& w, const sql::statement&) {
    w << "SELECT rolname::TEXT, 'passes' FROM pg_roles WHERE rolname = current_user AND (rolsuper OR "
         "rolbypassrls)";
}

} // namespace detail

DATAFLOW_RUNTIME bool any_secured(std::span<const described> models) noexcept {
    return std::any_of(models.begin(), models.end(), [](const auto& m) { return m.table->policy.secured; });
}

DATAFLOW_RUNTIME void require_row_security(dialect d, std::span<const described> models) {
    if (sql::data_of(d).catalog == sql::catalog_form::pg_catalog) return;
    for (const auto& m : models) {
        if (!m.table->policy.secured) continue;
        error_info info;
        info.node = "open";
        info.model = std::string{m.table->model};
        info.message = "the option row_level_security is for PostgreSQL: this database has no such thing";
        throw schema_mismatch(std::move(info));
    }
}

DATAFLOW_RUNTIME std::vector<policy_change> policy_changes(driver::connection& c,
                                                           std::span<const described> models, bool ended) {
    std::vector<policy_change> out;
    if (sql::data_of(c.dialect()).catalog != sql::catalog_form::pg_catalog) return out;
    const auto listed = [&](const schema::table& t) {
        return std::any_of(models.begin(), models.end(), [&](const auto& m) { return m.table == &t; });
    };
    const auto add = [&](const schema::table& t) {
        if (auto texts = detail::policy_change_of(c, t, ended); !texts.make.empty())
            out.push_back({&t, std::move(texts)});
    };
    for (const auto& m : models) {
        if (m.table->read_only) continue;
        const auto& t = *m.table;
        add(t);
        if (!(t.history == nullptr) && !listed(*t.history)) add(*t.history);
    }
    return out;
}

DATAFLOW_RUNTIME std::vector<std::string>
row_security_changes(driver::connection& c, std::span<const described> models, bool ended) {
    std::vector<std::string> out;
    for (const auto& one : policy_changes(c, models, ended))
        out.insert(out.end(), one.texts.make.begin(), one.texts.make.end());
    return out;
}

DATAFLOW_RUNTIME std::optional<open_warning> passed_by(driver::connection& c,
                                                       std::span<const described> models) {
    for (const auto& m : models) {
        if (!m.table->policy.secured) continue;
        const auto roles = objects_of(c, *m.table, &detail::write_passed_by);
        if (roles.empty()) return {};
        return open_warning{.model = std::string{m.table->model},
                            .table = std::string{m.table->name},
                            .message = "row-level security does not hold for the role " + roles[0].name +
                                       ", which passes it by: connect as another one"};
    }
    return {};
}

} // namespace dataflow::database_
