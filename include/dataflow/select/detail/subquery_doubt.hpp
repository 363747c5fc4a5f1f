// Subqueries over a model without an alias, which compare columns of it: where the statement around is over
// that model, too, "the same row" and "the other row" are written alike.
#pragma once

#include <dataflow/query/compare.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/query/match.hpp>
#include <dataflow/schema/model.hpp>

#include <type_traits>

namespace dataflow::node_::detail {

template <class M, class... C>
constexpr bool any_of_model(query::types<C...>) noexcept {
    return (std::is_same_v<typename C::model, M> || ...);
}
template <class M, class... Left, class... Right>
constexpr bool share_a_column(query::types<Left...>, query::types<Right...> right) noexcept {
    return ([&]<class C>(std::type_identity<C>) {
        return std::is_same_v<typename C::model, M> &&
               [&]<class... R>(query::types<R...>) { return (std::is_same_v<C, R> || ...); }(right);
    }(std::type_identity<Left>{}) ||
            ...);
}

/// Whether two operands are columns of M that may be meant for two rows. Where the subquery only asks for a
/// row (`Asks`), all are; else it may well go by two columns of its own row, but not by a column and itself,
/// and not by two ids of M.
template <class M, bool Asks, class L, class R>
constexpr bool pair_in_doubt() noexcept {
    using left = query::plain_columns<L>;
    using right = query::plain_columns<R>;
    if constexpr (!any_of_model<M>(left{}) || !any_of_model<M>(right{})) return false;
    else if constexpr (Asks || share_a_column<M>(left{}, right{})) return true;
    else
        return std::is_same_v<typename schema::id_parts<typename L::type>::model, M> &&
               std::is_same_v<typename L::type, typename R::type>;
}

template <class M, bool Asks, class P>
struct predicate_in_doubt : std::false_type {};
template <class M, bool Asks, query::connective Op, class L, class R>
struct predicate_in_doubt<M, Asks, query::logic<Op, L, R>>
    : std::bool_constant<predicate_in_doubt<M, Asks, L>::value || predicate_in_doubt<M, Asks, R>::value> {};
template <class M, bool Asks, class P>
struct predicate_in_doubt<M, Asks, query::negation<P>> : predicate_in_doubt<M, Asks, P> {};
template <class M, bool Asks, query::comparison Op, class L, class R>
struct predicate_in_doubt<M, Asks, query::compare<Op, L, R>>
    : std::bool_constant<pair_in_doubt<M, Asks, L, R>()> {};
template <class M, bool Asks, query::match How, class L, class R>
struct predicate_in_doubt<M, Asks, query::text_test<How, L, R>>
    : std::bool_constant<pair_in_doubt<M, Asks, L, R>()> {};
template <class M, bool Asks, class E, class Low, class High>
struct predicate_in_doubt<M, Asks, query::between_test<E, Low, High>>
    : std::bool_constant<pair_in_doubt<M, Asks, E, Low>() || pair_in_doubt<M, Asks, E, High>()> {};

/// The models of a subquery's tables without an alias over which it is in doubt, as `query::in_doubt<M>`.
template <bool Asks, class P, class H, class... M>
constexpr auto models_in_doubt(query::types<M...>) {
    return (query::types<>{} + ... + std::conditional_t < predicate_in_doubt<M, Asks, P>::value ||
                predicate_in_doubt<M, Asks, H>::value,
            query::types<query::in_doubt<M>>, query::types < >> {});
}

} // namespace dataflow::node_::detail
