// What outlives what it came from: streams, databases, pages, rows. To be run under the address sanitizer,
// too.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/cancel.hpp>

#include <chrono>
#include <concepts>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
using namespace dataflow::literals;
using namespace shop;
using df::field;
using support::has;
using support::thrown;

constexpr int rows = 3000;

class Lifetimes : public support::database_test {
  protected:
    [[nodiscard]] database filled() const { return filled(url()); }
    [[nodiscard]] static database filled(const std::string& at) {
        database db{at};
        std::vector<Note> notes(rows);
        for (int i = 0; i < rows; ++i) notes[static_cast<std::size_t>(i)] = {std::string(40, 'x'), i};
        db.run(df::bulk_create(notes));
        return db;
    }
};
DATAFLOW_ON_ALL_DATABASES(Lifetimes);

using note_stream = df::row_stream<df::record<Note>>;

int count_rows(note_stream& stream) {
    int n = 0;
    for (const auto& note : stream) n += note.body.size() == 40 ? 1 : -rows;
    return n;
}

// --- streams and their transactions

TEST_P(Lifetimes, AStreamThatLeavesItsTransactionIsToldSo) {
    database db = filled();
    for (const int read : {0, 1, 700}) { // begun or not
        std::optional<note_stream> kept;
        note_stream::iterator at;
        db.transaction([&](auto& tx) {
            kept.emplace(tx.stream(df::list<Note>()));
            if (read != 0) at = kept->begin();
            for (int i = 1; i < read; ++i) ++at;
        });
        // Others use the connection meanwhile.
        for (int i = 0; i < 20; ++i) EXPECT_EQ(db.run(df::count<Note>()), rows);
        db.run(df::create(Customer{.name = "a", .email = std::to_string(read)}));
        const auto told = thrown<df::protected_operation>([&] {
            if (read != 0) ++at;
            else (void)count_rows(*kept);
        });
        EXPECT_TRUE(has(told.what(), "the transaction of this stream has ended")) << told.what();
        EXPECT_EQ(told.node(), "list");
        EXPECT_EQ(told.model(), "Note");
        EXPECT_THROW((void)count_rows(*kept), df::protected_operation); // and again
        kept.reset();
        EXPECT_EQ(db.run(df::count<Note>()), rows);
    }
}

TEST_P(Lifetimes, AStreamThatLeavesASavepointOrAFailedTransactionIsToldSo) {
    database db = filled();
    db.transaction([&](auto& tx) {
        std::optional<note_stream> kept;
        tx.nested([&](auto& inner) {
            inner.run(df::create(Note{std::string(40, 'y'), 1}));
            kept.emplace(inner.stream(df::list<Note>()));
            (void)kept->begin();
        });
        EXPECT_EQ(tx.run(df::count<Note>()), rows + 1); // the savepoint was kept
        EXPECT_THROW((void)count_rows(*kept), df::protected_operation);
        struct stop {};
        EXPECT_THROW(tx.nested([&](auto& inner) {
            inner.run(df::create(Note{std::string(40, 'y'), 1}));
            kept.emplace(inner.stream(df::list<Note>()));
            (void)kept->begin();
            throw stop{};
        }),
                     stop);
        EXPECT_EQ(tx.run(df::count<Note>()), rows + 1); // and undone
        EXPECT_THROW((void)count_rows(*kept), df::protected_operation);
    });
    std::optional<note_stream> kept;
    struct stop {};
    EXPECT_THROW(db.transaction([&](auto& tx) {
        tx.run(df::create(Note{std::string(40, 'y'), 1}));
        kept.emplace(tx.stream(df::list<Note>()));
        (void)kept->begin();
        throw stop{};
    }),
                 stop);
    EXPECT_EQ(db.run(df::count<Note>()), rows + 1);
    EXPECT_THROW((void)count_rows(*kept), df::protected_operation);
}

