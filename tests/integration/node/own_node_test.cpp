// A node that this file alone knows: what docs/house.md ("How to add", a node) tells is all that one needs to
// be run, sent in a transaction, and filled in a workflow.
#include "support/fixture.hpp"

#include <dataflow/node/sql_of.hpp>
#include <dataflow/soft_delete.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <thread>

namespace own_node {

namespace df = dataflow;
namespace node_ = df::node_;
namespace sql = df::rooms::sql;
using df::field;

/// Sets the `updated_at` of the record with a key, and nothing else; gives whether there was one. An open one
/// gets its key from a wire of a workflow.
template <class M, bool Open = false>
struct touch_node {
    using model = M;
    using output = bool;
    static constexpr node_::tables_read<touch_node> reads{};
    static constexpr node_::tables_written<touch_node, true> writes{};
    static constexpr bool open_key = Open;
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = "touch",
                                              .table = &df::schema::table_of<M>,
                                              .what = sql::verb::update,
                                              .match = sql::row_match::key,
                                              .cache = &cache,
                                              .writes = true,
                                              .repeatable = true};

    node_::held_key<M> key{};

    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }
    output execute(df::context& c) const {
        const sql::bindings bound{.key = &key,
                                  .key_fields = node_::key_fields<M>,
                                  .now = df::context::now().time_since_epoch().count()};
        return c.run(statement, variant(), bound, nullptr).affected != 0;
    }
};

template <class M, class... Key>
[[nodiscard]] constexpr auto touch(Key&&... key) {
    using verdict = node_::by_key_verdict<M, Key...>;
    static_assert(df::rule::told<verdict>::verdict);
    if constexpr (!df::rule::is_ok<verdict>) return node_::refused_as<bool>{};
    else if constexpr (sizeof...(Key) == 0) return touch_node<M, true>{};
    else return touch_node<M>{node_::hold_key<M>(touch_node<M>::statement, static_cast<Key&&>(key)...)};
}

struct Page {
    df::id<Page> id{};
    std::string title;

    static constexpr auto dataflow = df::options{.soft_delete = true};
};

static_assert(df::sql_of<df::sqlite>(touch<Page>(1)) ==
              R"(UPDATE "pages" SET "updated_at" = ?1 WHERE "id" = ?2 AND "deleted_at" IS NULL)");
static_assert(df::sql_of<df::postgres>(touch<Page>(1)) ==
              R"(UPDATE "pages" SET "updated_at" = $1 WHERE "id" = $2 AND "deleted_at" IS NULL)");

class OwnNode : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(OwnNode);

void wait_for_the_clock(df::timestamp passed) {
    while (df::context::now() <= passed) std::this_thread::sleep_for(std::chrono::microseconds{50});
}

TEST_P(OwnNode, RunsAsTheOthersDo) {
    df::database<Page> db{url()};
    const auto page = db.run(df::create(Page{.title = "a"}));
    const auto gone = db.run(df::create(Page{.title = "b"}));
    EXPECT_TRUE(db.run(df::erase<Page>(gone.id)));
    wait_for_the_clock(page.updated_at);
    EXPECT_TRUE(db.run(touch<Page>(page.id)));
    const auto touched = db.run(df::read<Page>(page.id));
    EXPECT_GT(touched.updated_at, page.updated_at);
    EXPECT_EQ(touched.created_at, page.created_at);
    EXPECT_EQ(touched.title, "a");
    EXPECT_FALSE(db.run(touch<Page>(99)));
    EXPECT_FALSE(db.run(touch<Page>(gone.id))); // its options say so
}

TEST_P(OwnNode, InATransactionAndInAWorkflow) {
    df::database<Page> db{url()};
    const auto page = db.run(df::create(Page{.title = "a"}));
    wait_for_the_clock(page.updated_at);
    EXPECT_THROW(db.transaction([&](auto& tx) {
        EXPECT_TRUE(tx.run(touch<Page>(page.id)));
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_EQ(db.run(df::read<Page>(page.id)).updated_at, page.updated_at);

    struct In {
        df::id<Page> page{};
    };
    const auto flow = df::workflow<In>(df::node<"touch">(touch<Page>()), df::wire<"input.page", "touch.id">);
    db.run(flow, In{page.id});
    EXPECT_GT(db.run(df::read<Page>(page.id)).updated_at, page.updated_at);
}

} // namespace own_node
