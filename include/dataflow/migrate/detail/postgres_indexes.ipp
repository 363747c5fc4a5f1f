// The planner of PostgreSQL: indexes, which are built while others read and write. One that a killed run left
// is not valid, and is dropped before the next attempt.
#pragma once

#include <dataflow/migrate/detail/past_versions.hpp>
#include <dataflow/migrate/detail/postgres_columns.ipp>

#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME void postgres_planner::build_index(const change& c, const catalog::index& i,
                                                    std::string_view name) {
    const auto& w = *c.about.wanted_table;
    const auto& f = *c.about.found_table;
    const bool concurrent = online_ && f.kind != catalog::relation::partitioned_table;
    auto& s = add(c, title(i.unique ? "build unique index" : "build index", c, name),
                  {create_index_text(w, i, concurrent ? " CONCURRENTLY" : "", name)},
                  concurrent ? lock_mode::share_update_exclusive : lock_mode::share);
    const auto at = path_text(w.schema, name);
    takes_back(s, {(concurrent ? "DROP INDEX CONCURRENTLY IF EXISTS " : "DROP INDEX IF EXISTS ") + at});
    const auto about = "index " + std::string{name} + " of " + called(w);
    if (has_rows(c) && !concurrent) find(s, "DF-B01", about);
    if (i.parts.size() > 3 && !i.unique) find(s, "DF-H11", about);
    if (has_rows(c) || concurrent) heavy(s, f, builds_index);
    if (concurrent) {
        s.estimate += s.estimate / 3;
        s.done = index_query(w, name, true);
        s.leftover = index_query(w, name, false);
        s.clean = {"DROP INDEX CONCURRENTLY IF EXISTS " + at};
        alone(s);
    }
}

DATAFLOW_RUNTIME void postgres_planner::verify_unique(const change& c,
                                                      constant_list<std::string_view> columns,
                                                      std::string_view predicate) {
    const auto& w = *c.about.wanted_table;
    if (columns.empty()) return;
    std::string list, some;
    const bool retyped = any_retyped(w, columns, predicate);
    for (const auto name : columns) {
        if (name.empty() || is_new(w, name)) return; // an expression: the index itself says it
        const auto now = retyped ? quoted_name(name) : name_now(w, name);
        list += (list.empty() ? "" : ", ") + now;
        some += (some.empty() ? "" : " AND ") + now + " IS NOT NULL";
    }
    if (!predicate.empty())
        some += " AND (" + (retyped ? std::string{predicate} : expression_now(w, predicate)) + ")";
    verify(c, no_two_rows(called_now(w), list),
           "SELECT " + list + ", count(*) AS rows FROM " + rows_now(w, retyped) +
               (retyped ? " AS dataflow_now" : "") + " WHERE " + some + " GROUP BY " + list +
               " HAVING count(*) > 1",
           true);
}

DATAFLOW_RUNTIME void postgres_planner::add_index_of(const change& c) {
    const auto& i = *c.about.wanted_index;
    if (i.unique) {
        std::vector<std::string_view> columns;
        for (const auto& p : i.parts) columns.push_back(p.column);
        verify_unique(c, columns, i.predicate);
    }
    build_index(c, i, i.name);
}

/// Another one is built, and takes the name of the old one.
DATAFLOW_RUNTIME void postgres_planner::change_index_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto &i = *c.about.wanted_index, &former = *c.about.found_index;
    if (!former.valid) { // what a run left: it serves nobody
        auto& s = add(c, title("drop the invalid index", c, i.name),
                      {"DROP INDEX CONCURRENTLY IF EXISTS " + path_text(w.schema, i.name)},
                      lock_mode::share_update_exclusive);
        cannot_be_undone(s, "an index that is not valid serves nobody");
        s.done = "SELECT 1 WHERE NOT EXISTS (" + index_query(w, i.name, false) + ")";
        alone(s);
        return add_index_of(c);
    }
    const bool was_unique = former.unique && (former.predicate.empty() || former.predicate == i.predicate) &&
                            std::all_of(former.parts.begin(), former.parts.end(), [&](const auto& p) {
                                return std::any_of(i.parts.begin(), i.parts.end(), [&](const auto& other) {
                                    return other.column == p.column && other.expression == p.expression;
                                });
                            });
    if (i.unique && !was_unique) {
        std::vector<std::string_view> columns;
        for (const auto& p : i.parts) columns.push_back(p.column);
        verify_unique(c, columns, i.predicate);
    }
    const auto temporary = schema::limited_name(std::string{i.name} + "_new");
    const auto old = schema::limited_name(std::string{i.name} + "_old");
    build_index(c, i, temporary);
    const auto rename = [&](std::string_view from, std::string_view to) {
        return "ALTER INDEX " + path_text(w.schema, from) + " RENAME TO " + quoted_name(to);
    };
    auto& s = add(c, title("exchange index", c, i.name), {rename(i.name, old), rename(temporary, i.name)},
                  lock_mode::none);
    s.locks.push_back({plain_path(w.schema, i.name), lock_mode::share_update_exclusive}); // of the index
    takes_back(s, {rename(i.name, temporary), rename(old, i.name)});
    auto gone = former;
    gone.name = old;
    auto drop = c;
    drop.about.found_index = &gone;
    drop_index_of(drop);
}

