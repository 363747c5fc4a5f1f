// A limit of rows for each tenant: whoever writes them, by whatever statement.
#include "support/fixture.hpp"

#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>
#include <dataflow/tenant_rows.hpp>

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct Seat { // with a key of the database
    df::id<Seat> id{};
    std::string name{};
    int row = 1;

    static constexpr auto dataflow = df::options{
        .timestamps = false, .multi_tenant = true, .rows_per_tenant = 5, .unique = df::unique({"name"})};
};
struct Badge { // with one of the program
    df::id<Badge, std::string> code{};
    int color = 1;

    static constexpr auto dataflow =
        df::options{.key = df::key("code"), .timestamps = false, .multi_tenant = true, .rows_per_tenant = 20};
};
using database = df::database<Seat, Badge>;

std::vector<Seat> seats(int from, int to) {
    std::vector<Seat> out;
    for (int i = from; i < to; ++i) out.push_back({.name = "s" + std::to_string(i)});
    return out;
}

class TenantRows : public support::shared_database_test {
  protected:
    template <class Work>
    static void full(Work&& work, std::string_view node = {}, std::string_view model = {}) {
        const auto e = support::thrown<df::resource_exhausted>(work);
        EXPECT_TRUE(support::has(e.what(), "rows_per_tenant")) << e.what();
        EXPECT_TRUE(support::has(e.what(), "the database limits ")) << e.what();
        EXPECT_FALSE(support::has(e.what(), "acme")) << e.what();
        EXPECT_EQ(e.info().constraint, "");
        if (!node.empty()) {
            EXPECT_EQ(e.node(), node);
            EXPECT_EQ(e.model(), model);
        }
    }
    void full_by_hand(const std::string& sql) {
        try {
            plain().run(sql);
            ADD_FAILURE() << "not refused: " << sql;
        } catch (const std::runtime_error& e) {
            EXPECT_TRUE(support::has(e.what(), "dataflow limits ")) << e.what();
        }
    }
    /// The rows, and that the count says the same.
    [[nodiscard]] std::int64_t rows(const std::string& tenant, const std::string& table = "seats") {
        const auto of = " WHERE tenant_id = '" + tenant + "'";
        const auto out = plain().number("SELECT count(*) FROM " + table + of);
        EXPECT_EQ(plain().number("SELECT coalesce(max(row_count), 0) FROM dataflow_tenant_rows" + of +
                                 " AND table_name = '" + table + "'"),
                  out);
        return out;
    }
};
DATAFLOW_ON_SHARED_DATABASES(TenantRows);

TEST_P(TenantRows, EachKindOfWriteKeepsIt) {
    database db{url()};
    const auto acme = db.tenant("acme"), globex = db.tenant("globex");
    for (const auto& s : seats(0, 4)) acme.run(df::create(s));
    full([&] { acme.run(df::bulk_create(seats(4, 6))); }, "bulk create", "Seat");
    EXPECT_EQ(rows("acme"), 4);
    acme.run(df::bulk_create(seats(4, 5)));
    full([&] { acme.run(df::create(Seat{.name = "s9"})); }, "create", "Seat");
    full([&] { acme.run(df::upsert(Seat{.name = "s9"}).on_conflict(field<&Seat::name>)); }, "upsert", "Seat");
    full([&] { acme.run(df::bulk_upsert(seats(4, 7)).on_conflict(field<&Seat::name>)); });
    // What updates takes no room.
    EXPECT_FALSE(acme.run(df::upsert(Seat{.name = "s1", .row = 7}).on_conflict(field<&Seat::name>)).created);
    EXPECT_EQ(acme.run(df::bulk_upsert(seats(0, 5)).on_conflict(field<&Seat::name>)).updated, 5U);
    EXPECT_EQ(acme.run(df::bulk_create(seats(0, 5)).on_conflict(df::conflict::skip)).skipped, 5U);
    EXPECT_EQ(acme.run(df::bulk_update<Seat>(df::everything, field<&Seat::row> = 2)).updated, 5U);
    full([&] { db.run(df::sql<"INSERT INTO seats (tenant_id, name, \"row\") VALUES ('acme', 'x', 1)">()); });
    // The other tenant has its own room.
    globex.run(df::bulk_create(seats(0, 5)));
    full([&] { globex.run(df::create(Seat{.name = "s9"})); });
    // Deletes free it.
    acme.run(df::bulk_erase<Seat>(field<&Seat::name> == "s0" || field<&Seat::name> == "s1"));
    EXPECT_EQ(rows("acme"), 3);
    acme.run(df::bulk_create(seats(6, 8)));
    full([&] { acme.run(df::create(Seat{.name = "s9"})); });
    EXPECT_EQ(rows("acme"), 5);
    EXPECT_EQ(rows("globex"), 5);
    EXPECT_EQ(df::tenant_usage<Seat>(db),
              (std::vector<df::tenant_row_count>{{"acme", 5, 5, false}, {"globex", 5, 5, false}}));
}

