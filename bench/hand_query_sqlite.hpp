// Queries and types as a careful programmer writes them with SQLite's C API.
#pragma once

#include "hand_json.hpp"
#include "harness.hpp"
#include "query_model.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

class hand_query_sqlite {
  public:
    /// Opens a file whose tables are there.
    explicit hand_query_sqlite(const std::string& path) {
        check(sqlite3_open_v2(path.c_str(), &db_,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr));
        script("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
        begin_ = prepare("BEGIN");
        commit_ = prepare("COMMIT");
        join_ = prepare("SELECT s.id, s.buyer_id, s.agent_id, s.status, s.pieces, s.weight, s.price, b.id, "
                        "b.name, b.city "
                        "FROM sales s JOIN buyers b ON b.id = s.buyer_id ORDER BY s.id, b.id LIMIT ?");
        left_join_ = prepare(
            "SELECT s.id, s.buyer_id, s.agent_id, s.status, s.pieces, s.weight, s.price, a.id, a.name "
            "FROM sales s LEFT JOIN agents a ON a.id = s.agent_id ORDER BY s.id, a.id LIMIT ?");
        projection_ = prepare("SELECT status, pieces, weight FROM sales WHERE pieces >= ? LIMIT ?");
        aggregate_ = prepare("SELECT status, sum(pieces), avg(weight), count(*) FROM sales GROUP BY status");
        turnover_ = prepare("SELECT status, sum(price), count(price) FROM sales GROUP BY status");
        buyers_ = prepare("SELECT id, name, city FROM buyers ORDER BY id LIMIT ?");
        sales_of_ = prepare("SELECT id, buyer_id, agent_id, status, pieces, weight, price FROM sales WHERE "
                            "buyer_id = ? ORDER BY id");
        create_entry_ = prepare("INSERT INTO entries (amount, balance) VALUES (?, ?)");
        entries_ = prepare("SELECT id, amount, balance FROM entries ORDER BY id");
        create_account_ = prepare("INSERT INTO accounts (profile) VALUES (?)");
        accounts_ = prepare("SELECT id, profile FROM accounts ORDER BY id");
        accounts_of_level_ = prepare(
            "SELECT id, profile FROM accounts WHERE json_extract(profile, '$.level') >= ? ORDER BY id");
        create_reading_ = prepare("INSERT INTO readings (\"values\", labels) VALUES (?, ?)");
        readings_ = prepare("SELECT id, \"values\", labels FROM readings ORDER BY id");
    }
    hand_query_sqlite(const hand_query_sqlite&) = delete;
    hand_query_sqlite& operator=(const hand_query_sqlite&) = delete;
    ~hand_query_sqlite() {
        for (auto* s : statements_) sqlite3_finalize(s);
        sqlite3_close(db_);
    }

    void begin() { run(begin_); }
    void commit() { run(commit_); }
    void script(const char* text) { check(sqlite3_exec(db_, text, nullptr, nullptr, nullptr)); }

    [[nodiscard]] std::vector<SaleOfBuyer> join(std::int64_t limit) {
        sqlite3_bind_int64(join_, 1, limit);
        return all<SaleOfBuyer>(
            join_,
            [](sqlite3_stmt* s, SaleOfBuyer& to) {
                row(s, to.sale);
                row(s, to.buyer, 7);
            },
            limit);
    }
    [[nodiscard]] std::vector<SaleByAgent> left_join(std::int64_t limit) {
        sqlite3_bind_int64(left_join_, 1, limit);
        return all<SaleByAgent>(
            left_join_,
            [](sqlite3_stmt* s, SaleByAgent& to) {
                row(s, to.sale);
                if (sqlite3_column_type(s, 7) == SQLITE_NULL) return;
                auto& a = to.agent.emplace();
                a.id.value = sqlite3_column_int64(s, 7);
                text(s, 8, a.name);
            },
            limit);
    }
    [[nodiscard]] std::vector<Line> projection(int least, std::int64_t limit) {
        sqlite3_bind_int(projection_, 1, least);
        sqlite3_bind_int64(projection_, 2, limit);
        return all<Line>(
            projection_,
            [](sqlite3_stmt* s, Line& to) {
                text(s, 0, to.status);
                to.pieces = sqlite3_column_int(s, 1);
                to.weight = sqlite3_column_double(s, 2);
            },
            limit);
    }
    [[nodiscard]] std::vector<ByStatus> aggregate() {
        return all<ByStatus>(aggregate_, [](sqlite3_stmt* s, ByStatus& to) {
            text(s, 0, to.status);
            if (sqlite3_column_type(s, 1) != SQLITE_NULL) to.pieces = sqlite3_column_int64(s, 1);
            if (sqlite3_column_type(s, 2) != SQLITE_NULL) to.mean = sqlite3_column_double(s, 2);
            to.sales = sqlite3_column_int64(s, 3);
        });
    }
    /// The mean with six more digits, rounded half away from zero, from the sum and the count.
    [[nodiscard]] std::vector<Turnover> turnover() {
        return all<Turnover>(turnover_, [](sqlite3_stmt* s, Turnover& to) {
            text(s, 0, to.status);
            const auto count = sqlite3_column_int64(s, 2);
            if (count == 0) return;
            const auto sum = sqlite3_column_int64(s, 1);
            to.total = df::decimal<18, 2>::from_units(sum);
            __extension__ typedef __int128 wide;
            const wide scaled = static_cast<wide>(sum) * 1'000'000;
            to.mean = df::decimal<18, 8>::from_units(
                static_cast<std::int64_t>((scaled + (scaled < 0 ? -count : count) / 2) / count));
        });
    }
    /// A kept statement a parent: with an index the fastest that SQLite has.
    [[nodiscard]] std::vector<BuyerWithSales> with_children(std::int64_t limit) {
        begin();
        sqlite3_bind_int64(buyers_, 1, limit);
        auto out = all<BuyerWithSales>(
            buyers_, [](sqlite3_stmt* s, BuyerWithSales& to) { row(s, to.buyer, 0); }, limit);
        for (auto& b : out) {
            sqlite3_bind_int64(sales_of_, 1, b.buyer.id.value);
            b.sales = all<Sale>(sales_of_, [](sqlite3_stmt* s, Sale& to) { row(s, to); });
        }
        commit();
        return out;
    }

    void create(Entry& e) {
        sqlite3_bind_int64(create_entry_, 1, e.amount.units());
        sqlite3_bind_int64(create_entry_, 2, e.balance.units());
        run(create_entry_);
        e.id.value = sqlite3_last_insert_rowid(db_);
    }
    [[nodiscard]] std::vector<Entry> entries() {
        return all<Entry>(entries_, [](sqlite3_stmt* s, Entry& to) {
            to.id.value = sqlite3_column_int64(s, 0);
            to.amount = money::from_units(sqlite3_column_int64(s, 1));
            to.balance = money::from_units(sqlite3_column_int64(s, 2));
        });
    }
    void create(Account& a) {
        first_.clear();
        json_text{first_}.write(*a.profile);
        sqlite3_bind_text(create_account_, 1, first_.data(), static_cast<int>(first_.size()), SQLITE_STATIC);
        run(create_account_);
        a.id.value = sqlite3_last_insert_rowid(db_);
    }
    [[nodiscard]] std::vector<Account> accounts() { return all<Account>(accounts_, &read_account); }
    [[nodiscard]] std::vector<Account> accounts_of_level(int least) {
        sqlite3_bind_int(accounts_of_level_, 1, least);
        return all<Account>(accounts_of_level_, &read_account);
    }
    void create(Reading& r) {
        first_.clear();
        second_.clear();
        json_text{first_}.write(r.values);
        json_text{second_}.write(r.labels);
        sqlite3_bind_text(create_reading_, 1, first_.data(), static_cast<int>(first_.size()), SQLITE_STATIC);
        sqlite3_bind_text(create_reading_, 2, second_.data(), static_cast<int>(second_.size()),
                          SQLITE_STATIC);
        run(create_reading_);
        r.id.value = sqlite3_last_insert_rowid(db_);
    }
    [[nodiscard]] std::vector<Reading> readings() {
        return all<Reading>(readings_, [](sqlite3_stmt* s, Reading& to) {
            to.id.value = sqlite3_column_int64(s, 0);
            json_cursor{text(s, 1)}.read(to.values);
            json_cursor{text(s, 2)}.read(to.labels);
        });
    }

  private:
    static void row(sqlite3_stmt* s, Sale& to) {
        to.id.value = sqlite3_column_int64(s, 0);
        to.buyer_id.value = sqlite3_column_int64(s, 1);
        if (sqlite3_column_type(s, 2) != SQLITE_NULL)
            to.agent_id.emplace().value = sqlite3_column_int64(s, 2);
        text(s, 3, to.status);
        to.pieces = sqlite3_column_int(s, 4);
        to.weight = sqlite3_column_double(s, 5);
        to.price = money::from_units(sqlite3_column_int64(s, 6));
    }
    static void row(sqlite3_stmt* s, Buyer& to, int at) {
        to.id.value = sqlite3_column_int64(s, at);
        text(s, at + 1, to.name);
        text(s, at + 2, to.city);
    }
    static void read_account(sqlite3_stmt* s, Account& to) {
        to.id.value = sqlite3_column_int64(s, 0);
        json_cursor{text(s, 1)}.read(*to.profile);
    }
    static std::string_view text(sqlite3_stmt* s, int i) {
        const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(s, i));
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(s, i))};
    }
    static void text(sqlite3_stmt* s, int i, std::string& to) { to.assign(text(s, i)); }
    template <class T, class Read>
    std::vector<T> all(sqlite3_stmt* s, Read read, std::int64_t expected = 0) {
        std::vector<T> out;
        out.reserve(static_cast<std::size_t>(expected));
        int code = 0;
        while ((code = sqlite3_step(s)) == SQLITE_ROW) read(s, out.emplace_back());
        if (code != SQLITE_DONE) failed();
        sqlite3_reset(s);
        return out;
    }
    sqlite3_stmt* prepare(const char* text) {
        sqlite3_stmt* s = nullptr;
        check(sqlite3_prepare_v3(db_, text, -1, SQLITE_PREPARE_PERSISTENT, &s, nullptr));
        statements_.push_back(s);
        return s;
    }
    void run(sqlite3_stmt* s) {
        if (sqlite3_step(s) != SQLITE_DONE) failed();
        sqlite3_reset(s);
    }
    void check(int code) const {
        if (code != SQLITE_OK) failed();
    }
    [[noreturn]] void failed() const { stop(std::string{"SQLite: "} + sqlite3_errmsg(db_)); }

    sqlite3* db_ = nullptr;
    std::vector<sqlite3_stmt*> statements_;
    std::string first_;
    std::string second_;
    sqlite3_stmt *begin_, *commit_, *join_, *left_join_, *projection_, *aggregate_, *turnover_, *buyers_,
        *sales_of_, *create_entry_, *entries_, *create_account_, *accounts_, *accounts_of_level_,
        *create_reading_, *readings_;
};

} // namespace bench
