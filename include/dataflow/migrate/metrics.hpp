// How migrations have gone, in numbers: from their history.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/migrate/history.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dataflow::migrate {

struct metrics {
    std::size_t count = 0;  ///< all of the history
    std::size_t done = 0;   ///< those that came to their end, and stand
    std::size_t failed = 0; ///< a step of theirs failed, whether the others were undone or stay
    std::size_t undone = 0; ///< by `rollback`
    std::size_t open = 0;   ///< those that have not ended; a failed one whose steps stay is one
    std::size_t slow = 0;   ///< those that took longer than the threshold, however they ended
    std::chrono::milliseconds slow_threshold{0};
    std::chrono::milliseconds mean{0};    ///< of those that are done
    std::chrono::milliseconds longest{0}; ///< of all
    std::int64_t longest_id = 0;          ///< 0: there is none
};

[[nodiscard]] metrics metrics_of(const std::vector<migration>& all, std::chrono::milliseconds slow_threshold);

[[nodiscard]] std::string to_text(const metrics& m);
[[nodiscard]] std::string to_json(const metrics& m);

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/metrics.ipp>
#endif
