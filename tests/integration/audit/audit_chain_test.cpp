// The chains of the audit log: what is edited, removed, inserted or moved in it is found and named, by
// whatever program; what is purged is not; and writers do not wait for each other.
#include "integration/audit/replay.hpp"
#include "support/fixture.hpp"

#include <dataflow/cancel.hpp>
#include <dataflow/protection.hpp>
#include <dataflow/session.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using audited::replay;
using df::audit_record;
using df::field;
using problem = df::audit_problem::kind;

struct Thing {
    df::id<Thing> id{};
    std::string name{};
    std::int64_t n = 0;

    static constexpr auto dataflow = df::options{.timestamps = false, .audit_log = true};
};
using things = df::database<Thing, audit_record>;

class AuditChain : public support::database_test {
  protected:
    template <class Database>
    static void script(Database& db, const std::string& text) {
        db.transaction([&](auto& tx) { tx.inside().connection().script(text); });
    }
    template <class Database>
    static std::vector<df::record<audit_record>> log(Database& db) {
        return db.run(df::list<audit_record>().order_by(field<&audit_record::id>)).records;
    }
    /// What is found after a change of the log.
    template <class Database>
    static std::vector<df::audit_problem> after(Database& db, const std::string& text) {
        script(db, text);
        return df::verify_audit(db).problems;
    }
    static bool names(const std::vector<df::audit_problem>& all, problem what, std::int64_t id,
                      std::int64_t position) {
        for (const auto& p : all)
            if (p.what == what && p.id == id && p.position == position) return true;
        for (const auto& p : all)
            ADD_FAILURE() << "found " << static_cast<int>(p.what) << " of " << p.id << " at " << p.position
                          << ": " << p.message;
        return false;
    }
    template <class Database>
    static void fill(Database& db) {
        for (int i = 0; i < 6; ++i) db.run(df::create(Thing{.name = "t" + std::to_string(i)}));
    }
};
DATAFLOW_ON_ALL_DATABASES(AuditChain);

TEST_P(AuditChain, WholeOnesAreWhole) {
    things db{df::open_options{.url = url(), .connections = 1}};
    EXPECT_TRUE(df::verify_audit(db).ok());
    fill(db);
    const auto found = df::verify_audit(db);
    EXPECT_TRUE(found.ok());
    EXPECT_EQ(found.records, 6);
    ASSERT_EQ(found.heads.size(), 1U);
    EXPECT_EQ(found.heads[0].position, 6);
    EXPECT_EQ(found.heads[0].hash, log(db).back().hash);
    db.transaction([](auto& tx) { EXPECT_TRUE(df::verify_audit(tx).ok()); });
}

TEST_P(AuditChain, EditedRecordsAreNamed) {
    for (const std::string change :
         {"\"after\" = '{}'", "\"before\" = ''", "\"actor\" = 'bob'", "\"record_key\" = '77'",
          "\"operation\" = 'deleted'", "\"table_name\" = 'others'", "\"address\" = ''",
          "\"request_id\" = 'x'", "\"transaction_id\" = '1'", "\"hash\" = '00'",
          "\"database_user\" = 'root'"}) {
        const auto there = another();
        things db{df::open_options{.url = there->url(), .connections = 1}};
        fill(db);
        EXPECT_TRUE(names(after(db, "UPDATE \"dataflow_audit\" SET " + change + " WHERE \"id\" = 3"),
                          problem::edited, 3, 3))
            << change;
    }
    things db{df::open_options{.url = url(), .connections = 1}};
    fill(db);
    const auto all = log(db);
    EXPECT_TRUE(
        names(after(db, postgres() ? "UPDATE dataflow_audit SET at = at + interval '1 second' WHERE id = 2"
                                   : "UPDATE dataflow_audit SET at = '2001' || substr(at, 5) WHERE id = 2"),
              problem::edited, 2, 2));
}

