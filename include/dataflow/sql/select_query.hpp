// SELECT with joins, groups and anything selected: from plain data.
#pragma once

#include <dataflow/sql/as_of.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/select.hpp>
#include <dataflow/sql/select_parts.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// Which of its clauses a SELECT has.
struct select_clauses_there {
    bool filter = false, having = false, limit = false, offset = false;
    bool one = false; ///< the first row only
    value_source limit_value{value_source::origin::limit};
    value_source offset_value{value_source::origin::offset};
    bool seek = false; ///< only what comes after a position in its order
};

namespace detail {

constexpr void all_columns_of_tables(writer& w, const select_parts& q, int first, bool numbered) {
    if (!numbered) return record_columns(w, *q.tables[0].table);
    for (std::size_t t = 0; t < q.tables.size(); ++t) {
        const auto& from = *q.tables[t].table;
        if (t != 0) w << ", ";
        listed(w, from.columns.size(), [&](std::size_t i) {
            const auto name = from.columns[i].name;
            const auto* form = q.tables[t].is_derived() ? nullptr : w.form_in(from.name, name);
            numbered_column{first + static_cast<int>(t), name, form}.write(w, w.note_result(form));
        });
    }
    for (std::size_t t = 0; t < q.tables.size(); ++t) {
        if (!q.tables[t].may_be_missing) continue;
        const auto& from = *q.tables[t].table;
        w << ", (";
        for (std::size_t i = 0; i < from.columns.size(); ++i) { // without a key, any column tells
            if (!from.key.empty() && i != from.key[0]) continue;
            if (from.key.empty() && i != 0) w << " OR ";
            w.table_number(first + static_cast<int>(t)) << ".";
            w.identifier(from.columns[i].name) << " IS NOT NULL";
        }
        w << ")";
    }
}

/// Whether a part of a FROM is a table with guards. Rows that another SELECT makes were guarded there.
constexpr bool hides_rows(const writer& w, const joined_table& t, bool first) noexcept {
    return !t.is_derived() && is_guarded(w, *t.table, first);
}

/// Whether rows of a table that is joined to others come without a partner: then its guards cannot stand
/// next to the join.
constexpr bool keeps_both_sides(const select_parts& q) noexcept {
    for (const auto& t : q.tables)
        if (t.how == join_kind::right || t.how == join_kind::full) return true;
    return false;
}

/// The guards of a table of the FROM: of the first one in the WHERE, of the others in their ON, so that a
/// left join finds no row where it would find one that is hidden. With right and full joins each guarded
/// table is a SELECT of its own.
constexpr void guards_of_table(writer& w, const select_parts& q, std::size_t t, int first, bool numbered,
                               std::string_view before, bool leads) {
    if (!hides_rows(w, q.tables[t], leads)) return;
    write_guards(w, *q.tables[t].table, before, leads, [&](std::string_view name) {
        if (numbered) w.table_number(first + static_cast<int>(t)) << ".";
        w.identifier(name);
    });
}
constexpr void guarded_table(writer& w, const schema::table& t, bool leads) {
    write_source(w << "(SELECT * FROM ", t);
    write_guards(w, t, " WHERE ", leads, [&](std::string_view name) { w.identifier(name); });
    w << ")";
}

constexpr void from_tables(writer& w, const select_parts& q, int first, bool numbered, bool inside) {
    constexpr std::string_view how[]{" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN "};
    const bool apart = keeps_both_sides(q);
    w << " FROM ";
    for (std::size_t t = 0; t < q.tables.size(); ++t) {
        const auto& joined = q.tables[t];
        if (t != 0) w << how[static_cast<std::size_t>(joined.how)];
        if (t != 0 && joined.how == join_kind::full && !w.dialect().full_joins) w.refuse("full joins");
        const bool leads = t == 0 && !inside;
        if (apart && hides_rows(w, joined, leads)) guarded_table(w, *joined.table, leads);
        else if (joined.is_derived()) w.identifier(joined.name());
        else if (numbered) write_rows_of(w, *joined.table);
        else write_source(w, *joined.table);
        if (numbered) w << " AS ";
        if (numbered) w.table_number(first + static_cast<int>(t));
        if (t == 0) continue;
        w << " ON ";
        if (!(joined.condition == nullptr)) joined.condition.inside(q.held)(w);
        else {
            const auto form = [&](const joined_table& of, std::string_view column) {
                return of.is_derived() ? nullptr : w.form_in(of.name(), column);
            };
            columns_meet(w, {first + static_cast<int>(t), joined.own, form(joined, joined.own)},
                         {first + joined.from, joined.column, form(q.tables[joined.from], joined.column)});
        }
        if (!apart) guards_of_table(w, q, t, first, numbered, " AND ", leads);
    }
}

/// What follows the rows of a SELECT: their order, and which of them are given.
constexpr void order_and_limits(writer& w, const select_parts& q, const select_clauses_there& there) {
    if (!q.seek.empty()) {
        w << " ORDER BY ";
        write_order(w, nullptr, q.seek);
    } else if (!(q.order == nullptr)) {
        w << " ORDER BY ";
        q.order(w);
    }
    if (there.limit) (w << " LIMIT ").value(there.limit_value);
    else if (there.one) w << " LIMIT 1";
    else if (there.offset) w << w.dialect().unlimited;
    if (there.offset) (w << " OFFSET ").value(there.offset_value);
}

} // namespace detail

constexpr void write_select(writer& w, const select_parts& q, const select_clauses_there& there, bool inside);

