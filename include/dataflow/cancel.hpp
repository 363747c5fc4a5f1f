// Time limits, runs that somebody can stop, and repetitions: `db.run(node, df::timeout_after(500ms), token,
// df::retry(3))`. See docs/running.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/core/whole.hpp>
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
[[nodiscard]] constexpr time_limit timeout_after(std::chrono::duration<Rep, Period> length) noexcept {
    constexpr std::chrono::hours longest{24 * 365 * 100};
    if (length > longest) return {longest};
    return {std::chrono::ceil<std::chrono::steady_clock::duration>(length)};
}
template <class Rep, class Period>
[[deprecated("the name is df::timeout_after now")]] constexpr time_limit
within(std::chrono::duration<Rep, Period> length) noexcept { // former name
    return timeout_after(length);
}

/// How often a run, a workflow or a transaction is repeated: see `retry`.
struct retry_policy {
    unsigned times;
    std::chrono::milliseconds first_pause{10};

    /// How long to wait before the first repetition, about; before each other one twice as long, up to a
    /// second.
    template <class Rep, class Period>
    [[nodiscard]] constexpr retry_policy pausing(std::chrono::duration<Rep, Period> length) const noexcept {
        constexpr std::chrono::milliseconds longest{1000};
        if (length > longest) return {times, longest};
        return {times, length.count() > 0 ? std::chrono::ceil<std::chrono::milliseconds>(length)
                                          : std::chrono::milliseconds{0}};
    }
};
/// Repeats up to so many times what fails because others were in its way (`serialization_failure`, a deadlock
/// among them) or because its connection was lost before anything was done (`not_done`); never what may have
/// been done, wholly or in part. The work of a transaction and the functions of a workflow are called again.
/// A number that is negative or too large throws `invalid_value`.
template <detail::given_as_whole Times>
[[nodiscard]] constexpr retry_policy retry(Times times) {
    return {
        detail::as_whole<unsigned>(times, [] { detail::refuse_whole("too many repetitions for a retry"); })};
}

} // namespace dataflow

namespace dataflow::database_ {

template <>
struct limit_part<retry_policy> {
    using repeats = void;
    limit_part(driver::limit&, const retry_policy& given) noexcept : policy(given) {}
    void apply(execution& to) const noexcept {
        to.retries = policy.times;
        to.pause = policy.first_pause;
    }
    retry_policy policy;
};

template <>
struct limit_part<time_limit> {
    limit_part(driver::limit& of, const time_limit& given) noexcept {
        of.not_after(driver::limit::clock::now() + given.length);
    }
};

#ifdef __cpp_lib_jthread // libc++ has stop tokens only where it is asked for them
template <>
struct limit_part<std::stop_token> {
    struct stop {
        driver::limit* of;
        void operator()() const noexcept { of->stop(); }
    };
    limit_part(driver::limit& of, const std::stop_token& given) : callback(given, stop{&of}) {}
    std::stop_callback<stop> callback;
};
#endif

} // namespace dataflow::database_

/// Says that this header is included: see database/headers.hpp.
namespace dataflow::header {
struct cancel {};
} // namespace dataflow::header

#include <dataflow/core/leave.hpp> // last
