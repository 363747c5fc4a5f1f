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
        verify(c, values_fit(called_now(w), name_now(w, name), spelled),
               "SELECT * FROM " + path_now(w) + " WHERE " + expression_now(w, way.misfit));
    const auto in_place = way.rewrites && expands(c) ? why_not_beside(c) : std::string{};
    if (way.rewrites && expands(c) && in_place.empty()) return expand(c, way);

    std::vector<std::string> sql, back; // back: what is made again behind the former type
    const auto add_again = [&](catalog::check k, std::string_view called) {
        k.name = called;
        return alter(w) + "ADD " + check_definition(k) + (k.validated ? "" : " NOT VALID");
    };
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
        gone_checks_.push_back(&k);
        if (changes) back.push_back(add_again(k, k.name));
        else again.push_back({called, &k});
    }
    for (const auto& [called, k] : again) {
        auto one = *k;
        for (const auto& wanted : w.checks) // the same, in the words of the new type
            if (wanted.name == called) one = wanted;
        one.name = called;
        sql.push_back(alter(w) + "ADD " + check_definition(one) + " NOT VALID");
        back.push_back(add_again(*k, called));
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
        if (catalog::mentions(k.expression, to.name, dialect::postgres) && !online_ && k.validated &&
            has_rows(c))
            effects = static_cast<std::uint8_t>(effects | scans);
    for (const auto& k : f.foreign_keys)
        if (way.rewrites && has_rows(c) && !is_gone(k) &&
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
    const auto reverse = way_of_type(to.type, from.type, quoted_name(name), version_);
    if (collates || reverse.known) {
        auto undo = alter(w) + "ALTER COLUMN " + quoted_name(name) + " TYPE " +
                    std::string{collates ? to.type.spelled : from.type.spelled};
        if (!from.collation.empty()) undo += " COLLATE " + quoted_name(from.collation);
        if (!collates && !reverse.with.empty()) undo += " USING " + reverse.with;
        std::vector<std::string> all;
        for (const auto& [called, k] : again)
            all.push_back(alter(w) + "DROP CONSTRAINT IF EXISTS " + quoted_name(called));
        const auto column = alter(w) + "ALTER COLUMN " + quoted_name(name);
        const bool defaults =
            !collates && (given || !to.default_text.empty()) && from.numbered == catalog::identity::none;
        if (defaults) all.push_back(column + " DROP DEFAULT");
        all.push_back(undo);
        if (defaults && given) all.push_back(column + " SET DEFAULT " + std::string{from.default_text});
        all.insert(all.end(), back.begin(), back.end());
        takes_back(s, all);
    } else cannot_be_undone(s, "no way is known from " + spelled + " to " + std::string{from.type.spelled});
    for (const auto& [called, k] : again)
        if (k->validated) validate(c, called);
}

} // namespace dataflow::migrate::detail
