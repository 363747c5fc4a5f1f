// The one way from a node to its connection: every statement of a run and every step of its transaction
// passes here.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/sql/variant.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace dataflow::node_ {
class together; // in node/together.hpp
} // namespace dataflow::node_

namespace dataflow {

/// Runs statements on a connection, for the time of one run. What a run adds to its statements is added here:
/// the values of its session, and whoever is told of them (`driver::statement_watch`). Time limits and stops
/// bound the connection itself
/// (`bound_by`), which is why they need no step here. A run without any of these costs a comparison a
/// statement.
class executor {
  public:
    /// For the run of a session, whose values outlive it; null: of none.
    explicit executor(driver::connection& c, const sql::session_values* session = nullptr) noexcept
        : connection_(&c) {
        if (session != nullptr) serve(*session);
    }

    /// The connection, for its owner; what runs a statement goes by the functions below.
    [[nodiscard]] driver::connection& connection() const noexcept { return *connection_; }
    [[nodiscard]] dataflow::dialect dialect() const noexcept { return connection_->dialect(); }
    [[deprecated("now dialect()")]] dataflow::dialect speaks() const { return dialect(); } // former name
    /// What the database has, and how it behaves.
    [[nodiscard]] const sql::dialect_data& dialect_data() const noexcept { return sql::data_of(dialect()); }

    /// What the session of this run knows; null where there is none.
    [[nodiscard]] const sql::session_values* session() const noexcept { return session_; }

    // As the connection's functions of these names, with the values of the session.
    driver::outcome run(const sql::statement& what, std::uint64_t variant, sql::bindings bound,
                        driver::row_target* target) {
        bound.session = session_;
        if (special()) [[unlikely]]
            return run_aside(what, variant | more_, bound, target);
        return connection_->run(what, variant | more_, bound, target);
    }
    std::int64_t run_each(const sql::statement& what, std::uint64_t variant, sql::bindings bound) {
        bound.session = session_;
        if (special()) [[unlikely]]
            return run_each_aside(what, variant | more_, bound);
        return connection_->run_each(what, variant | more_, bound);
    }
    [[nodiscard]] std::unique_ptr<driver::cursor> open(const sql::statement& what, std::uint64_t variant,
                                                       sql::bindings bound,
                                                       std::span<const field_access> fields) {
        bound.session = session_;
        if (special()) [[unlikely]]
            return open_aside(what, variant | more_, bound, fields);
        return connection_->open(what, variant | more_, bound, fields);
    }
    [[nodiscard]] std::optional<std::int64_t> copy(const sql::statement& what, const rows_view& rows,
                                                   std::span<const value> constants);

    // The steps of a transaction. `of`: the node whose own it is; null: nobody's.
    void begin(access how, isolation level, const sql::statement* of = nullptr);
    void commit(const sql::statement* of = nullptr);
    void rollback(const sql::statement* of = nullptr) noexcept;
    void savepoint(int depth, const sql::statement* of = nullptr);
    void release(int depth, const sql::statement* of = nullptr);
    void rollback_to(int depth, const sql::statement* of = nullptr) noexcept;

    /// What is known of the tables that were written to on this connection; node/stored.hpp keeps it.
    [[nodiscard]] std::vector<driver::table_actors>& known_actors() const noexcept {
        return connection_->known_actors();
    }
    [[nodiscard]] driver::table_actors* known_actors(const schema::table& of) const noexcept {
        return connection_->known_actors(of);
    }
    [[nodiscard]] std::uint64_t compiled_writes() const noexcept { return connection_->compiled_writes(); }

  protected:
    /// What runs from here on is a part of a session, which outlives this.
    void serve(const sql::session_values& session) noexcept {
        session_ = &session;
        more_ &= ~sql::policy_variant::all_tenants;
        if (session.all_tenants) more_ |= sql::policy_variant::all_tenants;
    }
    /// What runs from here on has these bits in its variants, too.
    void add_to_variants(std::uint64_t bits) noexcept { more_ |= bits; }

    /// What a run of several nodes adds, shared with the copies of this executor.
    struct together_state {
        node_::together* gathers = nullptr; ///< takes statements, to send them together
        bool due =
            false;    ///< a transaction is to be begun with what runs next, in the same round trip where the
        access how{}; ///< database takes that
    };
    together_state* state_ = nullptr; ///< null: nothing

  private:
    friend class node_::together;
    [[nodiscard]] bool special() const noexcept {
        return connection_->watch() != nullptr || state_ != nullptr || connection_->tells_sessions();
    }
    /// What runs next is for this session, where triggers ask for it.
    void serve_session() {
        if (connection_->tells_sessions()) connection_->serve(session_);
    }
    /// Whether a transaction is to be begun with the next statement: then that is up to the caller.
    [[nodiscard]] bool take_due(access& how) noexcept {
        if (state_ == nullptr) return false;
        how = state_->how;
        return std::exchange(state_->due, false);
    }
    void begin_if_due();

    [[gnu::cold]] driver::outcome run_aside(const sql::statement& what, std::uint64_t variant,
                                            const sql::bindings& bound, driver::row_target* target);
    [[gnu::cold]] std::int64_t run_each_aside(const sql::statement& what, std::uint64_t variant,
                                              const sql::bindings& bound);
    [[gnu::cold]] std::unique_ptr<driver::cursor> open_aside(const sql::statement& what,
                                                             std::uint64_t variant,
                                                             const sql::bindings& bound,
                                                             std::span<const field_access> fields);

    driver::connection* connection_;
    const sql::session_values* session_ = nullptr;
    std::uint64_t more_ = 0; ///< bits that each variant has
};

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/executor.ipp>
#endif
