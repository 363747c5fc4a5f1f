// Any range as batches of rows that lie side by side in memory.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/schema/model.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

/// A range's element type, without const and reference.
template <class Range>
using element_of = std::remove_cvref_t<decltype(*std::begin(std::declval<Range&>()))>;

/// What a bulk node takes its rows from.
template <class Range>
concept row_range = requires(Range& r) {
    std::begin(r);
    std::end(r);
};

/// A range whose elements lie side by side: no copy is made of them.
template <class Range>
concept contiguous = requires(const Range& r) {
    { r.data() } -> std::convertible_to<const element_of<Range>*>;
    { r.size() } -> std::convertible_to<std::size_t>;
};

/// What takes rows that were gathered; `first` is the index of the first in the whole input.
struct row_use {
    void (*call)(void* self, const rows_view& rows, std::size_t first);
    void* self;
};

/// Where rows come from, as plain data: they lie side by side already, or `gather` brings them.
struct row_source {
    rows_view rows{};
    void* range = nullptr;
    void (*gather)(void* range, std::size_t size, const row_use& use) = nullptr;
};

namespace detail {

/// Copies the rows of a range, at most `size` at a time. The taker may change the copies.
template <class Range>
void gather(void* range, std::size_t size, const row_use& use) {
    using element = element_of<Range>;
    std::vector<element> buffer;
    std::size_t done = 0;
    const auto flush = [&] {
        if (buffer.empty()) return;
        use.call(
            use.self,
            rows_view{reinterpret_cast<const std::byte*>(buffer.data()), sizeof(element), buffer.size(), {}},
            done);
        done += buffer.size();
        buffer.clear();
    };
    for (auto&& row : *static_cast<Range*>(range)) {
        buffer.push_back(static_cast<decltype(row)>(row));
        if (buffer.size() == size) flush();
    }
    flush();
}

template <bool Copied, class Range>
[[nodiscard, gnu::always_inline]] inline row_source source_at(Range& range) {
    using element = element_of<Range>;
    if constexpr (contiguous<Range> && !Copied) {
        const element* first = range.data();
        return {rows_view{reinterpret_cast<const std::byte*>(first),
                          sizeof(element),
                          static_cast<std::size_t>(range.size()),
                          {}}};
    } else {
        auto* from = const_cast<std::remove_const_t<Range>*>(__builtin_addressof(range));
        return {{}, from, &detail::gather<std::remove_const_t<Range>>};
    }
}

} // namespace detail

/// Holds a range as a node does: an lvalue is referred to (it must outlive the run), an rvalue moved in.
template <class Range>
struct held_rows {
    Range rows;
};
template <class Range>
struct held_rows<Range&> {
    Range* rows;
};
template <class Range>
[[nodiscard]] constexpr held_rows<Range> hold(Range&& range) {
    if constexpr (std::is_lvalue_reference_v<Range>) return {__builtin_addressof(range)};
    else return {static_cast<Range&&>(range)};
}

/// The rows of a range that is held, perhaps in a constant node. Code that takes `Copied` rows may change
/// them.
template <bool Copied, class Held>
[[nodiscard, gnu::always_inline]] inline row_source source_of(Held& held) {
    if constexpr (std::is_pointer_v<decltype(held.rows)>) return detail::source_at<Copied>(*held.rows);
    else return detail::source_at<Copied>(held.rows);
}

/// Whether the rows of a node can be read while the node is constant; else a copy of the range is read.
template <class Range>
concept read_in_place = std::is_lvalue_reference_v<Range> || row_range<const Range>;
/// The verdict on rows of a constant node.
template <class M, class Range>
using constant_rows_verdict =
    std::conditional_t<read_in_place<Range> || std::is_copy_constructible_v<Range>, rule::ok,
                       rule::the_rows_of_a_constant_node_can_be_read_only_once<M, Range>>;

namespace detail {
template <class T>
struct model_of_row {
    using type = T;
};
template <class M>
struct model_of_row<record<M>> {
    using type = M;
};
} // namespace detail

/// The model of rows: they are M or record<M>, in any range.
template <class Range>
using model_of_rows = typename detail::model_of_row<element_of<Range>>::type;

namespace detail {
template <class Range, write_kind What>
constexpr auto find_rows_verdict() {
    if constexpr (!row_range<Range>) return rule::the_rows_are_not_a_range<std::remove_cvref_t<Range>>{};
    else return schema::write_verdict<model_of_rows<Range>, What>{};
}
} // namespace detail

/// The verdict on rows of any model, for what is done with them.
template <class Range, write_kind What>
using rows_verdict = rule::diagnostic<decltype(detail::find_rows_verdict<Range, What>())>;

} // namespace dataflow::node_
