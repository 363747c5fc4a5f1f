// Which fields of an aggregate have initializers, and what those throw.
#pragma once

#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/bindings.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace dataflow::reflect::detail {

template <class T, std::size_t I>
consteval bool readable_when_default() {
    T object; // default-initialized: a field without an initializer stays indeterminate
    [[maybe_unused]] const auto copy = reflect::get<I>(object);
    return true;
}
template <bool Read, class F>
constexpr void read_if(const F& field) {
    if constexpr (Read) [[maybe_unused]]
        const F copy = field;
}
template <class T, bool... Read, class... F, std::size_t... I>
consteval bool readable_when_default(types<F...>, std::index_sequence<I...>) {
    T object;
    const auto fields = tied(object);
    (read_if<Read>(static_cast<const tied_field<I, F>&>(fields).value), ...);
    return true;
}
template <class T>
consteval bool constructible_when_constant() {
    [[maybe_unused]] T object{};
    return true;
}

} // namespace dataflow::reflect::detail

namespace dataflow::reflect {

/// Whether the compiler can make a T in a constant expression, and so can see its initializers.
/// (clang with libstdc++ 12 cannot where T holds a std::string.)
template <class T>
concept constant_constructible =
    requires { typename std::bool_constant<detail::constructible_when_constant<T>()>; };

/// Whether a constant T can be made without an initializer: whether each field has a default member
/// initializer, or is of a class that makes its own start. It says so where the compiler cannot make a T in a
/// constant expression, too.
template <class T>
concept starts_by_itself = requires { new const T; };

} // namespace dataflow::reflect

namespace dataflow::reflect::detail {

/// Becomes an F, and throws nothing.
template <class F>
struct exactly {
    operator F() const noexcept;
};
template <class T, std::size_t First, class... F, std::size_t... I>
constexpr bool nothrow_behind(types<F...>, std::index_sequence<I...>) {
    if constexpr (requires { T{exactly<field_type<T, I>>{}...}; })
        return noexcept(T{exactly<field_type<T, I>>{}...});
    else return false;
}

} // namespace dataflow::reflect::detail

namespace dataflow::reflect {

/// Whether the initializers of all fields from the I-th on throw nothing. A field that allocates then starts
/// empty.
template <class T, std::size_t I>
inline constexpr bool nothrow_from =
    detail::nothrow_behind<T, I>(types_of<T>{}, std::make_index_sequence<I>{});

/// Whether the fields of T that are chosen by a `true`, scalars, all have a default member initializer:
/// reading one from a default-initialized object is a constant expression only then.
template <class T, bool... Chosen>
concept all_initialized = requires {
    typename std::bool_constant<detail::readable_when_default<T, Chosen...>(
        types_of<T>{}, std::make_index_sequence<sizeof...(Chosen)>{})>;
};

/// The same for the I-th field, a scalar.
template <class T, std::size_t I>
concept initialized = requires { typename std::bool_constant<detail::readable_when_default<T, I>()>; };

} // namespace dataflow::reflect
