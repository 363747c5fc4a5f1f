// How many rows each tenant has, and tenants with limits of their own: `df::tenant_usage<Note>(db)`,
// `df::set_rows_per_tenant<Note>(db, "acme", 50'000)`. The option `rows_per_tenant` itself needs no header.
// See docs/tenants.md.
#pragma once

#include <dataflow/sql.hpp>

#include <dataflow/core/enter.hpp> // first

#include <dataflow/database/tenant_rows.hpp>

#include <dataflow/core/leave.hpp> // last
