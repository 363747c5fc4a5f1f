// coalesce, nullif, greatest, least, and CASE.
#pragma once

#include <dataflow/query/function.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow::query {

namespace functions {
inline constexpr function_text coalesce{"coalesce(@*)", "COALESCE(@*)"};
inline constexpr function_text nullif{"nullif(@*)", "NULLIF(@*)"};
inline constexpr function_text greatest{"dataflow_greatest(@*)", "GREATEST(@*)"};
inline constexpr function_text least{"dataflow_least(@*)", "LEAST(@*)"};
} // namespace functions

namespace detail {

/// The type that values of two types have in common; void where there is none.
template <class A, class B>
constexpr auto find_common_type() {
    using a = wide<A>;
    using b = wide<B>;
    if constexpr (std::is_same_v<a, b>) return std::type_identity<a>{};
    else if constexpr (is_of<takes::number, a>() && is_of<takes::number, b>()) return std::type_identity<double>{};
    else return std::type_identity<void>{};
}

/// The type that the expressions among arguments have in common, beginning with T.
template <class T>
constexpr auto find_joint_type() {
    return std::type_identity<T>{};
}
template <class T, class First, class... Rest>
constexpr auto find_joint_type() {
    if constexpr (!scalar<First>) return find_joint_type<T, Rest...>();
    else {
        using common = typename decltype(find_common_type<T, typename First::type>())::type;
        if constexpr (std::is_void_v<common>) return std::type_identity<T>{}; // told by the verdict
        else return find_joint_type<common, Rest...>();
    }
}
template <class T, class... V>
using joint_type = typename decltype(find_joint_type<wide<T>, V...>())::type;

/// Whether V can stand among values of type T.
template <class T, class V>
constexpr bool joins() {
    if constexpr (parameter<V>) return true;
    else if constexpr (scalar<V>) return std::is_same_v<typename decltype(find_common_type<T, typename V::type>())::type, T>;
    else return literal_for<T, V>;
}
template <class V>
constexpr auto shown_type() {
    if constexpr (scalar<V>) return std::type_identity<typename V::type>{};
    else return std::type_identity<V>{};
}

template <fixed_string Function, class T, class V>
constexpr auto find_joining_verdict() {
    if constexpr (joins<T, V>()) return rule::kept{};
    else return rule::values_of_two_types_meet_in_a_function<Function, T, typename decltype(shown_type<V>())::type>{};
}

template <fixed_string Function, bool Ordered, class E, class... V>
constexpr auto find_choice_verdict() {
    using T = joint_type<typename E::type, V...>;
    if constexpr (Ordered && category_of<typename E::type> == category::enumeration)
        return rule::an_enumeration_is_compared_by_order<typename E::model, field_text<E>, typename E::type>{};
    else return rule::first_broken<decltype(find_joining_verdict<Function, T, V>())...>{};
}

template <class T, class E, class V>
using expression_for = decltype(as_expression<T, E>(std::declval<V>()));

/// The call of a function whose arguments are all of one type.
template <class Verdict, const function_text& Function, bool AllNull, bool OwnNull, class E, class... V>
[[nodiscard]] constexpr auto choose(const E& e, V&&... rest) {
    using T = joint_type<typename E::type, std::remove_cvref_t<V>...>;
    if constexpr (!rule::is_kept<Verdict>) return refused_call<T>();
    else {
        constexpr bool nullable =
            OwnNull || (AllNull ? (E::nullable && ... && expression_for<T, E, V>::nullable) : (E::nullable || ... || expression_for<T, E, V>::nullable));
        return call<Function, T, nullable, E, expression_for<T, E, V>...>{e, as_expression<T, E>(std::forward<V>(rest))...};
    }
}

} // namespace detail

/// The verdict on values that must have a type in common. Ordered: which are compared by order.
template <fixed_string Function, bool Ordered, class E, class... V>
using choice_verdict = rule::shown<decltype(detail::find_choice_verdict<Function, Ordered, E, std::remove_cvref_t<V>...>())>;

