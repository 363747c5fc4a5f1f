// A value by conditions: CASE.
#pragma once

#include <dataflow/query/conditional.hpp>
#include <dataflow/query/function.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::query {

/// One branch of a CASE.
template <class P, class E>
struct branch : operands<P, E> {
    static constexpr bool nullable = E::nullable;

    template <class T>
    static constexpr void write(sql::writer& w, sql::place at) {
        w << " WHEN ";
        P::write(w, at);
        w << " THEN ";
        write_widened<T, E>(w, branch::second(at));
    }
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
    else if constexpr (std::is_convertible_v<const V&, std::string_view>)
        return std::type_identity<std::string>{};
    else if constexpr (is_sys_time<V>::value) return std::type_identity<timestamp>{};
    else if constexpr (schema::storable<V>) return std::type_identity<V>{};
    else return std::type_identity<void>{};
}
template <class V>
using case_type = typename decltype(find_case_type<std::decay_t<V>>())::type;

template <class P>
constexpr auto find_condition_verdict() {
    if constexpr (!predicate<P>) return rule::a_condition_in_an_expression_is_not_a_plain_predicate<P>{};
    else if constexpr (P::optionals != 0)
        return rule::a_condition_in_an_expression_is_not_a_plain_predicate<P>{};
    else return rule::ok{};
}
template <class T, class P, class V>
constexpr auto find_case_verdict() {
    if constexpr (std::is_void_v<T>)
        return rule::a_function_is_given_another_type<"case_when", void, fixed_string<1>{}, V>{};
    else
        return rule::first_broken<decltype(find_condition_verdict<P>()),
                                  decltype(find_joining_verdict<"case_when", T, V>())>{};
}

} // namespace detail

/// The verdict on a condition inside an expression.
template <class P>
using condition_verdict =
    rule::diagnostic<decltype(detail::find_condition_verdict<std::remove_cvref_t<P>>())>;
/// The verdict on a branch of a CASE of type T.
template <class T, class P, class V>
using case_verdict = rule::diagnostic<
    decltype(detail::find_case_verdict<T, std::remove_cvref_t<P>, std::remove_cvref_t<V>>())>;

template <class T, class Else, class... B>
struct case_expression<T, Else, types<B...>> : operands<Else, B...>,
                                               operations<case_expression<T, Else, types<B...>>> {
    using dataflow_scalar = void;
    using type = T;
    static constexpr bool nullable = (Else::nullable || ... || B::nullable);

    constexpr case_expression() = default;
    constexpr case_expression(Else e, operands<B...> b) : operands<Else, B...>{std::move(e), std::move(b)} {}

    static constexpr void write(sql::writer& w, sql::place at) {
        const auto places = case_expression::places(at);
        std::size_t next = 0;
        w << "(CASE";
        (B::template write<T>(w, places[++next]), ...);
        if constexpr (!open) {
            w << " ELSE ";
            write_widened<T, Else>(w, places[0]);
        }
        w << " END)";
        // Plain values alone would be ordered as the database is, not byte by byte.
        if (schema::info_of<T>.stored == storage::text) w << w.dialect().byte_order;
    }
    /// Else, where another condition holds, another value.
    template <class Q, class V>
        requires std::is_same_v<Else, null_literal<T>>
    [[nodiscard]] constexpr auto when(const Q& condition, V&& value) const {
        using verdict = case_verdict<T, Q, V>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return *this;
        else {
            auto result = as_expression<T, detail::no_expression>(std::forward<V>(value));
            using added = branch<Q, decltype(result)>;
            return case_expression<T, Else, types<B..., added>>{
                this->first,
                join_operands(this->rest, operands<added>{added{{condition, {std::move(result)}}}})};
        }
    }
    /// What it is where no condition holds.
    template <class V>
        requires std::is_same_v<Else, null_literal<T>>
    [[nodiscard]] constexpr auto otherwise(V&& value) const {
        using verdict = rule::diagnostic<
            decltype(detail::find_joining_verdict<"case_when", T, std::remove_cvref_t<V>>())>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return *this;
        else {
            auto result = as_expression<T, detail::no_expression>(std::forward<V>(value));
            return case_expression<T, decltype(result), types<B...>>{std::move(result), this->rest};
        }
    }

  private:
    static constexpr bool open = std::is_same_v<Else, null_literal<T>>;
};

} // namespace dataflow::query

namespace dataflow {

/// A value by conditions, the first that holds:
/// `df::case_when(age < 18, "child").when(age < 65, "adult").otherwise("senior")`. Without `otherwise` it is
/// NULL where none does. Its type is that of the first value.
template <class P, class V>
[[nodiscard]] constexpr auto case_when(const P& condition, V&& value) {
    using T = query::detail::case_type<V>;
    using verdict = query::case_verdict<T, P, V>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::refused_scalar{};
    else {
        auto result = query::as_expression<T, query::detail::no_expression>(std::forward<V>(value));
        using first = query::branch<P, decltype(result)>;
        return query::case_expression<T, query::null_literal<T>, query::types<first>>{
            {}, {first{{condition, {std::move(result)}}}}};
    }
}

} // namespace dataflow