TEST_P(AuditChain, RemovedRecordsAreNamed) {
    things db{df::open_options{.url = url(), .connections = 1}};
    fill(db);
    EXPECT_TRUE(names(after(db, "DELETE FROM dataflow_audit WHERE id = 3"), problem::removed, 0, 3));
    EXPECT_TRUE(names(after(db, "DELETE FROM dataflow_audit WHERE id = 1"), problem::removed, 0, 1));
}
TEST_P(AuditChain, SoIsTheRemovedEnd) {
    things db{df::open_options{.url = url(), .connections = 1}};
    fill(db);
    const auto kept = df::verify_audit(db).heads;
    EXPECT_FALSE(after(db, "DELETE FROM dataflow_audit WHERE id > 4").empty());
    // Whoever hides that, too, is found out by what was kept elsewhere.
    script(db, postgres() ? "UPDATE dataflow_audit_heads h SET position = 4, hash = (SELECT hash FROM "
                            "dataflow_audit WHERE id = 4)"
                          : "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'dataflow_audit'");
    EXPECT_TRUE(df::verify_audit(db).ok());
    EXPECT_TRUE(names(df::verify_audit(db, kept).problems, problem::removed, 0, 6));
}
TEST_P(AuditChain, SoIsAllOfIt) {
    things db{df::open_options{.url = url(), .connections = 1}};
    fill(db);
    EXPECT_FALSE(after(db, "DELETE FROM dataflow_audit").empty());
}

TEST_P(AuditChain, InsertedRecordsAreNamed) {
    things db{df::open_options{.url = url(), .connections = 1}};
    fill(db);
    const auto strand = std::to_string(log(db)[0].strand);
    const std::string columns =
        " dataflow_audit (at, table_name, operation, tenant_id, strand, position, hash) ";
    const auto found =
        after(db, "INSERT INTO" + columns +
                      "SELECT at, 'things', 'deleted', '', strand, 7, '00' FROM dataflow_audit WHERE id = 1");
    EXPECT_FALSE(found.empty());
    // one is moved to make room, and a record of its own invention takes its place
    const auto there = another();
    things other{df::open_options{.url = there->url(), .connections = 1}};
    fill(other);
    script(other, "UPDATE dataflow_audit SET position = 10 WHERE position = 3");
    EXPECT_TRUE(names(
        after(other,
              "INSERT INTO" + columns +
                  "SELECT at, 'things', 'deleted', '', strand, 3, '00' FROM dataflow_audit WHERE id = 1"),
        problem::edited, 7, 3));
}

// Lists are in the order of the numbers, over which no hash is.
TEST_P(AuditChain, SwappedNumbersAreNamed) {
    things db{df::open_options{.url = url(), .connections = 1}};
    fill(db);
    script(db, "UPDATE dataflow_audit SET id = 1000 WHERE id = 2");
    script(db, "UPDATE dataflow_audit SET id = 2 WHERE id = 3");
    const auto found = after(db, "UPDATE dataflow_audit SET id = 3 WHERE id = 1000");
    EXPECT_TRUE(names(found, problem::reordered, 2, 3));
}

TEST_P(AuditChain, ReorderedRecordsAreNamed) {
    things db{df::open_options{.url = url(), .connections = 1}};
    fill(db);
    script(db, "UPDATE dataflow_audit SET position = 100 WHERE id = 2");
    script(db, "UPDATE dataflow_audit SET position = 2 WHERE id = 5");
    const auto found = after(db, "UPDATE dataflow_audit SET position = 5 WHERE id = 2");
    EXPECT_TRUE(names(found, problem::reordered, 5, 2));
    EXPECT_TRUE(names(found, problem::reordered, 2, 5));
}

TEST_P(AuditChain, RewrittenRecordsAreNamed) {
    things db{df::open_options{.url = url(), .connections = 1}};
    fill(db);
    const auto all = log(db);
    auto forged = all[2];
    forged.after = "{}";
    df::audit::detail::log_row r{.id = 3,
                                 .strand = forged.strand,
                                 .position = 3,
                                 .at = forged.at,
                                 .tenant_id = "",
                                 .table_name = forged.table_name,
                                 .operation = "created",
                                 .record_key = forged.record_key,
                                 .before = forged.before,
                                 .after = forged.after,
                                 .actor = forged.actor,
                                 .address = forged.address,
                                 .request_id = forged.request_id,
                                 .transaction_id = forged.transaction_id,
                                 .database_user = forged.database_user,
                                 .previous = forged.previous,
                                 .hash = {}};
    const auto hash = df::audit::detail::digest_of(r, "", r.strand, 3);
    EXPECT_TRUE(
        names(after(db, "UPDATE dataflow_audit SET \"after\" = '{}', hash = '" + hash + "' WHERE id = 3"),
              problem::rewritten, 3, 3));
}

