// What the programs that compare two ways share: how much is done, and databases in a known state.
#pragma once

#include "hand_postgres.hpp"
#include "hand_sqlite.hpp"
#include "harness.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace bench {

/// Brings a database to a known state, through a connection of its own.
class keeper {
  public:
    virtual ~keeper() = default;
    virtual void fill(std::int64_t rows) = 0;
    /// The same, some thousand rows after `fill`: takes away what is more, and gives back what is gone.
    virtual void restore(std::int64_t rows) = 0;
};

class sqlite_keeper final : public keeper {
  public:
    explicit sqlite_keeper(const std::string& path) : c_(path) {}
    void fill(std::int64_t rows) override {
        c_.script("BEGIN; DELETE FROM payments; DELETE FROM orders; DELETE FROM customers; DELETE FROM "
                  "users; DELETE FROM sqlite_sequence");
        c_.script(("INSERT INTO users (name, email, age, active, score) WITH RECURSIVE n(i) AS (SELECT 0 "
                   "UNION ALL SELECT i + 1 FROM n LIMIT " +
                   std::to_string(rows) +
                   ") SELECT printf('Augusta Lovelace %05d', i % 100000), printf('user%07d@example.org', i), "
                   "18 + i * 7 % 60, i % 3 != 0, (i % 1000) / 8.0 FROM n")
                      .c_str());
        c_.script("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    }
    void restore(std::int64_t rows) override {
        const auto n = std::to_string(rows);
        c_.script(("DELETE FROM users WHERE id > " + n).c_str());
        c_.script(("INSERT INTO users (id, name, email, age, active, score) WITH RECURSIVE n(i) AS (SELECT 1 "
                   "UNION ALL SELECT i + 1 FROM n LIMIT " +
                   n +
                   ") SELECT i, printf('Augusta Lovelace %05d', i % 100000), printf('user%07d@example.org', "
                   "i), 18 + i * 7 % 60, i % 3 != 0, (i % 1000) / 8.0 "
                   "FROM n WHERE (SELECT count(*) FROM users) < " +
                   n + " AND i NOT IN (SELECT id FROM users)")
                      .c_str());
        c_.script("PRAGMA wal_checkpoint(TRUNCATE)");
    }

  private:
    hand_sqlite c_;
};

class postgres_keeper final : public keeper {
  public:
    explicit postgres_keeper(const std::string& url) : c_(url) {
        // The server's own cleaning would fall into some rounds and not into others.
        c_.script("ALTER TABLE users SET (autovacuum_enabled = off)");
    }
    void fill(std::int64_t rows) override {
        c_.script("TRUNCATE users, customers, orders, payments RESTART IDENTITY");
        c_.script(("INSERT INTO users (name, email, age, active, score) SELECT 'Augusta Lovelace ' || "
                   "lpad((i % 100000)::text, 5, '0'), "
                   "'user' || lpad(i::text, 7, '0') || '@example.org', 18 + i * 7 % 60, i % 3 <> 0, (i % "
                   "1000) / 8.0 FROM generate_series(0, " +
                   std::to_string(rows - 1) + ") AS g(i)")
                      .c_str());
        c_.script("VACUUM ANALYZE users");
        c_.script("CHECKPOINT");
    }
    void restore(std::int64_t rows) override {
        const auto n = std::to_string(rows);
        c_.script(("DELETE FROM users WHERE id > " + n).c_str());
        c_.script(("INSERT INTO users (id, name, email, age, active, score) SELECT i, 'Augusta Lovelace ' || "
                   "lpad((i % 100000)::text, 5, '0'), 'user' || "
                   "lpad(i::text, 7, '0') || '@example.org', 18 + i * 7 % 60, i % 3 <> 0, (i % 1000) / 8.0 "
                   "FROM generate_series(1, " +
                   n + ") AS g(i) WHERE NOT EXISTS (SELECT FROM users WHERE id = i)")
                      .c_str());
        c_.script("VACUUM users");
    }

  private:
    hand_postgres c_;
};

struct sizes {
    std::int64_t rows = 200'000; ///< of the table; of the full scan and the bulk create
    std::int64_t some = 50'000;  ///< of the other bulk operations
    std::int64_t quick = 5'000;  ///< how often what takes a microsecond is done in a run
    std::int64_t slow = 200;     ///< how often what takes a transaction or a round trip
};

struct words {
    std::vector<std::string> places{}; ///< what is no option
    options how{};
    sizes n{};
};

/// [--rounds N] [--scale N] [--only TEXT] [--processor] PLACES...
[[nodiscard]] inline words command_line(int count, char** arguments) {
    const std::vector<std::string> given(arguments + 1, arguments + count);
    words out;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const auto number = [&] { return i + 1 < given.size() ? std::atoi(given[++i].c_str()) : 0; };
        if (given[i] == "--rounds") out.how.rounds = number();
        else if (given[i] == "--scale") {
            const auto by = number();
            if (by < 1) stop("--scale needs a number");
            out.n.rows /= by;
            out.n.some /= by;
        } else if (given[i] == "--processor") out.how.processor = true;
        else if (given[i] == "--only" && i + 1 < given.size()) out.how.only = given[++i];
        else out.places.push_back(given[i]);
    }
    return out;
}

} // namespace bench
