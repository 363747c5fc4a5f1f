// INSERT, UPDATE, DELETE of single records and by predicate.
#pragma once

#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>

namespace dataflow::rooms::sql {

/// Bits of an insert's variant.
struct insert_variant {
    static constexpr std::uint64_t key_made = 1;  ///< the database makes the key: its column is left out
    static constexpr std::uint64_t with_ids = 2;  ///< bulk: the keys come back, in input order
    static constexpr std::uint64_t skip = 4;      ///< bulk: on conflict, leave the row that is there
    static constexpr std::uint64_t replace = 8;   ///< bulk: on conflict, set the row that is there
    static constexpr std::uint64_t partitioned = 16; ///< PostgreSQL: an upsert into a partitioned table

    // The statements beside an insert have its slots; no insert has both `skip` and `replace`.
    static constexpr std::uint64_t advance = skip | replace;     ///< PostgreSQL: moves the key's sequence on
    static constexpr std::uint64_t keys = skip | replace | 1;    ///< reads keys by the conflict target
    static constexpr std::uint64_t is_there = skip | replace | 2; ///< asks for one key
    static constexpr std::uint64_t turn = skip | replace | 3;     ///< PostgreSQL: one program after another
};

/// Bits of the variant of a write of one record; the bits from 8 on belong to its predicate.
struct single_variant {
    static constexpr std::uint64_t watch = 2; ///< PostgreSQL: also gives whether the table has triggers

    // The statements that follow such a write have its slots.
    static constexpr std::uint64_t is_there = 14; ///< asks for the record
    static constexpr std::uint64_t stored = 15;   ///< reads it
};

/// The columns of an insert: all, or all but the generated key.
[[nodiscard]] constexpr bool inserted(const schema::table& t, std::size_t column, std::uint64_t variant) noexcept {
    return (variant & insert_variant::key_made) == 0 || static_cast<int>(column) != t.generated_key;
}

namespace detail {

template <class Item>
constexpr void inserted_columns(writer& w, const schema::table& t, Item item) {
    bool first = true;
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        if (!inserted(t, i, w.variant())) continue;
        if (!first) w << ", ";
        first = false;
        item(i);
    }
}

/// What a table is called in its insert: `excluded` is the name of the row that met a conflict.
[[nodiscard]] constexpr std::string_view name_in_insert(const schema::table& t) noexcept {
    constexpr std::string_view taken = "excluded";
    if (t.name.size() != taken.size()) return t.name;
    for (std::size_t i = 0; i < taken.size(); ++i)
        if ((t.name[i] | 0x20) != taken[i]) return t.name;
    return "stored";
}

constexpr void insert_into(writer& w, const schema::table& t) {
    w << "INSERT INTO ";
    w.identifier(t.name);
    if (const auto name = name_in_insert(t); name != t.name) {
        w << " AS ";
        w.identifier(name);
    }
    w << " (";
    inserted_columns(w, t, [&](std::size_t i) { w.identifier(t.columns[i].name); });
    w << ")";
}

/// ` ON CONFLICT (...) DO UPDATE SET ...`: the chosen columns from the new row, or the user's assignments.
/// On SQLite one more parameter counts the updates.
constexpr void on_conflict_update(writer& w, const statement& s) {
    const auto& t = *s.table;
    w << " ON CONFLICT (";
    listed(w, s.target.size(), [&](std::size_t i) { w.identifier(t.columns[s.target[i]].name); });
    w << ") DO UPDATE SET ";
    const auto from_new_row = [&](std::uint16_t c) {
        w.identifier(t.columns[c].name) << " = excluded.";
        w.identifier(t.columns[c].name);
    };
    if (s.assignments != nullptr) {
        w.qualify(name_in_insert(t));
        s.assignments(w);
        w.qualify({});
    } else if (!s.columns.empty()) listed(w, s.columns.size(), [&](std::size_t i) { from_new_row(s.columns[i]); });
    else from_new_row(s.target[0]); // nothing to set: the row is still met, counted and returned
    if (t.updated_at >= 0) {
        w << ", ";
        from_new_row(static_cast<std::uint16_t>(t.updated_at));
    }
    if (!w.postgres()) {
        w << " WHERE dataflow_tick(";
        w.parameter();
        w << ")";
    } else if ((w.variant() & insert_variant::partitioned) != 0) {
        w << " WHERE set_config('dataflow.met', 'yes', TRUE) = 'yes'";
    }
}

/// PostgreSQL: whether a row that comes back was created, not updated. A created row's version replaces none.
/// The rows of a table with partitions do not tell: there the update leaves word in a setting of the
/// transaction, which is taken away here.
constexpr void was_created(writer& w) {
    if ((w.variant() & insert_variant::partitioned) == 0) w << "(xmax = 0)";
    else
        w << "(CASE WHEN current_setting('dataflow.met', TRUE) = 'yes' "
             "THEN set_config('dataflow.met', 'no', TRUE) = 'yes' ELSE TRUE END)";
}

/// With `watch`, whether the row's table has triggers. `name`: what it is called in the statement.
constexpr void tell_of_triggers(writer& w, const schema::table& t, std::string_view name) {
    if (!w.postgres() || (w.variant() & single_variant::watch) == 0) return;
    w << ", EXISTS (SELECT FROM pg_trigger WHERE tgrelid IN (";
    w.identifier(name) << ".tableoid, ";
    w.name_literal(t.name) << "::regclass) AND NOT tgisinternal)";
}

} // namespace detail

