// Opening a database looks after the triggers of the audit log: what is missing, disabled, or does anything
// else, is made again, or refused; and what the option no longer wants goes.
#include "integration/audit/replay.hpp"
#include "support/fixture.hpp"

#include <dataflow/migrate.hpp>
#include <dataflow/session.hpp>
#include <dataflow/sql.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::audit_record;
using df::field;

namespace now {
struct Item {
    df::id<Item> id{};
    std::string name{};
    std::string code{};

    static constexpr auto dataflow =
        df::options{.timestamps = false, .audit_log = true, .secrets = df::secrets("code")};
};
} // namespace now
namespace off {
struct Item {
    df::id<Item> id{};
    std::string name{};
    std::string code{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};
} // namespace off
namespace more {
struct Item {
    df::id<Item> id{};
    std::string name{};
    std::string code{};
    std::optional<std::int64_t> weight{};

    static constexpr auto dataflow = df::options{.timestamps = false, .audit_log = true};
};
} // namespace more
using database = df::database<now::Item, audit_record>;

class AuditOpening : public support::database_test {
  protected:
    [[nodiscard]] std::string trigger(const std::string& what) const {
        return "dataflow_audit_" + std::string{postgres() ? "" : "items_"} + what;
    }
    /// What a program by hand does to the database.
    void by_hand(const std::string& text) { plain().run(text); }
    [[nodiscard]] std::int64_t triggers() {
        return plain().number(postgres() ? "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'items'::regclass"
                                         : "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND "
                                           "tbl_name = 'items'");
    }
};
INSTANTIATE_TEST_SUITE_P(On, AuditOpening, testing::ValuesIn(support::shared_backends()),
                         [](const auto& i) { return testing::PrintToString(i.param); });

TEST_P(AuditOpening, MakesWhatIsMissing) {
    {
        database{url()}.run(df::create(now::Item{.name = "a"}));
    }
    const auto all = triggers();
    const std::string on = postgres() ? " ON items" : "";
    by_hand("DROP TRIGGER " + trigger("insert") + on);
    EXPECT_EQ(triggers(), all - 1);
    EXPECT_THROW(database(df::open_options{.url = url(), .create_tables = false}), df::schema_mismatch);
    try {
        database{df::open_options{.url = url(), .existing_schema_mode = true}};
        ADD_FAILURE();
    } catch (const df::schema_mismatch& e) {
        EXPECT_TRUE(support::has(e.what(), "audit log")) << e.what();
        EXPECT_TRUE(support::has(e.what(), "CREATE TRIGGER")) << e.what();
    }
    EXPECT_EQ(triggers(), all - 1);
    {
        database{url()}.run(df::create(now::Item{.name = "b"}));
    }
    EXPECT_EQ(triggers(), all);
    (void)database(df::open_options{.url = url(), .create_tables = false});
    (void)database(df::open_options{.url = url(), .existing_schema_mode = true});
    EXPECT_EQ(plain().number("SELECT count(*) FROM dataflow_audit"), 2);
}

TEST_P(AuditOpening, MakesAgainWhatDoesSomethingElse) {
    {
        database{url()}.run(df::create(now::Item{.name = "a"}));
    }
    if (postgres()) {
        by_hand("ALTER TABLE items DISABLE TRIGGER dataflow_audit_update");
        by_hand("CREATE OR REPLACE FUNCTION dataflow_audit_insert() RETURNS trigger LANGUAGE plpgsql AS "
                "'BEGIN RETURN NULL; END'");
    } else {
        const auto text =
            plain().value("SELECT sql FROM sqlite_schema WHERE name = 'dataflow_audit_items_update'");
        by_hand("DROP TRIGGER dataflow_audit_items_update; CREATE TRIGGER dataflow_audit_items_update AFTER "
                "UPDATE ON "
                "items BEGIN SELECT 1; END");
    }
    EXPECT_THROW(database(df::open_options{.url = url(), .create_tables = false}), df::schema_mismatch);
    database db{url()};
    const auto one = db.run(df::create(now::Item{.name = "b"}));
    db.run(df::update<now::Item>(one.id, field<&now::Item::name> = "c"));
    EXPECT_EQ(db.run(df::count<audit_record>()), 3);
    EXPECT_TRUE(df::verify_audit(db).ok());
}

TEST_P(AuditOpening, TakesAwayWhatIsNotWanted) {
    {
        database{url()}.run(df::create(now::Item{.name = "a"}));
    }
    df::database<off::Item, audit_record> db{url()};
    EXPECT_EQ(triggers(), 0);
    db.run(df::create(off::Item{.name = "b"}));
    EXPECT_EQ(db.run(df::count<audit_record>()), 1);
    database again{url()};
    again.run(df::create(now::Item{.name = "c"}));
    EXPECT_EQ(again.run(df::count<audit_record>()), 2);
    EXPECT_TRUE(df::verify_audit(again).ok());
}

TEST_P(AuditOpening, FollowsColumnsThroughMigrations) {
    {
        database{url()}.run(df::create(now::Item{.name = "a", .code = "hidden"}));
    }
    {
        auto db = df::open_migrated<more::Item, audit_record>(
            url(), {.auto_confirm = true, .max_risk = df::risk::high});
        db.run(df::update<more::Item>(df::id<more::Item>{1}, field<&more::Item::weight> = 5,
                                      field<&more::Item::code> = "open"));
        const auto last = db.run(df::list<audit_record>().order_by(field<&audit_record::id>)).records.back();
        EXPECT_EQ(audited::members(*last.after), (audited::row{{"weight", "5"}, {"code", "\"open\""}}));
        EXPECT_EQ(audited::members(*last.before).at("weight"), "null");
        EXPECT_TRUE(df::verify_audit(db).ok());
    }
    auto db =
        df::open_migrated<now::Item, audit_record>(url(), {.auto_confirm = true, .max_risk = df::risk::high});
    db.run(df::update<now::Item>(df::id<now::Item>{1}, field<&now::Item::name> = "z",
                                 field<&now::Item::code> = "q"));
    const auto last = db.run(df::list<audit_record>().order_by(field<&audit_record::id>)).records.back();
    EXPECT_EQ(audited::members(*last.after), (audited::row{{"name", "\"z\""}, {"code", "\"(secret)\""}}));
    EXPECT_TRUE(df::verify_audit(db).ok());
    EXPECT_TRUE(db.drift().empty()) << df::migrate::to_text(db.drift());
    by_hand("DROP TRIGGER " + trigger("delete") + (postgres() ? " ON items" : ""));
    EXPECT_EQ(db.drift().triggers.size(), 1U);
    EXPECT_FALSE(db.drift().empty());
}

TEST_P(AuditOpening, ARoleWithoutRightsOnTheLogIsRecordedAndCannotChangeIt) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no roles";
    database db{url()};
    db.run(df::create(now::Item{.name = "a"}));
    const auto role = "audit_role_" + std::to_string(::getpid());
    auto other = plain();
    other.run("CREATE ROLE " + role + "; GRANT USAGE ON SCHEMA " + where().schema() + " TO " + role +
              "; GRANT ALL ON items TO " + role + "; GRANT ALL ON ALL SEQUENCES IN SCHEMA " +
              where().schema() + " TO " + role);
    other.run("SET ROLE " + role);
    other.run("CREATE TEMP TABLE dataflow_audit (id BIGINT)"); // in the way of nobody
    other.run("INSERT INTO items (name, code) VALUES ('raw', '')");
    other.run("SET dataflow.actor = 'mallory'; UPDATE items SET name = 'm'");
    EXPECT_THROW(other.run("DELETE FROM " + where().schema() + ".dataflow_audit"), std::runtime_error);
    EXPECT_THROW(other.run("SELECT * FROM " + where().schema() + ".dataflow_audit"), std::runtime_error);
    EXPECT_THROW(other.run("SELECT dataflow_audit_note('', 1, '')"), std::runtime_error);
    EXPECT_EQ(db.run(df::count<audit_record>()), 4);
    EXPECT_TRUE(df::verify_audit(db).ok());
    other.run("RESET ROLE; DROP OWNED BY " + role + "; DROP ROLE " + role);
}

TEST_P(AuditOpening, WhatASessionSetsEndsWithItsTransaction) {
    if (!postgres()) GTEST_SKIP() << "SQLite's sessions set nothing";
    database db{df::open_options{.url = url("application_name=shop"), .connections = 1}};
    const auto ann = db.session({.actor = "ann", .request_id = "r"});
    const auto shown = [&](auto& on) {
        return on.run(df::sql<"select current_setting('application_name') || ' ' || "
                              "coalesce(current_setting('dataflow.actor', true), '')",
                              std::string>()
                          .one());
    };
    ann.transaction([&](auto& tx) { EXPECT_EQ(shown(tx), "ann ann"); });
    EXPECT_EQ(shown(db), "shop ");
    ann.run(df::create(now::Item{.name = "a"}));
    EXPECT_EQ(shown(db), "shop ");
    EXPECT_THROW(ann.transaction([&](auto& tx) {
        tx.run(df::create(now::Item{.name = "b"}));
        throw 1;
    }),
                 int);
    EXPECT_EQ(shown(db), "shop ");
    EXPECT_THROW(ann.run(df::sql<"delete from items where 1/0 = 1">()), df::error);
    EXPECT_EQ(shown(db), "shop ");
}

} // namespace