TEST_P(TenantRows, OtherPrograms) {
    {
        database db{url()};
    }
    const std::string insert = "INSERT INTO seats (tenant_id, name, \"row\") VALUES ";
    plain().run(insert + "('acme', 'a', 1), ('acme', 'b', 1), ('zeta', 'a', 1), ('beta', 'a', 1)");
    full_by_hand(insert + "('beta', 'b', 1), ('acme', 'c', 1), ('acme', 'd', 1), ('acme', 'e', 1), "
                          "('acme', 'f', 1), ('zeta', 'b', 1)");
    EXPECT_EQ(rows("acme"), 2);
    EXPECT_EQ(rows("beta"), 1);
    plain().run(insert + "('acme', 'c', 1), ('acme', 'd', 1), ('acme', 'e', 1)");
    plain().run(insert + "('acme', 'e', 2) ON CONFLICT DO NOTHING");
    plain().run(insert + "('acme', 'e', 2) ON CONFLICT (tenant_id, name) DO UPDATE SET \"row\" = 3");
    full_by_hand(insert + "('acme', 'g', 2)");
    // Another tenant's.
    full_by_hand("UPDATE seats SET tenant_id = 'acme', name = 'z' WHERE tenant_id = 'zeta'");
    plain().run("UPDATE seats SET tenant_id = 'zeta' WHERE tenant_id = 'acme' AND name <> 'a'");
    EXPECT_EQ(rows("zeta"), 5);
    EXPECT_EQ(rows("acme"), 1);
    plain().run("UPDATE seats SET tenant_id = tenant_id");
    plain().run("BEGIN; DELETE FROM seats WHERE tenant_id = 'zeta'; ROLLBACK");
    EXPECT_EQ(rows("zeta"), 5);
    plain().run("BEGIN; SAVEPOINT a; DELETE FROM seats; ROLLBACK TO a; " + insert +
                "('acme', 'k', 1); COMMIT");
    EXPECT_EQ(rows("zeta"), 5);
    EXPECT_EQ(rows("acme"), 2);
    if (postgres()) plain().run("TRUNCATE seats");
    else plain().run("DELETE FROM seats");
    EXPECT_EQ(rows("zeta"), 0);
    EXPECT_EQ(rows("acme"), 0);
    plain().run(insert + "('acme', 'a', 1), ('acme', 'b', 1), ('acme', 'c', 1), ('acme', 'd', 1)");
    EXPECT_EQ(rows("acme"), 4);
}

