// The code of migrate/metrics.hpp.
#pragma once

#include <dataflow/core/json_members.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/metrics.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate {

DATAFLOW_RUNTIME metrics metrics_of(const std::vector<migration>& all,
                                    std::chrono::milliseconds slow_threshold) {
    metrics out;
    out.count = all.size();
    out.slow_threshold = slow_threshold;
    std::chrono::milliseconds of_done{0};
    for (const auto& m : all) {
        const bool failed = !m.message.empty() && m.state != migration_state::done;
        if (m.state == migration_state::done) {
            ++out.done;
            of_done += m.took;
        }
        if (failed) ++out.failed;
        else if (m.state == migration_state::undone) ++out.undone;
        if (m.open()) ++out.open;
        if (m.took > slow_threshold) ++out.slow;
        if (m.took > out.longest || out.longest_id == 0) {
            out.longest = m.took;
            out.longest_id = m.id;
        }
    }
    if (out.done != 0) out.mean = of_done / static_cast<std::int64_t>(out.done);
    return out;
}

DATAFLOW_RUNTIME std::string to_text(const metrics& m) {
    if (m.count == 0) return "No migrations.\n";
    return std::to_string(m.count) + (m.count == 1 ? " migration: " : " migrations: ") +
           std::to_string(m.done) + " done, " + std::to_string(m.failed) + " failed, " +
           std::to_string(m.undone) + " undone, " + std::to_string(m.open) +
           " not ended.\nMean time: " + std::to_string(m.mean.count()) + " ms. The longest: migration " +
           std::to_string(m.longest_id) + ", " + std::to_string(m.longest.count()) + " ms. Slower than " +
           std::to_string(m.slow_threshold.count()) + " ms: " + std::to_string(m.slow) + ".\n";
}

DATAFLOW_RUNTIME std::string to_json(const metrics& m) {
    std::string out;
    json_::writer w{out};
    w.open_object();
    for (const auto& [name, number] :
         {std::pair<std::string_view, std::int64_t>{"count", static_cast<std::int64_t>(m.count)},
          {"done", static_cast<std::int64_t>(m.done)},
          {"failed", static_cast<std::int64_t>(m.failed)},
          {"undone", static_cast<std::int64_t>(m.undone)},
          {"open", static_cast<std::int64_t>(m.open)},
          {"slow", static_cast<std::int64_t>(m.slow)},
          {"slow_threshold_ms", m.slow_threshold.count()},
          {"mean_ms", m.mean.count()},
          {"longest_ms", m.longest.count()},
          {"longest_id", m.longest_id}}) {
        json_::write_member(w, name, number);
    }
    w.close_object();
    return out;
}

} // namespace dataflow::migrate
