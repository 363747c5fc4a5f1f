// What an application holds of a database, without its models.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/detail/watching.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/stream.hpp>
#include <dataflow/driver/watch.hpp>
#include <dataflow/sql/dialect.hpp>

#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::database_ {

/// The one that a database shares with the streams, transactions and views of it, and what of a database
/// needs no model.
class handle {
  public:
    explicit handle(std::shared_ptr<core> of) noexcept : core_(std::move(of)) {}

    [[nodiscard]] dataflow::dialect dialect() const { return whole().dialect(); }
    [[deprecated("now dialect()")]] dataflow::dialect speaks() const { return dialect(); } // former name

    /// What the tables keep of the models' promises in part, as it was when the database was opened; empty
    /// where they keep all.
    [[nodiscard]] const std::vector<open_warning>& warnings() const { return whole().warnings; }

    /// From the next run on, `listener(const df::statement_event&)` is called after each statement and each
    /// step of a transaction, on the thread that runs it: what ran, how long it took, how many rows, how it
    /// failed; never a value. It stays as long as the database, may be called by several threads at once, and
    /// must not use the database. What it throws is dropped. The statements of opening are not told.
    template <class Listener>
        requires std::is_invocable_v<Listener&, const statement_event&>
    void on_statement(Listener listener) {
        whole().tell(new statement_listener<Listener, false>(std::move(listener)));
    }
    /// The same before each of them.
    template <class Listener>
        requires std::is_invocable_v<Listener&, const statement_event&>
    void before_statement(Listener listener) {
        whole().tell(new statement_listener<Listener, true>(std::move(listener)));
    }

    /// From the next statement on, what runs on this database keeps to these rules, a
    /// `df::write_protection` (docs/protection.md). They stay as long as the database; the rules themselves
    /// can be switched off.
    template <class Rules>
        requires requires(const Rules& r, core& of) { of.tell(r.watch().release()); }
    void protect(const Rules& rules) {
        whole().tell(rules.watch().release());
    }

    template <class Given>
    void protect(const Given&) {
        using verdict = rule::diagnostic<rule::a_database_is_protected_by_a_write_protection<Given>>;
        static_assert(rule::told<verdict>::verdict);
    }

    /// Throws protected_operation where this was moved from.
    [[nodiscard]] core& whole() const {
        if (core_ == nullptr) refuse_moved("database");
        return *core_;
    }
    /// The same, kept until the caller is done with it, whatever happens to this meanwhile.
    [[nodiscard]] std::shared_ptr<core> shared() const {
        (void)whole();
        return core_;
    }

  private:
    std::shared_ptr<core> core_;
};

} // namespace dataflow::database_
