// The steps of a plan that switch the protection of a table, and its audit log, on and off.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/option_triggers.hpp>
#include <dataflow/migrate/plan.hpp>

#include <span>

namespace dataflow::migrate::detail {

/// Adds them at the end, in a transaction of their own. PostgreSQL's triggers that protect a table are taken
/// away first where they are in the way of what is done with its rows and columns: others may write meanwhile
/// what they refuse.
void add_option_steps(plan& to, std::span<const database_::option_change> changes);

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/option_steps.ipp>
#endif
