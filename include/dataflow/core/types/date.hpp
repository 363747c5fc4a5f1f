// A day: df::date. PostgreSQL's DATE; on SQLite a text of 10 characters, which sorts as the days do.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/network_order.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/types/column_type.hpp>
#include <dataflow/core/types/timestamp.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dataflow {

/// Says of a type how its values are stored. Drivers have ways of their own for these, where speed counts.
template <>
struct column_type<date> {
    using held = std::int64_t; ///< days since 1970-01-01
    static constexpr auto json_condition =
        joined("@ >= \"0001\" && @ like_regex \"^", detail::json_day, "$\"");
    static constexpr type_facts facts{
        .word = "date",
        .expected = "expected a day as YYYY-MM-DD",
        .refused = "not a date from year 1 to 9999",
        .plural = "days as 2001-01-06",
        .standard = "DATE",
        .postgres = "DATE",
        .postgres_array = "DATE[]",
        .told = "date",
        .told_array = "date[]",
        .number = 1082,
        .array_number = 1182,
        .json_condition = json_condition.view(),
        .pattern = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]",
        .calendar = "date($, '+0 days') = $ AND $ >= '0001'",
        .length = date_text_size,
        .now = "date('now')",
    };

    static std::size_t bind(held days, char* to) noexcept {
        if (!is_storable_day(days)) return 0;
        detail::put_network(to, static_cast<std::int32_t>(days - detail::postgres_epoch_days));
        return sizeof(std::int32_t);
    }
    [[nodiscard]] static std::optional<held> read(std::string_view binary) noexcept {
        if (binary.size() != sizeof(std::int32_t)) return std::nullopt;
        const auto days =
            std::int64_t{detail::get_network<std::int32_t>(binary.data())} + detail::postgres_epoch_days;
        return is_storable_day(days) ? std::optional{days} : std::nullopt;
    }
    static constexpr std::size_t write(held days, char* to) noexcept {
        return write_date(to, days) ? date_text_size : 0;
    }
    [[nodiscard]] static constexpr std::optional<held> parse(std::string_view text) noexcept {
        return read_date(text);
    }
    [[nodiscard]] static constexpr std::optional<held> recall(std::string_view text) noexcept {
        return read_date(text);
    }
};

} // namespace dataflow
