// The part of a database that knows no model: its pools, and which thread is in a transaction.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/database/detail/pool.hpp>
#include <dataflow/database/detail/shared_write.hpp>
#include <dataflow/database/detail/watching.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/sql/session_values.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace dataflow::database_ {

/// The part of a database that knows no model: its pools, and which thread is in a transaction.
class core {
  public:
    explicit core(const open_options& how) : pools_(open_pools(how)) {}
    explicit core(pools of) noexcept : pools_(std::move(of)) {}

    [[nodiscard]] dataflow::dialect dialect() const noexcept { return pools_.dialect; }

    /// From now on tells a function of the program of each statement; takes it over.
    void tell(driver::statement_watch* one) noexcept {
        listeners_.add(one);
        pools_.watched_by(listeners_.first());
    }

    /// The connection that looks at the tables when the database is opened. Where nothing may be changed, one
    /// that reads; but what a program that crashed has left in an SQLite file is undone first.
    [[nodiscard]] pool::lease lease_to_open(opening how);
    /// Takes the forms of the columns, found by the opening.
    void take(std::unique_ptr<const sql::forms> forms) noexcept { pools_.take(std::move(forms)); }

    /// What triggers need of the connections, found by the opening.
    void assist(const driver::trigger_help* with) const noexcept { pools_.assist(with); }

    /// A connection for one run, whose node and model an error names. Throws protected_operation on a thread
    /// that has a transaction open. Session: whose run it is; null: nobody's.
    [[nodiscard]] pool::lease lease(const sql::statement* what, access how, bool verify = false,
                                    driver::limit* within = nullptr,
                                    const sql::session_values* session = nullptr);

    /// The same for a single write; an empty lease where another thread has run it, with the commit of its
    /// own.
    [[nodiscard]] pool::lease lease_or_share(shared_write& own, const sql::session_values* session);

    /// Why a thread may run nothing else on a database.
    enum class use : std::uint8_t { transaction, workflow };

    /// A connection that is none of the pools', for a lock that is held for long.
    [[nodiscard]] std::unique_ptr<driver::connection> another();

    /// Keeps something until the connections are gone: they know tables by their addresses.
    void keep(std::shared_ptr<const void> what);

    /// Marks the thread as being in a transaction or a workflow of this database.
    class mark {
      public:
        explicit mark(const core& c, use how = use::transaction) noexcept
            : of_(&c), how_(how), before_(marked()) {
            marked() = this;
        }
        mark(const mark&) = delete;
        mark& operator=(const mark&) = delete;
        ~mark() { marked() = before_; }

      private:
        friend core;
        const core* of_;
        use how_;
        const mark* before_;
    };

  private:
    void refuse_inside_transaction() const {
        for (const auto* m = marked(); m != nullptr; m = m->before_)
            if (m->of_ == this) refuse_use(m->how_ == use::workflow);
    }
    [[noreturn, gnu::cold]] static void refuse_use(bool workflow) {
        raise(error_kind::protected_operation,
              {.message = workflow ? "this thread runs a workflow on this database: a function in it runs "
                                     "nodes in the df::context& that "
                                     "it can ask for"
                                   : "this thread has a transaction open on this database: run the node in "
                                     "it, or begin another one "
                                     "inside of it with tx.nested"});
    }
    static const mark*& marked() noexcept {
        thread_local const mark* here = nullptr; // trivially destroyed: also there when the program ends
        return here;
    }

    listeners listeners_{};                           // outlives the connections
    std::vector<std::shared_ptr<const void>> kept_{}; // so does this
    pools pools_;

  public:
    std::vector<open_warning> warnings{}; ///< set once, when the database is opened
};

/// The statements that stand for a transaction, and for the opening of a database.
inline constexpr sql::statement transaction_statement{.node = "transaction"};
inline constexpr sql::statement opening_statement{.node = "open"};

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/core.ipp>
#endif
