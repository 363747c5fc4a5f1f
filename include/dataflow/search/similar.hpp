// How alike two vectors are: expressions of type double. NULL in, NULL out.
#pragma once

#include <dataflow/query/field.hpp>
#include <dataflow/query/function.hpp>
#include <dataflow/search/detail/vector.hpp>
#include <dataflow/sql/similar.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace dataflow::search_ {

/// Two vectors compared. The cosine of a vector of zeros is NULL.
template <sql::similarity What, class L, class R>
struct similarity : query::operands<L, R>, query::operations<similarity<What, L, R>> {
    using dataflow_scalar = void;
    using type = double;
    static constexpr bool nullable = L::nullable || R::nullable || What == sql::similarity::cosine_distance ||
                                     What == sql::similarity::cosine_similarity;

    constexpr similarity() = default;
    constexpr similarity(const L& l, R r) : query::operands<L, R>(query::make_operands(l, std::move(r))) {}

    static constexpr void write(sql::writer& w, sql::place at) {
        sql::write_similarity(w, What, pair_of<L, R>(at));
    }
};

template <sql::similarity What, class Verdict, class E, class V>
[[nodiscard]] constexpr auto compare(const E& e, const V& v) {
    if constexpr (!rule::is_ok<Verdict>) return query::refused_call<double>();
    else {
        auto other = other_vector<E>(v);
        return similarity<What, E, decltype(other)>{e, std::move(other)};
    }
}

} // namespace dataflow::search_

namespace dataflow {

/// 1 - the cosine of the angle between two vectors, from 0 (the same direction) to 2 (the opposite one); NULL
/// where one is all zeros. The other one is a std::array of the same type, a `df::param`, or another column.
/// Throws `invalid_value` for an array that holds NaN or an infinity.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto cosine_distance(const E& e, const V& other) {
    using verdict = search_::vector_verdict<E, V>;
    static_assert(rule::told<verdict>::verdict);
    return search_::compare<sql::similarity::cosine_distance, verdict>(e, other);
}

/// The cosine itself, from -1 to 1: more is nearer.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto cosine_similarity(const E& e, const V& other) {
    using verdict = search_::vector_verdict<E, V>;
    static_assert(rule::told<verdict>::verdict);
    return search_::compare<sql::similarity::cosine_similarity, verdict>(e, other);
}

/// The length of the difference of two vectors.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto l2_distance(const E& e, const V& other) {
    using verdict = search_::vector_verdict<E, V>;
    static_assert(rule::told<verdict>::verdict);
    return search_::compare<sql::similarity::l2_distance, verdict>(e, other);
}

/// The inner product of two vectors: more is nearer.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto inner_product(const E& e, const V& other) {
    using verdict = search_::vector_verdict<E, V>;
    static_assert(rule::told<verdict>::verdict);
    return search_::compare<sql::similarity::inner_product, verdict>(e, other);
}

} // namespace dataflow
