// Selects inside expressions: `df::exists(...)`, `x.in(df::select(...))`, `df::scalar(df::select(...))`.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/query/function.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/select/detail/subquery_doubt.hpp>
#include <dataflow/select/select.hpp>
#include <dataflow/select/select_checks.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::node_ {

namespace detail {

/// The first placeholder of a select, void where it has none.
template <class S>
using first_placeholder = typename front<query::placeholders_in<typename S::inputs>>::type;

[[noreturn]] inline void refuse_clauses(const char* why) {
    throw invalid_value({.message = why, .node = "select"});
}

/// Whether a subquery says in which order its rows come: then it has a first one.
template <class S>
inline constexpr bool is_ordered = !std::is_same_v<typename S::order_type, types<>>;
/// Whether it always has one row.
template <class S>
inline constexpr bool is_one_row =
    S::groups == 0 && query::aggregates<expression_of<decltype(S::items_type::first)>>;

/// An order has room for a limit and an offset in the text; without one, they would be a variant of the
/// statement around.
template <class S>
constexpr const S& with_rows(const S& s) {
    if (s.clauses.limit.value_or(0) < 0 || s.clauses.offset < 0)
        refuse_clauses("a limit or offset is negative");
    if (!is_ordered<S> && (s.clauses.limit || s.clauses.offset != 0))
        refuse_clauses("a subquery with a limit or an offset needs an order_by");
    return s;
}
/// Whether there is a row at all: a limit takes none away.
template <class S>
constexpr S&& with_any_row(S&& s) {
    if (s.clauses.limit.value_or(1) < 1 || s.clauses.offset != 0)
        refuse_clauses("df::exists takes no offset, and no limit below 1");
    return static_cast<S&&>(s);
}
template <class S>
constexpr S&& with_first_row(S&& s) {
    if (s.clauses.limit.value_or(1) != 1 || s.clauses.offset != 0)
        refuse_clauses("df::scalar takes the first row: no offset, and no limit but 1");
    return static_cast<S&&>(s);
}

/// A list becomes a select of its records.
template <class S>
struct select_of {
    using type = S;
    static constexpr S make(S s) { return s; }
};
template <class M, class P, class... O>
struct select_of<list_node<M, P, O...>> {
    using list = list_node<M, P, O...>;
    using type = select_node<record_rows, types<first_table<M>>, query::operands<>, 0, P, every, types<>>;
    static constexpr type make(list l) {
        if (l.clauses.seek || l.clauses.total_wanted) refuse_clauses("a subquery has no total and no cursor");
        return {{}, static_cast<P&&>(l.predicate), {}, {l.clauses.limit, l.clauses.offset}};
    }
};

template <class M, class P, class... O>
struct select_of<paged_list<M, P, O...>> : select_of<list_node<M, P, O...>> {};
template <class Node, unsigned Given>
struct select_of<limited<Node, Given>> : select_of<Node> {};

/// The parts of an expression or a predicate, but for those of these tags: what a subquery uses of what is
/// around it.
template <class Tags>
struct is_of_outer_rows {
    template <class C>
    constexpr auto operator()(hana::basic_type<C>) const noexcept {
        return hana::bool_<!std::is_void_v<query::outsider<Tags, typename C::model>>>{};
    }
};
template <class Tags, class Columns>
using outer_columns = filtered<Columns, is_of_outer_rows<Tags>>;
template <class Tags, class Models>
using outer_models = filtered<Models, query::detail::is_outside<Tags>>;
template <class Models>
struct joint;
template <class... M>
struct joint<types<M...>> {
    using type = std::conditional_t<sizeof...(M) == 0, void, types<M...>>;
};
template <class M>
struct joint<types<M>> {
    using type = M;
};

template <class Items>
struct items_in;
template <class... T>
struct items_in<query::operands<T...>> {
    template <class... More>
    using columns = columns_of<expression_of<T>..., More...>;
};
template <class Order>
struct orders_in;
template <class... O>
struct orders_in<types<O...>> {
    using columns = typename columns_of<ordered<O>...>::type;
    using model = typename query::detail::common_model<ordered<O>...>::type;
};

/// What a subquery is to the statement around it. `Asks`: it is only asked whether there is a row.
template <class S, bool Asks = false>
struct inside {
    using P = typename S::predicate_type;
    using H = typename S::having_type;
    using tags = typename tags_of<typename S::tables>::type;
    using order = orders_in<typename S::order_type>;
    using all = query::model_list<typename query::detail::joint_model<
        query::joint_model<typename S::items_type, query::operands<P, H>>, typename order::model>::type>;
    using model = typename joint<outer_models<tags, all>>::type;
    using columns =
        decltype(outer_columns<tags, decltype(typename items_in<typename S::items_type>::template columns<
                                                  P, H>::type{} +
                                              typename order::columns{})>{} +
                 models_in_doubt<Asks, P, H>(tags{}));
    using verdict = std::conditional_t<P::optionals != 0 || H::optionals != 0,
                                       rule::a_subquery_has_an_optional_part<typename S::model>,
                                       typename S::template verdict<query::model_list<model>>>;
};

/// Whether the value that a subquery selects is made of fields of the tables around it alone: then it is the
/// same for all of its rows.
template <class S>
constexpr bool selects_around() noexcept {
    using models = query::model_list<typename expression_of<decltype(S::items_type::first)>::model>;
    using outer = outer_models<typename tags_of<typename S::tables>::type, models>;
    return !std::is_same_v<models, types<>> && std::is_same_v<outer, models>;
}

constexpr void write_one(sql::writer& w, sql::place) { w << "1"; }

/// What a subquery is for: whether there is a row does not depend on what is selected, or in what order.
enum class use : std::uint8_t { exists, rows, first_row, only_row };

template <class S, use For>
constexpr void write_inside(sql::writer& w, sql::place at) {
    sql::select_parts parts = S::parts.inside(at);
    constexpr bool in_order = (For == use::rows || For == use::first_row) && is_ordered<S>;
    constexpr bool part_of_them = in_order && For == use::rows;
    if (!in_order) parts.order = {};
    if (For == use::exists && S::records && parts.members.empty()) parts.items = &write_one;
    w << "(";
    sql::write_select(w, parts,
                      {parts.predicate != nullptr, parts.having != nullptr, part_of_them, part_of_them,
                       in_order && For == use::first_row, at.after(S::value_count),
                       at.after(S::value_count + 1)},
                      true);
    w << ")";
}

} // namespace detail

