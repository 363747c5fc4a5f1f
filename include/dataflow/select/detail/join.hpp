// Joins on any condition: `.join<B>(field<&A::x> < field<&B::y>)`, and what is checked of them.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/compare.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/select/select_checks.hpp>

#include <type_traits>

namespace dataflow::node_ {

namespace detail {

/// Whether a condition has an equality of the joined table with those before it: PostgreSQL finds the rows of
/// a full join by it.
template <class Before, class Tag, class P>
inline constexpr bool has_equality = false;
template <class Before, class Tag, class L, class R>
inline constexpr bool has_equality<Before, Tag, query::logic<query::connective::both, L, R>> =
    has_equality<Before, Tag, L> || has_equality<Before, Tag, R>;

/// Whether an expression is about some of these tables, and about no other.
template <class Tags, class E>
inline constexpr bool only_about =
    !std::is_void_v<typename E::model> && std::is_void_v<query::outsider<Tags, typename E::model>>;

template <class Before, class Tag, class L, class R>
inline constexpr bool has_equality<Before, Tag, query::compare<query::comparison::eq, L, R>> =
    !query::compare<query::comparison::eq, L, R>::null_is_a_value &&
    ((only_about<Before, L> && only_about<types<Tag>, R>) ||
     (only_about<types<Tag>, L> && only_about<Before, R>));

/// The condition of a join with rows of this tag, of which M is a model.
template <class From, join_kind How, class M, class Tag, class P>
constexpr auto find_predicate_verdict() {
    using tags = tags_of<From>;
    if constexpr (std::is_same_v<From, types<>>) return rule::a_select_of_several_models_needs_a_from<M>{};
    else if constexpr (query::windows<P>) return rule::a_window_is_used_in_a_filter<M>{};
    else if constexpr (query::aggregates<P>) return rule::an_aggregate_is_used_in_a_filter<M>{};
    else if constexpr (P::optionals != 0) return rule::the_condition_of_a_join_has_an_optional_part<M>{};
    else {
        using outside = query::outsider<decltype(typename tags::type{} + types<Tag>{}), typename P::model>;
        using left = decltype(find_left_verdict<M, typename tags::left>(query::plain_columns<P>{}));
        if constexpr (!std::is_void_v<outside>) return rule::a_field_of_another_model_is_used<M, outside>{};
        else if constexpr (!rule::is_ok<left>) return left{};
        else if constexpr (How == join_kind::full && !has_equality<typename tags::type, Tag, P>)
            return rule::a_full_join_needs_an_equality<M>{};
        else return rule::ok{};
    }
}

template <class From, join_kind How, class M, fixed_string Alias, class Q>
constexpr auto find_condition_verdict() {
    using tag = tag_of<M, Alias>;
    if constexpr (!rule::is_ok<schema::model_verdict<M>>) return schema::model_verdict<M>{};
    else if constexpr (tags_of<From>::template find<tag>() >= 0)
        return rule::a_model_is_joined_twice_without_an_alias<M>{};
    else if constexpr (is_name_of_a_table<M, Alias>(From{}))
        return rule::an_alias_is_the_name_of_a_table<M, Alias>{};
    else return find_predicate_verdict<From, How, M, tag, query::detail::part_type<Q>>();
}

/// What a join is given: a condition, or an alias and a condition.
template <class... Given>
struct join_arguments {
    static constexpr bool taken = false;
};
template <condition Q>
struct join_arguments<Q> {
    static constexpr bool taken = true;
    using as = query::as_name<"">;
    using predicate = Q;
    static constexpr const Q& of(const Q& q) { return q; }
};
template <fixed_string Name, condition Q>
struct join_arguments<query::as_name<Name>, Q> {
    static constexpr bool taken = true;
    using as = query::as_name<Name>;
    using predicate = Q;
    static constexpr const Q& of(query::as_name<Name>, const Q& q) { return q; }
};

template <class From, join_kind How, class M, class... Given>
constexpr auto find_joined_verdict() {
    using arguments = join_arguments<Given...>;
    if constexpr (!arguments::taken)
        return rule::a_join_is_not_by_the_member_that_is_its_foreign_key<
            typename first_of_tables<From>::model, M>{};
    else return find_condition_verdict<From, How, M, arguments::as::alias, typename arguments::predicate>();
}

} // namespace detail

/// The verdict on `.join<M>(given...)`.
template <class From, join_kind How, class M, class... Given>
using joined_verdict = rule::diagnostic<decltype(detail::find_joined_verdict<From, How, M, Given...>())>;

/// The tables with one more.
template <class From, join_kind How, class Source>
struct with_source;
template <class... S, join_kind How, class Source>
struct with_source<query::types<S...>, How, Source> {
    using type = query::types<detail::before_join<How, S>..., Source>;
};

/// Joins a select, or groups, on a condition: calls `made<tables>(held)`.
template <join_kind How, class From, class M, class Make, class Held, class... Given>
[[nodiscard]] constexpr auto join_on(Make make, Held held, const Given&... given) {
    using arguments = detail::join_arguments<Given...>;
    using P = query::detail::part_type<typename arguments::predicate>;
    using tables = typename with_source<From, How, table_joined_on<M, arguments::as::alias, P, How>>::type;
    return make.template operator()<tables>(
        query::join_operands(static_cast<Held&&>(held), query::make_operands(P{arguments::of(given...)})));
}

} // namespace dataflow::node_
