// What the executor adds to a run: who is told of its statements, and repetitions that repeat nothing that
// may have been done.
#include "support/cut_line.hpp"
#include "support/fixture.hpp"

#include <dataflow/cancel.hpp>
#include <dataflow/sql.hpp>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using step = df::statement_event::step;
using namespace std::chrono_literals;

struct Account {
    df::id<Account> id{};
    std::string owner;
    std::int64_t balance{};
    static constexpr auto dataflow = df::options{.unique = df::unique({{"owner"}})};
};
struct Entry {
    df::id<Entry> id{};
    df::id<Account> account{};
    std::int64_t amount{};
};
using db_type = df::database<Account, Entry>;

/// What was told, without what differs from run to run.
struct told {
    step what;
    std::string node, model;
    std::int64_t rows;
    bool writes, in_transaction;
    std::optional<df::error_kind> failed;
    std::chrono::nanoseconds took;
};
class listener {
  public:
    explicit listener(db_type& db) {
        db.before_statement([this](const df::statement_event& e) {
            before.push_back(e.what);
            EXPECT_EQ(e.duration.count(), 0);
        });
        db.on_statement([this](const df::statement_event& e) {
            EXPECT_EQ(e.dialect, expected);
            all.push_back({e.what, std::string{e.node}, std::string{e.model}, e.rows, e.writes,
                           e.in_transaction, e.failed, e.duration});
        });
        expected = db.dialect();
    }
    /// The statements of nodes: "create Account 1", and steps by their names; the library's looks at the
    /// catalog left out.
    [[nodiscard]] std::string take(bool steps = true) {
        std::string out;
        EXPECT_EQ(before.size(), all.size());
        for (const auto& t : all) {
            EXPECT_GT(t.took.count(), 0);
            static constexpr const char* names[]{"",          "begin",   "commit",     "rollback",
                                                 "savepoint", "release", "rollback_to"};
            const std::string one = t.what == step::statement
                                        ? t.node + " " + t.model + " " + std::to_string(t.rows)
                                        : names[static_cast<int>(t.what)];
            if (t.what != step::statement && !steps) continue;
            out += (out.empty() ? "" : ", ") + one + (t.failed ? "!" : "");
        }
        all.clear();
        before.clear();
        return out;
    }
    std::vector<told> all;
    std::vector<step> before;
    df::dialect expected{};
};

class Running : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Running);

TEST_P(Running, ListenersAreToldOfEachStatement) {
    db_type db{url()};
    db.run(df::create(Account{.owner = "warm"})); // which looks for triggers at first
    db.run(df::create(Account{.owner = "Al", .balance = 3}));
    listener told{db};
    db.run(df::create(Account{.owner = "Bo", .balance = 5}));
    EXPECT_EQ(told.take(false), "create Account 1");
    const auto page = db.run(df::list<Account>().where(field<&Account::balance> > 0));
    EXPECT_EQ(page.size(), 2u);
    EXPECT_EQ(told.take(), "list Account 2");
    EXPECT_EQ(db.run(df::count<Account>()), 3);
    EXPECT_EQ(told.take(), "count Account 1");
    EXPECT_EQ(db.run(df::sql<"update accounts set balance = balance + 1">()), 3);
    EXPECT_EQ(told.all.at(0).rows, 3);
    EXPECT_TRUE(told.all.at(0).writes);
    EXPECT_FALSE(told.all.at(0).in_transaction);
    (void)told.take();
    std::size_t streamed = 0;
    for (const auto& a : db.stream(df::list<Account>())) streamed += a.owner.empty() ? 0 : 1;
    EXPECT_EQ(streamed, 3u);
    EXPECT_EQ(told.take(), "list Account 3");
    // One that fails says how, and no value of it.
    EXPECT_THROW(db.run(df::create(Account{.owner = "Al"})), df::unique_violation);
    ASSERT_EQ(told.all.size(), 1u);
    EXPECT_EQ(told.all[0].failed, df::error_kind::unique_violation);
    EXPECT_EQ(told.take(), "create Account 0!");
}

