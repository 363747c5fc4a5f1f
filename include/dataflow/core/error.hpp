// The family of errors. The same cause has the same class on both databases.
#pragma once

#include <dataflow/core/config.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow {

/// The class of an error, as a value.
enum class error_kind : std::uint8_t {
    not_found,             ///< no record has the key, or fits the predicate
    unique_violation,      ///< SQLSTATE 23505
    foreign_key_violation, ///< 23503
    check_violation,       ///< 23514
    not_null_violation,    ///< 23502
    invalid_value,         ///< a value that the column cannot hold: out of range, not UTF-8, NUL in text
    not_stored,            ///< the database reported no error, but a trigger or a rule dropped the row
    too_many_rows,         ///< several records where one was meant
    version_conflict,      ///< the record was changed by someone else meanwhile
    serialization_failure, ///< 40001, 40P01 (deadlock): run the transaction again
    timeout,               ///< a lock, a statement or a connection took too long
    cancelled,             ///< a std::stop_token stopped the run
    connection_error,      ///< the database cannot be reached or opened, or the connection was lost
    in_doubt, ///< a connection_error: the answer never came, and whether the operation was done is not known
    not_done, ///< a connection_error: the operation was surely not done
    protected_operation, ///< refused by a rule of this library
    read_only,           ///< the database, file or transaction cannot be written to
    permission_denied,   ///< 42501: the database's user lacks a right
    schema_mismatch,     ///< a table exists with another shape
    corrupt_database,    ///< the file is not a database, or is damaged
    resource_exhausted,  ///< disk full, out of memory, too many connections
    database_error,      ///< anything else that the database reported
};

/// What an error knows. Holds no field values.
struct error_info {
    std::string message{};      ///< what went wrong, without values
    std::string node{};         ///< "create", or "order (create)" in a workflow; empty outside nodes
    std::string model{};        ///< "Order"
    std::string constraint{};   ///< "orders_customer_id_fkey"
    std::string field{};        ///< "customer_id"; several are joined by ", "
    std::string code{};         ///< SQLSTATE, or SQLite's extended result code in decimal
    std::string sql{};          ///< the statement, with placeholders
    bool retry_is_safe = false; ///< in_doubt: run once more, it is not done twice
    std::string request{};      ///< the id of the request whose session ran it (docs/sessions.md)
};

/// Base of all errors of this library.
class error : public std::exception {
  public:
    error(error_kind kind, error_info info);
    error(const error& other) noexcept;
    error& operator=(const error& other) noexcept;
    ~error() override;

    [[nodiscard]] const char* what() const noexcept override { return shared_->text.c_str(); }
    [[nodiscard]] error_kind kind() const noexcept { return kind_; }
    [[nodiscard]] const std::string& node() const& noexcept { return shared_->info.node; }
    [[nodiscard]] const std::string& model() const& noexcept { return shared_->info.model; }
    [[nodiscard]] const std::string& constraint() const& noexcept { return shared_->info.constraint; }
    [[nodiscard]] const std::string& field() const& noexcept { return shared_->info.field; }
    [[nodiscard]] const std::string& code() const& noexcept { return shared_->info.code; }
    [[nodiscard]] const std::string& sql() const& noexcept { return shared_->info.sql; }
    [[nodiscard]] const error_info& info() const& noexcept { return shared_->info; }
    // Of an error that is about to end, copies.
    [[nodiscard]] std::string node() && { return shared_->info.node; }
    [[nodiscard]] std::string model() && { return shared_->info.model; }
    [[nodiscard]] std::string constraint() && { return shared_->info.constraint; }
    [[nodiscard]] std::string field() && { return shared_->info.field; }
    [[nodiscard]] std::string code() && { return shared_->info.code; }
    [[nodiscard]] std::string sql() && { return shared_->info.sql; }
    [[nodiscard]] error_info info() && { return shared_->info; }

  private:
    // Shared by all copies, and counted here: copying an exception must not throw, and <memory> would
    // cost every user a twentieth of a second.
    struct state {
        error_info info;
        std::string text;
        std::atomic<int> owners{1};
    };
    error_kind kind_;
    state* shared_;
};

/// One class for each kind, so that a caller can catch just what it can handle.
template <error_kind Kind>
class error_of final : public error {
  public:
    explicit error_of(error_info info) : error(Kind, std::move(info)) {}
};

/// The database cannot be reached or opened, or the connection was lost. Catches the two below, too.
class connection_error : public error {
  public:
    explicit connection_error(error_info info) : error(error_kind::connection_error, std::move(info)) {}

  protected:
    connection_error(error_kind kind, error_info info) : error(kind, std::move(info)) {}
};

/// The connection was lost while a commit or a single write was under way, or its answer could not be read,
/// or a part of the operation is done: whether all of it was done is not known.
class in_doubt final : public connection_error {
  public:
    explicit in_doubt(error_info info) : connection_error(error_kind::in_doubt, std::move(info)) {}
    /// Whether it can be run once more without being done twice: then an update sets the same again, an erase
    /// finds nothing, and a create whose key the caller gave is a unique_violation where the first one was
    /// done.
    [[nodiscard]] bool retry_is_safe() const noexcept { return info().retry_is_safe; }
};

/// There was no connection, or it was lost before the operation could be done: all of it can be run once
/// more.
class not_done final : public connection_error {
  public:
    explicit not_done(error_info info) : connection_error(error_kind::not_done, std::move(info)) {}
};

using not_found = error_of<error_kind::not_found>;
using unique_violation = error_of<error_kind::unique_violation>;
using foreign_key_violation = error_of<error_kind::foreign_key_violation>;
using check_violation = error_of<error_kind::check_violation>;
using not_null_violation = error_of<error_kind::not_null_violation>;
using invalid_value = error_of<error_kind::invalid_value>;
using not_stored = error_of<error_kind::not_stored>;
using too_many_rows = error_of<error_kind::too_many_rows>;
using version_conflict = error_of<error_kind::version_conflict>;
using serialization_failure = error_of<error_kind::serialization_failure>;
using timeout = error_of<error_kind::timeout>;
using cancelled = error_of<error_kind::cancelled>;
using protected_operation = error_of<error_kind::protected_operation>;
using read_only = error_of<error_kind::read_only>;
using permission_denied = error_of<error_kind::permission_denied>;
using schema_mismatch = error_of<error_kind::schema_mismatch>;
using corrupt_database = error_of<error_kind::corrupt_database>;
using resource_exhausted = error_of<error_kind::resource_exhausted>;
using database_error = error_of<error_kind::database_error>;

/// The name of a kind, as its class is spelled.
[[nodiscard]] constexpr std::string_view name_of(error_kind kind) noexcept {
    constexpr std::string_view names[] = {"not_found",
                                          "unique_violation",
                                          "foreign_key_violation",
                                          "check_violation",
                                          "not_null_violation",
                                          "invalid_value",
                                          "not_stored",
                                          "too_many_rows",
                                          "version_conflict",
                                          "serialization_failure",
                                          "timeout",
                                          "cancelled",
                                          "connection_error",
                                          "in_doubt",
                                          "not_done",
                                          "protected_operation",
                                          "read_only",
                                          "permission_denied",
                                          "schema_mismatch",
                                          "corrupt_database",
                                          "resource_exhausted",
                                          "database_error"};
    return names[static_cast<std::size_t>(kind)];
}

/// Throws the class that belongs to `kind`.
[[noreturn, gnu::cold]] void raise(error_kind kind, error_info info);

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/core/error.ipp>
#endif
