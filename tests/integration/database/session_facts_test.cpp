// Sessions: for whom something runs reaches errors and listeners; deadlines and read-only sessions bound it.
#include "support/fixture.hpp"

#include <dataflow/cancel.hpp>
#include <dataflow/session.hpp>
#include <dataflow/sql.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace std::chrono_literals;

struct Ticket {
    df::id<Ticket> id{};
    std::string title{};

    static constexpr auto dataflow = df::options{.multi_tenant = true, .unique = df::unique({"title"})};
};
struct Setting {
    df::id<Setting> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.unique = df::unique({"name"})};
};
using desk = df::database<Ticket, Setting>;

class SessionFacts : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(SessionFacts);

TEST_P(SessionFacts, RunWhatADatabaseRuns) {
    desk db{url()};
    const auto mine = db.session({.actor = "ann", .request_id = "r-1"});
    const auto one = mine.run(df::create(Setting{.name = "a"}));
    EXPECT_EQ(mine.run(df::read<Setting>(one.id)).name, "a");
    EXPECT_EQ(std::get<1>(mine.run_all(df::create(Setting{.name = "b"}), df::count<Setting>())), 2);
    EXPECT_EQ(mine.run(df::bulk_create({Setting{.name = "c"}, Setting{.name = "d"}})).created, 2);
    EXPECT_EQ(mine.transaction([](df::transaction<Ticket, Setting>& tx) {
        tx.run(df::create(Setting{.name = "e"}));
        return tx.run(df::count<Setting>());
    }),
              5);
    std::int64_t seen = 0;
    for (const auto& s : mine.stream(df::list<Setting>())) seen += s.name.empty() ? 0 : 1;
    EXPECT_EQ(seen, 5);
    EXPECT_FALSE(mine.try_run(df::read<Setting>(999)).has_value());
    EXPECT_EQ(mine.facts().actor, "ann");
}

TEST_P(SessionFacts, ANullPointerIsNoText) {
    desk db{url()};
    const char* nobody = nullptr; // as std::getenv gives it
    EXPECT_THROW((void)db.session({.actor = nobody}), df::invalid_value);
    EXPECT_THROW((void)db.session({.request_id = nobody}), df::invalid_value);
    const std::string ann{"ann"};
    const char* place = "::1";
    const auto mine = db.session({.actor = ann, .address = place, .request_id = std::string(40, 'r')});
    EXPECT_EQ(mine.facts().actor, "ann");
    EXPECT_EQ(mine.facts().address, "::1");
    EXPECT_EQ(mine.facts().request_id.size(), 40U);
}

TEST_P(SessionFacts, OfATenantInEitherOrder) {
    desk db{url()};
    const auto first = db.tenant("acme").session({.actor = "ann"});
    const auto second = db.session({.actor = "bob"}).tenant("acme");
    first.run(df::create(Ticket{.title = "a"}));
    EXPECT_EQ(second.run(df::count<Ticket>()), 1);
    EXPECT_EQ(second.name(), "acme");
    EXPECT_EQ(second.facts().actor, "bob");
    EXPECT_EQ(db.session({}).tenant("other").run(df::count<Ticket>()), 0);
    EXPECT_THROW((void)db.session({}).tenant(""), df::invalid_value);
    first.transaction(
        [](df::tenant_transaction<Ticket, Setting>& tx) { tx.run(df::create(Ticket{.title = "b"})); });
    const df::tenant_database<Ticket, Setting> kept = first;
    EXPECT_EQ(kept.run(df::count<Ticket>()), 2);
}

TEST_P(SessionFacts, ErrorsCarryTheRequest) {
    desk db{url()};
    const auto mine = db.session({.actor = "ann", .request_id = "r-17"});
    mine.run(df::create(Setting{.name = "a"}));
    const auto check = [](const df::error& e) {
        EXPECT_EQ(e.info().request, "r-17");
        EXPECT_TRUE(support::has(e.what(), "(request r-17)")) << e.what();
        EXPECT_EQ(e.model(), "Setting");
    };
    check(support::thrown<df::unique_violation>([&] { mine.run(df::create(Setting{.name = "a"})); }));
    check(support::thrown<df::not_found>([&] { mine.run(df::read<Setting>(99)); }));
    check(support::thrown<df::unique_violation>(
        [&] { mine.transaction([](auto& tx) { tx.run(df::create(Setting{.name = "a"})); }); }));
    EXPECT_EQ(mine.try_run(df::read<Setting>(99)).error().info().request, "r-17");
    EXPECT_EQ(support::thrown<df::not_found>([&] { db.run(df::read<Setting>(99)); }).info().request, "");
}