/// A select as an operand; its limit and offset are two more values where its rows come in an order.
template <class S, detail::use For>
struct subquery {
    static constexpr bool part_of_rows = For == detail::use::rows && detail::is_ordered<S>;
    using inside = detail::inside<S, For == detail::use::exists>;
    using model = typename inside::model;
    using parts = query::types<>;
    using inputs = decltype(detail::as_read(typename S::models{}) + typename S::inputs{});
    static constexpr std::size_t parameters = S::value_count + (part_of_rows ? 2 : 0);
    static constexpr std::size_t lists = S::list_count;

    S of;

    static constexpr void write(sql::writer& w, sql::place at) { detail::write_inside<S, For>(w, at); }
    constexpr void bind(query::binder& b) const {
        of.bind(b);
        if constexpr (!part_of_rows) return;
        b.add(value::of_integer(storage::int64, of.clauses.limit.value_or(INT64_MAX)));
        b.add(value::of_integer(storage::int64, of.clauses.offset));
    }
};

namespace detail {

/// The comparison of a column of a subquery, whose tables have these tags, with one around it, if both may be
/// NULL. `outer`: the one around it.
struct no_split {
    using outer = void;
};
template <class Compare, class Outer, sql::null_part Inner>
struct split_by {
    using comparison = Compare;
    using outer = Outer;
    static constexpr auto inner = Inner;
};

template <class Tags, class P>
struct find_split {
    using type = no_split;
};
template <class Tags, class L, class R>
    requires(query::compare<query::comparison::eq, L, R>::in_two_parts && query::detail::is_column<L> &&
             query::detail::is_column<R>)
struct find_split<Tags, query::compare<query::comparison::eq, L, R>> {
    using compare = query::compare<query::comparison::eq, L, R>;
    static constexpr bool left_inside = std::is_void_v<query::outsider<Tags, typename L::model>>;
    static constexpr bool right_inside = std::is_void_v<query::outsider<Tags, typename R::model>>;
    using type =
        std::conditional_t<left_inside == right_inside, no_split,
                           std::conditional_t<left_inside, split_by<compare, R, sql::null_part::left>,
                                              split_by<compare, L, sql::null_part::right>>>;
};
template <class Tags, class L, class R>
struct find_split<Tags, query::logic<query::connective::both, L, R>> {
    using left = typename find_split<Tags, L>::type;
    using type = std::conditional_t<std::is_same_v<left, no_split>, typename find_split<Tags, R>::type, left>;
};

} // namespace detail

/// `EXISTS (SELECT ...)`. Where a column of the subquery is compared with one around it and both may be NULL,
/// it is written as two: one for equal values, for which databases have fast ways, and one for NULL, which no
/// longer depends on that row.
template <class S>
struct exists_test : query::operands<subquery<S, detail::use::exists>> {
    using dataflow_predicate = void;
    using split =
        typename detail::find_split<typename detail::inside<S, true>::tags, typename S::predicate_type>::type;
    static constexpr bool unknown = false;

    static constexpr void write(sql::writer& w, sql::place at) {
        constexpr auto rows = &detail::write_inside<S, detail::use::exists>;
        if constexpr (std::is_same_v<split, detail::no_split>) {
            w << "EXISTS ";
            rows(w, at);
        } else {
            w << "(EXISTS ";
            const auto before = w.ask({&split::comparison::mark, sql::null_part::values});
            rows(w, at);
            w << " OR (";
            query::write_operand<typename split::outer>(w, {});
            w << " IS NULL AND EXISTS ";
            (void)w.ask({&split::comparison::mark, split::inner});
            rows(w, at);
            (void)w.ask(before);
            w << "))";
        }
    }
};

