// The total order of the rows of a select: what it is ordered by, and after it what makes the order total.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/list_order.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/query/order.hpp>
#include <dataflow/select/select.hpp>
#include <dataflow/select/select_checks.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/tenant_keys.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

namespace dataflow::node_::detail {

/// A part of the key of a table of a join, which a row may lack.
template <class Table, std::size_t Part>
struct table_key {
    using dataflow_scalar = void;
    using model = typename Table::model;
    using type = schema::key_type<model, Part>;
    using parts = types<>;
    using inputs = types<>;
    static constexpr std::size_t parameters = 0, lists = 0;
    static constexpr bool nullable = Table::left;
    static constexpr void write(sql::writer& w, sql::place) {
        constexpr auto& t = schema::table_of<model>;
        w.column(t.columns[t.key[Part]].name, Table::alias.size() == 0 ? t.name : Table::alias.view());
    }
};

/// The tenant of a table of which several tenants may have one key.
template <class Table>
struct table_tenant {
    using dataflow_scalar = void;
    using model = typename Table::model;
    using type = std::string;
    using parts = types<>;
    using inputs = types<>;
    static constexpr std::size_t parameters = 0, lists = 0;
    static constexpr bool nullable = Table::left;
    static constexpr void write(sql::writer& w, sql::place) {
        constexpr auto& t = schema::table_of<model>;
        w.column(sql::tenant_column(t), Table::alias.size() == 0 ? t.name : Table::alias.view());
    }
};

/// A key of an order, and where its values are.
template <class E, bool Descending, bool NullsFirst, std::uint16_t Value = 0>
struct page_key {
    using expression = E;
    static constexpr bool descending = Descending, nulls_first = NullsFirst;
    static constexpr sql::order_expression data{{&query::write_operand<E>, sql::place{Value, 0}},
                                                &schema::info_of<value_of<E>>};
};

template <class Tag>
inline constexpr bool is_common_tag = false;
template <fixed_string Name>
inline constexpr bool is_common_tag<common_rows<Name>> = true;
template <class From>
inline constexpr bool reads_common_rows = false;
template <class... Table>
inline constexpr bool reads_common_rows<types<Table...>> =
    (false || ... || is_common_tag<typename Table::tag>);

template <class From>
inline constexpr bool reads_rows_without_key = false;
template <class... Table>
inline constexpr bool reads_rows_without_key<types<Table...>> =
    (false || ... || (!is_common_tag<typename Table::tag> && schema::key_size<typename Table::model> == 0));

template <class Table, std::size_t... I>
constexpr auto keys_of_table(std::index_sequence<I...>) {
    using key = types<page_key<table_key<Table, I>, false, true>...>;
    if constexpr (sql::has_keys_per_tenant(schema::table_of<typename Table::model>))
        return key{} + types<page_key<table_tenant<Table>, false, true>>{};
    else return key{};
}
template <class... Table>
constexpr auto keys_of_tables(types<Table...>) {
    return (
        types<>{} + ... +
        detail::keys_of_table<Table>(std::make_index_sequence<schema::key_size<typename Table::model>>{}));
}

template <class S>
struct page_order;
template <class Rows, class From, class... T, std::size_t Groups, class P, class H, class... O, bool Distinct>
struct page_order<select_node<Rows, From, query::operands<T...>, Groups, P, H, types<O...>, Distinct>> {
    using select = select_node<Rows, From, query::operands<T...>, Groups, P, H, types<O...>, Distinct>;
    static constexpr auto item_places = query::operands<T...>::places({});
    static constexpr auto places = query::order_places<O...>(
        sql::place{}.after(query::operands<T...>::parameters + P::parameters + H::parameters));

