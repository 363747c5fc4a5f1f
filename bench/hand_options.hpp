// Tables with options as a careful programmer uses them with the C APIs: kept statements, and triggers of one
// row each for past versions and for a log without a chain.
#pragma once

#include "harness.hpp"
#include "options_model.hpp"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

inline constexpr std::string_view tenant_name = "acme";

class hand_options_sqlite {
  public:
    hand_options_sqlite(const std::string& path, const std::string& table, added what)
        : said_(hand_statements::of(table, what, false, [](int) { return std::string{"?"}; })) {
        check(sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr));
        sqlite3_busy_timeout(db_, 30'000);
        script("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
        for (const auto* text : {&said_.insert, &said_.read, &said_.list, &said_.update, &said_.bulk})
            check(sqlite3_prepare_v3(db_, text->c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statements_[next_++],
                                     nullptr));
    }
    hand_options_sqlite(const hand_options_sqlite&) = delete;
    hand_options_sqlite& operator=(const hand_options_sqlite&) = delete;
    ~hand_options_sqlite() {
        for (auto* s : statements_) sqlite3_finalize(s);
        sqlite3_close(db_);
    }

    void script(const char* text) { check(sqlite3_exec(db_, text, nullptr, nullptr, nullptr)); }
    void begin() { script("BEGIN IMMEDIATE"); }

    void create(hand_note& n) {
        auto* s = statements_[0];
        sqlite3_bind_int64(s, 1, n.owner);
        sqlite3_bind_text(s, 2, n.title.data(), static_cast<int>(n.title.size()), SQLITE_STATIC);
        sqlite3_bind_double(s, 3, n.amount);
        tenant(s, 4);
        if (sqlite3_step(s) != SQLITE_DONE) failed();
        sqlite3_reset(s);
        n.id = sqlite3_last_insert_rowid(db_);
        n.version = 1;
    }
    void read(std::int64_t id, hand_note& out) {
        auto* s = statements_[1];
        sqlite3_bind_int64(s, 1, id);
        tenant(s, 2);
        if (sqlite3_step(s) != SQLITE_ROW) failed();
        row(s, out);
        sqlite3_reset(s);
    }
    [[nodiscard]] std::vector<hand_note> list() {
        auto* s = statements_[2];
        tenant(s, 1);
        std::vector<hand_note> out;
        while (sqlite3_step(s) == SQLITE_ROW) row(s, out.emplace_back());
        sqlite3_reset(s);
        return out;
    }
    void update(std::int64_t id, double amount, hand_note& out) {
        auto* s = statements_[3];
        sqlite3_bind_double(s, 1, amount);
        sqlite3_bind_int64(s, 2, id);
        tenant(s, 3);
        if (sqlite3_step(s) != SQLITE_ROW) failed();
        row(s, out);
        if (sqlite3_step(s) != SQLITE_DONE) failed();
        sqlite3_reset(s);
    }
    void bulk(double more) {
        auto* s = statements_[4];
        sqlite3_bind_double(s, 1, more);
        tenant(s, 2);
        if (sqlite3_step(s) != SQLITE_DONE) failed();
        sqlite3_reset(s);
    }

  private:
    void tenant(sqlite3_stmt* s, int at) const {
        if (said_.what == added::tenant)
            sqlite3_bind_text(s, at, tenant_name.data(), static_cast<int>(tenant_name.size()), SQLITE_STATIC);
    }
    static void text(sqlite3_stmt* s, int i, std::string& to) {
        const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(s, i));
        to.assign(data == nullptr ? "" : data, static_cast<std::size_t>(sqlite3_column_bytes(s, i)));
    }
    void row(sqlite3_stmt* s, hand_note& out) const {
        out.id = sqlite3_column_int64(s, 0);
        out.owner = sqlite3_column_int64(s, 1);
        text(s, 2, out.title);
        out.amount = sqlite3_column_double(s, 3);
        if (said_.what == added::version) out.version = sqlite3_column_int64(s, 4);
        else if (said_.what != added::nothing) text(s, 4, out.more);
    }
    void check(int code) const {
        if (code != SQLITE_OK) failed();
    }
    [[noreturn]] void failed() const { stop(std::string{"SQLite: "} + sqlite3_errmsg(db_)); }

    hand_statements said_;
    sqlite3* db_ = nullptr;
    std::array<sqlite3_stmt*, 5> statements_{};
    std::size_t next_ = 0;
};

