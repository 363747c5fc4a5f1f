// The code of migrate/detail/option_steps.hpp.
#pragma once

#include <dataflow/migrate/detail/option_steps.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/write_kind.hpp>
#include <dataflow/sql/dialect_data.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

/// A table as plans call it.
[[nodiscard]] inline std::string table_in_plan(const schema::table& t) {
    const auto path = t.path();
    return path.space.empty() ? std::string{path.name}
                              : std::string{path.space}.append(".").append(path.name);
}

/// What is refused of a table, in words.
[[nodiscard]] inline std::string protected_words(const schema::table& t) {
    std::string out;
    const auto add = [&](std::string_view text) { out.append(out.empty() ? "" : ", ").append(text); };
    const auto without = [&](write_kind k) { return (t.policy.without & k) != write_kind::none; };
    if (without(write_kind::create)) add("no creates");
    if (without(write_kind::update)) add("no updates");
    if (without(write_kind::erase)) add("no erases");
    for (const auto c : t.policy.immutable) {
        add(t.columns[c].name);
        out += " never changes";
    }
    return out.empty() ? "no longer" : out;
}

/// Whether a statement changes rows, or what triggers name.
[[nodiscard]] inline bool meets_triggers(const step& s) {
    return in_batches(s.kind) || std::any_of(s.sql.begin(), s.sql.end(), [](std::string_view text) {
               for (const std::string_view what :
                    {"UPDATE ", "DELETE ", " RENAME ", " ALTER COLUMN ", " DROP COLUMN "})
                   if (text.find(what) != text.npos) return true;
               return false;
           });
}

[[nodiscard]] inline step option_step(dialect d, const schema::table& t, std::string_view operation,
                                      std::string subject, const database_::trigger_change& texts) {
    step out;
    out.table = table_in_plan(t);
    out.operation = operation;
    out.title = std::string{operation}.append(" ").append(out.table).append(": ").append(subject);
    out.subject = std::move(subject);
    // What other steps do to a table may have taken a trigger along.
    const auto if_there = [](std::vector<std::string> all) {
        constexpr std::string_view drop = "DROP TRIGGER ";
        for (auto& text : all)
            if (text.starts_with(drop)) text.insert(drop.size(), "IF EXISTS ");
        return all;
    };
    // One that came along when the table got its name is about another; on SQLite they are called after it.
    const auto anew = [&](std::vector<std::string> all) {
        constexpr std::string_view create = "CREATE TRIGGER ";
        if (t.renamed_table.empty() || !sql::data_of(d).trigger_functions) return all;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto at = all[i].find(create);
            if (at == all[i].npos) continue;
            const auto name = at + create.size(), end = all[i].find(" AFTER ", name);
            if (end == all[i].npos) continue;
            sql::writer w{d};
            w << "DROP TRIGGER IF EXISTS " << std::string_view{all[i]}.substr(name, end - name) << " ON ";
            w.table(t.name);
            all.insert(all.begin() + static_cast<std::ptrdiff_t>(i++), std::string{w.view()});
        }
        return all;
    };
    out.sql = anew(if_there(texts.make));
    out.undo = if_there(texts.undo);
    const bool drops = std::any_of(out.sql.begin(), out.sql.end(),
                                   [](const auto& text) { return text.starts_with("DROP "); });
    out.locks.push_back({out.table, !sql::data_of(d).trigger_functions ? lock_mode::exclusive
                                    : drops                            ? lock_mode::access_exclusive
                                                                       : lock_mode::share_row_exclusive});
    out.risk = risk::medium;
    return out;
}

DATAFLOW_RUNTIME void add_option_steps(plan& to, std::span<const database_::option_change> changes) {
    using which = database_::option_change::which;
    int number = 0;
    for (const auto& s : to.steps) number = std::max(number, s.transaction + 1);
    const auto planned = to.steps;
    std::vector<step> first;
    for (const auto& c : changes) {
        const auto& t = *c.table;
        if (c.option == which::row_security) {
            // Off before all, for the policy names the column of tenants.
            auto s =
                option_step(to.dialect, t, "row-level security", t.policy.secured ? "on" : "off", c.texts);
            s.transaction = t.policy.secured ? number + 1 : number;
            s.locks.back().mode = lock_mode::access_exclusive;
            (t.policy.secured ? to.steps : first).push_back(std::move(s));
            continue;
        }
        if (c.option == which::row_limit) {
            const auto limit = t.policy.rows_per_tenant;
            auto s = option_step(to.dialect, t, "limit rows",
                                 limit == 0 ? "no longer" : std::to_string(limit) + " per tenant", c.texts);
            // Off before all, on PostgreSQL, where a trigger names the column of tenants.
            const bool before = limit == 0 && sql::data_of(to.dialect).trigger_functions;
            s.transaction = before ? number : number + 1;
            if (limit != 0) s.effects |= effect::scans; // they are counted
            (before ? first : to.steps).push_back(std::move(s));
            continue;
        }
        const bool audit = c.option == which::audit_log;
        const auto name = table_in_plan(t);
        const bool meets = sql::data_of(to.dialect).trigger_functions && !c.suspended.make.empty() &&
                           std::any_of(planned.begin(), planned.end(),
                                       [&](const step& s) { return s.table == name && meets_triggers(s); });
        if (meets) {
            auto& s = first.emplace_back(
                option_step(to.dialect, t, "protect", "not during this migration", c.suspended));
            s.transaction = number;
            if (!t.policy.protects()) continue;
        } else if (c.texts.make.empty()) continue;
        auto& s = to.steps.emplace_back(
            audit ? option_step(to.dialect, t, "audit log", t.policy.audited ? "on" : "off", c.texts)
                  : option_step(to.dialect, t, "protect", protected_words(t), meets ? c.anew : c.texts));
        s.transaction = number + 1;
        if (audit) s.risk = t.policy.audited ? risk::low : risk::medium;
    }
    to.steps.insert(to.steps.begin(), first.begin(), first.end());
}

} // namespace dataflow::migrate::detail