    /// What is ordered by, in the order's own words.
    template <class By, std::size_t I>
    static constexpr auto given() {
        using E = ordered<By>;
        if constexpr (refers<E>) {
            constexpr int at = find_item<T...>(E::refers_to.view());
            if constexpr (at < 0) return types<>{}; // told by the select
            else
                return types<
                    page_key<expression_of<item_at<static_cast<std::size_t>(at), T...>>, By::descending,
                             By::nulls_come_first, item_places[static_cast<std::size_t>(at)].value>>{};
        } else return types<page_key<E, By::descending, By::nulls_come_first, places[I].value>>{};
    }
    template <std::size_t... I>
    static constexpr auto all_given(std::index_sequence<I...>) {
        return (types<>{} + ... + given<O, I>());
    }
    using by = decltype(all_given(std::index_sequence_for<O...>{}));

    template <class E, class... K>
    static constexpr bool is_there(types<K...>) {
        return (false || ... || std::is_same_v<E, typename K::expression>);
    }
    /// The first so many items, but for those that are ordered by.
    template <std::size_t... I>
    static constexpr auto items(std::index_sequence<I...>) {
        return (types<>{} + ... +
                std::conditional_t<
                    is_there<expression_of<item_at<I, T...>>>(by{}), types<>,
                    types<page_key<expression_of<item_at<I, T...>>, false, true, item_places[I].value>>>{});
    }
    static constexpr auto more() {
        if constexpr (Groups != 0) return items(std::make_index_sequence<Groups>{});
        else if constexpr (Distinct) return items(std::make_index_sequence<sizeof...(T)>{});
        else if constexpr ((false || ... || query::aggregates<expression_of<T>>)) return types<>{};
        else if constexpr (keyless) return types<>{};
        else return keys_of_tables(From{});
    }
    static constexpr bool keyless = Groups == 0 && !Distinct &&
                                    !(false || ... || query::aggregates<expression_of<T>>) &&
                                    (reads_common_rows<From> || reads_rows_without_key<From>);
    using keys = decltype(by{} + more());

    template <class E>
    static constexpr auto find_key_verdict() {
        if constexpr (query::windows<E>) return rule::a_page_is_ordered_by_a_window<typename select::model>{};
        else if constexpr (query::category_of<typename E::type> >= query::category::json)
            return rule::records_are_ordered_by_an_array_or_json<typename select::model,
                                                                 query::detail::field_text<E>>{};
        else if constexpr (query::has_no_order<E>) return query::no_order_verdict<E>{};
        else return rule::ok{};
    }
    template <class... K>
    static constexpr auto find_verdict(types<K...>) {
        if constexpr ((false || ... || query::windows<expression_of<T>>))
            return rule::a_page_selects_a_window<typename select::model>{};
        else if constexpr (keyless && reads_rows_without_key<From>)
            return rule::a_model_has_no_key<typename select::model>{};
        else if constexpr (keyless) return rule::rows_of_a_common_table_have_no_key<typename select::model>{};
        else if constexpr (sizeof...(K) == 0)
            return rule::a_select_of_one_row_has_no_pages<typename select::model>{};
        else return rule::first_broken<decltype(find_key_verdict<typename K::expression>())...>{};
    }
    using verdict = rule::diagnostic<decltype(find_verdict(keys{}))>;
};

/// The keys as data, and the rows that bring their values along.
template <class Select, class Keys>
struct page_rows;
template <class Select, class... K>
struct page_rows<Select, types<K...>> {
    using row = chain<typename Select::row, value_of<typename K::expression>...>;
    static constexpr std::size_t own = Select::plan.fields.size();
    static constexpr auto fields = [] {
        constexpr chain_places<row> places{};
        std::array<field_access, own + sizeof...(K)> out{};
        for (std::size_t i = 0; i < own; ++i) out[i] = Select::plan.fields[i];
        const type_info* infos[]{K::data.type...};
        for (std::size_t i = 0; i < sizeof...(K); ++i)
            out[own + i] = {static_cast<std::uint32_t>(places.at[i + 1]), infos[i], "order_by"};
        return out;
    }();
    static constexpr auto terms = [] {
        std::array<sql::order_term, sizeof...(K)> out{
            sql::order_term{0, K::descending, K::nulls_first, K::expression::nullable, &K::data}...};
        for (std::size_t i = 0; i < out.size(); ++i) out[i].column = static_cast<std::uint16_t>(own + i);
        return out;
    }();
};

} // namespace dataflow::node_::detail