TEST_P(Running, ListenersAreToldOfTheStepsOfTransactionsAndWorkflows) {
    db_type db{url()};
    const auto al = db.run(df::create(Account{.owner = "Al"}));
    db.run(df::create(Entry{.account = al.id}));
    listener told{db};
    db.transaction([&](auto& tx) {
        tx.run(df::count<Account>());
        tx.nested([&](auto& inner) { inner.run(df::count<Entry>()); });
        (void)tx.try_run(df::read<Account>(99));
    });
    EXPECT_TRUE(told.all.at(1).in_transaction);
    EXPECT_EQ(told.take(), "begin, count Account 1, savepoint, count Entry 1, release, savepoint, read "
                           "Account 0, rollback_to, commit");
    EXPECT_THROW(db.transaction([](auto& tx) { tx.run(df::read<Account>(99)); }), df::not_found);
    EXPECT_EQ(told.take(), "begin, read Account 0, rollback");
    db.run(df::workflow(df::node<"a">(df::count<Account>()), df::node<"b">(df::count<Entry>())));
    EXPECT_EQ(told.take(), "begin, count Account 1, count Entry 1, commit");
    const std::vector<Entry> rows(600, Entry{.account = al.id, .amount = 1}); // by COPY on PostgreSQL
    db.run(df::bulk_create(rows));
    std::int64_t stored = 0;
    for (const auto& t : told.all)
        if (t.node == "bulk create") stored += t.rows;
    EXPECT_EQ(stored, 600);
    EXPECT_EQ(db.run(df::count<Entry>()), 601);
}

TEST_P(Running, WhatAListenerThrowsIsDropped) {
    db_type db{url()};
    int calls = 0;
    db.on_statement([&](const df::statement_event&) {
        ++calls;
        throw std::runtime_error("no");
    });
    db.run(df::create(Account{.owner = "Al"}));
    EXPECT_GE(calls, 1);
    EXPECT_EQ(db.run(df::count<Account>()), 1);
}

[[noreturn]] void fail() { throw df::serialization_failure({.message = "made up"}); }

TEST_P(Running, ATransactionIsRepeatedAsAWhole) {
    db_type db{url()};
    int calls = 0;
    const auto made = db.transaction(
        [&](auto& tx) {
            const auto a = tx.run(df::create(Account{.owner = "Al"}));
            if (++calls < 3) fail();
            return a;
        },
        df::retry(2).pausing(1ms));
    EXPECT_EQ(calls, 3);
    EXPECT_EQ(made.owner, "Al");
    EXPECT_EQ(db.run(df::count<Account>()), 1);
    calls = 0;
    EXPECT_THROW(db.transaction([&](auto&) { ++calls, fail(); }, df::retry(2).pausing(1ms)),
                 df::serialization_failure);
    EXPECT_EQ(calls, 3);
    calls = 0;
    EXPECT_THROW(db.transaction([&](auto& tx) { ++calls, tx.run(df::read<Account>(99)); }, df::retry(2)),
                 df::not_found);
    EXPECT_EQ(calls, 1);
    EXPECT_THROW((void)df::retry(-1), df::invalid_value);
    EXPECT_THROW((void)df::retry(~0ull), df::invalid_value);
}

TEST_P(Running, WhatMayStayIsNotRepeated) {
    db_type db{url()};
    int calls = 0;
    const auto flow = df::workflow(df::node<"made">(df::create(Account{.owner = "Al"})),
                                   df::after<"made", "then">, df::node<"then">([&](df::context&) {
                                       ++calls;
                                       fail();
                                       return df::nothing{};
                                   }));
    EXPECT_THROW(db.run(flow, df::retry(3).pausing(1ms)), df::serialization_failure);
    EXPECT_EQ(calls, 4); // all of it was undone each time
    EXPECT_EQ(db.run(df::count<Account>()), 0);
    calls = 0;
    EXPECT_THROW(db.run(flow.without_transaction(), df::retry(3).pausing(1ms)), df::serialization_failure);
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(db.run(df::count<Account>()), 1);
}

TEST_P(Running, ALimitEndsTheRepetitions) {
    db_type db{url()};
    const auto start = std::chrono::steady_clock::now();
    EXPECT_THROW(
        db.transaction([](auto&) { fail(); }, df::retry(1000).pausing(200ms), df::timeout_after(50ms)),
        df::serialization_failure);
    std::stop_source stop;
    std::thread other{[&] {
        std::this_thread::sleep_for(20ms);
        stop.request_stop();
    }};
    EXPECT_THROW(db.transaction([](auto&) { fail(); }, df::retry(1000).pausing(10s), stop.get_token()),
                 df::serialization_failure);
    other.join();
    EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
}

