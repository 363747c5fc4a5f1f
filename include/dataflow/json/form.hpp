// Which types have a JSON form, and of which shape it is.
#pragma once

#include <dataflow/core/json_text.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/json/rules.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/enumerators.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace dataflow {
template <class T>
class json;
} // namespace dataflow

namespace dataflow::json_ {

using schema::category;
using schema::category_of;

template <class T>
struct map_parts {
    static constexpr bool is_map = false;
};
template <class V, class... Rest>
struct map_parts<std::map<std::string, V, Rest...>> {
    static constexpr bool is_map = true;
    using element = V;
};
template <class T>
struct variant_parts {
    static constexpr bool is_variant = false;
};
template <class... T>
struct variant_parts<std::variant<T...>> {
    static constexpr bool is_variant = true;
};
/// What `dataflow::json<T>` holds; void for another type.
template <class T>
struct json_inside {
    using type = void;
};
template <class T>
struct json_inside<json<T>> {
    using type = T;
};

/// The model of a record; void for another type.
template <class T>
struct record_parts {
    using model = void;
};
template <class M>
struct record_parts<record<M>> {
    using model = M;
};

/// A program may give a JSON form to a type that has none:
///     static void write(json_::writer&, const T&);  static void read(json_::reader&, T&);
template <class T>
struct form_of {};

template <class T>
concept has_own_form = requires(writer& w, reader& r, const T& from, T& to) {
    form_of<T>::write(w, from);
    form_of<T>::read(r, to);
};

/// What a type is to the codec.
enum class kind : std::uint8_t {
    none,
    own,
    wrapper,
    null,
    mapped,
    id,
    bytes,
    scalar,
    optional,
    sequence,
    map,
    variant,
    record,
    object
};

template <class T>
constexpr kind kind_of() {
    if constexpr (has_own_form<T>) return kind::own;
    else if constexpr (!std::is_void_v<typename json_inside<T>::type>) return kind::wrapper;
    else if constexpr (std::is_same_v<T, std::monostate>) return kind::null;
    else if constexpr (schema::is_mapped<T>) return kind::mapped;
    else if constexpr (schema::is_optional<T>) return kind::optional;
    else if constexpr (std::is_same_v<T, std::byte>) return kind::none;
    else if constexpr (std::is_same_v<T, bytes>) return kind::bytes;
    else if constexpr (schema::is_id<T>) return kind::id;
    else if constexpr (!std::is_void_v<typename record_parts<T>::model>) return kind::record;
    else if constexpr (!std::is_void_v<typename schema::sequence_parts<T>::element>) return kind::sequence;
    else if constexpr (map_parts<T>::is_map) return kind::map;
    else if constexpr (variant_parts<T>::is_variant) return kind::variant;
    else if constexpr (category_of<T> != category::none) return kind::scalar;
    else if constexpr (reflect::aggregate<T>) return kind::object;
    else return kind::none;
}

/// The shape of the JSON of a type that has one shape only.
template <class T>
constexpr shape shape_of() {
    constexpr auto k = kind_of<T>();
    if constexpr (k == kind::wrapper) return json_::shape_of<typename json_inside<T>::type>();
    else if constexpr (k == kind::mapped) return json_::shape_of<schema::stored_form<T>>();
    else if constexpr (k == kind::null || k == kind::optional) return shape::null;
    else if constexpr (k == kind::sequence) return shape::array;
    else if constexpr (k == kind::map || k == kind::object || k == kind::record) return shape::object;
    else if constexpr (k == kind::id) return json_::shape_of<typename schema::id_parts<T>::rep>();
    else if constexpr (category_of<T> == category::boolean) return shape::boolean;
    else if constexpr (category_of<T> == category::integer || category_of<T> == category::real ||
                       category_of<T> == category::decimal || category_of<T> == category::duration)
        return shape::number;
    else return shape::text;
}

namespace detail {

template <class T, class... Outer>
constexpr auto find_verdict();

template <class... F, class... Outer>
constexpr auto find_fields_verdict(types<F...>, std::type_identity<Outer>...) {
    return rule::first_broken<decltype(find_verdict<F, Outer...>())...>{};
}

template <class... A>
constexpr bool distinct_shapes(const std::variant<A...>*) {
    constexpr auto any_shape = [](kind k) {
        return k == kind::none || k == kind::own || k == kind::optional || k == kind::variant;
    };
    if constexpr ((any_shape(kind_of<A>()) || ...)) return false;
    else {
        const shape shapes[]{json_::shape_of<A>()...};
        for (std::size_t i = 0; i < sizeof...(A); ++i)
            for (std::size_t j = i + 1; j < sizeof...(A); ++j)
                if (shapes[i] == shapes[j]) return false;
        return true;
    }
}

template <class... A, class... Outer>
constexpr auto find_variant_verdict(const std::variant<A...>*, std::type_identity<Outer>...) {
    using inside = rule::first_broken<decltype(find_verdict<A, Outer...>())...>;
    if constexpr (!rule::is_ok<inside>) return inside{};
    else if constexpr (!distinct_shapes(static_cast<const std::variant<A...>*>(nullptr)))
        return rule::a_variant_has_alternatives_of_the_same_json_shape<std::variant<A...>>{};
    else return rule::ok{};
}

/// `Outer` are the types around T: one that holds itself, in a vector, is looked at once.
template <class T, class... Outer>
constexpr auto find_verdict() {
    constexpr auto k = kind_of<T>();
    if constexpr ((std::is_same_v<T, Outer> || ...)) return rule::ok{};
    else if constexpr (k == kind::none) return rule::a_type_has_no_json_form<T>{};
    else if constexpr (k == kind::wrapper) return find_verdict<typename json_inside<T>::type, Outer...>();
    else if constexpr (k == kind::mapped) {
        if constexpr (kind_of<schema::stored_form<T>>() == kind::none)
            return rule::a_type_has_no_json_form<T>{};
        else return rule::ok{};
    } else if constexpr (k == kind::optional) {
        constexpr auto inside = kind_of<schema::bare<T>>();
        if constexpr (inside == kind::optional || inside == kind::null)
            return rule::a_type_has_no_json_form<T>{}; // null would be two values
        else return find_verdict<schema::bare<T>, Outer...>();
    } else if constexpr (k == kind::sequence)
        return find_verdict<typename schema::sequence_parts<T>::element, Outer...>();
    else if constexpr (k == kind::map) return find_verdict<typename map_parts<T>::element, Outer...>();
    else if constexpr (k == kind::variant)
        return find_variant_verdict(static_cast<const T*>(nullptr), std::type_identity<Outer>{}...);
    else if constexpr (k == kind::record) return find_verdict<typename record_parts<T>::model, Outer...>();
    else if constexpr (k == kind::object)
        return find_fields_verdict(reflect::types_of<T>{}, std::type_identity<T>{},
                                   std::type_identity<Outer>{}...);
    else return rule::ok{};
}

} // namespace detail

/// The verdict on a type: it has a JSON form, or the first type inside it that has none.
template <class T>
using verdict = rule::diagnostic<decltype(detail::find_verdict<T>())>;

} // namespace dataflow::json_
