// Somebody else's table as a careful programmer uses it with SQLite's C API.
#pragma once

#include "existing_model.hpp"
#include "harness.hpp"

#include <sqlite3.h>

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

class hand_existing_sqlite {
  public:
    /// Opens a file whose table is there.
    explicit hand_existing_sqlite(const std::string& path) {
        check(sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr));
        script("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
        prepare(insert_,
                "INSERT INTO tracks (name, album, cost, bought, loud, format) VALUES (?, ?, ?, ?, ?, ?)");
        prepare(all_, "SELECT id, name, album, cost, bought, loud, format FROM tracks ORDER BY id");
    }
    hand_existing_sqlite(const hand_existing_sqlite&) = delete;
    hand_existing_sqlite& operator=(const hand_existing_sqlite&) = delete;
    ~hand_existing_sqlite() {
        sqlite3_finalize(insert_);
        sqlite3_finalize(all_);
        sqlite3_close(db_);
    }
    void script(const char* text) { check(sqlite3_exec(db_, text, nullptr, nullptr, nullptr)); }

    void create(Track& t) {
        char time[20];
        write_time(t.bought, time); // which refuses what the text would not keep
        if (!is_text(t.name)) stop("no text");
        const auto which = static_cast<std::size_t>(t.format);
        if (which >= std::size(names)) stop("no format");
        const auto& format = names[which];
        check(sqlite3_bind_text64(insert_, 1, t.name.data(), t.name.size(), SQLITE_STATIC, SQLITE_UTF8));
        check(sqlite3_bind_int64(insert_, 2, t.album));
        check(sqlite3_bind_double(insert_, 3, static_cast<double>(t.cost.units()) / 100));
        check(sqlite3_bind_text(insert_, 4, time, 19, SQLITE_STATIC));
        check(sqlite3_bind_int(insert_, 5, t.loud ? 1 : 0));
        check(sqlite3_bind_text64(insert_, 6, format.data(), format.size(), SQLITE_STATIC, SQLITE_UTF8));
        if (sqlite3_step(insert_) != SQLITE_DONE) failed();
        sqlite3_reset(insert_);
        t.id.value = sqlite3_last_insert_rowid(db_);
    }
    [[nodiscard]] std::vector<Track> list() {
        std::vector<Track> out;
        int code = SQLITE_OK;
        while ((code = sqlite3_step(all_)) == SQLITE_ROW) {
            auto& t = out.emplace_back();
            t.id.value = whole(0);
            t.name.assign(text(1));
            t.album = whole(2);
            t.cost = price::from_units(cents(3));
            t.bought = read_time(text(4));
            const auto loud = whole(5);
            if (loud != 0 && loud != 1) stop("no truth value");
            t.loud = loud != 0;
            const auto format = text(6);
            std::size_t i = 0;
            while (names[i] != format)
                if (++i == std::size(names)) stop("no format");
            t.format = static_cast<Format>(i);
        }
        if (code != SQLITE_DONE) failed(); // or a part of the rows would pass for all of them
        sqlite3_reset(all_);
        return out;
    }

  private:
    static constexpr std::string_view names[]{"mp3", "flac", "vinyl"};

    /// UTF-8 without NUL, which SQLite stores as it is, whatever it is.
    static bool is_text(std::string_view t) {
        std::size_t i = 0;
        for (; i + 8 <= t.size(); i += 8) { // most are ASCII
            std::uint64_t word;
            std::memcpy(&word, t.data() + i, 8);
            if (((word | (word - 0x0101010101010101U)) & 0x8080808080808080U) != 0) break;
        }
        while (i < t.size()) {
            const auto at = [&](std::size_t n) { return static_cast<unsigned char>(t[n]); };
            const unsigned first = at(i);
            if (first == 0) return false;
            std::size_t more = 0;
            unsigned low = 0x80, high = 0xBF; // of the second byte
            if (first >= 0x80) {
                if (first < 0xC2 || first > 0xF4) return false;
                more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
                if (first == 0xE0) low = 0xA0;
                if (first == 0xED) high = 0x9F;
                if (first == 0xF0) low = 0x90;
                if (first == 0xF4) high = 0x8F;
                if (t.size() - i <= more || at(i + 1) < low || at(i + 1) > high) return false;
                for (std::size_t n = 2; n <= more; ++n)
                    if ((at(i + n) & 0xC0U) != 0x80U) return false;
            }
            i += 1 + more;
        }
        return true;
    }

