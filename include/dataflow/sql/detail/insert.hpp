// INSERT: of one record, and of many rows; with what is to be done where a record is there already.
#pragma once

#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/spell.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/trigger_names.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// The columns of an insert: all but the generated key that is made, and but those that the library sets
/// later.
[[nodiscard]] constexpr bool inserted(const schema::table& t, std::size_t column,
                                      std::uint64_t variant) noexcept {
    if (t.columns[column].managed_by != schema::managed::none &&
        t.policy.stamp_of(column, schema::stamp::on_insert) == nullptr)
        return false;
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

/// Whether an insert has a column: a table of a key alone that the database makes has none.
[[nodiscard]] constexpr bool inserts_columns(const writer& w, const schema::table& t) {
    bool any = false;
    for (std::size_t i = 0; i < t.columns.size(); ++i) any = any || inserted(t, i, w.variant());
    return any;
}

/// What a table is called in its insert: `excluded` is the name of the row that met a conflict.
[[nodiscard]] constexpr std::string_view name_in_insert(const schema::table& t) noexcept {
    constexpr std::string_view taken = "excluded";
    const auto name = t.plain();
    if (name.size() != taken.size()) return name;
    for (std::size_t i = 0; i < taken.size(); ++i)
        if ((name[i] | 0x20) != taken[i]) return name;
    return "stored";
}

constexpr void insert_into(writer& w, const schema::table& t) {
    w << "INSERT INTO ";
    w.table(t.name);
    if (const auto name = name_in_insert(t);
        name != t.plain() && w.dialect().conflict == conflict_form::on_conflict) {
        w << " AS ";
        w.identifier(name);
    }
    if (!inserts_columns(w, t)) return;
    w << " (";
    inserted_columns(w, t, [&](std::size_t i) { w.identifier(t.columns[i].name); });
    w << ")";
}

/// The caller's rows: the model's own columns, and the key unless `key_made`.
constexpr void insert_rows(writer& w, const schema::table& t) {
    storages columns;
    w << " SELECT ";
    inserted_columns(w, t, [&](std::size_t i) {
        const auto& c = t.columns[i];
        if (const auto* s = t.policy.stamp_of(i, schema::stamp::on_insert); s != nullptr) {
            return stored_in(w, w.form_in(t.name, c.name), [&] {
                write_stamp(w, t, *s);
                if (w.dialect().typed_values) (w << "::").type(c.type->stored);
            });
        }
        // On PostgreSQL a key of 0 in a batch with other given keys takes the next of its sequence; elsewhere
        // NULL does.
        const auto next = static_cast<int>(i) == t.generated_key ? w.dialect().next_key : std::string_view{};
        if (next.empty())
            return stored_in(w, w.form_in(t.name, c.name), [&] {
                w.row_column(columns.size);
                columns.add(c);
            });
        w << "coalesce(";
        w.row_column(columns.size);
        columns.add(c);
        w << ", ";
        spell(
            w, {}, next, [&](writer& to) { to.name_literal(t.name); },
            [&](writer& to) { to.literal(c.name); });
        w << ")";
    });
    w << " FROM ";
    w.rows(columns.span());
}

/// ` ("tenant_id", "email") WHERE "deleted_at" IS NULL`: the unique index that a row meets, with all that the
/// table's policy adds to it. The key itself stays unique, of deleted records, too; a key that the database
/// makes, over all tenants.
constexpr void conflict_target(writer& w, const statement& s) {
    const auto& t = *s.table;
    w << " (";
    const bool by_key = schema::is_key(t, s.target);
    if (t.policy.partition >= 0 && !(by_key && t.generated_key >= 0))
        w.identifier(t.columns[static_cast<std::size_t>(t.policy.partition)].name) << ", ";
    listed(w, s.target.size(), [&](std::size_t i) { w.identifier(t.columns[s.target[i]].name); });
    w << ")";
    const int mark = t.policy.deleted_mark();
    if (mark < 0 || by_key) return;
    w << " WHERE ";
    w.identifier(t.columns[static_cast<std::size_t>(mark)].name) << " IS NULL";
}

/// ` ON CONFLICT (...) DO UPDATE SET ...`, or ` ON DUPLICATE KEY UPDATE ...`, which knows no target: the
/// chosen columns from the new row, or the user's assignments. SQLite counts the updates.
constexpr void on_conflict_update(writer& w, const statement& s) {
    const auto& t = *s.table;
    const auto& d = w.dialect();
    const bool by_target = d.conflict == conflict_form::on_conflict;
    if (by_target) conflict_target(w << " ON CONFLICT", s);
    w << (by_target ? " DO UPDATE SET " : " ON DUPLICATE KEY UPDATE ");
    const auto from_new_row = [&](std::uint16_t c) {
        w.identifier(t.columns[c].name) << " = " << d.new_row.before;
        w.identifier(t.columns[c].name) << d.new_row.after;
    };
    if (s.assignments != nullptr) {
        w.qualify(by_target ? name_in_insert(t) : t.plain());
        s.assignments(w);
        w.qualify({});
    } else if (!s.columns.empty())
        listed(w, s.columns.size(), [&](std::size_t i) { from_new_row(s.columns[i]); });
    else from_new_row(s.target[0]); // nothing to set: the row is still met, counted and returned
    for (const auto& stamp : t.policy.stamps) {
        if ((stamp.when & schema::stamp::on_update) == 0) continue;
        w << ", ";
        if (stamp.what == schema::stamp::source::now) {
            from_new_row(stamp.column);
            continue;
        }
        w.identifier(t.columns[stamp.column].name) << " = ";
        w.qualify(name_in_insert(t));
        write_stored_stamp(w, t, stamp);
        w.qualify({});
    }
    // A record that is hidden is not changed: then nothing comes back, and the node tells of it. (ON
    // DUPLICATE KEY takes no condition; none of the library's databases speaks so.)
    const bool hides = by_target && is_guarded(w, t);
    const auto guards = [&](std::string_view before) {
        if (!hides) return;
        w.qualify(name_in_insert(t));
        write_guards(w, t, before);
        w.qualify({});
    };
    if (!d.count_update.empty()) {
        guards(" WHERE CASE WHEN ");
        spell(w << (hides ? " THEN " : " WHERE "), {}, d.count_update,
              [](writer& to) { to.value(value_source::origin::updated); });
        if (hides) w << " ELSE FALSE END";
        return;
    }
    guards(" WHERE ");
    if ((w.variant() & insert_variant::partitioned) != 0)
        w << (hides ? " AND " : " WHERE ") << "set_config('dataflow.met', 'yes', TRUE) = 'yes'";
}
constexpr void on_conflict_skip(writer& w, const statement& s) {
    if (w.dialect().conflict ==
        conflict_form::on_duplicate_key) { // INSERT IGNORE would keep silent about other mistakes, too
        const auto key = s.table->columns[s.table->key[0]].name;
        w << " ON DUPLICATE KEY UPDATE ";
        w.identifier(s.table->plain()) << ".";
        w.identifier(key) << " = ";
        w.identifier(s.table->plain()) << ".";
        w.identifier(key);
        return;
    }
    w << " ON CONFLICT";
    if (!s.target.empty()) conflict_target(w, s);
    w << " DO NOTHING";
}

/// Whether a row that comes back was created, not updated. On PostgreSQL a created row's version replaces
/// none. The rows of a table with partitions do not tell: there the update leaves word in a setting of the
/// transaction, which is taken away here.
constexpr void was_created(writer& w) {
    if ((w.variant() & insert_variant::partitioned) == 0) w << w.dialect().created_flag;
    else
        w << "(CASE WHEN current_setting('dataflow.met', TRUE) = 'yes' "
             "THEN set_config('dataflow.met', 'no', TRUE) = 'yes' ELSE TRUE END)";
}

} // namespace detail

