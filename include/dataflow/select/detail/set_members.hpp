// The selects of a set operation: what each of them gives, and whether they fit together.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/limited.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/select/select.hpp>
#include <dataflow/select/subquery.hpp>
#include <dataflow/sql/select_query.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace dataflow::node_ {

/// In select/set_operation.hpp.
template <sql::set_operator Op, class Order, class... S>
struct set_operation;

/// A column of what a set operation gives.
template <class T, bool Nullable>
struct set_column {
    using dataflow_scalar = void;
    using type = T;
    using model = void;
    using parts = query::types<>;
    using inputs = query::types<>;
    static constexpr bool nullable = Nullable;
    static constexpr std::size_t parameters = 0, lists = 0;
    constexpr void bind(query::binder&) const {}
};

/// The records of one model.
template <class M>
struct model_rows {
    static constexpr bool of_records = true;
    template <class From, class... T>
    using row = record<M>;
    template <class From, class... T>
    struct of {
        static constexpr constant_list<field_access> fields = schema::fields_of<M>;
    };
};

/// A select among those of a set operation. `Limited`: with its own limit and offset, which are two more
/// values.
template <class S, bool Limited>
struct set_member {
    using select = S;
    static constexpr bool limited = Limited;
    static constexpr bool ordered = S::records || !std::is_same_v<typename S::order_type, query::types<>>;
    using model = typename detail::inside<S>::model;
    using parts = query::types<>;
    using inputs = typename S::inputs;
    static constexpr std::size_t parameters = S::value_count + (Limited ? 2 : 0);
    static constexpr std::size_t lists = S::list_count;

    S of;

    constexpr void bind(query::binder& b) const {
        of.bind(b);
        if constexpr (!Limited) return;
        b.add(value::of_integer(storage::int64, of.clauses.limit.value_or(INT64_MAX)));
        b.add(value::of_integer(storage::int64, of.clauses.offset));
    }
};

