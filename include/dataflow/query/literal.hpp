// Values in expressions: bound as parameters, never spliced.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/query/detail/checked.hpp>
#include <dataflow/query/detail/exact.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/schema/types.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::query {

using schema::bare;
using schema::category;
using schema::category_of;

/// What is said of an order of a type that has none.
template <class Model, fixed_string Field, class T>
using no_order_rule = std::conditional_t<(category_of<T> < category::json),
                                         rule::a_type_has_no_order_on_both_databases<Model, Field, T>,
                                         rule::an_array_or_json_field_is_compared_by_order<Model, Field, T>>;

namespace detail {

template <class V>
struct is_sys_time : std::false_type {};
template <class D>
struct is_sys_time<std::chrono::sys_time<D>> : std::true_type {};

/// Whether a listed type takes values of another one, by its own function.
template <class T, class V>
concept held_by_type = requires(const V& v) { column_type<T>::hold(v); };

/// How a value of type V is held when it meets an expression of type T; void where it does not fit.
template <class T, class V>
constexpr auto held_as() {
    constexpr auto kind = category_of<T>;
    if constexpr (schema::is_optional<V>) {
        using inner = typename decltype(held_as<T, bare<V>>())::type;
        if constexpr (std::is_void_v<inner>) return std::type_identity<void>{};
        else return std::type_identity<std::optional<inner>>{};
    } else if constexpr (schema::is_id<T> || kind == category::enumeration || kind == category::uuid ||
                         kind == category::boolean) {
        if constexpr (std::is_same_v<T, V>) return std::type_identity<T>{};
        else return std::type_identity<void>{};
    } else if constexpr (kind == category::mapped) {
        if constexpr (std::is_same_v<T, V>) return std::type_identity<schema::stored_form<T>>{};
        else return std::type_identity<void>{};
    } else if constexpr (kind == category::integer || kind == category::decimal) {
        if constexpr (whole_number<V>) return std::type_identity<std::int64_t>{};
        else if constexpr (is_decimal<V>) return std::type_identity<V>{};
        else return std::type_identity<void>{};
    } else if constexpr (kind == category::duration) {
        if constexpr (is_duration<V>) return std::type_identity<std::chrono::microseconds>{};
        else return std::type_identity<void>{};
    } else if constexpr (kind == category::real) {
        if constexpr (whole_number<V> || std::floating_point<V>) return std::type_identity<T>{};
        else return std::type_identity<void>{};
    } else if constexpr (kind == category::text) {
        // Texts are copied or moved in; only what says so is borrowed.
        if constexpr (std::is_same_v<V, std::string>) return std::type_identity<std::string>{};
        else if constexpr (std::is_same_v<V, borrowed_text>) return std::type_identity<std::string_view>{};
        else if constexpr (std::is_convertible_v<const V&, std::string_view> && !std::is_null_pointer_v<V>)
            return std::type_identity<kept_text>{};
        else return std::type_identity<void>{};
    } else if constexpr (kind == category::bytes) {
        if constexpr (std::is_same_v<V, bytes>) return std::type_identity<bytes>{};
        else return std::type_identity<void>{};
    } else if constexpr (kind == category::timestamp) {
        if constexpr (is_sys_time<V>::value) return std::type_identity<timestamp>{};
        else return std::type_identity<void>{};
    } else if constexpr (kind == category::date) {
        if constexpr (std::is_convertible_v<V, date> || std::is_same_v<V, std::chrono::sys_days>)
            return std::type_identity<date>{};
        else return std::type_identity<void>{};
    } else if constexpr (kind == category::listed) {
        if constexpr (std::is_same_v<T, V> || held_by_type<T, V>) return std::type_identity<T>{};
        else return std::type_identity<void>{};
    } else if constexpr (kind == category::array || kind == category::json) {
        if constexpr (std::is_convertible_v<V, T>) return std::type_identity<T>{};
        else return std::type_identity<void>{};
    } else return std::type_identity<void>{};
}

/// A real number next to a whole one: they are compared and reckoned with, but the real one is no value of
/// the column.
template <class T, class V>
inline constexpr bool real_beside_whole =
    category_of<T> == category::integer && !schema::is_id<T> && std::floating_point<V>;

/// What is stored of a value of a mapped type. Throws `invalid_value` where its mapping throws.
template <class V>
auto stored_of(const V& v, std::string_view field) {
    std::optional<schema::stored_form<V>> out;
    with_mapping([&] { out.emplace(mapped<V>::to(v)); },
                 [&](std::string_view why) { refuse_literal(field, why); });
    return *std::move(out);
}

template <class Held, class V>
constexpr Held convert(V&& v, std::string_view field) {
    using bare_v = std::remove_cvref_t<V>;
    if constexpr (schema::is_mapped<bare_v>) return stored_of(v, field);
    else if constexpr (schema::is_optional<Held>) {
        if constexpr (schema::is_optional<bare_v>) {
            if (!v.has_value()) return std::nullopt;
            return Held{convert<bare<Held>>(*static_cast<V&&>(v), field)};
        } else return Held{convert<bare<Held>>(static_cast<V&&>(v), field)};
    } else if constexpr (std::is_same_v<Held, std::int64_t>) return checked_integer(v, field);
    else if constexpr (std::is_floating_point_v<Held>) return static_cast<Held>(v);
    else if constexpr (std::is_same_v<Held, std::chrono::microseconds>) return checked_duration(v, field);
    else if constexpr (std::is_same_v<Held, kept_text>) return kept_text{text_of(v, field)};
    else if constexpr (std::is_same_v<Held, std::string_view>) return text_of(v, field);
    else if constexpr (std::is_same_v<Held, std::string> && !std::is_same_v<bare_v, std::string>)
        return std::string{text_of(v, field)};
    else if constexpr (std::is_same_v<Held, timestamp>) return checked_time(v, field);
    else if constexpr (!std::is_same_v<Held, bare_v> && held_by_type<Held, bare_v>) {
        const std::optional<Held> held = column_type<Held>::hold(v);
        if (!held) refuse_literal(field, facts_of(storage_of<Held>).refused);
        return *held;
    } else return static_cast<Held>(static_cast<V&&>(v));
}

/// The value of something held, to be bound. `T` is the type of the expression that it meets.
template <class T, class Held>
constexpr value bound(const Held& held, std::string_view field) noexcept {
    using schema::info_of;
    if constexpr (schema::is_optional<Held>) {
        if (!held.has_value())
            return value::null(info_of<T>.stored == storage::text ? storage::text : info_of<T>.stored, field);
        return bound<T>(*held, field);
    } else if constexpr (is_decimal<T>) { // beyond the range it is the end of the range: greater than all in
                                          // the column
        constexpr int more = scale_of<T> - scale_of<Held>;
        static_assert(more >= 0);
        return value::of_decimal(dataflow::detail::scaled_up(dataflow::detail::units_of(held), more),
                                 T::scale, field);
    } else if constexpr (std::is_same_v<Held, std::int64_t>)
        return value::of_integer(storage::int64, held, field);
    else if constexpr (std::is_same_v<Held, std::string_view> || std::is_same_v<Held, kept_text>)
        return value::of_text(held, field);
    else return load(field_access{0, &info_of<Held>, field}, &held);
}

} // namespace detail