TEST_P(TenantRows, ReplacedRowsTakeNoRoom) {
    if (postgres()) GTEST_SKIP() << "SQLite's";
    database db{url()};
    const auto acme = db.tenant("acme");
    acme.run(df::bulk_create(seats(0, 4)));
    const std::string replace = "REPLACE INTO seats (tenant_id, name, \"row\") VALUES ";
    for (int i = 0; i < 20; ++i) plain().run(replace + "('acme', 's" + std::to_string(i % 4) + "', 9)");
    EXPECT_EQ(df::tenant_usage<Seat>(acme).rows, 4);
    acme.run(df::create(Seat{.name = "s4"}));
    plain().run(replace + "('acme', 's4', 9)");
    full_by_hand(replace + "('acme', 's5', 9)");
    plain().run("PRAGMA recursive_triggers = ON; " + replace + "('acme', 's4', 9), ('acme', 's4', 8)");
    plain().run("INSERT OR IGNORE INTO seats (tenant_id, name, \"row\") VALUES ('acme', 's4', 1)");
    full_by_hand("INSERT OR IGNORE INTO seats (tenant_id, name, \"row\") VALUES ('acme', 's7', 1)");
    full_by_hand("INSERT OR FAIL INTO seats (tenant_id, name, \"row\") VALUES ('acme', 's7', 1)");
    plain().run("UPDATE OR REPLACE seats SET name = 's1' WHERE name = 's2'"); // one less
    plain().run(replace + "('globex', 's1', 9)");
    EXPECT_EQ(df::tenant_usage<Seat>(acme).rows, 4);
    acme.run(df::create(Seat{.name = "s9"}));
    full([&] { acme.run(df::create(Seat{.name = "s10"})); });
    EXPECT_EQ(rows("acme"), 5);
    // A row of another tenant under the same number.
    const auto id = plain().value("SELECT id FROM seats WHERE name = 's9'");
    plain().run("REPLACE INTO seats (id, tenant_id, name, \"row\") VALUES (" + id + ", 'globex', 'n', 1)");
    EXPECT_EQ(df::tenant_usage<Seat>(acme).rows, 4);
    EXPECT_EQ(df::tenant_usage<Seat>(db.tenant("globex")).rows, 2);
    acme.run(df::create(Seat{.name = "s9"}));
    EXPECT_EQ(rows("acme"), 5);
}

TEST_P(TenantRows, WritersOfTwoTenantsRaceToTheLimit) {
    database db{url()};
    std::atomic<int> done{0}, refused{0};
    std::vector<std::thread> all;
    for (int t = 0; t < 6; ++t)
        all.emplace_back([&, t] {
            const auto session = db.tenant(t % 2 == 0 ? "acme" : "globex");
            for (int i = 0; i < 10; ++i) {
                const Badge one{
                    .code = df::id<Badge, std::string>{std::to_string(t / 2) + "_" + std::to_string(i)}};
                try {
                    if (i % 3 == 0) session.run(df::create(one));
                    else if (i % 3 == 1) session.run(df::bulk_create(std::vector<Badge>{one}));
                    else session.transaction([&](auto& tx) { tx.run(df::create(one)); });
                    ++done;
                } catch (const df::resource_exhausted&) {
                    ++refused;
                }
            }
        });
    for (auto& t : all) t.join();
    EXPECT_EQ(done, 40);
    EXPECT_EQ(refused, 20);
    EXPECT_EQ(rows("acme", "badges"), 20);
    EXPECT_EQ(rows("globex", "badges"), 20);
}

TEST_P(TenantRows, ManyRowsAtOnce) {
    database db{url()};
    df::set_rows_per_tenant<Seat>(db, "acme", 2000);
    const auto acme = db.tenant("acme");
    full([&] { acme.run(df::bulk_create(seats(0, 2001))); }, "bulk create", "Seat");
    EXPECT_EQ(rows("acme"), 0);
    EXPECT_EQ(acme.run(df::bulk_create(seats(0, 2000))).created, 2000);
    EXPECT_EQ(rows("acme"), 2000);
    full([&] { acme.run(df::bulk_upsert(seats(0, 2001)).on_conflict(field<&Seat::name>)); });
    full([&] {
        acme.transaction([](auto& tx) {
            tx.run(df::bulk_erase<Seat>(field<&Seat::name> == "s0"));
            tx.run(df::bulk_create(seats(3000, 3002)));
        });
    });
    EXPECT_EQ(rows("acme"), 2000);
}

