// The planner of PostgreSQL: tables, columns, and their values.
#pragma once

#include <dataflow/migrate/detail/expansion.hpp>
#include <dataflow/migrate/detail/lost_marks.hpp>
#include <dataflow/migrate/detail/postgres_dropped.ipp>
#include <dataflow/migrate/detail/postgres_steps.ipp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME void postgres_planner::add_table_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    std::vector<std::string> sql{create_table_text(w)};
    for (const auto& i : w.indexes)
        if (i.origin == catalog::index_origin::created && !i.optional) sql.push_back(create_index_text(w, i));
    takes_back(add(c, title("create table", c), std::move(sql), lock_mode::none), {"DROP TABLE " + path(w)});
}

/// Writes a value into the rows that fulfill a condition, in batches along the key.
DATAFLOW_RUNTIME void postgres_planner::fill(const change& c, const std::string& value,
                                             const std::string& where) {
    const auto& w = *c.about.wanted_table;
    const auto& f = *c.about.found_table;
    const auto name = c.about.wanted_column->name;
    const auto set = quoted_name(name) + " = " + value;
    const auto update = "UPDATE " + path(w) + " SET " + set + " WHERE ";
    const auto* const key = f.key.columns.empty() ? nullptr : f.find_column(f.key.columns.front());
    // Tables whose deferred triggers wait for the end of the transaction cannot be changed in it.
    std::vector<std::string> sql{"SET CONSTRAINTS ALL IMMEDIATE", update + where};
    if (online_) sql.erase(sql.begin());
    auto kind = step_kind::backfill;
    if (online_ && key == nullptr)
        sql = {update + "ctid = ANY (ARRAY(SELECT ctid FROM " + path(w) + " WHERE " + where + " LIMIT " +
               std::to_string(with_.how.batch) + " FOR UPDATE))"};
    else if (online_ && !f.in_key(name)) {
        kind = step_kind::batches;
        sql = batch_texts(path(w), quoted_name(key->name), key->type.spelled, set, where, with_.how.batch);
    }
    auto& s = add(c, title("fill", c, name), std::move(sql), lock_mode::row_exclusive);
    if (online_) {
        s.kind = kind;
        alone(s);
    } else find(s, "DF-D13", "all rows of " + called(w), c.about.wanted_column->name);
    s.risk = greater(risk::low, c.least);
    heavy(s, f, writes_rows);
}

DATAFLOW_RUNTIME void postgres_planner::add_column_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    auto one = *c.about.wanted_column;
    const auto given = std::string{one.default_text};
    const bool numbered = one.numbered != catalog::identity::none;
    const bool computed = one.generated == catalog::generation::stored;
    bool constrained = false; // a domain's conditions are looked at row by row
    for (const auto& d : with_.wanted.domains)
        if (d.spelled == one.type.spelled) constrained = !d.checks.empty() || !d.nullable;
    const auto how = title("add column", c, one.name);
    const auto lock = lock_mode::access_exclusive;
    const auto back = alter(w) + "DROP COLUMN " + quoted_name(one.name);
    const auto definition = [&] { return alter(w) + "ADD COLUMN " + column_definition(one); };

    if (one.generated == catalog::generation::none && !numbered && !given.empty() && is_volatile(given)) {
        // Each row has a value of its own: it is written in batches after the column is there.
        const bool required = !one.nullable;
        one.default_text = {};
        one.nullable = true;
        takes_back(
            add(c, how,
                {definition(), alter(w) + "ALTER COLUMN " + quoted_name(one.name) + " SET DEFAULT " + given},
                lock),
            {back});
        if (has_rows(c)) fill(c, given, quoted_name(one.name) + " IS NULL");
        if (required) set_not_null(c);
        return;
    }
    const bool empty =
        given.empty() && !numbered && one.generated == catalog::generation::none && !one.nullable;
    if (empty && one.stamped) { // older rows get the time of the change
        one.default_text = "CURRENT_TIMESTAMP";
        takes_back(add(c, how,
                       {definition(), alter(w) + "ALTER COLUMN " + quoted_name(one.name) + " DROP DEFAULT"},
                       lock),
                   {back});
        return;
    }
    if (empty)
        verify(c, no_rows(called_now(w), one.name),
               "SELECT " +
                   (c.about.found_table->key.columns.empty()
                        ? std::string{"1"}
                        : quoted_list(c.about.found_table->key.columns)) +
                   " FROM " + path_now(w));
    auto& s = takes_back(add(c, how, {definition()}, lock), {back});
    const auto column = "column " + called(w) + "." + std::string{one.name};
    if (empty) find(s, "DF-C07", column, one.name);
    if (!has_rows(c) || !(numbered || computed || constrained)) return;
    find(s, numbered ? "DF-B17" : computed ? "DF-B18" : "DF-B19", column, one.name);
    heavy(s, *c.about.found_table, rewrites);
}

