// How dangerous a change is, and how much each kind of change is at least.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow {

/// How dangerous a change to a database that is in use is. `low`: nothing is lost and nobody waits.
/// `medium`: programs of the former version may notice, or a short wait. `high`: values are lost, or readers
/// and writers wait for as long as the table is large. `critical`: whole tables are lost, or the programs of
/// the former version stop.
enum class risk : std::uint8_t { none, low, medium, high, critical };

/// `none`, `low`, `medium`, `high`, `critical`.
[[nodiscard]] constexpr std::string_view name_of(risk r) noexcept {
    constexpr std::string_view names[]{"none", "low", "medium", "high", "critical"};
    return names[static_cast<std::size_t>(r)];
}

[[nodiscard]] constexpr risk greater(risk a, risk b) noexcept { return a < b ? b : a; }

} // namespace dataflow
