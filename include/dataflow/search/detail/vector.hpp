// Vectors: std::array<float, N> and std::array<double, N>, as fields, as values that are searched for, as
// placeholders.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/placeholder.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/search/rules.hpp>
#include <dataflow/sql/similar.hpp>

#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::search_ {

/// An element of a vector that is searched for: an infinity or NaN in it is refused when it is bound.
template <class T>
struct finite {
    T number;
};

template <class T>
struct vector_parts {
    static constexpr bool is_vector = false;
};
template <class T, std::size_t N>
    requires((std::same_as<T, float> || std::same_as<T, double>) && N != 0)
struct vector_parts<std::array<T, N>> {
    static constexpr bool is_vector = true;
    static constexpr std::size_t size = N;
    static constexpr storage element = std::same_as<T, float> ? storage::float32 : storage::float64;
    using bound = std::array<finite<T>, N>;
};

} // namespace dataflow::search_

template <class T>
struct dataflow::mapped<dataflow::search_::finite<T>> {
    using stored = T;
    static stored to(const search_::finite<T>& x) {
        if (!std::isfinite(x.number))
            throw access_fault{{}, "a vector that is searched for holds NaN or an infinity"};
        return x.number;
    }
    static search_::finite<T> from(const stored& x) { return {x}; }
};

namespace dataflow::search_ {

/// A vector that is bound.
template <class T>
struct vector_value {
    using dataflow_scalar = void;
    using type = T;
    using model = void;
    using parts = query::types<>;
    using inputs = query::types<>;
    static constexpr bool nullable = false;
    static constexpr std::size_t parameters = 1;
    static constexpr std::size_t lists = 0;

    typename vector_parts<T>::bound held{};
    std::string_view field{};

    static constexpr void write(sql::writer& w, sql::place at) { w.value(at); }
    constexpr void bind(query::binder& b) const {
        b.add(load(field_access{0, &schema::info_of<typename vector_parts<T>::bound>, field}, &held));
    }
    constexpr void set(const T& v) {
        for (std::size_t i = 0; i < held.size(); ++i) held[i].number = v[i];
    }
};

/// One that a wire of a workflow gives.
template <fixed_string Name, class T>
struct vector_placeholder : vector_value<T> {
    using inputs = query::types<vector_placeholder>;
    static constexpr auto name_of_input = Name;

    template <fixed_string Wanted, class V>
    constexpr void supply(const V& v) {
        if constexpr (Wanted.view() == Name.view()) this->set(static_cast<const T&>(v));
    }
};

namespace detail {

template <class E, class V>
constexpr auto find_vector_verdict() {
    constexpr auto& field = query::detail::field_text<E>;
    using T = typename E::type;
    if constexpr (!vector_parts<T>::is_vector || !query::detail::is_column<E>)
        return rule::a_field_that_is_not_a_vector_is_searched_by_similarity<typename E::model, field, T>{};
    else if constexpr (query::parameter<V> || std::same_as<V, T>) return rule::ok{};
    else if constexpr (query::scalar<V>) {
        if constexpr (std::same_as<typename V::type, T> && query::detail::is_column<V>) return rule::ok{};
        else
            return rule::a_vector_is_compared_with_another_type<typename E::model, field, T,
                                                                typename V::type>{};
    } else return rule::a_vector_is_compared_with_another_type<typename E::model, field, T, V>{};
}

template <class T, fixed_string Name>
[[nodiscard]] constexpr auto placeholder_of(query::parameter_name<Name>, std::string_view field) {
    vector_placeholder<Name, T> out;
    out.field = field;
    return out;
}

} // namespace detail

/// The verdict on a column E and what it is compared with.
template <class E, class V>
using vector_verdict = rule::diagnostic<decltype(detail::find_vector_verdict<E, std::remove_cvref_t<V>>())>;

/// The other side of a comparison with a column E: a column, a placeholder or a value.
template <class E, class V>
[[nodiscard]] constexpr auto other_vector(const V& v) {
    if constexpr (query::scalar<V>) return v;
    else if constexpr (query::parameter<V>)
        return detail::placeholder_of<typename E::type>(v, query::detail::field_of<E>());
    else {
        vector_value<V> out;
        out.field = query::detail::field_of<E>();
        out.set(v);
        return out;
    }
}

/// Both sides, for the text.
template <class L, class R>
[[nodiscard]] constexpr sql::vector_pair pair_of(sql::place at) noexcept {
    return {{&query::write_operand<L>, at, L::parameters != 0},
            {&query::write_operand<R>, at.after(L::parameters), R::parameters != 0},
            vector_parts<typename L::type>::element,
            vector_parts<typename L::type>::size};
}

} // namespace dataflow::search_
