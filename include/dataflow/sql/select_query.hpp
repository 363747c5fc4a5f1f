// SELECT with joins, groups and anything selected: from plain data.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/select.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// The most tables that one SELECT reads from.
inline constexpr std::size_t most_sources = 16;

/// Which rows of its two sides a join keeps where they have no partner.
enum class join_kind : std::uint8_t { inner, left, right, full };

/// A table of a FROM, and how it is joined to those before it: where `column` of one of them is equal to `own` here, or
/// where a condition is fulfilled.
struct joined_table {
    const schema::table* table = nullptr;
    std::string_view alias{};
    std::uint16_t from = 0;
    std::string_view column{};
    std::string_view own{};
    join_kind how = join_kind::inner;
    bool may_be_missing = false; ///< a row may have none of it
    clause condition{};          ///< its place is counted from the first value that the FROM holds
};

/// How the rows of several SELECTs become those of one. SQL's UNION, INTERSECT and EXCEPT give each row once.
enum class set_operator : std::uint8_t { union_all, union_distinct, intersect, except };

struct select_parts;

/// A SELECT that is a part of another one, with the place of its values there.
struct select_member {
    const select_parts* select = nullptr;
    place at{};
    bool limited = false; ///< it has a limit and an offset, whose values are at `limits`
    place limits{};
};

/// What a SELECT is made of. Without `items` it gives all columns of its tables, and behind them for each
/// table that a row may lack whether it is there. One with members combines their rows, and has an order alone.
struct select_parts {
    constant_list<joined_table> tables{};
    clause items{};
    clause predicate{};
    clause groups{};
    clause having{};
    clause order{};
    place held{}; ///< that of the first value that its FROM holds
    bool distinct = false;
    set_operator combines = set_operator::union_all;
    constant_list<select_member> members{};
    place at{}; ///< where it stands in the statement around it

    /// The same in a statement around it, where it has this place.
    [[nodiscard]] constexpr select_parts inside(place outer) const noexcept {
        auto out = *this;
        for (auto* c : {&out.items, &out.predicate, &out.groups, &out.having, &out.order}) *c = c->inside(outer);
        for (auto* p : {&out.at, &out.held}) *p = outer.after(p->value, p->optional);
        return out;
    }
};

/// Which of its clauses a SELECT has.
struct select_clauses_there {
    bool filter = false, having = false, limit = false, offset = false;
    bool one = false; ///< the first row only
    value_source limit_value{value_source::origin::limit};
    value_source offset_value{value_source::origin::offset};
};

namespace detail {

constexpr void all_columns_of_tables(writer& w, const select_parts& q, int first, bool numbered) {
    if (!numbered) return all_columns(w, *q.tables[0].table);
    for (std::size_t t = 0; t < q.tables.size(); ++t) {
        const auto& from = *q.tables[t].table;
        if (t != 0) w << ", ";
        listed(w, from.columns.size(),
               [&](std::size_t i) { w.table_number(first + static_cast<int>(t)).operator<<(".").identifier(from.columns[i].name); });
    }
    for (std::size_t t = 0; t < q.tables.size(); ++t) {
        if (!q.tables[t].may_be_missing) continue;
        w << ", (";
        w.table_number(first + static_cast<int>(t)) << ".";
        w.identifier(q.tables[t].table->columns[q.tables[t].table->key[0]].name) << " IS NOT NULL)";
    }
}

constexpr void from_tables(writer& w, const select_parts& q, int first, bool numbered) {
    constexpr std::string_view how[]{" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN "};
    w << " FROM ";
    for (std::size_t t = 0; t < q.tables.size(); ++t) {
        const auto& joined = q.tables[t];
        if (t != 0) w << how[static_cast<std::size_t>(joined.how)];
        if (t != 0 && joined.how == join_kind::full && !w.dialect().full_joins) w.refuse("full joins");
        w.identifier(joined.table->name);
        if (numbered) w << " AS ";
        if (numbered) w.table_number(first + static_cast<int>(t));
        if (t == 0) continue;
        w << " ON ";
        if (!(joined.condition == nullptr)) {
            joined.condition.inside(q.held)(w);
            continue;
        }
        w.table_number(first + static_cast<int>(t)) << ".";
        w.identifier(joined.own) << " = ";
        w.table_number(first + joined.from) << ".";
        w.identifier(joined.column);
    }
}

} // namespace detail

