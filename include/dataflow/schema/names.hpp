// The names of indexes and constraints: one rule for the code that creates them and the code that reads
// errors.
#pragma once

#include <dataflow/core/text.hpp>
#include <dataflow/core/utf8.hpp>
#include <dataflow/schema/table.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::schema {

inline constexpr std::size_t name_capacity = 63; ///< bytes; PostgreSQL cuts longer names

/// Appends a name in at most 63 bytes. A longer one keeps its first 54 bytes (fewer where a character would
/// be cut in two) and gets `_` and the FNV-1a hash of the whole, in 8 hexadecimal digits.
constexpr void put_limited_name(text& to, std::string_view whole) {
    if (whole.size() <= name_capacity) return to.append(whole);
    std::uint32_t hash = 2166136261U;
    for (const char c : whole) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    to.append(utf8_prefix(whole, 54));
    to.append('_');
    for (unsigned shift = 32; shift != 0; shift -= 4)
        to.append("0123456789abcdef"[(hash >> (shift - 4)) & 15U]);
}
[[nodiscard]] inline std::string limited_name(std::string_view whole) {
    text out;
    put_limited_name(out, whole);
    return out.str();
}

/// The name of a table for `schema::table::name`, of what the database has: parts with points are quoted.
[[nodiscard]] inline std::string whole_name(std::string_view space, std::string_view name) {
    const auto part = [](std::string_view of) {
        const bool quoted = of.find_first_of(".\"") != std::string_view::npos;
        return quoted ? '"' + std::string{of} + '"' : std::string{of};
    };
    return space.empty() ? part(name) : part(space) + "." + part(name);
}

// Each name is spelled in parts, for a text at run time and for a hash when the program is compiled.

/// `<table>_<column>_<column>_key` for a unique index, `..._idx` for another.
template <class Put>
constexpr void spell_index(const table& t, const index& i, Put&& put) {
    put(t.plain());
    for (const auto part : i.parts()) {
        put("_");
        put(t.columns[part].name);
    }
    put(i.unique ? "_key" : "_idx");
}

/// `<table>_<column>_cosine_idx`.
template <class Put>
constexpr void spell_index(const table& t, const similar_index& i, Put&& put) {
    constexpr std::string_view measures[]{"_cosine_idx", "_l2_idx", "_dot_idx"};
    put(t.plain());
    put("_");
    put(t.columns[i.column].name);
    put(measures[static_cast<std::size_t>(i.by)]);
}

/// `<table>_pkey`.
template <class Put>
constexpr void spell_primary_key(const table& t, Put&& put) {
    put(t.plain());
    put("_pkey");
}

/// `<table>_tenant_key`: the unique constraint over the tenant and the key, to which foreign keys within a
/// tenant refer.
template <class Put>
constexpr void spell_partition_key(const table& t, Put&& put) {
    put(t.plain());
    put("_tenant_key");
}

/// `<table>_<column>_fkey`; over several columns, with all of them.
template <class Put>
constexpr void spell_foreign_key(const table& t, const foreign_key& key, Put&& put) {
    put(t.plain());
    put("_");
    put(t.columns[key.column].name);
    for (std::size_t i = 1; i < key.size(); ++i) {
        put("_");
        put(t.columns[key.column_at(i)].name);
    }
    put("_fkey");
}

inline constexpr std::string_view range_suffix = "_range";

/// `<table>_<column>_range`: the CHECK that the library itself puts on a column (the range of an
/// integer, 0 or 1 for a boolean, the names of an enumeration).
template <class Put>
constexpr void spell_range_check(const table& t, std::string_view column_name, Put&& put) {
    put(t.plain());
    put("_");
    put(column_name);
    put(range_suffix);
}

/// What SQLite's FTS5 puts after a table's name for the tables in which it keeps its words.
inline constexpr std::string_view search_suffix = "_search";
inline constexpr std::array<std::string_view, 6> search_tables{
    search_suffix, "_search_data", "_search_idx", "_search_content", "_search_docsize", "_search_config"};

/// What follows a table's name in that of its past versions.
inline constexpr std::string_view history_suffix = "_history";

/// Its columns after those of the table, in this order: the number of the version, from 1 for each key; its
/// period, which the version that is in the table has no end of; whether it ended with a delete.
inline constexpr std::array<std::string_view, 4> history_columns{"history_number", "history_from",
                                                                 "history_to", "history_deleted"};
inline constexpr std::string_view history_number = history_columns[0];
inline constexpr std::string_view history_from = history_columns[1];
inline constexpr std::string_view history_to = history_columns[2];
inline constexpr std::string_view history_deleted = history_columns[3];

[[nodiscard]] constexpr bool is_history_column(std::string_view name) noexcept {
    for (const auto c : history_columns)
        if (c == name) return true;
    return false;
}
/// Whether a table is one of past versions.
[[nodiscard]] constexpr bool is_history(const table& t) noexcept {
    return !t.columns.empty() && t.columns[t.columns.size() - 1].managed_by == managed::history;
}

/// Appends the name that `spell` spells, as both databases hold it.
template <class Spell>
constexpr void put_name(text& to, Spell&& spell) {
    text whole;
    spell([&](std::string_view part) { whole.append(part); });
    put_limited_name(to, whole.view());
}

namespace detail {
template <class Spell>
[[nodiscard]] std::string made_name(Spell&& spell) {
    text out;
    put_name(out, spell);
    return out.str();
}
} // namespace detail

[[nodiscard]] inline std::string index_name(const table& t, const index& i) {
    return detail::made_name([&](auto put) { spell_index(t, i, put); });
}
[[nodiscard]] inline std::string index_name(const table& t, const similar_index& i) {
    return detail::made_name([&](auto put) { spell_index(t, i, put); });
}
[[nodiscard]] inline std::string primary_key_name(const table& t) {
    return detail::made_name([&](auto put) { spell_primary_key(t, put); });
}
[[nodiscard]] inline std::string partition_key_name(const table& t) {
    return detail::made_name([&](auto put) { spell_partition_key(t, put); });
}
[[nodiscard]] inline std::string foreign_key_name(const table& t, const foreign_key& key) {
    return detail::made_name([&](auto put) { spell_foreign_key(t, key, put); });
}
[[nodiscard]] inline std::string range_check_name(const table& t, std::string_view column_name) {
    return detail::made_name([&](auto put) { spell_range_check(t, column_name, put); });
}
[[nodiscard]] inline std::string range_check_name(const table& t, const column& c) {
    return range_check_name(t, c.name);
}

/// The column whose own check has this name, or null. The name is compared as a whole, for a user's
/// check may end in `_range` too, and a long name is cut.
[[nodiscard]] inline const column* column_of_range_check(const table& t, std::string_view name) {
    for (const auto& c : t.columns)
        if (range_check_name(t, c) == name) return &c;
    return nullptr;
}

/// What the program calls the columns of a list, "a, b", and of a way into one: "specs.size", "tags[2]". What
/// is no column stays as it is.
[[nodiscard]] inline std::string fields_of_columns(const table& t, std::string_view names) {
    constexpr std::string_view between = ", ";
    std::string out;
    while (!names.empty()) {
        const auto end = names.find(between);
        const auto name = names.substr(0, end);
        names = end == names.npos ? std::string_view{} : names.substr(end + between.size());
        const auto way = std::min(name.find_first_of(".["), name.size());
        const int at = t.find(name.substr(0, way));
        if (!out.empty()) out += between;
        if (at < 0) out += name;
        else out.append(t.columns[static_cast<std::size_t>(at)].called()).append(name.substr(way));
    }
    return out;
}

} // namespace dataflow::schema
