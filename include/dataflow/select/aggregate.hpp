// Aggregates by groups: sums, counts and the like of the records of a model, or of a join.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/key_join.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/aggregate.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/group.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/select/detail/group_checks.hpp>
#include <dataflow/select/detail/select_clauses.hpp>
#include <dataflow/select/select.hpp>

#include <type_traits>

namespace dataflow::node_ {

/// Tables, a filter and groups, of which nothing has been selected yet.
template <class From, class Keys, class P>
struct aggregate_of;
template <class From, class... K, class P>
struct aggregate_of<From, query::operands<K...>, P> {
    using dataflow_unselected = typename detail::first_of_tables<From>::model; ///< `db.run` refuses it
    query::operands<K...> keys{};
    P predicate{};
    using held_type = typename held_by<From>::type;
    held_type held{};

    /// With the table that a foreign key leads to, or that holds it.
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto join(As as = {}) const& {
        return aggregate_of{*this}.template join<Member>(as);
    }
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto join(As = {}) && {
        using checked = join_verdict<From, Member, As>;
        static_assert(rule::told<checked>::verdict);
        return with<typename with_join<From, Member, As, join_kind::inner>::type>(
            static_cast<held_type&&>(held));
    }
    /// The same; rows without a partner stay.
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto left_join(As as = {}) const& {
        return aggregate_of{*this}.template left_join<Member>(as);
    }
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto left_join(As = {}) && {
        using checked = join_verdict<From, Member, As>;
        static_assert(rule::told<checked>::verdict);
        return with<typename with_join<From, Member, As, join_kind::left>::type>(
            static_cast<held_type&&>(held));
    }
    /// The same; the rows of the joined table without a partner stay.
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto right_join(As as = {}) const& {
        return aggregate_of{*this}.template right_join<Member>(as);
    }
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto right_join(As = {}) && {
        using checked = join_verdict<From, Member, As>;
        static_assert(rule::told<checked>::verdict);
        return with<typename with_join<From, Member, As, join_kind::right>::type>(
            static_cast<held_type&&>(held));
    }
    /// The same; those of both sides stay.
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto full_join(As as = {}) const& {
        return aggregate_of{*this}.template full_join<Member>(as);
    }
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto full_join(As = {}) && {
        using checked = join_verdict<From, Member, As>;
        static_assert(rule::told<checked>::verdict);
        return with<typename with_join<From, Member, As, join_kind::full>::type>(
            static_cast<held_type&&>(held));
    }
    /// With the rows of any table that fulfill a condition, as in a select.
    template <class M, class... Given>
    [[nodiscard]] constexpr auto join(const Given&... given) const {
        using checked = joined_verdict<From, join_kind::inner, M, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined<join_kind::inner, M, rule::is_ok<checked>>(given...);
    }
    template <class M, class... Given>
    [[nodiscard]] constexpr auto left_join(const Given&... given) const {
        using checked = joined_verdict<From, join_kind::left, M, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined<join_kind::left, M, rule::is_ok<checked>>(given...);
    }
    template <class M, class... Given>
    [[nodiscard]] constexpr auto right_join(const Given&... given) const {
        using checked = joined_verdict<From, join_kind::right, M, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined<join_kind::right, M, rule::is_ok<checked>>(given...);
    }
    template <class M, class... Given>
    [[nodiscard]] constexpr auto full_join(const Given&... given) const {
        using checked = joined_verdict<From, join_kind::full, M, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined<join_kind::full, M, rule::is_ok<checked>>(given...);
    }
    /// With the rows of a common table that fulfill a condition.
    template <class Common, class... Given>
        requires is_common_table<Common>
    [[nodiscard]] constexpr auto join(const Common& common, const Given&... given) const {
        using checked = common_verdict<From, join_kind::inner, Common, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined_common<join_kind::inner, rule::is_ok<checked>>(common, given...);
    }
    template <class Common, class... Given>
        requires is_common_table<Common>
    [[nodiscard]] constexpr auto left_join(const Common& common, const Given&... given) const {
        using checked = common_verdict<From, join_kind::left, Common, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined_common<join_kind::left, rule::is_ok<checked>>(common, given...);
    }
    template <class Common, class... Given>
        requires is_common_table<Common>
    [[nodiscard]] constexpr auto right_join(const Common& common, const Given&... given) const {
        using checked = common_verdict<From, join_kind::right, Common, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined_common<join_kind::right, rule::is_ok<checked>>(common, given...);
    }
    template <class Common, class... Given>
        requires is_common_table<Common>
    [[nodiscard]] constexpr auto full_join(const Common& common, const Given&... given) const {
        using checked = common_verdict<From, join_kind::full, Common, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined_common<join_kind::full, rule::is_ok<checked>>(common, given...);
    }
    /// Only of records that fulfill a predicate.
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const& {
        return aggregate_of{*this}.where(static_cast<Q&&>(q));
    }
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) && {
        using once = clause_verdict<dataflow_unselected, "where", std::is_same_v<P, every>>;
        static_assert(once{});
        using verdict = rule::diagnostic<
            decltype(detail::find_filter_verdict<typename detail::first_of_tables<From>::model, Q>())>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return static_cast<aggregate_of&&>(*this);
        else {
            return aggregate_of<From, query::operands<K...>, query::filter_type<Q>>{
                static_cast<query::operands<K...>&&>(keys), query::make_filter(static_cast<Q&&>(q)),
                static_cast<held_type&&>(held)};
        }
    }
    /// One row for each different value of these expressions; they are the first that is selected, but for
    /// those in `df::unselected`.
    template <class... By>
    [[nodiscard]] constexpr auto group_by(const By&... by) const& {
        return aggregate_of{*this}.group_by(by...);
    }
    template <class... By>
    [[nodiscard]] constexpr auto group_by(const By&... by) && {
        using once = clause_verdict<dataflow_unselected, "group_by", sizeof...(K) == 0>;
        static_assert(once{});
        using checked = keys_verdict<By...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<keys_verdict<By...>>) return aggregate_of{*this};
        else
            return aggregate_of<From, query::operands<By...>, P>{
                query::make_operands(by...), static_cast<P&&>(predicate), static_cast<held_type&&>(held)};
    }
    /// As structs of type S: the groups and the items fill the fields of their names.
    template <class S, class... T>
    [[nodiscard]] constexpr auto select(const T&... items) const& {
        return aggregate_of{*this}.template make<struct_rows<S>>(items...);
    }
    template <class S, class... T>
    [[nodiscard]] constexpr auto select(const T&... items) && {
        return make<struct_rows<S>>(items...);
    }
    /// As rows with names: `row["total"_n]`.
    template <class... T>
    [[nodiscard]] constexpr auto select(const T&... items) const& {
        return aggregate_of{*this}.template make<named_rows>(items...);
    }
    template <class... T>
    [[nodiscard]] constexpr auto select(const T&... items) && {
        return make<named_rows>(items...);
    }

  private:
    template <class Tables>
    [[nodiscard]] constexpr auto with(typename held_by<Tables>::type&& holds) {
        return aggregate_of<Tables, query::operands<K...>, P>{
            static_cast<query::operands<K...>&&>(keys), static_cast<P&&>(predicate),
            static_cast<typename held_by<Tables>::type&&>(holds)};
    }
    template <join_kind How, bool Kept, class Common, class... Given>
    [[nodiscard]] constexpr auto joined_common(const Common& common, const Given&... given) const {
        if constexpr (!Kept) return refused{};
        else
            return join_common<How, From>(
                [copy = *this]<class Tables>(typename held_by<Tables>::type&& holds) mutable {
                    return copy.template with<Tables>(static_cast<typename held_by<Tables>::type&&>(holds));
                },
                held, common, given...);
    }
    template <join_kind How, class M, bool Kept, class... Given>
    [[nodiscard]] constexpr auto joined(const Given&... given) const {
        if constexpr (!Kept) return refused{};
        else
            return join_on<How, From, M>(
                [copy = *this]<class Tables>(typename held_by<Tables>::type&& holds) mutable {
                    return copy.template with<Tables>(static_cast<typename held_by<Tables>::type&&>(holds));
                },
                held, given...);
    }
    template <class Rows, class... T>
    [[nodiscard, gnu::always_inline]] constexpr auto make(const T&... items) { // the predicate is moved
        using verdict = rule::first_broken<
            std::conditional_t<query::is_unselected<T>, rule::a_select_takes_expressions_only<T>,
                               rule::ok>...,
            detail::verdict_on<Rows, query::selected_items<K..., typename query::item_beside_groups<
                                                                     sizeof...(K) != 0, T>::type...>>>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return typename Rows::refused_node{};
        else
            return select_node<
                Rows, From,
                query::operands<K..., typename query::item_beside_groups<sizeof...(K) != 0, T>::type...>,
                sizeof...(K), P>{
                {},
                query::join_operands(static_cast<query::operands<K...>&&>(keys),
                                     query::make_operands(query::item_beside_groups < sizeof...(K) != 0,
                                                          T > ::make(items)...)),
                static_cast<P&&>(predicate),
                {},
                {},
                static_cast<held_type&&>(held)};
    }
};

} // namespace dataflow::node_

namespace dataflow {

/// Aggregates of the records of a model:
///
///     df::aggregate<Order>().group_by(field<&Order::status>).select<ByStatus>(
///         df::sum(field<&Order::total>).as<"total">())
template <class M>
[[nodiscard]] constexpr auto aggregate() {
    using checked = schema::model_verdict<M>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!schema::is_model<M>) return node_::refused{};
    else return node_::aggregate_of<query::types<node_::first_table<M>>, query::operands<>, node_::every>{};
}

} // namespace dataflow
