// Migrations: how a database differs from a program's models, what changes it, and what that costs those who
// use it meanwhile. See docs/migrations.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/catalog.hpp>
#include <dataflow/core/callback.hpp>
#include <dataflow/migrate/between.hpp>
#include <dataflow/migrate/change.hpp>
#include <dataflow/migrate/change_set.hpp>
#include <dataflow/migrate/database.hpp>
#include <dataflow/migrate/difference.hpp>
#include <dataflow/migrate/drift.hpp>
#include <dataflow/migrate/event.hpp>
#include <dataflow/migrate/files.hpp>
#include <dataflow/migrate/history.hpp>
#include <dataflow/migrate/lock.hpp>
#include <dataflow/migrate/metrics.hpp>
#include <dataflow/migrate/migration_lock.hpp>
#include <dataflow/migrate/migrations.hpp>
#include <dataflow/migrate/options.hpp>
#include <dataflow/migrate/plan.hpp>
#include <dataflow/migrate/plan_json.hpp>
#include <dataflow/migrate/preview.hpp>
#include <dataflow/migrate/queue.hpp>
#include <dataflow/migrate/risk.hpp>
#include <dataflow/migrate/rollback.hpp>
#include <dataflow/migrate/row_change.hpp>
#include <dataflow/migrate/run.hpp>
#include <dataflow/migrate/snapshot.hpp>
#include <dataflow/migrate/snapshot_text.hpp>
#include <dataflow/migrate/step.hpp>

#include <dataflow/core/leave.hpp> // last
