// PostgreSQL's row-level security keeps tenants apart for whoever asks: SQL by hand, other programs, and
// behind a pooler.
#include "support/fixture.hpp"
#include "support/oracle.hpp"

#include <dataflow/audit/audit.hpp>
#include <dataflow/history.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/session.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

namespace walled {
struct Room {
    df::id<Room, std::string> number{};
    int beds = 1;

    static constexpr auto dataflow = df::options{.table = "rooms",
                                                 .key = df::key("number"),
                                                 .timestamps = false,
                                                 .multi_tenant = true,
                                                 .row_level_security = true,
                                                 .history = true};
};
struct Guest {
    df::id<Guest> id{};
    df::id<Room, std::string> room{};
    std::string name{};

    static constexpr auto dataflow =
        df::options{.table = "guests", .timestamps = false, .multi_tenant = true, .row_level_security = true};
};
using hotel = df::database<Room, Guest>;
} // namespace walled
namespace open_to_all {
struct Room {
    df::id<Room, std::string> number{};
    int beds = 1;

    static constexpr auto dataflow = df::options{.table = "rooms",
                                                 .key = df::key("number"),
                                                 .timestamps = false,
                                                 .multi_tenant = true,
                                                 .history = true};
};
struct Guest {
    df::id<Guest> id{};
    df::id<Room, std::string> room{};
    std::string name{};

    static constexpr auto dataflow =
        df::options{.table = "guests", .timestamps = false, .multi_tenant = true};
};
using hotel = df::database<Room, Guest>;
} // namespace open_to_all

namespace before {
struct Desk {
    df::id<Desk> id{};
    std::optional<std::string> note{};

    static constexpr auto dataflow = df::options{.multi_tenant = true, .row_level_security = true};
};
} // namespace before
namespace after {
struct Desk {
    df::id<Desk> id{};
    std::string note = "none";

    static constexpr auto dataflow = df::options{.multi_tenant = true, .row_level_security = true};
};
} // namespace after

namespace without {
struct Desk {
    df::id<Desk> id{};
    std::string note = "none";
};
} // namespace without
struct Letter {
    df::id<Letter> id{};
    std::string text{};

    static constexpr auto dataflow =
        df::options{.multi_tenant = true, .row_level_security = true, .audit_log = true};
};

using walled::Guest;
using walled::hotel;
using walled::Room;

df::id<Room, std::string> number(const char* of) { return df::id<Room, std::string>{of}; }

/// With a role that owns the tables, and is no superuser.
class RowSecurity : public support::database_test {
  protected:
    void SetUp() override {
        database_test::SetUp();
        if (!postgres() || IsSkipped()) return;
        auto admin = plain();
        role_ = where().schema() + "_owner";
        guest_ = where().schema() + "_guest";
        admin.run("CREATE ROLE " + role_ + " LOGIN; CREATE ROLE " + guest_ + " LOGIN; GRANT ALL ON SCHEMA " +
                  where().schema() + " TO " + role_ + "; GRANT USAGE ON SCHEMA " + where().schema() + " TO " +
                  guest_);
    }
    void TearDown() override {
        if (!role_.empty())
            plain().run("DROP OWNED BY " + role_ + " CASCADE; DROP OWNED BY " + guest_ + "; DROP ROLE " +
                        role_ + ", " + guest_);
        database_test::TearDown();
    }
    [[nodiscard]] std::string owner() const { return url("user=" + role_); }
    [[nodiscard]] std::string outsider() const { return url("user=" + guest_); }
    void let_in() { plain().run("GRANT ALL ON ALL TABLES IN SCHEMA " + where().schema() + " TO " + guest_); }

    std::string role_, guest_;
};
DATAFLOW_ON_SHARED_DATABASES(RowSecurity);

/// What a command says.
std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe{::popen(command.c_str(), "r"), &::pclose};
    std::string out;
    for (int c = 0; (c = std::fgetc(pipe.get())) != EOF;) out += static_cast<char>(c);
    if (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
}
/// What psql says under a URL.
std::string psql(const std::string& url, const std::string& sql) {
    return output_of("psql -X -q -A -t -v ON_ERROR_STOP=1 -c \"" + sql + "\" '" + url + "' 2>&1");
}
bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

