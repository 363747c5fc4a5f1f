// A file of the system's time zone database (TZif, RFC 8536), for standard libraries without time zones.
#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::protection_::detail {

/// When daylight saving begins or ends, as POSIX writes it: `M3.5.0/2`, a month, a week of it (5: the last)
/// and a day; or a day of the year, `J60` (never February 29) or `59`.
struct yearly_change {
    char form = 'M';
    int month = 0, week = 0, day = 0;
    int time = 7200; ///< in seconds of that day, by the clock before the change

    /// When it is in a year, in seconds of local time since 1970.
    [[nodiscard]] std::int64_t of_year(std::chrono::year y) const {
        std::chrono::sys_days at{y / std::chrono::January / 1};
        if (form == 'M') {
            const auto of_month = y / std::chrono::month{static_cast<unsigned>(month)};
            const std::chrono::weekday on{static_cast<unsigned>(day)};
            if (week == 5) at = of_month / on[std::chrono::last];
            else at = of_month / on[static_cast<unsigned>(week)];
        } else at += std::chrono::days{form == 'J' ? day - (y.is_leap() && day >= 60 ? 0 : 1) : day};
        return std::chrono::sys_seconds{at}.time_since_epoch().count() + time;
    }
};

/// The rule for the time after the last change that a file tells: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct yearly_rule {
    int standard = 0, daylight = 0; ///< seconds east of Greenwich
    bool changes = false;
    yearly_change begin{}, end{};

    [[nodiscard]] int offset_at(std::int64_t moment) const {
        if (!changes) return standard;
        const std::chrono::sys_seconds local{std::chrono::seconds{moment + standard}};
        const auto y = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(local)}.year();
        const std::int64_t from = begin.of_year(y) - standard;
        const std::int64_t to = end.of_year(y) - daylight;
        const bool inside = from < to ? moment >= from && moment < to : moment >= from || moment < to;
        return inside ? daylight : standard;
    }
};

/// Reads such a rule.
class rule_reader {
  public:
    explicit rule_reader(std::string_view text) : left_(text) {}

    [[nodiscard]] std::optional<yearly_rule> rule() {
        yearly_rule out;
        if (!name()) return std::nullopt;
        const auto standard = time();
        if (!standard) return std::nullopt;
        out.standard = -*standard;
        if (left_.empty()) return out;
        out.changes = true;
        if (!name()) return std::nullopt;
        out.daylight = out.standard + 3600;
        if (!left_.starts_with(',')) {
            const auto daylight = time();
            if (!daylight) return std::nullopt;
            out.daylight = -*daylight;
        }
        if (!change(out.begin) || !change(out.end) || !left_.empty()) return std::nullopt;
        return out;
    }

  private:
    [[nodiscard]] bool take(char c) {
        if (!left_.starts_with(c)) return false;
        left_.remove_prefix(1);
        return true;
    }
    [[nodiscard]] bool name() {
        std::size_t n = 0;
        if (take('<')) n = left_.find('>') == left_.npos ? left_.npos : left_.find('>') + 1;
        else
            while (n < left_.size() && ((left_[n] | 0x20) >= 'a' && (left_[n] | 0x20) <= 'z')) ++n;
        if (n == 0 || n > left_.size()) return false;
        left_.remove_prefix(n);
        return true;
    }
    [[nodiscard]] bool number(int& to) {
        const auto [end, wrong] = std::from_chars(left_.data(), left_.data() + left_.size(), to);
        if (wrong != std::errc{}) return false;
        left_.remove_prefix(static_cast<std::size_t>(end - left_.data()));
        return true;
    }
    /// `-1:30:00` in seconds.
    [[nodiscard]] std::optional<int> time() {
        const bool minus = take('-');
        if (!minus) (void)take('+');
        int hours = 0, minutes = 0, seconds = 0;
        if (!number(hours) || (take(':') && !number(minutes)) || (take(':') && !number(seconds)))
            return std::nullopt;
        const int all = hours * 3600 + minutes * 60 + seconds;
        return minus ? -all : all;
    }
    [[nodiscard]] bool change(yearly_change& to) {
        if (!take(',')) return false;
        if (take('M')) {
            if (!number(to.month) || !take('.') || !number(to.week) || !take('.') || !number(to.day))
                return false;
            if (to.month < 1 || to.month > 12 || to.week < 1 || to.week > 5 || to.day < 0 || to.day > 6)
                return false;
        } else {
            to.form = take('J') ? 'J' : 'n';
            if (!number(to.day)) return false;
        }
        if (!take('/')) return true;
        const auto at = time();
        if (at) to.time = *at;
        return at.has_value();
    }

