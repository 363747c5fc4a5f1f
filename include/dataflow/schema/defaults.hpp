// Which fields of a struct have a default, where only the running program can see it.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/schema/initializers.hpp>

#include <array>
#include <cstddef>
#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::schema {

namespace detail {

/// Keeps the compiler from knowing what memory holds.
inline void forget(void* memory) noexcept { asm volatile("" : : "r"(memory) : "memory"); }

/// Makes an M over memory of one pattern, and marks each field in which a byte is another one afterwards: its
/// initializer wrote it.
template <class M, std::size_t N, class... F, std::size_t... I>
void mark_written(std::array<bool, N>& out, unsigned char pattern, types<F...>, std::index_sequence<I...>) {
    alignas(M) unsigned char memory[sizeof(M)];
    std::memset(memory, pattern, sizeof memory);
    forget(memory);
    M* const object = ::new (static_cast<void*>(memory)) M; // not M{}: that would write all fields
    forget(memory);
    const auto fields = reflect::detail::tied(*object);
    const auto mark = [&](std::size_t field, const void* at, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i)
            out[field] = out[field] || static_cast<const unsigned char*>(at)[i] != pattern;
    };
    ((needs_initializer<F>
          ? mark(I, &static_cast<const reflect::detail::tied_field<I, F>&>(fields).value, sizeof(F))
          : void()),
     ...);
    object->~M();
}

/// Whether a field of an M that nothing filled holds what its struct gave it, by its value: of types that
/// start empty.
template <class F>
bool holds_default(const F& value) {
    if constexpr (is_mapped<F>) {
        try {
            return differs_from_default<typename mapped<F>::stored>(mapped<F>::to(value));
        } catch (...) { // there is nothing that could be stored
            return false;
        }
    } else return value_is_given(value);
}

template <class M, class... F, std::size_t... I>
auto find_defaults(types<F...> all, std::index_sequence<I...> numbers) {
    std::array<bool, sizeof...(F)> out{};
    detail::mark_written<M>(out, 0xA5, all, numbers);
    detail::mark_written<M>(out, 0x5A, all, numbers);
    const M object{};
    const auto fields = reflect::detail::tied(object);
    ((needs_initializer<F>
          ? void()
          : void(out[I] = holds_default(
                     static_cast<const reflect::detail::tied_field<I, const F>&>(fields).value))),
     ...);
    return out;
}

} // namespace detail

/// For each field of M, whether it has a default, as docs/models.md says; found once, by making a few.
template <class M>
[[nodiscard]] const auto& defaults_of() {
    static const auto found =
        detail::find_defaults<M>(reflect::types_of<M>{}, std::make_index_sequence<reflect::field_count<M>>{});
    return found;
}

/// A required field was filled by nothing, and this shows only now.
[[noreturn, gnu::cold]] inline void refuse_unfilled(std::string_view node, std::string_view model,
                                                    std::string_view field) {
    error_info info;
    info.node = std::string{node};
    info.model = std::string{model};
    info.field = std::string{field};
    info.message = "a required field is filled by nothing";
    throw invalid_value(std::move(info));
}

} // namespace dataflow::schema
