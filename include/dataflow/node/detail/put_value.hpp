// A value that an expression holds, put into a field of a struct.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/schema/types.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::node_ {

[[noreturn, gnu::cold]] inline void refuse_value(std::string_view model, std::string_view name,
                                                 std::string_view why) {
    error_info info;
    info.node = "create";
    info.model = std::string{model};
    info.field = std::string{name};
    info.message = std::string{why};
    throw invalid_value(std::move(info));
}

/// Puts a held value into a field of a struct. Throws `invalid_value` where a number does not fit.
template <class Field, class Held>
void put(Field& field, const Held& held, std::string_view model, std::string_view name) {
    if constexpr (schema::is_mapped<Field>) {
        if constexpr (!schema::is_optional<Held>)
            with_mapping([&] { field = mapped<Field>::from(held); },
                         [&](std::string_view why) { refuse_value(model, name, why); });
    } else if constexpr (schema::is_optional<Held>) {
        if (held.has_value()) put(field, *held, model, name);
        else field.reset();
    } else if constexpr (schema::is_optional<Field>) put(field.emplace(), held, model, name);
    else if constexpr (std::is_same_v<Held, std::int64_t> && std::is_integral_v<Field>) {
        if (!fits(schema::info_of<Field>.memory, held))
            refuse_value(model, name, "a number out of the field's range");
        field = static_cast<Field>(held);
    } else if constexpr (schema::is_decimal<Field> || schema::is_duration<Field>) {
        const auto v = query::detail::bound<Field>(held, name);
        if (!store_integer(schema::info_of<Field>, &field, v.integer))
            refuse_value(model, name, "a number out of the field's range");
    } else field = static_cast<Field>(held);
}

} // namespace dataflow::node_