DATAFLOW_RUNTIME void postgres_planner::drop_column_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto& f = *c.about.found_table;
    const auto name = c.about.found_column->name;
    auto sql = keep_history_out(c);
    if (loses_marks(c))
        for (auto& text : keep_marks_out(c)) sql.push_back(std::move(text));
    sql.push_back(alter(w) + "DROP COLUMN " + quoted_name(name));
    auto& s = add(c, title("drop column", c, name), std::move(sql), lock_mode::access_exclusive);
    for (auto& l : with_partners(f, name, lock_mode::access_exclusive)) s.locks.push_back(std::move(l));
    find(s, "DF-D02", "column " + called(w) + "." + std::string{name}, name);
    s.loses_data = has_rows(c) && c.about.found_column->generated == catalog::generation::none;
    make_again(s, c);
}

DATAFLOW_RUNTIME void postgres_planner::change_default_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto column = alter(w) + "ALTER COLUMN " + quoted_name(c.about.wanted_column->name);
    const auto text = [&](std::string_view given) {
        return given.empty() ? column + " DROP DEFAULT" : column + " SET DEFAULT " + std::string{given};
    };
    takes_back(add(c, title("change the default of", c, c.about.wanted_column->name),
                   {text(c.about.wanted_column->default_text)}, lock_mode::access_exclusive),
               {text(c.about.found_column->default_text)});
}

DATAFLOW_RUNTIME void postgres_planner::drop_not_null_of(const change& c) {
    const auto column =
        alter(*c.about.wanted_table) + "ALTER COLUMN " + quoted_name(c.about.wanted_column->name);
    auto& s = add(c, title("allow NULL in", c, c.about.wanted_column->name), {column + " DROP NOT NULL"},
                  lock_mode::access_exclusive);
    takes_back(s, {column + " SET NOT NULL"});
    find(s, "DF-C05",
         "column " + called(*c.about.wanted_table) + "." + std::string{c.about.wanted_column->name},
         c.about.wanted_column->name);
}

/// NOT NULL by a check that is validated while others write: then the column's own rule needs no look at the
/// rows (PostgreSQL 12 and later).
DATAFLOW_RUNTIME void postgres_planner::set_not_null(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto name = c.about.wanted_column->name;
    const auto column = alter(w) + "ALTER COLUMN " + quoted_name(name);
    const auto back = column + " DROP NOT NULL";
    if (!online_ || version_ < 120000 || !has_rows(c)) {
        auto& s = takes_back(
            add(c, title("no NULL in", c, name), {column + " SET NOT NULL"}, lock_mode::access_exclusive),
            {back});
        if (!has_rows(c)) return;
        find(s, "DF-B15", "column " + called(w) + "." + std::string{name}, name);
        heavy(s, *c.about.found_table, scans);
        return;
    }
    const auto check = schema::limited_name(std::string{w.name} + "_" + std::string{name} + "_not_null");
    next_transaction();
    takes_back(add(c, title("no NULL from now on in", c, name),
                   {alter(w) + "ADD CONSTRAINT " + quoted_name(check) + " CHECK (" + quoted_name(name) +
                    " IS NOT NULL) NOT VALID"},
                   lock_mode::access_exclusive),
               {alter(w) + "DROP CONSTRAINT IF EXISTS " + quoted_name(check)});
    validate(c, check);
    takes_back(add(c, title("no NULL in", c, name),
                   {column + " SET NOT NULL", alter(w) + "DROP CONSTRAINT " + quoted_name(check)},
                   lock_mode::access_exclusive),
               {back});
    next_transaction();
}

DATAFLOW_RUNTIME void postgres_planner::require_values(const change& c) {
    const auto given = std::string{c.about.wanted_column->default_text};
    if (!given.empty() && has_rows(c)) { // as SQLite's rebuild does
        next_transaction();
        fill(c, given, quoted_name(c.about.wanted_column->name) + " IS NULL");
        cannot_be_undone(out_.steps.back(), "which rows had no value is not kept");
        return set_not_null(c);
    }
    const auto name = name_now(*c.about.wanted_table, c.about.wanted_column->name);
    verify(c, never_null(called_now(*c.about.wanted_table), name),
           "SELECT * FROM " + path_now(*c.about.wanted_table) + " WHERE " + name + " IS NULL");
    set_not_null(c);
}

} // namespace dataflow::migrate::detail
