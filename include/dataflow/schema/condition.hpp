// Conditions over columns by name, written inside a model's options: for checks and partial indexes.
//
// They stand where the struct is still incomplete, so they cannot use member pointers; the names are
// checked against the table when the model is first used.
#pragma once

#include <dataflow/core/decimal.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/reflect/enumerators.hpp>
#include <dataflow/schema/table.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dataflow {

/// A column named by text: `df::column("total") >= 0`.
struct column {
    std::string_view name;
    constexpr explicit column(std::string_view n) noexcept : name(n) {}
};

} // namespace dataflow

namespace dataflow::schema {

using step = condition_step;

constexpr void push(condition& to, const step& s) {
    if (to.size == condition_capacity) to.too_long = true;
    else to.steps[to.size++] = s;
}
constexpr void push_all(condition& to, const condition& from) {
    for (std::size_t i = 0; i < from.size; ++i) push(to, from.steps[i]);
    to.too_long = to.too_long || from.too_long;
}

[[nodiscard]] constexpr step operand(dataflow::column c) { return {step::what::column, c.name, 0, 0}; }
[[nodiscard]] constexpr step operand(std::string_view t) { return {step::what::text, t, 0, 0}; }
template <std::same_as<bool> T>
[[nodiscard]] constexpr step operand(T b) {
    return {step::what::boolean, {}, b ? 1 : 0, 0};
}
template <std::integral T>
    requires(!std::same_as<T, bool>)
[[nodiscard]] constexpr step operand(T n) {
    return {step::what::integer, {}, static_cast<std::int64_t>(n), 0};
}
template <std::floating_point T>
[[nodiscard]] constexpr step operand(T x) {
    return {step::what::real, {}, 0, static_cast<double>(x)};
}
template <int P, int S>
[[nodiscard]] constexpr step operand(const decimal<P, S>& d) {
    return {step::what::decimal, {}, d.units(), 0, S};
}
template <class Rep, class Period>
[[nodiscard]] constexpr step operand(std::chrono::duration<Rep, Period> d) {
    return {step::what::duration, {}, std::chrono::microseconds{d}.count(), 0};
}

[[nodiscard]] constexpr step operand(date d) { // an impossible day fits no column
    return {step::what::date, d.ok() ? "" : "impossible", std::chrono::sys_days{d}.time_since_epoch().count(),
            0};
}
template <class D>
[[nodiscard]] constexpr step operand(std::chrono::sys_time<D> t) {
    if constexpr (std::same_as<D, std::chrono::days>) return operand(date{t});
    else
        return {step::what::timestamp,
                {},
                std::chrono::floor<std::chrono::microseconds>(t).time_since_epoch().count(),
                0};
}
template <class E>
    requires std::is_enum_v<E>
[[nodiscard]] constexpr step operand(E e) {
    const auto value = static_cast<std::int64_t>(e);
    for (const auto& one : reflect::enumerators<E>)
        if (one.value == value) return {step::what::enumerator, one.name, value, 0};
    return {step::what::enumerator, {}, value, 0};
}

template <class R>
[[nodiscard]] constexpr condition comparison(dataflow::column left, step::what op, const R& right) {
    condition out;
    push(out, operand(left));
    push(out, operand(right));
    push(out, {op, {}, 0, 0});
    return out;
}

[[nodiscard]] constexpr condition joined(const condition& a, const condition& b, step::what op) {
    condition out = a;
    push_all(out, b);
    push(out, {op, {}, 0, 0});
    return out;
}

} // namespace dataflow::schema

namespace dataflow {

template <class R>
constexpr schema::condition operator==(column c, const R& r) {
    return schema::comparison(c, schema::step::what::eq, r);
}
template <class R>
constexpr schema::condition operator!=(column c, const R& r) {
    return schema::comparison(c, schema::step::what::ne, r);
}
template <class R>
constexpr schema::condition operator<(column c, const R& r) {
    return schema::comparison(c, schema::step::what::lt, r);
}
template <class R>
constexpr schema::condition operator<=(column c, const R& r) {
    return schema::comparison(c, schema::step::what::le, r);
}
template <class R>
constexpr schema::condition operator>(column c, const R& r) {
    return schema::comparison(c, schema::step::what::gt, r);
}
template <class R>
constexpr schema::condition operator>=(column c, const R& r) {
    return schema::comparison(c, schema::step::what::ge, r);
}

[[nodiscard]] constexpr schema::condition is_null(column c) {
    schema::condition out;
    schema::push(out, schema::operand(c));
    schema::push(out, {schema::step::what::is_null, {}, 0, 0});
    return out;
}
[[nodiscard]] constexpr schema::condition not_null(column c) {
    schema::condition out;
    schema::push(out, schema::operand(c));
    schema::push(out, {schema::step::what::not_null, {}, 0, 0});
    return out;
}

} // namespace dataflow

namespace dataflow::schema {
constexpr condition operator&&(const condition& a, const condition& b) {
    return joined(a, b, step::what::both);
}
constexpr condition operator||(const condition& a, const condition& b) {
    return joined(a, b, step::what::either);
}
} // namespace dataflow::schema
