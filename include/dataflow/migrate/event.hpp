// What is told of a migration while it is run.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::migrate {

struct plan;

enum class event_kind : std::uint8_t { started, done, failed };
/// `started`, ...
[[nodiscard]] constexpr std::string_view name_of(event_kind k) noexcept {
    constexpr std::string_view names[]{"started", "done", "failed"};
    return names[static_cast<std::size_t>(k)];
}

/// A migration has begun, or ended.
struct event {
    event_kind what = event_kind::started;
    std::int64_t id = 0;                 ///< its number in the history
    const migrate::plan* plan = nullptr; ///< lives while the event is told
    std::string who{};                   ///< `ann@host (process 4711)`
    std::string program{};               ///< what `run_options::program` said
    std::chrono::milliseconds took{0};   ///< so far; 0 at its start
    bool slow = false;                   ///< it took longer than `migrate_options::slow_threshold`
    std::string message{};               ///< why it failed
};

} // namespace dataflow::migrate
