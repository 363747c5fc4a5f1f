// A file or a schema of its own for each tenant: `df::tenant_files`, `df::tenant_schemas`. See
// docs/tenants.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/database/tenant_places.hpp>

#include <dataflow/core/leave.hpp> // last