    /// '2009-01-02 00:00:00'
    static void write_time(df::timestamp of, char* to) {
        using namespace std::chrono;
        const auto day = floor<days>(of);
        const year_month_day date{day};
        const hh_mm_ss time{floor<seconds>(of - day)};
        if (of.time_since_epoch().count() % 1'000'000 != 0) stop("the time is finer than the column's");
        if (date.year() < year{1} || date.year() > year{9999}) stop("no time of the column");
        const auto two = [&](unsigned n, char after) {
            *to++ = static_cast<char>('0' + n / 10);
            *to++ = static_cast<char>('0' + n % 10);
            *to++ = after;
        };
        const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
        two(year / 100, ' ');
        --to;
        two(year % 100, '-');
        two(static_cast<unsigned>(date.month()), '-');
        two(static_cast<unsigned>(date.day()), ' ');
        two(static_cast<unsigned>(time.hours().count()), ':');
        two(static_cast<unsigned>(time.minutes().count()), ':');
        two(static_cast<unsigned>(time.seconds().count()), '\0');
    }
    static df::timestamp read_time(std::string_view t) {
        using namespace std::chrono;
        if (t.size() != 19) stop("no time");
        bool good = t[4] == '-' && t[7] == '-' && t[10] == ' ' && t[13] == ':' && t[16] == ':';
        const auto two = [&](std::size_t at) {
            const auto tens = static_cast<unsigned>(t[at] - '0'),
                       ones = static_cast<unsigned>(t[at + 1] - '0');
            good = good && tens <= 9 && ones <= 9;
            return tens * 10 + ones;
        };
        const year_month_day date{year{static_cast<int>(two(0) * 100 + two(2))}, month{two(5)}, day{two(8)}};
        const auto h = two(11), m = two(14), s = two(17);
        if (!good || !date.ok() || date.year() == year{0} || h > 23 || m > 59 || s > 59) stop("no time");
        return sys_days{date} + hours{h} + minutes{m} + seconds{s};
    }
    // SQLite gives any value as any type: what is stored as another one would be read as something else.
    [[nodiscard]] std::int64_t whole(int i) const {
        if (sqlite3_column_type(all_, i) != SQLITE_INTEGER) stop("no whole number");
        return sqlite3_column_int64(all_, i);
    }
    [[nodiscard]] std::int64_t cents(int i) const {
        std::int64_t out = 0;
        if (const int type = sqlite3_column_type(all_, i); type == SQLITE_INTEGER) {
            const auto n = sqlite3_column_int64(all_, i);
            if (n > 99'999'999 || n < -99'999'999) stop("a price with too many digits");
            out = n * 100;
        } else if (type == SQLITE_FLOAT) {
            const double x = sqlite3_column_double(all_, i);
            if (!(std::fabs(x) < 1e8)) stop("a price with too many digits");
            out = static_cast<std::int64_t>(x * 100 + (x < 0 ? -0.5 : 0.5));
            if (static_cast<double>(out) / 100 != x) stop("a price that is not of cents");
        } else stop("no price");
        return out;
    }
    [[nodiscard]] std::string_view text(int i) const {
        if (sqlite3_column_type(all_, i) != SQLITE_TEXT) stop("no text");
        const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(all_, i));
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(all_, i))};
    }
    void prepare(sqlite3_stmt*& to, const char* text) {
        check(sqlite3_prepare_v3(db_, text, -1, SQLITE_PREPARE_PERSISTENT, &to, nullptr));
    }
    void check(int code) const {
        if (code != SQLITE_OK) failed();
    }
    [[noreturn]] void failed() const { stop(std::string{"SQLite: "} + sqlite3_errmsg(db_)); }

    sqlite3* db_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
    sqlite3_stmt* all_ = nullptr;
};

} // namespace bench