void fill(hotel& db) {
    const auto acme = db.tenant("acme"), globex = db.tenant("globex");
    acme.run(
        df::bulk_create({Room{.number = number("1"), .beds = 2}, Room{.number = number("2"), .beds = 3}}));
    globex.run(df::create(Room{.number = number("1"), .beds = 9}));
    acme.run(df::create(Guest{.room = number("1"), .name = "ann"}));
    globex.run(df::create(Guest{.room = number("1"), .name = "bob"}));
}
std::int64_t count_by_hand(auto&& of) {
    return of.run(df::sql<"select count(*) from rooms", std::int64_t>().one());
}

TEST_P(RowSecurity, DoesNotOpenOnSQLite) {
    if (postgres()) GTEST_SKIP() << "PostgreSQL has it";
    const auto e = support::thrown<df::schema_mismatch>([&] { hotel{url()}; });
    EXPECT_TRUE(has(e.what(), "row_level_security is for PostgreSQL")) << e.what();
    EXPECT_EQ(e.model(), "Room");
}

TEST_P(RowSecurity, SqlByHandSeesTheTenantOfItsSessionAlone) {
    if (!postgres()) GTEST_SKIP() << "PostgreSQL alone";
    hotel db{owner()};
    EXPECT_TRUE(db.warnings().empty());
    fill(db);
    EXPECT_EQ(count_by_hand(db.tenant("acme")), 2);
    EXPECT_EQ(count_by_hand(db.tenant("globex")), 1);
    EXPECT_EQ(count_by_hand(db.tenant("nobody")), 0);
    EXPECT_EQ(db.run(df::sql<"select count(*) from rooms", std::int64_t>().one()), 0);
    EXPECT_EQ(count_by_hand(db.all_tenants()), 3);
    EXPECT_EQ(db.all_tenants().run(df::count<Room>()), 3);
    EXPECT_EQ(db.run(df::sql<"select count(*) from rooms", std::int64_t>().one()), 0); // not left behind
    EXPECT_EQ(db.tenant("acme").run(df::sql<"select count(*) from rooms_history", std::int64_t>().one()), 2);
    EXPECT_EQ(db.tenant("acme").transaction([](auto& tx) { return count_by_hand(tx); }), 2);
    std::int64_t beds = 0;
    for (const auto& room : db.tenant("acme").stream(df::list<Room>())) beds += room.beds;
    EXPECT_EQ(beds, 5);
    // A write by hand to another tenant's rows touches none, and makes none.
    db.tenant("acme").run(df::sql<"update rooms set beds = 0 where tenant_id = 'globex'">());
    EXPECT_EQ(db.tenant("globex").run(df::read<Room>("1")).beds, 9);
    EXPECT_THROW(db.tenant("acme").run(
                     df::sql<"insert into rooms (tenant_id, number, beds) values ('globex', '5', 1)">()),
                 df::error);
    EXPECT_EQ(db.tenant("globex").run(df::count<Room>()), 1);
}

