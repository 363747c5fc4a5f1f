// What is told when the line to the server is cut: what was done, what was not, and what nobody can know. The
// oracle is a second connection that goes around the cut line and counts.
#include "support/cut_line.hpp"
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/cancel.hpp>
#include <dataflow/sql.hpp>

#include <libpq-fe.h>

#include <array>
#include <atomic>
#include <barrier>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using namespace shop;
using df::field;
using support::backend;
using support::cut_line;
using support::has;
using support::thrown;
using namespace std::chrono_literals;

struct order_input {
    std::string name;
    double total = 0;
};

/// A text that this program writes, but does not read where `shut` is set.
struct Sealed {
    std::string text;
    static inline bool shut = false;
};
struct Letter {
    df::id<Letter> id{};
    Sealed seal{};
    int weight = 0;
};

} // namespace

template <>
struct dataflow::mapped<Sealed> {
    using stored = std::string;
    static stored to(const Sealed& s) { return s.text; }
    static Sealed from(const stored& s) {
        if (Sealed::shut) throw std::runtime_error("sealed");
        return {s};
    }
};

namespace {

class LostAnswers : public testing::Test {
  protected:
    void SetUp() override {
        if (support::server_url() == nullptr)
            GTEST_SKIP() << "DATAFLOW_TEST_POSTGRES names no server (tests/support/postgres.sh starts one)";
        place_ = std::make_unique<support::place>(backend::postgres);
        const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> parts{
            PQconninfoParse(place_->url().c_str(), nullptr), &PQconninfoFree};
        for (auto* o = parts.get(); o->keyword != nullptr; ++o) {
            if (o->val == nullptr) continue;
            const std::string_view name = o->keyword;
            if (name == "host" && std::string_view{o->val} != "127.0.0.1")
                GTEST_SKIP() << "needs a server at 127.0.0.1";
            if (name == "port") line_ = std::make_unique<cut_line>(std::atoi(o->val));
            else if (name == "user" || name == "password" || name == "dbname")
                rest_ += std::string{name} + "='" + o->val + "' ";
        }
        ASSERT_NE(line_, nullptr);
    }
    /// The server behind the line that can be cut.
    [[nodiscard]] std::string url(const std::string& more = {}) const {
        return "host=127.0.0.1 port=" + std::to_string(line_->port()) + " " + rest_ +
               "options='-csearch_path=" + place_->schema() + "' application_name=" + victim() + " " + more;
    }
    [[nodiscard]] std::string victim() const { return "victim_" + place_->schema(); }
    [[nodiscard]] database open(std::size_t connections = 1) const {
        return database{df::open_options{.url = url(), .connections = connections}};
    }
    [[nodiscard]] support::plain_connection plain() const { return place_->plain(); }
    /// Ends the server's sessions of this test, as an administrator or a shutdown does.
    void terminate() {
        auto admin = plain();
        admin.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" +
                  victim() + "'");
        for (int i = 0;
             i < 500 && admin.number("SELECT count(*) FROM pg_stat_activity WHERE application_name = '" +
                                     victim() + "'") != 0;
             ++i)
            std::this_thread::sleep_for(10ms);
    }

    std::unique_ptr<support::place> place_;
    std::unique_ptr<cut_line> line_;
    std::string rest_;
};