TEST_P(Lifetimes, TheLimitOfAStreamThatLeavesItsTransactionBoundsNothingElse) {
    database db = filled();
    std::optional<note_stream> kept;
    db.transaction([&](auto& tx) {
        kept.emplace(tx.stream(df::list<Note>(), df::timeout_after(60ms)));
        (void)kept->begin();
    });
    std::this_thread::sleep_for(80ms);
    EXPECT_EQ(db.run(df::count<Note>()), rows);
    db.transaction([&](auto& tx) {
        EXPECT_EQ(tx.run(df::count<Note>(), df::timeout_after(20s)), rows);
        kept.reset(); // puts back no limit of another's
        EXPECT_EQ(tx.run(df::count<Note>()), rows);
    });
    EXPECT_EQ(db.run(df::count<Note>()), rows);
}

// --- what runs next to a stream of a transaction

TEST_P(Lifetimes, NothingRunsNextToAnOpenStreamOfATransaction) {
    database db = filled();
    db.transaction([&](auto& tx) {
        auto stream = tx.stream(df::list<Note>());
        int n = 0;
        for ([[maybe_unused]] const auto& note : stream) {
            const auto refused = [&](auto&& work) {
                const auto e = thrown<df::protected_operation>(work);
                EXPECT_TRUE(has(e.what(), "a stream is open in this transaction")) << e.what();
            };
            if (++n % 1000 != 5) continue;
            refused([&] { tx.run(df::create(Note{"new", 1})); });
            refused([&] { tx.run(df::count<Note>()); });
            refused([&] { tx.run(df::list<Note>().limit(1)); });
            refused([&] { (void)tx.stream(df::list<Note>()); });
            refused([&] { (void)tx.stream(df::list<Customer>().limit(1)); });
            refused([&] { tx.run(df::bulk_create(std::vector<Note>(300))); });
            refused([&] { tx.nested([](auto&) {}); });
            refused([&] { (void)tx.try_run(df::count<Note>()).value(); });
            ASSERT_LE(n, rows) << "the stream reads its own new rows";
        }
        EXPECT_EQ(n, rows);
        EXPECT_EQ(tx.run(df::count<Note>()), rows); // the stream is there still, but at its end
        for (int round = 0; round < 2; ++round) {   // and what is destroyed early is gone
            for ([[maybe_unused]] const auto& note : tx.stream(df::list<Note>())) break;
            tx.run(df::create(Note{"new", 1}));
        }
        auto nothing = tx.stream(df::list<Note>().where(field<&Note::stars> == -5));
        EXPECT_THROW(tx.run(df::count<Note>()), df::protected_operation); // one without rows, too
        EXPECT_EQ(count_rows(nothing), 0);
        EXPECT_EQ(tx.run(df::count<Note>()), rows + 2);
    });
    EXPECT_EQ(db.run(df::count<Note>()), rows + 2);
}

// A stream outside of a transaction has a connection of its own, and ends before what is written meanwhile.
TEST_P(Lifetimes, AStreamOutsideOfATransactionGoesOnNextToWrites) {
    database db = filled();
    int n = 0;
    for (const auto& note : db.stream(df::list<Note>())) {
        ASSERT_LE(++n, rows);
        if (memory()) {
            EXPECT_THROW(db.run(df::create(Note{"new", note.stars})),
                         df::protected_operation); // one connection in all
        } else if (n % 500 == 0) db.run(df::create(Note{"new", note.stars}));
    }
    EXPECT_EQ(n, rows);
    EXPECT_EQ(db.run(df::count<Note>()), memory() ? rows : rows + rows / 500);
}

// --- databases that are gone or moved

TEST_P(Lifetimes, AStreamOutlivesItsDatabase) {
    for (const bool begun : {false, true}) {
        const auto place = another();
        std::optional<database> db{filled(place->url())};
        auto stream = db->stream(df::list<Note>(), df::timeout_after(60s));
        note_stream::iterator at;
        if (begun) at = stream.begin();
        db.reset();
        int n = begun ? 1 : 0;
        for ([[maybe_unused]] const auto& note : stream) ++n;
        EXPECT_EQ(n, rows);
    }
    auto returned = [&] {
        database db{url()};
        return db.stream(df::list<Note>()); // left unread
    }();
}