TEST_P(Running, OnPostgresARealConflictAndALostConnectionAreRepeated) {
    if (!postgres()) GTEST_SKIP() << "SQLite lets one writer in at a time";
    db_type db{url()};
    const auto id = db.run(df::create(Account{.owner = "Al", .balance = 1})).id;
    int calls = 0;
    const auto add = [&](auto& tx) {
        const auto now = tx.run(df::read<Account>(id));
        if (++calls == 1) plain().run("update accounts set balance = balance + 10");
        tx.run(df::update<Account>(id, field<&Account::balance> = now.balance + 100));
    };
    constexpr df::transaction_options strict{.level = df::isolation::repeatable_read};
    db.transaction(add, strict, df::retry(3));
    EXPECT_EQ(calls, 2);
    EXPECT_EQ(plain().value("select balance from accounts"), "111");
    calls = 0;
    EXPECT_THROW(db.transaction(add, strict), df::serialization_failure); // without, it is told

    calls = 0;
    db.transaction(
        [&](auto& tx) {
            const auto server = tx.run(df::sql<"select pg_backend_pid()", std::int64_t>().one());
            if (++calls == 1)
                plain().run("select pg_terminate_backend(" + std::to_string(server) + ", 5000)");
            tx.run(df::create(Account{.owner = "Bo"}));
        },
        df::retry(3));
    EXPECT_EQ(calls, 2);
    EXPECT_EQ(plain().value("select count(*) from accounts where owner = 'Bo'"), "1");
}

TEST_P(Running, SeveralNodesGiveWhatEachGives) {
    db_type db{url()};
    const auto al = db.run(df::create(Account{.owner = "Al", .balance = 3}));
    const auto [bo, cy, many, page, none] = db.run_all(
        df::create(Account{.owner = "Bo"}),
        df::create<Account>(field<&Account::owner> = "Cy", field<&Account::balance> = 7),
        df::count<Account>(), df::list<Account>().order_by(df::desc(field<&Account::owner>)).limit(2),
        df::find<Account>(99));
    EXPECT_EQ(bo.owner, "Bo");
    EXPECT_EQ(cy.id.value, bo.id.value + 1);
    EXPECT_EQ(many, 3); // of what was written before it
    ASSERT_EQ(page.size(), 2u);
    EXPECT_EQ(page[0].owner, "Cy");
    EXPECT_TRUE(page.next);
    EXPECT_FALSE(none);
    // Among others, which are run by themselves.
    const std::vector<Entry> rows(3, Entry{.account = al.id, .amount = 2});
    const auto [read, made, total, changed, gone, sum] =
        db.run_all(df::read<Account>(al.id), df::bulk_create(rows), df::list<Entry>().limit(1).with_total(),
                   df::update<Account>(bo.id, field<&Account::balance> = field<&Account::balance> + 5),
                   df::erase<Account>(cy.id),
                   df::sql<"select cast(sum(amount) as bigint) from entries", std::int64_t>());
    EXPECT_EQ(read.owner, al.owner);
    EXPECT_EQ(made.created, 3);
    EXPECT_EQ(total.total, 3);
    EXPECT_EQ(changed.balance, 5);
    EXPECT_EQ(sum.at(0), 6);
    EXPECT_EQ(db.run(df::count<Account>()), 2);
    (void)gone;
}

TEST_P(Running, TheErrorOfOneOfSeveralUndoesAllAndNamesIt) {
    db_type db{url()};
    const auto al = db.run(df::create(Account{.owner = "Al"}));
    const auto count = [&] { return db.run(df::count<Account>()) * 100 + db.run(df::count<Entry>()); };
    const auto fails = [&](auto kind, std::string_view node, std::string_view model, const auto&... nodes) {
        try {
            db.run_all(nodes...);
            ADD_FAILURE() << "no error of " << node;
        } catch (const df::error& e) {
            EXPECT_EQ(e.kind(), kind);
            EXPECT_EQ(e.node(), node);
            EXPECT_EQ(e.model(), model);
        }
        EXPECT_EQ(count(), 100);
    };
    const auto bo = df::create(Account{.owner = "Bo"});
    const auto entry = df::create(Entry{.account = al.id});
    fails(df::error_kind::unique_violation, "create", "Account", entry, df::create(Account{.owner = "Al"}),
          entry);
    fails(df::error_kind::unique_violation, "create", "Account", bo, bo);
    fails(df::error_kind::foreign_key_violation, "create", "Entry", bo,
          df::create(Entry{.account = df::id<Account>{99}}));
    fails(df::error_kind::not_found, "read", "Account", entry, df::read<Account>(99), entry);
    fails(df::error_kind::not_found, "update", "Account", entry,
          df::update<Account>(99, field<&Account::balance> = 1));
    fails(df::error_kind::not_found, "read", "Entry", bo, df::read<Entry>(99), df::count<Entry>());
    fails(df::error_kind::invalid_value, "list", "Entry", bo, df::count<Entry>(),
          df::list<Entry>().limit(-1));
    fails(df::error_kind::not_found, "read", "Account", df::count<Account>(), df::read<Account>(99),
          df::count<Entry>());
    // In a transaction it is the end of that, unless it is in a nested one.
    EXPECT_THROW(db.transaction([&](auto& tx) {
        try {
            tx.run_all(bo, df::read<Entry>(99));
        } catch (const df::not_found&) {
        }
    }),
                 df::not_found);
    EXPECT_EQ(count(), 100);
    db.transaction([&](auto& tx) {
        EXPECT_THROW(tx.nested([&](auto& inner) { inner.run_all(bo, df::read<Entry>(99)); }), df::not_found);
        const auto [made, many] = tx.run_all(entry, df::count<Account>());
        EXPECT_EQ(made.account, al.id);
        EXPECT_EQ(many, 1);
    });
    EXPECT_EQ(count(), 101);
}

