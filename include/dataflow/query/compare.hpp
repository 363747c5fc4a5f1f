// The operators that compare: == != < <= > >=. What they give is in query/comparison.hpp.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/query/comparison.hpp>
#include <dataflow/query/detail/compare_checks.hpp>
#include <dataflow/query/detail/whole_bound.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/placeholder.hpp>
#include <dataflow/query/refused.hpp>
#include <dataflow/sql/predicates.hpp>

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

namespace dataflow::query {

/// The one place where a comparison is made: `left` is an expression, `right` anything.
template <comparison Op, class L, class R>
[[nodiscard, gnu::always_inline]] constexpr auto make_compare(const L& left, R&& right) {
    using r = std::remove_cvref_t<R>;
    if constexpr (!rule::is_ok<compare_verdict<Op, L, r>>) return refused_predicate{};
    else if constexpr (std::is_same_v<r, std::nullopt_t>) return null_test<L, Op == comparison::eq>{{left}};
    else if constexpr (parameter<r>)
        return compare<Op, L, decltype(make_placeholder<L>(right))>{{left, {make_placeholder<L>(right)}}};
    else if constexpr (scalar<r>) return compare<Op, L, r>{{left, {static_cast<R&&>(right)}}};
    else if constexpr (detail::asks_by_bound<typename L::type, r>)
        return detail::compare_by_bound<Op>(left, right);
    else if constexpr (category_of<typename L::type> == category::decimal && detail::beyond_64_bits<bare<r>>)
        return make_compare<Op>(left, detail::nearest_of_64_bits(right));
    else
        return compare<Op, L, literal_of<L, R>>{
            {left, {make_literal<literal_of<L, R>>(static_cast<R&&>(right), detail::field_of<L>())}}};
}

/// What a comparison gives. The operators are declared with it: those of std::optional ask for it, too, and
/// their question must not be what tells a mistake.
template <comparison Op, class L, class R>
struct comparison_of {};
template <comparison Op, scalar L, class R>
struct comparison_of<Op, L, R>
    : std::type_identity<decltype(make_compare<Op>(std::declval<const L&>(), std::declval<R>()))> {};
template <comparison Op, class L, class R>
using compared = typename comparison_of<Op, L, R>::type;

template <scalar L, class R>
    requires(!scalar<R>)
[[nodiscard]] constexpr compared<comparison::eq, L, R> operator==(const L& l, R&& r) {
    using checked = compare_verdict<comparison::eq, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::eq>(l, static_cast<R&&>(r));
}
// Both taken in one way: with R&&, the same operator with its operands exchanged would be the better match
// for some, and C++20 refuses such a rewritten == whose result is not bool.
template <scalar L, scalar R>
[[nodiscard]] constexpr compared<comparison::eq, L, const R&> operator==(const L& l, const R& r) {
    using checked = compare_verdict<comparison::eq, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::eq>(l, r);
}
template <scalar L, class R>
    requires(!scalar<R>)
[[nodiscard]] constexpr compared<comparison::ne, L, R> operator!=(const L& l, R&& r) {
    using checked = compare_verdict<comparison::ne, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::ne>(l, static_cast<R&&>(r));
}
template <scalar L, scalar R>
[[nodiscard]] constexpr compared<comparison::ne, L, const R&> operator!=(const L& l, const R& r) {
    using checked = compare_verdict<comparison::ne, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::ne>(l, r);
}
template <scalar L, class R>
[[nodiscard]] constexpr compared<comparison::lt, L, R> operator<(const L& l, R&& r) {
    using checked = compare_verdict<comparison::lt, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::lt>(l, static_cast<R&&>(r));
}
template <scalar L, class R>
[[nodiscard]] constexpr compared<comparison::le, L, R> operator<=(const L& l, R&& r) {
    using checked = compare_verdict<comparison::le, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::le>(l, static_cast<R&&>(r));
}
template <scalar L, class R>
[[nodiscard]] constexpr compared<comparison::gt, L, R> operator>(const L& l, R&& r) {
    using checked = compare_verdict<comparison::gt, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::gt>(l, static_cast<R&&>(r));
}
template <scalar L, class R>
[[nodiscard]] constexpr compared<comparison::ge, L, R> operator>=(const L& l, R&& r) {
    using checked = compare_verdict<comparison::ge, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::ge>(l, static_cast<R&&>(r));
}

template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr compared<comparison::eq, R, L> operator==(L&& l, const R& r) {
    using checked = compare_verdict<comparison::eq, R, L>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::eq>(r, static_cast<L&&>(l));
}
template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr compared<comparison::ne, R, L> operator!=(L&& l, const R& r) {
    using checked = compare_verdict<comparison::ne, R, L>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::ne>(r, static_cast<L&&>(l));
}
template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr compared<comparison::gt, R, L> operator<(L&& l, const R& r) {
    using checked = compare_verdict<comparison::gt, R, L>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::gt>(r, static_cast<L&&>(l));
}
template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr compared<comparison::ge, R, L> operator<=(L&& l, const R& r) {
    using checked = compare_verdict<comparison::ge, R, L>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::ge>(r, static_cast<L&&>(l));
}
template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr compared<comparison::lt, R, L> operator>(L&& l, const R& r) {
    using checked = compare_verdict<comparison::lt, R, L>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::lt>(r, static_cast<L&&>(l));
}
template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr compared<comparison::le, R, L> operator>=(L&& l, const R& r) {
    using checked = compare_verdict<comparison::le, R, L>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::le>(r, static_cast<L&&>(l));
}

} // namespace dataflow::query
