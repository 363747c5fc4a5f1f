// Rows of a batch in the order of some of their fields, and which of them are equal in these.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/array_text.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/value.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::node_ {

/// Positions of rows.
using row_positions = std::vector<std::uint32_t>;

namespace detail {

/// The text of an array or JSON value; nothing where it cannot be stored, which the driver tells.
[[nodiscard]] inline std::optional<std::string> text_of(const value& v) {
    try {
        std::string out;
        if (v.stored == storage::json) v.type->text->write(v.object, out);
        else append_array_text(out, v, array_style::compared);
        return out;
    } catch (const access_fault&) {
        return std::nullopt;
    }
}

[[nodiscard]] constexpr bool is_real(storage s) noexcept {
    return s == storage::float32 || s == storage::float64;
}

/// The first eight bytes of a text as a number that is ordered as the text is.
[[nodiscard]] inline std::uint64_t prefix_of(std::string_view text) noexcept {
    unsigned char raw[8]{};
    if (!text.empty()) std::memcpy(raw, text.data(), std::min<std::size_t>(text.size(), 8));
    std::uint64_t out = 0;
    for (const auto byte : raw) out = out << 8U | byte;
    return out;
}
[[nodiscard]] inline std::uint64_t prefix_of(double x) noexcept {
    if (x != x) return UINT64_MAX - 1; // NaN is above all numbers
    const auto bits = std::bit_cast<std::uint64_t>(x == 0 ? 0.0 : x);
    return (bits >> 63U) != 0 ? ~bits : bits | std::uint64_t{1} << 63U;
}

/// A number that is ordered as the values are, where two of them differ.
[[nodiscard]] inline std::uint64_t prefix_of(const value& v) {
    if (v.is_null()) return UINT64_MAX;
    if (v.held == value::form::object) return prefix_of(std::string_view{text_of(v).value_or(std::string{})});
    if (is_borrowed(v.stored)) return prefix_of(v.text_view());
    if (is_real(v.stored)) return prefix_of(v.real);
    return static_cast<std::uint64_t>(v.integer) ^ std::uint64_t{1} << 63U;
}

[[nodiscard]] inline int compared(const value& a, const value& b) {
    if (a.is_null() || b.is_null()) return int{a.is_null()} - int{b.is_null()};
    if (a.held == value::form::object) {
        const int c = text_of(a).value_or(std::string{}).compare(text_of(b).value_or(std::string{}));
        return c < 0 ? -1 : c > 0 ? 1 : 0;
    }
    if (is_borrowed(a.stored)) {
        const int c = a.text_view().compare(b.text_view());
        return c < 0 ? -1 : c > 0 ? 1 : 0;
    }
    const auto left = prefix_of(a);
    const auto right = prefix_of(b);
    return left < right ? -1 : left > right ? 1 : 0;
}

/// Calls `use` with what is stored of a field; a value that its mapping refuses counts as NULL here, for the
/// driver refuses it in better words.
template <class Use>
void with_field(const field_access& f, const void* row, Use use) {
    const value v = load(f, row);
    if (v.held != value::form::mapped) return use(v);
    bool used = false;
    try {
        with_stored(f, row, [&](const value& stored) {
            used = true;
            use(stored);
        });
    } catch (const error&) {
        if (used) throw;
        use(value::null(v.stored));
    }
}

} // namespace detail

/// Compares rows by some of their fields. The order is that of bytes and of numbers, NULL last; it is the
/// same in every program, and need not be the database's.
struct row_compare {
    const rows_view& rows;
    std::span<const field_access> fields;

    [[nodiscard]] int operator()(std::size_t a, std::size_t b) const {
        int out = 0;
        for (const auto& f : fields) {
            detail::with_field(f, rows.row(a), [&](const value& left) {
                detail::with_field(f, rows.row(b),
                                   [&](const value& right) { out = detail::compared(left, right); });
            });
            if (out != 0) break;
        }
        return out;
    }
    /// Whether a row has a NULL among the fields: such a row equals no other.
    [[nodiscard]] bool has_null(std::size_t row) const {
        for (const auto& f : fields) {
            bool null = false;
            detail::with_field(f, rows.row(row), [&](const value& v) { null = v.is_null(); });
            if (null) return true;
        }
        return false;
    }
};

