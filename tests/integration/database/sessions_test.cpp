// What statements written by hand leave behind in a session: the next user of the connection must not meet
// it.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/sql.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
using namespace shop;
using df::field;
using support::backend;
using support::thrown;
using database = df::database<Customer, Order>;

class Sessions : public support::database_test {
  protected:
    /// A database of one connection, so that the next user is known to get the same one.
    [[nodiscard]] database open() const { return database{df::open_options{.url = url(), .connections = 1}}; }
};
DATAFLOW_ON_ALL_DATABASES(Sessions);

TEST_P(Sessions, ForeignKeysAreCheckedForTheNextUser) {
    auto db = open();
    if (postgres()) {
        db.run(df::sql<"set session_replication_role = replica">());
        db.transaction(
            [](auto& tx) { tx.inside().connection().script("SET session_replication_role = replica"); });
    } else if (memory()) {
        EXPECT_THROW(db.run(df::sql<"pragma foreign_keys = off">()), df::protected_operation);
    } else {
        db.run(df::sql<"pragma foreign_keys = off">());
    }
    EXPECT_THROW(db.run(df::create<Order>(field<&Order::customer_id> = df::id<Customer>{77})),
                 df::foreign_key_violation);
    EXPECT_EQ(db.run(df::count<Order>()), 0);
}

