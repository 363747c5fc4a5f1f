// Any range as batches of rows that lie side by side in memory.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/batch.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/schema/model.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <memory>
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

/// Holds a range as a node does: an lvalue is referred to (it must outlive the run), an rvalue moved in.
template <class Range>
struct held_rows {
    Range rows;
    [[nodiscard]] auto& get() noexcept { return rows; }
    [[nodiscard]] const auto& get() const noexcept { return rows; }
};
template <class Range>
struct held_rows<Range&> {
    Range* rows;
    [[nodiscard]] Range& get() const noexcept { return *rows; }
};
template <class Range>
[[nodiscard]] constexpr held_rows<Range> hold(Range&& range) {
    if constexpr (std::is_lvalue_reference_v<Range>) return {std::addressof(range)};
    else return {std::forward<Range>(range)};
}

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
template <class Range>
constexpr auto find_rows_verdict() {
    if constexpr (!row_range<Range>) return rule::the_rows_are_no_range<std::remove_cvref_t<Range>>{};
    else return schema::model_verdict<model_of_rows<Range>>{};
}
} // namespace detail

/// The verdict on rows of any model.
template <class Range>
using rows_verdict = rule::shown<decltype(detail::find_rows_verdict<Range>())>;

/// Calls `use(batch)` for each batch of at most `size` rows. `Copied` rows may be changed by `use`.
template <bool Copied, class Range, class Use>
void each_batch(Range& range, std::size_t size, Use use) {
    using element = element_of<Range>;
    if constexpr (contiguous<Range> && !Copied) {
        const auto* first = reinterpret_cast<const std::byte*>(range.data());
        const auto all = static_cast<std::size_t>(range.size());
        for (std::size_t at = 0; at < all; at += size)
            use(batch{rows_view{first + at * sizeof(element), sizeof(element), std::min(size, all - at), {}}, at});
    } else {
        std::vector<element> buffer;
        std::size_t done = 0;
        const auto flush = [&] {
            if (buffer.empty()) return;
            use(batch{rows_view{reinterpret_cast<const std::byte*>(buffer.data()), sizeof(element), buffer.size(), {}}, done});
            done += buffer.size();
            buffer.clear();
        };
        for (auto&& row : range) {
            buffer.push_back(std::forward<decltype(row)>(row));
            if (buffer.size() == size) flush();
        }
        flush();
    }
}

} // namespace dataflow::node_
