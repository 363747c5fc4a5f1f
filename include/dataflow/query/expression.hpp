// What all expressions share: concepts, and the buffer that their values are bound into.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace dataflow::query {

/// A list of types.
template <class... T>
struct types {};

template <class... A, class... B>
constexpr types<A..., B...> operator+(types<A...>, types<B...>) noexcept {
    return {};
}

/// Where an expression puts its values, in the order in which its text mentions them.
struct binder {
    value* values;
    rows_view* lists;

    constexpr void add(const value& v) noexcept { *values++ = v; }
};

/// An expression with a value: a column, a literal, arithmetic. It has
///   `type`        the C++ type of its value, without optional
///   `nullable`    whether it can be NULL
///   `model`       the model whose columns it uses, or void
///   `parameters`, `lists`   how many values and lists it binds
///   `inputs`      the placeholders in it
///   `write(writer&)`, `bind(binder&)`, `supply<Name>(value)`.
template <class E>
concept scalar = requires { typename std::remove_cvref_t<E>::dataflow_scalar; };

/// What is no expression; by this name, so that a narrower overload of an operator is the better one.
template <class V>
concept no_scalar = !scalar<V>;

/// An expression that is true or false: the same, with `optionals` (how many parts may be absent) and
/// `write(writer&, ordinal of its first optional part)`.
template <class E>
concept predicate = requires { typename std::remove_cvref_t<E>::dataflow_predicate; };

/// Bits of a statement's variant below this belong to the statement; from here on, one bit for each
/// optional part of its predicate says whether the part is there.
inline constexpr unsigned first_optional_bit = 8;

[[nodiscard]] constexpr bool part_is_there(std::uint64_t variant, std::size_t ordinal) noexcept {
    return (variant >> (first_optional_bit + ordinal) & 1U) != 0;
}

namespace detail {

template <class A, class B>
struct joint_model {
    using type = A;
};
template <class B>
struct joint_model<void, B> {
    using type = B;
};

/// The name of an expression that is a column, or the label of another, for messages; else empty.
template <class E>
[[gnu::always_inline]] constexpr std::string_view field_of() noexcept { // no function of its own for each column
    if constexpr (requires { E::name; }) return E::name;
    else if constexpr (requires { E::label; }) return E::label;
    else return {};
}

/// Whether an expression is a column.
template <class E>
concept is_column = requires { E::name; };

template <class E>
inline constexpr auto field_text = fixed_string<field_of<E>().size() + 1>{field_of<E>()};

} // namespace detail

/// The verdict on two expressions that meet: they are about one model.
template <class L, class R>
using meeting_verdict = rule::shown<
    std::conditional_t<std::is_void_v<typename L::model> || std::is_void_v<typename R::model> ||
                           std::is_same_v<typename L::model, typename R::model>,
                       rule::kept, rule::fields_of_two_models_meet_in_one_expression<typename L::model, typename R::model>>>;

/// The model of two expressions together; `meeting_verdict` has been asked before.
template <class L, class R>
using joint_model = typename detail::joint_model<typename L::model, typename R::model>::type;

/// Writes an expression that is compared, or that goes into a column. SQLite goes over to real numbers
/// where whole ones overflow; the driver's function fails then, as PostgreSQL does.
template <class E>
[[gnu::always_inline]] constexpr void write_operand(sql::writer& w) {
    if constexpr (detail::is_column<E>) w.column(E::name);
    else if constexpr (requires { requires E::may_overflow; }) {
        w << (w.postgres() ? "" : "dataflow_whole(");
        E::write(w);
        w << (w.postgres() ? "" : ")");
    } else E::write(w);
}

} // namespace dataflow::query
