// `df::with<"name">(select)`: a select whose rows others read as those of a table; `df::with_recursive`: one
// that goes on with its own rows.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/query/constant.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/select/aggregate.hpp>
#include <dataflow/select/detail/common_table.hpp>
#include <dataflow/select/detail/set_members.hpp>
#include <dataflow/select/select_checks.hpp>
#include <dataflow/select/set_operation.hpp>

#include <cstddef>
#include <type_traits>

namespace dataflow::node_ {

namespace detail {

/// A select whose rows have columns.
template <class Given>
concept gives_columns = set_member_of<Given>::taken && requires {
    requires !is_model_rows<typename set_member_of<Given>::select::rows_type>;
};

template <fixed_string Name, class... T>
constexpr auto find_column_names_verdict(types<T...>) {
    return rule::first_broken<std::conditional_t<
        item_of<T>::name.empty(), rule::a_column_of_a_common_table_has_no_name<Name, expression_of<T>>,
        rule::ok>...>{};
}

template <class Given>
using items_given = typename item_list<typename set_member_of<Given>::select::items_type>::type;

template <fixed_string Name, class Given>
constexpr auto find_with_verdict() {
    if constexpr (!gives_columns<Given>) return rule::a_common_table_is_made_of_a_select<Given>{};
    else {
        using member = typename set_member_of<Given>::type;
        using whole = member_verdict<member, types<>>;
        using columns = decltype(find_column_names_verdict<Name>(items_given<Given>{}));
        if constexpr (!rule::is_ok<whole>) return whole{};
        else if constexpr (!rule::is_ok<columns>) return columns{};
        else return find_name_verdict<Name, models_of_node<typename member::select>>();
    }
}

template <fixed_string Name, class... S>
constexpr auto find_own_rows_verdict(types<S...>) {
    constexpr std::size_t own =
        (std::size_t{0} + ... + (std::is_same_v<typename S::tag, common_rows<Name>> ? (S::left ? 2 : 1) : 0));
    if constexpr (own == 1) return rule::ok{};
    else return rule::a_recursion_joins_its_own_rows_once<Name>{};
}
template <fixed_string Name, class... B, class... S>
constexpr auto find_null_verdict(types<B...>, types<S...>) {
    return rule::first_broken<
        std::conditional_t<expression_of<S>::nullable && !expression_of<B>::nullable,
                           rule::a_column_of_a_recursion_becomes_null<
                               Name, fixed_string<item_of<B>::name.size() + 1>{item_of<B>::name}>,
                           rule::ok>...>{};
}
template <class... T>
constexpr bool has_aggregates(types<T...>) {
    return (false || ... || (query::aggregates<expression_of<T>> || query::windows<expression_of<T>>));
}

template <class Step>
inline constexpr bool goes_on = false;
template <class Rows, class From, class Items, class P>
inline constexpr bool goes_on<select_node<Rows, From, Items, 0, P, every, types<>, false>> =
    !std::is_same_v<Rows, record_rows> && !has_aggregates(typename item_list<Items>::type{});

template <fixed_string Name, sql::set_operator Op, class Base, class Step>
constexpr auto find_recursion_verdict() {
    if constexpr (is_refused<Step>) return rule::told_before{};
    else if constexpr (!goes_on<Step>) return rule::a_recursion_goes_on_by_a_plain_select<Step>{};
    else {
        using base = typename set_member_of<Base>::select;
        using pair = decltype(find_pair_verdict<base, Step>());
        using own = decltype(find_own_rows_verdict<Name>(typename Step::tables{}));
        if constexpr (!rule::is_ok<pair>) return pair{};
        else if constexpr (!rule::is_ok<own>) return own{};
        else {
            using null = decltype(find_null_verdict<Name>(items_given<Base>{}, items_given<Step>{}));
            using whole = member_verdict<typename set_member_of<Step>::type, types<own_rows_of<Name>>>;
            if constexpr (!rule::is_ok<null>) return null{};
            else if constexpr (!rule::is_ok<whole>) return whole{};
            else return find_name_verdict<Name, models_of_node<Step>>();
        }
    }
}

template <fixed_string Name, sql::set_operator Op, class Base, class Step>
[[nodiscard]] constexpr auto make_recursion(const Base& base, const Step& step) {
    using checked = rule::diagnostic<decltype(find_recursion_verdict<Name, Op, Base, Step>())>;
    static_assert(rule::told<checked>::verdict);
    using first = set_member_of<Base>;
    using next = set_member_of<Step>;
    if constexpr (!rule::is_ok<checked>)
        return common_table<Name, typename first::type, items_given<Base>, false>{first::make(base)};
    else {
        using both = set_operation<Op, types<>, typename first::type, typename next::type>;
        return common_table<Name, set_member<both, false>, items_given<both>, true>{
            set_member<both, false>{both{query::make_operands(first::make(base), next::make(step))}}};
    }
}

} // namespace detail

/// The first rows of a recursion; as a table, the rows so far, for the select that follows from them.
template <fixed_string Name, class Base>
struct recursion_start
    : common_reference<Name, typename detail::set_member_of<Base>::select::model, detail::items_given<Base>> {
    Base base;

    constexpr explicit recursion_start(const Base& b) : base(b) {}

    /// The whole: these rows, and again and again those that `next` selects from what was new in the last
    /// round. It ends when nothing is new: where rows can lead back to themselves, let `next` count the
    /// rounds and stop, or use `union_distinct`.
    template <class Next>
    [[nodiscard]] constexpr auto union_all(const Next& next) const {
        return detail::make_recursion<Name, sql::set_operator::union_all>(base, next);
    }
    /// The same, but a row that has been there before is not new: cycles end by themselves, if no column
    /// counts the rounds.
    template <class Next>
    [[nodiscard]] constexpr auto union_distinct(const Next& next) const {
        return detail::make_recursion<Name, sql::set_operator::union_distinct>(base, next);
    }
};

} // namespace dataflow::node_