namespace detail {

/// Whether a SELECT begins with a WITH.
[[nodiscard]] constexpr bool has_definitions(const select_parts& q) noexcept {
    for (const auto& t : q.tables)
        if (t.is_defined()) return true;
    return false;
}

/// A member, whose places are counted from `at`.
constexpr void write_member(writer& w, const select_member& m, place at, bool inside, bool alone) {
    auto part = m.select->inside(at.after(m.at.value, m.at.optional));
    if (!m.limited) part.order = {};
    const bool apart = !alone && (m.limited || !part.members.empty() || has_definitions(part));
    const select_clauses_there clauses{.filter = part.predicate != nullptr,
                                       .having = part.having != nullptr,
                                       .limit = m.limited,
                                       .offset = m.limited,
                                       .limit_value = at.after(m.limits.value),
                                       .offset_value = at.after(m.limits.value + std::size_t{1})};
    const int name = apart ? w.number_tables(1) : 0;
    if (apart) w << "SELECT * FROM (";
    write_select(w, part, clauses, inside);
    if (apart) w << ") AS ";
    if (apart) w.table_number(name);
}

/// The WITH of a SELECT: the rows of its FROM that have a name here alone. They see nothing of what is
/// around.
constexpr void definitions(writer& w, const select_parts& q) {
    if (!has_definitions(q)) return;
    bool recursive = false;
    for (const auto& t : q.tables) recursive = recursive || (t.is_defined() && t.derived->recursive);
    const auto* around = w.enter(nullptr);
    w << (recursive ? "WITH RECURSIVE " : "WITH ");
    bool first = true;
    for (const auto& t : q.tables) {
        if (!t.is_defined()) continue;
        if (!first) w << ", ";
        first = false;
        w.identifier(t.derived->name) << " (";
        listed(w, t.derived->columns.size(), [&](std::size_t i) { w.identifier(t.derived->columns[i]); });
        w << ") AS (";
        write_member(w, t.derived->rows, q.held.after(t.derived_at.value, t.derived_at.optional), true, true);
        w << ")";
    }
    w << " ";
    w.enter(around);
}

/// SELECTs one after another. A member that SQLite takes in no parentheses is a table of its own.
constexpr void combined_selects(writer& w, const select_parts& q, const select_clauses_there& there,
                                bool inside) {
    constexpr std::string_view between[]{" UNION ALL ", " UNION ", " INTERSECT ", " EXCEPT "};
    for (std::size_t i = 0; i < q.members.size(); ++i) {
        if (i != 0) w << between[static_cast<std::size_t>(q.combines)];
        write_member(w, q.members[i], q.at, inside, false);
    }
    order_and_limits(w, q, there);
}

} // namespace detail

/// Writes a SELECT. A single table keeps its name where the SELECT stands alone, else they are t0, t1, ...
constexpr void write_select(writer& w, const select_parts& q, const select_clauses_there& there,
                            bool inside) {
    const unnoted parts{w};
    if (!q.members.empty()) return detail::combined_selects(w, q, there, inside);
    detail::definitions(w, q);
    source names[most_sources]{};
    for (std::size_t i = 0; i < q.tables.size(); ++i)
        names[i] = {q.tables[i].name(), q.tables[i].alias, q.tables[i].is_derived()};
    const bool numbered = inside || q.tables.size() > 1 || !q.tables[0].alias.empty();
    const int first = numbered ? w.number_tables(q.tables.size()) : 0;
    const scope here{{names, q.tables.size()}, first, w.inside()};
    const auto* around = w.enter(numbered ? &here : nullptr);
    w << (q.distinct ? "SELECT DISTINCT " : "SELECT ");
    parts.but_of(!inside && !q.distinct, [&] { // rows of equal meaning are one: told by the database
        if (q.items == nullptr) detail::all_columns_of_tables(w, q, first, numbered);
        else q.items(w);
    });
    for (const auto& o : q.seek) {
        w << ", ";
        o.key->written(w);
    }
    detail::from_tables(w, q, first, numbered, inside);
    const bool hides = detail::hides_rows(w, q.tables[0], !inside) && !detail::keeps_both_sides(q);
    if (hides) detail::guards_of_table(w, q, 0, first, numbered, " WHERE ", !inside);
    if (there.filter) {
        w << (hides ? " AND " : " WHERE ");
        q.predicate(w);
    }
    const bool seeks_groups = there.seek && !(q.groups == nullptr);
    if (there.seek && !seeks_groups) {
        w << (hides || there.filter ? " AND " : " WHERE ");
        detail::comes_after(w, nullptr, q.seek);
    }
    if (!(q.groups == nullptr)) {
        w << " GROUP BY ";
        q.groups(w);
    }
    if (there.having || seeks_groups) w << " HAVING ";
    if (there.having) q.having(w);
    if (seeks_groups) {
        if (there.having) w << " AND ";
        detail::comes_after(w, nullptr, q.seek);
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
                 {.filter = q.predicate != nullptr && (v & list_variant::filter) != 0,
                  .having = q.having != nullptr && (v & list_variant::having) != 0,
                  .limit = (v & list_variant::limit) != 0,
                  .offset = (v & list_variant::offset) != 0,
                  .seek = (v & list_variant::seek) != 0},
                 false);
    if (!q.tables.empty())
        write_lock(w, s.lock, *q.tables[0].table, q.tables.size() > 1 || !q.tables[0].alias.empty());
    if (s.give == gives::how_many) w << ") AS counted";
}

} // namespace dataflow::rooms::sql