/// Runs `work` in a child process; gives what it gives, or 99 for another exception than
/// `protected_operation`.
template <class Work>
int in_child(Work work) {
    const auto child = ::fork();
    if (child == 0) {
        int code = 99;
        try {
            code = work();
        } catch (const std::exception& e) {
            (void)!::write(2, e.what(), std::string_view{e.what()}.size());
        }
        ::_exit(code);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

/// Whether it is refused, and told why.
template <class Work>
bool refused(Work&& work) {
    try {
        work();
    } catch (const df::protected_operation& e) {
        return support::has(e.what(), "forked");
    }
    return false;
}

TEST_P(Sessions, AChildProcessIsRefusedAndLeavesTheParentsSessionsAlone) {
    auto db = std::make_unique<database>(df::open_options{.url = url(), .connections = 2});
    for (int i = 0; i < 300; ++i) db->run(df::create(customer(i)));
    const auto session = [&] {
        return postgres() ? db->run(df::sql<"select pg_backend_pid()", int>().one()) : 0;
    };
    const auto before = session();
    EXPECT_EQ(
        in_child([&] {
            if (!refused([&] { db->run(df::count<Customer>()); })) return 1;
            if (!refused([&] { db->run(df::create(customer(1'000))); })) return 2;
            if (!refused([&] { db->transaction([](auto& tx) { tx.run(df::create(customer(1'000))); }); }))
                return 3;
            if (!refused([&] { (void)db->stream(df::list<Customer>()); })) return 4;
            if (!refused([&] { db->run(df::bulk_create(std::vector{customer(1'000)})); })) return 5;
            db.reset(); // ends nothing of the parent's
            if (memory()) return 0;
            if (!postgres()) return 0;
            database own{url()};
            return own.run(df::count<Customer>()) == 300 ? 0 : 6;
        }),
        0);
    EXPECT_EQ(session(), before);
    // In the middle of a transaction, and of a stream.
    db->transaction([&](auto& tx) {
        tx.run(df::create(customer(500)));
        EXPECT_EQ(in_child([&] {
                      if (!refused([&] { tx.run(df::create(customer(501))); })) return 1;
                      if (!refused([&] { tx.run(df::count<Customer>()); })) return 2;
                      if (!refused([&] { tx.nested([](auto& inner) { inner.run(df::count<Customer>()); }); }))
                          return 3;
                      return 0;
                  }),
                  0);
        tx.run(df::create(customer(502)));
    });
    int n = 0;
    for (const auto& c : db->stream(df::list<Customer>())) {
        (void)c;
        if (++n == 3) {
            EXPECT_EQ(in_child([&] {
                          try {
                              db->transaction([&](auto&) {});
                          } catch (const df::protected_operation&) {
                              return 0;
                          }
                          return 1;
                      }),
                      0);
        }
    }
    EXPECT_EQ(n, 302);
    EXPECT_EQ(in_child([&] { // a child that throws out of all of it
                  return refused([&] { auto rows = db->stream(df::list<Customer>()); }) ? 0 : 1;
              }),
              0);
    std::optional<df::row_stream<df::record<Customer>>> rows{db->stream(df::list<Customer>())};
    auto at = rows->begin();
    EXPECT_EQ(in_child([&] {
                  const bool told = refused([&] {
                      for (int i = 0; i < 400; ++i) ++at;
                  });
                  rows.reset();
                  db.reset();
                  return told ? 0 : 1;
              }),
              0);
    for (n = 1; ++at != rows->end();) ++n;
    EXPECT_EQ(n, 302);
    rows.reset();
    EXPECT_EQ(db->run(df::count<Customer>()), 302);
    EXPECT_EQ(session(), before);
}

#if DATAFLOW_SQLITE
TEST_P(Sessions, SettingsOfSqliteGoWithTheLoan) {
    if (postgres()) return;
    auto db = open();
    db.run(df::create(customer(1)));
    const auto set = [&](auto node) {
        if (memory()) {
            const auto e = thrown<df::protected_operation>([&] { db.run(node); });
            EXPECT_TRUE(support::has(e.what(), "database in memory")) << e.what();
        } else db.run(node);
    };
    set(df::sql<"pragma query_only = on">());
    db.run(df::create(customer(2)));
    set(df::sql<"/* a comment */ PRAGMA case_sensitive_like(off)">());
    EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::email>.like("C1%"))), 0);
    set(df::sql<"pragma ignore_check_constraints = 1">());
    EXPECT_THROW(db.run(df::create<Customer>(field<&Customer::name> = "x", field<&Customer::email> = "x",
                                             field<&Customer::age> = 999)),
                 df::check_violation);
    set(df::sql<"create temp table customers (x)">());
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
    if (!memory()) {
        db.transaction([&](auto& tx) {
            tx.inside().connection().script("CREATE TEMP TABLE mine (x); INSERT INTO mine VALUES (5)");
            EXPECT_EQ(tx.run(df::sql<"select x from mine", int>().one()), 5) << "what the same user sees";
        });
        {
            database made{"sqlite:" + where().folder().string() + "/other.db"};
        }
        db.run(df::sql<"attach database {} as other">(where().folder().string() + "/other.db"));
    }
    EXPECT_EQ(
        db.run(df::sql<"select count(*) from pragma_database_list where name not in ('main', 'temp')", int>()
                   .one()),
        0);
    EXPECT_EQ(db.run(df::sql<"select count(*) from sqlite_temp_schema", int>().one()), 0);
    // What asks, and what changes the file only, is left alone.
    db.run(df::sql<"pragma user_version = 12">());
    db.run(df::sql<"vacuum">());
    EXPECT_EQ(db.run(df::sql<"pragma user_version", int>().one()), 12);
    EXPECT_EQ(db.run(df::sql<"select count(*) from pragma_table_xinfo('customers')", int>().one()), 7);
    EXPECT_EQ(db.run(df::sql<"pragma foreign_keys", int>().one()), 1);
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
}
#endif

#if DATAFLOW_POSTGRES
TEST_P(Sessions, SettingsOfPostgresGoWithTheLoan) {
    if (!postgres()) return;
    auto db = open();
    db.run(df::create(customer(1)));
    auto admin = plain();
    const auto other = where().schema() + "_other";
    const auto role = where().schema() + "_role";
    admin.run(
        "CREATE SCHEMA " + other + "; CREATE TABLE " + other +
        ".customers (LIKE customers INCLUDING ALL);"
        "INSERT INTO " +
        other + ".customers SELECT * FROM customers; INSERT INTO " + other +
        ".customers SELECT 2, 'n', 'e', 30, NULL, now(), now();"
        "CREATE FUNCTION goes_there() RETURNS text LANGUAGE sql AS $$ SELECT set_config('search_path', '" +
        other +
        "', false) $$;"
        "CREATE ROLE " +
        role);
    const auto pid = [&] { return db.run(df::sql<"select pg_backend_pid()", int>().one()); };
    const auto before = pid();
    const auto sound = [&](const char* what) {
        EXPECT_EQ(db.run(df::count<Customer>()), 1) << what;
        EXPECT_EQ(db.run(df::sql<"select current_user || current_setting('statement_timeout') || "
                                 "current_setting('TimeZone')",
                                 std::string>()
                             .one()),
                  admin.value("SELECT current_user || '0' || 'UTC'"))
            << what;
        db.run(df::update<Customer>(1, field<&Customer::age> = 31));
        EXPECT_EQ(admin.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
                              "(SELECT oid FROM pg_database WHERE datname = current_database())"),
                  "0")
            << what;
    };
    db.run(df::sql<"select set_config('search_path', {}, false)", std::string>(other));
    sound("set_config");
    db.run(df::sql<"select goes_there()", std::string>());
    sound("a function");
    db.run(df::sql<"select \"goes_there\"()", std::string>());
    sound("a quoted function");
    (void)db.run(df::sql<"with x as (select goes_there() as y) select y from x", std::string>().first());
    sound("a function in a part");
    for (const auto& text :
         {"SET search_path TO " + other, "SET ROLE " + role, "SET SESSION AUTHORIZATION " + role,
          std::string{"SET statement_timeout TO 7777"},
          std::string{"SET default_transaction_read_only TO on"},
          std::string{"SET TimeZone TO 'Europe/Paris'"},
          std::string{"CREATE TEMP TABLE customers (LIKE customers)"},
          std::string{"SELECT pg_advisory_lock(5)"}, std::string{"LISTEN here"},
          std::string{"DECLARE c CURSOR WITH HOLD FOR SELECT 1"},
          std::string{"DO $$ BEGIN PERFORM set_config('search_path', 'pg_catalog', false); END $$"}}) {
        db.transaction([&](auto& tx) { tx.inside().connection().script(text); });
        sound(text.c_str());
        EXPECT_EQ(db.run(df::sql<"select count(*) from pg_cursors where is_holdable", int>().one()), 0)
            << text;
        EXPECT_EQ(db.run(df::sql<"select count(*) from pg_listening_channels()", int>().one()), 0) << text;
    }
    db.run(df::sql<"create temp table orders (x int)">());
    EXPECT_EQ(db.run(df::count<Order>()), 0);
    EXPECT_EQ(pid(), before) << "all of this is put back, and the connection stays";
    // A query by hand that leaves nothing behind costs nothing.
    for (int i = 0; i < 3; ++i)
        db.run(df::sql<"insert into orders (customer_id, total, status, quantity, created_at, updated_at) "
                       "values ({}, 1, 's', 1, now(), now())">(1));
    EXPECT_EQ(
        db.run(
            df::sql<"select count(*) from pg_prepared_statements where statement like 'insert into orders%'",
                    int>()
                .one()),
        1);
    // Prepared statements cannot be told apart from the library's own: the connection goes.
    db.run(df::sql<"prepare mine as select 1">());
    EXPECT_EQ(db.run(df::sql<"select count(*) from pg_prepared_statements where name = 'mine'", int>().one()),
              0);
    EXPECT_NE(pid(), before);
    sound("prepare");
    db.transaction([&](auto& tx) {
        tx.run(df::sql<"create temp table mine (x int)">());
        tx.run(df::sql<"insert into mine values (5)">());
        EXPECT_EQ(tx.run(df::sql<"select x from mine", int>().one()), 5) << "what the same user sees";
    });
    EXPECT_THROW(
        db.run(
            df::sql<"select set_config('search_path', 'nowhere', false) || (1 / (age - age)) from customers",
                    std::string>()),
        df::invalid_value);
    sound("an error");
    admin.run("DROP SCHEMA " + other + " CASCADE; DROP ROLE " + role);
}
#endif

} // namespace
