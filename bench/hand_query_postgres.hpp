// Queries and types as a careful programmer writes them with libpq: prepared, binary both ways.
#pragma once

#include "hand_json.hpp"
#include "hand_postgres.hpp"
#include "harness.hpp"
#include "query_model.hpp"

#include <libpq-fe.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

class hand_query_postgres {
  public:
    explicit hand_query_postgres(const std::string& url) : c_(PQconnectdb(url.c_str())) {
        if (PQstatus(c_) != CONNECTION_OK) failed();
        prepare("join",
                "SELECT s.id, s.buyer_id, s.agent_id, s.status, s.pieces, s.weight, s.price, b.id, b.name, "
                "b.city "
                "FROM sales s JOIN buyers b ON b.id = s.buyer_id ORDER BY s.id, b.id LIMIT $1",
                {20});
        prepare("left_join",
                "SELECT s.id, s.buyer_id, s.agent_id, s.status, s.pieces, s.weight, s.price, a.id, a.name "
                "FROM sales s LEFT JOIN agents a ON a.id = s.agent_id ORDER BY s.id, a.id LIMIT $1",
                {20});
        prepare("projection", "SELECT status, pieces, weight FROM sales WHERE pieces >= $1 LIMIT $2",
                {23, 20});
        prepare("aggregate", "SELECT status, sum(pieces), avg(weight), count(*) FROM sales GROUP BY status",
                {});
        prepare("turnover", "SELECT status, sum(price), round(avg(price), 8) FROM sales GROUP BY status", {});
        prepare("buyers", "SELECT id, name, city FROM buyers ORDER BY id LIMIT $1", {20});
        prepare("sales_of",
                "SELECT id, buyer_id, agent_id, status, pieces, weight, price FROM sales WHERE buyer_id = "
                "ANY($1) ORDER BY buyer_id, id",
                {1016});
        prepare("create_entry",
                "INSERT INTO entries (amount, balance) VALUES ($1, $2) RETURNING id, amount, balance",
                {1700, 1700});
        prepare("entries", "SELECT id, amount, balance FROM entries ORDER BY id", {});
        prepare("create_account", "INSERT INTO accounts (profile) VALUES ($1) RETURNING id, profile", {3802});
        prepare("accounts", "SELECT id, profile FROM accounts ORDER BY id", {});
        prepare("accounts_of_level",
                "SELECT id, profile FROM accounts WHERE (profile ->> 'level')::int >= $1 ORDER BY id", {23});
        prepare("create_reading",
                "INSERT INTO readings (\"values\", labels) VALUES ($1, $2) RETURNING id, \"values\", labels",
                {1007, 1009});
        prepare("readings", "SELECT id, \"values\", labels FROM readings ORDER BY id", {});
    }
    hand_query_postgres(const hand_query_postgres&) = delete;
    hand_query_postgres& operator=(const hand_query_postgres&) = delete;
    ~hand_query_postgres() { PQfinish(c_); }

    void begin() { script("BEGIN"); }
    void commit() { script("COMMIT"); }
    void script(const char* text) { PQclear(checked(PQexec(c_, text))); }

