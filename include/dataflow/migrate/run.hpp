// Runs a plan.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/migrate/history.hpp>
#include <dataflow/migrate/options.hpp>
#include <dataflow/migrate/plan.hpp>

#include <cstdint>

namespace dataflow::migrate {

/// Runs a plan to its end and enters it in the history. Takes the lock first. Steps of one number are one
/// transaction, which also enters that they are done; so a run that is killed at any point has done the first
/// steps and no part of the next, or, of a step that stands alone, what its `done` and `leftover` tell.
/// Called again with the same plan, it goes on from there.
///
/// Throws what a step throws, as an error of the node "migrate" that names the step and says what stays; then
/// the steps before it have been undone, where `how` says so and all of them can be; `check_violation` where
/// rows are in the way, with their number and the query that finds them; `timeout`; `protected_operation`
/// where another migration has not ended, or behind a pooler.
run_result run(driver::connection& on, const plan& p, const run_options& how = {});

/// The same on a connection that holds the lock: for whoever has looked at the database under it.
run_result run_locked(driver::connection& on, const plan& p, const run_options& how);

/// Ends, undoes or abandons the migration that has not ended, as `how.unfinished` says, on a connection that
/// holds the lock; nothing to do where there is none. Throws as `run`.
run_result settle_unfinished(driver::connection& on, const run_options& how);

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/run.ipp>
#endif