TEST_P(AuditChain, OldRecordsGoAndTheRestIsWhole) {
    things db{df::open_options{.url = url(), .connections = 1}};
    fill(db);
    const auto kept = df::verify_audit(db).heads;
    EXPECT_EQ(df::purge_audit(db, df::older_than(std::chrono::hours{1})), 0);
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    EXPECT_EQ(df::purge_audit(db.session({.actor = "warden"}), df::older_than(std::chrono::milliseconds{5})),
              6);
    auto all = log(db);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].operation, df::audit_operation::purged);
    EXPECT_EQ(all[0].actor, "warden");
    EXPECT_TRUE(df::verify_audit(db).ok());
    EXPECT_TRUE(df::verify_audit(db, kept).ok());
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    EXPECT_EQ(df::purge_audit(db, df::older_than(std::chrono::milliseconds{5})), 0); // nothing but the note
    fill(db);
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    EXPECT_EQ(df::purge_audit(db, df::older_than(std::chrono::milliseconds{5})), 7);
    fill(db);
    EXPECT_TRUE(df::verify_audit(db).ok());
    // a purge that never was
    const auto strand = std::to_string(log(db)[0].strand);
    EXPECT_FALSE(after(db, "DELETE FROM dataflow_audit WHERE position <= 15").empty());
}

TEST_P(AuditChain, ItsPurgeIsAboutTheLogToRules) {
    things db{url()};
    fill(db);
    df::write_protection rules{
        df::protect("names").field<&Thing::name>(), df::protect("things").model<Thing>(),
        df::protect("tables").against(df::write_kind::alter), df::protect("log").model<audit_record>()};
    db.protect(rules);
    const auto purge = [&] { return df::purge_audit(db, df::older_than(std::chrono::nanoseconds{0})); };
    const auto e = support::thrown<df::protected_operation>(purge);
    EXPECT_EQ(e.constraint(), "log");
    EXPECT_EQ(e.node(), "purge_audit");
    EXPECT_EQ(e.model(), "audit_record");
    EXPECT_EQ(log(db).size(), 6U);
    rules.disable("log");
    EXPECT_EQ(purge(), 6);
}

TEST_P(AuditChain, WritersDoNotWaitForEachOther) {
    if (!postgres()) GTEST_SKIP() << "SQLite has one writer";
    things db{url()};
    fill(db);
    things other{url()};
    db.transaction([&](auto& tx) {
        tx.run(df::create(Thing{.name = "open"}));
        for (int i = 0; i < 3; ++i)
            other.run(df::create(Thing{.name = "meanwhile"}), df::timeout_after(std::chrono::seconds{5}));
        other.transaction(
            [](auto& t) {
                t.run(df::bulk_update<Thing>(field<&Thing::name> == "t1", field<&Thing::n> += 1));
                t.run(df::create(Thing{.name = "m"}));
            },
            df::transaction_options{.level = df::isolation::serializable});
    });
    EXPECT_TRUE(df::verify_audit(db).ok());
}

TEST_P(AuditChain, OneTransactionMayHaveManyStatements) {
    things db{url()};
    db.transaction([&](auto& tx) {
        for (int i = 0; i < 300; ++i) {
            try {
                tx.nested([&](auto& inner) {
                    inner.run(df::create(Thing{.name = "n", .n = i}));
                    inner.run(df::bulk_create(std::vector<Thing>(2, Thing{.name = "b", .n = i})));
                    if (i % 3 == 0) throw 1;
                });
            } catch (int) {
            }
            tx.run(df::bulk_update<Thing>(field<&Thing::n> == i, field<&Thing::n> += 1000));
        }
    });
    const auto found = df::verify_audit(db);
    EXPECT_TRUE(found.ok()) << found.problems[0].message;
    EXPECT_EQ(found.records, 200 * 6);
    EXPECT_EQ(found.heads.size(), 1U);
}

