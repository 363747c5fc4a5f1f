// Pieces that several statements share.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/variant.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>

namespace dataflow::rooms::sql {

/// A table has at most this many columns.
inline constexpr std::size_t most_columns = 128;

/// Calls `item(i)` for each position, with ", " between.
template <class Item>
constexpr void listed(writer& w, std::size_t count, Item item) {
    for (std::size_t i = 0; i < count; ++i) {
        if (i != 0) w << ", ";
        item(i);
    }
}

/// What follows a key of an ORDER BY; for keys that are written once only (else `order_key`).
constexpr void direction(writer& w, bool descending, bool nullable, bool nulls_first) {
    if (descending) w << " DESC";
    if (!nullable) return;
    if (w.dialect().nulls_first_or_last) w << (nulls_first ? " NULLS FIRST" : " NULLS LAST");
    else if (nulls_first == descending) w.refuse("NULLS FIRST and NULLS LAST of a column by its number");
}
/// A key of an ORDER BY. Where the dialect has no words for it, NULL counts as the smallest value, and what
/// is to be elsewhere is sorted first by whether it is NULL.
template <class Key>
constexpr void order_key(writer& w, bool descending, bool nullable, bool nulls_first, const Key& key) {
    const bool words = w.dialect().nulls_first_or_last;
    if (nullable && !words && nulls_first == descending) {
        key(w);
        w << (nulls_first ? " IS NOT NULL, " : " IS NULL, ");
    }
    key(w);
    direction(w, descending, nullable && words, nulls_first);
}

/// The same for an expression by its function: one instantiation for all of them.
constexpr void order_key(writer& w, bool descending, bool nullable, bool nulls_first,
                         void (*key)(writer&, place), place at) {
    order_key(w, descending, nullable, nulls_first, [=](writer& to) { key(to, at); });
}

/// All columns of a table, by name.
constexpr void all_columns(writer& w, const schema::table& t) {
    listed(w, t.columns.size(), [&](std::size_t i) { w.column(t.columns[i].name); });
}

/// The same as the first columns of a statement's result.
constexpr void record_columns(writer& w, const schema::table& t) {
    listed(w, t.columns.size(), [&](std::size_t i) {
        const auto before = w.here().size;
        w.column(t.columns[i].name);
        w.result_since(before, false);
    });
}

/// Some columns, by position.
constexpr void some_columns(writer& w, const schema::table& t, constant_list<std::uint16_t> which) {
    listed(w, which.size(), [&](std::size_t i) { w.column(t.columns[which[i]].name); });
}

/// `"a" = <value 0> AND "b" = <value 1>` over some columns.
template <class Value>
constexpr void columns_equal(writer& w, const schema::table& t, constant_list<std::uint16_t> which,
                             Value value) {
    for (std::size_t i = 0; i < which.size(); ++i) {
        if (i != 0) w << " AND ";
        const auto name = t.columns[which[i]].name;
        const auto* const form = w.form_in(t.name, name);
        outlined around{w};
        const auto one = [&] { value(i); };
        around.begin_with(form, false, outline_ends::both, name, {}, one, one);
        const facing as_kept{w, form, false};
        w.column(name) << " = ";
        value(i);
    }
}

/// The stored types of some columns, for `writer::rows`.
struct storages {
    storage items[most_columns]{};
    std::size_t size = 0;