TEST_P(TenantRows, TenantsDoNotWaitForEachOther) {
    if (!postgres()) GTEST_SKIP() << "SQLite's writers take turns";
    {
        database db{url()};
    }
    const std::string insert = "INSERT INTO badges (tenant_id, code, color) VALUES ";
    auto first = plain(), second = plain();
    first.run("BEGIN; " + insert + "('acme', 'a', 1); DELETE FROM badges");
    second.run("SET lock_timeout = '3s'; " + insert + "('globex', 'a', 1)");
    second.run("UPDATE badges SET tenant_id = 'zeta' WHERE tenant_id = 'globex'");
    EXPECT_THROW(second.run("SET lock_timeout = '50ms'; " + insert + "('acme', 'b', 1)"), std::runtime_error);
    first.run("COMMIT");
    second.run(insert + "('acme', 'b', 1)");
    EXPECT_EQ(rows("acme", "badges"), 1);
    EXPECT_EQ(rows("zeta", "badges"), 1);
    EXPECT_EQ(rows("globex", "badges"), 0);
    // In a transaction that sees the database as it was, one cannot count on.
    first.run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM badges");
    second.run(insert + "('acme', 'c', 1)");
    EXPECT_THROW(first.run(insert + "('acme', 'd', 1)"), std::runtime_error);
    first.run("ROLLBACK");
    EXPECT_EQ(rows("acme", "badges"), 2);
}

TEST_P(TenantRows, BulkStatementsOverTenantsDoNotDeadlock) {
    {
        database db{url()};
    }
    std::vector<std::thread> all;
    std::atomic<int> failed{0};
    for (int t = 0; t < 4; ++t)
        all.emplace_back([&, t] {
            auto own = plain();
            for (int i = 0; i < 20; ++i) {
                const auto name = "'" + std::to_string(t) + "_" + std::to_string(i) + "'";
                try {
                    own.run(std::string{"INSERT INTO badges (tenant_id, code, color) VALUES "} +
                            (t % 2 == 0
                                 ? "('a', " + name + ", 1), ('b', " + name + ", 1), ('c', " + name + ", 1)"
                                 : "('c', " + name + ", 1), ('b', " + name + ", 1), ('a', " + name + ", 1)"));
                    own.run("DELETE FROM badges WHERE code = " + name);
                } catch (const std::runtime_error& e) {
                    ++failed;
                    ADD_FAILURE() << e.what();
                }
            }
        });
    for (auto& t : all) t.join();
    EXPECT_EQ(failed, 0);
    for (const char* name : {"a", "b", "c"}) EXPECT_EQ(rows(name, "badges"), 0);
}

