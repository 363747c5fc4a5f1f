// SELECT with joins, groups and anything selected: from plain data.
#pragma once

#include <dataflow/sql/as_of.hpp>
#include <dataflow/sql/detail/meeting.hpp>
#include <dataflow/sql/detail/select_from.hpp>
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
    bool seek = false;   ///< only what comes after a position in its order
    bool tenant = false; ///< it gives the tenant of each row, too, after all others
};

namespace detail {

/// What follows the rows of a SELECT: their order, and which of them are given.
constexpr void order_and_limits(writer& w, const select_parts& q, const select_clauses_there& there) {
    if (!q.seek.empty()) {
        w << " ORDER BY ";
        write_order(w, nullptr, whole_order{q.seek});
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
constexpr void write_member(writer& w, const select_member& m, place at, bool inside, bool alone,
                            bool tenant) {
    auto part = m.select->inside(at.after(m.at.value, m.at.optional));
    if (!m.limited) part.order = {};
    const bool apart = !alone && (m.limited || !part.members.empty() || has_definitions(part));
    const select_clauses_there clauses{.filter = part.predicate != nullptr,
                                       .having = part.having != nullptr,
                                       .limit = m.limited,
                                       .offset = m.limited,
                                       .limit_value = at.after(m.limits.value),
                                       .offset_value = at.after(m.limits.value + std::size_t{1}),
                                       .tenant = tenant};
    const int name = apart ? w.number_tables(1) : 0;
    if (apart) w << "SELECT * FROM (";
    write_select(w, part, clauses, inside);
    if (apart) w << ") AS ";
    if (apart) w.table_number(name);
}

/// The WITH of a SELECT: the rows of its FROM that have a name here alone. They see nothing of what is
/// around.
constexpr void definitions(writer& w, const select_parts& q, bool asked) {
    if (!has_definitions(q)) return;
    bool recursive = false;
    for (const auto& t : q.tables) recursive = recursive || (t.is_defined() && t.derived->recursive);
    const auto* around = w.enter(nullptr);
    const auto* met = w.meet(nullptr);
    const auto home = w.home();
    const bool own = w.own_rows_tell();
    w.stay_at({});
    w << (recursive ? "WITH RECURSIVE " : "WITH ");
    bool first = true;
    for (const auto& t : q.tables) {
        if (!t.is_defined()) continue;
        if (!first) w << ", ";
        first = false;
        w.identifier(t.derived->name) << " (";
        listed(w, t.derived->columns.size(), [&](std::size_t i) { w.identifier(t.derived->columns[i]); });
        const bool tells = has_tenant_column(w, t, asked);
        if (tells) (w << ", ").identifier(tenant_of_rows);
        w << ") AS (";
        w.let_own_rows_tell(tells && t.derived->recursive);
        write_member(w, t.derived->rows, q.held.after(t.derived_at.value, t.derived_at.optional), true, true,
                     tells);
        w << ")";
    }
    w.let_own_rows_tell(own);
    w << " ";
    w.enter(around);
    w.meet(met);
    w.stay_at(home);
}

/// SELECTs one after another. A member that SQLite takes in no parentheses is a table of its own.
constexpr void combined_selects(writer& w, const select_parts& q, const select_clauses_there& there,
                                bool inside) {
    constexpr std::string_view between[]{" UNION ALL ", " UNION ", " INTERSECT ", " EXCEPT "};
    for (std::size_t i = 0; i < q.members.size(); ++i) {
        if (i != 0) w << between[static_cast<std::size_t>(q.combines)];
        write_member(w, q.members[i], q.at, inside, false, there.tenant);
    }
    order_and_limits(w, q, there);
}

} // namespace detail

/// Writes a SELECT. A single table keeps its name where the SELECT stands alone, else they are t0, t1, ...
constexpr void write_select(writer& w, const select_parts& q, const select_clauses_there& there,
                            bool inside) {
    const unnoted parts{w};
    if (!q.members.empty()) return detail::combined_selects(w, q, there, inside);
    const bool asked = there.tenant || detail::asks_tenants(w, q, inside);
    detail::definitions(w, q, asked);
    source names[most_sources]{};
    for (std::size_t i = 0; i < q.tables.size(); ++i)
        names[i] = {q.tables[i].name(), q.tables[i].alias, q.tables[i].is_derived()};
    const bool numbered = inside || q.tables.size() > 1 || !q.tables[0].alias.empty();
    const int first = numbered ? w.number_tables(q.tables.size()) : 0;
    const scope here{{names, q.tables.size()}, first, w.inside()};
    const detail::meeting tenants{w, q, first, numbered, inside, asked};
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
    if (there.tenant) {
        w << (q.groups == nullptr ? ", " : ", min("); // one is that of all
        write_tenant_met(w);
        if (!(q.groups == nullptr)) w << ")";
    }
    detail::from_tables(w, q, first, numbered, inside, tenants);
    w.meet(tenants.before(0));
    const bool hides = detail::hides_rows(w, q.tables[0], !inside) && !detail::keeps_both_sides(q);
    if (hides) detail::guards_of_table(w, q, 0, first, numbered, " WHERE ", !inside);
    w.meet(tenants.before(q.tables.size()));
    if (there.filter) {
        w << (hides ? " AND " : " WHERE ");
        q.predicate(w);
    }
    const bool seeks_groups = there.seek && !(q.groups == nullptr);
    if (there.seek && !seeks_groups) {
        w << (hides || there.filter ? " AND " : " WHERE ");
        detail::comes_after(w, nullptr, detail::whole_order{q.seek});
    }
    if (!(q.groups == nullptr)) {
        w << " GROUP BY ";
        q.groups(w);
    }
    if (there.having || seeks_groups) w << " HAVING ";
    if (there.having) q.having(w);
    if (seeks_groups) {
        if (there.having) w << " AND ";
        detail::comes_after(w, nullptr, detail::whole_order{q.seek});
    }
    detail::order_and_limits(w, q, there);
    w.enter(around);
    w.meet(tenants.around());
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