TEST_P(AuditChain, StricterTransactionsFailOnlyAsTheyMayAnyway) {
    if (!postgres()) GTEST_SKIP() << "SQLite has one writer";
    things db{url()};
    std::vector<std::thread> all;
    std::atomic<int> done{0}, again{0};
    for (int t = 0; t < 4; ++t)
        all.emplace_back([&, t] {
            for (int i = 0; i < 25; ++i) try {
                    db.transaction(
                        [&](auto& tx) {
                            tx.run(df::create(Thing{.name = "s", .n = t}));
                            tx.run(df::create(Thing{.name = "s", .n = t}));
                        },
                        {.level = t % 2 == 0 ? df::isolation::serializable : df::isolation::repeatable_read});
                    ++done;
                } catch (const df::serialization_failure&) {
                    ++again;
                }
        });
    for (auto& t : all) t.join();
    const auto found = df::verify_audit(db);
    EXPECT_TRUE(found.ok()) << found.problems[0].message;
    EXPECT_EQ(found.records, 2 * done);
    EXPECT_EQ(done + again, 100);
    EXPECT_LT(again, 30);
}

TEST_P(AuditChain, ManyThreadsMakeWholeChains) {
    things db{url()};
    std::vector<std::thread> all;
    for (int t = 0; t < 6; ++t)
        all.emplace_back([&db, t] {
            const auto mine = db.session({.actor = "actor" + std::to_string(t)});
            for (int i = 0; i < 30; ++i) {
                const auto one = mine.run(df::create(Thing{.name = "t", .n = t}));
                mine.run(df::update<Thing>(one.id, field<&Thing::n> += 100));
                if (i % 3 == 0) mine.run(df::erase<Thing>(one.id));
                if (i % 5 == 0) db.run(df::create(Thing{.name = "nobody", .n = t}));
            }
        });
    for (auto& t : all) t.join();
    const auto found = df::verify_audit(db);
    EXPECT_TRUE(found.ok()) << found.problems[0].message;
    EXPECT_EQ(found.records, 6 * (30 + 30 + 10 + 6));
    const auto records = log(db);
    for (const auto& r : records) {
        const auto after = audited::members(r.after.value_or("{}"));
        if (r.operation != df::audit_operation::created) continue;
        EXPECT_EQ(r.actor,
                  after.at("name") == "\"t\"" ? std::optional{"actor" + after.at("n")} : std::nullopt);
    }
    if (!postgres()) {
        EXPECT_EQ(replay(records, "things").size(), 6U * 26U);
    }
}

TEST_P(AuditChain, OtherProgramsAreRecorded) {
    if (memory()) GTEST_SKIP() << "no other program sees it";
    things db{url()};
    fill(db);
    auto other = plain();
    other.run("UPDATE things SET n = 5 WHERE id = 2");
    other.run("INSERT INTO things (name, n) VALUES ('raw', 1)");
    other.run("DELETE FROM things WHERE id = 1");
    auto all = log(db);
    ASSERT_EQ(all.size(), 9U);
    EXPECT_FALSE(all[6].actor.has_value());
    EXPECT_EQ(replay(all, "things").size(), 6U);
    auto found = df::verify_audit(db);
    EXPECT_TRUE(found.ok());
    EXPECT_EQ(found.unsealed, postgres() ? 0 : 3);
    db.session({.actor = "ann"}).run(df::create(Thing{.name = "next"}));
    found = df::verify_audit(db);
    EXPECT_TRUE(found.ok());
    EXPECT_EQ(found.unsealed, 0);
    all = log(db);
    EXPECT_FALSE(all[8].actor.has_value());
    EXPECT_EQ(all[9].actor, "ann");
    if (postgres()) {
        other.run("TRUNCATE things");
        EXPECT_EQ(log(db).back().operation, df::audit_operation::truncated);
        EXPECT_TRUE(df::verify_audit(db).ok());
    }
}

