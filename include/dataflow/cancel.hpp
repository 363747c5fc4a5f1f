// Time limits, and runs that somebody can stop: `db.run(node, df::within(500ms), token)`. See docs/transactions.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/database/limited.hpp>

#include <chrono>
#include <stop_token>

namespace dataflow {

/// How long a run may take: its waiting for a connection and for locks, and all of its statements.
struct time_limit {
    std::chrono::steady_clock::duration length;
};
/// A limit of a run, a transaction, a workflow or a stream, from its beginning on.
template <class Rep, class Period>
[[nodiscard]] constexpr time_limit within(std::chrono::duration<Rep, Period> length) noexcept {
    constexpr std::chrono::hours longest{24 * 365 * 100};
    if (length > longest) return {longest};
    return {std::chrono::ceil<std::chrono::steady_clock::duration>(length)};
}

} // namespace dataflow

namespace dataflow::database_ {

template <>
struct limit_part<time_limit> {
    limit_part(driver::limit& of, const time_limit& given) noexcept { of.not_after(driver::limit::clock::now() + given.length); }
};

template <>
struct limit_part<std::stop_token> {
    struct stop {
        driver::limit* of;
        void operator()() const noexcept { of->stop(); }
    };
    limit_part(driver::limit& of, const std::stop_token& given) : callback(given, stop{&of}) {}
    std::stop_callback<stop> callback;
};

} // namespace dataflow::database_

/// Says that this header is included: see database/headers.hpp.
namespace dataflow::header {
struct cancel {};
} // namespace dataflow::header

#include <dataflow/core/leave.hpp> // last