    constexpr storages() = default;
    constexpr storages(const schema::table& t, constant_list<std::uint16_t> which) {
        for (const auto c : which) add(t.columns[c]);
    }
    constexpr void add(const schema::column& c) { items[size++] = c.type->stored; }
    [[nodiscard]] constexpr constant_list<storage> span() const { return {items, size}; }
};

/// Whether a statement has a predicate, and something of it is there.
[[nodiscard]] constexpr bool is_filtered(const writer& w, const statement& s) noexcept {
    return s.predicate != nullptr && (w.variant() & list_variant::filter) != 0;
}
[[nodiscard]] constexpr bool has_limit(const writer& w) noexcept {
    return (w.variant() & list_variant::limit) != 0;
}

namespace detail {

/// The source of the caller's rows where they are one list.
[[nodiscard]] constexpr value_source list_of_rows(const writer& w) noexcept {
    return {value_source::origin::rows,
            w.dialect().rows == row_form::arrays ? std::size_t{0} : value_source::whole};
}

/// ` WHERE` some columns are those of the caller's rows, in a statement that is run once for all of them.
constexpr void where_in_rows(writer& w, const schema::table& t, constant_list<std::uint16_t> which) {
    w << " WHERE ";
    if (which.size() == 1) {
        const auto name = t.columns[which[0]].name;
        const auto* const form = w.form_in(t.name, name);
        const auto stored = t.columns[which[0]].type->stored;
        outlined around{w};
        around.begin_in(form, name, {}, stored, list_of_rows(w));
        const facing as_kept{w, form, false};
        w.column(name);
        w.in_list(stored, list_of_rows(w));
        return;
    }
    const storages columns{t, which};
    w << "(";
    some_columns(w, t, which);
    w << ") IN (SELECT ";
    listed(w, which.size(), [&](std::size_t i) { w.row_column(i); });
    w << " FROM ";
    w.rows(columns.span()) << ")";
}

/// Whether the rows that a SELECT of children is given are keys with their tenants.
[[nodiscard]] constexpr bool refers_by_tenant(const writer& w, const statement& s) noexcept {
    return s.by_tenant && reads_all_tenants(w);
}
/// ` WHERE` a column of a table refers to one of them.
constexpr void write_references(writer& w, const statement& s, const schema::table& t, std::uint16_t column) {
    const std::uint16_t both[]{column, static_cast<std::uint16_t>(t.policy.partition)};
    where_in_rows(w, t, {both, refers_by_tenant(w, s) ? std::size_t{2} : std::size_t{1}});
}

/// ` WHERE <guards and predicate>`.
constexpr void where_filtered(writer& w, const statement& s) {
    write_guards(w, *s.table, " WHERE ");
    if (!is_filtered(w, s)) return;
    w << (is_guarded(w, *s.table) ? " AND " : " WHERE ");
    s.predicate(w);
}

/// The same, or with a limit the keys of the first records that fit, in the key's order. Then the guards hold
/// outside, too: another tenant may have the same keys, and another program may delete a record meanwhile.
constexpr void where_fits(writer& w, const statement& s) {
    const auto& t = *s.table;
    if (!has_limit(w)) return where_filtered(w, s);
    const bool direct = w.dialect().limits_changes;
    if (!direct) {
        for (const auto* before : {" WHERE (", ") IN (SELECT "}) {
            some_columns(w << before, t, t.key);
            write_tenant_of_key(w, t);
        }
        w << " FROM ";
        w.table(t.name);
    }
    where_filtered(w, s);
    w << " ORDER BY ";
    some_columns(w, t, t.key);
    w << " LIMIT ";
    w.value(value_source::origin::limit) << (direct ? "" : ")");
    if (!direct) write_guards(w, t, " AND ");
}

} // namespace detail

namespace detail {

/// Whether the rows of an update name the versions that their records have: after all other columns.
[[nodiscard]] constexpr bool rows_name_versions(const writer& w, const statement& s) noexcept {
    return s.table->policy.version >= 0 && s.match == row_match::rows && s.what == verb::update &&
           (w.variant() & bulk_variant::at_version) != 0;
}
/// ` AND ("version" = <value> OR <value> = 0)`: a row may name none.
template <class Value>
constexpr void where_versions(writer& w, const statement& s, Value value) {
    w << " AND (";
    w.column(s.table->columns[static_cast<std::size_t>(s.table->policy.version)].name) << " = ";
    value();
    w << " OR ";
    value();
    w << " = 0)";
}

/// ` AND "version" = `, where the caller names the version of the one record that it means.
constexpr void where_at_version(writer& w, const statement& s, value_source version) {
    if (s.table->policy.version < 0 || (w.variant() & single_variant::at_version) == 0) return;
    w << " AND ";
    w.column(s.table->columns[static_cast<std::size_t>(s.table->policy.version)].name) << " = ";
    w.value(version);
}

} // namespace detail

/// Which records an UPDATE or a DELETE is about.
constexpr void where(writer& w, const statement& s) {
    const auto& t = *s.table;
    using origin = value_source::origin;
    switch (s.match) {
    case row_match::all: return detail::where_fits(w, s);
    case row_match::key:
        w << " WHERE ";
        columns_equal(w, t, t.key, [&](std::size_t i) { w.value({origin::key, i}); });
        detail::where_at_version(w, s, {origin::argument, 0});
        break;
    case row_match::record:
        w << " WHERE ";
        columns_equal(w, t, t.key, [&](std::size_t i) { w.value({origin::field, t.key[i]}); });
        detail::where_at_version(w, s, {origin::field, static_cast<std::size_t>(t.policy.version)});
        break;
    case row_match::rows:
        if (w.dialect().erases_rows_together || (w.variant() & bulk_variant::together) != 0) {
            detail::where_in_rows(w, t, t.key);
            break;
        }
        w << " WHERE "; // run once for each row, which begins with the key
        columns_equal(w, t, t.key, [&](std::size_t i) { w.value({origin::rows, i}); });
        if (detail::rows_name_versions(w, s))
            detail::where_versions(w, s, [&] { w.value({origin::rows, t.key.size() + s.columns.size()}); });
        break;
    case row_match::reference: detail::write_references(w, s, t, s.target[0]); break;
    }
    write_guards(w, t, " AND ", s.match != row_match::reference);
}

/// ` RETURNING` the record, where the statement gives it back; `name`: what the table is called in it.
constexpr bool return_record(writer& w, const statement& s) {
    const auto& d = w.dialect();
    if (s.back != returning::record && !(s.back == returning::record_if_changed && !d.keeps_what_is_sent))
        return false;
    if (!(s.what == verb::insert   ? d.returning.insert
          : s.what == verb::update ? d.returning.update
                                   : d.returning.erase))
        return false;
    record_columns(w << " RETURNING ", *s.table);
    return true;
}

} // namespace dataflow::rooms::sql