TEST_P(Running, ListenersAreToldOfEachOfSeveralNodes) {
    db_type db{url()};
    const auto al = db.run(df::create(Account{.owner = "Al"}));
    db.run(df::create(Entry{.account = al.id}));
    listener told{db};
    db.run_all(df::count<Account>(), df::list<Entry>());
    EXPECT_EQ(told.take(), "count Account 1, list Entry 1");
    db.run_all(df::count<Account>(), df::erase<Entry>(1), df::find<Account>(al.id));
    EXPECT_TRUE(told.all.at(1).in_transaction);
    EXPECT_EQ(told.take(), "begin, count Account 1, erase Entry 1, find Account 1, commit");
    EXPECT_THROW(db.run_all(df::create(Account{.owner = "Al"}), df::count<Entry>()), df::unique_violation);
    ASSERT_GE(told.all.size(), 2u);
    EXPECT_EQ(told.all.back().what, step::rollback);
}

TEST_P(Running, OnPostgresSeveralNodesAreOneRoundTrip) {
    if (!postgres()) GTEST_SKIP() << "a library in the process has no round trips";
    const std::string there = url();
    const auto at = there.find("127.0.0.1:");
    ASSERT_NE(at, std::string::npos);
    support::cut_line line{std::atoi(there.c_str() + at + 10)};
    const auto through =
        there.substr(0, at + 10) + std::to_string(line.port()) + there.substr(there.find('/', at));
    for (const std::string how : {"", "unnamed"}) {
        db_type db{how.empty() ? through
                               : through + (through.find('?') == std::string::npos ? "?" : "&") +
                                     "statements=" + how};
        const std::string owner = "of " + how;
        // The fewest of some: a statement is prepared first, and looks for triggers now and then, in another
        // form.
        const auto trips = [&](const auto& work) {
            int fewest = 100;
            for (int i = 0; i < 5; ++i) {
                const int before = line.trips();
                work();
                fewest = std::min(fewest, line.trips() - before);
                std::this_thread::sleep_for(2ms);
            }
            return fewest;
        };
        const auto al = db.run(df::create(Account{.owner = owner}));
        const auto reads = [&] {
            const auto [read, many, page] = db.run_all(
                df::read<Account>(al.id), df::count<Account>().where(field<&Account::owner> == owner),
                df::list<Account>().where(field<&Account::id> == al.id));
            EXPECT_EQ(read.owner, al.owner);
            EXPECT_EQ(many, 1);
            EXPECT_EQ(page.size(), 1u);
        };
        EXPECT_EQ(trips(reads), 1);
        const auto one = df::create(Entry{.account = al.id, .amount = 1});
        const auto writes = [&] {
            db.run_all(one, one, one, df::update<Account>(al.id, field<&Account::balance> = 4),
                       df::read<Account>(al.id));
        };
        EXPECT_EQ(trips(writes), 3); // four with BEGIN; the read of what was updated; COMMIT
        db.transaction([&](auto& tx) {
            EXPECT_EQ(trips([&] {
                          tx.run_all(one, one, df::update<Account>(al.id, field<&Account::balance> = 5));
                      }),
                      1);
        });
        EXPECT_EQ(db.run(df::count<Entry>().where(field<&Entry::account> == al.id)), 25);
        // The line is cut before the answer: nothing is committed, and that is known.
        line.arm(support::cut_line::cut::after, "BEGIN");
        EXPECT_THROW(db.run_all(one, one), df::not_done);
        EXPECT_EQ(db.run(df::count<Entry>().where(field<&Entry::account> == al.id)), 25);
    }
}

} // namespace