/// One branch of a CASE.
template <class P, class E>
struct branch {
    P condition;
    E result;
};

/// `CASE WHEN ... THEN ... ELSE ... END`; NULL where no condition holds and nothing is said for the rest.
template <class T, class Else, class Branches>
struct case_expression;

namespace detail {

/// The type of a CASE whose first value is a V; void where no column could hold it.
template <class V>
constexpr auto find_case_type() {
    if constexpr (scalar<V>) return std::type_identity<wide<typename V::type>>{};
    else if constexpr (schema::is_optional<V>) return find_case_type<bare<V>>();
    else if constexpr (whole_number<V>) return std::type_identity<std::int64_t>{};
    else if constexpr (std::floating_point<V>) return std::type_identity<double>{};
    else if constexpr (std::is_convertible_v<const V&, std::string_view>) return std::type_identity<std::string>{};
    else if constexpr (is_sys_time<V>::value) return std::type_identity<timestamp>{};
    else if constexpr (schema::storable<V>) return std::type_identity<V>{};
    else return std::type_identity<void>{};
}
template <class V>
using case_type = typename decltype(find_case_type<std::decay_t<V>>())::type;

template <class P>
constexpr auto find_condition_verdict() {
    if constexpr (!predicate<P>) return rule::a_condition_in_an_expression_is_no_plain_predicate<P>{};
    else if constexpr (P::optionals != 0) return rule::a_condition_in_an_expression_is_no_plain_predicate<P>{};
    else return rule::kept{};
}
template <class T, class P, class V>
constexpr auto find_case_verdict() {
    if constexpr (std::is_void_v<T>) return rule::a_function_is_given_another_type<"case_when", void, fixed_string<1>{}, V>{};
    else return rule::first_broken<decltype(find_condition_verdict<P>()), decltype(find_joining_verdict<"case_when", T, V>())>{};
}

} // namespace detail

/// The verdict on a condition inside an expression.
template <class P>
using condition_verdict = rule::shown<decltype(detail::find_condition_verdict<std::remove_cvref_t<P>>())>;
/// The verdict on a branch of a CASE of type T.
template <class T, class P, class V>
using case_verdict = rule::shown<decltype(detail::find_case_verdict<T, std::remove_cvref_t<P>, std::remove_cvref_t<V>>())>;

template <class T, class Else, class... P, class... E>
struct case_expression<T, Else, types<branch<P, E>...>> : operations<case_expression<T, Else, types<branch<P, E>...>>> {
    using dataflow_scalar = void;
    using type = T;
    using model = typename detail::common_model<P..., E..., Else>::type;
    using inputs = decltype((types<>{} + ... + (typename P::inputs{} + typename E::inputs{})) + typename Else::inputs{});
    using parts = types<P..., E..., Else>;
    static constexpr bool nullable = (Else::nullable || ... || E::nullable);
    static constexpr std::size_t parameters = (Else::parameters + ... + (P::parameters + E::parameters));
    static constexpr std::size_t lists = (Else::lists + ... + (P::lists + E::lists));

    std::tuple<branch<P, E>...> branches;
    Else rest{};

    constexpr case_expression(std::tuple<branch<P, E>...> b, Else e) : branches(std::move(b)), rest(std::move(e)) {}

    static constexpr void write(sql::writer& w) {
        w << "(CASE";
        ((w << " WHEN ", P::write(w, 0), w << " THEN ", write_widened<T, E>(w)), ...);
        if constexpr (!open) {
            w << " ELSE ";
            write_widened<T, Else>(w);
        }
        w << " END)";
        // Plain values alone would be ordered as the database is, not byte by byte.
        if (w.postgres() && std::is_same_v<T, std::string>) w << " COLLATE \"C\"";
    }
    constexpr void bind(binder& b) const {
        std::apply([&](const auto&... x) { ((x.condition.bind(b), x.result.bind(b)), ...); }, branches);
        rest.bind(b);
    }
    template <fixed_string Name, class V>
    constexpr void supply(const V& v) {
        std::apply([&](auto&... x) { ((query::supply<Name>(x.condition, v), query::supply<Name>(x.result, v)), ...); }, branches);
        query::supply<Name>(rest, v);
    }

