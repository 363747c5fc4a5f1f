// What a connection keeps of its statements: how many, and what becomes of them when a table's types are
// changed by others.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/sql.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace kept {

namespace df = dataflow;

/// Twelve columns to filter by, or not.
struct Wide {
    df::id<Wide> id{};
    int a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0, k = 0, l = 0;
    static constexpr auto dataflow = df::options{.timestamps = false};
};

struct Sample {
    std::string name;
    double amount = 0;
    std::optional<double> share{};
    df::decimal<10, 2> price{};
    std::vector<df::decimal<6, 1>> steps{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};

/// One with the same number everywhere.
[[nodiscard]] inline Wide wide(int n) { return {{}, n, n, n, n, n, n, n, n, n, n, n, n}; }

using database = df::database<Wide, Sample>;

} // namespace kept

namespace {

using namespace kept;
using df::field;
using support::thrown;

class KeptStatements : public support::database_test {
  protected:
    [[nodiscard]] df::open_options options(std::size_t most) const {
        return {.url = url(), .connections = 1, .kept_statements = most};
    }
    /// How many statements the server keeps for the one connection; not asked of SQLite.
    template <class Session>
    [[nodiscard]] std::int64_t on_server(Session& in) const {
        if (!postgres()) return 0;
        return in.run(df::sql<"select count(*) from pg_prepared_statements", std::int64_t>().one());
    }
};
DATAFLOW_ON_ALL_DATABASES(KeptStatements);

/// How many groups meet the parts of a filter and of a `having` that are named by bits: of a row, all twelve
/// are 1. Four parts of each have texts of their own, and so has each of the other bits: 4,096 statements.
template <class Session>
std::int64_t count(Session& in, unsigned bits, int wanted) {
    const auto part = [&](unsigned bit, const auto& f) {
        return df::if_set((bits >> bit & 1U) != 0, f == wanted);
    };
    const auto most = [](const auto& f) { return df::max(f); };
    const auto groups = df::aggregate<Wide>()
                            .where(part(0, field<&Wide::a>) && part(1, field<&Wide::b>) &&
                                   part(2, field<&Wide::c>) && part(3, field<&Wide::d>))
                            .group_by(field<&Wide::id>)
                            .select(most(field<&Wide::i>).template as<"i">())
                            .having(part(4, most(field<&Wide::e>)) && part(5, most(field<&Wide::f>)) &&
                                    part(6, most(field<&Wide::g>)) && part(7, most(field<&Wide::h>)));
    const auto size = [&](const auto& node) { return static_cast<std::int64_t>(in.run(node).size()); };
    const auto by = [&](const auto& node) {
        const auto limited = [&](const auto& n) {
            return (bits >> 10U & 1U) != 0 ? size(n.limit(100)) : size(n);
        };
        return (bits >> 11U & 1U) != 0 ? limited(node.distinct()) : limited(node);
    };
    switch (bits >> 8U & 3U) {
    case 0: return by(groups);
    case 1: return by(groups.order_by(df::desc(df::item<"i">)));
    case 2: return by(groups.order_by(df::asc(df::item<"i">)));
    default: return by(groups.order_by(field<&Wide::id>));
    }
}

TEST_P(KeptStatements, AreBounded) {
    database db{df::open_options{.url = url(), .connections = 1}};
    db.run(df::create(wide(1)));
#if DATAFLOW_SQLITE
    std::int64_t early = 0;
#endif
    for (unsigned bits = 0; bits < 4096; ++bits) {
        EXPECT_EQ(count(db, bits, 1), 1);
#if DATAFLOW_SQLITE
        if (bits == 600) early = sqlite3_memory_used();
#endif
    }
    EXPECT_LE(on_server(db), 256);
#if DATAFLOW_SQLITE
    if (!postgres()) {
        EXPECT_LT(sqlite3_memory_used(), early * 3 / 2);
    }
#endif
}

TEST_P(KeptStatements, AnyNumberGivesTheSameAnswers) {
    for (const std::size_t most : {0U, 1U, 2U, 7U}) {
        database db{options(most)};
        db.run(df::bulk_erase<Wide>(field<&Wide::a> != -1));
        db.run(df::create(wide(1)));
        for (unsigned i = 0; i < 60; ++i) {
            const auto bits = i * 2654435761U >> 20U;
            EXPECT_EQ(count(db, bits, 1), 1);
            EXPECT_EQ(count(db, bits | 1U, 2), 0);
        }
        EXPECT_LE(on_server(db), static_cast<std::int64_t>(most));
        db.transaction([&](auto& tx) {
            for (unsigned i = 0; i < 30; ++i) {
                EXPECT_EQ(count(tx, i * 137U % 4096, 1), 1);
                const auto more = tx.run(df::create(wide(2)));
                EXPECT_EQ(tx.run(df::read<Wide>(more.id)).b, 2);
                EXPECT_EQ(tx.run(df::erase<Wide>(more.id)), true);
            }
            EXPECT_LE(on_server(tx), static_cast<std::int64_t>(most));
        });
        EXPECT_EQ(db.run(df::count<Wide>()), 1);
    }
    const auto e = thrown<df::connection_error>([&] { database db{url("kept_statements=many")}; });
    EXPECT_TRUE(support::has(e.what(), "kept_statements")) << e.what();
    database few{url("kept_statements=3")};
    for (unsigned bits = 0; bits < 20; ++bits) (void)count(few, bits, 1);
    EXPECT_LE(on_server(few), 3);
}

// One that is being read keeps its place.
TEST_P(KeptStatements, AStreamOutlivesTheOthers) {
    if (postgres()) GTEST_SKIP() << "there, a connection that is read from takes no other statement";
    database db{options(1)};
    for (int i = 0; i < 5; ++i) db.run(df::create(wide(i)));
    db.transaction([&](auto& tx) {
        std::set<int> seen;
        for (const auto& w : tx.stream(df::list<Wide>())) seen.insert(w.a);
        EXPECT_EQ(count(tx, 1, 3), 1);
        EXPECT_EQ(seen.size(), 5U);
    });
}

#if DATAFLOW_POSTGRES

// --- types that others change ------------------------------------------------------------------------

class ChangedTypes : public testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        if (support::server_url() == nullptr) GTEST_SKIP() << "DATAFLOW_TEST_POSTGRES names no server";
        place_.emplace(support::backend::postgres);
    }
    [[nodiscard]] std::string url() const { return place_->url(std::string{"statements="} + GetParam()); }
    [[nodiscard]] support::plain_connection plain() const { return place_->plain(); }
    [[nodiscard]] static std::vector<Sample> rows(std::size_t n) {
        std::vector<Sample> out(n);
        for (std::size_t i = 0; i < n; ++i)
            out[i] = {.name = "s",
                      .amount = 0.5 + static_cast<double>(i),
                      .share = 0.25,
                      .price = df::decimal<10, 2>{"1.25"},
                      .steps = {df::decimal<6, 1>{"0.5"}}};
        return out;
    }

  private:
    std::optional<support::place> place_;
};
INSTANTIATE_TEST_SUITE_P(With, ChangedTypes, testing::Values("named", "unnamed"),
                         [](const auto& of) { return std::string{of.param}; });

