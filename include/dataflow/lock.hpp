// Locks on rows: `df::list<Job>().where(...).limit(1).for_update().skip_locked()`. PostgreSQL only. See
// docs/transactions.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/select/lock.hpp>

#include <dataflow/core/leave.hpp> // last
