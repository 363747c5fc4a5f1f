// The planner of PostgreSQL: what a change of types means for what stands on the columns: the queries that
// look at older rows see their values as they will be, and foreign keys that cannot stand meanwhile are
// dropped, and added again.
#pragma once

#include <dataflow/migrate/detail/postgres_columns.ipp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME const change* postgres_planner::retyping(const catalog::table& wanted,
                                                          std::string_view column) const {
    for (const auto& c : with_.all.changes)
        if (c.what == change_kind::change_type && c.about.wanted_table == &wanted &&
            c.about.wanted_column->name == column)
            return &c;
    return nullptr;
}

DATAFLOW_RUNTIME bool postgres_planner::comes_with_type(const change& of_default) const {
    const auto& from = *of_default.about.found_column;
    const auto& to = *of_default.about.wanted_column;
    return retyping(*of_default.about.wanted_table, to.name) != nullptr && !from.default_text.empty() &&
           way_of_type(from.type, to.type, quoted_name(to.name), version_).rewrites;
}

DATAFLOW_RUNTIME bool postgres_planner::any_retyped(const catalog::table& wanted,
                                                    constant_list<std::string_view> columns,
                                                    std::string_view expression) const {
    return std::any_of(wanted.columns.begin(), wanted.columns.end(), [&](const catalog::column& c) {
        const bool meant = std::find(columns.begin(), columns.end(), c.name) != columns.end() ||
                           (!expression.empty() && catalog::mentions(expression, c.name, dialect::postgres));
        return meant && retyping(wanted, c.name) != nullptr;
    });
}

DATAFLOW_RUNTIME std::string postgres_planner::rows_now(const catalog::table& wanted, bool retyped) const {
    if (!retyped) return path_now(wanted);
    std::string list;
    for (const auto& column : wanted.columns) {
        if (is_new(wanted, column.name)) continue;
        const auto name = name_now(wanted, column.name);
        auto value = name;
        if (const auto* const c = retyping(wanted, column.name); c != nullptr) {
            const auto way =
                way_of_type(c->about.found_column->type, c->about.wanted_column->type, name, version_);
            const auto spelled = std::string{c->about.wanted_column->type.spelled};
            value = way.with.empty() ? name + "::" + spelled : "(" + way.with + ")::" + spelled;
        }
        list += (list.empty() ? "" : ", ") + value + " AS " + quoted_name(column.name);
    }
    return "(SELECT " + list + " FROM " + path_now(wanted) + ")";
}

/// Whether a foreign key may lead from values of one type to those of the other.
DATAFLOW_RUNTIME bool postgres_planner::are_comparable(std::string_view a, std::string_view b) {
    const auto family = [](std::string_view spelled) {
        const auto base = spelled.substr(0, spelled.find('('));
        for (const std::string_view number :
             {"smallint", "integer", "bigint", "numeric", "real", "double precision"})
            if (base == number) return std::string_view{"number"};
        return base == "character varying" || base == "character" ? std::string_view{"text"} : base;
    };
    return family(a) == family(b);
}

DATAFLOW_RUNTIME void postgres_planner::free_foreign_keys() {
    const auto within = [](constant_list<std::string_view> columns, std::string_view name) {
        return std::find(columns.begin(), columns.end(), name) != columns.end();
    };
    for (const auto& c : with_.all.changes) {
        if (c.what != change_kind::change_type ||
            are_comparable(c.about.found_column->type.spelled, c.about.wanted_column->type.spelled))
            continue;
        const auto& f = *c.about.found_table;
        const auto name = c.about.wanted_column->name;
        for (const auto& t : with_.all.found.tables)
            for (const auto& k : t.foreign_keys) {
                if (!(&t == &f && within(k.columns, name)) &&
                    !(target_of(t, k) == &f && within(k.target_columns, name)))
                    continue;
                if (is_gone(k)) continue;
                const auto* const w = with_.wanted.find(t.name, t.schema);
                change one;
                one.what = change_kind::add_foreign_key;
                one.least = least_risk(one.what);
                one.about.wanted_table = w;
                one.about.found_table = &t;
                one.about.found_key = &k;
                if (w != nullptr)
                    for (const auto& wanted : w->foreign_keys)
                        if (wanted.name == k.name) one.about.wanted_key = &wanted;
                bool changes = false; // it goes, or becomes another one, anyhow
                for (const auto& other : with_.all.changes) changes = changes || other.about.found_key == &k;
                if (one.about.wanted_key == nullptr && !changes) {
                    ask(c,
                        "foreign key " + std::string{k.name} + " of " + called(t) + " stands on column " +
                            std::string{name} + ", whose type changes",
                        "drop the foreign key first");
                    continue;
                }
                if (one.about.wanted_table == nullptr) continue;
                drop_foreign_key_of(one);
                next_transaction();
                one.about.found_key = nullptr;
                if (!changes) tied_again_.push_back(one);
            }
    }
}

} // namespace dataflow::migrate::detail
