// Somebody else's table as a careful programmer uses it with libpq: prepared, binary both ways.
#pragma once

#include "existing_model.hpp"
#include "hand_postgres.hpp"
#include "harness.hpp"

#include <libpq-fe.h>

#include <cstdint>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

class hand_existing_postgres {
  public:
    explicit hand_existing_postgres(const std::string& url) : c_(PQconnectdb(url.c_str())) {
        if (PQstatus(c_) != CONNECTION_OK) failed();
    }
    hand_existing_postgres(const hand_existing_postgres&) = delete;
    hand_existing_postgres& operator=(const hand_existing_postgres&) = delete;
    ~hand_existing_postgres() { PQfinish(c_); }

    void script(const char* text) { PQclear(checked(PQexec(c_, text))); }
    /// When the table is there.
    void prepare() {
        const Oid types[]{1043, 23, 1700, 1114, 16, 0};
        PQclear(checked(PQprepare(c_, "insert",
                                  "INSERT INTO tracks (name, album, cost, bought, loud, format) VALUES ($1, "
                                  "$2, $3, $4, $5, $6) RETURNING id, name, album, cost, bought, loud, format",
                                  6, types)));
        PQclear(checked(
            PQprepare(c_, "all", "SELECT id, name, album, cost, bought, loud, format FROM tracks ORDER BY id",
                      0, nullptr)));
    }

    /// Gives the record as it was stored, as the library does.
    void create(Track& t) {
        wire album;
        wire cost;
        wire bought;
        if (t.album != static_cast<std::int32_t>(t.album)) stop("no number of the column");
        album.i32(static_cast<std::int32_t>(t.album));
        const auto units = t.cost.units();
        const auto size = units < 0 ? -units : units; // two groups of four digits before the point, one after
        cost.i16(3), cost.i16(1), cost.i16(units < 0 ? 0x4000 : 0), cost.i16(2);
        cost.i16(static_cast<std::int16_t>(size / 1'000'000));
        cost.i16(static_cast<std::int16_t>(size / 100 % 10'000));
        cost.i16(static_cast<std::int16_t>(size % 100 * 100));
        const auto at = t.bought.time_since_epoch().count();
        if (at < first_time || at > last_time) stop("no time of the column");
        bought.i64(at - from_1970);
        const char loud = t.loud ? '\1' : '\0';
        const auto which = static_cast<std::size_t>(t.format);
        if (which >= std::size(names)) stop("no format");
        const auto& format = names[which];
        const char* values[]{t.name.data(), album.data(), cost.data(), bought.data(), &loud, format.data()};
        const int lengths[]{static_cast<int>(t.name.size()), album.size(), cost.size(), bought.size(), 1,
                            static_cast<int>(format.size())};
        constexpr int formats[]{1, 1, 1, 1, 1, 1};
        auto* r = checked(PQexecPrepared(c_, "insert", 6, values, lengths, formats, 1));
        row(r, 0, t);
        PQclear(r);
    }
    [[nodiscard]] std::vector<Track> list() {
        auto* r = checked(PQexecPrepared(c_, "all", 0, nullptr, nullptr, nullptr, 1));
        std::vector<Track> out;
        const int n = PQntuples(r);
        out.reserve(static_cast<std::size_t>(n));
        for (int i = 0; i < n; ++i) row(r, i, out.emplace_back());
        PQclear(r);
        return out;
    }

  private:
    static constexpr std::string_view names[]{"mp3", "flac", "vinyl"};
    static constexpr std::int64_t from_1970 =
        946'684'800'000'000; // of PostgreSQL's beginning, in microseconds
    static constexpr std::int64_t first_time = -62'135'596'800'000'000, last_time = 253'402'300'799'999'999;

    template <class N>
    static N number(const char* p) {
        std::make_unsigned_t<N> v;
        std::memcpy(&v, p, sizeof v);
        if constexpr (sizeof v == 2) return static_cast<N>(__builtin_bswap16(v));
        else if constexpr (sizeof v == 4) return static_cast<N>(__builtin_bswap32(v));
        else return static_cast<N>(__builtin_bswap64(v));
    }
    static std::string_view text(const PGresult* r, int row, int column) {
        return {PQgetvalue(r, row, column), static_cast<std::size_t>(PQgetlength(r, row, column))};
    }
    static void row(const PGresult* r, int i, Track& t) {
        t.id.value = number<std::int32_t>(PQgetvalue(r, i, 0));
        t.name.assign(text(r, i, 1));
        t.album = number<std::int32_t>(PQgetvalue(r, i, 2));
        const char* p = PQgetvalue(r, i, 3);
        const int count = number<std::int16_t>(p);
        std::int64_t units = 0;
        for (int g = 0; g < count; ++g) units = units * 10000 + number<std::int16_t>(p + 8 + g * 2);
        for (int power = 4 * (number<std::int16_t>(p + 2) + 1 - count) + 2; power != 0;) {
            if (power > 0) units *= 10, --power;
            else units /= 10, ++power;
        }
        const auto sign = number<std::uint16_t>(p + 4);
        if (sign != 0 && sign != 0x4000) stop("a price that is no number");
        t.cost = price::from_units(sign != 0 ? -units : units);
        const auto time = number<std::int64_t>(PQgetvalue(r, i, 4)); // infinity is the least and the greatest
        if (time < first_time - from_1970 || time > last_time - from_1970) stop("no time of the field");
        t.bought = df::timestamp{std::chrono::microseconds{time + from_1970}};
        t.loud = *PQgetvalue(r, i, 5) != 0;
        const auto format = text(r, i, 6);
        std::size_t at = 0;
        while (names[at] != format)
            if (++at == std::size(names)) stop("no format");
        t.format = static_cast<Format>(at);
    }
    PGresult* checked(PGresult* r) {
        const auto s = PQresultStatus(r);
        if (s != PGRES_TUPLES_OK && s != PGRES_COMMAND_OK) failed();
        return r;
    }
    [[noreturn]] void failed() const { stop(std::string{"PostgreSQL: "} + PQerrorMessage(c_)); }

    PGconn* c_;
};

} // namespace bench
