// Arithmetic over numbers. NULL in, NULL out; a division by zero is an error on both databases.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/query/detail/arithmetic_checks.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/operations.hpp>
#include <dataflow/query/placeholder.hpp>
#include <dataflow/query/refused.hpp>
#include <dataflow/schema/types.hpp>

#include <cstdint>
#include <optional>
#include <type_traits>

namespace dataflow::query::detail {

/// Whole numbers give whole numbers (division cuts toward zero); with a real operand it is real.
template <arithmetic_op Op, class L, class R>
constexpr auto result_of() {
    if constexpr (is_decimal<L> || is_decimal<R> || is_duration<L> || is_duration<R>)
        return exact_result<Op, L, R>();
    else
        return std::type_identity<
            std::conditional_t<category_of<L> == category::integer && category_of<R> == category::integer,
                               std::int64_t, double>>{};
}

/// Whether a number of the program takes part as a `double`: next to a whole one, and next to a `float`,
/// which would lose its digits and its range otherwise.
template <class T, class V>
inline constexpr bool reckoned_as_double =
    real_beside_whole<T, V> || (category_of<T> == category::real && !schema::is_id<T>);
template <class V>
using double_like =
    literal<double, std::conditional_t<schema::is_optional<V>, std::optional<double>, double>>;

/// How an expression's value travels: a literal may be wider than the column next to it.
template <class E>
inline constexpr storage stored_as = [] {
    if constexpr (requires { &E::held; }) return schema::info_of<bare<decltype(E::held)>>.stored;
    else return schema::info_of<typename E::type>.stored;
}();

} // namespace dataflow::query::detail

namespace dataflow::query {

template <arithmetic_op Op, class L, class R>
struct arithmetic : operands<L, R>, operations<arithmetic<Op, L, R>> {
    using dataflow_scalar = void;
    using dataflow_arithmetic = void; ///< see `rounds_to_whole`
    using type = typename decltype(detail::result_of<Op, typename L::type, typename R::type>())::type;
    static constexpr bool nullable = L::nullable || R::nullable;
    static constexpr bool may_overflow =
        (std::is_same_v<type, std::int64_t> && Op != arithmetic_op::modulo) ||
        schema::is_duration<type>; ///< see `write_operand`

    static constexpr void write(sql::writer& w, sql::place at) {
        if constexpr (schema::is_decimal<type>) write_rounded(w, at, type::digits, type::scale);
        else write_plain(w, at);
    }
    /// Of decimals: with so many digits, so many of them after the point.
    static constexpr void write_rounded(sql::writer& w, sql::place at, int digits, int scale)
        requires schema::is_decimal<type>
    {
        const auto left = at, right = arithmetic::second(at);
        detail::write_decimal<L, R>(w, left, right, Op, digits, scale);
    }

