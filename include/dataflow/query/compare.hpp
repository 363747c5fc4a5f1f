// Comparisons. A predicate is true or false, never "unknown":
//   ==  is true where both are equal, or both are NULL;  !=  is its opposite
//   <, <=, >, >=, between, in, like and the rest are false where an operand is NULL
//   !p is true exactly where p is false
#pragma once

#include <dataflow/query/detail/exact.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/sql/predicates.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

namespace dataflow::query {

using sql::comparison;

struct refused_scalar;

/// What `.as<"name">()` of a predicate says: it is no value.
template <fixed_string Name, class Model>
[[nodiscard]] constexpr auto named_predicate() {
    static_assert(rule::a_predicate_is_selected_without_case_when<Model>{});
    return named<Name, refused_scalar>{};
}

namespace detail {
template <class E>
inline constexpr bool is_plain_value = false;
template <class T, class Held>
inline constexpr bool is_plain_value<literal<T, Held>> = true;
/// Whether the text of an expression can stand twice in a statement. A select in it would run twice.
template <class E>
inline constexpr bool can_stand_twice =
    is_plain_value<E> || (E::parameters == 0 && !requires { typename E::expression; });
} // namespace detail

template <comparison Op, class L, class R>
struct compare : operands<L, R> {
    using dataflow_predicate = void;
    static constexpr bool equality = Op == comparison::eq || Op == comparison::ne;
    static constexpr bool null_is_a_value = (Op == comparison::eq && L::nullable && R::nullable) ||
                                            (Op == comparison::ne && (L::nullable || R::nullable));
    /// Both may be NULL, and an index may help: PostgreSQL uses none for IS NOT DISTINCT FROM, but one for
    /// `=` and IS NULL.
    static constexpr bool in_two_parts = Op == comparison::eq && null_is_a_value &&
                                         (detail::is_column<L> || detail::is_column<R>) &&
                                         detail::can_stand_twice<L> && detail::can_stand_twice<R>;
    /// IS [NOT] DISTINCT FROM, where NULL has to count as a value.
    static constexpr bool distinct = null_is_a_value && !in_two_parts;
    static constexpr bool unknown = !distinct && (L::nullable || R::nullable);
    static constexpr char mark{}; ///< stands for it in `sql::writer::part_of`

    static constexpr void write(sql::writer& w, sql::place at) {
        const auto left = at, right = compare::second(at);
        constexpr int most =
            detail::most(detail::scale_of<typename L::type>, detail::scale_of<typename R::type>);
        constexpr bool mixed = detail::scale_of<typename L::type> != detail::scale_of<typename R::type>;
        if constexpr (in_two_parts) {
            switch (w.part_of(&mark)) {
            case sql::null_part::left: return write_null<L>(w, left);
            case sql::null_part::right: return write_null<R>(w, right);
            case sql::null_part::values: break;
            case sql::null_part::all:
                if (!w.dialect().same_uses_no_index) break;
                w << "(";
                detail::write_compared<L, most, mixed>(w, left);
                w << " = ";
                detail::write_compared<R, most, mixed>(w, right);
                w << " OR (";
                write_null<L>(w, left);
                w << " AND ";
                write_null<R>(w, right);
                w << "))";
                return;
            }
        }
        const auto text = sql::comparison_text(
            w.dialect(), Op, distinct || (in_two_parts && w.part_of(&mark) == sql::null_part::all));
        w << text.before;
        detail::write_compared<L, most, mixed>(w, left);
        w << text.between;
        detail::write_compared<R, most, mixed>(w, right);
        w << text.after;
    }
    template <class E>
    static constexpr void write_null(sql::writer& w, sql::place at) {
        write_operand<E>(w, at);
        w << " IS NULL";
    }
    template <fixed_string Name>
    [[nodiscard]] constexpr auto as() const {
        return named_predicate<Name, typename compare::model>();
    }
};

/// `IS NULL`, `IS NOT NULL`.
template <class E, bool Null>
struct null_test : operands<E> {
    using dataflow_predicate = void;
    static constexpr bool unknown = false;