TEST_P(ChangedTypes, AreNoticedBeforeRowsAreCopied) {
    database db{url()};
    auto by_hand = plain();
    EXPECT_EQ(db.run(df::bulk_create(rows(300))).created, 300);
    struct change {
        const char* column;
        const char* type;
        const char* before;
    };
    for (const auto& [column, type, before] :
         {change{"amount", "bigint", "double precision"}, change{"amount", "real", "double precision"},
          change{"amount", "timestamptz using 'epoch'", "double precision using 0.5"},
          change{"share", "bigint", "double precision"}, change{"price", "numeric(10,1)", "numeric(10,2)"},
          change{"price", "numeric", "numeric(10,2)"}, change{"steps", "numeric(6,0)[]", "numeric(6,1)[]"},
          change{"steps", "double precision[]", "numeric(6,1)[]"},
          change{"name", "bytea using ''", "text using 's'"}}) {
        SCOPED_TRACE(type);
        by_hand.run(std::string{"alter table samples alter "} + column + " drop default, alter " + column +
                    " type " + type);
        const auto looked = by_hand.value("select md5(string_agg(s::text, ',' order by id)) from samples s");
        for (int round = 0; round < 2; ++round) {
            const auto alone = thrown<df::schema_mismatch>([&] { db.run(df::bulk_create(rows(300))); });
            EXPECT_EQ(alone.field(), column) << alone.what();
            EXPECT_EQ(alone.model(), "Sample");
            const auto within = thrown<df::schema_mismatch>([&] {
                db.transaction([&](auto& tx) {
                    tx.run(df::count<Wide>());
                    tx.run(df::bulk_create(rows(1000)));
                });
            });
            EXPECT_EQ(within.field(), column);
        }
        EXPECT_EQ(by_hand.value("select md5(string_agg(s::text, ',' order by id)) from samples s"), looked)
            << "nothing was stored";
        by_hand.run(std::string{"alter table samples alter "} + column + " type " + before);
    }
    EXPECT_EQ(db.run(df::bulk_create(rows(300))).created, 300);
    // What holds any text is no other type.
    by_hand.run("alter table samples alter name type varchar(20)");
    EXPECT_EQ(db.run(df::bulk_create(rows(300))).created, 300);
    EXPECT_EQ(by_hand.number("select count(*) from samples"), 900);
}

