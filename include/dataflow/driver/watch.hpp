// Whoever is told of the statements that run on a connection.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/sql/bindings.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/statement.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dataflow {

/// A statement, or a step of a transaction, as `on_statement` is told of it. Holds no value of a field, a
/// parameter or a key, and no text; its views end with the call.
struct statement_event {
    enum class step : std::uint8_t { statement, begin, commit, rollback, savepoint, release, rollback_to };

    step what = step::statement;
    std::string_view
        node{}; ///< "create", as in errors; "transaction" for the steps of one that is no node's own
    std::string_view model{}; ///< "Order"; empty where there is none
    dataflow::dialect dialect = dataflow::dialect::sqlite;
    bool writes = false; ///< whether it may change something
    bool in_transaction =
        false; ///< whether it is a part of a transaction: it stays only when that is committed
    std::chrono::nanoseconds
        duration{};        ///< from before it was sent until its last row was read; 0 before it runs
    std::int64_t rows = 0; ///< that it gave, or, where it gives none, that it wrote; 0 before it runs
    std::optional<error_kind> failed{}; ///< why it failed; nothing where it did not
    std::string_view actor{};   ///< of the session that runs it (docs/sessions.md); empty where it has none
    std::string_view request{}; ///< the id of its request
};

} // namespace dataflow

namespace dataflow::driver {

/// A statement that is about to run.
struct pending {
    connection* on = nullptr;
    const sql::statement* what = nullptr;
    std::uint64_t variant = 0;
    const sql::bindings* bound = nullptr;
};
/// How a statement may run.
enum class permission : std::uint8_t {
    as_it_is,
    reading ///< as one that writes nothing: where the database finds that it does, `wrote` is asked
};

/// Told of what runs on a connection; may stand before another one, which is told, too.
class statement_watch {
  public:
    /// `hears`: it is told of events, which are not made for one that is only asked.
    explicit statement_watch(bool hears = true) noexcept : hears_events(hears) {}
    statement_watch(const statement_watch&) = delete;
    statement_watch& operator=(const statement_watch&) = delete;
    virtual ~statement_watch() = default;

    /// Asked before a statement is sent. What it throws is thrown; then nothing is sent.
    [[nodiscard]] virtual permission permit(const pending&) { return permission::as_it_is; }
    /// The database refused a statement as one that writes, which was to run as one that reads. Throws, or
    /// lets it run as it is.
    virtual void wrote(const pending&) {}

    virtual void before(const statement_event&) noexcept {}
    virtual void after(const statement_event&) noexcept {}

    statement_watch* next = nullptr;
    const bool hears_events = true;
};

/// Asks a connection's watches whether a statement may run. Throws what they throw; gives the strictest
/// answer.
[[nodiscard]] inline permission permit(const pending& one) {
    auto out = permission::as_it_is;
    for (auto* w = one.on->watch(); w != nullptr; w = w->next)
        if (w->permit(one) == permission::reading) out = permission::reading;
    return out;
}
/// Runs a statement so.
[[nodiscard]] inline outcome run_permitted(const pending& one, permission how, row_target* target) {
    if (how == permission::reading) {
        try {
            return one.on->run_reading(*one.what, one.variant, *one.bound, target);
        } catch (const read_only&) {
            for (auto* w = one.on->watch(); w != nullptr; w = w->next) w->wrote(one);
        }
    }
    return one.on->run(*one.what, one.variant, *one.bound, target);
}

} // namespace dataflow::driver
