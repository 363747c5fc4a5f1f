// Selects inside of expressions: `df::exists(...)`, `x.in(df::select(...))`, `df::scalar(df::select(...))`.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/select.hpp>
#include <dataflow/node/select_checks.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/query/logic.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace dataflow::node_ {

namespace detail {

constexpr std::type_identity<void> first_input(types<>) { return {}; }
template <class First, class... Rest>
constexpr std::type_identity<First> first_input(types<First, Rest...>) {
    return {};
}

/// A limit would be a variant of the statement around it.
[[noreturn]] inline void refuse_clauses() {
    throw invalid_value({.message = "a subquery has no limit, no offset, no total and no cursor", .node = "select"});
}
template <class S>
constexpr const S& without_clauses(const S& s) {
    if (s.clauses.most || s.clauses.skipped != 0) refuse_clauses();
    return s;
}

/// A list becomes a select of its records.
template <class S>
struct select_of {
    using type = S;
    static constexpr const S& make(const S& s) { return s; }
};
template <class M, class P, class... O>
struct select_of<list_node<M, P, O...>> {
    using list = list_node<M, P, O...>;
    using type = select_node<record_rows, types<first_table<M>>, query::pack<>, 0, P, every, types<>>;
    static constexpr type make(const list& l) {
        if (l.clauses.behind || l.clauses.total_wanted) refuse_clauses();
        return {{}, l.predicate, {}, {l.clauses.most, l.clauses.skipped}};
    }
};

/// The parts of an expression or a predicate, but for those of these tags: what a subquery uses of what is around it.
template <class Tags, class... C>
constexpr auto outer_columns(types<C...>) {
    return (types<>{} + ... + std::conditional_t<std::is_void_v<query::outsider<Tags, typename C::model>>, types<>, types<C>>{});
}
template <class... Tags, class... M>
constexpr auto outer_models(types<Tags...>, types<M...>) {
    return (types<>{} + ... + std::conditional_t<query::detail::among<M, Tags...>, types<>, types<M>>{});
}
template <class Models>
struct joint;
template <class... M>
struct joint<types<M...>> {
    using type = std::conditional_t<sizeof...(M) == 0, void, query::models<M...>>;
};
template <class M>
struct joint<types<M>> {
    using type = M;
};

template <class Items>
struct items_in;
template <class... T>
struct items_in<query::pack<T...>> {
    template <class... More>
    using columns = columns_of<expression_of<T>..., More...>;
};

/// What a subquery is to the statement around it.
template <class S>
struct inside {
    using P = typename S::predicate_type;
    using H = typename S::having_type;
    using tags = typename tags_of<typename S::tables>::type;
    using all = query::model_list<query::joint_model<typename S::items_type, query::pack<P, H>>>;
    using model = typename joint<decltype(outer_models(tags{}, all{}))>::type;
    using columns = decltype(outer_columns<tags>(typename items_in<typename S::items_type>::template columns<P, H>::type{}));
    using verdict = std::conditional_t<
        P::optionals != 0 || H::optionals != 0, rule::a_subquery_has_an_optional_part<typename S::model>,
        typename S::template verdict<query::model_list<model>>>;
};

constexpr void write_one(sql::writer& w) { w << "1"; }

/// Its text. Whether there is a row does not depend on what is selected, or in what order.
template <class S, bool Exists>
constexpr void write_inside(sql::writer& w) {
    sql::select_parts parts = S::parts;
    parts.order = {};
    if (Exists && S::records) parts.items = &write_one;
    w << "(";
    sql::write_select(w, parts, {parts.predicate != nullptr, parts.having != nullptr}, true);
    w << ")";
}

} // namespace detail

/// What the three kinds of subqueries share.
template <class S>
struct subquery {
    using model = typename detail::inside<S>::model;
    static constexpr std::size_t inner_parameters = S::items_type::parameters + S::predicate_type::parameters + S::having_type::parameters;
    static constexpr std::size_t inner_lists = S::items_type::lists + S::predicate_type::lists + S::having_type::lists;
};

/// `EXISTS (SELECT ...)`.
template <class S>
struct exists_test {
    using dataflow_predicate = void;
    using model = typename subquery<S>::model;
    using inputs = query::types<>;
    static constexpr std::size_t parameters = subquery<S>::inner_parameters;
    static constexpr std::size_t lists = subquery<S>::inner_lists;
    static constexpr std::size_t optionals = 0;
    static constexpr bool unknown = false;

    S of;

    static constexpr void write(sql::writer& w, std::size_t = 0) {
        w << "EXISTS ";
        detail::write_inside<S, true>(w);
    }
    constexpr void bind(query::binder& b) const { of.bind(b); }
};

