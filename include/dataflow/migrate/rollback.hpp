// What undoing a migration means, before it is done.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/migrate/history.hpp>
#include <dataflow/migrate/options.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace dataflow::migrate {

/// What undoing a migration would do.
struct rollback_analysis {
    std::int64_t id = 0;
    bool possible = false;
    std::string reason{};           ///< why it is not possible
    std::vector<std::string> sql{}; ///< what would be run, in its order
    bool loses_data = false;
    std::string data_loss_warning{}; ///< which tables lose what; empty where nothing is lost
};

struct rollback_options {
    bool lose_data = false; ///< go on where data is lost: without it that is refused
    run_options run{};
};

/// Looks, and changes nothing. Throws `not_found` for a migration that the history does not have.
[[nodiscard]] rollback_analysis analyze_rollback(driver::connection& on, std::int64_t id);

/// Undoes the last migration that is not undone. Takes the lock. Throws `protected_operation` where it is not
/// the last one, where a step of it cannot be undone, and where data would be lost and `how` does not say so;
/// then nothing has changed.
run_result rollback(driver::connection& on, std::int64_t id, const rollback_options& how = {});

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/rollback.ipp>
#endif
