// What ALTER TABLE can do for a table of SQLite's; where it cannot do all of it, the table is made anew once,
// for all of its changes.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/migrate/detail/sqlite_table.hpp>

#include <string>
#include <vector>

namespace dataflow::migrate::detail {

/// One change that ALTER TABLE makes.
struct sqlite_alteration {
    const change* what = nullptr;
    std::vector<std::string> sql{};
    std::vector<std::string> undo{};
    std::string irreversible{};
    std::uint8_t effects = 0;
};

/// From this version on ALTER TABLE takes and drops NOT NULL and CHECK.
inline constexpr int sqlite_alters_constraints = 3'053'000;

/// Whether the table has to be made anew.
[[nodiscard]] bool needs_rebuild(const sqlite_table& t, int version);
/// What changes where it has not.
[[nodiscard]] std::vector<sqlite_alteration> alterations_of(const sqlite_table& t);

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/sqlite_alter.ipp>
#endif
