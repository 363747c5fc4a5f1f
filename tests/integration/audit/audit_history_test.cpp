// A table that keeps its past versions and is recorded in the audit log: both tell of the same changes, also
// after a migration.
#include "integration/audit/replay.hpp"
#include "support/fixture.hpp"

#include <dataflow/audit/audit.hpp>
#include <dataflow/history.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/session.hpp>
#include <dataflow/soft_delete.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace {

namespace df = dataflow;
using df::audit_record;
using df::field;

namespace now {
struct Coin {
    df::id<Coin> id{};
    std::string name{};
    int worth = 1;

    static constexpr auto dataflow = df::options{.timestamps = false, .history = true, .audit_log = true};
};
} // namespace now
namespace then {
struct Token { // the table and a column get other names, and one comes
    df::id<Token> id{};
    std::string name{};
    int price = 1;
    std::string mint = "home";

    static constexpr auto dataflow = df::options{.timestamps = false,
                                                 .history = true,
                                                 .audit_log = true,
                                                 .renamed_table = "coins",
                                                 .renamed = df::renamed({"worth", "price"})};
};
} // namespace then

class AuditedHistories : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(AuditedHistories);

TEST_P(AuditedHistories, BothTellOfEachChangeAlsoAfterAMigration) {
    {
        df::database<now::Coin, audit_record> db{url()};
        const auto one = db.session({.actor = "ann"}).run(df::create(now::Coin{.name = "a"}));
        db.run(df::update<now::Coin>(one.id, field<&now::Coin::worth> = 2));
        db.run(df::bulk_create({now::Coin{.name = "b"}, now::Coin{.name = "c"}}));
        db.run(df::bulk_update<now::Coin>(df::everything,
                                          field<&now::Coin::worth> = field<&now::Coin::worth> + 1));
        db.run(df::erase<now::Coin>(3));
        EXPECT_THROW(db.transaction([&](auto& tx) {
            tx.run(df::update<now::Coin>(1, field<&now::Coin::worth> = 100));
            throw 1;
        }),
                     int);
        const auto past = db.run(df::history<now::Coin>(1));
        ASSERT_EQ(past.size(), 3U);
        EXPECT_EQ(past[2].record.worth, 3);
        EXPECT_TRUE(db.run(df::history<now::Coin>(3)).back().deleted);
        EXPECT_EQ(db.run(df::restore_version<now::Coin>(1, 1)).worth, 1);
        // Of the versions themselves, nothing is recorded.
        EXPECT_EQ(db.run(df::count<audit_record>()), 9);
        EXPECT_TRUE(df::verify_audit(db).ok());
    }
    const auto to = df::migrations_of<then::Token, audit_record>(url());
    to.run({.auto_confirm = true, .max_risk = df::risk::critical});
    plain().run("UPDATE tokens SET price = 7 WHERE id = 1"); // before any opening
    df::database<then::Token, audit_record> db{url()};
    const auto past = db.run(df::history<then::Token>(1));
    ASSERT_EQ(past.size(), 5U);
    EXPECT_EQ(past[4].record.price, 7);
    EXPECT_EQ(past[0].record.mint, "home");
    EXPECT_EQ(db.run(df::count<audit_record>()), 10);
    EXPECT_EQ(db.run(df::purge_history<then::Token>(std::chrono::floor<std::chrono::microseconds>(
                  std::chrono::system_clock::now() + std::chrono::hours{1}))),
              7U);
    EXPECT_EQ(db.run(df::count<audit_record>()), 10);
    EXPECT_TRUE(df::verify_audit(db).ok());
    EXPECT_TRUE(to.drift().empty()) << df::migrate::to_text(to.drift());
}

// A delete, or a restore, that takes others along needs marks that are none for a step.
struct Box {
    df::id<Box> id{};
    int n = 0;

    static constexpr auto dataflow = df::options{
        .timestamps = false, .soft_delete = true, .versioned = true, .history = true, .audit_log = true};
};
struct Part {
    df::id<Part> id{};
    df::id<Box> box{};
    std::optional<df::id<Part>> of{};

    static constexpr auto dataflow =
        df::options{.timestamps = false,
                    .soft_delete = true,
                    .versioned = true,
                    .history = true,
                    .audit_log = true,
                    .foreign_keys = df::foreign_keys({"box", df::on_delete::cascade})};
};
struct Screw {
    df::id<Screw> id{};
    df::id<Part> part{};

    static constexpr auto dataflow =
        df::options{.timestamps = false,
                    .soft_delete = true,
                    .versioned = true,
                    .history = true,
                    .audit_log = true,
                    .foreign_keys = df::foreign_keys({"part", df::on_delete::cascade})};
};

TEST_P(AuditedHistories, TheStepsOfADeleteOrARestoreAreNoChanges) {
    df::database<Box, Part, Screw, audit_record> db{url()};
    const auto box = db.run(df::create(Box{}));
    const auto part = db.run(df::create(Part{.box = box.id}));
    const auto inner = db.run(df::create(Part{.box = box.id, .of = part.id}));
    const auto screw = db.run(df::create(Screw{.part = inner.id}));
    // the n-th version of each, and the n-th record about it
    const auto expect_changes = [&](std::size_t n, bool deleted) {
        const auto one = [&]<class M>(const df::record<M>& of, const char* table) {
            const auto past = db.run(df::history<M>(of.id));
            ASSERT_EQ(past.size(), n) << table;
            const auto log =
                db.run(df::list<audit_record>()
                           .where(field<&audit_record::table_name> == table &&
                                  field<&audit_record::record_key> == std::to_string(of.id.value))
                           .order_by(field<&audit_record::id>));
            ASSERT_EQ(log.size(), n) << table;
            EXPECT_EQ(past.back().record.deleted_at.has_value(), deleted);
            const auto before = audited::members(*log.records.back().before);
            const auto earlier = audited::members(*log.records[n - 2].after);
            EXPECT_EQ(before.at("deleted_at"), earlier.at("deleted_at"));
            EXPECT_EQ(before.at("version"), earlier.at("version"));
        };
        one(part, "parts");
        one(inner, "parts");
        one(screw, "screws");
    };
    db.run(df::erase<Box>(box.id));
    expect_changes(2, true);
    db.run(df::restore<Box>(box.id));
    expect_changes(3, false);
    db.run(df::bulk_erase<Part>(df::everything)); // together with those that refer to them
    expect_changes(4, true);
    EXPECT_TRUE(df::verify_audit(db).ok());
}

} // namespace
