// Statements over many rows. The caller's rows are a table in the statement (`writer::rows`), so the
// text does not depend on how many there are.
#pragma once

#include <dataflow/sql/modify.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace dataflow::rooms::sql {

/// Bits of a bulk update's and bulk delete's variant.
struct bulk_variant {
    static constexpr std::uint64_t limit = 1;
    static constexpr std::uint64_t filter = 2; ///< something of the predicate is there
    static constexpr std::uint64_t together = 16; ///< SQLite: a delete by keys is one statement for all of them
    static constexpr std::uint64_t first_missing = 1; ///< of an update by rows: the statement that looks for a missing key
};

/// A table has at most this many columns.
inline constexpr std::size_t most_columns = 128;

namespace detail {

/// The stored types of some columns, for `writer::rows`.
struct storages {
    storage items[most_columns]{};
    std::size_t size = 0;

    constexpr void add(const schema::column& c) { items[size++] = c.type->stored; }
    [[nodiscard]] constexpr std::span<const storage> span() const { return {items, size}; }
};

/// `FROM rows(...)` with the columns of an insert, the managed times left out.
constexpr storages inserted_storages(const schema::table& t, std::uint64_t variant) {
    storages out;
    for (std::size_t i = 0; i < t.columns.size(); ++i)
        if (t.columns[i].keeper == schema::managed::none && inserted(t, i, variant)) out.add(t.columns[i]);
    return out;
}

} // namespace detail

/// Many records. Parameters: the rows (own columns, and the key unless `key_made`), the time where
/// times are kept, with `replace` those of the assignments and on SQLite the counter of updates.
/// Gives the keys with `with_ids` (in the order of the rows), and with `replace` on PostgreSQL what was
/// created and updated: a flag a row with ids, else two counts.
constexpr void write_bulk_insert(writer& w, const statement& s) {
    const auto& t = *s.table;
    const auto v = w.variant();
    const bool ids = (v & insert_variant::with_ids) != 0;
    const bool replace = (v & insert_variant::replace) != 0;
    const bool counted = w.postgres() && replace && !ids;
    w.name_rows_beside(t.name);
    if (counted) w << "WITH done AS (";
    detail::insert_into(w, t);
    w << " SELECT ";
    std::size_t at = 0;
    int time = 0;
    const auto columns = detail::inserted_storages(t, v);
    // The rows come first among the parameters on SQLite only if they are written first: number them so.
    detail::inserted_columns(w, t, [&](std::size_t i) {
        const auto& c = t.columns[i];
        if (c.keeper == schema::managed::none) {
            // On PostgreSQL a key of 0 in a batch with other given keys takes the next of its sequence.
            const bool made = w.postgres() && static_cast<int>(i) == t.generated_key;
            if (made) w << "coalesce(";
            w.row_column(at++);
            if (made) {
                w << ", nextval(pg_get_serial_sequence(";
                w.name_literal(t.name) << ", ";
                w.literal(c.name) << ")))";
            }
        } else if (time == 0) {
            time = w.parameter();
            if (w.postgres()) w << "::TIMESTAMPTZ";
        } else {
            w.repeat(time);
            if (w.postgres()) w << "::TIMESTAMPTZ";
        }
    });
    w << " FROM ";
    w.rows(columns.span());
    // SQLite needs the WHERE to tell ON CONFLICT from a join's ON.
    if (!w.postgres() && (v & (insert_variant::skip | insert_variant::replace)) != 0) w << " WHERE true";
    if (w.postgres() && ids) (w << " ORDER BY ").row_position();
    if ((v & insert_variant::skip) != 0) {
        w << " ON CONFLICT";
        if (!s.target.empty()) {
            w << " (";
            some_columns(w, t, s.target);
            w << ")";
        }
        w << " DO NOTHING";
    }
    if (replace) detail::on_conflict_update(w, s);
    if (ids) {
        w << " RETURNING ";
        some_columns(w, t, t.key);
        if (w.postgres() && replace) detail::was_created(w << ", ");
    }
    if (counted) detail::was_created(w << " RETURNING ");
    if (counted)
        w << " AS created) SELECT count(*) FILTER (WHERE created), "
             "count(*) FILTER (WHERE NOT created) FROM done";
}

/// The positions of rows, from 1, and the keys of the records that they meet by a conflict target. Parameters:
/// the rows, with the target's columns only.
constexpr void write_keys_of_rows(writer& w, const statement& s) {
    const auto& t = *s.table;
    detail::storages columns;
    for (const auto c : s.target) columns.add(t.columns[c]);
    w.name_rows_beside(t.name);
    (w << "SELECT ").row_position() << ", ";
    w.qualify(t.name);
    some_columns(w, t, t.key);
    w << " FROM ";
    w.rows(columns.span()) << " JOIN ";
    w.identifier(t.name) << " ON ";
    for (std::size_t i = 0; i < s.target.size(); ++i) {
        if (i != 0) w << " AND ";
        w.column(t.columns[s.target[i]].name) << " = ";
        w.row_column(i);
    }
}

