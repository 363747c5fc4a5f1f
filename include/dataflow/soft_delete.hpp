// Records that are marked as deleted: `df::with_deleted(...)`, `df::restore<Note>(key)`,
// `df::purge<Note>(key)`. The option itself needs no header. See docs/soft-delete.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/node/deleted.hpp>

#include <dataflow/core/leave.hpp> // last
