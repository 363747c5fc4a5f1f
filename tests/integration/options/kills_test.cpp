// Programs, connections and servers that are killed at random moments while records with all the options
// change: no change without its version and its record in the audit log, no record without its change.
// DATAFLOW_KILLS says how often each is killed, else 5 times.
#include "integration/audit/replay.hpp"
#include "support/fixture.hpp"
#include "support/own_server.hpp"

#include <dataflow/history.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/tenant.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using support::plain_connection;

struct Folder {
    df::id<Folder> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{
        .soft_delete = true, .multi_tenant = true, .versioned = true, .history = true, .audit_log = true};
};
struct Sheet {
    df::id<Sheet, std::string> code{};
    std::optional<df::id<Folder>> folder{};
    std::int64_t n = 0;

    static constexpr auto dataflow =
        df::options{.key = df::key("code"),
                    .soft_delete = true,
                    .multi_tenant = true,
                    .versioned = true,
                    .history = true,
                    .audit_log = true,
                    .foreign_keys = df::foreign_keys({"folder", df::on_delete::cascade})};
};
using office = df::database<Folder, Sheet, df::tenant_audit_record>;
using seen = df::tenant_audit_record;

int kills() {
    const char* said = std::getenv("DATAFLOW_KILLS");
    return said == nullptr ? 5 : std::atoi(said);
}

/// Changes records in many ways; what fails, fails.
void work(office& db, const std::string& tenant, unsigned seed, const std::atomic<bool>& stop) {
    const auto t = db.tenant(tenant);
    std::mt19937 dice{seed};
    const auto roll = [&](int below) { return static_cast<int>(dice() % static_cast<unsigned>(below)); };
    const auto code = [&] { return df::id<Sheet, std::string>{"s" + std::to_string(roll(12))}; };
    constexpr auto n = field<&Sheet::n>;
    while (!stop) try {
            const auto folders = t.run(df::with_deleted(df::list<Folder>().limit(5))).records;
            std::optional<df::id<Folder>> folder;
            if (!folders.empty())
                folder = folders[static_cast<std::size_t>(roll(static_cast<int>(folders.size())))].id;
            const Sheet sheet{.code = code(), .folder = folder, .n = roll(100)};
            switch (roll(9)) {
            case 0: t.run(df::create(Folder{.name = "f"})); break;
            case 1: t.run(df::upsert(sheet)); break;
            case 2: t.run(df::bulk_update<Sheet>(n < 50, n += 1)); break;
            case 3: t.run(df::erase<Sheet>(sheet.code)); break;
            case 4: t.run(df::restore<Sheet>(sheet.code)); break;
            case 5: t.run(df::purge<Sheet>(n > 30)); break;
            case 6:
                if (folder) t.run(df::erase<Folder>(*folder));
                break;
            case 7:
                if (folder) t.run(df::restore<Folder>(*folder));
                break;
            default:
                t.transaction([&](auto& tx) {
                    tx.run(df::bulk_update<Sheet>(df::everything, n += 1));
                    tx.run(df::upsert(sheet));
                });
            }
        } catch (const df::error& e) {
            if (e.kind() == df::error_kind::connection_error)
                std::this_thread::sleep_for(std::chrono::milliseconds{2});
        }
}

/// How many records the log has.
std::int64_t recorded(plain_connection sql) { return sql.number("SELECT count(*) FROM dataflow_audit"); }

/// That each change has its version and its record, and none has more.
void look(office& db, plain_connection sql) {
    EXPECT_TRUE(df::verify_audit(db).ok());
    for (const std::string tenant : {"acme", "globex"}) {
        const auto t = db.tenant(tenant);
        EXPECT_TRUE(df::verify_audit(t).ok());
        const auto log = t.run(df::list<seen>().order_by(field<&seen::id>)).records;
        auto played = audited::replay(log, "sheets");
        for (const auto& r : t.run(df::with_deleted(df::list<Sheet>())).records) {
            ASSERT_TRUE(played.contains(r.code.value)) << r.code.value;
            auto& one = played[r.code.value];
            EXPECT_EQ(one["n"], std::to_string(r.n));
            EXPECT_EQ(one["version"], std::to_string(r.version));
            EXPECT_EQ(one["deleted_at"] == "null", !r.deleted_at);
            played.erase(r.code.value);
        }
        EXPECT_TRUE(played.empty());
        EXPECT_EQ(audited::replay(log, "folders").size(),
                  t.run(df::with_deleted(df::list<Folder>())).records.size());
    }
    const auto none = [&](const std::string& a, const std::string& b) {
        EXPECT_TRUE(sql.run(a + " EXCEPT " + b).empty()) << a;
        EXPECT_TRUE(sql.run(b + " EXCEPT " + a).empty()) << b;
    };
    for (const auto& [table, key, columns] :
         {std::tuple{"sheets", "code", "code, folder, n"}, {"folders", "CAST(id AS TEXT)", "id, name"}}) {
        const std::string of = table;
        const std::string now =
            std::string{"SELECT tenant_id, version, deleted_at, created_at, updated_at, "} + columns +
            " FROM " + of;
        none(now, now + "_history WHERE history_to IS NULL");
        none(std::string{"SELECT tenant_id, "} + key + ", count(*) FROM " + of + "_history GROUP BY 1, 2",
             "SELECT tenant_id, record_key, count(*) FROM dataflow_audit WHERE operation IN ('created', "
             "'updated') AND "
             "table_name = '" +
                 of + "' GROUP BY 1, 2");
    }
}

