// The planner of PostgreSQL: types of columns, and what gives them their values.
#pragma once

#include <dataflow/migrate/detail/postgres_columns.ipp>
#include <dataflow/migrate/detail/postgres_expand.ipp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

/// A type, a collation, or both. What stands on the column is made again with it by PostgreSQL: indexes are
/// built unless the catalog alone changes, and checks and foreign keys are verified, so checks are dropped,
/// and validated afterwards.
DATAFLOW_RUNTIME void postgres_planner::change_type_of(const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto& f = *c.about.found_table;
    const auto &to = *c.about.wanted_column, &from = *c.about.found_column;
    const auto name = std::string{to.name};
    const bool collates = c.what == change_kind::change_collation;
    auto way = collates
                   ? type_way{.known = true, .rewrites = false, .lossless = true, .with = {}, .misfit = {}}
                   : way_of_type(from.type, to.type, quoted_name(name), version_);
    const auto spelled = std::string{to.type.spelled};
    if (!way.known)
        return ask(c,
                   "no way is known from " + std::string{from.type.spelled} + " to " + spelled +
                       " for column " + name,
                   "add a column of another name, fill it, and drop the old one in a later version");
    if (!way.misfit.empty())
        verify(c, title("values that fit " + spelled + " in", c, name),
               "SELECT * FROM " + path_now(w) + " WHERE " + expression_now(w, way.misfit));
    const auto in_place = way.rewrites && expands(c) ? why_not_beside(c) : std::string{};
    if (way.rewrites && expands(c) && in_place.empty()) return expand(c, way);

    std::vector<std::string> sql, back;
    // Where the column has a default, it must not stand in the way of the cast.
    const bool given = !from.default_text.empty() && from.numbered == catalog::identity::none;
    if (given && way.rewrites)
        sql.push_back(alter(w) + "ALTER COLUMN " + quoted_name(name) + " DROP DEFAULT");
    auto text = alter(w) + "ALTER COLUMN " + quoted_name(name) + " TYPE " + spelled;
    if (!to.collation.empty()) text += " COLLATE " + quoted_name(to.collation);
    if (!way.with.empty()) text += " USING " + way.with;
    sql.push_back(text);
    if (given && way.rewrites && !to.default_text.empty())
        sql.push_back(alter(w) + "ALTER COLUMN " + quoted_name(name) + " SET DEFAULT " +
                      std::string{to.default_text});

    // Checks that name the column would be verified while nobody reads or writes, and may not fit its new
    // type.
    std::vector<std::pair<std::string_view, const catalog::check*>> again;
    for (const auto& k : f.checks) {
        if (!catalog::mentions(k.expression, to.name, dialect::postgres)) continue;
        auto called = k.name;
        bool changes = false, gone = false;
        for (const auto& other : with_.all.changes) {
            if (other.about.found_check != &k) continue;
            if (other.what == change_kind::rename_check) called = other.about.wanted_check->name;
            else if (other.what == change_kind::drop_check) gone = true;
            else changes = true;
        }
        if (gone || (!changes && (!online_ || !has_rows(c)))) continue;
        sql.insert(sql.begin(), alter(w) + "DROP CONSTRAINT IF EXISTS " + quoted_name(called));
        if (!changes) again.push_back({called, &k});
    }
    for (const auto& [called, k] : again) {
        auto one = *k;
        one.name = called;
        sql.push_back(alter(w) + "ADD " + check_definition(one) + " NOT VALID");
    }

    auto& s = add(c,
                  title(collates ? "change the collation of" : "change the type of", c, name,
                        " to " + (collates ? std::string{to.collation} : spelled)),
                  sql, lock_mode::access_exclusive);
    for (auto& l : with_partners(f, to.name, lock_mode::access_exclusive)) s.locks.push_back(l);
    std::uint8_t effects = way.rewrites && has_rows(c) ? rewrites : 0;
    const bool built =
        way.rewrites || collates ||
        from.collation != to.collation; // an index keeps its order where the type is relaxed only
    for (const auto& i : f.indexes)
        for (const auto& p : i.parts)
            if (built && has_rows(c) && (way.rewrites || p.column == to.name))
                effects = static_cast<std::uint8_t>(effects | builds_index);
    for (const auto& k : f.checks)
        if (catalog::mentions(k.expression, to.name, dialect::postgres) && !online_ && has_rows(c))
            effects = static_cast<std::uint8_t>(effects | scans);
    for (const auto& k : f.foreign_keys)
        if (way.rewrites && has_rows(c) &&
            std::find(k.columns.begin(), k.columns.end(), to.name) != k.columns.end())
            effects = static_cast<std::uint8_t>(effects | scans);
    heavy(s, f, effects);
    if (effects == 0) s.rows = -1;
    const auto about =
        "column " + called(w) + "." + name + ", from " + std::string{from.type.spelled} + " to " + spelled;
    if (!collates) find(s, "DF-C09", about, name);
    if ((effects & rewrites) != 0)
        find(s, "DF-B16", in_place.empty() ? about : about + "; no column can take its place: " + in_place,
             name);
    else if ((effects & builds_index) != 0) find(s, "DF-B23", about, name);
    if ((effects & scans) != 0) find(s, "DF-B21", about, name);
    s.loses_data = false; // what does not fit stops the plan before it begins
    if (!collates && way_of_type(to.type, from.type, quoted_name(name), version_).known) {
        const auto reverse = way_of_type(to.type, from.type, quoted_name(name), version_);
        auto undo =
            alter(w) + "ALTER COLUMN " + quoted_name(name) + " TYPE " + std::string{from.type.spelled};
        if (!from.collation.empty()) undo += " COLLATE " + quoted_name(from.collation);
        if (!reverse.with.empty()) undo += " USING " + reverse.with;
        takes_back(s, {undo});
    } else if (collates)
        takes_back(s, {alter(w) + "ALTER COLUMN " + quoted_name(name) + " TYPE " + spelled +
                       (from.collation.empty() ? "" : " COLLATE " + quoted_name(from.collation))});
    else cannot_be_undone(s, "no way is known from " + spelled + " to " + std::string{from.type.spelled});
    for (const auto& [called, k] : again)
        if (k->validated) validate(c, called);
}