namespace detail {

/// ` WHERE key = ?`, with the parameters after some others.
constexpr void key_equals_row(writer& w, const schema::table& t, int after) {
    for (std::size_t i = 0; i < t.key.size(); ++i) {
        w << (i == 0 ? " WHERE " : " AND ");
        w.identifier(t.columns[t.key[i]].name) << " = ";
        w.repeat(after + static_cast<int>(i) + 1);
    }
}

} // namespace detail

/// Many records by rows. Parameters: the time where it is kept, the rows: the key's columns, then the
/// chosen ones. On SQLite it is run once for each row, whose columns are parameters of their own: a statement over many
/// rows would keep a copy of each page that it changes.
constexpr void write_bulk_update_rows(writer& w, const statement& s) {
    const auto& t = *s.table;
    const std::size_t keys = t.key.size();
    if (!w.postgres()) {
        int next = static_cast<int>(keys) + (t.updated_at >= 0 ? 1 : 0);
        w << "UPDATE ";
        w.identifier(t.name) << " SET ";
        listed(w, s.columns.size(), [&](std::size_t i) {
            w.identifier(t.columns[s.columns[i]].name) << " = ";
            w.repeat(++next);
        });
        if (t.updated_at >= 0) touch(w, t);
        detail::key_equals_row(w, t, t.updated_at >= 0 ? 1 : 0);
        return;
    }
    detail::storages columns;
    for (const auto c : t.key) columns.add(t.columns[c]);
    for (const auto c : s.columns) columns.add(t.columns[c]);
    w.name_rows_beside(t.name);
    w << "UPDATE ";
    w.identifier(t.name) << " SET ";
    listed(w, s.columns.size(), [&](std::size_t i) {
        w.identifier(t.columns[s.columns[i]].name) << " = ";
        w.row_column(keys + i);
    });
    touch(w, t);
    w << " FROM ";
    w.rows(columns.span()) << " WHERE ";
    w.qualify(t.name);
    for (std::size_t i = 0; i < keys; ++i) {
        if (i != 0) w << " AND ";
        w.column(t.columns[t.key[i]].name) << " = ";
        w.row_column(i);
    }
}

/// The position, from 1, of the first row whose key no record has. Parameters: the rows' keys.
constexpr void write_first_missing(writer& w, const statement& s) {
    const auto& t = *s.table;
    detail::storages columns;
    for (const auto c : t.key) columns.add(t.columns[c]);
    w.name_rows_beside(t.name);
    (w << "SELECT ").row_position() << " FROM ";
    w.rows(columns.span()) << " WHERE NOT EXISTS (SELECT 1 FROM ";
    w.identifier(t.name) << " WHERE ";
    w.qualify(t.name);
    for (std::size_t i = 0; i < t.key.size(); ++i) {
        if (i != 0) w << " AND ";
        w.column(t.columns[t.key[i]].name) << " = ";
        w.row_column(i);
    }
    (w << ") ORDER BY ").row_position() << " LIMIT 1";
}

namespace detail {

/// ` WHERE <predicate>`, or with a limit the keys of the first rows that fit, in the key's order.
constexpr void limited_where(writer& w, const statement& s) {
    const auto& t = *s.table;
    const bool filtered = (w.variant() & bulk_variant::filter) != 0;
    if ((w.variant() & bulk_variant::limit) == 0) {
        if (filtered) where(w, s);
        return;
    }
    w << " WHERE (";
    some_columns(w, t, t.key);
    w << ") IN (SELECT ";
    some_columns(w, t, t.key);
    w << " FROM ";
    w.identifier(t.name);
    if (filtered) where(w, s);
    w << " ORDER BY ";
    some_columns(w, t, t.key);
    w << " LIMIT ";
    w.parameter();
    w << ")";
}

} // namespace detail

/// All records that fit. Parameters: the assignments', the time, the predicate's, the limit.
constexpr void write_bulk_update(writer& w, const statement& s) {
    w << "UPDATE ";
    w.identifier(s.table->name) << " SET ";
    s.assignments(w);
    touch(w, *s.table);
    detail::limited_where(w, s);
}

/// All records that fit. Parameters: the predicate's, the limit.
constexpr void write_bulk_delete(writer& w, const statement& s) {
    w << "DELETE FROM ";
    w.identifier(s.table->name);
    detail::limited_where(w, s);
}

/// Records by keys. Parameters: the rows' keys. On SQLite it is run once for each row, but `together`.
constexpr void write_bulk_delete_keys(writer& w, const statement& s) {
    const auto& t = *s.table;
    w << "DELETE FROM ";
    w.identifier(t.name);
    if (!w.postgres() && (w.variant() & bulk_variant::together) == 0) return detail::key_equals_row(w, t, 0);
    w << " WHERE ";
    if (t.key.size() == 1) {
        w.column(t.columns[t.key[0]].name);
        w.in_list(t.columns[t.key[0]].type->stored);
        return;
    }
    detail::storages columns;
    for (const auto c : t.key) columns.add(t.columns[c]);
    w << "(";
    some_columns(w, t, t.key);
    w << ") IN (SELECT ";
    listed(w, t.key.size(), [&](std::size_t i) { w.row_column(i); });
    w << " FROM ";
    w.rows(columns.span()) << ")";
}

} // namespace dataflow::rooms::sql
