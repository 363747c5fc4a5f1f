// Records that are marked as deleted: `df::with_deleted(...)`, `df::restore<Note>(key)`,
// `df::purge<Note>(df::older_than(std::chrono::days{30}))`. The option itself needs no header. See
// docs/soft-delete.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/bulk/purge.hpp>
#include <dataflow/node/deleted.hpp>
#include <dataflow/query/managed_mark.hpp>

#include <dataflow/core/leave.hpp> // last