    std::string_view left_;
};

/// One zone, as its file tells it.
class zone_file {
  public:
    /// Nothing where there is no such file, or it is none of this kind. Files are read once.
    [[nodiscard]] static std::shared_ptr<const zone_file> of(std::string_view zone) {
        static std::mutex guard;
        static std::map<std::string, std::shared_ptr<const zone_file>, std::less<>> known;
        const std::scoped_lock held{guard};
        const auto found = known.find(zone);
        if (found != known.end()) return found->second;
        auto made = read(zone);
        if (made != nullptr) known.emplace(zone, made);
        return made;
    }

    [[nodiscard]] std::chrono::seconds offset_at(std::chrono::sys_seconds moment) const {
        const auto at = moment.time_since_epoch().count();
        if (!changes_.empty() && at < changes_.front().at) return std::chrono::seconds{first_};
        if (changes_.empty() || (at >= changes_.back().at && rule_))
            return std::chrono::seconds{rule_ ? rule_->offset_at(at) : first_};
        std::size_t low = 0, high = changes_.size();
        while (high - low > 1) {
            const auto middle = low + (high - low) / 2;
            (changes_[middle].at <= at ? low : high) = middle;
        }
        return std::chrono::seconds{changes_[low].offset};
    }

  private:
    struct change {
        std::int64_t at;
        int offset;
    };

    [[nodiscard]] static std::shared_ptr<const zone_file> read(std::string_view zone) {
        for (const auto part : {"..", "//"})
            if (zone.empty() || zone.front() == '/' || zone.find(part) != zone.npos) return nullptr;
        const char* const folder = std::getenv("TZDIR"); // NOLINT: nobody sets it meanwhile
        std::ifstream in{
            std::string{folder != nullptr ? folder : "/usr/share/zoneinfo"}.append("/").append(zone),
            std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
        auto out = std::make_shared<zone_file>();
        return out->take(bytes) ? out : nullptr;
    }

    [[nodiscard]] static std::int64_t number(std::string_view bytes, std::size_t at, std::size_t size) {
        std::uint64_t out = 0;
        for (std::size_t i = 0; i < size; ++i) out = out << 8U | static_cast<unsigned char>(bytes[at + i]);
        if (size == 4) return static_cast<std::int32_t>(static_cast<std::uint32_t>(out));
        return static_cast<std::int64_t>(out);
    }

    /// A file has a part with times of 32 bits, one with times of 64, and the rule for what comes then.
    [[nodiscard]] bool take(std::string_view bytes) {
        constexpr std::size_t header = 44;
        const auto sizes = [&](std::size_t at) {
            std::array<std::size_t, 6> out{}; // isutc, isstd, leap seconds, changes, types, characters
            for (std::size_t i = 0; i < out.size(); ++i)
                out[i] = static_cast<std::size_t>(number(bytes, at + 20 + 4 * i, 4));
            return out;
        };
        const auto length = [](const std::array<std::size_t, 6>& n, std::size_t time) {
            return n[0] + n[1] + n[2] * (time + 4) + n[3] * (time + 1) + n[4] * 6 + n[5];
        };
        const auto is_header = [&](std::size_t at) {
            return bytes.size() >= at + header && bytes.substr(at, 4) == "TZif" && bytes[at + 4] >= '2';
        };
        if (!is_header(0)) return false;
        const std::size_t second = header + length(sizes(0), 4);
        if (second > bytes.size() || !is_header(second)) return false;
        const auto n = sizes(second);
        const std::size_t times = second + header, kinds = times + 8 * n[3], types = kinds + n[3];
        const std::size_t end = times + length(n, 8);
        if (end > bytes.size() || n[4] == 0 || n[3] > bytes.size()) return false;
        const auto offset = [&](std::size_t type) {
            return type < n[4] ? static_cast<int>(number(bytes, types + 6 * type, 4)) : 0;
        };
        first_ = offset(0);
        for (std::size_t i = 0; i < n[3]; ++i)
            changes_.push_back(
                {number(bytes, times + 8 * i, 8), offset(static_cast<unsigned char>(bytes[kinds + i]))});
        auto rest = bytes.substr(end);
        if (rest.size() > 2 && rest.front() == '\n' && rest.back() == '\n')
            rule_ = rule_reader{rest.substr(1, rest.size() - 2)}.rule();
        return true;
    }

    int first_ = 0; ///< before all changes
    std::vector<change> changes_{};
    std::optional<yearly_rule> rule_{};
};

} // namespace dataflow::protection_::detail
