// Which fields of a struct have default member initializers, as far as the compiler can see.
#pragma once

#include <dataflow/core/types.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/initialized.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::schema::detail {

/// Types whose default is never looked at: such a field counts as having none. (boost compares uuids at run
/// time only.)
template <class F>
inline constexpr bool never_defaulted =
    std::is_same_v<F, uuid> || is_id<bare<F>> || category_of<F> == category::json;

/// Whether a field of a value-initialized struct holds something else than its type's own default.
template <class F>
constexpr bool differs_from_default(const F& value) {
    if constexpr (never_defaulted<F> || is_mapped<F> || category_of<F> == category::none) return false;
    else if constexpr (is_optional<F>) return value.has_value();
    else if constexpr (std::is_same_v<F, std::string> || std::is_same_v<F, bytes>) return !value.empty();
    else if constexpr (category_of<F> == category::array) {
        if constexpr (sequence_parts<F>::fixed == SIZE_MAX) return !value.empty();
        else if constexpr (category_of<typename sequence_parts<F>::element> == category::uuid ||
                           is_mapped<bare<typename sequence_parts<F>::element>>)
            return false;
        else return !(value == F{});
    } else return !(value == F{});
}

template <class F>
concept has_empty = requires(const F& f) {
    { f.empty() } -> std::same_as<bool>;
};

/// The same; of a container that no column can hold, whether there is anything in it.
template <class F>
constexpr bool value_is_given(const F& value) {
    if constexpr (!storable<F> && has_empty<F>) return !value.empty();
    else return differs_from_default(value);
}

/// Types whose own default leaves them indeterminate: their initializers show by being readable. (A date does
/// so, too, but the day that `date d{}` is cannot be stored: it counts as none.)
template <class F>
inline constexpr bool needs_initializer = std::is_scalar_v<F>;

template <class M, class F, std::size_t I>
constexpr bool reads() {
    if constexpr (needs_initializer<F>) return reflect::initialized<M, I>;
    else return false;
}

/// Types that are empty unless an initializer allocates, and so may throw.
template <class F>
inline constexpr bool is_growing = std::is_same_v<F, std::string>;
template <class E>
inline constexpr bool is_growing<std::vector<E>> = true;

/// What can be seen of a struct that the compiler cannot make: what the types of its initializers tell. The
/// rest is seen when the program runs (schema/defaults.hpp).
template <class M, class F, std::size_t I, std::size_t Open>
constexpr initializer glimpse() {
    if constexpr (never_defaulted<F>) return initializer::absent;
    else if constexpr (is_growing<F>)
        return reflect::nothrow_from<M, I> ? initializer::absent : initializer::unknown;
    else if constexpr (!needs_initializer<F> || is_mapped<F>) return initializer::unknown;
    else if constexpr (reflect::starts_by_itself<M>) return initializer::present;
    else return Open == 1 ? initializer::absent : initializer::unknown; // the only one that can be at fault
}

/// What counts of an initializer that is there: a value of an enumeration without a name cannot be stored,
/// and as 0 is what `{}` gives.
template <class F>
constexpr initializer judge(const F& value) {
    if constexpr (is_optional<F>) return value.has_value() ? detail::judge(*value) : initializer::present;
    else if constexpr (category_of<F> == category::enumeration) {
        for (const auto& e : reflect::enumerators<F>)
            if (e.value == static_cast<std::int64_t>(value)) return initializer::present;
        return static_cast<std::int64_t>(value) == 0 ? initializer::absent : initializer::stray;
    } else return initializer::present;
}

template <class M, class... F, std::size_t... I>
constexpr auto find_initializers(types<F...>, std::index_sequence<I...>) {
    std::array<initializer, sizeof...(F)> out{};
    if constexpr (!reflect::constant_constructible<M>) {
        constexpr std::size_t open = (std::size_t{0} + ... + (reflect::starts_by_itself<F> ? 0U : 1U));
        ((out[I] = glimpse<M, F, I, open>()), ...);
    } else {
        constexpr bool all = reflect::all_initialized<M, needs_initializer<F>...>;
        M object{};
        const auto fields = reflect::detail::tied(object);
        constexpr bool own[]{is_mapped<F>...}; // what their defaults are is not seen here
        using reflect::detail::tied_field;
        const auto set = [&](std::size_t i, bool present, const auto& value) {
            out[i] = own[i] ? initializer::unknown : present ? detail::judge(value) : initializer::absent;
        };
        if constexpr (all)
            (set(I,
                 needs_initializer<F> ||
                     differs_from_default(static_cast<const tied_field<I, F>&>(fields).value),
                 static_cast<const tied_field<I, F>&>(fields).value),
             ...);
        else
            (set(I,
                 needs_initializer<F>
                     ? reads<M, F, I>()
                     : differs_from_default(static_cast<const tied_field<I, F>&>(fields).value),
                 static_cast<const tied_field<I, F>&>(fields).value),
             ...);
    }
    return out;
}

/// For each field of M; of ids, nothing that counts.
template <class M>
inline constexpr auto initializers_of =
    find_initializers<M>(reflect::types_of<M>{}, std::make_index_sequence<reflect::field_count<M>>{});

} // namespace dataflow::schema::detail
