// Databases for tests: what is done in one is undone, on both databases.
#include <dataflow/cancel.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/testing.hpp>

#include <support/fixture.hpp>

#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;

struct Owner {
    df::id<Owner> id{};
    std::string name{};
    static constexpr df::options dataflow{.unique = df::unique({"name"})};
};
struct Pet {
    df::id<Pet> id{};
    df::id<Owner> owner{};
    std::string name{};
    std::int32_t age = 0;
};

using test_database = df::test_database<Owner, Pet>;

class TestDatabases : public support::database_test {
  protected:
    [[nodiscard]] std::int64_t owners(test_database& db) { return db.run(df::count<Owner>()); }
};

TEST_P(TestDatabases, UndoesWhatATestDid) {
    const auto url = this->url();
    for (int round = 0; round < 3; ++round) {
        test_database db{url};
        ASSERT_EQ(owners(db), 0);
        const auto ann = db.run(df::create(Owner{.name = "Ann"}));
        db.run(df::create(Pet{.owner = ann.id, .name = "Rex"}));
        db.transaction([&](auto& tx) {
            tx.run(df::create(Owner{.name = "Ben"}));
            tx.nested([&](auto& inner) { inner.run(df::create(Owner{.name = "Cid"})); });
        });
        EXPECT_EQ(owners(db), 3);
    }
}

TEST_P(TestDatabases, TransactionsOfTheCodeUnderTestRollBackAlone) {
    test_database db{url()};
    db.run(df::create(Owner{.name = "Ann"}));
    EXPECT_THROW(db.transaction([&](auto& tx) {
        tx.run(df::create(Owner{.name = "Ben"}));
        throw std::runtime_error{"no"};
    }),
                 std::runtime_error);
    EXPECT_EQ(owners(db), 1);
    db.transaction([&](auto& tx) {
        tx.run(df::create(Owner{.name = "Ben"}));
        EXPECT_FALSE(tx.try_run(df::create(Owner{.name = "Ben"})).has_value());
        tx.run(df::create(Owner{.name = "Cid"}));
    });
    EXPECT_EQ(owners(db), 3);
}

TEST_P(TestDatabases, AnErrorLeavesWhatWasBefore) {
    test_database db{url()};
    db.run(df::create(Owner{.name = "Ann"}));
    EXPECT_THROW(db.run(df::create(Owner{.name = "Ann"})), df::unique_violation);
    EXPECT_THROW(db.run(df::create(Pet{.owner = df::id<Owner>{99}, .name = "Rex"})),
                 df::foreign_key_violation);
    EXPECT_THROW(db.transaction([&](auto& tx) { tx.run(df::create(Owner{.name = "Ann"})); }),
                 df::unique_violation);
    EXPECT_EQ(owners(db), 1);
}

TEST_P(TestDatabases, BulkWorkStreamsAndReadOnlyTransactions) {
    test_database db{url()};
    std::vector<Owner> rows(1000);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].name = "owner " + std::to_string(i);
    EXPECT_EQ(db.run(df::bulk_create(rows)).created, 1000);
    EXPECT_THROW(db.run(df::bulk_create(rows)), df::unique_violation);
    std::size_t seen = 0;
    for (const auto& one : db.stream(df::list<Owner>())) seen += one.name.empty() ? 0U : 1U;
    EXPECT_EQ(seen, 1000U);
    {
        auto half = db.stream(df::list<Owner>());
        auto at = half.begin();
        ++at;
    }
    EXPECT_EQ(owners(db), 1000);
    EXPECT_THROW(db.transaction([&](auto& tx) { tx.run(df::create(Owner{.name = "x"})); },
                                df::transaction_options{.mode = df::access::read_only}),
                 df::read_only);
    db.transaction([&](auto& tx) { EXPECT_EQ(tx.run(df::count<Owner>()), 1000); },
                   df::transaction_options{.mode = df::access::read_only});
    db.run(df::create(Owner{.name = "x"}));
    const auto both = db.run_all(df::count<Owner>(), df::create(Owner{.name = "y"}), df::count<Owner>());
    EXPECT_EQ(std::get<2>(both), 1002);
}

TEST_P(TestDatabases, ThreadsOfTheCodeUnderTestAreInTheTest) {
    {
        test_database db{url()};
        std::vector<std::thread> all;
        for (int t = 0; t < 8; ++t)
            all.emplace_back([&db, t] {
                for (int i = 0; i < 10; ++i)
                    db.run(df::create(Owner{.name = std::to_string(t) + "/" + std::to_string(i)}));
            });
        for (auto& one : all) one.join();
        EXPECT_EQ(owners(db), 80);
    }
    test_database db{url()};
    EXPECT_EQ(owners(db), 0);
}

TEST_P(TestDatabases, TwoTestsAtATimeAreApart) {
    if (GetParam() == support::backend::sqlite_file) GTEST_SKIP() << "a file has one writer";
    test_database one{url()};
    test_database other{url()};
    one.run(df::create(Owner{.name = "Ann"}));
    EXPECT_EQ(owners(one), 1);
    EXPECT_EQ(owners(other), 0);
}

TEST_P(TestDatabases, WhatOutlivesATestCannotUseTheDatabase) {
    auto db = std::make_unique<test_database>(url());
    auto kept = db->shared_handle();
    kept.run(df::create(Owner{.name = "Ann"}));
    db.reset();
    EXPECT_THROW((void)kept.run(df::count<Owner>()), df::protected_operation);
    test_database next{url()};
    EXPECT_EQ(owners(next), 0);
}

TEST_P(TestDatabases, NothingIsLeftInTheDatabase) {
    {
        test_database tables{url()};
    }
    {
        test_database db{url()};
        db.run(df::create(Owner{.name = "Ann"}));
    }
    df::database<Owner, Pet> real{url()};
    EXPECT_EQ(real.run(df::count<Owner>()), 0);
}

TEST_P(TestDatabases, AStatementThatIsCutShortEndsTheTestOnSqlite) {
    test_database db{url()};
    db.run(df::create(Owner{.name = "Ann"}));
    std::vector<Owner> rows(200'000);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].name = std::to_string(i);
    EXPECT_THROW(db.run(df::bulk_create(rows), df::timeout_after(std::chrono::milliseconds{5})), df::timeout);
    try {
        EXPECT_EQ(owners(db), 1);
    } catch (const df::protected_operation& e) {
        EXPECT_NE(std::string{e.what()}.find("test_template"), std::string::npos);
    }
}

DATAFLOW_ON_ALL_DATABASES(TestDatabases);

} // namespace
