// The names of an enum class's values.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/reflect/detail/enum_text.hpp>
#include <dataflow/reflect/enum_names.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

namespace dataflow::reflect {

/// The named values of an enum class, in order of value.
template <class E>
inline constexpr auto enumerators = [] {
    using checked = enum_verdict<E>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!rule::is_ok<checked>) return std::array<enumerator, 0>{};
    else if constexpr (detail::is_name_list<decltype(enum_names<E>)>) {
        return detail::named_enumerators<E>();
    } else {
        constexpr auto found = detail::scan_enum<E>();
        std::array<enumerator, found.size> out{};
        for (std::size_t i = 0; i < found.size; ++i) out[i] = found.items[i];
        return out;
    }
}();

} // namespace dataflow::reflect

namespace dataflow {

/// The name by which a value of an enum class is stored; empty for a value without a name.
template <class E>
    requires std::is_enum_v<E>
[[nodiscard]] constexpr std::string_view name_of(E value) noexcept {
    for (const auto& known : reflect::enumerators<E>)
        if (known.value == static_cast<std::int64_t>(value)) return known.name;
    return {};
}

/// The value of an enum class with this name; nothing where none has it.
template <class E>
    requires std::is_enum_v<E>
[[nodiscard]] constexpr std::optional<E> parse_enum(std::string_view name) noexcept {
    for (const auto& known : reflect::enumerators<E>)
        if (known.name == name) return static_cast<E>(known.value);
    return std::nullopt;
}

} // namespace dataflow