TEST_P(RowSecurity, NodesDoWhatTheyDoWithoutIt) {
    if (!postgres()) GTEST_SKIP() << "PostgreSQL alone";
    hotel db{owner()};
    fill(db);
    const auto acme = db.tenant("acme");
    std::vector<Guest> many;
    for (int i = 0; i < 400; ++i) many.push_back({.room = number("2"), .name = std::to_string(i)});
    EXPECT_EQ(acme.run(df::bulk_create(many)).created, 400);
    EXPECT_EQ(acme.run(df::count<Guest>()), 401);
    const auto [rooms, guests] = acme.run_all(df::count<Room>(), df::count<Guest>());
    EXPECT_EQ(rooms, 2);
    EXPECT_EQ(guests, 401);
    acme.run(df::update<Room>("1", field<&Room::beds> = 7));
    EXPECT_EQ(acme.run(df::history<Room>("1")).size(), 2u);
    EXPECT_EQ(acme.run(df::list<Guest>().join<&Guest::room>()).size(), 401u);
    EXPECT_THROW(acme.run(df::create(Guest{.room = number("9"), .name = "x"})), df::foreign_key_violation);
    db.all_tenants(df::for_writing).transaction([](auto& tx) {
        EXPECT_EQ(tx.run(df::bulk_update<Room>(df::everything, field<&Room::beds> += 1)).updated, 3);
        tx.tenant("globex").run(df::create(Room{.number = number("4")}));
        EXPECT_EQ(tx.tenant("globex").run(df::sql<"select count(*) from rooms", std::int64_t>().one()), 2);
        EXPECT_EQ(tx.run(df::sql<"select count(*) from rooms", std::int64_t>().one()), 4);
    });
    EXPECT_EQ(db.tenant("globex").run(df::count<Room>()), 2);
    db.transaction([](auto& tx) {
        tx.tenant("globex").run(df::create(Room{.number = number("5")}));
        EXPECT_EQ(tx.tenant("acme").run(df::sql<"select count(*) from rooms", std::int64_t>().one()), 2);
        EXPECT_EQ(tx.run(df::sql<"select count(*) from rooms", std::int64_t>().one()), 0); // again nobody's
        EXPECT_EQ(tx.tenant("globex").run(df::count<Room>()), 3);
    });
}

TEST_P(RowSecurity, ThreadsOfTwoTenantsNeverSeeEachOthersRows) {
    if (!postgres()) GTEST_SKIP() << "PostgreSQL alone";
    hotel db{owner()};
    fill(db);
    std::vector<std::thread> all;
    for (const std::string name : {"acme", "globex"})
        for (int t = 0; t < 2; ++t)
            all.emplace_back([&db, name] {
                const auto mine = db.tenant(name);
                for (int i = 0; i < 100; ++i) EXPECT_EQ(count_by_hand(mine), name == "acme" ? 2 : 1);
            });
    for (int i = 0; i < 50; ++i) EXPECT_EQ(count_by_hand(db.all_tenants()), 3);
    for (auto& t : all) t.join();
}

TEST_P(RowSecurity, OtherProgramsSeeNothingWithoutATenant) {
    if (!postgres() || !support::oracle_is_there(support::backend::postgres))
        GTEST_SKIP() << "needs PostgreSQL and psql";
    hotel db{owner()};
    fill(db);
    let_in();
    for (const auto& who : {owner(), outsider()}) {
        EXPECT_EQ(psql(who, "select count(*) from rooms"), "0");
        EXPECT_EQ(psql(who, "set dataflow.tenant = 'globex'; select count(*), sum(beds) from rooms"), "1|9");
        EXPECT_EQ(psql(who, "set dataflow.all_tenants = 'on'; select count(*) from rooms"), "3");
        EXPECT_TRUE(has(psql(who, "set dataflow.tenant = 'acme'; insert into rooms (tenant_id, number, beds) "
                                  "values ('globex', '7', 1)"),
                        "row-level security"));
        EXPECT_EQ(psql(who, "set dataflow.tenant = 'acme'; delete from guests where tenant_id = 'globex' "
                            "returning 1"),
                  "");
        EXPECT_TRUE(has(psql(who, "set dataflow.tenant = 'acme'; update guests set tenant_id = 'globex'"),
                        "row-level security"));
    }
    EXPECT_EQ(db.tenant("globex").run(df::count<Guest>()), 1);
}

TEST_P(RowSecurity, WhatItRefusesIsToldAsThat) {
    if (!postgres()) GTEST_SKIP() << "needs PostgreSQL";
    hotel db{owner()};
    fill(db);
    const auto acme = db.tenant("acme");
    const auto told = [](const df::protected_operation& e) {
        EXPECT_TRUE(has(e.what(), "row-level security refuses the row")) << e.what();
        EXPECT_FALSE(has(e.what(), "privilege")) << e.what();
        EXPECT_EQ(e.code(), "42501");
    };
    for (const bool together : {false, true}) {
        try {
            if (together)
                acme.transaction(
                    [](auto& tx) { tx.run(df::sql<"update guests set tenant_id = 'globex'">()); });
            else acme.run(df::sql<"insert into rooms (tenant_id, number, beds) values ('globex', '7', 1)">());
            ADD_FAILURE();
        } catch (const df::protected_operation& e) {
            told(e);
        }
    }
    let_in(); // and a right that is lacking is still one
    plain().run("REVOKE INSERT ON rooms FROM " + guest_);
    df::database<> other{outsider()};
    EXPECT_THROW(other.run(df::sql<"insert into rooms (tenant_id, number, beds) values ('a', '7', 1)">()),
                 df::permission_denied);
}

