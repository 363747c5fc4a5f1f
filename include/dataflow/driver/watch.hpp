// Whoever is told of the statements that run on a connection.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/sql/dialect.hpp>

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

/// Told of what runs on a connection; may stand before another one, which is told, too.
class statement_watch {
  public:
    explicit statement_watch(statement_watch* n = nullptr) noexcept : next(n) {}
    statement_watch(const statement_watch&) = delete;
    statement_watch& operator=(const statement_watch&) = delete;
    virtual ~statement_watch() = default;

    virtual void before(const statement_event&) noexcept {}
    virtual void after(const statement_event&) noexcept {}

    statement_watch* next;
};

} // namespace dataflow::driver
