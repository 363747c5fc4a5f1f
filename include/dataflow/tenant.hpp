// One tenant's view of a database, `db.tenant("acme").run(...)`, and that of all of them, `db.all_tenants()`.
// See docs/tenants.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/database/all_tenants.hpp>
#include <dataflow/database/session_database.hpp>
#include <dataflow/database/tenant_registry.hpp>
#include <dataflow/query/managed_tenant.hpp>

#include <dataflow/core/leave.hpp> // last
