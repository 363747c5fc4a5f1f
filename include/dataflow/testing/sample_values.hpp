// Values that a column takes: in the range of its checks, and like no other where they must be unique.
#pragma once

#include <dataflow/core/decimal.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/type_parts.hpp>
#include <dataflow/schema/types.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace dataflow::testing {

/// A value in whole numbers of what its type counts: units of a decimal, microseconds, days.
template <class F>
concept counted = std::is_arithmetic_v<F> || detail::is_decimal<F> || schema::is_duration<F> ||
                  std::is_same_v<F, timestamp> || std::is_same_v<F, date>;

template <class F>
[[nodiscard]] constexpr std::int64_t count_of(const F& value) {
    if constexpr (detail::is_decimal<F>) return value.units();
    else if constexpr (schema::is_duration<F>)
        return std::chrono::duration_cast<std::chrono::microseconds>(value).count();
    else if constexpr (std::is_same_v<F, timestamp>) return value.time_since_epoch().count();
    else if constexpr (std::is_same_v<F, date>)
        return value.ok() ? std::chrono::sys_days{value}.time_since_epoch().count() : 0;
    else return static_cast<std::int64_t>(value);
}
template <class F>
constexpr void set_count(F& value, std::int64_t n) {
    if constexpr (detail::is_decimal<F>) value = F::from_units(n);
    else if constexpr (schema::is_duration<F>)
        value = std::chrono::duration_cast<F>(std::chrono::microseconds{n});
    else if constexpr (std::is_same_v<F, timestamp>) value = timestamp{std::chrono::microseconds{n}};
    else if constexpr (std::is_same_v<F, date>) value = std::chrono::sys_days{std::chrono::days{n}};
    else value = static_cast<F>(n);
}

/// How much the next value is more.
template <class F>
[[nodiscard]] constexpr std::int64_t step_of() {
    if constexpr (schema::is_duration<F>) return std::chrono::microseconds{F{1}}.count();
    else return 1;
}

/// A constant of a check, counted as the field beside it; `digits`: those after that field's point.
[[nodiscard]] constexpr std::int64_t count_of(const schema::condition_step& constant, int digits) noexcept {
    auto n = constant.step == schema::condition_step::what::real ? static_cast<std::int64_t>(constant.real)
                                                                 : constant.integer;
    for (int d = constant.scale; d < digits; ++d) n *= 10;
    for (int d = digits; d < constant.scale; ++d) n /= 10;
    return n;
}

/// Moves a field to where `column <op> constant` holds. Checks with OR are left to the program.
template <class F>
constexpr void satisfy(F& field, schema::condition_step::what op, const schema::condition_step& constant,
                       std::string_view name) {
    using what = schema::condition_step::what;
    if constexpr (std::is_same_v<F, std::string>) {
        if (constant.step != what::text) return;
        if (op == what::eq) field = constant.name;
        if ((op == what::ne || op == what::gt) && field == constant.name)
            field = std::string{constant.name} + std::string{name};
        if (op == what::ge && field < constant.name) field = constant.name;
    } else if constexpr (counted<F>) {
        int digits = 0;
        if constexpr (detail::is_decimal<F>) digits = F::scale;
        const auto k = testing::count_of(constant, digits);
        const auto now = testing::count_of(field);
        if (op == what::eq || (op == what::ge && now < k) || (op == what::le && now > k)) set_count(field, k);
        if ((op == what::gt && now <= k) || (op == what::ne && now == k)) set_count(field, k + step_of<F>());
        if (op == what::lt && now >= k) set_count(field, k - step_of<F>());
    }
}

/// A value that the n-th record has alone.
template <class F>
void make_unique(F& field, std::int64_t n, std::string_view name) {
    if constexpr (std::is_same_v<F, std::string>) field = std::string{name} + " " + std::to_string(n);
    else if constexpr (counted<F> && !std::is_same_v<F, bool>) set_count(field, n);
    else if constexpr (std::is_same_v<F, uuid>)
        for (std::size_t byte = 0; byte < 8; ++byte)
            field.data[15 - byte] = static_cast<std::uint8_t>(n >> (8 * byte));
    else if constexpr (schema::is_id<F>) testing::make_unique(field.value, n, name);
}

} // namespace dataflow::testing
