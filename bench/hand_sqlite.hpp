// What a careful programmer writes with SQLite's C API: kept statements, nothing copied, WAL.
#pragma once

#include "harness.hpp"
#include "model.hpp"

#include <dataflow/sql/ddl.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bench {

class hand_sqlite {
  public:
    /// Opens a file whose tables are there.
    explicit hand_sqlite(const std::string& path, const char* synchronous = "NORMAL") {
        check(sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr));
        if (path == ":memory:") make_tables();
        sqlite3_busy_timeout(db_, 30000);
        script("PRAGMA journal_mode = WAL");
        script((std::string{"PRAGMA synchronous = "} + synchronous).c_str());
        script("PRAGMA foreign_keys = ON");
        begin_ = prepare("BEGIN IMMEDIATE");
        commit_ = prepare("COMMIT");
        insert_ = prepare("INSERT INTO users (name, email, age, active, score) VALUES (?, ?, ?, ?, ?)");
        read_ = prepare("SELECT id, name, email, age, active, score FROM users WHERE id = ?");
        update_ = prepare("UPDATE users SET score = ? WHERE id = ?");
        update_returning_ =
            prepare("UPDATE users SET score = ? WHERE id = ? RETURNING id, name, email, age, active, score");
        erase_ = prepare("DELETE FROM users WHERE id = ?");
        list_ = prepare("SELECT id, name, email, age, active, score FROM users "
                        "WHERE active = ? AND age >= ? AND score < ? ORDER BY id LIMIT ?");
        scan_ = prepare("SELECT id, name, email, age, active, score FROM users ORDER BY id");
        bulk_update_ = prepare("UPDATE users SET score = score + ? WHERE age >= ?");
        update_row_ =
            prepare("UPDATE users SET name = ?, email = ?, age = ?, active = ?, score = ? WHERE id = ?");
        upsert_ = prepare("INSERT INTO users (name, email, age, active, score, id) VALUES (?, ?, ?, ?, ?, ?) "
                          "ON CONFLICT (id) DO UPDATE SET "
                          "name = excluded.name, email = excluded.email, age = excluded.age, active = "
                          "excluded.active, score = excluded.score");
        insert_many_ = prepare(
            by_many("INSERT INTO users (name, email, age, active, score) VALUES ", "(?, ?, ?, ?, ?)", "")
                .c_str());
        upsert_many_ = prepare(by_many("INSERT INTO users (name, email, age, active, score, id) VALUES ",
                                       "(?, ?, ?, ?, ?, ?)",
                                       " ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = "
                                       "excluded.email, age = excluded.age, "
                                       "active = excluded.active, score = excluded.score")
                                   .c_str());
        count_ = prepare("SELECT count(*) FROM users WHERE active = ?");
        customer_ = prepare("INSERT INTO customers (name) VALUES (?)");
        order_ = prepare("INSERT INTO orders (customer_id, total) VALUES (?, ?)");
        payment_ = prepare("INSERT INTO payments (order_id, amount) VALUES (?, ?)");
    }
    hand_sqlite(const hand_sqlite&) = delete;
    hand_sqlite& operator=(const hand_sqlite&) = delete;
    ~hand_sqlite() {
        for (auto* s : statements_) sqlite3_finalize(s);
        sqlite3_close(db_);
    }

    void begin() { run(begin_); }
    void commit() { run(commit_); }

    void create(User& u) {
        bind(insert_, u);
        run(insert_);
        u.id.value = sqlite3_last_insert_rowid(db_);
    }
    [[nodiscard]] bool read(std::int64_t id, User& out) {
        sqlite3_bind_int64(read_, 1, id);
        const bool found = sqlite3_step(read_) == SQLITE_ROW;
        if (found) row(read_, out);
        sqlite3_reset(read_);
        return found;
    }
    bool update(std::int64_t id, double score) {
        sqlite3_bind_double(update_, 1, score);
        sqlite3_bind_int64(update_, 2, id);
        run(update_);
        return sqlite3_changes(db_) == 1;
    }
    bool update_returning(std::int64_t id, double score, User& out) {
        auto* s = update_returning_;
        sqlite3_bind_double(s, 1, score);
        sqlite3_bind_int64(s, 2, id);
        const bool found = sqlite3_step(s) == SQLITE_ROW;
        if (found) {
            row(s, out);
            if (sqlite3_step(s) != SQLITE_DONE) failed();
        }
        sqlite3_reset(s);
        return found;
    }
    bool erase(std::int64_t id) {
        sqlite3_bind_int64(erase_, 1, id);
        run(erase_);
        return sqlite3_changes(db_) == 1;
    }
    [[nodiscard]] std::vector<User> list(bool active, int age, double score, int limit) {
        sqlite3_bind_int(list_, 1, active ? 1 : 0);
        sqlite3_bind_int(list_, 2, age);
        sqlite3_bind_double(list_, 3, score);
        sqlite3_bind_int(list_, 4, limit);
        std::vector<User> out;
        out.reserve(static_cast<std::size_t>(limit));
        while (sqlite3_step(list_) == SQLITE_ROW) row(list_, out.emplace_back());
        sqlite3_reset(list_);
        return out;
    }
    [[nodiscard]] std::vector<User> scan() {
        std::vector<User> out;
        while (sqlite3_step(scan_) == SQLITE_ROW) row(scan_, out.emplace_back());
        sqlite3_reset(scan_);
        return out;
    }
    /// Calls `use(const User&)` for each, and holds one at a time.
    template <class Use>
    void each(Use use) {
        User u;
        while (sqlite3_step(scan_) == SQLITE_ROW) {
            row(scan_, u);
            use(u);
        }
        sqlite3_reset(scan_);
    }
    void bulk_create(const std::vector<User>& rows, std::vector<std::int64_t>* ids = nullptr) {
        begin();
        for (const auto& u : rows) {
            bind(insert_, u);
            run(insert_);
            if (ids != nullptr) ids->push_back(sqlite3_last_insert_rowid(db_));
        }
        commit();
    }
    /// The best that the C API can do: 100 rows a statement. Keys of one statement follow each other.
    void bulk_create_by_100(const std::vector<User>& rows, std::vector<std::int64_t>* ids = nullptr) {
        begin();
        std::size_t at = 0;
        for (; at + many <= rows.size(); at += many) {
            for (std::size_t i = 0; i < many; ++i) bind(insert_many_, rows[at + i], static_cast<int>(5 * i));
            run(insert_many_);
            if (ids == nullptr) continue;
            for (auto key = sqlite3_last_insert_rowid(db_) - static_cast<std::int64_t>(many) + 1;
                 ids->size() < at + many; ++key)
                ids->push_back(key);
        }
        for (; at < rows.size(); ++at) {
            bind(insert_, rows[at]);
            run(insert_);
            if (ids != nullptr) ids->push_back(sqlite3_last_insert_rowid(db_));
        }
        commit();
    }
    void bulk_upsert_by_100(const std::vector<User>& rows) {
        begin();
        std::size_t at = 0;
        for (; at + many <= rows.size(); at += many) {
            for (std::size_t i = 0; i < many; ++i) {
                bind(upsert_many_, rows[at + i], static_cast<int>(6 * i));
                sqlite3_bind_int64(upsert_many_, static_cast<int>(6 * i) + 6, rows[at + i].id.value);
            }
            run(upsert_many_);
        }
        for (; at < rows.size(); ++at) {
            bind(upsert_, rows[at]);
            sqlite3_bind_int64(upsert_, 6, rows[at].id.value);
            run(upsert_);
        }
        commit();
    }
    /// In the order of the keys each page is visited once.
    void bulk_update_rows_sorted(const std::vector<User>& rows) {
        begin();
        for (const auto i : by_key(rows, [](const User& u) { return u.id.value; })) {
            bind(update_row_, rows[i]);
            sqlite3_bind_int64(update_row_, 6, rows[i].id.value);
            run(update_row_);
            if (sqlite3_changes(db_) != 1) stop("no such row");
        }
        commit();
    }
    void bulk_delete_sorted(const std::vector<df::id<User>>& keys) {
        begin();
        for (const auto i : by_key(keys, [](const df::id<User>& k) { return k.value; })) {
            sqlite3_bind_int64(erase_, 1, keys[i].value);
            run(erase_);
        }
        commit();
    }
    std::int64_t bulk_update(double more, int age) {
        sqlite3_bind_double(bulk_update_, 1, more);
        sqlite3_bind_int(bulk_update_, 2, age);
        run(bulk_update_);
        return sqlite3_changes(db_);
    }
    void bulk_update_rows(const std::vector<User>& rows) {
        begin();
        for (const auto& u : rows) {
            bind(update_row_, u);
            sqlite3_bind_int64(update_row_, 6, u.id.value);
            run(update_row_);
        }
        commit();
    }
    void bulk_delete(const std::vector<df::id<User>>& keys) {
        begin();
        for (const auto& k : keys) {
            sqlite3_bind_int64(erase_, 1, k.value);
            run(erase_);
        }
        commit();
    }
    void bulk_upsert(const std::vector<User>& rows) {
        begin();
        for (const auto& u : rows) {
            bind(upsert_, u);
            sqlite3_bind_int64(upsert_, 6, u.id.value);
            run(upsert_);
        }
        commit();
    }
    [[nodiscard]] std::int64_t count(bool active) {
        sqlite3_bind_int(count_, 1, active ? 1 : 0);
        if (sqlite3_step(count_) != SQLITE_ROW) failed();
        const auto n = sqlite3_column_int64(count_, 0);
        sqlite3_reset(count_);
        return n;
    }
    void chain(const std::string& name, double total) {
        begin();
        sqlite3_bind_text(customer_, 1, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
        run(customer_);
        sqlite3_bind_int64(order_, 1, sqlite3_last_insert_rowid(db_));
        sqlite3_bind_double(order_, 2, total);
        run(order_);
        sqlite3_bind_int64(payment_, 1, sqlite3_last_insert_rowid(db_));
        sqlite3_bind_double(payment_, 2, total);
        run(payment_);
        commit();
    }
    void script(const char* text) { check(sqlite3_exec(db_, text, nullptr, nullptr, nullptr)); }

  private:
    /// The same tables as the library makes.
    void make_tables() {
        const auto make = [&]<class M>(const M& prototype) {
            script(df::rooms::sql::create_table(df::dialect::sqlite, df::schema::table_of<M>, &prototype,
                                                df::schema::fields_of<M>)
                       .c_str());
        };
        make(User{});
        make(Customer{});
        make(Order{});
        make(Payment{});
    }
    sqlite3_stmt* prepare(const char* text) {
        sqlite3_stmt* s = nullptr;
        check(sqlite3_prepare_v3(db_, text, -1, SQLITE_PREPARE_PERSISTENT, &s, nullptr));
        statements_.push_back(s);
        return s;
    }
    static void bind(sqlite3_stmt* s, const User& u, int after = 0) {
        sqlite3_bind_text(s, after + 1, u.name.data(), static_cast<int>(u.name.size()), SQLITE_STATIC);
        sqlite3_bind_text(s, after + 2, u.email.data(), static_cast<int>(u.email.size()), SQLITE_STATIC);
        sqlite3_bind_int(s, after + 3, u.age);
        sqlite3_bind_int(s, after + 4, u.active ? 1 : 0);
        sqlite3_bind_double(s, after + 5, u.score);
    }
    static constexpr std::size_t many = 100; ///< rows of one statement
    [[nodiscard]] static std::string by_many(std::string text, const char* row, const char* end) {
        for (std::size_t i = 0; i < many; ++i) text.append(i == 0 ? "" : ", ").append(row);
        return text + end;
    }
    /// Positions in the order of keys.
    template <class Rows, class Key>
    [[nodiscard]] static std::vector<std::uint32_t> by_key(const Rows& rows, Key key) {
        std::vector<std::pair<std::int64_t, std::uint32_t>> order;
        order.reserve(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i)
            order.emplace_back(key(rows[i]), static_cast<std::uint32_t>(i));
        std::sort(order.begin(), order.end());
        std::vector<std::uint32_t> out;
        out.reserve(order.size());
        for (const auto& o : order) out.push_back(o.second);
        return out;
    }
    static void row(sqlite3_stmt* s, User& u) {
        u.id.value = sqlite3_column_int64(s, 0);
        text(s, 1, u.name);
        text(s, 2, u.email);
        u.age = sqlite3_column_int(s, 3);
        u.active = sqlite3_column_int(s, 4) != 0;
        u.score = sqlite3_column_double(s, 5);
    }
    static void text(sqlite3_stmt* s, int i, std::string& to) {
        const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(s, i));
        to.assign(data, static_cast<std::size_t>(sqlite3_column_bytes(s, i)));
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
    sqlite3_stmt *begin_, *commit_, *insert_, *read_, *update_, *update_returning_, *erase_, *list_, *scan_,
        *bulk_update_, *update_row_, *upsert_, *insert_many_, *upsert_many_, *count_, *customer_, *order_,
        *payment_;
};

} // namespace bench
