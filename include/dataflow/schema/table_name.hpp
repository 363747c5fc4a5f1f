// The name of a model's table: what the options give, or the struct's in the plural.
#pragma once

#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/naming.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/table.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace dataflow::schema::detail {

/// The table's name where the options give none, before it is cut to its size.
template <class M>
inline constexpr auto wide_table_name = [] {
    struct {
        std::array<char, 2 * reflect::type_name<M>.size() + 8> text{};
        std::size_t size = 0;
    } out;
    out.size = plural_snake_case(reflect::type_name<M>, out.text.data());
    return out;
}();

} // namespace dataflow::schema::detail

namespace dataflow::schema {

/// The table's name of a model.
template <class M>
inline constexpr std::string_view table_name =
    options_of<M>.table.empty()
        ? std::string_view{detail::wide_table_name<M>.text.data(), detail::wide_table_name<M>.size}
        : options_of<M>.table;

} // namespace dataflow::schema