DATAFLOW_RUNTIME void postgres_planner::change_identity_of(const change& c) {
    using catalog::identity;
    const auto& w = *c.about.wanted_table;
    const auto name = c.about.wanted_column->name;
    const auto column = alter(w) + "ALTER COLUMN " + quoted_name(name) + " ";
    const auto to = c.about.wanted_column->numbered, from = c.about.found_column->numbered;
    const auto kind_text = [](identity i) {
        return i == identity::always ? std::string{"ALWAYS"} : std::string{"BY DEFAULT"};
    };
    const auto made = [&](identity i) { return "ADD GENERATED " + kind_text(i) + " AS IDENTITY"; };
    std::vector<std::string> sql, back;
    if (to == identity::none) {
        sql = {column + (from == identity::sequence ? "DROP DEFAULT" : "DROP IDENTITY")};
        if (from == identity::sequence)
            back = {column + "SET DEFAULT " + std::string{c.about.found_column->default_text}};
        else back = {column + made(from)};
    } else if (from == identity::none) {
        if (!c.about.found_column->default_text.empty()) sql.push_back(column + "DROP DEFAULT");
        sql.push_back(column + made(to));
        sql.push_back("SELECT setval(pg_get_serial_sequence(" + literal(path(w)) + ", " + literal(name) +
                      "), greatest((SELECT max(" + quoted_name(name) + ") FROM " + path(w) + "), 1))");
        back = {column + "DROP IDENTITY"};
    } else {
        sql = {column + "SET GENERATED " + kind_text(to)};
        back = {column + "SET GENERATED " + kind_text(from)};
    }
    auto& s =
        takes_back(add(c, title("change what numbers", c, name), sql, lock_mode::access_exclusive), back);
    const auto& f = *c.about.found_table; // the greatest number: an index tells it, else all rows do
    const bool indexed = std::any_of(f.indexes.begin(), f.indexes.end(), [&](const catalog::index& i) {
        return i.valid && i.predicate.empty() && !i.parts.empty() && i.parts[0].column == name;
    });
    if (to != identity::none && from == identity::none && !indexed && has_rows(c)) heavy(s, f, scans);
}

DATAFLOW_RUNTIME void postgres_planner::change_generation_of(const change& c) {
    using catalog::generation;
    const auto& w = *c.about.wanted_table;
    const auto &to = *c.about.wanted_column, &from = *c.about.found_column;
    const auto column = alter(w) + "ALTER COLUMN " + quoted_name(to.name) + " ";
    if (to.generated == generation::none && from.generated == generation::stored && version_ >= 130000) {
        auto& s = add(c, title("keep the values of", c, to.name), {column + "DROP EXPRESSION"},
                      lock_mode::access_exclusive);
        cannot_be_undone(s, "a column that is there cannot become a computed one");
        find(s, "DF-C09", "column " + called(w) + "." + std::string{to.name} + " is no longer computed",
             to.name);
        return;
    }
    if (to.generated == generation::none || from.generated == generation::none)
        return ask(c, "column " + std::string{to.name} + " is computed in one version and not in the other",
                   "drop the column in one version and add it in the next, or give it another name");
    // Both are computed: nothing is lost with the old one.
    const auto drop = alter(w) + "DROP COLUMN " + quoted_name(to.name);
    const auto definition = [&](const catalog::column& of) {
        return alter(w) + "ADD COLUMN " + column_definition(of);
    };
    auto& s = takes_back(
        add(c, title("compute anew", c, to.name), {drop, definition(to)}, lock_mode::access_exclusive),
        {drop, definition(from)});
    find(s, to.generated == generation::stored && has_rows(c) ? "DF-B18" : "DF-C09",
         "column " + called(w) + "." + std::string{to.name} + " is computed in another way", to.name);
    if (has_rows(c) && to.generated == generation::stored) heavy(s, *c.about.found_table, rewrites);
}

} // namespace dataflow::migrate::detail
