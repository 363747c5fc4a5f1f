// Which fields of a struct have default member initialisers, as far as the compiler can see.
#pragma once

#include <dataflow/core/types.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

namespace dataflow::schema::detail {

/// Whether a field of a value-initialised struct holds something else than its type's own default.
template <class F>
constexpr bool differs_from_default(const F& value) {
    if constexpr (is_mapped<F> || std::is_same_v<F, uuid> || category_of<F> == category::none || category_of<F> == category::json) return false; // uuids: boost compares these at run time only
    else if constexpr (is_id<bare<F>>) return false; // an id's initialiser says nothing
    else if constexpr (is_optional<F>) return value.has_value();
    else if constexpr (std::is_same_v<F, std::string> || std::is_same_v<F, bytes>) return !value.empty();
    else if constexpr (category_of<F> == category::array) {
        if constexpr (sequence_parts<F>::fixed == SIZE_MAX) return !value.empty();
        else if constexpr (category_of<typename sequence_parts<F>::element> == category::uuid || is_mapped<bare<typename sequence_parts<F>::element>>) return false;
        else return !(value == F{});
    } else return !(value == F{});
}

/// Types whose own default leaves them indeterminate: their initialisers show by being readable. (A date does so, too, but the
/// day that `date d{}` is cannot be stored: it counts as none.)
template <class F>
inline constexpr bool needs_initialiser = std::is_scalar_v<F>;

template <class M, class F, std::size_t I>
constexpr bool reads() {
    if constexpr (needs_initialiser<F>) return reflect::initialised<M, I>;
    else return false;
}

template <class M, class... F, std::size_t... I>
constexpr auto find_initialisers(reflect::field_types<F...>, std::index_sequence<I...>) {
    std::array<initialiser, sizeof...(F)> out{};
    if constexpr (!reflect::constant_constructible<M>) {
        for (auto& one : out) one = initialiser::unknown;
    } else {
        constexpr bool all = reflect::all_initialised<M, needs_initialiser<F>...>;
        M object{};
        const auto fields = reflect::detail::tied(object);
        constexpr bool own[]{is_mapped<F>...}; // what their defaults are is not seen here
        const auto set = [&](std::size_t i, bool present) {
            out[i] = own[i] ? initialiser::unknown : present ? initialiser::present : initialiser::absent;
        };
        if constexpr (all) (set(I, needs_initialiser<F> || differs_from_default(static_cast<const reflect::detail::tied_field<I, F>&>(fields).value)), ...);
        else (set(I, needs_initialiser<F> ? reads<M, F, I>() : differs_from_default(static_cast<const reflect::detail::tied_field<I, F>&>(fields).value)), ...);
    }
    return out;
}

/// For each field of M; of ids, nothing that counts.
template <class M>
inline constexpr auto initialisers_of = find_initialisers<M>(reflect::types_of<M>{}, std::make_index_sequence<reflect::field_count<M>>{});

} // namespace dataflow::schema::detail