TEST_P(Lifetimes, AMovedStreamGoesOnWhereItWas) {
    database db = filled();
    auto first = db.stream(df::list<Note>());
    auto at = first.begin();
    auto second = std::move(first);
    ++at;
    EXPECT_EQ(at->body.size(), 40U);
    EXPECT_EQ(count_rows(second), rows - 2);
    const auto told =
        thrown<df::protected_operation>([&] { (void)first.begin(); }); // NOLINT: that is the test
    EXPECT_TRUE(has(told.what(), "this stream was moved from")) << told.what();
}

TEST_P(Lifetimes, AMovedFromDatabaseSaysSo) {
    database db = filled();
    auto stream = db.stream(df::list<Note>());
    (void)stream.begin();
    database other = std::move(db);
    const auto refused = [&](auto&& work) {
        const auto e = thrown<df::protected_operation>(work);
        EXPECT_TRUE(has(e.what(), "this database was moved from")) << e.what();
    };
    // NOLINTBEGIN: that is the test
    refused([&] { db.run(df::count<Note>()); });
    refused([&] { db.run(df::count<Note>(), df::timeout_after(1s)); });
    refused([&] { db.run(df::create(Note{"a", 1})); });
    refused([&] { db.run(df::workflow(df::node<"n">(df::create(Note{"a", 1}))), df::nothing{}); });
    refused([&] { db.transaction([](auto&) {}); });
    refused([&] { db.transaction([](auto&) {}, df::timeout_after(1s)); });
    refused([&] { (void)db.stream(df::list<Note>()); });
    refused([&] { (void)db.stream(df::list<Note>(), df::timeout_after(1s)); });
    refused([&] { (void)db.dialect(); });
    EXPECT_EQ(db.try_run(df::count<Note>()).error().kind(), df::error_kind::protected_operation);
    EXPECT_EQ(count_rows(stream), rows - 1);
    db = std::move(other);
    // NOLINTEND
    EXPECT_EQ(db.run(df::count<Note>()), rows);
    static_assert(!std::copy_constructible<database> && std::movable<database>);
}

TEST_P(Lifetimes, ADatabaseThatIsReplacedInItsOwnTransactionStaysUntilItsEnd) {
    database db = filled();
    const auto elsewhere = another();
    db.transaction([&](auto& tx) {
        tx.run(df::create(Note{"a", 1}));
        db = database{elsewhere->url()};
        EXPECT_EQ(tx.run(df::count<Note>()), rows + 1);
    });
    EXPECT_EQ(db.run(df::count<Note>()), 0);
}

// --- parts of what is about to end

TEST_P(Lifetimes, PartsOfTemporariesAreValues) {
    database db = filled();
    const auto one = [&] { return df::list<Note>().limit(3); };
    const auto& first = db.run(one())[0]; // lives on, for it is a value
    const auto& front = db.run(one()).front();
    const auto& page = *db.try_run(one());
    const auto row = db.run(df::select(field<&Note::body>, field<&Note::stars>).limit(1))[0];
    std::vector<std::string> bodies;
    for (const auto& note : *db.try_run(one())) bodies.push_back(note.body);
    const std::string& named = std::remove_const_t<decltype(row)>{row}["body"_n];
    const std::string& message = db.try_run(df::read<Note>(-1)).error().info().message;
    const auto& node = thrown<df::not_found>([&] { db.run(df::read<Note>(-1)); }).node();
    const auto& flown =
        db.run(df::workflow(df::node<"n">(df::create(Note{std::string(40, 'z'), 1}))), df::nothing{})["n"_n];
    db.run(df::create(Note{std::string(40, 'n'), 1})); // uses memory again
    EXPECT_EQ(first.body, std::string(40, 'x'));
    EXPECT_EQ(front.body, std::string(40, 'x'));
    EXPECT_EQ(page[2].stars, 2);
    EXPECT_EQ(named, std::string(40, 'x'));
    EXPECT_EQ(bodies.size(), 3U);
    EXPECT_FALSE(message.empty());
    EXPECT_EQ(node, "read");
    EXPECT_EQ(flown.body, std::string(40, 'z'));
    db.run(df::create(Customer{.name = "a", .email = "a"}));
    db.run(df::create<Order>(field<&Order::customer_id> = df::id<Customer>{1},
                             field<&Order::note> = std::string(40, 'o')));
    const auto joined = df::list<Order>().join<&Order::customer_id>();
    using joined_row = typename decltype(db.run(joined))::value_type;
    const auto& order = joined_row{db.run(joined)[0]}.get<Order>();
    const auto& also = joined_row{db.run(joined)[0]}.get<0>();
    auto [o, c] = joined_row{db.run(joined)[0]};
    EXPECT_EQ(order.note, std::string(40, 'o'));
    EXPECT_EQ(also.note, o.note);
    EXPECT_EQ(c.name, "a");
}

