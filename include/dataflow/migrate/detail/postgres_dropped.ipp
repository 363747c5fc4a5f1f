// The planner of PostgreSQL: how a column that goes comes back, with what stood on it.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/detail/postgres_steps.ipp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

/// Whether an index goes with a column.
[[nodiscard]] inline bool names_column(const catalog::index& i, std::string_view column) {
    const auto named = [&](std::string_view text) {
        return !text.empty() && catalog::mentions(text, column, dialect::postgres);
    };
    return named(i.predicate) || named(catalog::after_using(i)) ||
           std::any_of(i.parts.begin(), i.parts.end(), [&](const catalog::index_part& p) {
               return p.column == column || named(p.expression);
           });
}

/// Why a column cannot be made again; empty where it can. `empty`: the rows get no values.
[[nodiscard]] inline std::string why_not_again(const catalog::table& f, const catalog::column& column,
                                               bool empty) {
    const auto over = [&](const auto& of) {
        return std::find(of.columns.begin(), of.columns.end(), column.name) != of.columns.end();
    };
    const bool all_equal = empty && !column.default_text.empty();
    if (catalog::mentions(column.default_text, "nextval", dialect::postgres))
        return "the sequence of its default goes with it";
    if (empty && over(f.key)) return "it is in the key";
    if (all_equal && std::any_of(f.unique.begin(), f.unique.end(), over)) return "its values must be unique";
    if (all_equal && std::any_of(f.foreign_keys.begin(), f.foreign_keys.end(), over))
        return "its values must refer to something";
    if (all_equal && std::any_of(f.indexes.begin(), f.indexes.end(), [&](const catalog::index& i) {
            return i.unique && std::any_of(i.parts.begin(), i.parts.end(),
                                           [&](const auto& p) { return p.column == column.name; });
        }))
        return "its values must be unique";
    for (const auto& i : f.indexes)
        if (i.origin == catalog::index_origin::exclusion && names_column(i, column.name))
            return "exclusion constraint " + std::string{i.name} + " is over it";
    for (const auto& other : f.columns)
        if (other.name != column.name && catalog::mentions(other.expression, column.name, dialect::postgres))
            return "column " + std::string{other.name} + " is computed from it";
    return {};
}

/// Whether what names some columns is made again together with this one: the last of them to come back,
/// which is the first that goes.
template <class Stands>
bool postgres_planner::is_first_to_go(const change& c, Stands stands_on) const {
    const auto& f = *c.about.found_table;
    if (!stands_on(c.about.found_column->name)) return false;
    for (const bool computed : {true, false}) // the order of the plan
        for (const auto& other : with_.all.changes)
            if (other.what == change_kind::drop_column && other.about.found_table == &f &&
                (other.about.found_column->generated != catalog::generation::none) == computed &&
                stands_on(other.about.found_column->name))
                return other.about.found_column == c.about.found_column;
    return false;
}

DATAFLOW_RUNTIME void postgres_planner::make_again(step& s, const change& c) {
    const auto& w = *c.about.wanted_table;
    const auto& f = *c.about.found_table;
    auto column = *c.about.found_column;
    const auto name = quoted_name(column.name);
    const bool empty = s.loses_data && c.back.empty();
    if (empty) cannot_be_undone(s, "the values of the column are gone");
    if (auto why = why_not_again(f, column, empty); !why.empty())
        return (void)cannot_be_undone(s, empty ? s.irreversible + ", and " + why : std::move(why));
    const bool required = !column.nullable && column.default_text.empty() &&
                          column.numbered == catalog::identity::none &&
                          column.generated == catalog::generation::none;
    if (required && (empty || !c.back.empty())) column.nullable = true;
    std::vector<std::string> back{alter(w) + "ADD COLUMN " + column_definition(column)};
    if (!c.back.empty()) {
        const auto value = "(" + std::string{c.back} + ")::" + std::string{column.type.spelled};
        s.sql.push_back("SELECT " + value + " FROM " + path(w) + " LIMIT 0"); // as soon as it is gone
        // Tables whose deferred triggers wait for the end of the transaction cannot be changed in it.
        back.push_back("SET CONSTRAINTS ALL IMMEDIATE");
        back.push_back("UPDATE " + path(w) + " SET " + name + " = " + value);
        if (required) back.push_back(alter(w) + "ALTER COLUMN " + name + " SET NOT NULL");
    }
    const auto constraint = [&](const std::string& text, bool validated = true) {
        back.push_back(alter(w) + "ADD " + text + (validated ? "" : " NOT VALID"));
    };
    if (!column.comment.empty())
        back.push_back("COMMENT ON COLUMN " + path(w) + "." + name + " IS " + literal(column.comment));
    const auto over = [&](constant_list<std::string_view> columns) {
        return is_first_to_go(c, [&](std::string_view one) {
            return std::find(columns.begin(), columns.end(), one) != columns.end();
        });
    };
    // What becomes another one before the column goes, comes back with that.
    const auto stays = [&](auto is_about) {
        return std::none_of(with_.all.changes.begin(), with_.all.changes.end(), [&](const change& one) {
            return one.what != change_kind::drop_foreign_key && one.what != change_kind::drop_unique &&
                   one.what != change_kind::drop_index && one.what != change_kind::drop_check &&
                   is_about(one);
        });
    };
    const bool same_key = stays([&](const change& one) {
        return one.what == change_kind::change_key && one.about.found_table == &f;
    });
    if (same_key && over(f.key.columns)) constraint(key_definition(f.key));
    for (const auto& u : f.unique)
        if (over(u.columns)) constraint(unique_definition(u));
    for (const auto& i : f.indexes)
        if (i.origin == catalog::index_origin::created &&
            stays([&](const change& one) { return one.about.found_index == &i; }) &&
            is_first_to_go(c, [&](std::string_view one) { return names_column(i, one); }))
            back.push_back(create_index_text(w, i));
    for (const auto& k : f.checks)
        if (stays([&](const change& one) { return one.about.found_check == &k; }) &&
            is_first_to_go(c, [&](std::string_view one) {
                return catalog::mentions(k.expression, one, dialect::postgres);
            }))
            constraint(check_definition(k), k.validated);
    for (const auto& k : f.foreign_keys)
        if (!is_gone(k) && stays([&](const change& one) { return one.about.found_key == &k; }) &&
            over(k.columns))
            constraint(foreign_key_definition(k), k.validated);
    takes_back(s, std::move(back));
}

} // namespace dataflow::migrate::detail
