// The planner of PostgreSQL: constraints. New ones are for new rows at first (NOT VALID), and the older rows
// are verified in another transaction, while others read and write.
#pragma once

#include <dataflow/migrate/detail/postgres_columns.ipp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME void postgres_planner::validate(const change& c, std::string_view constraint) {
    if (joined_) return (void)later_.emplace_back(c, constraint);
    next_transaction();
    auto& s = add(c, title("verify", c, constraint),
                  {alter(*c.about.wanted_table) + "VALIDATE CONSTRAINT " + quoted_name(constraint)},
                  lock_mode::share_update_exclusive);
    s.risk = risk::low; // nobody waits for it
    heavy(s, *c.about.found_table, scans);
    next_transaction();
}

/// Whether an index of a table begins with these columns, in whatever order.
[[nodiscard]] inline bool begins_an_index(const catalog::table& t, constant_list<std::string_view> columns) {
    const auto named = [&](std::string_view name) {
        return std::find(columns.begin(), columns.end(), name) != columns.end();
    };
    if (std::any_of(t.indexes.begin(), t.indexes.end(), [&](const catalog::index& i) {
            if (i.parts.size() < columns.size() || !i.predicate.empty()) return false;
            for (std::size_t p = 0; p < columns.size(); ++p)
                if (!named(i.parts[p].column)) return false;
            return true;
        }))
        return true;
    const auto begins = [&](constant_list<std::string_view> of) {
        if (of.size() < columns.size()) return false;
        for (std::size_t p = 0; p < columns.size(); ++p)
            if (!named(of[p])) return false;
        return true;
    };
    return begins(t.key.columns) ||
           std::any_of(t.unique.begin(), t.unique.end(), [&](const auto& u) { return begins(u.columns); });
}

DATAFLOW_RUNTIME void postgres_planner::add_foreign_key_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto& k = *c.about.wanted_key;
    const auto* const f = c.about.found_table;
    const auto* const former =
        c.about.found_key != nullptr && !is_gone(*c.about.found_key) ? c.about.found_key : nullptr;
    const auto* const to = with_.wanted.find(k.target, k.target_schema.empty() ? w.schema : k.target_schema);
    const auto target = plain_path(k.target_schema.empty() ? w.schema : k.target_schema, k.target);
    const bool older = has_rows(c); // rows that it may not fit
    if (older) {
        std::string condition, match, columns;
        const bool retyped = any_retyped(w, k.columns);
        const bool target_retyped = to != nullptr && any_retyped(*to, k.target_columns);
        for (std::size_t i = 0; i < k.columns.size(); ++i) {
            const auto name = retyped ? quoted_name(k.columns[i]) : name_now(w, k.columns[i]);
            const auto target_name = to == nullptr || target_retyped ? quoted_name(k.target_columns[i])
                                                                     : name_now(*to, k.target_columns[i]);
            columns += (i == 0 ? "" : ", ") + name;
            condition += "c." + name + " IS NOT NULL AND ";
            match += (i == 0 ? "" : " AND ") + ("p." + target_name) + " = c." + name;
        }
        bool there = true; // the columns, and the other table, are there already
        for (const auto name : k.columns) there = there && !is_new(w, name);
        if (to != nullptr && !k.target_columns.empty())
            there = there && !is_new(*to, k.target_columns.front());
        if (there)
            verify(
                c, only_refers(called_now(w), columns, to != nullptr ? called_now(*to) : target),
                "SELECT c.* FROM " + rows_now(w, retyped) + " AS c WHERE " + condition +
                    "NOT EXISTS (SELECT 1 FROM " +
                    (to != nullptr ? rows_now(*to, target_retyped) : path_text(k.target_schema, k.target)) +
                    " AS p WHERE " + match + ")");
    }
    const bool whole =
        f != nullptr && f->kind == catalog::relation::partitioned_table; // NOT VALID is refused
    const bool later = online_ && older && !whole;
    std::vector<std::string> sql;
    if (former != nullptr) sql.push_back(alter(w) + "DROP CONSTRAINT " + quoted_name(former->name));
    sql.push_back(alter(w) + "ADD " + foreign_key_definition(k) + (later ? " NOT VALID" : ""));
    next_transaction();
    const auto mode = former != nullptr ? lock_mode::access_exclusive : lock_mode::share_row_exclusive;
    auto& s =
        add(c, title(former != nullptr ? "change foreign key" : "add foreign key", c, k.name), sql, mode);
    if (target != s.table) s.locks.push_back({target, mode});
    if (former != nullptr)
        takes_back(s, {alter(w) + "DROP CONSTRAINT " + quoted_name(k.name),
                       alter(w) + "ADD " + foreign_key_definition(*former) +
                           (former->validated ? "" : " NOT VALID")});
    else takes_back(s, {alter(w) + "DROP CONSTRAINT " + quoted_name(k.name)});
    const auto about = "foreign key " + std::string{k.name} + " of " + called(w);
    if (former != nullptr) find(s, "DF-C17", about + ", until the new one is there");
    if (!later && older) find(s, "DF-B09", about);
    if (!later && older && whole) find(s, "DF-F13", about);
    if (older && !begins_an_index(w, k.columns)) find(s, "DF-B39", about);
    if (!later && older) heavy(s, *f, scans);
    if (later && k.validated) validate_foreign_key(c);
    next_transaction();
}

