// What the driver's own functions and tables, which SQLite calls, leave behind for the connection.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/sqlite/handles.hpp>

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

/// One for each connection; every callback gets its address.
struct callback_state {
    std::optional<fault> failed{};
    std::unique_ptr<std::string> path{}; ///< keeps the field's text of `failed`, where it is no constant
    std::size_t scans = 0;            ///< how often a `dataflow_rows` was started in this statement
    std::optional<std::size_t> row{}; ///< where the last started one stands, from 0

    void clear() noexcept { *this = {}; }

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

} // namespace dataflow::driver::sqlite_