namespace detail {

/// A row with the beginning of its first field, which decides most comparisons.
struct row_mark {
    std::uint64_t prefix;
    std::uint32_t row;
};

/// Keys that are numbers of 64 bits are most of all.
[[nodiscard]] inline bool is_plain_number(const field_access& f) noexcept {
    return f.type->memory == layout::int64 && f.type->optional == nullptr;
}

[[nodiscard]] inline row_mark mark_of(const row_compare& by, std::size_t row) {
    row_mark out{0, static_cast<std::uint32_t>(row)};
    with_field(by.fields[0], by.rows.row(row), [&](const value& v) { out.prefix = prefix_of(v); });
    return out;
}

[[nodiscard]] inline row_mark plain_mark_of(const rows_view& rows, const field_access& f,
                                            std::size_t row) noexcept {
    const auto key =
        dataflow::detail::load_as<std::uint64_t>(static_cast<const std::byte*>(rows.row(row)) + f.offset);
    return {key ^ std::uint64_t{1} << 63U, static_cast<std::uint32_t>(row)};
}

template <class Before>
void sort(std::vector<row_mark>& marks, Before before) {
    if (!std::is_sorted(marks.begin(), marks.end(), before)) std::sort(marks.begin(), marks.end(), before);
}

/// Whether equal prefixes say that the fields are equal.
[[nodiscard]] inline bool prefix_is_all(std::span<const field_access> fields) noexcept {
    const type_info& t = *fields[0].type;
    return fields.size() == 1 && t.optional == nullptr && t.map == nullptr && t.text == nullptr &&
           t.sequence == nullptr && !is_borrowed(t.stored);
}

} // namespace detail

/// The rows' positions in the order of some fields; rows that are equal in these stay in their own order.
/// With `previous`, that gets for each row the position of the last one before it that is equal to it, plus
/// one, or 0; it is left empty where no two rows are equal.
[[nodiscard]] inline row_positions sorted_rows(const row_compare& by, row_positions* previous = nullptr) {
    const auto count = by.rows.count;
    const bool simple = detail::prefix_is_all(by.fields);
    const auto& first = by.fields[0];
    const bool plain = detail::is_plain_number(first);
    std::vector<detail::row_mark> marks(count);
    for (std::size_t i = 0; i < count; ++i)
        marks[i] = plain ? detail::plain_mark_of(by.rows, first, i) : detail::mark_of(by, i);
    if (simple) {
        detail::sort(marks, [](const detail::row_mark& a, const detail::row_mark& b) {
            return a.prefix != b.prefix ? a.prefix < b.prefix : a.row < b.row;
        });
    } else {
        detail::sort(marks, [&](const detail::row_mark& a, const detail::row_mark& b) {
            if (a.prefix != b.prefix) return a.prefix < b.prefix;
            const int c = by(a.row, b.row);
            return c != 0 ? c < 0 : a.row < b.row;
        });
    }
    row_positions out(count);
    for (std::size_t i = 0; i < count; ++i) out[i] = marks[i].row;
    if (previous == nullptr) return out;
    previous->clear();
    for (std::size_t i = 1; i < count; ++i) {
        if (marks[i - 1].prefix != marks[i].prefix || (!simple && by(out[i - 1], out[i]) != 0) ||
            by.has_null(out[i]))
            continue;
        if (previous->empty()) previous->resize(count, 0);
        (*previous)[out[i]] = out[i - 1] + 1;
    }
    return out;
}

/// Some of the rows, in an order: positions, which must live as long as what is given. `kept` holds the order
/// where the rows themselves have one.
[[nodiscard]] inline rows_view chosen_rows(const rows_view& rows, std::span<const std::uint32_t> positions,
                                           row_positions& kept) {
    rows_view out = rows;
    out.count = positions.size();
    out.order = positions.data();
    if (rows.order == nullptr) return out;
    kept.assign(positions.begin(), positions.end());
    for (auto& i : kept) i = rows.order[i];
    out.order = kept.data();
    return out;
}

/// Calls `use(positions)` for parts of the rows, one after another, each as long as no row of it equals one
/// before it: what statements do with these parts is what they would do with the rows one by one. Each part
/// is sorted by the fields, or else in the rows' own order.
template <class Use>
void each_distinct_part(const row_compare& by, bool sorted, Use use) {
    row_positions previous;
    auto all = sorted_rows(by, &previous);
    if (previous.empty() && sorted) return use(std::span<const std::uint32_t>{all});
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint32_t>(i);
    if (previous.empty()) return use(std::span<const std::uint32_t>{all});
    for (std::size_t from = 0, to = 1; from < all.size(); from = to++) {
        while (to < all.size() && previous[to] < from + 1) ++to;
        const std::span<const std::uint32_t> part{all.data() + from, to - from};
        if (!sorted) {
            use(part);
            continue;
        }
        row_positions kept;
        const auto rows = chosen_rows(by.rows, part, kept);
        auto order = sorted_rows(row_compare{rows, by.fields});
        for (auto& i : order) i += static_cast<std::uint32_t>(from);
        use(std::span<const std::uint32_t>{order});
    }
}

} // namespace dataflow::node_