/// Of one record, what comes back is the record; on PostgreSQL, of an upsert, also whether it was created,
/// and with `watch` whether its table has triggers. Of rows, the keys with `with_ids`, in the order of the
/// rows; and on PostgreSQL, where records that are there are set, what was created and updated: a flag a row
/// with ids, else two counts.
constexpr void write_insert(writer& w, const statement& s) {
    const auto& t = *s.table;
    const auto v = w.variant();
    const bool rows = s.values == row_source::rows;
    const bool ids = rows && (v & insert_variant::with_ids) != 0;
    const bool skip = rows && (v & insert_variant::skip) != 0;
    const bool replace = s.upserts || (rows && (v & insert_variant::replace) != 0);
    const auto& d = w.dialect();
    const bool told = replace && !d.created_flag.empty(); // what comes back tells created from updated
    const bool counted = rows && told && !ids;
    w.name_rows_beside(t.plain());
    if (counted) w << "WITH done AS (";
    detail::insert_into(w, t);
    if (rows) {
        detail::insert_rows(w, t);
        // SQLite needs the WHERE to tell ON CONFLICT from a join's ON.
        if (d.conflict_needs_where && (skip || replace)) w << " WHERE true";
        if (d.orders_inserts && ids) (w << " ORDER BY ").row_position();
    } else if (!detail::inserts_columns(w, t)) w << " DEFAULT VALUES";
    else {
        w << " VALUES (";
        detail::inserted_columns(w, t, [&](std::size_t i) {
            const auto* kept = t.policy.stamp_of(i, schema::stamp::on_insert);
            // The times are those that the record is given before it is sent.
            if (kept != nullptr && kept->what != schema::stamp::source::now) write_stored_stamp(w, t, *kept);
            else
                stored_in(w, w.form_in(t.name, t.columns[i].name),
                          [&] { w.value({value_source::origin::field, i}); });
        });
        w << ")";
    }
    if (skip) detail::on_conflict_skip(w, s);
    if (replace) detail::on_conflict_update(w, s);
    if (return_record(w, s)) {
        if (told) detail::was_created(w << ", ");
        detail::tell_of_triggers(w, t, detail::name_in_insert(t));
    }
    if (ids && d.returning.insert) {
        w << " RETURNING ";
        some_columns(w, t, t.key);
        if (told) detail::was_created(w << ", ");
    }
    if (counted) {
        detail::was_created(w << " RETURNING ");
        w << " AS created) SELECT count(*) FILTER (WHERE created), "
             "count(*) FILTER (WHERE NOT created) FROM done";
    }
}

} // namespace dataflow::rooms::sql
