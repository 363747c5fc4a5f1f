// The planner of PostgreSQL: views over columns whose type changes. PostgreSQL keeps a view through renames,
// but not through this: they go before it, and are made again after it, as they were, in the same
// transaction.
#pragma once

#include <dataflow/migrate/detail/postgres_steps.ipp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

/// `sales.orders`, under the name that the table has in the database.
DATAFLOW_RUNTIME std::string postgres_planner::former_path(const change& c) const {
    std::string_view name = c.about.found_table->name;
    for (const auto& r : with_.all.changes)
        if (r.what == change_kind::rename_table && r.about.wanted_table == c.about.wanted_table)
            name = r.former;
    return std::string{c.about.found_table->schema} + "." + std::string{name};
}
/// `sales.orders.total`, under the names that it has in the database.
DATAFLOW_RUNTIME std::string postgres_planner::former_column(const change& c) const {
    auto name = std::string_view{c.about.found_column->name};
    for (const auto& r : with_.all.changes)
        if (r.what == change_kind::rename_column && r.about.found_table == c.about.found_table &&
            r.about.found_column == c.about.found_column)
            name = r.former;
    return former_path(c) + "." + std::string{name};
}

namespace pg_views {

[[nodiscard]] inline bool has(constant_list<std::string_view> in, std::string_view name) {
    return std::find(in.begin(), in.end(), name) != in.end();
}
[[nodiscard]] inline std::string path_of(const catalog::table& view) {
    return std::string{view.schema} + "." + std::string{view.name};
}
[[nodiscard]] inline bool is_view(const catalog::table& t) {
    return t.kind == catalog::relation::view || t.kind == catalog::relation::materialized_view;
}

} // namespace pg_views

/// The views that go and come again, each after those that it reads; and the changes that want it.
DATAFLOW_RUNTIME void postgres_planner::find_views() {
    using namespace pg_views;
    std::vector<const catalog::table*> taken;
    const auto take = [&](const catalog::table& view) {
        const bool is_new = std::find(taken.begin(), taken.end(), &view) == taken.end();
        if (is_new) taken.push_back(&view);
        return is_new;
    };
    for (const auto& c : with_.all.changes) {
        const bool goes = c.what == change_kind::drop_column;
        const bool anew = c.what == change_kind::change_generation &&
                          c.about.wanted_column->generated != catalog::generation::none;
        if (!goes && !anew && c.what != change_kind::change_type && c.what != change_kind::change_collation)
            continue;
        const auto column = former_column(c);
        for (const auto& view : with_.all.found.tables) {
            if (!is_view(view) || !has(view.uses_columns, column)) continue;
            if (goes)
                ask(c,
                    "view " + called(view) + " names column " + std::string{c.about.found_column->name} +
                        ", which goes",
                    "drop the view, or make it without the column, before this change");
            else {
                (void)take(view);
                if (std::find(behind_views_.begin(), behind_views_.end(), &c) == behind_views_.end())
                    behind_views_.push_back(&c);
            }
        }
    }
    for (bool more = true; std::exchange(more, false);) // views over them
        for (const auto& view : with_.all.found.tables)
            for (std::size_t i = 0; is_view(view) && i < taken.size(); ++i)
                if (has(view.uses, path_of(*taken[i])) && take(view)) more = true;
    for (const auto* view : taken) hold(*view);
    while (!taken.empty()) { // each after those that it reads
        auto at = std::find_if(taken.begin(), taken.end(), [&](const catalog::table* view) {
            return std::none_of(taken.begin(), taken.end(), [&](const catalog::table* other) {
                return other != view && has(view->uses, path_of(*other));
            });
        });
        if (at == taken.end()) at = taken.begin();
        views_.push_back(*at);
        taken.erase(at);
    }
}

/// Asks where a view cannot be made again from its own text.
DATAFLOW_RUNTIME void postgres_planner::hold(const catalog::table& view) {
    using namespace pg_views;
    for (const auto& c : with_.all.changes) {
        const bool table = c.what == change_kind::rename_table && has(view.uses, former_path(c));
        const bool column = c.what == change_kind::rename_column && has(view.uses_columns, former_column(c));
        if (!table && !column) continue;
        ask(c,
            "view " + called(view) +
                " has to be made again, for a column that it reads changes its type, and "
                "its text names " +
                (table ? "table " : "column ") + std::string{c.former} + ", which gets another name",
            "rename in one version, and change the type in the next");
    }
    if (!view.statements.empty()) return;
    out_.questions.push_back(
        {called(view), "view " + called(view) + " is in the way, and how it was made could not be read",
         "drop the view before this change, and make it again after it"});
}

DATAFLOW_RUNTIME step& postgres_planner::add_view_step(const catalog::table& view, std::string_view operation,
                                                       std::string_view subject) {
    auto& s = out_.steps.emplace_back();
    s.table = view.in_view ? std::string{view.name} : called(view);
    s.operation = operation;
    s.subject = subject;
    s.title = s.operation + " " + s.table + (subject.empty() ? "" : ", ") + s.subject;
    s.transaction = transaction_;
    s.risk = risk::low;
    s.locks.push_back({s.table, lock_mode::access_exclusive});
    last_ = nullptr;
    return s;
}

DATAFLOW_RUNTIME void postgres_planner::change_behind_views() {
    if (behind_views_.empty()) return;
    next_transaction();
    joined_ = true;
    const auto drop = [](const catalog::table& view) {
        return (view.kind == catalog::relation::view ? "DROP VIEW " : "DROP MATERIALIZED VIEW ") + path(view);
    };
    for (auto view = views_.rbegin(); view != views_.rend(); ++view) {
        auto& s = add_view_step(**view, "drop view", "which is made again");
        s.sql = {drop(**view)};
        s.undo.assign((*view)->statements.begin(), (*view)->statements.end());
        s.estimate = postgres_rates::statement;
        find(s, "DF-B43", s.table);
    }
    for (const auto* c : behind_views_)
        if (c->what == change_kind::change_generation) change_generation_of(*c);
        else if (!goes_along(*c)) change_type_of(*c);
    for (const auto* view : views_) {
        auto& s = add_view_step(*view, "make view again", {});
        s.sql.assign(view->statements.begin(), view->statements.end());
        s.undo = {drop(*view)};
        s.estimate = postgres_rates::statement * s.sql.size();
        for (const auto used : view->uses)
            for (const auto& t : with_.all.found.tables)
                if (pg_views::path_of(t) == used)
                    s.locks.push_back({t.in_view ? std::string{t.name} : called(t), lock_mode::access_share});
        if (view->kind != catalog::relation::materialized_view) continue;
        find(s, "DF-B45", s.table);
        heavy(s, *view, static_cast<std::uint8_t>(view->indexes.empty() ? scans : scans | builds_index));
    }
    joined_ = false;
    next_transaction();
    for (const auto& [c, constraint] : std::exchange(later_, {})) validate(c, constraint);
}

} // namespace dataflow::migrate::detail
