// The planner of PostgreSQL: a type that all rows would be written anew for, by a column next to the old one.
#pragma once

#include <dataflow/migrate/detail/expansion.hpp>
#include <dataflow/migrate/detail/postgres_columns.ipp>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

/// Whether a change of a type is one for which people would wait as long as the table is large.
DATAFLOW_RUNTIME bool postgres_planner::expands(const change& c) const {
    const auto& f = *c.about.found_table;
    return online_ && has_rows(c) && (f.bytes < 0 || f.bytes > with_.how.small);
}

/// Why a column cannot take the place of this one; empty where it can.
DATAFLOW_RUNTIME std::string postgres_planner::why_not_beside(const change& c) const {
    const auto& f = *c.about.found_table;
    const auto& from = *c.about.found_column;
    const auto mentioned = [&](std::string_view text) {
        return catalog::mentions(text, from.name, dialect::postgres);
    };
    if (is_behind_views(c)) return "views that are made again read it";
    if (version_ != 0 && version_ < 110000) return "PostgreSQL 11 or later is needed for the other way";
    if (f.kind != catalog::relation::table || !f.parents.empty() || !f.partitions.empty())
        return "the table has partitions, or inherits";
    if (f.in_key(from.name)) return "it is in the primary key";
    if (from.numbered != catalog::identity::none && from.numbered != catalog::identity::sequence)
        return "it is an identity column";
    if (from.generated != catalog::generation::none ||
        c.about.wanted_column->generated != catalog::generation::none)
        return "it is computed from others";
    if (f.forced_row_security) return "row-level security is forced on the table's owner";
    for (const auto& t : with_.all.found.tables)
        for (const auto& k : t.foreign_keys)
            if (target_of(t, k) == &f && std::find(k.target_columns.begin(), k.target_columns.end(),
                                                   from.name) != k.target_columns.end())
                return "foreign key " + std::string{k.name} + " of " + called(t) + " refers to it";
    for (const auto& i : f.indexes) {
        const bool of_it =
            mentioned(i.predicate) || std::any_of(i.parts.begin(), i.parts.end(), [&](const auto& p) {
                return p.column == from.name || mentioned(p.expression);
            });
        if (of_it && i.origin == catalog::index_origin::exclusion)
            return "the exclusion constraint " + std::string{i.name} + " is over it";
    }
    for (const auto& g : f.triggers) {
        if ((g.events & catalog::updates) != 0 && g.definition.find(" UPDATE OF ") == std::string_view::npos)
            return "trigger " + std::string{g.name} + " would run for each row that is filled";
        if (g.time == catalog::trigger_time::before && g.name > std::string_view{"~dataflow"})
            return "trigger " + std::string{g.name} + " may change it after it was converted";
    }
    return {};
}

