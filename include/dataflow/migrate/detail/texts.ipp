// The code of migrate/detail/texts.hpp.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/fnv.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/migrate/detail/texts.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/writer.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <string>

namespace dataflow::migrate::detail {

/// A statement with its text. `write_text` is its own_text, and knows that.
struct text_statement : sql::statement {
    std::string_view text{};
    bool with_values = false;
    bool of_records = false; ///< its values are the fields of a record
};

inline void write_text(sql::writer& w, const sql::statement& s) {
    const auto& mine = static_cast<const text_statement&>(s);
    auto rest = mine.text;
    for (std::uint16_t i = 0; mine.with_values; ++i) {
        const auto at = rest.find("{}");
        if (at == std::string_view::npos) break;
        w << rest.substr(0, at);
        w.value(sql::place{i, 0});
        rest.remove_prefix(at + 2);
    }
    w << rest;
}

inline void write_numbered(sql::writer& w, const sql::statement& s) {
    constexpr std::string_view mark = "{dataflow:";
    const auto& mine = static_cast<const text_statement&>(s);
    auto rest = mine.text;
    for (;;) {
        const auto at = rest.find(mark);
        if (at == std::string_view::npos) break;
        w << rest.substr(0, at);
        rest.remove_prefix(at + mark.size());
        std::uint16_t number = 0;
        while (!rest.empty() && rest.front() != '}') {
            number = static_cast<std::uint16_t>(number * 10 + (rest.front() - '0'));
            rest.remove_prefix(1);
        }
        rest.remove_prefix(rest.empty() ? 0 : 1);
        if (mine.of_records) w.value({sql::value_source::origin::field, number});
        else w.value(sql::place{number, 0});
    }
    w << rest;
}

DATAFLOW_RUNTIME driver::outcome run_numbered(driver::connection& on, std::string_view text,
                                              std::span<const value> values, driver::row_target* target,
                                              bool writes) {
    text_statement s;
    s.node = "migrate";
    s.writes = writes;
    s.own_text = &write_numbered;
    s.text = text;
    return on.run(s, 0, {.given = values}, target);
}

DATAFLOW_RUNTIME std::int64_t run_for_each(driver::connection& on, std::string_view text,
                                           const rows_view& rows, sql::statement_id& prepared) {
    text_statement s;
    s.node = "migrate";
    s.cache = &prepared;
    s.writes = true;
    s.own_text = &write_numbered;
    s.text = text;
    s.of_records = true;
    std::int64_t out = 0;
    for (std::size_t i = 0; i < rows.count; ++i)
        out +=
            on.run(s, 0, {.record = rows.row(i), .fields = {rows.fields.data(), rows.fields.size()}}, nullptr)
                .affected;
    return out;
}

DATAFLOW_RUNTIME std::optional<std::string> text_of(driver::connection& on, std::string_view query,
                                                    std::span<const value> values) {
    std::optional<std::string> out;
    node_::one_row row{&out};
    constexpr std::array<field_access, 1> field{
        field_access{0, &schema::info_of<std::optional<std::string>>, "text"}};
    auto target = row.target(field);
    run_numbered(on, query, values, &target, false);
    return out;
}

DATAFLOW_RUNTIME driver::outcome run_text(driver::connection& on, std::string_view text,
                                          std::span<const value> values, driver::row_target* target,
                                          bool writes) {
    text_statement s;
    s.node = "migrate";
    s.writes = writes;
    s.own_text = &write_text;
    s.text = text;
    s.with_values = !values.empty();
    return on.run(s, 0, {.given = values}, target);
}

DATAFLOW_RUNTIME std::int64_t number_of(driver::connection& on, std::string_view query) {
    std::int64_t out = 0;
    node_::one_row row{&out};
    constexpr std::array<field_access, 1> field{field_access{0, &schema::info_of<std::int64_t>, "number"}};
    auto target = row.target(field);
    run_text(on, query, {}, &target, false);
    return out;
}
DATAFLOW_RUNTIME std::int64_t rows_of(driver::connection& on, std::string_view query) {
    return number_of(on, "SELECT count(*) FROM (" + std::string{query} + ") AS dataflow_rows");
}
DATAFLOW_RUNTIME bool gives_row(driver::connection& on, std::string_view query) {
    return number_of(on, "SELECT count(*) FROM (SELECT 1 FROM (" + std::string{query} +
                             ") AS dataflow_rows LIMIT 1) AS dataflow_row") != 0;
}

DATAFLOW_RUNTIME std::string hash_of(std::string_view text) {
    auto hash = dataflow::detail::fnv1a(text);
    std::string out(16, '0');
    for (std::size_t i = 16; i-- != 0; hash >>= 4U) out[i] = "0123456789abcdef"[hash & 15U];
    return out;
}

DATAFLOW_RUNTIME std::string utc_now() {
    const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    char text[timestamp_text_size];
    (void)write_timestamp(text, now.time_since_epoch().count());
    return std::string{text, 23} + "Z"; // milliseconds are enough
}

} // namespace dataflow::migrate::detail