TEST_P(AuditChain, AProgramThatIsKilledLeavesBothOrNeither) {
    if (memory()) GTEST_SKIP() << "nothing is left of it";
    things{url()};
    for (int round = 0; round < 4; ++round) {
        const auto child = ::fork();
        if (child == 0) {
            try {
                things db{url()};
                for (std::int64_t i = 0;; ++i) {
                    db.run(df::create(Thing{.name = "k", .n = i}));
                    db.run(df::bulk_update<Thing>(field<&Thing::n> < i, field<&Thing::n> += 1).limit(5));
                    db.run(df::bulk_create(std::vector<Thing>(3, Thing{.name = "m"})));
                }
            } catch (...) {
            }
            ::_exit(1);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{150 + 37 * round});
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        std::this_thread::sleep_for(
            std::chrono::milliseconds{100}); // a server ends its session a little later
        things db{url()};
        const auto rows = replay(log(db), "things");
        const auto left = db.run(df::list<Thing>());
        EXPECT_EQ(rows.size(), left.size());
        for (const auto& t : left)
            EXPECT_EQ(rows.at(std::to_string(t.id.value)).at("n"), std::to_string(t.n));
        EXPECT_TRUE(df::verify_audit(db).ok());
    }
}

struct Ticket {
    df::id<Ticket, std::string> code{};
    std::string title{};

    static constexpr auto dataflow =
        df::options{.key = df::key("code"), .timestamps = false, .multi_tenant = true, .audit_log = true};
};
struct Shared {
    df::id<Shared> id{};
    std::string text{};

    static constexpr auto dataflow = df::options{.timestamps = false, .audit_log = true};
};
using desk = df::database<Ticket, Shared, df::tenant_audit_record>;

TEST_P(AuditChain, NoTenantSeesTheRecordsOfAnother) {
    desk db{url()};
    const auto acme = db.tenant("acme").session({.actor = "ann"}), globex = db.tenant("globex");
    const df::id<Ticket, std::string> same{"t-1"};
    acme.run(df::create(Ticket{.code = same, .title = "ours"}));
    globex.run(df::create(Ticket{.code = same, .title = "theirs"}));
    acme.run(df::update<Ticket>(same, field<&Ticket::title> = "still ours"));
    acme.run(df::create(Shared{.text = "all"}));
    script(db, "UPDATE tickets SET title = title || '!'"); // one statement, two tenants
    using seen = df::tenant_audit_record;
    const auto of = [](const auto& t) { return t.run(df::list<seen>().order_by(field<&seen::id>)).records; };
    const auto ours = of(acme), theirs = of(globex);
    EXPECT_EQ(ours.size(), 3U);
    EXPECT_EQ(theirs.size(), 2U);
    for (const auto& r : ours) EXPECT_EQ(r.tenant_id, "acme");
    EXPECT_EQ(ours[1].actor, "ann");
    EXPECT_EQ(audited::members(*theirs[1].after).at("title"), "\"theirs!\"");
    EXPECT_EQ(df::verify_audit(acme).records, 3);
    EXPECT_TRUE(df::verify_audit(acme).ok());
    EXPECT_EQ(df::verify_audit(db).records, 6);
    EXPECT_TRUE(df::verify_audit(db).ok());
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    EXPECT_EQ(df::purge_audit(acme, df::older_than(std::chrono::milliseconds{5})), 3);
    EXPECT_EQ(of(acme).size(), 1U);
    EXPECT_EQ(of(globex).size(), 2U);
    EXPECT_TRUE(df::verify_audit(db).ok());
    script(db, "DELETE FROM dataflow_audit WHERE tenant_id = 'globex' AND position = 1");
    EXPECT_TRUE(df::verify_audit(acme).ok());
    EXPECT_FALSE(df::verify_audit(globex).ok());
    // Refused, it names the model of the log that the database has.
    db.protect(df::write_protection{df::protect("kept").model<seen>()});
    try {
        (void)df::purge_audit(db, df::older_than(std::chrono::milliseconds{0}));
        ADD_FAILURE();
    } catch (const df::protected_operation& e) {
        EXPECT_EQ(e.model(), "tenant_audit_record");
        EXPECT_EQ(e.node(), "purge_audit");
    }
}

} // namespace
