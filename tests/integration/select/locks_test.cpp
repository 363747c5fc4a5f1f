// Locks on rows: their texts, a queue of jobs, who waits and who does not, and where they are refused.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/lock.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using namespace shop;
using df::field;
using support::has;
using support::thrown;

struct Job {
    df::id<Job> id{};
    std::string state = "pending";
    int runs = 0;
};
struct Part {
    df::id<Part> id{};
    df::id<Job> job_id{};
    std::optional<df::id<Job>> other_id{};
};
struct Both {
    int runs = 0;
    df::id<Part> id{};
};
using jobs = df::database<Job, Part>;

constexpr auto text(const auto& node) { return df::sql_of<df::dialect::postgres>(node); }
#define JOB_COLUMNS "\"id\", \"state\", \"runs\", \"created_at\", \"updated_at\""
static_assert(text(df::read<Job>(1).for_update()) == "SELECT " JOB_COLUMNS
                                                     " FROM \"jobs\" WHERE \"id\" = $1 FOR UPDATE");
static_assert(text(df::find<Job>(1).for_share().no_wait()) ==
              "SELECT " JOB_COLUMNS " FROM \"jobs\" WHERE \"id\" = $1 FOR SHARE NOWAIT");
static_assert(text(df::list<Job>().limit(1).for_update().skip_locked()) ==
              "SELECT " JOB_COLUMNS " FROM \"jobs\" ORDER BY \"id\" LIMIT $1 FOR UPDATE SKIP LOCKED");
static_assert(text(df::select(field<&Job::runs>).for_update<Job>()) ==
              "SELECT \"runs\" FROM \"jobs\" FOR UPDATE OF \"jobs\"");
static_assert(text(df::select<Both>(field<&Job::runs>, field<&Part::id>)
                       .from<Part>()
                       .join<&Part::job_id>()
                       .for_share<Job, Part>()) ==
              "SELECT t1.\"runs\", t0.\"id\" FROM \"parts\" AS t0 JOIN \"jobs\" AS t1 ON t1.\"id\" = "
              "t0.\"job_id\" FOR SHARE OF t0, t1");
static_assert(
    text(df::select(field<&Part::id>).left_join<&Part::other_id>().for_update<Part>().skip_locked()) ==
    "SELECT t0.\"id\" FROM \"parts\" AS t0 LEFT JOIN \"jobs\" AS t1 ON t1.\"id\" = t0.\"other_id\" FOR "
    "UPDATE OF t0 SKIP LOCKED");

class Locks : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Locks);

TEST_P(Locks, AQueueGivesEachJobToOneWorker) {
    if (!postgres()) GTEST_SKIP();
    constexpr int count = 200;
    jobs db{url()};
    db.run(df::bulk_create(std::vector<Job>(count)));
    std::atomic<int> taken{0};
    std::vector<std::thread> workers;
    for (int w = 0; w < 6; ++w)
        workers.emplace_back([&] {
            for (bool more = true; more;)
                more = db.transaction([&](auto& tx) {
                    const auto next = tx.run(df::list<Job>()
                                                 .where(field<&Job::state> == "pending")
                                                 .limit(1)
                                                 .for_update()
                                                 .skip_locked())
                                          .records;
                    if (next.empty()) return false;
                    tx.run(df::update<Job>(next[0].id, field<&Job::state> = "done",
                                           field<&Job::runs> = next[0].runs + 1));
                    ++taken;
                    return true;
                });
        });
    for (auto& w : workers) w.join();
    EXPECT_EQ(taken, count);
    EXPECT_EQ(db.run(df::count<Job>().where(field<&Job::state> == "done" && field<&Job::runs> == 1)), count);
}

TEST_P(Locks, WhoDoesNotWaitIsTold) {
    if (!postgres()) GTEST_SKIP();
    jobs db{url()};
    const auto id = db.run(df::create(Job{})).id;
    const auto part = db.run(df::create(Part{.job_id = id})).id;
    db.transaction([&](auto& holder) {
        EXPECT_EQ(holder.run(df::read<Job>(id).for_update()).state, "pending");
        std::thread([&] {
            const auto e = thrown<df::timeout>(
                [&] { db.transaction([&](auto& tx) { tx.run(df::read<Job>(id).for_update().no_wait()); }); });
            EXPECT_EQ(e.node(), "read");
            EXPECT_EQ(e.model(), "Job");
            EXPECT_EQ(e.code(), "55P03");
            db.transaction([&](auto& tx) {
                EXPECT_FALSE(tx.run(df::find<Job>(id).for_update().skip_locked()));
                EXPECT_TRUE(tx.run(df::select(field<&Job::runs>).for_share().skip_locked()).empty());
                EXPECT_EQ(tx.run(df::list<Part>().join<&Part::job_id>().for_update<Part>()).size(),
                          1U); // the jobs stay free
                EXPECT_TRUE(
                    tx.run(df::list<Part>().join<&Part::job_id>().for_update().skip_locked()).empty());
                for (const auto& both :
                     tx.stream(df::list<Part>().join<&Part::job_id>().for_update().skip_locked()))
                    ADD_FAILURE() << both.template get<Part>().id;
                for (const auto& locked : tx.stream(df::list<Job>().for_update().skip_locked()))
                    ADD_FAILURE() << locked.id;
                for (const auto& locked : tx.stream(df::list<Part>().for_update().skip_locked()))
                    EXPECT_EQ(locked.id, part);
            });
        }).join();
    });
    db.transaction([&](auto& tx) {
        EXPECT_TRUE(tx.run(df::find<Job>(id).for_share()));
        std::thread([&] { // shared locks stand beside each other
            db.transaction(
                [&](auto& other) { EXPECT_TRUE(other.run(df::find<Job>(id).for_share().no_wait())); });
        })
            .join();
    });
}

struct Claim {
    df::id<Job> id{};
};

TEST_P(Locks, AWorkflowLocksOrIsRefusedBeforeItBegins) {
    jobs db{url()};
    const auto id = db.run(df::create(Job{.runs = 4})).id;
    const auto claim = df::workflow<Claim>(
        df::node<"mark">(df::update<Job>(field<&Job::state> = "seen")), df::wire<"input.id", "mark.id">,
        df::node<"job">(df::read<Job>().for_update()), df::wire<"mark.id", "job.id">);
    if (postgres()) {
        EXPECT_EQ(db.run(claim, Claim{id}).template get<"job">().runs, 4);
        const auto e =
            thrown<df::protected_operation>([&] { db.run(claim.without_transaction(), Claim{id}); });
        EXPECT_EQ(e.node(), "job (read)");
        return;
    }
    const auto e = thrown<df::protected_operation>([&] { db.run(claim, Claim{id}); });
    EXPECT_EQ(e.node(), "job (read)");
    EXPECT_EQ(e.model(), "Job");
    EXPECT_TRUE(has(e.what(), "SQLite has no locks on rows"));
    EXPECT_EQ(db.run(df::read<Job>(id)).state, "pending");
    db.transaction([&](auto& tx) {
        const auto refused = thrown<df::protected_operation>([&] { tx.run(df::list<Job>().for_update()); });
        EXPECT_EQ(refused.node(), "list");
        EXPECT_EQ(refused.model(), "Job");
        EXPECT_EQ(tx.run(df::count<Job>()), 1); // nothing was run: the transaction goes on
    });
}

} // namespace