/// `x IN (SELECT ...)`.
template <class E, class S>
struct in_select_test {
    using dataflow_predicate = void;
    using model = query::joint_model<E, subquery<S>>;
    using inputs = typename E::inputs;
    static constexpr std::size_t parameters = E::parameters + subquery<S>::inner_parameters;
    static constexpr std::size_t lists = E::lists + subquery<S>::inner_lists;
    static constexpr std::size_t optionals = 0;
    static constexpr bool unknown = E::nullable || expression_of<decltype(S::items_type::first)>::nullable;

    E operand;
    S of;

    static constexpr void write(sql::writer& w, std::size_t = 0) {
        query::write_operand<E>(w);
        w << " IN ";
        detail::write_inside<S, false>(w);
    }
    constexpr void bind(query::binder& b) const {
        if constexpr (E::parameters != 0) operand.bind(b);
        of.bind(b);
    }
};

/// The one value of a select of an aggregate.
template <class S>
struct scalar_select : query::operations<scalar_select<S>> {
    using dataflow_scalar = void;
    using expression = expression_of<decltype(S::items_type::first)>;
    using type = typename expression::type;
    using model = typename subquery<S>::model;
    using inputs = query::types<>;
    static constexpr bool nullable = expression::nullable;
    static constexpr std::size_t parameters = subquery<S>::inner_parameters;
    static constexpr std::size_t lists = subquery<S>::inner_lists;

    S of;

    constexpr explicit scalar_select(const S& s) : of(s) {}
    static constexpr void write(sql::writer& w) { detail::write_inside<S, false>(w); }
    constexpr void bind(query::binder& b) const { of.bind(b); }
};

namespace detail {

template <class S>
constexpr auto find_subquery_verdict() {
    using placeholder = typename decltype(first_input(typename S::inputs{}))::type;
    if constexpr (!std::is_void_v<placeholder>) return rule::a_subquery_has_a_parameter_of_a_workflow<typename S::model, placeholder::name_of_input>{};
    else return typename inside<S>::verdict{};
}
template <class E, class S>
constexpr auto find_in_select_verdict() {
    if constexpr (!requires { requires std::is_same_v<typename S::rows_type, value_rows>; }) return rule::a_subquery_does_not_give_one_value<typename S::row>{};
    else {
        using item = expression_of<decltype(S::items_type::first)>;
        if constexpr (!query::detail::comparable<typename E::type, typename item::type>)
            return rule::a_field_is_compared_with_another_type<typename E::model, query::detail::field_text<E>, typename E::type,
                                                               typename item::type>{};
        else return find_subquery_verdict<S>();
    }
}
template <class S>
constexpr auto find_scalar_verdict() {
    if constexpr (!requires { requires std::is_same_v<typename S::rows_type, value_rows>; }) return rule::a_subquery_does_not_give_one_value<typename S::row>{};
    else if constexpr (S::groups != 0 || !query::aggregates<expression_of<decltype(S::items_type::first)>>)
        return rule::a_scalar_subquery_may_give_several_rows<typename S::model>{};
    else return find_subquery_verdict<S>();
}

} // namespace detail

/// Made by `x.in(df::select(...))`.
template <class E, class S>
[[nodiscard]] constexpr auto in_select(const E& operand, const S& of) {
    using verdict = rule::shown<decltype(detail::find_in_select_verdict<E, S>())>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return query::refused_predicate{};
    else return in_select_test<E, S>{operand, detail::without_clauses(of)};
}

} // namespace dataflow::node_

namespace dataflow::query {

template <class S>
struct contents<node_::exists_test<S>> : detail::contents_are<typename node_::detail::inside<S>::columns> {};
template <class E, class S>
struct contents<node_::in_select_test<E, S>>
    : detail::contents_are<decltype(typename contents<E>::plain_columns{} + typename node_::detail::inside<S>::columns{}), contents<E>::aggregates,
                           contents<E>::windows, contents<E>::nested> {};
template <class S>
struct contents<node_::scalar_select<S>> : detail::contents_are<typename node_::detail::inside<S>::columns> {};

} // namespace dataflow::query

namespace dataflow {

/// Whether a list or a select has a row; its filter may use fields of the statement around it:
/// `df::exists(df::list<Order>().where(field<&Order::customer_id> == field<&Customer::id>))`.
template <query::subselect S>
[[nodiscard]] constexpr auto exists(const S& of) {
    using select = typename node_::detail::select_of<S>::type;
    using verdict = rule::shown<decltype(node_::detail::find_subquery_verdict<select>())>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return query::refused_predicate{};
    else return node_::exists_test<select>{node_::detail::without_clauses(node_::detail::select_of<S>::make(of))};
}

/// The value of a select of one aggregate: `df::scalar(df::select(df::max(field<&Order::total>)))`.
template <query::subselect S>
[[nodiscard]] constexpr auto scalar(const S& of) {
    using verdict = rule::shown<decltype(node_::detail::find_scalar_verdict<S>())>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return query::refused_scalar{};
    else return node_::scalar_select<S>{node_::detail::without_clauses(of)};
}

} // namespace dataflow