    [[nodiscard]] std::vector<SaleOfBuyer> join(std::int64_t limit) {
        first_.clear();
        first_.i64(limit);
        return all<SaleOfBuyer>(run("join", 1), [](const PGresult* r, int i, SaleOfBuyer& to) {
            row(r, i, to.sale);
            row(r, i, to.buyer, 7);
        });
    }
    [[nodiscard]] std::vector<SaleByAgent> left_join(std::int64_t limit) {
        first_.clear();
        first_.i64(limit);
        return all<SaleByAgent>(run("left_join", 1), [](const PGresult* r, int i, SaleByAgent& to) {
            row(r, i, to.sale);
            if (PQgetisnull(r, i, 7) != 0) return;
            auto& a = to.agent.emplace();
            a.id.value = i64(r, i, 7);
            text(r, i, 8, a.name);
        });
    }
    [[nodiscard]] std::vector<Line> projection(int least, std::int64_t limit) {
        first_.clear();
        first_.i32(least);
        second_.clear();
        second_.i64(limit);
        return all<Line>(run("projection", 2), [](const PGresult* r, int i, Line& to) {
            text(r, i, 0, to.status);
            to.pieces = i32(r, i, 1);
            to.weight = std::bit_cast<double>(i64(r, i, 2));
        });
    }
    [[nodiscard]] std::vector<ByStatus> aggregate() {
        return all<ByStatus>(run("aggregate", 0), [](const PGresult* r, int i, ByStatus& to) {
            text(r, i, 0, to.status);
            if (PQgetisnull(r, i, 1) == 0) to.pieces = i64(r, i, 1);
            if (PQgetisnull(r, i, 2) == 0) to.mean = std::bit_cast<double>(i64(r, i, 2));
            to.sales = i64(r, i, 3);
        });
    }
    [[nodiscard]] std::vector<Turnover> turnover() {
        return all<Turnover>(run("turnover", 0), [](const PGresult* r, int i, Turnover& to) {
            text(r, i, 0, to.status);
            if (PQgetisnull(r, i, 1) == 0) to.total = df::decimal<18, 2>::from_units(units(r, i, 1, 2));
            if (PQgetisnull(r, i, 2) == 0) to.mean = df::decimal<18, 8>::from_units(units(r, i, 2, 8));
        });
    }
    /// Two statements: the parents, and the children of all of them, which come in the parents' order.
    [[nodiscard]] std::vector<BuyerWithSales> with_children(std::int64_t limit) {
        script("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        first_.clear();
        first_.i64(limit);
        auto out = all<BuyerWithSales>(
            run("buyers", 1), [](const PGresult* r, int i, BuyerWithSales& to) { row(r, i, to.buyer, 0); });
        header(first_, 20, out.size());
        for (const auto& b : out) {
            first_.i32(8);
            first_.i64(b.buyer.id.value);
        }
        auto* r = run("sales_of", 1);
        const int n = PQntuples(r);
        auto parent = out.begin();
        for (int i = 0; i < n; ++i) {
            while (parent->buyer.id.value != i64(r, i, 1)) ++parent;
            row(r, i, parent->sales.emplace_back());
        }
        PQclear(r);
        commit();
        return out;
    }

    void create(Entry& e) {
        numeric(first_, e.amount.units());
        numeric(second_, e.balance.units());
        stored(run("create_entry", 2), &read_entry, e);
    }
    [[nodiscard]] std::vector<Entry> entries() { return all<Entry>(run("entries", 0), &read_entry); }
    void create(Account& a) {
        document_.assign(1, '\1'); // JSONB's version
        json_text{document_}.write(*a.profile);
        first_.clear();
        first_.text(document_);
        stored(run("create_account", 1), &read_account, a);
    }
    [[nodiscard]] std::vector<Account> accounts() { return all<Account>(run("accounts", 0), &read_account); }
    [[nodiscard]] std::vector<Account> accounts_of_level(int least) {
        first_.clear();
        first_.i32(least);
        return all<Account>(run("accounts_of_level", 1), &read_account);
    }
    void create(Reading& r) {
        header(first_, 23, r.values.size());
        for (const int v : r.values) {
            first_.i32(4);
            first_.i32(v);
        }
        header(second_, 25, r.labels.size());
        for (const auto& l : r.labels) {
            second_.i32(static_cast<std::int32_t>(l.size()));
            second_.text(l);
        }
        stored(run("create_reading", 2), &read_reading, r);
    }
    [[nodiscard]] std::vector<Reading> readings() { return all<Reading>(run("readings", 0), &read_reading); }

  private:
    template <class N>
    static N number(const char* p) {
        std::make_unsigned_t<N> v;
        std::memcpy(&v, p, sizeof v);
        if constexpr (sizeof v == 2) return static_cast<N>(__builtin_bswap16(v));
        else if constexpr (sizeof v == 4) return static_cast<N>(__builtin_bswap32(v));
        else return static_cast<N>(__builtin_bswap64(v));
    }
    static std::int64_t i64(const PGresult* r, int row, int column) {
        return number<std::int64_t>(PQgetvalue(r, row, column));
    }
    static std::int32_t i32(const PGresult* r, int row, int column) {
        return number<std::int32_t>(PQgetvalue(r, row, column));
    }
    static std::string_view text(const PGresult* r, int row, int column) {
        return {PQgetvalue(r, row, column), static_cast<std::size_t>(PQgetlength(r, row, column))};
    }
    static void text(const PGresult* r, int row, int column, std::string& to) {
        to.assign(text(r, row, column));
    }

    /// NUMERIC as a whole number of its last digits; all here fit into 64 bits.
    static std::int64_t units(const PGresult* r, int row, int column, int scale) {
        const char* p = PQgetvalue(r, row, column);
        const int count = number<std::int16_t>(p);
        const int weight = number<std::int16_t>(p + 2);
        std::int64_t out = 0;
        for (int i = 0; i < count; ++i) out = out * 10000 + number<std::int16_t>(p + 8 + i * 2);
        for (int power = 4 * (weight + 1 - count) + scale; power != 0;) {
            if (power > 0) out *= 10, --power;
            else out /= 10, ++power;
        }
        return number<std::uint16_t>(p + 4) == 0x4000 ? -out : out;
    }
    /// Two digits after the point: half a group of four.
    static void numeric(wire& to, std::int64_t units) {
        std::int16_t groups[6];
        std::int16_t count = 0;
        const auto size = static_cast<std::uint64_t>(units < 0 ? -units : units);
        groups[count++] = static_cast<std::int16_t>(size % 100 * 100);
        for (auto rest = size / 100; rest != 0; rest /= 10000)
            groups[count++] = static_cast<std::int16_t>(rest % 10000);
        to.clear();
        to.i16(count);
        to.i16(static_cast<std::int16_t>(count - 2));
        to.i16(units < 0 ? 0x4000 : 0);
        to.i16(2);
        while (count != 0) to.i16(groups[--count]);
    }
    static void header(wire& a, std::int32_t type, std::size_t n) {
        a.clear();
        a.i32(1);
        a.i32(0);
        a.i32(type);
        a.i32(static_cast<std::int32_t>(n));
        a.i32(1);
    }
    template <class T, class Read>
    static void elements(const PGresult* r, int row, int column, std::vector<T>& to, Read read) {
        const char* p = PQgetvalue(r, row, column);
        if (number<std::int32_t>(p) == 0) return;
        const auto n = number<std::int32_t>(p + 12);
        p += 20;
        to.reserve(static_cast<std::size_t>(n));
        for (std::int32_t i = 0; i < n; ++i) {
            const auto size = number<std::int32_t>(p);
            if (size < 0) stop("NULL in an array");
            to.push_back(read(p + 4, size));
            p += 4 + size;
        }
    }
    static void row(const PGresult* r, int i, Sale& to) {
        to.id.value = i64(r, i, 0);
        to.buyer_id.value = i64(r, i, 1);
        if (PQgetisnull(r, i, 2) == 0) to.agent_id.emplace().value = i64(r, i, 2);
        text(r, i, 3, to.status);
        to.pieces = i32(r, i, 4);
        to.weight = std::bit_cast<double>(i64(r, i, 5));
        to.price = money::from_units(units(r, i, 6, 2));
    }
    static void row(const PGresult* r, int i, Buyer& to, int at) {
        to.id.value = i64(r, i, at);
        text(r, i, at + 1, to.name);
        text(r, i, at + 2, to.city);
    }
    static void read_account(const PGresult* r, int i, Account& to) {
        to.id.value = i64(r, i, 0);
        json_cursor{text(r, i, 1).substr(1)}.read(*to.profile);
    }
    static void read_entry(const PGresult* r, int i, Entry& to) {
        to.id.value = i64(r, i, 0);
        to.amount = money::from_units(units(r, i, 1, 2));
        to.balance = money::from_units(units(r, i, 2, 2));
    }
    static void read_reading(const PGresult* r, int i, Reading& to) {
        to.id.value = i64(r, i, 0);
        elements(r, i, 1, to.values, [](const char* p, std::int32_t) { return number<std::int32_t>(p); });
        elements(r, i, 2, to.labels, [](const char* p, std::int32_t size) {
            return std::string(p, static_cast<std::size_t>(size));
        });
    }
    /// The record as it was stored, as the library gives it.
    template <class T, class Read>
    static void stored(PGresult* r, Read read, T& to) {
        T out;
        read(r, 0, out);
        to = std::move(out);
        PQclear(r);
    }
    template <class T, class Read>
    static std::vector<T> all(PGresult* r, Read read) {
        std::vector<T> out;
        const int n = PQntuples(r);
        out.reserve(static_cast<std::size_t>(n));
        for (int i = 0; i < n; ++i) read(r, i, out.emplace_back());
        PQclear(r);
        return out;
    }
    void prepare(const char* name, const char* text, const std::vector<Oid>& types) {
        PQclear(checked(PQprepare(c_, name, text, static_cast<int>(types.size()), types.data())));
    }
    /// With `first_` and `second_` as parameters.
    PGresult* run(const char* name, int count) {
        const char* values[]{first_.data(), second_.data()};
        const int lengths[]{first_.size(), second_.size()};
        constexpr int formats[]{1, 1};
        return checked(PQexecPrepared(c_, name, count, values, lengths, formats, 1));
    }
    PGresult* checked(PGresult* r) {
        const auto s = PQresultStatus(r);
        if (s != PGRES_TUPLES_OK && s != PGRES_COMMAND_OK) failed();
        return r;
    }
    [[noreturn]] void failed() const { stop(std::string{"PostgreSQL: "} + PQerrorMessage(c_)); }

    PGconn* c_;
    wire first_;
    wire second_;
    std::string document_;
};

} // namespace bench
