// The code of core/types/registry.hpp.
#pragma once

#include <dataflow/core/types/registry.hpp>

#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>

namespace dataflow {

namespace detail {

/// The functions of a type, which know it, after those that do not.
template <class T, class Held = T>
struct functions_for {
    using says = column_type<T>;
    static_assert(std::is_trivially_copyable_v<Held> && std::has_unique_object_representations_v<Held>,
                  "dataflow: a listed type is its bytes, and equal values have equal ones");

    static Held at(const void* value) noexcept {
        Held out;
        std::memcpy(&out, value, sizeof out);
        return out;
    }
    static bool give(const std::optional<Held>& found, void* to) noexcept {
        if (found) std::memcpy(to, &*found, sizeof(Held));
        return found.has_value();
    }
    static std::optional<Held> recalled(std::string_view text) {
        if constexpr (requires { says::recall(text); }) return says::recall(text);
        else {
            char again[longest_text];
            const std::optional<Held> out = says::parse(text);
            if (!out || std::string_view{again, says::write(*out, again)} != text) return std::nullopt;
            return out;
        }
    }
    static constexpr type_functions all{
        [](const void* value, char* to) -> std::size_t { return says::bind(at(value), to); },
        [](std::string_view binary, void* value) { return give(says::read(binary), value); },
        [](const void* value, char* to) -> std::size_t { return says::write(at(value), to); },
        [](std::string_view text, void* value) { return give(says::parse(text), value); },
        [](std::string_view text, void* value) { return give(recalled(text), value); },
        [](const void* value) {
            const Held initial{};
            return std::memcmp(&initial, value, sizeof initial) == 0;
        }};
};

template <class... T>
[[nodiscard]] inline const type_functions* listed_functions(type_list<T...>, std::size_t at) noexcept {
    static constexpr const type_functions* rows[]{&functions_for<T>::all...};
    return rows[at];
}

} // namespace detail

DATAFLOW_RUNTIME const type_functions* functions_of(storage s) noexcept {
    switch (s) {
    case storage::timestamp: return &detail::functions_for<timestamp, column_type<timestamp>::held>::all;
    case storage::date: return &detail::functions_for<date, column_type<date>::held>::all;
    case storage::uuid: return &detail::functions_for<uuid>::all;
    default: break;
    }
    if (!has_functions(s)) return nullptr;
    return detail::listed_functions(detail::listed_types{},
                                    static_cast<std::size_t>(s) - static_cast<std::size_t>(storage::listed));
}

} // namespace dataflow
