// The names that columns, and values of enumerations, had in databases of former versions: options of a
// model, for migrations.
#pragma once

#include <dataflow/schema/option_list.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace dataflow {

namespace detail {
/// What is not in braces, where a list wants it so: columns that could be one index or several.
template <class T>
concept bare_column = std::is_convertible_v<const T&, std::string_view>;
} // namespace detail

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
struct former_column_list : option_list<former_column, 32> {
    bool unpaired = false; ///< something else than pairs in braces was given; such a model is refused
    using option_list<former_column, 32>::option_list;
};
/// Up to 16: `.renamed_values = df::renamed_values({"status", "new", "open"})`.
struct former_value_list : option_list<former_value, 16> {
    bool unpaired = false; ///< something else than three in braces was given; such a model is refused
    using option_list<former_value, 16>::option_list;
};

/// Columns that had other names in databases of former versions, each as `{"former column", "field"}`; see
/// docs/changes.md. One that was renamed twice is named twice: `df::renamed({"mail", "address"}, {"email",
/// "address"})`.
template <std::size_t... Sizes>
    requires(sizeof...(Sizes) != 0)
[[nodiscard]] constexpr former_column_list renamed([[maybe_unused]] const char* const (&... all)[Sizes]) {
    former_column_list out;
    if constexpr (((Sizes == 2) && ...)) (out.add({all[0], all[1]}), ...);
    else out.unpaired = true;
    return out;
}
template <detail::bare_column... Given>
    requires(sizeof...(Given) != 0)
[[nodiscard]] constexpr former_column_list renamed(const Given&...) {
    former_column_list out;
    out.unpaired = true;
    return out;
}

/// Names of enumerations that were stored under other names, each as `{"field", "former name", "name"}`.
template <std::size_t... Sizes>
    requires(sizeof...(Sizes) != 0)
[[nodiscard]] constexpr former_value_list
renamed_values([[maybe_unused]] const char* const (&... all)[Sizes]) {
    former_value_list out;
    if constexpr (((Sizes == 3) && ...)) (out.add({all[0], all[1], all[2]}), ...);
    else out.unpaired = true;
    return out;
}
template <detail::bare_column... Given>
    requires(sizeof...(Given) != 0)
[[nodiscard]] constexpr former_value_list renamed_values(const Given&...) {
    former_value_list out;
    out.unpaired = true;
    return out;
}

} // namespace dataflow
