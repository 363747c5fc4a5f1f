// Two rows of one batch with the same key or conflict target: an error before anything is sent, the same
// on both databases.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/array_text.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/value.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::node_ {

namespace detail {

[[nodiscard]] inline std::uint64_t mixed(std::uint64_t h, std::uint64_t n) noexcept {
    h = (h ^ n) * 0x9E3779B97F4A7C15ULL;
    return h ^ (h >> 29U);
}

[[nodiscard]] inline std::uint64_t hash_of(const value& v) noexcept {
    std::uint64_t h = 0xcbf29ce484222325ULL;
    if (v.held == value::form::object) return 0; // arrays and JSON are compared
    switch (v.stored) {
    case storage::text:
    case storage::bytes:
    case storage::uuid: {
        std::size_t i = 0;
        for (; i + 8 <= v.size; i += 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, v.data + i, 8);
            h = mixed(h, word);
        }
        std::uint64_t tail = 0;
        if (i < v.size) std::memcpy(&tail, v.data + i, v.size - i);
        return mixed(mixed(h, tail), v.size);
    }
    case storage::float32:
    case storage::float64: return mixed(h, v.real == 0 ? 0 : std::bit_cast<std::uint64_t>(v.real));
    default: return mixed(h, static_cast<std::uint64_t>(v.integer));
    }
}

/// The text of an array or JSON value; nothing where it cannot be stored, which the driver tells.
[[nodiscard]] inline std::optional<std::string> text_of(const value& v) {
    try {
        std::string out;
        if (v.stored == storage::json) v.type->text->write(v.object, out);
        else append_array_text(out, v, array_style::literal);
        return out;
    } catch (const access_fault&) {
        return std::nullopt;
    }
}

[[nodiscard]] inline bool equal(const value& a, const value& b) {
    if (a.held == value::form::object) {
        const auto text = text_of(a);
        return text && text == text_of(b);
    }
    switch (a.stored) {
    case storage::text:
    case storage::bytes:
    case storage::uuid: return a.text_view() == b.text_view();
    case storage::float32:
    case storage::float64: return a.real == b.real;
    default: return a.integer == b.integer;
    }
}

} // namespace detail

/// The positions of two rows: the second is equal to the first.
using two_rows = std::pair<std::size_t, std::size_t>;

/// Calls `found(two_rows)` for each row that is equal to one before it in all of some fields, with the
/// first of these; ends where it gives false. A row with a NULL among the fields equals none.
template <class Found>
void each_duplicate(const rows_view& rows, std::span<const field_access> fields, Found found) {
    if (rows.count < 2) return;
    const auto mask = std::bit_ceil(rows.count * 2) - 1;
    std::vector<std::uint32_t> slots(mask + 1, 0); // a row's position + 1
    for (std::size_t i = 0; i < rows.count; ++i) {
        std::uint64_t h = 0;
        bool null = false;
        for (const auto& f : fields) {
            with_stored(f, rows.row(i), [&](const value& v) {
                null = null || v.is_null();
                if (!v.is_null()) h = detail::mixed(h, detail::hash_of(v));
            });
        }
        if (null) continue;
        for (auto at = h & mask;; at = (at + 1) & mask) {
            if (slots[at] == 0) {
                slots[at] = static_cast<std::uint32_t>(i + 1);
                break;
            }
            const auto other = slots[at] - 1;
            bool same = true;
            for (const auto& f : fields)
                with_stored(f, rows.row(i), [&](const value& a) {
                    with_stored(f, rows.row(other), [&](const value& b) { same = same && detail::equal(a, b); });
                });
            if (!same) continue;
            if (!found(two_rows{other, i})) return;
            break;
        }
    }
}

/// The first two rows that are equal.
[[nodiscard]] inline std::optional<two_rows> first_duplicate(const rows_view& rows, std::span<const field_access> fields) {
    std::optional<two_rows> out;
    each_duplicate(rows, fields, [&](const two_rows& two) {
        out = two;
        return false;
    });
    return out;
}

/// All rows that are equal to one before them.
[[nodiscard]] inline std::vector<two_rows> all_duplicates(const rows_view& rows, std::span<const field_access> fields) {
    std::vector<two_rows> out;
    each_duplicate(rows, fields, [&](const two_rows& two) {
        out.push_back(two);
        return true;
    });
    return out;
}

} // namespace dataflow::node_
