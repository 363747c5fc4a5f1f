// Pieces that several statements share.
#pragma once

#include <dataflow/schema/table.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace dataflow::rooms::sql {

/// Calls `item(i)` for each position, with ", " between.
template <class Item>
constexpr void listed(writer& w, std::size_t count, Item item) {
    for (std::size_t i = 0; i < count; ++i) {
        if (i != 0) w << ", ";
        item(i);
    }
}

/// What stands behind a key of an ORDER BY.
constexpr void direction(writer& w, bool descending, bool nullable, bool nulls_first) {
    if (descending) w << " DESC";
    if (nullable) w << (nulls_first ? " NULLS FIRST" : " NULLS LAST");
}

/// All columns of a table, by name.
constexpr void all_columns(writer& w, const schema::table& t) {
    listed(w, t.columns.size(), [&](std::size_t i) { w.column(t.columns[i].name); });
}

/// Some columns, by position.
constexpr void some_columns(writer& w, const schema::table& t, std::span<const std::uint16_t> which) {
    listed(w, which.size(), [&](std::size_t i) { w.column(t.columns[which[i]].name); });
}

/// `"a" = ? AND "b" = ?` over the key.
constexpr void key_equals_parameters(writer& w, const schema::table& t) {
    for (std::size_t i = 0; i < t.key.size(); ++i) {
        if (i != 0) w << " AND ";
        w.column(t.columns[t.key[i]].name) << " = ";
        w.parameter();
    }
}

/// ` WHERE <predicate>`, or nothing. A predicate whose optional parts are all absent writes nothing.
constexpr void where(writer& w, const statement& s) {
    if (s.predicate == nullptr) return;
    w << " WHERE ";
    s.predicate(w);
}

/// ` RETURNING` all columns.
constexpr void returning_all(writer& w, const schema::table& t) {
    w << " RETURNING ";
    all_columns(w, t);
}

/// `, "updated_at" = ?`, where the table keeps it.
constexpr void touch(writer& w, const schema::table& t) {
    if (t.updated_at < 0) return;
    w << ", ";
    w.identifier(t.columns[static_cast<std::size_t>(t.updated_at)].name) << " = ";
    w.parameter();
}

} // namespace dataflow::rooms::sql
