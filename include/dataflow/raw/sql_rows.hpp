// The rows that a statement written by hand gives: which fields take which columns.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/match.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/column_names.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dataflow::node_ {

namespace detail {

template <class Row, class... F>
constexpr auto find_row_fields(types<F...>) {
    const type_info* const types[]{&schema::info_of<F>...};
    std::array<field_access, sizeof...(F)> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = {reflect::field_layout<Row>.offsets[i], types[i],
                  schema::column_name<Row>(reflect::field_names<Row>[i])};
    return out;
}
template <class Row>
inline constexpr auto row_fields = find_row_fields<Row>(reflect::types_of<Row>{});

/// A result of one column, whatever its name is.
template <class T>
inline constexpr std::array<field_access, 1> lone_field{field_access{0, &schema::info_of<T>, {}}};
template <>
inline constexpr std::array<field_access, 1> lone_field<bool>{
    field_access{0, &query::detail::byte_as_boolean, {}}};

template <class T>
inline constexpr bool is_record = false;
template <class M>
inline constexpr bool is_record<record<M>> = true;

/// The first field without an SQL type; the number of fields where all have one.
template <class... F>
constexpr std::size_t first_unstorable(types<F...>) {
    const bool storable[]{schema::storable<F>..., false};
    std::size_t at = 0;
    while (storable[at]) ++at;
    return at;
}

template <class Row>
constexpr auto find_row_verdict() {
    if constexpr (std::is_void_v<Row> || schema::storable<Row>) return rule::ok{};
    else if constexpr (is_record<Row>) return schema::model_verdict<typename Row::model>{};
    else if constexpr (!reflect::aggregate<Row>) return rule::a_row_is_neither_a_struct_nor_a_value<Row>{};
    else if constexpr (reflect::field_count<Row> == 0)
        return rule::a_row_is_neither_a_struct_nor_a_value<Row>{};
    else {
        constexpr auto at = first_unstorable(reflect::types_of<Row>{});
        if constexpr (at == reflect::field_count<Row>) return rule::ok{};
        else
            return rule::a_field_type_has_no_sql_type<Row, schema::detail::field_text<Row, at>,
                                                      reflect::field_type<Row, at>>{};
    }
}

} // namespace detail

/// The verdict on the type of a row.
template <class Row>
using row_verdict = rule::diagnostic<decltype(detail::find_row_verdict<Row>())>;

/// How rows are filled. `held` is what a row is in memory while it is filled; `description` names it in
/// messages.
template <class Row>
struct rows_of {
    static_assert(reflect::field_layout<Row>.struct_size == sizeof(Row),
                  "dataflow: a row must not use alignas, bit-fields or [[no_unique_address]]");
    using held = Row;
    static constexpr constant_list<field_access> fields{detail::row_fields<Row>};
    static constexpr schema::table description{reflect::type_name<Row>, {}};
};
template <class M>
struct rows_of<record<M>> {
    using held = record<M>;
    static constexpr constant_list<field_access> fields{schema::fields_of<M>};
    static constexpr schema::table description{reflect::type_name<M>, {}};
};
template <schema::storable T>
struct rows_of<T> {
    using held = std::conditional_t<std::is_same_v<T, bool>, std::uint8_t,
                                    T>; // a std::vector<bool> has no bytes to fill
    static constexpr constant_list<field_access> fields{detail::lone_field<T>};
    static constexpr schema::table description{};
};
template <>
struct rows_of<void> {
    static constexpr schema::table description{};
};

} // namespace dataflow::node_