/// One record. Parameters: its columns, without the key that the database makes (`key_made`).
/// PostgreSQL gives the record back, with `watch` also whether its table has triggers.
constexpr void write_create(writer& w, const statement& s) {
    const auto& t = *s.table;
    detail::insert_into(w, t);
    w << " VALUES (";
    detail::inserted_columns(w, t, [&](std::size_t) { w.parameter(); });
    w << ")";
    if (!w.postgres()) return; // SQLite stores what was sent, and tells when a trigger did more
    returning_all(w, t);
    detail::tell_of_triggers(w, t, detail::name_in_insert(t));
}

/// One record, created or updated. Parameters: its columns, those of the assignments, and on SQLite
/// the counter of updates. Gives the record; on PostgreSQL also whether it was created.
constexpr void write_upsert(writer& w, const statement& s) {
    const auto& t = *s.table;
    detail::insert_into(w, t);
    w << " VALUES (";
    detail::inserted_columns(w, t, [&](std::size_t) { w.parameter(); });
    w << ")";
    detail::on_conflict_update(w, s);
    returning_all(w, t);
    if (w.postgres()) detail::was_created(w << ", ");
    detail::tell_of_triggers(w, t, detail::name_in_insert(t));
}

/// One record by key. Parameters: the assignments', the time, the key. Gives the record.
constexpr void write_update(writer& w, const statement& s) {
    w << "UPDATE ";
    w.identifier(s.table->name) << " SET ";
    s.assignments(w);
    touch(w, *s.table);
    w << " WHERE ";
    key_equals_parameters(w, *s.table);
    returning_all(w, *s.table);
    detail::tell_of_triggers(w, *s.table, s.table->name);
}

/// All fields of one record by key. Parameters: the chosen columns, the time, the key. Gives the record.
constexpr void write_save(writer& w, const statement& s) {
    const auto& t = *s.table;
    w << "UPDATE ";
    w.identifier(t.name) << " SET ";
    listed(w, s.columns.size(), [&](std::size_t i) {
        w.identifier(t.columns[s.columns[i]].name) << " = ";
        w.parameter();
    });
    touch(w, t);
    w << " WHERE ";
    key_equals_parameters(w, t);
    returning_all(w, t);
    detail::tell_of_triggers(w, t, t.name);
}

/// The record that fits a predicate. Parameters: the assignments', the time, the predicate's.
constexpr void write_update_where(writer& w, const statement& s) {
    w << "UPDATE ";
    w.identifier(s.table->name) << " SET ";
    s.assignments(w);
    touch(w, *s.table);
    where(w, s);
    returning_all(w, *s.table);
    detail::tell_of_triggers(w, *s.table, s.table->name);
}

/// Whether a record is there. Parameters: the predicate's, or, where there is none, the key.
constexpr void write_record_is_there(writer& w, const statement& s) {
    w << "SELECT EXISTS (SELECT 1 FROM ";
    w.identifier(s.table->name);
    if (s.predicate != nullptr) where(w, s);
    else {
        w << " WHERE ";
        key_equals_parameters(w, *s.table);
    }
    w << ")";
}

/// One record by key. Parameters: the key.
constexpr void write_erase(writer& w, const statement& s) {
    w << "DELETE FROM ";
    w.identifier(s.table->name) << " WHERE ";
    key_equals_parameters(w, *s.table);
}

} // namespace dataflow::rooms::sql