TEST_P(RowSecurity, HoldsBehindAPoolerInTransactionMode) {
    if (!postgres()) GTEST_SKIP() << "PostgreSQL alone";
    const auto folder =
        std::filesystem::temp_directory_path() / ("dataflow_walled_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::filesystem::permissions(folder, std::filesystem::perms{0755});
    const auto script = std::string{DATAFLOW_TEST_SOURCE_DIR} + "/tests/support/pooler.sh ";
    std::string server = support::server_url();
    const auto from = server.find("//") + 2;
    server.replace(from, server.find('@') - from, role_);
    const auto said = output_of(script + "start " + folder.string() + " " + server + " transaction");
    const auto at = said.find("POOLER_URL=");
    if (at == std::string::npos) GTEST_SKIP() << "there is no pgbouncer on this machine";
    const auto pooler = said.substr(at + 11, said.find('\n', at) - at - 11);
    {
        hotel db{pooler + "?options=-csearch_path%3D" + where().schema()};
        fill(db);
        std::vector<std::thread> all;
        for (const std::string name : {"acme", "globex", "nobody"})
            for (int t = 0; t < 3; ++t)
                all.emplace_back([&db, name] {
                    const auto mine = db.tenant(name);
                    const auto expected = name == "acme" ? 2 : name == "globex" ? 1 : 0;
                    for (int i = 0; i < 60; ++i) {
                        EXPECT_EQ(count_by_hand(mine), expected);
                        EXPECT_EQ(mine.run(df::count<Room>()), expected);
                        EXPECT_EQ(mine.transaction([](auto& tx) { return count_by_hand(tx); }), expected);
                    }
                });
        for (auto& t : all) t.join();
        EXPECT_EQ(count_by_hand(db.all_tenants()), 3);
        EXPECT_EQ(db.run(df::sql<"select count(*) from rooms", std::int64_t>().one()), 0);
    }
    (void)output_of(script + "stop " + folder.string());
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
}

TEST_P(RowSecurity, AMigrationOfTheOwnerReachesTheRowsOfAllTenants) {
    if (!postgres()) GTEST_SKIP() << "PostgreSQL alone";
    {
        df::database<before::Desk> db{owner()};
        db.tenant("acme").run(df::create(before::Desk{}));
        db.tenant("globex").run(df::create(before::Desk{}));
    }
    auto db = df::open_migrated<after::Desk>(owner(), {.auto_confirm = true});
    for (const auto& d : db.all_tenants().run(df::list<after::Desk>()).records) EXPECT_EQ(d.note, "none");
    EXPECT_EQ(db.all_tenants().run(df::count<after::Desk>()), 2);
    EXPECT_EQ(db.run(df::sql<"select count(*) from desks", std::int64_t>().one()), 0);
    EXPECT_TRUE(db.drift().empty());
}

TEST_P(RowSecurity, GoesTogetherWithTheTenants) {
    if (!postgres()) GTEST_SKIP() << "PostgreSQL alone";
    {
        df::database<after::Desk> db{owner()};
        db.tenant("acme").run(df::create(after::Desk{}));
    }
    auto db =
        df::open_migrated<without::Desk>(owner(), {.auto_confirm = true, .max_risk = df::risk::critical});
    EXPECT_EQ(db.run(df::count<without::Desk>()), 1);
    EXPECT_EQ(plain().value("SELECT count(*) FROM pg_policy WHERE polrelid = 'desks'::regclass"), "0");
}

TEST_P(RowSecurity, ChangesAreRecordedInTheAuditLog) {
    if (!postgres()) GTEST_SKIP() << "PostgreSQL alone";
    df::database<Letter, df::tenant_audit_record> db{owner()};
    const auto acme = db.session({.actor = "ann"}).tenant("acme");
    const auto made = acme.run(df::create(Letter{.text = "a"}));
    acme.run(df::update<Letter>(made.id, field<&Letter::text> = "b"));
    db.tenant("globex").run(df::create(Letter{.text = "c"}));
    const auto log =
        acme.run(df::list<df::tenant_audit_record>().order_by(field<&df::tenant_audit_record::id>));
    ASSERT_EQ(log.size(), 2u);
    EXPECT_EQ(log[1].actor, "ann");
    EXPECT_EQ(log[1].operation, df::audit_operation::updated);
    EXPECT_TRUE(df::verify_audit(db).ok());
}

TEST_P(RowSecurity, ARoleThatPassesItByIsWarnedOf) {
    if (!postgres()) GTEST_SKIP() << "PostgreSQL alone";
    hotel db{url()};
    ASSERT_EQ(db.warnings().size(), 1u);
    EXPECT_TRUE(has(db.warnings()[0].message, "passes it by"));
}

TEST_P(RowSecurity, AMigrationSwitchesItOnAndOff) {
    if (!postgres()) GTEST_SKIP() << "PostgreSQL alone";
    const auto how = df::open_options{.url = owner(), .create_tables = false};
    {
        open_to_all::hotel db{owner()};
        db.tenant("acme").run(
            df::create(open_to_all::Room{.number = df::id<open_to_all::Room, std::string>{"1"}, .beds = 4}));
    }
    EXPECT_THROW(hotel{how}, df::schema_mismatch);
    {
        df::migrate_result done;
        auto db = df::open_migrated<Room, Guest>(owner(), {.auto_confirm = true}, &done);
        EXPECT_TRUE(db.drift().empty());
        ASSERT_EQ(done.plan.steps.size(), 3u); // of the past versions, too
        for (const auto& s : done.plan.steps) {
            EXPECT_EQ(s.operation, "row-level security");
            EXPECT_EQ(s.subject, "on");
            EXPECT_FALSE(s.undo.empty());
            ASSERT_EQ(s.locks.size(), 1u);
            EXPECT_EQ(s.locks[0].mode, df::migrate::lock_mode::access_exclusive);
            EXPECT_EQ(s.risk, df::risk::medium);
        }
        EXPECT_EQ(count_by_hand(db.tenant("acme")), 1);
        EXPECT_EQ(count_by_hand(db.tenant("globex")), 0);
    }
    {
        hotel db{how};
    }
    open_to_all::hotel db{how};
    EXPECT_FALSE(db.drift().triggers.empty());
    const auto off = db.migrate({.auto_confirm = true});
    EXPECT_EQ(off.plan.steps.size(), 3u);
    EXPECT_TRUE(db.drift().empty());
    EXPECT_EQ(count_by_hand(db.tenant("globex")), 1);
    EXPECT_EQ(plain().value("SELECT count(*) FROM pg_class WHERE relrowsecurity AND relnamespace = "
                            "current_schema()::regnamespace"),
              "0");
}

TEST_P(RowSecurity, APolicyThatWasChangedIsMadeAgain) {
    if (!postgres()) GTEST_SKIP() << "PostgreSQL alone";
    {
        hotel db{owner()};
    }
    plain().run("ALTER POLICY dataflow_tenant ON rooms USING (true)");
    EXPECT_THROW((hotel{df::open_options{.url = owner(), .create_tables = false}}), df::schema_mismatch);
    hotel db{owner()};
    fill(db);
    EXPECT_EQ(count_by_hand(db.tenant("globex")), 1);
    plain().run("ALTER TABLE rooms NO FORCE ROW LEVEL SECURITY");
    hotel again{owner()};
    EXPECT_EQ(count_by_hand(again.tenant("globex")), 1);
    EXPECT_TRUE(again.drift().empty());
}

} // namespace