  private:
    static constexpr void write_plain(sql::writer& w, sql::place at) {
        const auto left = at, right = arithmetic::second(at);
        // SQLite gives NULL for a division by zero and infinity for an overflow; the driver's functions fail
        // as PostgreSQL does.
        constexpr auto text = text_of(Op);
        const bool call = (text.judged || std::is_same_v<type, double>) && w.dialect().arithmetic_calls;
        // PostgreSQL counts two narrow operands in their own width; SQLite always in 64 bits.
        constexpr auto l = detail::stored_as<L>;
        constexpr auto r = detail::stored_as<R>;
        constexpr bool whole =
            (l == storage::int16 || l == storage::int32) && (r == storage::int16 || r == storage::int32);
        constexpr bool real = l == storage::float32 && r == storage::float32;
        const bool widen = w.dialect().keeps_width && (whole || real);
        w << (call ? text.function : widen ? "(CAST(" : "(");
        write_term<L>(w, left);
        if (widen) (w << " AS ").cast_type(whole ? storage::int64 : storage::float64) << ")";
        w << (call                                                           ? ", "
              : Op == arithmetic_op::divide && !std::is_same_v<type, double> ? w.dialect().divide_whole
                                                                             : text.sign);
        write_term<R>(w, right);
        w << ")";
    }
    /// Of whole numbers an overflow is found in the result; next to a real number nobody would see it there.
    template <class E>
    static constexpr void write_term(sql::writer& w, sql::place at) {
        if constexpr (std::is_same_v<type, double>) write_operand<E>(w, at);
        else E::write(w, at);
    }
};

/// `left` is an expression, `right` anything; with `Swap` the operands stand the other way round.
template <arithmetic_op Op, bool Swap = false, class L, class R>
[[nodiscard]] constexpr auto make_arithmetic(const L& left, R&& right) {
    using r = std::remove_cvref_t<R>;
    if constexpr (!rule::is_ok<arithmetic_verdict<L, r, Op>>) return refused_scalar{};
    else if constexpr (scalar<r>) return arithmetic<Op, L, r>{{left, {static_cast<R&&>(right)}}, {}};
    else {
        auto value = [&] {
            if constexpr (parameter<r>) return make_placeholder<L>(right);
            else if constexpr (detail::is_repeated<typename L::type, r, Op>())
                return make_literal<literal<std::int64_t, std::int64_t>>(static_cast<R&&>(right),
                                                                         detail::field_of<L>());
            else if constexpr (detail::reckoned_as_double<typename L::type, r>)
                return make_literal<detail::double_like<r>>(right, detail::field_of<L>());
            else return make_literal<operand_of<L, R>>(static_cast<R&&>(right), detail::field_of<L>());
        }();
        using V = decltype(value);
        if constexpr (Swap) return arithmetic<Op, V, L>{{static_cast<V&&>(value), {left}}, {}};
        else return arithmetic<Op, L, V>{{left, {static_cast<V&&>(value)}}, {}};
    }
}

template <scalar L, class R>
[[nodiscard]] constexpr auto operator+(const L& l, R&& r) {
    using checked = arithmetic_verdict<L, R>;
    static_assert(rule::told<checked>::verdict);
    return make_arithmetic<arithmetic_op::add>(l, static_cast<R&&>(r));
}
template <scalar L, class R>
[[nodiscard]] constexpr auto operator-(const L& l, R&& r) {
    using checked = arithmetic_verdict<L, R, arithmetic_op::subtract>;
    static_assert(rule::told<checked>::verdict);
    return make_arithmetic<arithmetic_op::subtract>(l, static_cast<R&&>(r));
}
template <scalar L, class R>
[[nodiscard]] constexpr auto operator*(const L& l, R&& r) {
    using checked = arithmetic_verdict<L, R, arithmetic_op::multiply>;
    static_assert(rule::told<checked>::verdict);
    return make_arithmetic<arithmetic_op::multiply>(l, static_cast<R&&>(r));
}
template <scalar L, class R>
[[nodiscard]] constexpr auto operator/(const L& l, R&& r) {
    using checked = arithmetic_verdict<L, R, arithmetic_op::divide>;
    static_assert(rule::told<checked>::verdict);
    return make_arithmetic<arithmetic_op::divide>(l, static_cast<R&&>(r));
}
template <scalar L, class R>
[[nodiscard]] constexpr auto operator%(const L& l, R&& r) {
    using checked = arithmetic_verdict<L, R, arithmetic_op::modulo>;
    static_assert(rule::told<checked>::verdict);
    return make_arithmetic<arithmetic_op::modulo>(l, static_cast<R&&>(r));
}

template <no_scalar L, scalar R>
[[nodiscard]] constexpr auto operator+(L&& l, const R& r) {
    using checked = arithmetic_verdict<R, L>;
    static_assert(rule::told<checked>::verdict);
    return make_arithmetic<arithmetic_op::add, true>(r, static_cast<L&&>(l));
}
template <no_scalar L, scalar R>
[[nodiscard]] constexpr auto operator-(L&& l, const R& r) {
    using checked = arithmetic_verdict<R, L, arithmetic_op::subtract>;
    static_assert(rule::told<checked>::verdict);
    return make_arithmetic<arithmetic_op::subtract, true>(r, static_cast<L&&>(l));
}
template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr auto operator*(L&& l, const R& r) {
    using checked = arithmetic_verdict<R, L, arithmetic_op::multiply>;
    static_assert(rule::told<checked>::verdict);
    return make_arithmetic<arithmetic_op::multiply, true>(r, static_cast<L&&>(l));
}
template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr auto operator/(L&& l, const R& r) {
    using checked = arithmetic_verdict<R, L, arithmetic_op::divide>;
    static_assert(rule::told<checked>::verdict);
    return make_arithmetic<arithmetic_op::divide, true>(r, static_cast<L&&>(l));
}
template <class L, scalar R>
    requires(!scalar<L>)
[[nodiscard]] constexpr auto operator%(L&& l, const R& r) {
    using checked = arithmetic_verdict<R, L, arithmetic_op::modulo>;
    static_assert(rule::told<checked>::verdict);
    return make_arithmetic<arithmetic_op::modulo, true>(r, static_cast<L&&>(l));
}

} // namespace dataflow::query
