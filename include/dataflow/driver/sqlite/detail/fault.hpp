// What the driver's own functions and tables, which SQLite calls, leave behind for the connection.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/sql/forms.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dataflow::driver::sqlite_ {

/// An error found inside a callback. SQLite passes on only a text, so the rest waits here until the
/// connection throws. Both texts are constant data (but see `path`).
struct fault {
    error_kind kind = error_kind::database_error;
    std::string_view message{};
    std::string_view field{};
};

inline constexpr const sql::forms* no_forms = nullptr;

/// One for each connection; every callback gets its address.
struct callback_state {
    std::optional<fault> failed{};
    std::unique_ptr<std::string> path{}; ///< keeps the field's text of `failed`, where it is no constant
    std::size_t scans = 0;               ///< how often a `dataflow_rows` was started in this statement
    std::optional<std::size_t> row{};    ///< where the last started one stands, from 0

    const sql::forms* const* forms = &no_forms; ///< of the columns of the database
    const sql::column_form* form = nullptr;     ///< that whose value was refused

    bool (*stop)(void*) = nullptr; ///< whether what runs is to end now; null where nothing limits it
    void* limits = nullptr;        ///< what `stop` is asked with

    void clear() noexcept {
        failed.reset();
        path.reset();
        scans = 0;
        row.reset();
        form = nullptr;
    }
    /// Whether the limit of what runs is reached: SQLite itself asks only between its instructions.
    [[nodiscard]] bool stopped() const noexcept { return stop != nullptr && stop(limits); }

    /// Ends the running statement with an error.
    void fail(sqlite3_context* context, fault what) noexcept {
        failed = what;
        sqlite3_result_error(context, what.message.data(), static_cast<int>(what.message.size()));
    }
};

/// The state that was given when the function was registered.
[[nodiscard]] inline callback_state& state_of(sqlite3_context* context) noexcept {
    return *static_cast<callback_state*>(sqlite3_user_data(context));
}

/// Counts the steps of a function whose time depends on what it is given.
class steps {
  public:
    explicit steps(sqlite3_context* of) noexcept : of_{of} {}
    /// Whether the function has to end: then its error is told.
    [[nodiscard]] bool stop(std::size_t done = 1) noexcept {
        done_ += done;
        if (done_ < every) return false;
        done_ = 0;
        if (!state_of(of_).stopped()) return false;
        sqlite3_result_error_code(of_, SQLITE_INTERRUPT);
        return true;
    }

  private:
    static constexpr std::size_t every = std::size_t{1} << 16U;

    sqlite3_context* of_;
    std::size_t done_ = 0;
};

} // namespace dataflow::driver::sqlite_