template <class Page>
concept iterated_when_temporary = requires(Page&& p) { std::forward<Page>(p).begin(); };
template <class Result>
concept pointed_at_when_temporary = requires(Result&& r) { std::forward<Result>(r).operator->(); };
static_assert(iterated_when_temporary<df::page<Note>&> && !iterated_when_temporary<df::page<Note>> &&
              !iterated_when_temporary<const df::page<Note>>);
static_assert(iterated_when_temporary<note_stream&> && !iterated_when_temporary<note_stream>);
static_assert(pointed_at_when_temporary<df::result<Note>&> && !pointed_at_when_temporary<df::result<Note>>);

// --- the end of the program

/// Runs the first statement of its node when the static objects are destroyed.
struct late {
    std::optional<database> db;
    ~late() {
        for (int i = 0; i < 50; ++i) db->run(df::create(Note{"late", i}));
        const bool well = db->run(df::count<Note>()) == 50 &&
                          db->run(df::list<Note>().where(field<&Note::stars> > 40)).size() == 9;
        std::_Exit(well ? 0 : 1);
    }
};

TEST(EndOfProgram, StatementsRunInStaticDestructors) {
    GTEST_FLAG_SET(death_test_style,
                   "threadsafe"); // a program of its own, whose statics are made in this order
    EXPECT_EXIT(
        {
            static late last;
            last.db.emplace("sqlite::memory:");
            last.db->run(df::exists<Customer>());
            std::exit(2);
        },
        testing::ExitedWithCode(0), "");
}

// --- a workflow's function that goes around its context

struct In {
    int stars = 0;
};
struct Out {
    std::int64_t seen = 0;
};

TEST_P(Lifetimes, AFunctionOfAWorkflowThatUsesTheDatabaseItselfIsRefused) {
    database db = filled();
    const auto elsewhere = another();
    database other{elsewhere->url()};
    const auto flow = [&](auto function) {
        return df::workflow<In>(df::node<"note">(df::create<Note>(field<&Note::body> = "of the flow")),
                                df::node<"look">(function), df::wire<"input.stars", "note.stars">,
                                df::wire<"note.stars", "look.stars">);
    };
    const auto refused = [&](auto use) {
        const auto asks = flow([&](const In&) {
            use();
            return Out{};
        });
        for (const auto& e :
             {thrown<df::protected_operation>([&] { db.run(asks, In{7}); }),
              thrown<df::protected_operation>([&] { db.run(asks, In{7}, df::timeout_after(20s)); }),
              thrown<df::protected_operation>([&] { db.run(asks.without_transaction(), In{8}); })}) {
            EXPECT_TRUE(has(e.what(), "df::context&")) << e.what();
            EXPECT_TRUE(has(e.node(), "look")) << e.what();
        }
    };
    refused([&] { (void)db.run(df::count<Note>()); });
    refused([&] { db.run(df::create(Note{"a", 1})); });
    refused([&] { db.run(df::bulk_update<Note>(df::everything, field<&Note::stars> = 1)); });
    refused([&] { (void)db.stream(df::list<Note>()); });
    refused([&] { db.transaction([](auto&) {}); });
    refused([&] { db.run(df::workflow(df::node<"n">(df::create(Note{"a", 1}))), df::nothing{}); });
    // In a transaction of another database in between, too.
    refused([&] { other.transaction([&](auto&) { (void)db.run(df::count<Note>()); }); });
    EXPECT_EQ(db.run(df::count<Note>().where(field<&Note::body> == "of the flow")),
              7); // those without a transaction
}

} // namespace