namespace detail {

/// What stands behind the rows of a SELECT: their order, and which of them are given.
constexpr void order_and_limits(writer& w, const select_parts& q, const select_clauses_there& there) {
    if (!(q.order == nullptr)) {
        w << " ORDER BY ";
        q.order(w);
    }
    if (there.limit) {
        w << " LIMIT ";
        w.value(there.limit_value);
    } else if (there.one) w << " LIMIT 1";
    else if (there.offset) w << w.dialect().unlimited;
    if (there.offset) {
        w << " OFFSET ";
        w.value(there.offset_value);
    }
}

} // namespace detail

constexpr void write_select(writer& w, const select_parts& q, const select_clauses_there& there, bool inside);

namespace detail {

/// SELECTs one after another. A member that SQLite takes in no parentheses is a table of its own.
constexpr void combined_selects(writer& w, const select_parts& q, const select_clauses_there& there, bool inside) {
    constexpr std::string_view between[]{" UNION ALL ", " UNION ", " INTERSECT ", " EXCEPT "};
    for (std::size_t i = 0; i < q.members.size(); ++i) {
        const auto& m = q.members[i];
        if (i != 0) w << between[static_cast<std::size_t>(q.combines)];
        auto part = m.select->inside(q.at.after(m.at.value, m.at.optional));
        if (!m.limited) part.order = {};
        const bool apart = m.limited || !part.members.empty();
        const select_clauses_there clauses{.filter = part.predicate != nullptr,
                                           .having = part.having != nullptr,
                                           .limit = m.limited,
                                           .offset = m.limited,
                                           .limit_value = q.at.after(m.limits.value),
                                           .offset_value = q.at.after(m.limits.value + std::size_t{1})};
        const int name = apart ? w.number_tables(1) : 0;
        if (apart) w << "SELECT * FROM (";
        write_select(w, part, clauses, inside);
        if (apart) w << ") AS ";
        if (apart) w.table_number(name);
    }
    order_and_limits(w, q, there);
}

} // namespace detail

/// Writes a SELECT. A single table
/// keeps its name where the SELECT stands alone, else the tables are t0, t1, ...
constexpr void write_select(writer& w, const select_parts& q, const select_clauses_there& there, bool inside) {
    if (!q.members.empty()) return detail::combined_selects(w, q, there, inside);
    source names[most_sources]{};
    for (std::size_t i = 0; i < q.tables.size(); ++i) names[i] = {q.tables[i].table->name, q.tables[i].alias};
    const bool numbered = inside || q.tables.size() > 1 || !q.tables[0].alias.empty();
    const int first = numbered ? w.number_tables(q.tables.size()) : 0;
    const scope here{{names, q.tables.size()}, first, w.inside()};
    const auto* around = w.enter(numbered ? &here : nullptr);
    w << (q.distinct ? "SELECT DISTINCT " : "SELECT ");
    if (q.items == nullptr) detail::all_columns_of_tables(w, q, first, numbered);
    else q.items(w);
    detail::from_tables(w, q, first, numbered);
    if (there.filter) {
        w << " WHERE ";
        q.predicate(w);
    }
    if (!(q.groups == nullptr)) {
        w << " GROUP BY ";
        q.groups(w);
    }
    if (there.having) {
        w << " HAVING ";
        q.having(w);
    }
    detail::order_and_limits(w, q, there);
    w.enter(around);
}

/// A SELECT that is a statement: the rows, or how many they are.
constexpr void write_query(writer& w, const statement& s) {
    const auto v = w.variant();
    const auto& q = *s.select;
    if (s.give == gives::how_many) w << "SELECT count(*) FROM (";
    write_select(w, q,
                 {q.predicate != nullptr && (v & list_variant::filter) != 0, q.having != nullptr && (v & list_variant::having) != 0,
                  (v & list_variant::limit) != 0, (v & list_variant::offset) != 0},
                 false);
    if (!q.tables.empty()) write_lock(w, s.lock, *q.tables[0].table, q.tables.size() > 1 || !q.tables[0].alias.empty());
    if (s.give == gives::how_many) w << ") AS counted";
}

} // namespace dataflow::rooms::sql
