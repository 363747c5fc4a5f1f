// Runs statements whose texts are known only when they run.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::migrate::detail {

/// Runs a text; where there are `values`, each `{}` in it is the next of them.
driver::outcome run_text(driver::connection& on, std::string_view text, std::span<const value> values = {},
                         driver::row_target* target = nullptr, bool writes = true);

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
