// A database as one session uses it: `db.session({.actor = "ann", .request_id = "r-17"}).run(...)`. See
// docs/sessions.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/database/all_tenants.hpp>
#include <dataflow/database/session_database.hpp>

#include <dataflow/core/leave.hpp> // last
