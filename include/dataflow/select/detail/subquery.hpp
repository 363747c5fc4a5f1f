// A select as an operand of an expression: what it uses of the statement around it, and its text.
#pragma once

#include <dataflow/core/type_list.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/comparison.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/select/detail/subquery_clauses.hpp>
#include <dataflow/select/detail/subquery_doubt.hpp>
#include <dataflow/select/select_checks.hpp>
#include <dataflow/sql/select_query.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace dataflow::node_::detail {

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

} // namespace dataflow::node_::detail

namespace dataflow::node_ {

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

} // namespace dataflow::node_

namespace dataflow::query {

template <class S, node_::detail::use For>
struct contents<node_::subquery<S, For>>
    : detail::contents_are<typename node_::subquery<S, For>::inside::columns> {};

} // namespace dataflow::query
