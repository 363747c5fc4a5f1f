// What a comparison of whole numbers asks for when the other number is a real one, or may be beyond 64 bits:
// exactly, and by an index on the column. `n > 1.5` asks for `n >= 2`, `n < 1e300` for `n <= 2^63 - 1`.
#pragma once

#include <dataflow/core/whole.hpp>
#include <dataflow/query/comparison.hpp>
#include <dataflow/query/detail/checked.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/schema/types.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace dataflow::query::detail {

/// A whole number of a type that has some beyond 64 bits.
template <class V>
concept beyond_64_bits =
    whole_number<V> && !dataflow::detail::is_in_range<std::int64_t>(std::numeric_limits<V>::max());

/// Whether a V next to an expression of type T is compared by a `whole_bound`.
template <class T, class V>
inline constexpr bool asks_by_bound =
    real_beside_whole<T, V> ||
    (category_of<T> == category::integer && !schema::is_id<T> && beyond_64_bits<bare<V>>);

/// The whole number that is asked for. Where none of 64 bits could be, it is NULL, of which no comparison is
/// true.
template <class T>
struct whole_bound {
    using dataflow_scalar = void;
    using type = T;
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr bool nullable = false; ///< for NULL is not equal to NULL here
    static constexpr bool may_be_none = true;
    static constexpr std::size_t parameters = 1;
    static constexpr std::size_t lists = 0;

    std::optional<std::int64_t> held;
    std::string_view field{};

    static constexpr void write(sql::writer& w, sql::place at) { w.value(at); }
    constexpr void bind(binder& b) const {
        b.add(held ? value::of_integer(storage::int64, *held, field) : value::null(storage::int64, field));
    }
};

/// Where a number is among those of 64 bits: beyond all of them (`side`), or next to `n`, which it is less
/// than, equal to, or greater than (`rest`).
struct whole_position {
    int side = 0;
    std::int64_t n = 0;
    int rest = 0;
};
template <beyond_64_bits V>
constexpr whole_position position_of(V x, std::string_view) {
    if (!dataflow::detail::is_in_range<std::int64_t>(x)) return {x < V{} ? -1 : 1};
    return {0, static_cast<std::int64_t>(x)};
}
template <std::floating_point V>
constexpr whole_position position_of(V x, std::string_view field) {
    constexpr V end = static_cast<V>(std::uint64_t{1} << 63U);
    if (x >= end) return {1};
    if (x < -end) return {-1};
    if (!(x >= -end)) refuse_literal(field, "a whole number is compared with NaN");
    const auto cut = static_cast<std::int64_t>(x);
    const auto back = static_cast<V>(cut);
    return {0, cut, x < back ? -1 : x > back ? 1 : 0};
}

/// `lt` and `gt` are asked as `le` and `ge` of the number before or after.
template <comparison Op>
inline constexpr comparison asked_as = Op == comparison::lt   ? comparison::le
                                       : Op == comparison::gt ? comparison::ge
                                                              : Op;

/// The number for which `asked_as<Op>` says what `Op` says of the one at a position.
template <comparison Op>
constexpr std::optional<std::int64_t> bound_at(const whole_position& x) noexcept {
    using limits = std::numeric_limits<std::int64_t>;
    constexpr bool up = asked_as<Op> == comparison::ge; // else down
    if constexpr (Op == comparison::eq) {
        if (x.side != 0 || x.rest != 0) return std::nullopt;
        return x.n;
    } else {
        if (x.side != 0) {
            if ((x.side < 0) != up) return std::nullopt;
            return up ? limits::min() : limits::max();
        }
        if (up ? x.rest < 0 : x.rest > 0) return x.n; // on the right side of it already
        if (x.rest == 0 && Op == asked_as<Op>) return x.n;
        if (x.n == (up ? limits::max() : limits::min())) return std::nullopt;
        return up ? x.n + 1 : x.n - 1;
    }
}

/// A whole number compared with what `asks_by_bound`. Throws `invalid_value` for NaN.
template <comparison Op, class L, class V>
[[nodiscard]] constexpr auto compare_by_bound(const L& left, const V& x) {
    using bound = whole_bound<typename L::type>;
    constexpr auto name = field_of<L>();
    if constexpr (Op == comparison::ne) return !compare_by_bound<comparison::eq>(left, x);
    else if constexpr (!schema::is_optional<V>)
        return compare<asked_as<Op>, L, bound>{{left, {bound{bound_at<Op>(position_of(x, name)), name}}}};
    else if constexpr (Op != comparison::eq)
        return compare<asked_as<Op>, L, bound>{
            {left, {bound{x ? bound_at<Op>(position_of(*x, name)) : std::nullopt, name}}}};
    else { // an empty one is equal to NULL, one beyond 64 bits to nothing
        using number = literal<typename L::type, std::optional<std::int64_t>>;
        using flag = literal<bool, bool>;
        const auto held = x ? bound_at<Op>(position_of(*x, name)) : std::nullopt;
        return compare<Op, L, number>{{left, {number{held, name}}}} &&
               compare<Op, flag, flag>{{flag{held || !x, name}, {flag{true, name}}}};
    }
}

/// The nearest number of 64 bits: no decimal reaches those at the ends.
template <class V>
    requires beyond_64_bits<bare<V>>
constexpr auto nearest_of_64_bits(const V& x) noexcept {
    if constexpr (schema::is_optional<V>)
        return x ? std::optional{nearest_of_64_bits(*x)} : std::optional<std::int64_t>{};
    else return *bound_at<comparison::le>(position_of(x, {}));
}

} // namespace dataflow::query::detail
