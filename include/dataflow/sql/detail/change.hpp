// UPDATE and DELETE.
#pragma once

#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/trigger_names.hpp>

#include <cstddef>

namespace dataflow::rooms::sql {

/// What an UPDATE sets: its assignments, or columns of the record or of the caller's rows, which begin with
/// the key. An update by rows is one statement for all of them, or, on SQLite, run once for each.
constexpr void write_update(writer& w, const statement& s) {
    const auto& t = *s.table;
    const bool by_rows = s.values == row_source::rows;
    const bool joined = by_rows && w.dialect().updates_rows != row_update::each;
    const bool first = joined && w.dialect().updates_rows == row_update::join; // the rows come before the SET
    const std::size_t keys = t.key.size();
    if (joined) w.name_rows_beside(t.plain());
    w << "UPDATE ";
    w.table(t.name);
    storages columns{t, t.key};
    for (const auto c : s.columns) columns.add(t.columns[c]);
    const bool at_versions = detail::rows_name_versions(w, s);
    if (at_versions) columns.add(t.columns[static_cast<std::size_t>(t.policy.version)]);
    const auto meets = [&] {
        w.qualify(t.plain());
        columns_equal(w, t, t.key, [&](std::size_t i) { w.row_column(i); });
        write_guards(w, t, " AND ");
        if (at_versions) detail::where_versions(w, s, [&] { w.row_column(keys + s.columns.size()); });
        w.qualify({});
    };
    if (first) {
        w << " JOIN ";
        w.rows(columns.span()) << " ON ";
        meets();
    }
    w << " SET ";
    if (s.assignments != nullptr) s.assignments(w);
    else
        listed(w, s.columns.size(), [&](std::size_t i) {
            if (first) w.identifier(t.plain()) << ".";
            const auto name = t.columns[s.columns[i]].name;
            w.identifier(name) << " = ";
            stored_in(w, w.form_in(t.name, name), [&] {
                if (joined) w.row_column(keys + i);
                else if (by_rows) w.value({value_source::origin::rows, keys + i});
                else w.value({value_source::origin::field, s.columns[i]});
            });
        });
    const bool alone = s.assignments == nullptr && s.columns.empty();
    write_stamps(w, t, schema::stamp::on_update, alone ? "" : ", ");
    if (joined && !first) {
        w << " FROM ";
        w.rows(columns.span()) << " WHERE ";
        meets();
    } else if (!joined) where(w, s);
    if (return_record(w, s)) detail::tell_of_triggers(w, t, t.plain());
}

/// A DELETE; of records that are only marked, an UPDATE.
constexpr void write_erase(writer& w, const statement& s) {
    const bool marks = s.table->policy.erase_updates;
    w << (marks ? "UPDATE " : "DELETE FROM ");
    w.table(s.table->name);
    const auto mark = [&](std::string_view before) {
        const auto at = static_cast<std::size_t>(s.table->policy.deleted_mark());
        (w << before).identifier(s.table->columns[at].name) << " = ";
        w.literal(leaving_mark);
    };
    const bool in_steps = marks && s.match != row_match::key;
    if (in_steps && (w.variant() & bulk_variant::leave) != 0) mark(" SET ");
    else if (marks) write_stamps(w, *s.table, schema::stamp::on_erase, " SET ");
    if (in_steps && (w.variant() & bulk_variant::gone) != 0) return mark(" WHERE ");
    where(w, s);
}

} // namespace dataflow::rooms::sql