namespace dataflow {

/// A common table expression: a select under a name, from which others read. Its columns are found by name,
/// `recent["total"_n]`, and it stands in a FROM as a model does:
/// `df::select(recent["total"_n]).from(recent)`, `.join(recent, condition)`.
template <fixed_string Name, class Select>
[[nodiscard]] constexpr auto with(const Select& select) {
    if constexpr (node_::is_refused<Select>) return node_::refused{};
    else {
        using checked = rule::diagnostic<decltype(node_::detail::find_with_verdict<Name, Select>())>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return node_::refused{};
        else {
            using member = node_::detail::set_member_of<Select>;
            return node_::common_table<Name, typename member::type, node_::detail::items_given<Select>,
                                       false>{member::make(select)};
        }
    }
}

/// One that goes on with its own rows: `select` gives the first of them, and `.union_all(next)` makes the
/// whole. `const auto top = df::with_recursive<"tree">(roots); const auto tree =
/// top.union_all(df::select(...).from<Category>() .join(top, field<&Category::parent_id> == top["id"_n]));`
template <fixed_string Name, class Select>
[[nodiscard]] constexpr auto with_recursive(const Select& select) {
    if constexpr (node_::is_refused<Select>) return node_::refused{};
    else {
        using checked = rule::diagnostic<decltype(node_::detail::find_with_verdict<Name, Select>())>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return node_::refused{};
        else return node_::recursion_start<Name, Select>{select};
    }
}

/// Aggregates of the rows of a common table.
template <class Common>
    requires node_::is_common_table<Common>
[[nodiscard]] constexpr auto aggregate(const Common& common) {
    using source = node_::common_source<Common, query::types<>, node_::join_kind::inner>;
    return node_::aggregate_of<query::types<source>, query::operands<>, node_::every>{
        {}, {}, node_::detail::values_of(common)};
}

} // namespace dataflow
