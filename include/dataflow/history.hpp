// Past versions of records: `.as_of(time)`, `df::history<Note>(key)`, `df::restore_version<Note>(key, 3)`,
// `df::purge_history<Note>(df::older_than(std::chrono::days{30}))`. The option itself needs no header. See
// docs/history.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/bulk/purge_history.hpp>
#include <dataflow/node/as_of.hpp>
#include <dataflow/node/history.hpp>
#include <dataflow/node/restore_version.hpp>

#include <dataflow/core/leave.hpp> // last