/// The type in which a V is held next to a T; void where the two do not fit.
template <class T, class V>
using held_type = typename decltype(detail::held_as<T, std::decay_t<V>>())::type;

/// The same for an element of a list, which keeps texts as strings.
template <class T, class V>
using element_type = std::conditional_t<std::is_same_v<held_type<T, V>, kept_text> ||
                                            std::is_same_v<held_type<T, V>, std::string_view>,
                                        std::string, held_type<T, V>>;

/// A V can be compared with, or assigned to, an expression of type T.
template <class T, class V>
concept literal_for = !scalar<V> && !std::is_void_v<held_type<T, V>>;

/// A value next to an expression of type T.
template <class T, class Held>
struct literal {
    using dataflow_scalar = void;
    using type = T;
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr bool nullable = schema::is_optional<Held>;
    static constexpr std::size_t parameters = 1;
    static constexpr std::size_t lists = 0;

    Held held;
    std::string_view field{};

    static constexpr void write(sql::writer& w, sql::place at) { w.value(at); }
    constexpr void bind(binder& b) const { b.add(detail::bound<T>(held, field)); }
};

/// The literal that a V is next to an expression E.
template <class E, class V>
using literal_of = literal<detail::compared_type<typename E::type, bare<held_type<typename E::type, V>>>,
                           held_type<typename E::type, V>>;

/// The same for an operand of arithmetic.
template <class E, class V>
using operand_of = literal<detail::operand_type<typename E::type, bare<held_type<typename E::type, V>>,
                                                bare<std::remove_cvref_t<V>>>,
                           held_type<typename E::type, V>>;

/// Makes a literal; the column's name goes into messages. One function for all columns of a type.
template <class Literal, class V>
[[nodiscard]] constexpr Literal make_literal(V&& v, std::string_view field) {
    return {detail::convert<decltype(Literal::held)>(static_cast<V&&>(v), field), field};
}

} // namespace dataflow::query

namespace dataflow {

/// A text that an expression refers to instead of copying it: it has to live until the last run of the node.
/// `field<&User::name> == df::borrowed(long_text)`. Throws `invalid_value` for a null pointer.
[[nodiscard]] constexpr borrowed_text borrowed(detail::text_argument<"borrowed"> text) noexcept {
    return {text};
}
template <class T>
    requires std::is_same_v<T, std::string>
borrowed_text borrowed(T&& text) = delete; // it would be gone at once

} // namespace dataflow