    /// Else, where another condition holds, another value.
    template <class Q, class V>
        requires std::is_same_v<Else, null_literal<T>>
    [[nodiscard]] constexpr auto when(const Q& condition, V&& value) const {
        using verdict = case_verdict<T, Q, V>;
        static_assert(verdict{});
        if constexpr (!rule::is_kept<verdict>) return *this;
        else {
            auto result = as_expression<T, T>(std::forward<V>(value));
            using added = branch<Q, decltype(result)>;
            return case_expression<T, Else, types<branch<P, E>..., added>>{
                std::tuple_cat(branches, std::tuple<added>{added{condition, std::move(result)}}), rest};
        }
    }
    /// What it is where no condition holds.
    template <class V>
        requires std::is_same_v<Else, null_literal<T>>
    [[nodiscard]] constexpr auto otherwise(V&& value) const {
        using verdict = rule::shown<decltype(detail::find_joining_verdict<"case_when", T, std::remove_cvref_t<V>>())>;
        static_assert(verdict{});
        if constexpr (!rule::is_kept<verdict>) return *this;
        else {
            auto result = as_expression<T, T>(std::forward<V>(value));
            return case_expression<T, decltype(result), types<branch<P, E>...>>{branches, std::move(result)};
        }
    }

  private:
    static constexpr bool open = std::is_same_v<Else, null_literal<T>>;
};

} // namespace dataflow::query

namespace dataflow {

/// The first of the values that is not NULL.
template <query::scalar E, class... V>
    requires(sizeof...(V) != 0)
[[nodiscard]] constexpr auto coalesce(const E& first, V&&... rest) {
    using verdict = query::choice_verdict<"coalesce", false, E, V...>;
    static_assert(verdict{});
    return query::detail::choose<verdict, query::functions::coalesce, true, false>(first, std::forward<V>(rest)...);
}

/// The value, or NULL where it equals another.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto nullif(const E& x, V&& y) {
    using verdict = query::choice_verdict<"nullif", false, E, V>;
    static_assert(verdict{});
    return query::detail::choose<verdict, query::functions::nullif, false, true>(x, std::forward<V>(y));
}

/// The greatest, and the least of the values that are not NULL; NULL where all are. Text goes byte by byte.
template <query::scalar E, class... V>
    requires(sizeof...(V) != 0)
[[nodiscard]] constexpr auto greatest(const E& first, V&&... rest) {
    using verdict = query::choice_verdict<"greatest", true, E, V...>;
    static_assert(verdict{});
    return query::detail::choose<verdict, query::functions::greatest, true, false>(first, std::forward<V>(rest)...);
}
template <query::scalar E, class... V>
    requires(sizeof...(V) != 0)
[[nodiscard]] constexpr auto least(const E& first, V&&... rest) {
    using verdict = query::choice_verdict<"least", true, E, V...>;
    static_assert(verdict{});
    return query::detail::choose<verdict, query::functions::least, true, false>(first, std::forward<V>(rest)...);
}

/// A value by conditions, the first that holds:
/// `df::case_when(age < 18, "child").when(age < 65, "adult").otherwise("senior")`. Without `otherwise` it is NULL
/// where none does. Its type is that of the first value.
template <class P, class V>
[[nodiscard]] constexpr auto case_when(const P& condition, V&& value) {
    using T = query::detail::case_type<V>;
    using verdict = query::case_verdict<T, P, V>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return query::refused_scalar{};
    else {
        auto result = query::as_expression<T, T>(std::forward<V>(value));
        using first = query::branch<P, decltype(result)>;
        return query::case_expression<T, query::null_literal<T>, query::types<first>>{std::tuple<first>{first{condition, std::move(result)}}, {}};
    }
}

} // namespace dataflow
