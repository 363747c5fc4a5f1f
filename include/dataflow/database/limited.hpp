// What bounds a run: limits, and how often it is repeated.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/detail/pool.hpp>
#include <dataflow/database/detail/watching.hpp>
#include <dataflow/database/execution.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/stream.hpp>
#include <dataflow/driver/limit.hpp>
#include <dataflow/sql/session_values.hpp>
#include <dataflow/sql/statement.hpp>

#include <optional>

namespace dataflow::database_ {

/// The parts of an execution, each made where it stays.
template <class... Limits>
struct limit_parts {
    explicit limit_parts(driver::limit&) noexcept {}
    void apply(execution&) const noexcept {}
};
template <class First, class... Rest>
struct limit_parts<First, Rest...> {
    limit_part<First> first;
    limit_parts<Rest...> rest;
    limit_parts(driver::limit& of, const First& f, const Rest&... r) : first(of, f), rest(of, r...) {}
    void apply(execution& to) const noexcept {
        if constexpr (requires { first.apply(to); }) first.apply(to);
        rest.apply(to);
    }
};

template <class... Limits>
class limited final : public held_limit {
  public:
    explicit limited(const Limits&... given) : parts_(limit_, given...) {}

    /// How what is given bounds a run, of a session or (null) of none; refers to this.
    [[nodiscard]] execution how(const sql::session_values* session = nullptr) noexcept {
        execution out{.within = &limit_, .session = session};
        parts_.apply(out);
        return out;
    }
    /// A connection; throws where the limit is reached before there is one.
    [[nodiscard]] pool::lease lease(core& of, const sql::statement* what, access mode,
                                    const sql::session_values* session = nullptr) {
        try {
            limit_.require();
        } catch (const error& e) {
            throw_named(e, what);
        }
        return of.lease(what, mode, false, &limit_, session);
    }
    [[nodiscard]] bound on(driver::connection& c) noexcept { return {c, limit_}; }
    /// The same until this is destroyed.
    void keep_on(driver::connection& c) noexcept {
        kept_.emplace(c, limit_);
        if (auto* const by = how().watch) watched_.emplace(c, *by);
    }

  private:
    driver::limit limit_{};
    limit_parts<Limits...> parts_; // gone before the limit, and no more called then
    std::optional<bound> kept_{};
    std::optional<watched> watched_{};
};

} // namespace dataflow::database_
