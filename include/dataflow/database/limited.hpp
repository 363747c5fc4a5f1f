// Runs within limits.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/database.hpp>
#include <dataflow/database/pool.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/stream.hpp>
#include <dataflow/driver/limit.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/sql/statement.hpp>

#include <optional>
#include <utility>

namespace dataflow::database_ {

/// Bounds what runs on a connection, for the time of a block.
class bound {
  public:
    bound(driver::connection& on, driver::limit& by) noexcept : on_(&on), before_(on.bound_by(&by)) { by.inside(before_); }
    bound(const bound&) = delete;
    bound& operator=(const bound&) = delete;
    ~bound() { on_->bound_by(before_); }

  private:
    driver::connection* on_;
    driver::limit* before_;
};

/// The parts of a limit, each made where it stays.
template <class... Limits>
struct limit_parts {
    explicit limit_parts(driver::limit&) noexcept {}
};
template <class First, class... Rest>
struct limit_parts<First, Rest...> {
    limit_part<First> first;
    limit_parts<Rest...> rest;
    limit_parts(driver::limit& of, const First& f, const Rest&... r) : first(of, f), rest(of, r...) {}
};

template <class... Limits>
class limited final : public held_limit {
  public:
    explicit limited(const Limits&... given) : parts_(limit_, given...) {}

    /// A connection; throws where the limit is reached before there is one.
    [[nodiscard]] pool::lease lease(core& of, const sql::statement* what, access how, bool doubtful = false) {
        try {
            limit_.require();
        } catch (const error& e) {
            throw_named(e, what);
        }
        return of.lease(what, how, doubtful, &limit_);
    }
    [[nodiscard]] bound on(driver::connection& c) noexcept { return {c, limit_}; }
    /// The same until this is destroyed.
    void keep_on(driver::connection& c) noexcept { kept_.emplace(c, limit_); }

    /// Runs what `work` runs in a context: a Node, or a workflow. One that only reads is repeated once, where its resting
    /// connection had been lost meanwhile.
    template <class Node, class Work>
    auto run(core& of, const Work& work) {
        constexpr const sql::statement* what = statement_of<Node>();
        if constexpr (!Node::writes) {
            const auto first = lease(of, what, access::read_only);
            try {
                return run_on(what, first, work);
            } catch (const connection_error&) {
                if (!first.used_before()) throw;
            }
        }
        return run_on(what, lease(of, what, node_::needs_writer<Node>() ? access::read_write : access::read_only, !node_::needs_writer<Node>()), work);
    }

  private:
    template <class Work>
    auto run_on(const sql::statement* what, const pool::lease& on_loan, const Work& work) {
        const bound here{on_loan.connection(), limit_};
        context inside{on_loan.connection()};
        try {
            return work(inside);
        } catch (const error& e) {
            throw_named(e, what, &on_loan.connection());
        }
    }

    driver::limit limit_{};
    limit_parts<Limits...> parts_; // gone before the limit, and no more called then
    std::optional<bound> kept_{};
};

} // namespace dataflow::database_
