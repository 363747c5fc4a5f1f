// SELECT from one table: one record by its key, lists, counts, children; and about the caller's rows.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/sql/as_of.hpp>
#include <dataflow/sql/order.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/predicates.hpp>
#include <dataflow/sql/spell.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>

namespace dataflow::rooms::sql {

/// The lock on the rows of a SELECT, where it has one. `numbered`: its tables are called t0, t1, ...; else
/// `only` is the one.
constexpr void write_lock(writer& w, const row_lock& lock, const schema::table& only, bool numbered) {
    if (lock.how == row_lock::strength::none) return;
    const auto& texts = w.dialect().locks;
    spell(w, "locks on rows", lock.how == row_lock::strength::update ? texts.update : texts.share);
    bool first = true;
    for (int t = 0; t < 16; ++t) {
        if ((lock.tables >> t & 1) == 0) continue;
        if (first) spell(w, "locks on the rows of one table", texts.of);
        else w << ", ";
        first = false;
        if (numbered) w.table_number(t);
        else w.identifier(only.name);
    }
    if (lock.where_locked == row_lock::waiting::skip) spell(w, "skipping locked rows", texts.skip);
    if (lock.where_locked == row_lock::waiting::refuse) spell(w, "refusing locked rows", texts.refuse);
}

/// ` LIMIT ? OFFSET ?`, as far as the variant has them.
constexpr void write_limits(writer& w) {
    const bool skips = (w.variant() & list_variant::offset) != 0;
    if (has_limit(w)) (w << " LIMIT ").value(value_source::origin::limit);
    else if (skips) w << w.dialect().unlimited;
    if (skips) (w << " OFFSET ").value(value_source::origin::offset);
}

namespace detail {

/// Children by way of the table between: `JOIN (SELECT ...) AS dataflow_links`, which has one row for each of
/// its records.
constexpr void join_links(writer& w, const statement& s) {
    const auto& between = *s.through;
    const auto& t = *between.table;
    w << " JOIN (SELECT ";
    w.column(t.columns[between.parent].name) << " AS dataflow_parent, ";
    w.column(t.columns[between.child].name) << " AS dataflow_child";
    if (refers_by_tenant(w, s)) (w << ", ").column(tenant_column(t)) << " AS dataflow_tenant";
    w << " FROM ";
    write_source(w, t);
    write_references(w, s, t, between.parent);
    write_guards(w, t, " AND ", false);
    w << ") AS dataflow_links ON dataflow_child = ";
    w.column(s.table->columns[s.table->key[0]].name);
    if (refers_by_tenant(w, s)) (w << " AND dataflow_tenant = ").column(tenant_column(*s.table));
}

/// The condition of a SELECT of this table, where there is one.
constexpr void filter(writer& w, const statement& s) {
    if (s.match == row_match::reference) {
        const bool filtered = is_filtered(w, s);
        if (s.through == nullptr) where(w, s);
        else write_guards(w, *s.table, " WHERE ", false);
        if (filtered) w << (s.through == nullptr || is_guarded(w, *s.table, false) ? " AND " : " WHERE ");
        if (filtered) s.predicate(w);
        return;
    }
    if (s.match != row_match::all) return where(w, s);
    const bool after = !s.order.empty() && (w.variant() & list_variant::after) != 0;
    where_filtered(w, s);
    if (!after) return;
    w << (is_filtered(w, s) || is_guarded(w, *s.table) ? " AND " : " WHERE ");
    comes_after(w, s.table, whole_order{w, *s.table, s.order});
}

/// What the limit of a SELECT counts in: the parent, or the groups that it names.
constexpr void group_keys(writer& w, const statement& s) {
    if (s.match == row_match::reference && refers_by_tenant(w, s)) w.column(tenant_column(*s.table)) << ", ";
    if (!(s.through == nullptr)) w << "dataflow_parent";
    else if (s.match == row_match::reference) some_columns(w, *s.table, s.target);
    else listed(w, s.groups.size(), [&](std::size_t i) { write_order_key(w, s.table, s.groups[i]); });
}
/// The same as keys of an ORDER BY: so the rows of a group stand together.
constexpr void group_order(writer& w, const statement& s) {
    if (s.groups.empty()) group_keys(w, s);
    else write_order(w, s.table, whole_order{s.groups});
    if (s.order.empty()) return;
    w << ", ";
    write_order(w, s.table, whole_order{w, *s.table, s.order});
}

/// A SELECT of the rows of groups, and of at most so many of each where its variant says so: these are
/// numbered in each group.
constexpr void select_in_groups(writer& w, const statement& s) {
    const auto& t = *s.table;
    const auto columns = [&](bool inside) { // the rows that are numbered keep their columns as they are
        w << "SELECT ";
        if (!inside) record_columns(w, t);
        else listed(w, t.columns.size(), [&](std::size_t i) { w.plain_column(t.columns[i].name); });
        if (!(s.through == nullptr)) w << ", dataflow_parent";
    };
    const auto from = [&] {
        w << " FROM ";
        write_source(w, t);
        if (!(s.through == nullptr)) join_links(w, s);
        filter(w, s);
    };
    const bool skips = (w.variant() & list_variant::offset) != 0;
    columns(false);
    if (has_limit(w) || skips) {
        w << " FROM (";
        columns(true);
        w << ", row_number() OVER (PARTITION BY ";
        group_keys(w, s);
        if (!s.order.empty()) w << " ORDER BY ";
        write_order(w, &t, whole_order{w, t, s.order});
        w << ") AS dataflow_place";
        from();
        w << ") AS ";
        w.identifier(t.plain()) << " WHERE ";
        if (skips) (w << "dataflow_place > ").value(value_source::origin::offset);
        if (skips && has_limit(w)) w << " AND ";
        if (has_limit(w)) (w << "dataflow_place <= ").value(value_source::origin::limit);
        if (skips && has_limit(w)) (w << " + ").value(value_source::origin::offset);
    } else from();
    w << " ORDER BY ";
    group_order(w, s);
}

/// `"t"."a" = r.c0 AND ...`
constexpr void meets_row(writer& w, const schema::table& t, constant_list<std::uint16_t> which) {
    w.qualify(t.plain());
    columns_equal(w, t, which, [&](std::size_t i) { w.row_column(i); });
    write_guards(w, t, " AND ");
}

/// The positions of rows, from 1, and the keys of the records that they meet by the target; the rows have the
/// target's columns.
constexpr void select_positions(writer& w, const statement& s) {
    const auto& t = *s.table;
    const storages columns{t, s.target};
    w.name_rows_beside(t.plain());
    (w << "SELECT ").row_position() << ", ";
    w.qualify(t.plain());
    some_columns(w, t, t.key);
    w << " FROM ";
    w.rows(columns.span()) << " JOIN ";
    w.table(t.name) << " ON ";
    meets_row(w, t, s.target);
}

/// The position, from 1, of the first row whose key no record has; the rows have the key's columns.
constexpr void select_missing(writer& w, const statement& s) {
    const auto& t = *s.table;
    const storages columns{t, t.key};
    w.name_rows_beside(t.plain());
    (w << "SELECT ").row_position() << " FROM ";
    w.rows(columns.span()) << " WHERE NOT EXISTS (SELECT 1 FROM ";
    w.table(t.name) << " WHERE ";
    meets_row(w, t, t.key);
    (w << ") ORDER BY ").row_position() << " LIMIT 1";
}

} // namespace detail

/// A SELECT from one table.
constexpr void write_table_select(writer& w, const statement& s) {
    const auto& t = *s.table;
    const auto from = [&] {
        w << " FROM ";
        write_source(w, t);
        detail::filter(w, s);
    };
    switch (s.give) {
    case gives::count: w << "SELECT count(*)"; return from();
    case gives::existence:
        w << "SELECT EXISTS (SELECT 1";
        from();
        w << ")";
        return;
    case gives::positions: return detail::select_positions(w, s);
    case gives::missing: return detail::select_missing(w, s);
    default: break;
    }
    if (s.match == row_match::reference || !s.groups.empty()) return detail::select_in_groups(w, s);
    w << "SELECT ";
    record_columns(w, t);
    if ((w.variant() & list_variant::keys) != 0) detail::expressions_of_order(w, s);
    from();
    if (!s.order.empty()) {
        w << " ORDER BY ";
        detail::write_order(w, &t, detail::whole_order{w, t, s.order});
    }
    if (!s.order.empty() || t.key.empty()) write_limits(w);
    write_lock(w, s.lock, t, false);
}

} // namespace dataflow::rooms::sql
