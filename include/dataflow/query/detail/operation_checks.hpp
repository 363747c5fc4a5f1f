// What the lists and the texts may be that a column is tested with.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/placeholder.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/schema/types.hpp>

#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::query::detail {

/// As what a value is matched with texts: a key of text as that text.
template <class T>
struct matched_as {
    using type = T;
};
template <class M>
struct matched_as<id<M, std::string>> {
    using type = std::string;
};
template <class T>
using matched_type = typename matched_as<T>::type;
/// What a pattern stands next to.
template <class E>
struct matched {
    using type = matched_type<typename E::type>;
    static constexpr std::string_view name = field_of<E>();
};

/// The verdict on a value of the list of an `in`.
template <class Self, class V>
constexpr auto find_element_verdict() {
    using T = typename Self::type;
    if constexpr (inexact<T, V>)
        return rule::a_decimal_meets_an_inexact_number<typename Self::model, field_text<Self>, T, V>{};
    else if constexpr (literal_for<T, V> && !schema::is_optional<V> &&
                       schema::is_decimal<T> >= schema::is_decimal<V>)
        return rule::ok{};
    else return rule::a_field_is_compared_with_another_type<typename Self::model, field_text<Self>, T, V>{};
}
/// The verdict on the list of an `in`.
template <class Self, class Range>
constexpr auto find_in_verdict() {
    if constexpr (requires {
                      typename Range::around;
                      Range::made_by;
                  })
        return rule::a_function_around_a_whole_node_is_given_as_a_subquery<Range::made_by,
                                                                           typename Range::model>{};
    else if constexpr (!requires(const Range& values) { std::begin(values); })
        return rule::the_values_of_an_in_are_not_a_list<typename Self::model, field_text<Self>, Range>{};
    else
        return find_element_verdict<
            Self, std::remove_cvref_t<decltype(*std::begin(std::declval<const Range&>()))>>();
}
/// The verdict on what a column is matched with as text.
template <class Self, class V>
constexpr auto find_text_verdict() {
    using T = typename Self::type;
    using model = typename Self::model;
    if constexpr (category_of<matched_type<T>> != category::text)
        return rule::a_field_that_is_not_a_string_is_matched_as_one<model, field_text<Self>, T>{};
    else if constexpr (parameter<V> || (literal_for<matched_type<T>, V> && !schema::is_optional<V>))
        return rule::ok{};
    else return rule::a_field_is_compared_with_another_type<model, field_text<Self>, T, V>{};
}

} // namespace dataflow::query::detail