DATAFLOW_RUNTIME void postgres_planner::validate_foreign_key(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto& k = *c.about.wanted_key;
    validate(c, k.name);
    auto& s = out_.steps.back();
    const auto target = plain_path(k.target_schema.empty() ? w.schema : k.target_schema, k.target);
    if (target != s.table) s.locks.push_back({target, lock_mode::row_share});
}

DATAFLOW_RUNTIME void postgres_planner::drop_foreign_key_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto& f = *c.about.found_table;
    const auto& k = *c.about.found_key;
    gone_keys_.push_back(&k);
    auto& s = add(c, title("drop foreign key", c, k.name),
                  {alter(w) + "DROP CONSTRAINT " + quoted_name(k.name)}, lock_mode::access_exclusive);
    if (const auto* const to = target_of(f, k); to != nullptr && to != &f)
        s.locks.push_back({to->in_view ? std::string{to->name} : called(*to), lock_mode::access_exclusive});
    takes_back(s, {alter(w) + "ADD " + foreign_key_definition(k) + (k.validated ? "" : " NOT VALID")});
    find(s, "DF-C17", "foreign key " + std::string{k.name} + " of " + called(w));
}

DATAFLOW_RUNTIME void postgres_planner::add_check_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto& k = *c.about.wanted_check;
    const auto& f = *c.about.found_table;
    const auto* const former = c.about.found_check;
    bool there = true; // the columns that it names
    for (const auto& column : w.columns)
        there = there &&
                !(catalog::mentions(k.expression, column.name, dialect::postgres) && is_new(w, column.name));
    std::string former_values; // they are written anew before
    for (const auto& r : with_.all.changes)
        if (r.what == change_kind::rename_enumerator && r.about.wanted_check == &k)
            former_values += (former_values.empty() ? "" : ", ") + literal(r.former);
    const bool fills = !former_values.empty();
    const bool retyped = any_retyped(w, {}, k.expression);
    if (there)
        verify(c, all_fulfill(called_now(w), k.name),
               "SELECT * FROM " + rows_now(w, retyped) + (retyped ? " AS dataflow_now" : "") +
                   " WHERE NOT (" + (retyped ? std::string{k.expression} : expression_now(w, k.expression)) +
                   ")" +
                   (fills ? " AND " +
                                (retyped ? quoted_name(c.about.wanted_column->name)
                                         : name_now(w, c.about.wanted_column->name)) +
                                " NOT IN (" + former_values + ")"
                          : ""));
    const bool later = online_ && has_rows(c);
    std::vector<std::string> sql;
    // It may be gone already, with the type of its column.
    const bool gone = former == nullptr || fills ||
                      std::find(gone_checks_.begin(), gone_checks_.end(), former) != gone_checks_.end();
    if (!gone) sql.push_back(alter(w) + "DROP CONSTRAINT IF EXISTS " + quoted_name(former->name));
    sql.push_back(alter(w) + "ADD " + check_definition(k) + (later ? " NOT VALID" : ""));
    auto& s = add(c, title(former != nullptr ? "change check" : "add check", c, k.name), sql,
                  lock_mode::access_exclusive);
    std::vector<std::string> back{alter(w) + "DROP CONSTRAINT " + quoted_name(k.name)};
    if (!gone)
        back.push_back(alter(w) + "ADD " + check_definition(*former) +
                       (former->validated ? "" : " NOT VALID"));
    takes_back(s, back);
    const auto about = "check " + std::string{k.name} + " of " + called(w);
    if (c.least >= risk::high) find(s, "DF-C21", about);
    if (!later && has_rows(c)) {
        find(s, "DF-B12", about);
        heavy(s, f, scans);
    }
    if (later && k.validated) validate(c, k.name);
}

