// Expressions that a select stands in: EXISTS, IN, and its one value.
#pragma once

#include <dataflow/node/list.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/comparison.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/operations.hpp>
#include <dataflow/select/detail/subquery.hpp>
#include <dataflow/select/detail/subquery_clauses.hpp>

#include <type_traits>

namespace dataflow::node_::detail {

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

} // namespace dataflow::node_::detail

namespace dataflow::node_ {

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

} // namespace dataflow::node_
