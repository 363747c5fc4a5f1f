// A list of types: the parts of an expression, the models of a node, the fields of a struct.
//
// It is a sequence for Boost.Hana, whose elements are `hana::basic_type`s, so that Hana's algorithms take it:
// `hana::unpack`, `fold_left`, `filter`, `find_if`, `contains`, `at`. Unlike `hana::tuple_t` it holds
// nothing, and is one instantiation however long it is. Lists stand where nothing is emitted, in `decltype`
// and in constants; docs/house.md says with figures what they are used for and what not.
#pragma once

#include <boost/hana/at.hpp>
#include <boost/hana/bool.hpp>
#include <boost/hana/concept/sequence.hpp>
#include <boost/hana/contains.hpp>
#include <boost/hana/filter.hpp>
#include <boost/hana/find_if.hpp>
#include <boost/hana/fold_left.hpp>
#include <boost/hana/optional.hpp>
#include <boost/hana/type.hpp>
#include <boost/hana/unpack.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace dataflow {

namespace hana = boost::hana;

namespace detail {
struct types_tag {};
} // namespace detail

/// A list of types.
template <class... T>
struct types {};

/// The types of both lists.
template <class... A, class... B>
constexpr types<A..., B...> operator+(types<A...>, types<B...>) noexcept {
    return {};
}

namespace detail {

// Each type of a list under its number: the compiler finds one of them by overload resolution.
template <std::size_t I, class T>
struct numbered {
    using type = T;
};
template <class Numbers, class... T>
struct numbered_all;
template <std::size_t... I, class... T>
struct numbered_all<std::index_sequence<I...>, T...> : numbered<I, T>... {};
template <std::size_t I, class T>
constexpr numbered<I, T> pick(const numbered<I, T>*) noexcept;
template <class List>
struct numbered_list;
template <class... T>
struct numbered_list<types<T...>> {
    using type = numbered_all<std::make_index_sequence<sizeof...(T)>, T...>;
};
} // namespace detail

/// How many types a list has.
template <class List>
inline constexpr std::size_t size_of = 0;
template <class... T>
inline constexpr std::size_t size_of<types<T...>> = sizeof...(T);

/// One of a list's types.
template <class List, std::size_t I>
using type_at = typename decltype(detail::pick<I>(
    static_cast<typename detail::numbered_list<List>::type*>(nullptr)))::type;

} // namespace dataflow

namespace boost::hana {

template <class... T>
struct tag_of<dataflow::types<T...>> {
    using type = dataflow::detail::types_tag;
};
template <>
struct Sequence<dataflow::detail::types_tag> {
    static constexpr bool value = true;
};
template <>
struct make_impl<dataflow::detail::types_tag> {
    template <class... T>
    static constexpr dataflow::types<T...> apply(basic_type<T>...) noexcept {
        return {};
    }
};
template <>
struct unpack_impl<dataflow::detail::types_tag> {
    template <class... T, class F>
    static constexpr decltype(auto) apply(dataflow::types<T...>, F&& f) {
        return static_cast<F&&>(f)(basic_type<T>{}...);
    }
};
template <>
struct at_impl<dataflow::detail::types_tag> {
    template <class List, class I>
    static constexpr auto apply(const List&, const I&) noexcept {
        return basic_type<dataflow::type_at<List, I::value>>{};
    }
};
template <>
struct is_empty_impl<dataflow::detail::types_tag> {
    template <class... T>
    static constexpr bool_<sizeof...(T) == 0> apply(dataflow::types<T...>) noexcept {
        return {};
    }
};
template <>
struct drop_front_impl<dataflow::detail::types_tag> {
    template <class List, std::size_t... I, std::size_t N>
    static constexpr dataflow::types<dataflow::type_at<List, N + I>...>
        rest(std::index_sequence<I...>, std::integral_constant<std::size_t, N>) noexcept;
    template <class... T, class N>
    static constexpr auto apply(dataflow::types<T...>, const N&) noexcept {
        constexpr std::size_t n = N::value < sizeof...(T) ? N::value : sizeof...(T);
        return decltype(rest<dataflow::types<T...>>(std::make_index_sequence<sizeof...(T) - n>{},
                                                    std::integral_constant<std::size_t, n>{})){};
    }
};
/// Without a function for each number up to the type that is found.
template <>
struct find_if_impl<dataflow::detail::types_tag> {
    template <class Is>
    static constexpr auto apply(dataflow::types<>, const Is&) noexcept {
        return hana::optional<>{};
    }
    template <class First, class... Rest, class Is>
    static constexpr auto apply(dataflow::types<First, Rest...>, const Is& is) noexcept {
        if constexpr (decltype(is(basic_type<First>{}))::value)
            return hana::optional<basic_type<First>>{basic_type<First>{}};
        else return apply(dataflow::types<Rest...>{}, is);
    }
};
/// Without a comparison of the list's types one by one, which is a function each.
template <>
struct contains_impl<dataflow::detail::types_tag> {
    template <class... T, class Wanted>
    static constexpr auto apply(dataflow::types<T...>, const Wanted&) noexcept {
        return bool_<(__is_same(T, typename Wanted::type) || ...)>{};
    }
};

} // namespace boost::hana

namespace dataflow {

/// Whether a type is in a list.
template <class T, class List>
inline constexpr bool among = decltype(hana::contains(List{}, hana::basic_type<T>{}))::value;

/// The types of a list for which a predicate holds: a function of a `hana::basic_type` that gives a
/// `hana::bool_`.
template <class List, class Is>
using filtered = decltype(hana::filter(List{}, Is{}));

namespace detail {
template <class Found>
struct found {
    using type = typename Found::type;
};
template <>
struct found<hana::optional<>> {
    using type = void;
};
} // namespace detail

/// The first of them; void where there is none.
template <class List, class Is>
using first_that = typename detail::found<decltype(hana::find_if(List{}, Is{}))>::type;

/// The first type of a list; void where it is empty.
template <class List>
struct front : std::type_identity<void> {};
template <class First, class... Rest>
struct front<types<First, Rest...>> : std::type_identity<First> {};

/// A list with a type added that it does not have: for `hana::fold_left`.
struct add_new {
    template <class... T, class New>
    constexpr auto operator()(types<T...>, hana::basic_type<New>) const noexcept {
        if constexpr ((__is_same(T, New) || ...)) return types<T...>{};
        else return types<T..., New>{};
    }
};

} // namespace dataflow
