// The names of indexes and constraints: one rule for who creates them and who reads errors.
#pragma once

#include <dataflow/core/utf8.hpp>
#include <dataflow/schema/table.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::schema {

inline constexpr std::size_t name_capacity = 63; ///< bytes; PostgreSQL cuts longer names

/// A name of at most 63 bytes. A longer one keeps its first 54 bytes (fewer where a character would be
/// cut in two) and gets `_` and the FNV-1a hash of the whole, in 8 hexadecimal digits.
[[nodiscard]] inline std::string limited_name(std::string whole) {
    if (whole.size() <= name_capacity) return whole;
    std::uint32_t hash = 2166136261U;
    for (const char c : whole) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    std::string out{utf8_prefix(whole, 54)};
    out += '_';
    for (int shift = 28; shift >= 0; shift -= 4) out += "0123456789abcdef"[(hash >> shift) & 15U];
    return out;
}

/// `<table>_<column>_<column>_key` for a unique index, `..._idx` for another.
[[nodiscard]] inline std::string index_name(const table& t, const index& i) {
    std::string name{t.name};
    for (const auto part : i.parts()) {
        name += '_';
        name += t.columns[part].name;
    }
    name += i.unique ? "_key" : "_idx";
    return limited_name(std::move(name));
}

/// `<table>_<column>_cosine_idx`.
[[nodiscard]] inline std::string index_name(const table& t, const similar_index& i) {
    constexpr std::string_view measures[]{"_cosine_idx", "_l2_idx", "_dot_idx"};
    std::string name{t.name};
    (name += '_') += t.columns[i.column].name;
    name += measures[static_cast<std::size_t>(i.by)];
    return limited_name(std::move(name));
}

/// `<table>_pkey`.
[[nodiscard]] inline std::string primary_key_name(const table& t) {
    return limited_name(std::string{t.name} + "_pkey");
}

/// `<table>_<column>_fkey`.
[[nodiscard]] inline std::string foreign_key_name(const table& t, const foreign_key& key) {
    return limited_name(std::string{t.name} + '_' + std::string{t.columns[key.column].name} + "_fkey");
}

inline constexpr std::string_view range_suffix = "_range";

/// `<table>_<column>_range`: the CHECK that the library itself puts on a column (the range of an
/// integer, 0 or 1 for a boolean, the names of an enumeration).
[[nodiscard]] inline std::string range_check_name(const table& t, std::string_view column_name) {
    return limited_name(std::string{t.name} + '_' + std::string{column_name} + std::string{range_suffix});
}
/// The same, for a column.
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

} // namespace dataflow::schema
