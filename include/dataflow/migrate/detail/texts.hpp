// Runs statements whose texts are known only when they run.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::migrate::detail {

/// Runs a text; where there are `values`, each `{}` in it is the next of them.
driver::outcome run_text(driver::connection& on, std::string_view text, std::span<const value> values = {},
                         driver::row_target* target = nullptr, bool writes = true);

/// The same of a text in which `{dataflow:0}` is the first of the values, `{dataflow:1}` the second.
driver::outcome run_numbered(driver::connection& on, std::string_view text, std::span<const value> values,
                             driver::row_target* target = nullptr, bool writes = true);
/// The same for each of some rows, whose fields are the values. Gives how many rows all of them affected.
/// `prepared`: of this text alone.
std::int64_t run_for_each(driver::connection& on, std::string_view text, const rows_view& rows,
                          sql::statement_id& prepared);
/// The one text that a query gives, which may be NULL; `values` as above.
[[nodiscard]] std::optional<std::string> text_of(driver::connection& on, std::string_view query,
                                                 std::span<const value> values = {});

/// The one number that a query gives.
[[nodiscard]] std::int64_t number_of(driver::connection& on, std::string_view query);
/// Whether a query gives a row.
[[nodiscard]] bool gives_row(driver::connection& on, std::string_view query);
/// How many rows it gives.
[[nodiscard]] std::int64_t rows_of(driver::connection& on, std::string_view query);

/// The FNV-1a of a text in hexadecimal digits: it finds what was changed by accident or by hand, not what
/// somebody forges.
[[nodiscard]] std::string hash_of(std::string_view text);

/// `2026-11-30T10:11:12.345Z`.
[[nodiscard]] std::string utc_now();

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/texts.ipp>
#endif