class OptionKills : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(OptionKills);

TEST_P(OptionKills, AKilledProgramLeavesWholeChanges) {
    office db{url()};
    for (int round = 0; round < kills() && !HasFailure(); ++round) {
        const auto before = recorded(plain());
        const auto child = ::fork();
        if (child == 0) {
            try {
                office own{url()};
                const std::atomic<bool> never{false};
                const auto seed = static_cast<unsigned>(round);
                std::thread other{[&] { work(own, "globex", seed + 100, never); }};
                work(own, "acme", seed, never);
            } catch (...) {
            }
            ::_exit(1);
        }
        int status = 0;
        bool ended = false;
        for (const auto enough = before + 5; !ended && recorded(plain()) < enough;) {
            std::this_thread::sleep_for(std::chrono::milliseconds{5}); // on a busy machine it begins late
            ended = ::waitpid(child, &status, WNOHANG) == child;
        }
        ASSERT_FALSE(ended) << "it ended by itself";
        std::this_thread::sleep_for(std::chrono::milliseconds{61 * round});
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself";
        std::this_thread::sleep_for(
            std::chrono::milliseconds{100}); // a server ends its session a little later
        look(db, plain());
    }
    EXPECT_GT(df::verify_audit(db).records, 20);
}

/// A server of one's own, whose connections and itself can be killed.
class KilledServers : public testing::Test {
  protected:
    void SetUp() override {
        if (support::server_url() == nullptr) GTEST_SKIP() << "no server of PostgreSQL's is wanted";
        const auto folder =
            std::filesystem::temp_directory_path() / ("dataflow_kills_" + std::to_string(::getpid()));
        server_.emplace(folder.string());
        if (!server_->start()) GTEST_SKIP() << "no server of one's own can be started";
        plain().run("ALTER DATABASE postgres SET synchronous_commit = on"); // what was committed is there
    }
    [[nodiscard]] plain_connection plain() const { return {support::backend::postgres, server_->url()}; }
    /// Works as two tenants, and calls `kill` in the middle, again and again. A server that is started again
    /// has another port.
    template <class Kill>
    void work_and(Kill kill) {
        for (int round = 0; round < kills() && !HasFailure(); ++round) {
            {
                office db{server_->url()};
                const auto enough = recorded(plain()) + 6;
                std::atomic<bool> stop{false};
                std::vector<std::thread> all;
                auto seed = static_cast<unsigned>(round) * 10;
                for (const std::string tenant : {"acme", "globex", "acme"})
                    all.emplace_back([&, tenant, mine = ++seed] { work(db, tenant, mine, stop); });
                while (recorded(plain()) < enough) // on a busy machine they begin late
                    std::this_thread::sleep_for(std::chrono::milliseconds{5});
                std::this_thread::sleep_for(std::chrono::milliseconds{53 * round});
                kill();
                std::this_thread::sleep_for(
                    std::chrono::milliseconds{50}); // it is gone on with, where it can be
                stop = true;
                for (auto& t : all) t.join();
            }
            office again{server_->url()};
            look(again, plain());
            EXPECT_GT(df::verify_audit(again).records, 5 * round);
        }
    }
    std::optional<support::own_server> server_;
};

TEST_F(KilledServers, KilledConnectionsLeaveWholeChanges) {
    work_and([this] {
        plain().run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
            "backend_type = 'client backend'");
    });
}
TEST_F(KilledServers, AServerThatIsKilledAndStartedAgainHasWholeChanges) {
    work_and([this] {
        server_->kill();
        ASSERT_TRUE(server_->start());
    });
}

} // namespace