namespace detail {

template <class... S>
constexpr auto members_of(std::array<sql::place, sizeof...(S)> at) {
    constexpr const sql::select_parts* selects[]{&S::select::parts...};
    constexpr bool limited[]{S::limited...};
    constexpr std::size_t counts[]{S::select::value_count...};
    std::array<sql::select_member, sizeof...(S)> out{};
    for (std::size_t i = 0; i < sizeof...(S); ++i)
        out[i] = {selects[i], at[i], limited[i], at[i].after(counts[i])};
    return out;
}

/// What is given, as a member.
template <class Given, bool Limited = false>
struct set_member_of {
    static constexpr bool taken = false;
};
template <class Rows, class From, class Items, std::size_t Groups, class P, class H, class Order,
          bool Distinct, bool Limited>
struct set_member_of<select_node<Rows, From, Items, Groups, P, H, Order, Distinct>, Limited> {
    using select = select_node<Rows, From, Items, Groups, P, H, Order, Distinct>;
    using type = set_member<select, Limited>;
    static constexpr bool taken = !std::is_same_v<Rows, record_rows>;
    static constexpr type make(const select& s) { return {with_rows(s)}; }
};
template <sql::set_operator Op, class Order, class... S, bool Limited>
struct set_member_of<set_operation<Op, Order, S...>, Limited> {
    using select = set_operation<Op, Order, S...>;
    using type = set_member<select, Limited>;
    static constexpr bool taken = true;
    static constexpr type make(const select& s) { return {with_rows(s)}; }
};
template <class M, class P, class... O, bool Limited>
struct set_member_of<list_node<M, P, O...>, Limited> {
    using select =
        select_node<model_rows<M>, types<first_table<M>>, query::operands<>, 0, P, every, types<O...>>;
    using type = set_member<select, Limited>;
    static constexpr bool taken = true;
    static constexpr type make(const list_node<M, P, O...>& l) {
        if (l.clauses.limit.value_or(0) < 0 || l.clauses.offset < 0)
            refuse_clauses("a limit or offset is negative");
        return {select{{}, {}, l.predicate, {}, clauses_of_list(l)}};
    }
};
template <class Node, unsigned Given, bool Limited>
struct set_member_of<limited<Node, Given>, Limited>
    : set_member_of<Node, Limited || (Given & (limit_given | offset_given)) != 0> {};

/// The items that a select gives.
template <class Items>
struct item_list;
template <class... T>
struct item_list<query::operands<T...>> {
    using type = query::selected_items<T...>;
    static constexpr std::size_t size = size_of<type>;
};

template <class Items, std::size_t I>
struct nth_item {
    using type = type_at<typename item_list<Items>::type, I>;
};

template <class A, class B, bool Named>
constexpr auto find_set_column_verdict() {
    using left = expression_of<A>;
    using right = expression_of<B>;
    constexpr auto a = item_of<A>::name;
    constexpr auto b = item_of<B>::name;
    if constexpr (Named && a != b)
        return rule::a_column_of_a_set_operation_has_two_names<fixed_string<a.size() + 1>{a},
                                                               fixed_string<b.size() + 1>{b}>{};
    else if constexpr (!std::is_same_v<typename left::type, typename right::type>)
        return rule::a_column_of_a_set_operation_has_two_types<fixed_string<a.size() + 1>{a},
                                                               typename left::type, typename right::type>{};
    else return rule::ok{};
}
template <bool Named, class... A, class... B>
constexpr auto find_set_columns_verdict(types<A...>, types<B...>) {
    return rule::first_broken<decltype(find_set_column_verdict<A, B, Named>())...>{};
}

/// Two selects that stand next to each other.
template <class A, class B>
constexpr auto find_pair_verdict() {
    using rows = typename A::rows_type;
    using left = item_list<typename A::items_type>;
    using right = item_list<typename B::items_type>;
    if constexpr (!std::is_same_v<rows, typename B::rows_type> || left::size != right::size)
        return rule::the_selects_of_a_set_operation_give_different_rows<typename A::row, typename B::row>{};
    else
        return find_set_columns_verdict<!std::is_same_v<rows, value_rows>>(typename left::type{},
                                                                           typename right::type{});
}

/// All that is given to a set operation.
template <sql::set_operator Op, class First, class... Rest>
constexpr auto find_set_verdict() {
    using taken = rule::first_broken<
        std::conditional_t<set_member_of<First>::taken, rule::ok,
                           rule::a_set_operation_takes_selects_and_lists_of_one_model<First>>,
        std::conditional_t<set_member_of<Rest>::taken, rule::ok,
                           rule::a_set_operation_takes_selects_and_lists_of_one_model<Rest>>...>;
    if constexpr (!rule::is_ok<taken>) return taken{};
    else
        return rule::first_broken<decltype(find_pair_verdict<typename set_member_of<First>::select,
                                                             typename set_member_of<Rest>::select>())...>{};
}

/// A select among others.
template <class S, class Outer>
constexpr auto find_member_verdict() {
    using select = typename S::select;
    using whole = typename select::template verdict<Outer>;
    using placeholder = first_placeholder<select>;
    if constexpr (!rule::is_ok<whole>) return whole{};
    else if constexpr (select::optional_count != 0)
        return rule::a_subquery_has_an_optional_part<typename select::model>{};
    else if constexpr (!std::is_void_v<placeholder>)
        return rule::a_subquery_has_a_parameter_of_a_workflow<typename select::model,
                                                              placeholder::name_of_input>{};
    else if constexpr (S::limited && !S::ordered)
        return rule::a_limited_select_of_a_set_operation_has_no_order<typename select::model>{};
    else return rule::ok{};
}
template <class S, class Outer>
using member_verdict = decltype(find_member_verdict<S, Outer>());

/// Whether a column can be NULL: in a union where one of the selects gives NULL; the others give rows of the
/// first.
template <sql::set_operator Op, std::size_t I, class First, class... Rest>
inline constexpr bool null_in_set =
    expression_of<typename nth_item<typename First::items_type, I>::type>::nullable ||
    ((Op == sql::set_operator::union_all || Op == sql::set_operator::union_distinct) &&
     (false || ... || expression_of<typename nth_item<typename Rest::items_type, I>::type>::nullable));

template <class Item, bool Nullable>
struct set_item {
    using column = set_column<typename expression_of<Item>::type, Nullable>;
    static constexpr auto name = item_of<Item>::name;
    using type = query::named<fixed_string<name.size() + 1>{name}, column>;
};

/// What an order of the whole may name: the items of the first select.
template <class S>
struct items_of_first {
    using type = typename item_list<typename S::items_type>::type;
};
template <sql::set_operator Op, class Order, class First, class... Rest>
struct items_of_first<set_operation<Op, Order, First, Rest...>> : items_of_first<typename First::select> {};

/// What a set operation gives.
template <sql::set_operator Op, class First, class... Rest>
struct set_rows {
    using first = typename First::select;
    using ordering_items = typename items_of_first<first>::type;
    using rows_type = typename first::rows_type;
    using from = typename first::tables;
    template <std::size_t... I>
    static constexpr auto find_items(std::index_sequence<I...>) {
        return query::operands<
            typename set_item<typename nth_item<typename first::items_type, I>::type,
                              null_in_set<Op, I, first, typename Rest::select...>>::type...>{};
    }
    using items =
        decltype(find_items(std::make_index_sequence<item_list<typename first::items_type>::size>{}));

    template <class Items>
    struct made;
    template <class... T>
    struct made<query::operands<T...>> {
        using row = typename rows_type::template row<from, T...>;
        static constexpr constant_list<field_access> fields = rows_type::template of<from, T...>::fields;
    };
    using row = typename made<items>::row;
    static constexpr constant_list<field_access> fields = made<items>::fields;
};

} // namespace detail

} // namespace dataflow::node_
