// A column changes its type in a table that others read and write meanwhile.
//
//   migrate postgres URL [ROWS]    by a column next to the old one, and by the plain ALTER; and how fast its
//                                  batches are beside one big UPDATE
//   migrate sqlite FOLDER [ROWS]   SQLite makes the table anew
//
// Prints how long the longest read and the longest write took, and the most memory that the program had.
#include "harness.hpp"

#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>

#include <libpq-fe.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using clock_type = std::chrono::steady_clock;

namespace v1 {
struct Reading {
    df::id<Reading> id{};
    int sensor{};
    int value{};
    std::string note{};
    static constexpr auto dataflow = df::options{.timestamps = false, .indexes = df::indexes({"value"})};
};
} // namespace v1
namespace v2 {
struct Reading {
    df::id<Reading> id{};
    int sensor{};
    std::string value{};
    std::string note{};
    static constexpr auto dataflow = df::options{.timestamps = false, .indexes = df::indexes({"value"})};
};
} // namespace v2

[[nodiscard]] double seconds_since(clock_type::time_point start) {
    return std::chrono::duration<double>(clock_type::now() - start).count();
}
/// Of the whole process, in megabytes.
[[nodiscard]] double peak_memory() {
    struct rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// What runs one text, and is used by one thread.
class session {
  public:
    virtual ~session() = default;
    virtual void run(const std::string& sql) = 0;
};
class postgres_session final : public session {
  public:
    explicit postgres_session(const std::string& url) : on_(PQconnectdb(url.c_str()), &PQfinish) {
        if (PQstatus(on_.get()) != CONNECTION_OK) bench::stop(PQerrorMessage(on_.get()));
    }
    void run(const std::string& sql) override {
        PGresult* const result = PQexec(on_.get(), sql.c_str());
        const auto status = PQresultStatus(result);
        PQclear(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) bench::stop(PQerrorMessage(on_.get()));
    }

  private:
    std::unique_ptr<PGconn, decltype(&PQfinish)> on_;
};
class sqlite_session final : public session {
  public:
    explicit sqlite_session(const std::string& file) : on_(nullptr, &sqlite3_close) {
        sqlite3* raw = nullptr;
        if (sqlite3_open(file.c_str(), &raw) != SQLITE_OK) bench::stop("cannot open " + file);
        on_.reset(raw);
        sqlite3_busy_timeout(raw, 3'600'000);
        run("PRAGMA journal_mode=WAL");
        run("PRAGMA synchronous=NORMAL");
    }
    void run(const std::string& sql) override {
        char* why = nullptr;
        if (sqlite3_exec(on_.get(), sql.c_str(), nullptr, nullptr, &why) != SQLITE_OK)
            bench::stop(sql + ": " + (why != nullptr ? why : ""));
    }

  private:
    std::unique_ptr<sqlite3, decltype(&sqlite3_close)> on_;
};

using opener = std::function<std::unique_ptr<session>()>;

/// Others, who read and write single rows until it ends.
class others {
  public:
    others(const opener& open, std::int64_t rows) {
        for (int i = 0; i < 2; ++i) {
            threads_.emplace_back([this, open, rows, i] { go(*open(), rows, i, reads_[i], true); });
            threads_.emplace_back([this, open, rows, i] { go(*open(), rows, i, writes_[i], false); });
        }
        while (ready_ < 4) std::this_thread::yield();
    }
    void tell(const std::string& name) {
        stop_ = true;
        for (auto& t : threads_) t.join();
        const auto line = [&](const char* what, const std::vector<double>(&of)[2]) {
            std::vector<double> all{of[0]};
            all.insert(all.end(), of[1].begin(), of[1].end());
            std::printf("WAIT %s %s: %zu, median %.3f ms, 99 %% %.3f ms, longest %.0f ms\n", name.c_str(),
                        what, all.size(), bench::median(all) * 1000, bench::part(all, 99) * 1000,
                        *std::max_element(all.begin(), all.end()) * 1000);
        };
        line("reads", reads_);
        line("writes", writes_);
    }

  private:
    void go(session& on, std::int64_t rows, int seed, std::vector<double>& took, bool reads) {
        std::uint64_t random = static_cast<std::uint64_t>(seed) * 77 + 1;
        bool first = true;
        while (!stop_) {
            random = random * 6364136223846793005U + 1442695040888963407U;
            const auto id = std::to_string((random >> 33U) % static_cast<std::uint64_t>(rows) + 1);
            const auto start = clock_type::now();
            if (reads) on.run("SELECT value, note FROM readings WHERE id = " + id);
            else
                on.run("UPDATE readings SET value = '" + std::to_string(random >> 40U) +
                       "' WHERE id = " + id);
            if (!first) took.push_back(seconds_since(start));
            if (std::exchange(first, false)) ++ready_;
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
        }
    }

    std::atomic<bool> stop_{false};
    std::atomic<int> ready_{0};
    std::vector<double> reads_[2], writes_[2];
    std::vector<std::thread> threads_;
};

/// Migrates while others work. Gives how many rows a second the batches wrote.
double migrate(const std::string& url, const opener& open, std::int64_t rows, bool online,
               const std::string& name) {
    others at_work{open, rows};
    df::migrate_options how;
    how.auto_confirm = true;
    how.max_risk = df::risk::high;
    how.plan.online = online;
    double batches = 0;
    clock_type::time_point begun;
    how.run.progress = [&](const df::migrate::progress& p) {
        if (!p.title.starts_with("fill ")) return;
        if (p.at == df::migrate::progress::stage::begins) begun = clock_type::now();
        if (p.at == df::migrate::progress::stage::ended) batches = seconds_since(begun);
    };
    const auto start = clock_type::now();
    if (!df::migrations_of<v2::Reading>(url).run(how).done) bench::stop("there was nothing to migrate");
    std::printf("MIGRATE %s: %lld rows in %.1f s, %.0f MB of memory at most\n", name.c_str(),
                static_cast<long long>(rows), seconds_since(start), peak_memory());
    at_work.tell(name);
    std::fflush(stdout);
    return batches > 0 ? static_cast<double>(rows) / batches : 0;
}

void on_postgres(const std::string& url, std::int64_t rows) {
    const opener open = [&] { return std::make_unique<postgres_session>(url); };
    const auto fill = [&] {
        open()->run("DROP TABLE IF EXISTS readings, dataflow_migrations");
        {
            df::database<v1::Reading> db{url};
        }
        const auto on = open();
        on->run("INSERT INTO readings (sensor, value, note) SELECT g % 1000, g, 'note ' || g FROM "
                "generate_series(1, " +
                std::to_string(rows) + ") AS g");
        on->run("VACUUM ANALYZE readings");
        on->run("CHECKPOINT");
    };
    fill();
    const auto batched = migrate(url, open, rows, true, "postgres.beside");
    fill();
    migrate(url, open, rows, false, "postgres.alter");
    fill();
    const auto on = open();
    on->run("ALTER TABLE readings ADD COLUMN beside text");
    {
        others at_work{open, rows};
        const auto start = clock_type::now();
        on->run("UPDATE readings SET beside = value::text");
        std::printf("FILL postgres: %.0f rows a second in batches of 10,000, %.0f in one UPDATE\n", batched,
                    static_cast<double>(rows) / seconds_since(start));
        at_work.tell("postgres.one_update");
    }
    on->run("DROP TABLE readings");
}

void on_sqlite(const std::string& folder, std::int64_t rows) {
    const auto file = folder + "/migrate.db";
    std::filesystem::remove(file);
    const opener open = [&] { return std::make_unique<sqlite_session>(file); };
    {
        df::database<v1::Reading> db{"sqlite:" + file};
    }
    open()->run("INSERT INTO readings (sensor, value, note) WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL "
                "SELECT n + 1 FROM "
                "g WHERE n < " +
                std::to_string(rows) + ") SELECT n % 1000, n, 'note ' || n FROM g");
    open()->run("PRAGMA wal_checkpoint(TRUNCATE)");
    migrate("sqlite:" + file, open, rows, true, "sqlite.rebuild");
    std::filesystem::remove(file);
}

} // namespace

int main(int count, char** arguments) {
    const std::string kind = count > 2 ? arguments[1] : "";
    const auto rows = count > 3 ? std::strtoll(arguments[3], nullptr, 10) : 1'000'000;
    if (kind == "postgres") on_postgres(arguments[2], rows);
    else if (kind == "sqlite") on_sqlite(arguments[2], rows);
    else bench::stop("migrate postgres URL [ROWS], or migrate sqlite FOLDER [ROWS]");
}
