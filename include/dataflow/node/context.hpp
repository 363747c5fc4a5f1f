// What a node runs in: a connection, and the transaction that is open on it.
#pragma once

#include <dataflow/core/types.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/node/executor.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/sql/variant.hpp>

#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

namespace dataflow {

/// An executor for the time of one run, with the depth of its open transaction.
class context : public executor {
  public:
    explicit context(driver::connection& c, int depth = 0) noexcept : executor(c), depth_(depth) {}
    /// The same for the run of a session, whose values outlive it; null: of none.
    context(driver::connection& c, const sql::session_values* session) noexcept : executor(c, session) {}

    /// The same context for what runs as a part of a session.
    [[nodiscard]] context of(const sql::session_values& session) const noexcept {
        auto out = *this;
        out.serve(session);
        return out;
    }
    /// The same context for a node that sees other rows: those that are marked as deleted, with others or
    /// alone, or those of the session's time (`sql::policy_variant`).
    [[nodiscard]] context with_variants(std::uint64_t seen) const noexcept {
        auto out = *this;
        out.add_to_variants(seen);
        return out;
    }

    /// The time that managed columns get: the client's clock, in whole microseconds.
    [[nodiscard]] static timestamp now() noexcept {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    }

    /// A transaction, or a savepoint where one is open, for the time of a block: undone unless `done()` is
    /// called.
    class scope {
      public:
        explicit scope(context& c, access how = access::read_write, isolation level = isolation::standard)
            : context_(c) {
            begin(how, level);
        }
        /// The same for a node that needs it by itself: errors of its beginning and its end name the node and
        /// its model.
        scope(context& c, const sql::statement& of, access how = access::read_write,
              isolation level = isolation::standard)
            : context_(c), of_(&of) {
            named([&] { begin(how, level); });
        }
        scope(const scope&) = delete;
        scope& operator=(const scope&) = delete;
        ~scope() {
            if (finished_) return;
            --context_.depth_;
            if (context_.depth_ == 0) context_.rollback(of_);
            else context_.rollback_to(context_.depth_, of_);
        }
        void done() const {
            named([&] {
                if (context_.depth_ == 1) context_.commit(of_);
                else context_.release(context_.depth_ - 1, of_);
            });
            --context_.depth_;
            finished_ = true;
        }

      private:
        void begin(access how, isolation level) const {
            if (context_.depth_ == 0) context_.begin(how, level, of_);
            else context_.savepoint(context_.depth_, of_);
            ++context_.depth_;
        }
        template <class Step>
        void named(Step step) const {
            if (of_ == nullptr) return step();
            try {
                step();
            } catch (const error& e) {
                if (!e.node().empty()) throw;
                node_::name_error(e, *of_);
            }
        }

        context& context_;
        const sql::statement* of_ = nullptr; ///< of the node; null where it is no node's own
        mutable bool finished_ = false;
    };

    /// A transaction that is begun with the first statement in it, on a context in which none is open: undone
    /// unless `done()` is called.
    class late_scope {
      public:
        late_scope(context& c, access how) noexcept : context_(c), mine_{.due = true, .how = how} {
            c.state_ = &mine_;
            ++c.depth_;
        }
        late_scope(const late_scope&) = delete;
        late_scope& operator=(const late_scope&) = delete;
        ~late_scope() {
            if (finished_) return;
            leave();
            if (!mine_.due) context_.rollback();
        }
        void done() {
            if (!mine_.due) context_.commit();
            leave();
            finished_ = true;
        }

      private:
        void leave() noexcept {
            context_.state_ = nullptr;
            --context_.depth_;
        }

        context& context_;
        together_state mine_;
        bool finished_ = false;
    };

    /// Runs `work()` so that all of it stays or nothing: in a transaction, or, where one is open, within
    /// a savepoint. What it throws is passed on after the undoing.
    template <class Work>
    decltype(auto) atomically(Work&& work, access how = access::read_write,
                              isolation level = isolation::standard) {
        return within(scope{*this, how, level}, work);
    }
    /// The same for a node: see `scope`.
    template <class Work>
    decltype(auto) atomically(const sql::statement& of, Work&& work, access how = access::read_write,
                              isolation level = isolation::standard) {
        return within(scope{*this, of, how, level}, work);
    }

    /// How many transactions and savepoints are open.
    [[nodiscard]] int depth() const noexcept { return depth_; }

  private:
    template <class Work>
    static decltype(auto) within(const scope& guard, Work& work) {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            guard.done();
        } else {
            decltype(auto) result = work();
            guard.done();
            return result;
        }
    }

    int depth_ = 0;
};

namespace node_ {
template <class Node, sql::row_lock Lock>
struct locking; // in select/lock.hpp
void require_row_locks(const context& c, const sql::statement& s, std::string_view name, bool opens);
} // namespace node_

} // namespace dataflow