TEST_P(SessionFacts, ListenersAreToldOfThem) {
    desk db{url()};
    std::vector<std::string> seen;
    db.on_statement([&](const df::statement_event& e) {
        seen.push_back(std::string{e.node} + "/" + std::string{e.actor} + "/" + std::string{e.request});
    });
    const auto mine = db.session({.actor = "ann", .request_id = "r-1"});
    mine.transaction([](auto& tx) { tx.run(df::count<Setting>()); });
    EXPECT_EQ(seen,
              (std::vector<std::string>{"transaction/ann/r-1", "count/ann/r-1", "transaction/ann/r-1"}));
    seen.clear();
    (void)mine.run_all(df::count<Setting>(), df::count<Setting>());
    for (const auto& s : seen) EXPECT_EQ(s, "count/ann/r-1");
    EXPECT_EQ(seen.size(), 2U);
    seen.clear();
    db.run(df::count<Setting>());
    EXPECT_EQ(seen, (std::vector<std::string>{"count//"}));
}

TEST_P(SessionFacts, ThatOnlyReadWriteNothing) {
    desk db{url()};
    db.run(df::create(Setting{.name = "a"}));
    const auto reader = db.session({.request_id = "r-3", .read_only = true});
    EXPECT_EQ(reader.run(df::count<Setting>()), 1);
    const auto e =
        support::thrown<df::protected_operation>([&] { reader.run(df::create(Setting{.name = "b"})); });
    EXPECT_EQ(e.node(), "create");
    EXPECT_EQ(e.model(), "Setting");
    EXPECT_EQ(e.info().request, "r-3");
    EXPECT_THROW(reader.run(df::sql<"DELETE FROM settings">()), df::protected_operation);
    EXPECT_THROW(reader.run_all(df::count<Setting>(), df::create(Setting{.name = "b"})),
                 df::protected_operation);
    const auto within = support::thrown<df::read_only>(
        [&] { reader.transaction([](auto& tx) { tx.run(df::create(Setting{.name = "b"})); }); });
    EXPECT_NE(within.info().message.find("transaction"), std::string::npos) << within.what();
    EXPECT_EQ(reader.transaction([](auto& tx) { return tx.run(df::count<Setting>()); }), 1);
    EXPECT_THROW(db.tenant("acme").session({.read_only = true}).run(df::create(Ticket{.title = "b"})),
                 df::protected_operation);
    EXPECT_EQ(db.run(df::count<Setting>()), 1);
}

TEST_P(SessionFacts, DeadlinesHoldForAllThatTheyRun) {
    desk db{url()};
    const auto over = db.session({.request_id = "r-9", .deadline = std::chrono::steady_clock::now() - 1s});
    EXPECT_THROW(over.run(df::count<Setting>()), df::timeout);
    EXPECT_THROW(over.run(df::create(Setting{.name = "b"})), df::timeout);
    EXPECT_THROW(over.transaction([](auto& tx) { tx.run(df::create(Setting{.name = "b"})); }), df::timeout);
    EXPECT_THROW((void)over.stream(df::list<Setting>()), df::timeout);
    EXPECT_THROW(over.run(df::count<Setting>(), df::timeout_after(5s)), df::timeout);
    EXPECT_EQ(db.run(df::count<Setting>()), 0);
    const auto soon = db.session({.deadline = std::chrono::steady_clock::now() + 1h});
    EXPECT_EQ(soon.run(df::count<Setting>()), 0);
    EXPECT_EQ(soon.run(df::create(Setting{.name = "b"})).name, "b");
    // It ends what runs, too.
    const auto started = std::chrono::steady_clock::now();
    const auto brief = db.session({.deadline = started + 100ms});
    EXPECT_THROW(brief.transaction([](auto& tx) {
        for (;;) tx.run(df::count<Setting>());
    }),
                 df::timeout);
}

TEST_P(SessionFacts, TextsThatNoDatabaseTakesAreRefused) {
    desk db{url()};
    for (const auto& name : {std::string("\xff"), std::string("a\0b", 3)})
        EXPECT_EQ(support::thrown<df::invalid_value>([&] { (void)db.tenant(name); }).field(), "tenant");
    EXPECT_EQ(support::thrown<df::invalid_value>([&] { (void)db.session({.actor = "\xff"}); }).field(),
              "actor");
    EXPECT_EQ(support::thrown<df::invalid_value>([&] {
                  (void)db.session({.request_id = std::string("a\0b", 3)});
              }).field(),
              "request_id");
}

TEST_P(SessionFacts, WhatOneKnowsIsNotThereForTheNext) {
    desk db{url()};
    std::atomic<int> mixed{0};
    db.on_statement([&](const df::statement_event& e) {
        if (e.what == df::statement_event::step::statement && e.node == "count" &&
            e.actor.empty() != e.request.empty())
            ++mixed;
        if (!e.actor.empty() && e.actor != e.request) ++mixed;
    });
    std::vector<std::thread> all;
    for (int t = 0; t < 6; ++t)
        all.emplace_back([&, t] {
            const auto who = t == 0 ? std::string{} : "u" + std::to_string(t);
            for (int i = 0; i < 50; ++i)
                if (t == 0) db.run(df::count<Setting>());
                else db.session({.actor = who, .request_id = who}).run(df::count<Setting>());
        });
    for (auto& t : all) t.join();
    EXPECT_EQ(mixed, 0);
}

} // namespace
