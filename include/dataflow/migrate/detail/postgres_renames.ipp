// The planner of PostgreSQL: names, and the names of enumerations, which are values.
#pragma once

#include <dataflow/migrate/detail/library_names.hpp>
#include <dataflow/migrate/detail/postgres_columns.ipp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME void postgres_planner::rename(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto former = std::string{c.former};
    const auto swap = [&](const std::string& before, std::string_view from, std::string_view to) {
        return before + quoted_name(from) + " TO " + quoted_name(to);
    };
    switch (c.what) {
    case change_kind::rename_table: {
        const auto was = path_text(w.schema, c.former);
        auto sql = keep_history_out(c);
        sql.push_back("ALTER TABLE " + was + " RENAME TO " + quoted_name(w.name));
        auto& s = add(
            c, {"rename table " + former + " to " + called(w), "rename table", "to " + std::string{w.name}},
            std::move(sql), lock_mode::access_exclusive);
        find(s, "DF-C02", "table " + former + " becomes " + std::string{w.name});
        s.locks.front().table = plain_path(w.schema, c.former); // nobody knows the new name yet
        takes_back(s, {alter(w) + "RENAME TO " + quoted_name(c.former)});
        break;
    }
    case change_kind::rename_column: {
        const auto name = c.about.wanted_column->name;
        auto sql = keep_history_out(c);
        sql.push_back(swap(alter(w) + "RENAME COLUMN ", former, name));
        auto& s = add(c, title("rename column", c, former, " to " + std::string{name}), std::move(sql),
                      lock_mode::access_exclusive);
        takes_back(s, {swap(alter(w) + "RENAME COLUMN ", name, former)});
        find(s, "DF-C01", "column " + called(w) + "." + former + " becomes " + std::string{name}, name);
        break;
    }
    case change_kind::rename_check: {
        const auto name = c.about.wanted_check->name;
        auto& s = add(c, title("rename constraint", c, former, " to " + std::string{name}),
                      {swap(alter(w) + "RENAME CONSTRAINT ", former, name)}, lock_mode::access_exclusive);
        takes_back(s, {swap(alter(w) + "RENAME CONSTRAINT ", name, former)});
        break;
    }
    default: {
        const auto name = c.about.wanted_index->name;
        const auto was = path_text(w.schema, c.former), now = path_text(w.schema, name);
        auto& s = add(c, title("rename index", c, former, " to " + std::string{name}),
                      {"ALTER INDEX " + was + " RENAME TO " + quoted_name(name)}, lock_mode::none);
        s.locks.push_back(
            {plain_path(w.schema, c.former), lock_mode::share_update_exclusive}); // of the index
        takes_back(s, {"ALTER INDEX " + now + " RENAME TO " + quoted_name(c.former)});
    }
    }
}

/// The names of an enumeration are values: they are written in batches, while no check stands on the column.
DATAFLOW_RUNTIME void postgres_planner::rename_values(const change& c) {
    const auto name = quoted_name(c.about.wanted_column->name);
    fill(c, literal(c.latter), name + " = " + literal(c.former));
    auto& s = out_.steps.back();
    auto label = title("write", c, c.about.wanted_column->name,
                       " = " + std::string{c.latter} + " for " + std::string{c.former});
    s.title = std::move(label.title);
    s.operation = std::move(label.operation);
    s.subject = std::move(label.subject);
    s.risk = greater(s.risk, c.least);
    find(s, "DF-C15", std::string{c.former} + " becomes " + std::string{c.latter},
         c.about.wanted_column->name);
    cannot_be_undone(s, "rows that had the new name before cannot be told from those that get it");
}

/// Whether values are renamed before the check of an enumeration becomes another one.
DATAFLOW_RUNTIME bool postgres_planner::writes_values(const change& c) const {
    return std::any_of(with_.all.changes.begin(), with_.all.changes.end(), [&](const change& r) {
        return r.what == change_kind::rename_enumerator && r.about.wanted_check == c.about.wanted_check;
    });
}

/// A primary key and foreign keys that have the names which the library gave them, of a table or columns that
/// are renamed, get those which it would give them now: errors are read by them.
DATAFLOW_RUNTIME void postgres_planner::rename_keys(const catalog::table& w) {
    former_names before;
    const change* any = nullptr;
    for (const auto& c : with_.all.changes) {
        if (c.about.wanted_table != &w) continue;
        if (c.what == change_kind::rename_table) before.table = c.former;
        if (c.what == change_kind::rename_column)
            before.columns.push_back({c.former, c.about.wanted_column->name, {}});
        if (c.what == change_kind::rename_table || c.what == change_kind::rename_column) any = &c;
    }
    if (any == nullptr || any->about.found_table == nullptr) return;
    const auto& f = *any->about.found_table;
    const auto name_over = [&](constant_list<std::string_view> columns, std::string_view end, bool former) {
        std::string out{former ? before.of_table(w.name) : w.name};
        for (const auto column : columns) out.append("_").append(former ? before.of_column(column) : column);
        return schema::limited_name(out.append(end));
    };
    const auto rename = [&](std::string_view found, constant_list<std::string_view> columns,
                            std::string_view end) {
        const auto now = name_over(columns, end, false);
        if (found == now || found != name_over(columns, end, true)) return;
        auto c = *any;
        c.least = risk::low;
        const auto text = [&](std::string_view from, std::string_view to) {
            return alter(w) + "RENAME CONSTRAINT " + quoted_name(from) + " TO " + quoted_name(to);
        };
        takes_back(add(c, title("rename constraint", c, found, " to " + now), {text(found, now)},
                       lock_mode::access_exclusive),
                   {text(now, found)});
    };
    const auto stays = [&](auto is_about) { // what changes itself is looked for by the name that it has
        return std::none_of(with_.all.changes.begin(), with_.all.changes.end(), is_about);
    };
    if (stays(
            [&](const change& c) { return c.what == change_kind::change_key && c.about.wanted_table == &w; }))
        rename(f.key.name, {}, "_pkey");
    for (const auto& k : f.foreign_keys)
        if (stays([&](const change& c) { return c.about.found_key == &k; }))
            rename(k.name, k.columns, "_fkey");
}

} // namespace dataflow::migrate::detail
