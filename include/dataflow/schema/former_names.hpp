// The names that columns, and values of enumerations, had in databases of former versions: options of a
// model, for migrations.
#pragma once

#include <dataflow/schema/option_list.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow {

/// A column that had another name in a database of a former version, and the field that it belongs to now.
struct former_column {
    const char* former = "";
    const char* field = "";
};
/// A name of an enumeration that was stored under another one: of which field, and both names.
struct former_value {
    const char* field = "";
    const char* former = "";
    const char* name = "";
};
/// Up to 32: `.renamed = df::renamed({"email", "mail"})`.
using former_column_list = braced_list<former_column, 32>;
/// Up to 16: `.renamed_values = df::renamed_values({"status", "new", "open"})`.
using former_value_list = braced_list<former_value, 16>;

/// Columns that had other names in databases of former versions, each as `{"former column", "field"}`; see
/// docs/changes.md. One that was renamed twice is named twice: `df::renamed({"mail", "address"}, {"email",
/// "address"})`.
template <std::size_t... Sizes>
    requires(sizeof...(Sizes) != 0)
[[nodiscard]] constexpr former_column_list renamed(const char* const (&... all)[Sizes]) {
    return detail::in_braces<former_column_list, 2>(all...);
}
template <detail::bare_column... Given>
    requires(sizeof...(Given) != 0)
[[nodiscard]] constexpr former_column_list renamed(const Given&...) {
    return detail::without_braces<former_column_list>();
}

/// Names of enumerations that were stored under other names, each as `{"field", "former name", "name"}`.
template <std::size_t... Sizes>
    requires(sizeof...(Sizes) != 0)
[[nodiscard]] constexpr former_value_list renamed_values(const char* const (&... all)[Sizes]) {
    return detail::in_braces<former_value_list, 3>(all...);
}
template <detail::bare_column... Given>
    requires(sizeof...(Given) != 0)
[[nodiscard]] constexpr former_value_list renamed_values(const Given&...) {
    return detail::without_braces<former_value_list>();
}

} // namespace dataflow
