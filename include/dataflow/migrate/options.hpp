// How a plan is run.
#pragma once

#include <dataflow/core/callback.hpp>
#include <dataflow/migrate/risk.hpp>
#include <dataflow/migrate/row_change.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate {

struct plan;

/// How far a run is.
struct progress {
    enum class stage : std::uint8_t {
        begins,  ///< the step is about to be run
        written, ///< its statements, or one batch of a backfill, have been run, and are not committed yet
        batch,   ///< a batch of a backfill is committed
        ended,   ///< the step is done, or undone, and the history says so
    };
    stage at = stage::begins;
    bool undoing = false;
    std::size_t step = 0; ///< from 1
    std::size_t steps = 0;
    std::string_view title{};
    std::int64_t rows = 0;   ///< written so far by a backfill
    std::int64_t about = -1; ///< how many it will be, about; -1: not known
};

/// What becomes of a migration that was begun and has not ended: its program was killed, or it failed.
enum class unfinished : std::uint8_t {
    finish, ///< it goes on where it stopped
    undo,   ///< what it has done is undone
    leave,  ///< the history calls it abandoned; what it has done stays
};

struct run_options {
    /// How long all of it may take, from when it has the lock; then `timeout`. 0: as long as it does.
    std::chrono::milliseconds timeout{0};
    /// How long one statement of it may take. 0: as long as it does.
    std::chrono::milliseconds statement_timeout{0};
    /// How long a statement waits for a lock of others: all who come after it wait as long. Then its
    /// transaction is undone and tried again, after a pause that doubles up to ten seconds.
    std::chrono::milliseconds lock_timeout{3'000};
    /// The same of a statement that stops neither readers nor writers while it waits: an index that is built
    /// `CONCURRENTLY` waits for all older transactions.
    std::chrono::milliseconds patience{600'000};
    std::chrono::milliseconds pause{250};
    int attempts = 20; ///< in all, for each transaction
    /// Between two batches of a backfill, so that others get at the disk and the locks.
    std::chrono::milliseconds throttle{0};
    /// How long to wait until no other program migrates this database.
    std::chrono::milliseconds wait{60'000};
    /// Where a step fails, those before it that are committed are undone, the last one first.
    bool rollback_on_error = true;
    migrate::unfinished unfinished = migrate::unfinished::finish;
    /// What the steps of a change set call; `migrations::run` puts them there.
    std::vector<named_function> functions{};
    std::string program{}; ///< what the history tells of the program that runs it: `shop 4.2`
    callback<void(const migrate::progress&)> progress{}; ///< must not use the database
};

/// What a run has done.
struct run_result {
    std::int64_t id = 0;   ///< of the migration in the history; 0: there was nothing to do
    std::size_t steps = 0; ///< that were run now
    std::int64_t rows = 0; ///< written by backfills
    std::chrono::milliseconds took{0};
    bool continued = false; ///< it had been begun by an earlier run
};

} // namespace dataflow::migrate