DATAFLOW_RUNTIME void postgres_planner::expand(const change& c, const type_way& way) {
    const auto& w = *c.about.wanted_table;
    const auto& f = *c.about.found_table;
    expansion e{.table = &f,
                .path = path(w),
                .called = called(w),
                .schema = w.schema,
                .from = *c.about.found_column,
                .to = *c.about.wanted_column,
                .way = way,
                .version = version_ == 0 ? 110000 : version_,
                .batch = with_.how.batch};
    const auto name = e.from.name;
    const bool numbered = e.from.numbered == catalog::identity::sequence;
    e.to.name = name;
    e.to.nullable = e.from.nullable;
    if (numbered || e.from.default_text.empty()) e.to.default_text = e.from.default_text;
    const auto goes_by_itself = [&](auto member, const auto& what) { // in this plan, before or after
        return std::any_of(with_.all.changes.begin(), with_.all.changes.end(), [&](const change& other) {
            return other.about.*member == &what &&
                   (other.what == change_kind::drop_check || other.what == change_kind::drop_foreign_key ||
                    other.what == change_kind::drop_unique || other.what == change_kind::drop_index ||
                    other.what == change_kind::change_check || other.what == change_kind::change_enumerators);
        });
    };
    const auto has = [&](constant_list<std::string_view> columns) {
        return std::find(columns.begin(), columns.end(), name) != columns.end();
    };
    for (const auto& i : f.indexes) {
        const bool over = std::any_of(i.parts.begin(), i.parts.end(), [&](const catalog::index_part& p) {
            return p.column == name || catalog::mentions(p.expression, name, dialect::postgres);
        });
        if (i.origin != catalog::index_origin::created || !i.valid ||
            (!over && !catalog::mentions(i.predicate, name, dialect::postgres)))
            continue;
        auto one = i;
        bool gone = false;
        for (const auto& other : with_.all.changes) {
            if (other.about.found_index != &i) continue;
            if (other.what == change_kind::rename_index) one.name = other.about.wanted_index->name;
            gone = gone || other.what == change_kind::drop_index;
            if (other.what == change_kind::drop_index) drop_index_of(other); // it need not fit the new type
        }
        if (!gone) e.indexes.push_back(one);
    }
    for (const auto& u : f.unique)
        if (has(u.columns) && !goes_by_itself(&catalog::difference::found_unique, u)) e.unique.push_back(u);
    for (const auto& k : f.foreign_keys)
        if (has(k.columns) && !goes_by_itself(&catalog::difference::found_key, k))
            e.foreign_keys.push_back(k);
    for (const auto& k : f.checks) {
        if (!catalog::mentions(k.expression, name, dialect::postgres) ||
            goes_by_itself(&catalog::difference::found_check, k))
            continue;
        auto one = k;
        for (const auto& other : with_.all.changes)
            if (other.what == change_kind::rename_check && other.about.found_check == &k)
                one.name = other.about.wanted_check->name;
        e.checks.push_back(one);
    }
    for (auto& l : with_partners(f, name, lock_mode::access_exclusive)) e.partners.push_back(std::move(l));

    next_transaction();
    auto there = steps_of(e, transaction_ + 1);
    auto& first = first_.emplace_back();
    first.kind = step_kind::verify;
    first.operation = "verify";
    first.table = called(f);
    auto now = name;
    for (const auto& other : with_.all.changes)
        if (other.what == change_kind::rename_column && other.about.wanted_column == c.about.wanted_column)
            now = other.former;
    first.subject = "that nothing else depends on " + called_now(w) + "." + std::string{now} +
                    " (where something does: plan.online = false)";
    first.title = "verify " + first.subject;
    first.sql = {strangers_query(path_now(w), now)};
    std::swap(e.from, e.to);
    e.way = way_of_type(e.from.type, e.to.type, quoted_name(name), version_);
    const auto put = [&](step s) {
        transaction_ = std::max(transaction_, s.transaction);
        out_.steps.push_back(std::move(s));
        last_ = &w;
    };
    for (auto& s : there.before) put(std::move(s));
    there.swap.risk = c.least;
    find(there.swap, "DF-C09",
         "column " + called(w) + "." + std::string{name} + ", from " + std::string{e.to.type.spelled} +
             " to " + std::string{e.from.type.spelled} +
             "; it is the last one of the table afterwards, so INSERT without a list of columns and SELECT * "
             "have "
             "another order",
         name);
    if (!e.way.known) {
        cannot_be_undone(there.swap, "no way is known from " + std::string{e.from.type.spelled} + " to " +
                                         std::string{e.to.type.spelled});
        return put(std::move(there.swap));
    }
    e.to.default_text = c.about.found_column->default_text;
    auto back = steps_of(e, transaction_ + 2 + static_cast<int>(there.before.size()));
    there.swap.undo = std::move(back.swap.sql);
    put(std::move(there.swap));
    // The way back: it is undone from the last step to the first.
    std::reverse(back.before.begin(), back.before.end());
    for (auto& s : back.before) {
        s.title = "the way back: " + s.title;
        s.undo = std::move(s.sql);
        s.sql.clear();
        s.estimate = {};
        s.effects = 0;
        s.risk = risk::none;
        s.rows = -1;
        if (!s.done.empty()) s.done = "SELECT 1 WHERE NOT EXISTS (" + s.done + ")";
        put(std::move(s));
    }
    next_transaction();
}

} // namespace dataflow::migrate::detail
