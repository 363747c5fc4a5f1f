// A select as a node: anything of one table or of several, with joins, groups and aggregates.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/key_join.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/select/detail/common_table.hpp>
#include <dataflow/select/detail/having.hpp>
#include <dataflow/select/detail/join.hpp>
#include <dataflow/select/detail/joined_rows.hpp>
#include <dataflow/select/detail/select_joins.hpp>
#include <dataflow/select/detail/select_plan.hpp>
#include <dataflow/select/detail/select_text.hpp>
#include <dataflow/select/select_checks.hpp>
#include <dataflow/sql/select_query.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

namespace detail {
/// What a select gives a row, of what it selects.
template <class Rows, class From, class Items>
struct rows_given;
template <class Rows, class From, class... T>
struct rows_given<Rows, From, query::types<T...>> {
    using row = typename Rows::template row<From, T...>;
    using of = typename Rows::template of<From, T...>;
};
} // namespace detail

/// A select; its clauses give new ones. The first `Groups` of the items are the groups.
template <class Rows, class From, class Items, std::size_t Groups = 0, class P = every, class H = every,
          class Order = query::types<>, bool Distinct = false>
struct select_node;

template <class Rows, class From, class... T, std::size_t Groups, class P, class H, class... O, bool Distinct>
struct select_node<Rows, From, query::operands<T...>, Groups, P, H, query::types<O...>, Distinct>
    : select_joins<
          select_node<Rows, From, query::operands<T...>, Groups, P, H, query::types<O...>, Distinct>> {
    using dataflow_select = void;
    using rows_type = Rows;
    using items_type = query::operands<T...>;
    using having_type = H;
    using order_type = query::types<O...>;
    using tables = From;
    using predicate_type = P;
    using model = typename detail::first_of_tables<From>::model;
    using models = typename detail::tags_of<From>::models;
    using inputs = decltype(typename items_type::inputs{} + typename P::inputs{} + typename H::inputs{} +
                            (query::types<>{} + ... + typename detail::ordered<O>::inputs{}) +
                            typename held_by<From>::type::inputs{});
    using held_type = typename held_by<From>::type;
    using rows_given = detail::rows_given<Rows, From, query::selected_items<T...>>;
    using row = typename rows_given::row;
    static constexpr bool records = Rows::of_records;
    static constexpr bool flags = std::is_same_v<row, value_rows::boolean>;
    using streamed = std::conditional_t<flags, bool, row>; ///< what `open` fills
    using stream = select_stream<select_node>;
    using output = std::conditional_t<flags, std::vector<bool>, std::vector<row>>;
    static constexpr tables_read<select_node> reads{};
    static constexpr tables_written<select_node, false> writes{};
    using clauses_type = query::ordered_clauses<select_clauses, O...>;
    using values_of_order = query::order_values<O...>;
    static constexpr std::size_t groups = Groups;
    static constexpr bool once_each = Distinct;
    static constexpr std::size_t value_count = items_type::parameters + P::parameters + H::parameters +
                                               values_of_order::parameters +
                                               held_type::parameters; ///< that its expressions bind
    static constexpr std::size_t list_count =
        items_type::lists + P::lists + H::lists + values_of_order::lists + held_type::lists;
    static constexpr std::size_t optional_count = P::optionals + H::optionals;
    static inline constinit sql::statement_id cache{};
    static constexpr sql::select_parts parts{
        .tables = tables_of<From>,
        .items = detail::items_writer<T...>(),
        .predicate = predicate_clause<P>(sql::place{}.after(items_type::parameters)),
        .groups = detail::groups_clause<Groups, T...>(),
        .having = detail::having_clause<H, P, items_type::parameters>(),
        .order = detail::order_clause<From, order_type, query::types<T...>, records,
                                      items_type::parameters + P::parameters + H::parameters>(),
        .held = sql::place{}.after(value_count - held_type::parameters, optional_count),
        .distinct = Distinct,
        .sums = detail::sums_records<Groups, T...>()};
    static constexpr sql::statement statement{.node = "select",
                                              .table = tables_of<From>.empty() ? nullptr
                                                                               : tables_of<From>[0].table,
                                              .give = sql::gives::selected,
                                              .cache = &cache,
                                              .select = &parts};

    /// The verdict on the whole of it; `Outer`: as in `select_verdict`.
    template <class Outer>
    static constexpr auto find_verdict() {
        if constexpr (std::is_same_v<From, query::types<>>)
            return rule::a_select_of_several_models_needs_a_from<typename items_type::model>{};
        else if constexpr (!rule::is_ok<schema::model_verdict<model>>) return schema::model_verdict<model>{};
        else if constexpr (!rule::is_ok<common_sources_verdict<From, select_node, Outer>>)
            return common_sources_verdict<From, select_node, Outer>{};
        else
            return select_verdict<model, From, Outer, Groups, Distinct, P, H, order_type,
                                  query::types<T...>>{};
    }
    template <class Outer>
    using verdict = rule::diagnostic<decltype(find_verdict<Outer>())>;

    items_type items{};
    P predicate{};
    H groups_predicate{};
    clauses_type clauses{};
    held_type held{};

    [[nodiscard]] output execute(context& c) const {
        using whole = verdict<query::types<>>; // a short name: the error line begins with it
        static_assert(whole{});
        return fetch_rows(*this, c, plan);
    }

    /// Opens the select for reading row by row. What it gives keeps a copy of the select, whose values the
    /// driver borrows.
    [[nodiscard]] std::unique_ptr<driver::cursor> open(context& c) const {
        using checked = verdict<query::types<>>;
        static_assert(rule::told<checked>::verdict);
        return std::make_unique<stream>(*this, c, plan);
    }

    /// The values of its expressions.
    constexpr void bind(query::binder& b) const {
        if constexpr (items_type::parameters != 0) items.bind(b);
        if constexpr (P::parameters != 0) predicate.bind(b);
        if constexpr (H::parameters != 0) groups_predicate.bind(b);
        query::bind_order(clauses, b);
        if constexpr (held_type::parameters != 0) held.bind(b);
    }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        auto out = clauses.variant() | predicate_variant(predicate, sql::list_variant::filter);
        if constexpr (!std::is_same_v<H, every>) {
            const auto parts_there = query::parts_of(groups_predicate, P::optionals);
            out |= parts_there |
                   (query::anything_left<H>(parts_there, P::optionals) ? sql::list_variant::having : 0);
        }
        return out;
    }

    using parameters = bound_values<value_count, list_count>;
    static constexpr constant_list<left_part> lefts() {
        if constexpr (std::is_same_v<Rows, record_rows>) return Rows::template of<From>::lefts;
        else return {};
    }
    static constexpr select_plan plan{&statement, rows_given::of::fields, lefts(), &detail::add_record<row>,
                                      &detail::reserve_records<row>};

  private:
    friend struct select_clauses_of<select_node>;
    friend struct select_joins<select_node>;
    // The same with other clauses.
    template <class Q, class G>
    using with_clauses = select_node<Rows, From, items_type, Groups, Q, G, order_type, Distinct>;
    template <class By, bool Once>
    using in_order = select_node<Rows, From, items_type, Groups, P, H, By, Once>;
    template <class Tables>
    [[nodiscard]] static constexpr auto with(select_node&& from) {
        auto holds = static_cast<held_type&&>(from.held);
        return with<Tables>(static_cast<select_node&&>(from), static_cast<held_type&&>(holds));
    }
    template <class Tables>
    [[nodiscard]] static constexpr auto with(select_node&& from, typename held_by<Tables>::type&& holds) {
        return select_node<Rows, Tables, items_type, Groups, P, H, order_type, Distinct>{
            {},
            static_cast<items_type&&>(from.items),
            static_cast<P&&>(from.predicate),
            static_cast<H&&>(from.groups_predicate),
            static_cast<clauses_type&&>(from.clauses),
            static_cast<typename held_by<Tables>::type&&>(holds)};
    }
};

} // namespace dataflow::node_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/select/select.ipp>
#endif
