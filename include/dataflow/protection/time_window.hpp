// Hours of the day and days of the week, in a time zone.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/types.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow {

/// Days of the week, as a set.
struct weekday_set {
    std::uint8_t bits = 0; ///< Monday is the lowest

    [[nodiscard]] constexpr bool has(unsigned from_monday) const noexcept {
        return ((bits >> from_monday) & 1U) != 0;
    }
    [[nodiscard]] friend constexpr weekday_set operator|(weekday_set a, weekday_set b) noexcept {
        return {static_cast<std::uint8_t>(a.bits | b.bits)};
    }
    [[nodiscard]] friend constexpr bool operator==(weekday_set, weekday_set) = default;
};
inline constexpr weekday_set monday{1}, tuesday{2}, wednesday{4}, thursday{8}, friday{16}, saturday{32},
    sunday{64};
inline constexpr weekday_set weekdays{31}, weekend{96}, every_day{127};

/// When a rule holds: `df::time_window{.from = "22:00", .to = "06:00", .zone = "Europe/Berlin"}`.
struct time_window {
    std::string from{"00:00"}; ///< the first minute, by the zone's clock
    /// The minute after the last one. Not after `from`: it ends on the next day; that one need not be among
    /// `days`.
    std::string to{"24:00"};
    std::string zone{"UTC"};      ///< of the IANA time zone database
    weekday_set days = every_day; ///< on which it begins
};

/// The same, checked and taken apart.
class known_window {
  public:
    /// Throws `invalid_value` for what is no time of the day, and for a zone that is not known.
    /// The error names the rule that it is for.
    explicit known_window(const time_window& w, std::string_view rule = {});

    /// Whether a moment is in it.
    [[nodiscard]] bool has(timestamp moment) const;

  private:
    int from_ = 0; ///< minutes of the day
    int to_ = 0;
    std::string zone_;
    weekday_set days_;
};

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/protection/time_window.ipp>
#endif