class hand_options_postgres {
  public:
    hand_options_postgres(const std::string& url, const std::string& table, added what)
        : said_(hand_statements::of(table, what, true, [](int n) { return "$" + std::to_string(n); })),
          c_(PQconnectdb(url.c_str())) {
        if (PQstatus(c_) != CONNECTION_OK) failed();
        int n = 0;
        for (const auto* text : {&said_.insert, &said_.read, &said_.list, &said_.update, &said_.bulk})
            PQclear(checked(PQprepare(c_, names[n++], text->c_str(), 0, nullptr)));
    }
    hand_options_postgres(const hand_options_postgres&) = delete;
    hand_options_postgres& operator=(const hand_options_postgres&) = delete;
    ~hand_options_postgres() { PQfinish(c_); }

    void script(const char* text) { PQclear(checked(PQexec(c_, text))); }
    void begin() { script("BEGIN"); }

    void create(hand_note& n) {
        parameters p;
        p.i64(n.owner);
        p.text(n.title);
        p.f64(n.amount);
        one(0, p, n);
    }
    void read(std::int64_t id, hand_note& out) {
        parameters p;
        p.i64(id);
        one(1, p, out);
    }
    [[nodiscard]] std::vector<hand_note> list() {
        parameters p;
        auto* r = run(2, p);
        std::vector<hand_note> out;
        const int n = PQntuples(r);
        out.reserve(static_cast<std::size_t>(n));
        for (int i = 0; i < n; ++i) row(r, i, out.emplace_back());
        PQclear(r);
        return out;
    }
    void update(std::int64_t id, double amount, hand_note& out) {
        parameters p;
        p.f64(amount);
        p.i64(id);
        one(3, p, out);
    }
    void bulk(double more) {
        parameters p;
        p.f64(more);
        PQclear(run(4, p));
    }

  private:
    static constexpr std::array names{"create", "read", "list", "update", "bulk"};

    /// Up to four values in network order.
    struct parameters {
        std::array<std::uint64_t, 4> numbers{};
        std::array<const char*, 4> values{};
        std::array<int, 4> lengths{};
        int n = 0;
        void i64(std::int64_t v) { put(static_cast<std::uint64_t>(v)); }
        void f64(double v) { put(std::bit_cast<std::uint64_t>(v)); }
        void text(std::string_view t) {
            values[static_cast<std::size_t>(n)] = t.data();
            lengths[static_cast<std::size_t>(n++)] = static_cast<int>(t.size());
        }

      private:
        void put(std::uint64_t v) {
            const auto i = static_cast<std::size_t>(n++);
            numbers[i] = __builtin_bswap64(v);
            values[i] = reinterpret_cast<const char*>(&numbers[i]);
            lengths[i] = 8;
        }
    };

    PGresult* run(std::size_t which, parameters& p) {
        if (said_.what == added::tenant) p.text(tenant_name);
        constexpr int binary[]{1, 1, 1, 1};
        return checked(PQexecPrepared(c_, names[which], p.n, p.values.data(), p.lengths.data(), binary, 1));
    }
    void one(std::size_t which, parameters& p, hand_note& out) {
        auto* r = run(which, p);
        if (PQntuples(r) != 1) failed();
        row(r, 0, out);
        PQclear(r);
    }
    static std::uint64_t number(const PGresult* r, int row, int column) {
        std::uint64_t v{};
        std::memcpy(&v, PQgetvalue(r, row, column), sizeof v);
        return __builtin_bswap64(v);
    }
    void row(const PGresult* r, int i, hand_note& out) const {
        const auto text = [&](int column, std::string& to) {
            to.assign(PQgetvalue(r, i, column), static_cast<std::size_t>(PQgetlength(r, i, column)));
        };
        out.id = static_cast<std::int64_t>(number(r, i, 0));
        out.owner = static_cast<std::int64_t>(number(r, i, 1));
        text(2, out.title);
        out.amount = std::bit_cast<double>(number(r, i, 3));
        if (said_.what == added::version) out.version = static_cast<std::int64_t>(number(r, i, 4));
        else if (said_.what != added::nothing) text(4, out.more);
    }
    PGresult* checked(PGresult* r) {
        const auto s = PQresultStatus(r);
        if (s != PGRES_TUPLES_OK && s != PGRES_COMMAND_OK) failed();
        return r;
    }
    [[noreturn]] void failed() const { stop(std::string{"PostgreSQL: "} + PQerrorMessage(c_)); }

    hand_statements said_;
    PGconn* c_;
};

} // namespace bench
