// The code of protection/time_window.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/protection/time_window.hpp>
#include <dataflow/protection/zone.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow {

namespace protection_::detail {

inline constexpr int day_minutes = 24 * 60;

/// "09:30" in minutes; "24:00" is the end of the day.
[[nodiscard]] inline int minutes_of(std::string_view text, std::string_view rule) {
    const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 99; };
    if (text.size() == 5 && text[2] == ':') {
        const int hours = digit(0) * 10 + digit(1), minutes = digit(3) * 10 + digit(4);
        const int all = hours * 60 + minutes;
        if (minutes < 60 && all <= day_minutes) return all;
    }
    raise(error_kind::invalid_value,
          {.message = "a time window has times such as \"09:30\", from 00:00 to 24:00",
           .constraint = std::string{rule}});
}

} // namespace protection_::detail

DATAFLOW_RUNTIME known_window::known_window(const time_window& w, std::string_view rule)
    : from_(protection_::detail::minutes_of(w.from, rule)), to_(protection_::detail::minutes_of(w.to, rule)),
      zone_(w.zone), days_(w.days) {
    if (days_.bits == 0 || days_.bits > every_day.bits)
        raise(error_kind::invalid_value,
              {.message = "a time window has at least one day of the week", .constraint = std::string{rule}});
    try {
        (void)protection_::offset_at(zone_, {});
    } catch (const invalid_value& e) {
        auto info = e.info();
        info.constraint = rule;
        raise(e.kind(), std::move(info));
    }
}

DATAFLOW_RUNTIME bool known_window::has(timestamp moment) const {
    const auto local =
        moment + protection_::offset_at(zone_, std::chrono::floor<std::chrono::seconds>(moment));
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto at = std::chrono::duration_cast<std::chrono::minutes>(local - day).count();
    const unsigned today = std::chrono::weekday{day}.iso_encoding() - 1;
    if (from_ < to_) return days_.has(today) && at >= from_ && at < to_;
    // across midnight: it began today, or yesterday
    return (days_.has(today) && at >= from_) || (days_.has((today + 6) % 7) && at < to_);
}

} // namespace dataflow