/// `x IN (SELECT ...)`.
template <class E, class S>
struct in_select_test : query::operands<E, subquery<S, detail::use::rows>> {
    using dataflow_predicate = void;
    static constexpr bool unknown = E::nullable || expression_of<decltype(S::items_type::first)>::nullable;

    static constexpr void write(sql::writer& w, sql::place at) {
        query::write_operand<E>(w, at);
        w << " IN ";
        detail::write_inside<S, detail::use::rows>(w, in_select_test::second(at));
    }
};

/// The one value of a select of an aggregate, or that of its first row.
template <class S, detail::use For = detail::is_one_row<S> ? detail::use::only_row : detail::use::first_row>
struct scalar_select : query::operands<subquery<S, For>>, query::operations<scalar_select<S, For>> {
    using dataflow_scalar = void;
    using expression = expression_of<decltype(S::items_type::first)>;
    using type = typename expression::type;
    static constexpr bool nullable = expression::nullable || For == detail::use::first_row ||
                                     !std::is_same_v<typename S::having_type, every>;

    constexpr scalar_select() = default;
    constexpr explicit scalar_select(S s) : query::operands<subquery<S, For>>{{static_cast<S&&>(s)}} {}
    static constexpr void write(sql::writer& w, sql::place at) { detail::write_inside<S, For>(w, at); }
};

namespace detail {

template <class S, bool Asks = false>
constexpr auto find_subquery_verdict() {
    using placeholder = first_placeholder<S>;
    if constexpr (!std::is_void_v<placeholder>)
        return rule::a_subquery_has_a_parameter_of_a_workflow<typename S::model,
                                                              placeholder::name_of_input>{};
    else return typename inside<S, Asks>::verdict{};
}
/// The same of a subquery that gives one value in each row.
template <class S>
constexpr auto find_value_verdict() {
    if constexpr (selects_around<S>())
        return rule::a_subquery_selects_what_is_around_it<
            typename S::model, query::detail::field_text<expression_of<decltype(S::items_type::first)>>>{};
    else return find_subquery_verdict<S>();
}
template <class E, class S>
constexpr auto find_in_select_verdict() {
    if constexpr (!requires { requires std::is_same_v<typename S::rows_type, value_rows>; })
        return rule::a_subquery_does_not_give_one_value<typename S::row>{};
    else {
        using item = expression_of<decltype(S::items_type::first)>;
        if constexpr (!query::detail::comparable<typename E::type, typename item::type>)
            return rule::a_field_is_compared_with_another_type<
                typename E::model, query::detail::field_text<E>, typename E::type, typename item::type>{};
        else return find_value_verdict<S>();
    }
}
template <class S>
constexpr auto find_scalar_verdict() {
    if constexpr (!requires { requires std::is_same_v<typename S::rows_type, value_rows>; })
        return rule::a_subquery_does_not_give_one_value<typename S::row>{};
    else if constexpr (!is_one_row<S> && !is_ordered<S>)
        return rule::a_scalar_subquery_may_give_several_rows<typename S::model>{};
    else return find_value_verdict<S>();
}

} // namespace detail

/// Made by `x.in(df::select(...))`.
template <class E, class S>
[[nodiscard]] constexpr auto in_select(const E& operand, const S& of) {
    using verdict = rule::diagnostic<decltype(detail::find_in_select_verdict<E, S>())>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::refused_predicate{};
    else return in_select_test<E, S>{{operand, {{detail::with_rows(of)}}}};
}

} // namespace dataflow::node_

namespace dataflow::query {

template <class S, node_::detail::use For>
struct contents<node_::subquery<S, For>>
    : detail::contents_are<typename node_::subquery<S, For>::inside::columns> {};

} // namespace dataflow::query

namespace dataflow {

/// Whether a list or a select has a row; its filter may use fields of the statement around it:
/// `df::exists(df::list<Order>().where(field<&Order::customer_id> == field<&Customer::id>))`.
template <query::subselect S>
[[nodiscard]] constexpr auto exists(S&& of) {
    using given = node_::detail::select_of<std::remove_cvref_t<S>>;
    using select = typename given::type;
    using verdict = rule::diagnostic<decltype(node_::detail::find_subquery_verdict<select, true>())>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::refused_predicate{};
    else
        return node_::exists_test<select>{{{node_::detail::with_any_row(given::make(static_cast<S&&>(of)))}}};
}

/// The value of a select of one aggregate, or that of the first row of an ordered select; NULL where it has
/// no row: `df::scalar(df::select(df::max(field<&Order::total>)))`.
template <query::subselect S>
[[nodiscard]] constexpr auto scalar(S&& of) {
    using given = std::remove_cvref_t<S>;
    using verdict = rule::diagnostic<decltype(node_::detail::find_scalar_verdict<given>())>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::refused_scalar{};
    else return node_::scalar_select<given>{node_::detail::with_first_row(static_cast<S&&>(of))};
}

} // namespace dataflow
