// What was done to a database by migrations: the table dataflow_migrations.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/migrate/plan.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate {

/// What became of a migration.
enum class migration_state : std::uint8_t {
    running, ///< it runs now, or its program was killed
    done,
    failed,    ///< a step failed, and `steps_done` of them stay
    undoing,   ///< it is being undone, or the program that did so was killed
    undone,    ///< by `rollback`, or because a step failed
    abandoned, ///< it did not end, and was left as it was
};
/// `running`, ...
[[nodiscard]] constexpr std::string_view name_of(migration_state s) noexcept {
    constexpr std::string_view names[]{"running", "done", "failed", "undoing", "undone", "abandoned"};
    return names[static_cast<std::size_t>(s)];
}

/// A migration as the history has it.
struct migration {
    std::int64_t id = 0; ///< from 1, in the order in which they were begun
    migration_state state = migration_state::running;
    std::string started{}; ///< `2026-11-30T10:11:12.345Z`, by the clock of the program
    std::string ended{};   ///< empty while it runs
    std::chrono::milliseconds took{0};
    std::string who{};          ///< `ann@host (process 4711)`
    std::string program{};      ///< what `run_options::program` said
    migrate::plan plan{};       ///< with what undoes each step
    std::string plan_text{};    ///< the same as it stands in the table, as JSON
    std::size_t steps_done = 0; ///< of the plan, the first ones
    std::string message{};      ///< why it failed
    std::string position{}; ///< of a step in batches that is not done: how far it is, and in which direction
    std::string shape{};    ///< the tables that it was about, as they were when it ended; see `drift`

    /// Whether it was begun and has not come to an end.
    [[nodiscard]] bool open() const noexcept {
        return state == migration_state::running || state == migration_state::failed ||
               state == migration_state::undoing;
    }
};

/// The table on one connection. Its rows are sealed and numbered: a row that was changed by hand, one whose
/// former is missing, and one of a newer program, throws `protected_operation` that names it when it is read.
/// A migration's start reads the last row only, so that it takes as long with ten thousand rows as with one;
/// who reads all rows looks at all of that.
class history {
  public:
    static constexpr std::string_view table = "dataflow_migrations";
    /// The form of its rows that this program writes.
    static constexpr std::int64_t form = 1;

    explicit history(driver::connection& on) noexcept : on_(&on) {}

    /// The last `most` migrations, the oldest first; none where there is no table. Changes nothing.
    [[nodiscard]] std::vector<migration> read(std::size_t most = SIZE_MAX) const;
    [[nodiscard]] std::optional<migration> last() const;
    /// The last one, where it has not ended.
    [[nodiscard]] std::optional<migration> open() const;

    /// Makes the table where it is missing.
    void prepare();
    /// Looks for the table now, before the session is changed.
    void find() const { (void)place(); }
    /// Enters a migration that begins now. `before`: the number of the last one.
    [[nodiscard]] migration begin(const plan& p, std::int64_t before, std::string_view program);
    /// Stores how far it is.
    void store(migration& m);
    /// The same with its plan, which has changed.
    void store_plan(migration& m);
    /// The migrations of files of SQL, the oldest first; of their plans only `file` is read, and their seals
    /// are not looked at, so that a start reads no statements.
    [[nodiscard]] std::vector<migration> files() const;
    /// The same for its end, which is now.
    void end(migration& m, migration_state as, std::chrono::milliseconds took);

  private:
    [[nodiscard]] bool is_there() const { return !place().empty(); }
    /// Where the table is, with its schema: what a file of SQL sets may lead elsewhere. Empty: nowhere.
    const std::string& place() const;

    driver::connection* on_;
    mutable std::string place_{};
};

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/history.ipp>
#endif