TEST_F(LostAnswers, ASingleWriteIsInDoubtAndTellsWhetherARetryIsSafe) {
    auto db = open();
    auto oracle = plain();
    struct one {
        const char* what;
        bool safe;
        std::function<void()> run;  ///< does the same each time, or its like
        std::function<int()> count; ///< how often it was done
    };
    int n = 0;
    const auto number = [&](const char* sql) {
        return [&oracle, sql] { return static_cast<int>(oracle.number(sql)); };
    };
    db.run(df::create(Airport{.iata = df::id<Airport, std::string>{"AAA"}, .city = "a"}));
    const auto mine = db.run(df::create(customer(1'000)));
    const std::vector<one> writes{
        {"create", false, [&] { db.run(df::create(customer(n++))); },
         number("SELECT count(*) FROM customers")},
        {"create with a key", true,
         [&] {
             db.run(df::create(
                 Airport{.iata = df::id<Airport, std::string>{"K" + std::to_string(n++)}, .city = "k"}));
         },
         number("SELECT count(*) FROM airports")},
        {"create with a key that is made otherwise", true,
         [&] {
             auto c = df::record<Customer>{customer(n)};
             c.id = df::id<Customer>{5'000 + n++};
             db.run(df::create(static_cast<const Customer&>(c)));
         },
         number("SELECT count(*) FROM customers")},
        {"update", true,
         [&] { db.run(df::update<Customer>(mine.id, field<&Customer::city> = "u" + std::to_string(n++))); },
         [&] {
             return oracle.value("SELECT city FROM customers WHERE email = 'c1000@x.org'") ==
                            "u" + std::to_string(n - 1)
                        ? n
                        : n - 1;
         }},
        {"update by what is there", false,
         [&] { db.run(df::update<Airport>("AAA", field<&Airport::flights> += 1)); },
         number("SELECT flights FROM airports WHERE iata = 'AAA'")},
        {"upsert", true, [&] { db.run(df::upsert(customer(n++)).on_conflict(field<&Customer::email>)); },
         number("SELECT count(*) FROM customers")},
        {"bulk update", false,
         [&] { db.run(df::bulk_update<Airport>(df::everything, field<&Airport::flights> += 1)); },
         number("SELECT flights FROM airports WHERE iata = 'AAA'")},
        {"bulk create", false, [&] { db.run(df::bulk_create(std::vector{customer(n++)})); },
         number("SELECT count(*) FROM customers")},
        {"sql", false, [&] { db.run(df::sql<"update airports set flights = flights + 1">()); },
         number("SELECT max(flights) FROM airports")},
    };
    for (const auto& w : writes)
        for (const auto how : {cut_line::cut::before, cut_line::cut::after}) {
            SCOPED_TRACE(std::string{w.what} +
                         (how == cut_line::cut::before ? ", lost on its way there" : ", its answer lost"));
            const std::string_view what = w.what;
            const bool in_transaction =
                what == "bulk create" || what == "create with a key that is made otherwise";
            auto before = w.count();
            bool met = false;
            for (int attempt = 0; attempt < 20 && !met; ++attempt) {
                // Prepared, in the form in which a write looks for triggers, too: a millisecond after the
                // last one. Without the pause a fast machine has that form first where the line is cut, each
                // time.
                for (int i = 0; i < 4; ++i) {
                    w.run();
                    std::this_thread::sleep_for(2ms);
                }
                before = w.count();
                line_->arm(how, in_transaction ? "COMMIT" : "");
                try {
                    w.run();
                    EXPECT_EQ(what, "bulk create") << "a single statement of it commits by itself";
                    line_->arm(cut_line::cut::never);
                    break;
                } catch (const df::in_doubt& e) {
                    met = true;
                    EXPECT_EQ(e.retry_is_safe(), w.safe) << e.what();
                    EXPECT_EQ(e.kind(), df::error_kind::in_doubt);
                    EXPECT_TRUE(has(e.what(), "is not known")) << e.what();
                    EXPECT_TRUE(has(what, e.node())) << e.what();
                    EXPECT_TRUE(what == "sql" || e.model() == "Customer" || e.model() == "Airport")
                        << e.what();
                } catch (const df::not_done&) {
                    EXPECT_EQ(w.count(), before) << "the library had looked at the table, and that was cut";
                }
            }
            EXPECT_TRUE(met || what == "bulk create");
            EXPECT_FALSE(line_->armed());
            EXPECT_LE(w.count(), before + 1);
            if (how == cut_line::cut::before) {
                EXPECT_EQ(w.count(), before);
            }
        }
    // The erase: nothing is there the second time.
    std::optional<df::error> erased;
    for (int attempt = 0; attempt < 20 && (!erased || erased->kind() != df::error_kind::in_doubt);
         ++attempt) {
        db.run(df::erase<Customer>(7'777));
        line_->arm(cut_line::cut::after);
        if (auto r = db.try_run(df::erase<Customer>(mine.id)); !r) erased = r.error();
    }
    ASSERT_TRUE(erased);
    EXPECT_EQ(erased->kind(), df::error_kind::in_doubt);
    EXPECT_TRUE(erased->info().retry_is_safe);
    EXPECT_FALSE(db.run(df::erase<Customer>(mine.id)));
    // The same with a limit.
    std::optional<df::error> tried;
    for (int attempt = 0; attempt < 20 && (!tried || tried->kind() != df::error_kind::in_doubt); ++attempt) {
        for (int i = 0; i < 4; ++i) {
            db.run(df::create(customer(8'000 + 4 * attempt + i)), df::timeout_after(10s));
            std::this_thread::sleep_for(2ms);
        }
        line_->arm(cut_line::cut::before);
        if (auto r = db.try_run(df::create(customer(9'000)), df::timeout_after(10s)); !r) tried = r.error();
    }
    ASSERT_TRUE(tried);
    EXPECT_EQ(tried->kind(), df::error_kind::in_doubt);
    EXPECT_EQ(oracle.number("SELECT count(*) FROM customers WHERE email = 'c9000@x.org'"), 0);
}

TEST_F(LostAnswers, ReadsAreRepeatedAndSoIsABegin) {
    auto db = open();
    db.run(df::create(customer(1)));
    EXPECT_EQ(db.run(df::count<Customer>()), 1);
    for (const auto how : {cut_line::cut::before, cut_line::cut::after}) {
        line_->arm(how);
        EXPECT_EQ(db.run(df::count<Customer>().where(field<&Customer::id> == df::id<Customer>{1})), 1);
        EXPECT_FALSE(line_->armed());
        line_->arm(how, "BEGIN");
        db.transaction([&](auto& tx) { tx.run(df::update<Customer>(1, field<&Customer::age> += 1)); });
        EXPECT_FALSE(line_->armed());
        line_->arm(how, "BEGIN");
        db.run(df::bulk_create(std::vector{customer(10), customer(11)})
                   .batch_size(1)
                   .on_conflict(df::conflict::skip));
        line_->arm(cut_line::cut::never);
    }
    EXPECT_EQ(plain().number("SELECT age FROM customers WHERE id = 1"), customer(1).age + 2);
    EXPECT_EQ(db.run(df::count<Customer>()), 3);
}

TEST_F(LostAnswers, ATransactionIsNotDoneBeforeItsCommitAndInDoubtBehindIt) {
    auto db = open();
    auto oracle = plain();
    int n = 0;
    const auto flow = df::workflow<order_input>(
        df::node<"who">(df::create<Customer>(field<&Customer::email> = "w")),
        df::node<"order">(df::create<Order>()), df::wire<"input.name", "who.name">,
        df::wire<"input.total", "order.total">, df::wire<"who.id", "order.customer_id">);
    const auto transaction = [&] {
        db.transaction([&](auto& tx) {
            tx.run(df::create(customer(n)));
            tx.run(df::update<Customer>(field<&Customer::email> == customer(n).email,
                                        field<&Customer::age> = 44));
            ++n;
        });
    };
    const auto workflow = [&] {
        oracle.run("DELETE FROM orders; DELETE FROM customers WHERE email = 'w'");
        db.run(flow, order_input{"w", 5});
    };
    for (const bool flows : {false, true}) {
        const auto work = flows ? std::function<void()>{workflow} : std::function<void()>{transaction};
        work();
        for (const auto how : {cut_line::cut::before, cut_line::cut::after}) {
            if (n == 0) oracle.run("DELETE FROM orders; DELETE FROM customers WHERE email = 'w'");
            auto before = oracle.number("SELECT count(*) FROM customers WHERE email <> 'w'");
            line_->arm(how, "COMMIT");
            const auto e = thrown<df::in_doubt>(work);
            EXPECT_FALSE(e.info().retry_is_safe);
            EXPECT_TRUE(has(e.what(), "committed is not known")) << e.what();
            EXPECT_EQ(e.node(), flows ? "workflow (who, order)" : "transaction (update)") << e.what();
            EXPECT_EQ(e.model(), flows ? "Order" : "Customer");
            const auto added = oracle.number("SELECT count(*) FROM customers") -
                               oracle.number("SELECT count(*) FROM customers WHERE email <> 'w'") +
                               oracle.number("SELECT count(*) FROM customers WHERE email <> 'w'") - before;
            for (int i = 0; how == cut_line::cut::after && i < 100 && added == 0; ++i)
                std::this_thread::sleep_for(10ms);
            EXPECT_EQ(added, how == cut_line::cut::after ? 1 : 0);
            work(); // the connection is prepared again
            // Cut within it: no doubt.
            before = oracle.number("SELECT count(*) FROM customers WHERE email <> 'w'");
            db.transaction([&](auto& tx) { (void)tx.run(df::count<Customer>()); });
            const auto lost = thrown<df::not_done>([&] {
                db.transaction([&](auto& tx) {
                    tx.run(df::create(customer(90'000 + n)));
                    line_->arm(how);
                    tx.run(df::create(customer(95'000 + n)));
                });
            });
            EXPECT_EQ(lost.kind(), df::error_kind::not_done);
            EXPECT_EQ(lost.node(), "create");
            EXPECT_EQ(oracle.number("SELECT count(*) FROM customers WHERE email <> 'w'"), before);
        }
    }
}

// Who runs once more what was "not done" must not do a part of it twice.
TEST_F(LostAnswers, WhatHasDoneAPartIsNotCalledNotDone) {
    auto db = open();
    auto oracle = plain();
    std::vector<Customer> rows;
    for (int i = 0; i < 40; ++i) rows.push_back(customer(i));
    const auto cut_after_a_batch = [&](const df::bulk_progress& p) {
        if (p.done == 20)
            line_->arm(cut_line::cut::before, "c25@x.org"); // not at the BEGIN, which is repeated
    };
    const auto few = df::bulk_create(rows).batch_size(10);
    for (const bool by_rows : {false, true}) {
        SCOPED_TRACE(by_rows ? "per_row" : "per_batch");
        oracle.run("DELETE FROM customers");
        db.run(df::count<Customer>());
        const auto e = thrown<df::in_doubt>([&] {
            if (by_rows) db.run(few.per_row().on_progress(cut_after_a_batch));
            else db.run(few.per_batch().on_progress(cut_after_a_batch));
        });
        EXPECT_FALSE(e.info().retry_is_safe);
        EXPECT_EQ(e.node(), "bulk create");
        EXPECT_EQ(e.model(), "Customer");
        EXPECT_TRUE(has(e.what(), "before row 20 stay")) << e.what();
        EXPECT_EQ(oracle.number("SELECT count(*) FROM customers"), 20);
        // In one transaction nothing stays, whatever the batches.
        oracle.run("DELETE FROM customers");
        db.run(df::count<Customer>());
        (void)thrown<df::not_done>([&] { db.run(few.on_progress(cut_after_a_batch)); });
        (void)thrown<df::not_done>([&] {
            db.transaction([&](auto& tx) { tx.run(few.per_batch().on_progress(cut_after_a_batch)); });
        });
        EXPECT_EQ(oracle.number("SELECT count(*) FROM customers"), 0);
    }
    // The nodes of a workflow without a transaction, too.
    struct nothing_more {
        int n = 0;
    };
    const auto flow = df::workflow<order_input>(
        df::node<"who">(df::create<Customer>(field<&Customer::email> = "w")),
        df::node<"cut">([&](df::context&) {
            line_->arm(cut_line::cut::before, "orders");
            return nothing_more{};
        }),
        df::node<"order">(df::create<Order>()), df::wire<"input.name", "who.name">,
        df::wire<"input.total", "order.total">, df::wire<"who.id", "order.customer_id">,
        df::after<"who", "cut">, df::after<"cut", "order">);
    const auto e = thrown<df::in_doubt>([&] { db.run(flow.without_transaction(), order_input{"w", 5}); });
    EXPECT_FALSE(e.info().retry_is_safe);
    EXPECT_EQ(e.node(), "order (create)");
    EXPECT_EQ(oracle.number("SELECT count(*) FROM customers"), 1);
    oracle.run("DELETE FROM customers");
    (void)thrown<df::not_done>([&] { db.run(flow, order_input{"w", 5}); });
    EXPECT_EQ(oracle.number("SELECT count(*) FROM customers"), 0);
}

// The server commits a single statement before its rows are read.
TEST_F(LostAnswers, AWriteWhoseAnswerCannotBeReadIsInDoubtAndInATransactionUndone) {
    df::database<Letter> db{place_->url()};
    auto oracle = plain();
    const auto first = db.run(df::create(Letter{.seal = {"a"}}));
    struct open_again {
        ~open_again() { Sealed::shut = false; }
    } guard;
    Sealed::shut = true;
    const auto weight = [&] {
        return oracle.number("SELECT weight FROM letters WHERE id = " + std::to_string(first.id.value));
    };
    const auto created = thrown<df::in_doubt>([&] { db.run(df::create(Letter{.seal = {"secret"}})); });
    EXPECT_EQ(oracle.number("SELECT count(*) FROM letters"), 2);
    EXPECT_FALSE(created.info().retry_is_safe);
    EXPECT_EQ(created.field(), "seal");
    EXPECT_TRUE(has(created.what(), "the statement was done")) << created.what();
    EXPECT_FALSE(has(created.what(), "secret")) << created.what();
    const auto changed =
        thrown<df::in_doubt>([&] { db.run(df::update<Letter>(first.id, field<&Letter::weight> = 5)); });
    EXPECT_TRUE(changed.info().retry_is_safe);
    EXPECT_EQ(weight(), 5);
    EXPECT_THROW(db.run(df::read<Letter>(first.id)), df::invalid_value) << "a read has done nothing";

    // The work of a transaction that goes on after such an error is not committed.
    EXPECT_THROW(db.transaction([&](auto& tx) {
        (void)thrown<df::invalid_value>(
            [&] { tx.run(df::update<Letter>(first.id, field<&Letter::weight> = 6)); });
    }),
                 df::error);
    EXPECT_EQ(weight(), 5);
    db.transaction([&](auto& tx) {
        EXPECT_FALSE(tx.try_run(df::update<Letter>(first.id, field<&Letter::weight> = 7)));
        EXPECT_EQ(tx.run(df::count<Letter>()), 2);
    });
    EXPECT_EQ(weight(), 5);
    EXPECT_THROW(db.run(df::workflow(df::node<"a">(df::create(Letter{.seal = {"b"}})))), df::invalid_value);
    EXPECT_EQ(oracle.number("SELECT count(*) FROM letters"), 2);
    oracle.run("DROP TABLE letters");
}

TEST_F(LostAnswers, WhatTheServerEndsBeforeItIsDoneIsNotDone) {
    auto db = open();
    db.run(df::create(customer(1)));
    auto other = plain();
    other.run("BEGIN; LOCK TABLE customers IN ACCESS EXCLUSIVE MODE");
    std::optional<df::error> found;
    std::thread blocked{[&] {
        const auto r = db.try_run(df::create(customer(2)));
        if (!r) found = r.error();
    }};
    auto look = plain();
    while (look.number("SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + victim() +
                       "' AND wait_event_type = 'Lock'") == 0)
        std::this_thread::sleep_for(5ms);
    terminate();
    blocked.join();
    other.run("ROLLBACK");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->kind(), df::error_kind::not_done) << found->what();
    EXPECT_EQ(found->code(), "57P01");
    EXPECT_THROW(
        try { throw df::not_done{found->info()}; } catch (const df::connection_error&) { throw; },
        df::not_done);
    db.run(df::create(customer(2)));
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
    // A commit that was never sent.
    const auto unsent = thrown<df::not_done>([&] {
        db.transaction([&](auto& tx) {
            tx.run(df::create(customer(3)));
            terminate();
            std::this_thread::sleep_for(50ms); // until the line has passed it on
        });
    });
    EXPECT_EQ(unsent.node(), "transaction (create)") << unsent.what();
    EXPECT_EQ(unsent.model(), "Customer");
    EXPECT_EQ(unsent.code(), "57P01");
    EXPECT_EQ(db.run(df::count<Customer>()), 2);
    // One that waits in the server, in a trigger that runs when the transaction is committed.
    other.run("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(30); "
              "RETURN NULL; END';"
              "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON customers DEFERRABLE INITIALLY DEFERRED FOR "
              "EACH ROW EXECUTE FUNCTION slow()");
    found.reset();
    std::thread waits{[&] {
        try {
            db.transaction([&](auto& tx) { tx.run(df::create(customer(4))); });
        } catch (const df::error& e) {
            found = e;
        }
    }};
    while (look.number("SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + victim() +
                       "' AND query = 'COMMIT' AND wait_event = 'PgSleep'") == 0)
        std::this_thread::sleep_for(5ms);
    terminate();
    waits.join();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->kind(), df::error_kind::not_done) << found->what();
    EXPECT_EQ(found->node(), "transaction (create)");
    EXPECT_EQ(look.number("SELECT count(*) FROM customers"), 2);
}

TEST_F(LostAnswers, AThreadMeetsOneErrorAtMostWhenAllConnectionsAreLost) {
    constexpr int threads = 16;
    auto db = open(threads);
    const auto use_all = [&] {
        std::barrier<> together{threads};
        std::vector<std::thread> all;
        for (int t = 0; t < threads; ++t)
            all.emplace_back([&] {
                db.transaction([&](auto& tx) {
                    (void)tx.run(df::count<Customer>());
                    together.arrive_and_wait(); // each has one
                });
            });
        for (auto& t : all) t.join();
    };
    std::atomic<int> n{0};
    std::atomic<int> done{0};
    const auto write = [&](int times) {
        int errors = 0;
        for (int i = 0; i < times; ++i) {
            const auto r = db.try_run(df::create(customer(n++)));
            done += r ? 1 : 0;
            errors += r ? 0 : 1;
        }
        return errors;
    };
    for (const bool told : {true, false}) { // by the server, or cut without a word
        const auto lose = [&] {
            if (told) terminate();
            else line_->cut_all();
        };
        use_all();
        lose();
        EXPECT_LE(write(40), 1) << told;
        use_all();
        lose();
        std::this_thread::sleep_for(100ms);
        EXPECT_EQ(write(40), 0) << "they had rested: each is looked at first";
        use_all();
        lose();
        std::vector<std::thread> all;
        for (int t = 0; t < threads; ++t) all.emplace_back([&] { EXPECT_LE(write(20), 1); });
        for (auto& t : all) t.join();
    }
    EXPECT_GE(db.run(df::count<Customer>()), done.load());
}

TEST_F(LostAnswers, AFullServerIsExhaustedAndItsWorkingConnectionsAreWaitedFor) {
    const auto role = place_->schema() + "_few";
    auto admin = plain();
    admin.run("CREATE ROLE " + role + " LOGIN CONNECTION LIMIT 2; ALTER SCHEMA " + place_->schema() +
              " OWNER TO " + role);
    const auto few = "host=127.0.0.1 port=" + std::to_string(line_->port()) + " user=" + role +
                     " dbname=postgres options='-csearch_path=" + place_->schema() + "'";
    {
        database db{df::open_options{.url = few, .connections = 8, .wait = 20s}};
        std::vector<std::thread> all;
        for (int t = 0; t < 8; ++t)
            all.emplace_back([&, t] {
                for (int i = 0; i < 10; ++i)
                    db.transaction([&](auto& tx) {
                        tx.run(df::create(customer(100 * t + i)));
                        std::this_thread::sleep_for(1ms);
                    });
            });
        for (auto& t : all) t.join();
        EXPECT_EQ(admin.number("SELECT count(*) FROM customers"), 80);
    }
    const support::plain_connection one{backend::postgres, few};
    const support::plain_connection two{backend::postgres, few};
    const auto e = thrown<df::resource_exhausted>([&] { database db{few}; });
    EXPECT_EQ(e.code(), "53300");
    admin.run("ALTER SCHEMA " + place_->schema() + " OWNER TO CURRENT_USER; REASSIGN OWNED BY " + role +
              " TO CURRENT_USER; DROP ROLE " + role);
}

TEST_F(LostAnswers, TheServersOwnLimitsHaveTheirClasses) {
    database db{df::open_options{.url = url("connect_timeout=5"), .connections = 1}};
    auto admin = plain();
    admin.run("ALTER ROLE CURRENT_USER IN DATABASE postgres SET max_stack_depth TO '100kB'");
    admin.run(
        "CREATE FUNCTION deep(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN deep(n + 1); END $$");
    const auto stack = thrown<df::resource_exhausted>([&] { db.run(df::sql<"select deep(1)", int>()); });
    EXPECT_EQ(stack.code(), "54001");
    admin.run("ALTER ROLE CURRENT_USER IN DATABASE postgres RESET max_stack_depth");
    const auto idle = [&](bool ending) {
        db.transaction([&](auto& tx) {
            tx.run(df::sql<"set local idle_in_transaction_session_timeout = 60">());
            tx.run(df::create(customer(77)));
            std::this_thread::sleep_for(250ms);
            if (!ending) tx.run(df::create<Note>(field<&Note::body> = "never prepared before"));
        });
    };
    EXPECT_EQ(thrown<df::timeout>([&] { idle(false); }).code(), "25P03");
    EXPECT_EQ(thrown<df::timeout>([&] { idle(true); }).code(), "25P03");
    EXPECT_EQ(db.run(df::count<Customer>()), 0);
}

} // namespace