DATAFLOW_RUNTIME void postgres_planner::drop_index_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto& i = *c.about.found_index;
    const bool concurrent = online_ && c.about.found_table->kind != catalog::relation::partitioned_table;
    const auto at = path_text(w.schema, i.name);
    auto& s = add(c, title("drop index", c, i.name),
                  {(concurrent ? "DROP INDEX CONCURRENTLY IF EXISTS " : "DROP INDEX IF EXISTS ") + at},
                  concurrent ? lock_mode::share_update_exclusive : lock_mode::access_exclusive);
    takes_back(s, {create_index_text(w, i, concurrent ? " CONCURRENTLY" : "")});
    const auto about = "index " + std::string{i.name} + " of " + called(w);
    if (!concurrent && has_rows(c)) find(s, "DF-B02", about);
    if (i.unique && c.what == change_kind::drop_index) find(s, "DF-C13", about);
    if (concurrent) {
        s.done = "SELECT 1 WHERE NOT EXISTS (" + index_query(w, i.name, true) + " UNION ALL " +
                 index_query(w, i.name, false) + ")";
        alone(s);
    }
}

/// Before the column of soft deletes goes: no record may be marked, and the triggers over it go first.
DATAFLOW_RUNTIME std::vector<std::string> postgres_planner::keep_marks_out(const change& c) {
    const auto& f = *c.about.found_table;
    const auto queries = first_.size();
    verify(c, "that there are " + marks_are_lost(called_now(*c.about.wanted_table)),
           "SELECT " + (f.key.columns.empty() ? std::string{"1"} : quoted_list(f.key.columns)) + " FROM " +
               path_now(*c.about.wanted_table) + " WHERE " + quoted_name(c.about.found_column->name) +
               " IS NOT NULL");
    if (first_.size() != queries) // before those of values that are unique without them
        std::rotate(first_.begin() + marks_++, first_.end() - 1, first_.end());
    std::vector<std::string> sql;
    for (const auto& g : triggers_over_marks(f, with_.all.found)) {
        sql.push_back("DROP TRIGGER IF EXISTS " + quoted_name(g.trigger->name) + " ON " + path(*g.table));
        sql.push_back("DROP FUNCTION IF EXISTS " + path_text(g.table->schema, g.trigger->name) + "()");
    }
    return sql;
}

/// Before a name changes, or a column goes: the functions that keep past versions name it.
DATAFLOW_RUNTIME std::vector<std::string> postgres_planner::keep_history_out(const change& c) const {
    const auto* const f = c.about.found_table; // the table, or that of its past versions
    if (f == nullptr) return {};
    for (const auto& t : with_.all.found.tables)
        if (t.schema == f->schema && past_of(t) == f->name)
            return drop_past_versions(with_.wanted.dialect, t);
    return drop_past_versions(with_.wanted.dialect, *f);
}

DATAFLOW_RUNTIME void postgres_planner::end_histories() {
    for (const auto& about : with_.all.ended_histories) {
        change c;
        c.about = about;
        c.least = risk::medium;
        const auto& w = *about.wanted_table;
        auto& s = add(
            c, {past_versions_end(called(w)), "keep past versions", "no longer; those that are there stay"},
            drop_past_versions(with_.wanted.dialect, *about.found_table), lock_mode::access_exclusive);
        s.locks.front().table = path_now(w);
        std::erase(s.locks.front().table, '"');
    }
    next_transaction();
}

} // namespace dataflow::migrate::detail
