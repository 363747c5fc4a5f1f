// Types as plain constant data, so that the wires of a graph are checked by ordinary functions.
#pragma once

#include <dataflow/core/constant_pointer.hpp>
#include <dataflow/core/kept_text.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/record.hpp>

#include <concepts>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace dataflow::workflow_ {

template <class T>
constexpr const char* spelled_type() noexcept {
    return __PRETTY_FUNCTION__;
}

inline constexpr reflect::detail::frame spelled_frame = reflect::detail::frame_of(spelled_type<int>(), "int");

/// What matters of a type when it meets another. Its spelling is its identity: g++ 12 takes no comparison of
/// two addresses for a constant expression under -fsanitize=undefined.
struct type_ref {
    enum class number : std::uint8_t { none, with_sign, without_sign, real, decimal };

    constant_pointer<type_ref> inside{};  ///< T of std::optional<T>
    constant_pointer<type_ref> base{};    ///< M of record<M>
    constant_pointer<type_ref> element{}; ///< T of a range of T
    constant_pointer<type_info> info{};   ///< how it is moved, where it is something that a column can hold
    number kind = number::none;
    std::uint8_t bits = 0;    ///< the width of a number; a decimal's digits are in its `info`
    const char* spelled = ""; ///< by the compiler, in a function's text

    [[nodiscard]] constexpr std::string_view name() const noexcept { return spelled_frame.cut(spelled); }
};

template <class T>
inline constexpr bool is_record = false;
template <class M>
inline constexpr bool is_record<record<M>> = true;

/// Something to go through from begin to end; a text is one value.
template <class T>
concept range_like = !std::is_convertible<const T&, std::string_view>::value && requires(const T& r) {
    std::begin(r);
    std::end(r);
};

template <class T>
constexpr type_ref make_type_ref();

/// The one description of a type.
template <class T>
inline constexpr type_ref type_of = make_type_ref<T>();

template <class T>
constexpr type_ref make_type_ref() {
    type_ref out;
    out.spelled = workflow_::spelled_type<T>();
    if constexpr (schema::storable<T>) out.info = &schema::info_of<T>;
    if constexpr (requires { requires schema::optional_inside<T>::is_optional; })
        out.inside = &type_of<schema::bare<T>>;
    else if constexpr (requires { requires is_record<T>; }) out.base = &type_of<typename T::model>;
    else if constexpr (std::floating_point<T> ||
                       (std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>)) {
        out.kind = std::floating_point<T>    ? type_ref::number::real
                   : std::signed_integral<T> ? type_ref::number::with_sign
                                             : type_ref::number::without_sign;
        out.bits = static_cast<std::uint8_t>(sizeof(T) * 8);
    } else if constexpr (requires { requires schema::is_decimal<T>; }) out.kind = type_ref::number::decimal;
    else if constexpr (range_like<T>)
        out.element = &type_of<std::remove_cvref_t<decltype(*std::begin(std::declval<const T&>()))>>;
    return out;
}

/// The description of a struct or a record, which is known to be one. (What is asked of a type by variable
/// templates is in the object file, where the type is local to a function: so as little as can be.)
template <class T>
constexpr type_ref make_struct_ref() {
    type_ref out;
    out.spelled = workflow_::spelled_type<T>();
    if constexpr (requires {
                      typename T::model;
                      requires std::is_same<T, record<typename T::model>>::value;
                  })
        out.base = &type_of<typename T::model>;
    return out;
}

/// What a value counts as: a literal, which is held as a view, is a text.
template <class T>
using counted_as = std::conditional_t<std::is_same_v<T, kept_text>, std::string, T>;

[[nodiscard]] constexpr bool same(const type_ref& a, const type_ref& b) noexcept {
    return __builtin_strcmp(a.spelled, b.spelled) == 0;
}

/// Whether a text is given to a time or a day: it is read as ISO 8601.
[[nodiscard]] constexpr bool is_read_as_time(const type_ref& from, const type_ref& to) noexcept {
    return to.info != nullptr && (to.info->memory == layout::timestamp || to.info->memory == layout::date) &&
           same(from, type_of<std::string>);
}

/// Whether a value of one type can be given to an input of another without loss.
[[nodiscard]] constexpr bool fits(const type_ref& from, const type_ref& to) noexcept {
    using number = type_ref::number;
    if (same(from, to)) return true;
    if (to.inside != nullptr) return fits(from.inside != nullptr ? *from.inside : from, *to.inside);
    if (from.base != nullptr) return fits(*from.base, to);
    if (is_read_as_time(from, to)) return true;
    if (from.kind == number::none || to.kind == number::none) return false;
    if (from.kind == number::decimal || to.kind == number::decimal) {
        if (from.kind != to.kind) return false;
        const int before = to.info->digits - to.info->scale;
        return from.info->scale <= to.info->scale && from.info->digits - from.info->scale <= before;
    }
    if (to.kind == number::real)
        return from.kind == number::real ? from.bits <= to.bits : from.bits <= 32 && to.bits == 64;
    if (from.kind == to.kind) return from.bits <= to.bits;
    return from.kind == number::without_sign && to.kind == number::with_sign && from.bits < to.bits;
}

/// Gives a value to a place of a type that it fits.
template <class To, class From>
constexpr void assign(To& to, const From& from) {
    if constexpr (std::is_same_v<To, From>) to = from;
    else if constexpr (schema::is_optional<To>) {
        if constexpr (schema::is_optional<From>) {
            if (from.has_value()) workflow_::assign(to.emplace(), *from);
            else to.reset();
        } else workflow_::assign(to.emplace(), from);
    } else to = static_cast<To>(from);
}

} // namespace dataflow::workflow_
