// The order of a list: checked, and made total.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/query/order.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/select.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <type_traits>
#include <utility>

namespace dataflow::node_ {

namespace detail {

template <class O>
inline constexpr bool by_column = query::detail::is_column<typename O::column>;

/// A key that is an expression, whose values are at this place.
template <class E, std::uint16_t Value, std::uint16_t Optional>
inline constexpr sql::order_expression expression_key{{&query::write_operand<E>, sql::place{Value, Optional}},
                                                      &schema::info_of<value_of<E>>};

/// The key of an ordering as plain data; it has been checked.
template <class M, class O, std::uint16_t Value = 0, std::uint16_t Optional = 0>
constexpr sql::order_term order_term_of() {
    if constexpr (by_column<O>) {
        constexpr auto at = static_cast<std::size_t>(schema::table_of<M>.find(O::column::name));
        return {static_cast<std::uint16_t>(at), O::descending, O::nulls_come_first,
                schema::table_of<M>.columns[at].nullable()};
    } else
        return {0, O::descending, O::nulls_come_first, O::column::nullable,
                &expression_key<typename O::column, Value, Optional>};
}

template <class M, class E>
constexpr auto find_ordered_verdict() {
    using outside = query::outsider<query::types<M>, typename E::model>;
    if constexpr (query::refused_expression<E>) return rule::told_before{};
    else if constexpr (requires { E::refers_to; })
        return rule::nothing_is_selected_under_this_name<E::refers_to>{};
    else if constexpr (!std::is_void_v<outside>) return rule::a_field_of_another_model_is_used<M, outside>{};
    else if constexpr (query::aggregates<E> || query::windows<E>)
        return rule::a_list_is_ordered_by_an_aggregate_or_a_window<M>{};
    else if constexpr (query::ambiguous<M, E>)
        return rule::a_subquery_over_the_same_model_needs_an_alias<M>{};
    else if constexpr (query::detail::is_column<E> &&
                       schema::table_of<M>.find_field(query::detail::field_of<E>()) < 0)
        return rule::a_model_without_timestamps_has_no_created_at_or_updated_at<M>{};
    else if constexpr (!keeps_what_it_mentions<M, E>())
        return rule::a_model_without_timestamps_has_no_created_at_or_updated_at<M>{};
    else if constexpr (query::category_of<typename E::type> >= query::category::json)
        return rule::records_are_ordered_by_an_array_or_json<M, query::detail::field_text<E>>{};
    else if constexpr (query::has_no_order<E>) return query::no_order_verdict<E>{};
    else return rule::ok{};
}
template <class M, class T>
constexpr auto find_order_verdict() {
    if constexpr (!query::is_ordering<T> && !query::scalar<T>)
        return rule::an_argument_is_not_an_ordering<M, T>{};
    else return find_ordered_verdict<M, typename query::as_ordering<T>::type::column>();
}

/// The keys of an ordering, and after them the parts of the key that they lack: so an order is always total.
template <std::size_t Most>
struct order_terms {
    sql::order_term terms[Most + 1]{}; // a model that is only read may have no key
    std::size_t size = 0;

    constexpr order_terms(std::initializer_list<sql::order_term> given, const schema::table& t) {
        auto next = static_cast<std::uint16_t>(t.columns.size());
        for (const auto& o : given) {
            terms[size] = o;
            if (!(o.key == nullptr)) terms[size].column = next++;
            ++size;
        }
        for (const auto k : t.key) {
            bool there = false;
            for (const auto& o : given) there = there || (o.key == nullptr && o.column == k);
            if (!there)
                terms[size++] =
                    sql::order_term{k, given.size() != 0 && (given.end() - 1)->descending, false, false};
        }
    }
};
template <class M, class... O>
inline constexpr order_terms<sizeof...(O) + schema::key_size<M>> total_order{{order_term_of<M, O>()...},
                                                                             schema::table_of<M>};

/// The same where some keys are expressions, whose values are after those of the predicate P.
template <class M, class P, class... O>
struct order_of_expressions {
    static constexpr auto places = query::order_places<O...>(sql::place{}.after(P::parameters, P::optionals));
    template <std::size_t... I>
    static constexpr auto make(std::index_sequence<I...>) {
        return order_terms<sizeof...(O) + schema::key_size<M>>{
            {order_term_of<M, O, places[I].value, places[I].optional>()...}, schema::table_of<M>};
    }
    static constexpr auto terms = make(std::index_sequence_for<O...>{});
};
template <class M, class P, class... O>
[[nodiscard]] constexpr const auto& find_total_order() noexcept {
    if constexpr ((by_column<O> && ...)) return total_order<M, O...>;
    else return order_of_expressions<M, P, O...>::terms;
}

/// A row of a list that is ordered by expressions: a record, and their values, of which a cursor is made.
template <class Row, class... E>
struct ordered_row {
    using type = chain<Row, value_of<E>...>;
    template <class M>
    static constexpr auto fields_with() {
        constexpr chain_places<type> places{};
        constexpr auto own = schema::fields_of<M>.size();
        std::array<field_access, own + sizeof...(E)> out{};
        for (std::size_t i = 0; i < own; ++i) out[i] = schema::fields_of<M>[i];
        const type_info* infos[]{&schema::info_of<value_of<E>>..., nullptr};
        for (std::size_t i = 0; i < sizeof...(E); ++i)
            out[own + i] = {static_cast<std::uint32_t>(places.at[i + 1]), infos[i], "order_by"};
        return out;
    }
};
struct is_by_value {
    template <class O>
    constexpr hana::bool_<!by_column<O>> operator()(hana::basic_type<O>) const noexcept {
        return {};
    }
};
template <class Row>
struct row_with {
    template <class... O>
    constexpr auto operator()(hana::basic_type<O>...) const noexcept {
        return std::type_identity<ordered_row<Row, typename O::column...>>{};
    }
};
template <class Row, class... O>
using ordered_row_of =
    typename decltype(hana::unpack(filtered<types<O...>, is_by_value>{}, row_with<Row>{}))::type;
/// Of records of M: with the fields that its columns fill.
template <class M, class Row, class... O>
struct ordered_rows_of {
    using type = typename ordered_row_of<Row, O...>::type;
    static constexpr auto fields = ordered_row_of<Row, O...>::template fields_with<M>();
};

} // namespace detail

/// The verdict on the keys of an ordering of M.
template <class M, class... T>
using order_verdict = rule::first_broken<decltype(detail::find_order_verdict<M, T>())...>;

} // namespace dataflow::node_