// The snapshot of the transaction is older than the change, which COPY sees all the same.
TEST_P(ChangedTypes, AreNoticedBehindAnOlderSnapshot) {
    database db{url()};
    auto by_hand = plain();
    const auto e = thrown<df::schema_mismatch>([&] {
        db.transaction(
            [&](auto& tx) {
                tx.run(df::count<Wide>());
                by_hand.run("alter table samples alter amount type bigint");
                tx.run(df::bulk_create(rows(300)));
            },
            {.level = df::isolation::repeatable_read});
    });
    EXPECT_EQ(e.field(), "amount");
    EXPECT_EQ(by_hand.number("select count(*) from samples"), 0);
}

TEST_P(ChangedTypes, BetweenRunningProgramsNoBitsAreMistaken) {
    database db{df::open_options{.url = url(), .connections = 4}};
    std::atomic<bool> done{false};
    std::atomic<int> stored{0};
    std::vector<std::thread> writers;
    for (int t = 0; t < 3; ++t)
        writers.emplace_back([&, t] {
            while (!done.load()) {
                try {
                    if (t == 0) db.transaction([&](auto& tx) { tx.run(df::bulk_create(rows(300))); });
                    else db.run(df::bulk_create(rows(300)));
                    ++stored;
                } catch (const df::schema_mismatch&) {
                } catch (const df::serialization_failure&) {
                } catch (const std::exception& e) {
                    ADD_FAILURE() << e.what();
                }
                try {
                    for (const auto& s : db.run(df::list<Sample>().limit(50)).records)
                        EXPECT_LT(s.amount, 1000);
                } catch (const df::schema_mismatch&) {
                } catch (const std::exception& e) {
                    ADD_FAILURE() << e.what();
                }
            }
        });
    auto by_hand = plain();
    for (int round = 0; round < 12; ++round) {
        by_hand.run(std::string{"alter table samples alter amount type "} +
                    (round % 2 == 0 ? "bigint" : "double precision"));
        std::this_thread::sleep_for(std::chrono::milliseconds{25});
        by_hand.run(
            "delete from samples where amount < 1000 and ctid in (select ctid from samples limit 3000)");
    }
    done = true;
    for (auto& w : writers) w.join();
    EXPECT_GT(stored.load(), 0);
    EXPECT_EQ(by_hand.number("select count(*) from samples where amount not between -1 and 1000"), 0);
}

TEST_P(ChangedTypes, AreNoticedWhereRowsAreRead) {
    database db{url()};
    auto by_hand = plain();
    db.run(df::bulk_create(rows(3)));
    const auto ask = [&] { return db.run(df::list<Sample>()).records.size(); };
    const auto stream = [&] {
        std::size_t n = 0;
        for (const auto& s : db.stream(df::list<Sample>())) n += s.amount < 10 ? 1 : 1000;
        return n;
    };
    EXPECT_EQ(ask(), 3U);
    EXPECT_EQ(stream(), 3U);
    for (const char* type : {"bigint", "timestamptz using 'epoch'"}) {
        by_hand.run(std::string{"alter table samples alter amount drop default, alter amount type "} + type);
        for (int round = 0; round < 2; ++round) {
            EXPECT_EQ(thrown<df::schema_mismatch>([&] { ask(); }).field(), "amount");
            EXPECT_EQ(thrown<df::schema_mismatch>([&] { stream(); }).field(), "amount");
            EXPECT_EQ(thrown<df::schema_mismatch>([&] {
                          db.transaction([&](auto& tx) { tx.run(df::list<Sample>()); });
                      }).model(),
                      "Sample");
        }
        by_hand.run("alter table samples alter amount type double precision using 0.5");
        EXPECT_EQ(ask(), 3U);
        EXPECT_EQ(stream(), 3U);
    }
}

#endif

} // namespace