TEST_P(TenantRows, ATenantHasALimitOfItsOwn) {
    database db{url()};
    const auto acme = db.tenant("acme"), globex = db.tenant("globex");
    EXPECT_EQ(df::tenant_usage<Seat>(acme), (df::tenant_row_count{"acme", 0, 5, false}));
    EXPECT_TRUE(df::tenant_usage<Seat>(db).empty());
    df::set_rows_per_tenant<Seat>(db, "acme", 7);
    EXPECT_EQ(df::tenant_usage<Seat>(acme), (df::tenant_row_count{"acme", 0, 7, true}));
    acme.run(df::bulk_create(seats(0, 7)));
    full([&] { acme.run(df::create(Seat{.name = "s9"})); });
    full([&] { globex.run(df::bulk_create(seats(0, 6))); });
    df::set_rows_per_tenant<Seat>(db, std::string{"acme"}, std::nullopt);
    EXPECT_EQ(df::tenant_usage<Seat>(db.all_tenants()),
              (std::vector<df::tenant_row_count>{{"acme", 7, 5, false}}));
    full([&] { acme.run(df::create(Seat{.name = "s9"})); }); // those above it stay
    EXPECT_EQ(acme.run(df::count<Seat>()), 7);
    acme.run(df::bulk_update<Seat>(df::everything, field<&Seat::row> = 3));
    acme.run(df::bulk_erase<Seat>(field<&Seat::name> <= "s2"));
    acme.run(df::create(Seat{.name = "s9"}));
    full([&] { acme.run(df::create(Seat{.name = "s8"})); });
    df::set_rows_per_tenant<Seat>(db, "globex", 0);
    full([&] { globex.run(df::create(Seat{.name = "s8"})); });
    EXPECT_EQ(df::tenant_usage<Seat>(globex), (df::tenant_row_count{"globex", 0, 0, true}));
    EXPECT_THROW(df::set_rows_per_tenant<Seat>(db, "acme", -1), df::invalid_value);
    EXPECT_THROW(df::set_rows_per_tenant<Seat>(db, "", 1), df::invalid_value);
    // Of this table alone.
    EXPECT_EQ(df::tenant_usage<Badge>(globex).most, 20);
    // In a transaction, by a session, over all tenants.
    EXPECT_THROW(db.transaction([](auto& tx) {
        df::set_rows_per_tenant<Badge>(tx, "zeta", 1);
        EXPECT_EQ(df::tenant_usage<Badge>(tx), (std::vector<df::tenant_row_count>{{"zeta", 0, 1, true}}));
        throw std::runtime_error{"undone"};
    }),
                 std::runtime_error);
    EXPECT_TRUE(df::tenant_usage<Badge>(db).empty());
    df::set_rows_per_tenant<Badge>(db.session({.actor = "root"}), "zeta", 2);
    db.all_tenants(df::for_writing).transaction([](auto& tx) {
        df::set_rows_per_tenant<Badge>(tx, "eta", 3);
        EXPECT_EQ(df::tenant_usage<Badge>(tx).size(), 2U);
    });
    EXPECT_EQ(df::tenant_usage<Badge>(db.session({.actor = "root"})),
              (std::vector<df::tenant_row_count>{{"eta", 0, 3, true}, {"zeta", 0, 2, true}}));
    acme.transaction([&](auto& tx) {
        EXPECT_EQ(tx.run(df::bulk_erase<Seat>(df::everything)).deleted, 5U);
        tx.run(df::bulk_create(seats(0, 5)));
    });
    EXPECT_EQ(rows("acme"), 5);
}

TEST_P(TenantRows, TriggersThatAreMissingAreMadeAndRowsCounted) {
    {
        database db{url()};
    }
    const std::string insert = "INSERT INTO seats (tenant_id, name, \"row\") VALUES ";
    const std::string rows_of = "('acme', 'a', 1), ('acme', 'b', 1), ('acme', 'c', 1), ('acme', 'd', 1), "
                                "('acme', 'e', 1), ('acme', 'f', 1), ('beta', 'a', 1)";
    if (postgres()) {
        plain().run("ALTER TABLE seats DISABLE TRIGGER dataflow_rows_seats_insert");
        plain().run(insert + rows_of);
    } else {
        plain().run("DROP TRIGGER dataflow_rows_seats_insert");
        plain().run(insert + rows_of);
    }
    EXPECT_THROW((database{df::open_options{.url = url(), .create_tables = false}}), df::schema_mismatch);
    database db{url()};
    EXPECT_EQ(rows("acme"), 6);
    EXPECT_EQ(rows("beta"), 1);
    full([&] { db.tenant("acme").run(df::create(Seat{.name = "g"})); });
    database again{df::open_options{.url = url(), .create_tables = false}};
    EXPECT_EQ(df::tenant_usage<Seat>(again.tenant("beta")).rows, 1);
}

} // namespace
