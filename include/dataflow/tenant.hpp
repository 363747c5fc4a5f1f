// One tenant's view of a database: `db.tenant("acme").run(...)`. See docs/tenants.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/database/session_database.hpp>

#include <dataflow/core/leave.hpp> // last