    static constexpr void write(sql::writer& w, sql::place at) {
        E::write(w, at);
        w << (Null ? " IS NULL" : " IS NOT NULL");
    }
    template <fixed_string Name>
    [[nodiscard]] constexpr auto as() const {
        return named_predicate<Name, typename E::model>();
    }
};

namespace detail {

/// Whether two expressions can be compared: ids and enums with their own kind, numbers with numbers.
template <class A, class B>
inline constexpr bool comparable =
    std::is_same_v<A, B> || (!schema::is_id<A> && !schema::is_id<B> &&
                             ((category_of<A> == category_of<B> && category_of<A> < category::enumeration) ||
                              (category_of<A> == category::decimal && category_of<B> == category::integer) ||
                              (category_of<A> == category::integer && category_of<B> == category::decimal) ||
                              (category_of<A> == category::integer && category_of<B> == category::real) ||
                              (category_of<A> == category::real && category_of<B> == category::integer)));

} // namespace detail

/// What stands for a comparison that was refused, so that no second error follows.
struct refused_predicate {
    using dataflow_predicate = void;
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr std::size_t parameters = 0, lists = 0, optionals = 0;
    static constexpr bool unknown = false;
    static constexpr void write(sql::writer&, sql::place) {}
    constexpr void bind(binder&) const {}
    /// `a && f = "x"` assigns to what `a && f` gave.
    template <class R>
    constexpr refused_predicate operator=(const R&) const {
        return {};
    }
    template <fixed_string Name>
    constexpr refused_predicate as() const {
        return {};
    }
    template <class... W>
    constexpr refused_predicate over(const W&...) const {
        return {};
    }
    template <class V>
    constexpr refused_predicate otherwise(const V&) const {
        return {};
    }
    constexpr refused_predicate() = default;
    constexpr refused_predicate(const refused_predicate&) = default;
};

template <class T>
inline constexpr bool is_refused_expression =
    std::is_same_v<T, refused_scalar> || std::is_same_v<T, refused_predicate>;
/// What was refused before: no second error follows from it.
template <class T>
concept refused_expression = is_refused_expression<T>;

template <class E>
struct in_test; // in query/match.hpp
template <class E>
[[nodiscard]] constexpr in_test<E> make_in_test(const E& operand);

namespace detail {
/// Whole numbers compared with a real one, exactly and by an index on the column: `n > 1.5` is `n > 1`, `n
/// >= 1.5` is `n >= 2`, and `n == 1.5` is never so. Throws `invalid_value` for what is no number of 64 bits.
template <comparison Op, class L, class V>
[[nodiscard]] constexpr auto compare_with_real(const L& left, V x) {
    using number = literal<typename L::type, std::int64_t>;
    constexpr bool up = Op == comparison::lt || Op == comparison::ge;
    const auto n = whole_next_to(x, up, field_of<L>());
    if constexpr (Op == comparison::eq || Op == comparison::ne) {
        auto out = make_in_test(left);
        if (static_cast<V>(n) == x) out.list().push_back(n);
        if constexpr (Op == comparison::eq) return out;
        else return !out;
    } else return compare<Op, L, number>{{left, {number{n, field_of<L>()}}}};
}

template <comparison Op, class L, class R>
constexpr auto find_compare() {
    using model = typename L::model;
    using T = typename L::type;
    [[maybe_unused]] constexpr auto& field = field_text<L>;
    constexpr bool equality = Op == comparison::eq || Op == comparison::ne;
    if constexpr (refused_expression<L> || refused_expression<R>) return rule::told_before{};
    else if constexpr (!equality && category_of<T> == category::enumeration)
        return rule::an_enumeration_is_compared_by_order<model, field, T>{}; // it is stored by name
    else if constexpr (!equality && !schema::has_order<T>) return no_order_rule<model, field, T>{};
    else if constexpr (std::is_same_v<R, std::nullopt_t> && (Op == comparison::eq || Op == comparison::ne)) {
        if constexpr (L::nullable) return rule::ok{};
        else return rule::a_field_that_cannot_be_null_is_compared_with_null<model, field>{};
    } else if constexpr (category_of<T> == category::json)
        return rule::a_json_field_is_compared_as_a_whole<model, field, T>{};
    else if constexpr (parameter<R>) return rule::ok{};
    else if constexpr (scalar<R>) {
        if constexpr (inexact<T, typename R::type>)
            return rule::a_decimal_meets_an_inexact_number<model, field, T, typename R::type>{};
        else if constexpr (!comparable<T, typename R::type>)
            return rule::a_field_is_compared_with_another_type<model, field, T, typename R::type>{};
        else return rule::ok{};
    } else if constexpr (literal_for<T, R> || real_beside_whole<T, R>) return rule::ok{};
    else if constexpr (inexact<T, bare<R>>)
        return rule::a_decimal_meets_an_inexact_number<model, field, T, R>{};
    else return rule::a_field_is_compared_with_another_type<model, field, T, R>{};
}
} // namespace detail

/// The verdict on a comparison of an expression with anything.
template <comparison Op, class L, class R>
using compare_verdict = rule::diagnostic<decltype(detail::find_compare<Op, L, std::remove_cvref_t<R>>())>;

/// The one place where a comparison is made: `left` is an expression, `right` anything.
template <comparison Op, class L, class R>
[[nodiscard, gnu::always_inline]] constexpr auto make_compare(const L& left, R&& right) {
    using r = std::remove_cvref_t<R>;
    if constexpr (!rule::is_ok<compare_verdict<Op, L, r>>) return refused_predicate{};
    else if constexpr (std::is_same_v<r, std::nullopt_t>) return null_test<L, Op == comparison::eq>{{left}};
    else if constexpr (parameter<r>)
        return compare<Op, L, decltype(make_placeholder<L>(right))>{{left, {make_placeholder<L>(right)}}};
    else if constexpr (scalar<r>) return compare<Op, L, r>{{left, {static_cast<R&&>(right)}}};
    else if constexpr (detail::real_beside_whole<typename L::type, r>)
        return detail::compare_with_real<Op>(left, right);
    else
        return compare<Op, L, literal_of<L, R>>{
            {left, {make_literal<literal_of<L, R>>(static_cast<R&&>(right), detail::field_of<L>())}}};
}

/// What a comparison gives. The operators are declared with it: those of std::optional ask for it, too, and
/// their question must not be what tells a mistake.
template <comparison Op, class L, class R>
struct comparison_of {};
template <comparison Op, scalar L, class R>
struct comparison_of<Op, L, R>
    : std::type_identity<decltype(make_compare<Op>(std::declval<const L&>(), std::declval<R>()))> {};
template <comparison Op, class L, class R>
using compared = typename comparison_of<Op, L, R>::type;

template <scalar L, class R>
    requires(!scalar<R>)
[[nodiscard]] constexpr compared<comparison::eq, L, R> operator==(const L& l, R&& r) {
    using checked = compare_verdict<comparison::eq, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::eq>(l, static_cast<R&&>(r));
}
// Both taken in one way: with R&&, the same operator with its operands exchanged would be the better match
// for some, and C++20 refuses such a rewritten == whose result is not bool.
template <scalar L, scalar R>
[[nodiscard]] constexpr compared<comparison::eq, L, const R&> operator==(const L& l, const R& r) {
    using checked = compare_verdict<comparison::eq, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::eq>(l, r);
}
template <scalar L, class R>
    requires(!scalar<R>)
[[nodiscard]] constexpr compared<comparison::ne, L, R> operator!=(const L& l, R&& r) {
    using checked = compare_verdict<comparison::ne, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::ne>(l, static_cast<R&&>(r));
}
template <scalar L, scalar R>
[[nodiscard]] constexpr compared<comparison::ne, L, const R&> operator!=(const L& l, const R& r) {
    using checked = compare_verdict<comparison::ne, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::ne>(l, r);
}
template <scalar L, class R>
[[nodiscard]] constexpr compared<comparison::lt, L, R> operator<(const L& l, R&& r) {
    using checked = compare_verdict<comparison::lt, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::lt>(l, static_cast<R&&>(r));
}
template <scalar L, class R>
[[nodiscard]] constexpr compared<comparison::le, L, R> operator<=(const L& l, R&& r) {
    using checked = compare_verdict<comparison::le, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::le>(l, static_cast<R&&>(r));
}
template <scalar L, class R>
[[nodiscard]] constexpr compared<comparison::gt, L, R> operator>(const L& l, R&& r) {
    using checked = compare_verdict<comparison::gt, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::gt>(l, static_cast<R&&>(r));
}
template <scalar L, class R>
[[nodiscard]] constexpr compared<comparison::ge, L, R> operator>=(const L& l, R&& r) {
    using checked = compare_verdict<comparison::ge, L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::ge>(l, static_cast<R&&>(r));
}

template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr compared<comparison::eq, R, L> operator==(L&& l, const R& r) {
    using checked = compare_verdict<comparison::eq, R, L>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::eq>(r, static_cast<L&&>(l));
}
template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr compared<comparison::ne, R, L> operator!=(L&& l, const R& r) {
    using checked = compare_verdict<comparison::ne, R, L>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::ne>(r, static_cast<L&&>(l));
}
template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr compared<comparison::gt, R, L> operator<(L&& l, const R& r) {
    using checked = compare_verdict<comparison::gt, R, L>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::gt>(r, static_cast<L&&>(l));
}
template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr compared<comparison::ge, R, L> operator<=(L&& l, const R& r) {
    using checked = compare_verdict<comparison::ge, R, L>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::ge>(r, static_cast<L&&>(l));
}
template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr compared<comparison::lt, R, L> operator>(L&& l, const R& r) {
    using checked = compare_verdict<comparison::lt, R, L>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::lt>(r, static_cast<L&&>(l));
}
template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr compared<comparison::le, R, L> operator>=(L&& l, const R& r) {
    using checked = compare_verdict<comparison::le, R, L>;
    static_assert(rule::told<checked>::verdict);
    return make_compare<comparison::le>(r, static_cast<L&&>(l));
}

} // namespace dataflow::query