/// Also of what a check becomes for which values are renamed first.
DATAFLOW_RUNTIME void postgres_planner::drop_check_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto& k = *c.about.found_check;
    takes_back(add(c, title("drop check", c, k.name), {alter(w) + "DROP CONSTRAINT " + quoted_name(k.name)},
                   lock_mode::access_exclusive),
               {alter(w) + "ADD " + check_definition(k) + (k.validated ? "" : " NOT VALID")});
}

/// The key: its index is built while others write, and takes the place of the old one in one moment.
DATAFLOW_RUNTIME void postgres_planner::change_key_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto& f = *c.about.found_table;
    for (const auto& t : with_.all.found.tables)
        for (const auto& k : t.foreign_keys)
            if (target_of(t, k) == &f)
                return ask(
                    c,
                    "the key of " + called(w) + " is what foreign key " + std::string{k.name} + " of " +
                        called(t) + " refers to",
                    "drop the foreign key in one version, change the key, and add it again in the next");
    verify_unique(c, w.key.columns, {});
    const auto name = w.key.name.empty() ? std::string{w.name} + "_pkey" : std::string{w.key.name};
    const auto temporary = schema::limited_name(name + "_new");
    std::vector<catalog::index_part> parts;
    for (const auto column : w.key.columns) parts.push_back({.column = column});
    const catalog::index i{.name = temporary, .method = "btree", .parts = parts, .unique = true};
    if (!w.key.columns.empty()) build_index(c, i, temporary);
    std::vector<std::string> sql, back;
    if (!f.key.columns.empty()) sql.push_back(alter(w) + "DROP CONSTRAINT " + quoted_name(f.key.name));
    if (!w.key.columns.empty()) {
        sql.push_back(alter(w) + "ADD CONSTRAINT " + quoted_name(name) + " PRIMARY KEY USING INDEX " +
                      quoted_name(temporary));
        back.push_back(alter(w) + "DROP CONSTRAINT " + quoted_name(name));
    }
    if (!f.key.columns.empty()) back.push_back(alter(w) + "ADD " + key_definition(f.key));
    auto& s = takes_back(add(c, title("change the key of", c), sql, lock_mode::access_exclusive), back);
    find(s, "DF-C19", "of " + called(w));
}

DATAFLOW_RUNTIME void postgres_planner::add_unique_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto& u = *c.about.wanted_unique;
    verify_unique(c, u.columns, {});
    std::vector<catalog::index_part> parts;
    for (const auto column : u.columns) parts.push_back({.column = column});
    const catalog::index i{.name = u.name, .method = "btree", .parts = parts, .unique = true};
    build_index(c, i, u.name);
    takes_back(add(c, title("add unique constraint", c, u.name),
                   {alter(w) + "ADD CONSTRAINT " + quoted_name(u.name) + " UNIQUE USING INDEX " +
                    quoted_name(u.name) + (u.deferrable ? " DEFERRABLE" : "")},
                   lock_mode::access_exclusive),
               {alter(w) + "DROP CONSTRAINT " + quoted_name(u.name)});
}

DATAFLOW_RUNTIME void postgres_planner::drop_unique_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto& u = *c.about.found_unique;
    auto& s = add(c, title("drop unique constraint", c, u.name),
                  {alter(w) + "DROP CONSTRAINT " + quoted_name(u.name)}, lock_mode::access_exclusive);
    takes_back(s, {alter(w) + "ADD " + unique_definition(u)});
    find(s, "DF-C13", "unique constraint " + std::string{u.name} + " of " + called(w));
}

} // namespace dataflow::migrate::detail
