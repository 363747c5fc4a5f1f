// The code of node/diagnose.hpp.
#pragma once

#include <dataflow/core/violations.hpp>
#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/policy.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::node_ {

namespace detail {

DATAFLOW_RUNTIME std::string names_of(const schema::table& t, const schema::foreign_key& f) {
    std::string out;
    for (std::size_t i = 0; i < f.size(); ++i)
        out += (i == 0 ? "" : ", ") + std::string{t.columns[f.column_at(i)].called()};
    return out;
}
[[nodiscard]] inline bool is_over(const schema::foreign_key& f, constant_list<std::uint16_t> columns) {
    if (f.size() != columns.size()) return false;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (f.column_at(i) != columns[i]) return false;
    return true;
}

DATAFLOW_RUNTIME void write_parent_exists(sql::writer& w, const sql::statement& s) {
    for (const auto& f : s.table->foreign_keys) {
        if (!is_over(f, s.columns)) continue;
        w << "SELECT EXISTS (SELECT 1 FROM ";
        w.table(f.table) << " WHERE ";
        for (std::size_t i = 0; i < f.size(); ++i) {
            w << (i == 0 ? "" : " AND ");
            w.identifier(f.target_at(i)) << " = ";
            w.value(sql::place{}.after(i));
        }
        if (f.partitioned && !sql::reads_all_tenants(w)) {
            (w << " AND ")
                    .identifier(s.table->columns[static_cast<std::size_t>(s.table->policy.partition)].name)
                << " = ";
            sql::write_session(w, schema::session_value::tenant);
        }
        w << ")";
    }
}

// The tables whose records go with those of this one, and the foreign keys that hold back any of them.
inline void write_children(sql::writer& w, const sql::statement& s) {
    w << "WITH RECURSIVE gone(name) AS (SELECT ";
    const auto path = s.table->path();
    sql::writer tables{w.dialect()}, keys{w.dialect()}; // of the table's own file
    tables.identifier(path.space.empty() ? "main" : path.space) << ".sqlite_master AS m";
    (keys << "pragma_foreign_key_list(m.name, ").literal(path.space.empty() ? "main" : path.space) << ") AS ";
    w.literal(path.name)
        << " UNION SELECT m.name FROM gone, " << tables.view() << ", " << keys.view()
        << "f WHERE m.type = 'table' AND f.\"table\" = gone.name AND f.on_delete = 'CASCADE') "
           "SELECT m.name, (SELECT group_concat(c.\"from\", '_') FROM (SELECT g.\"from\" FROM "
        << keys.view()
        // one within a tenant is called after its other columns
        << "g WHERE g.id = f.id AND (f.seq = 0 OR g.seq > 0 OR g.\"from\" <> 'tenant_id') ORDER BY g.seq) AS "
           "c) "
           "FROM gone, "
        << tables.view() << ", " << keys.view()
        << "f WHERE m.type = 'table' AND f.\"table\" = gone.name "
           "AND f.on_delete IN ('NO ACTION', 'RESTRICT') "
           "AND f.seq = (SELECT max(g.seq) FROM "
        << keys.view() << "g WHERE g.id = f.id)";
}

struct child {
    std::string table;
    std::string column;
};
inline constexpr std::array<field_access, 2> child_fields{
    field_access{offsetof(child, table), &schema::info_of<std::string>, "table"},
    field_access{offsetof(child, column), &schema::info_of<std::string>, "column"}};

DATAFLOW_RUNTIME bool yes(context& c, const sql::statement& s, std::span<const value> parameters) {
    std::int64_t answer = 0;
    one_row row{&answer};
    const std::array<field_access, 1> fields{field_access{0, &schema::info_of<std::int64_t>, "answer"}};
    auto target = row.target(fields);
    c.run(s, 0, {.given = parameters}, &target);
    return answer != 0;
}

} // namespace detail

DATAFLOW_RUNTIME void name_missing_parent(context& c, const schema::table& t,
                                          std::span<const field_access> fields, const void* record,
                                          error_info& info) {
    if (c.dialect_data().names_foreign_keys || !info.constraint.empty()) return;
    for (const auto& f : t.foreign_keys) {
        detail::key_columns key{f};
        if (!key.load_all([&](std::size_t column) { return load(fields[column], record); })) continue;
        const sql::statement s{
            .node = info.node, .table = &t, .columns = key.list(), .own_text = &detail::write_parent_exists};
        if (detail::yes(c, s, key.values())) continue;
        info.constraint = schema::foreign_key_name(t, f);
        info.field = detail::names_of(t, f);
        info.message = violation_text::no_parent;
        return;
    }
}

DATAFLOW_RUNTIME void name_children(context& c, const schema::table& t, error_info& info) {
    if (c.dialect_data().names_foreign_keys || !info.constraint.empty()) return;
    const sql::statement s{.node = info.node, .table = &t, .own_text = &detail::write_children};
    std::vector<detail::child> children;
    auto target = rows_into(children, detail::child_fields);
    c.run(s, 0, {}, &target);
    for (const auto& child : children) {
        if (!info.constraint.empty()) info.constraint += ", ";
        info.constraint += schema::limited_name(child.table + '_' + child.column + "_fkey");
    }
    info.message = violation_text::children;
}

DATAFLOW_RUNTIME driver::outcome run_naming_foreign_keys(context& c, const sql::statement& s,
                                                         std::uint64_t variant, const sql::bindings& bound,
                                                         driver::row_target* target) {
    try {
        return c.run(s, variant, bound, target);
    } catch (const foreign_key_violation& e) {
        name_changed_foreign_keys(c, s, e);
        throw;
    }
}

DATAFLOW_RUNTIME void name_changed_foreign_keys(context& c, const sql::statement& s,
                                                const foreign_key_violation& e) {
    if (c.dialect_data().names_foreign_keys || !e.constraint().empty()) return;
    error_info info = e.info();
    for (const auto& f : s.table->foreign_keys)
        for (const auto column : s.columns)
            if (f.has(column)) {
                const char* separator = info.constraint.empty() ? "" : ", ";
                info.constraint += separator + schema::foreign_key_name(*s.table, f);
                info.field += separator + detail::names_of(*s.table, f);
                break;
            }
    info.message = violation_text::no_parent;
    throw foreign_key_violation(std::move(info));
}

} // namespace dataflow::node_
