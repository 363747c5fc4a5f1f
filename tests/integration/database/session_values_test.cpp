// A statement that asks for what the session knows: bound from the context that it runs in, and refused where
// a tenant is missing.
#include "support/fixture.hpp"

#include <string>

namespace {

namespace df = dataflow;
using df::rooms::sql::session_value;
using df::rooms::sql::session_values;
using df::rooms::sql::value_source;

struct Known {
    df::id<Known> id{};
    std::string tenant{};
    std::string actor{};

    static constexpr auto dataflow = df::options{.table = "known", .timestamps = false};
};

void session(df::rooms::sql::writer& w, session_value which) {
    w.value({value_source::origin::session, static_cast<std::size_t>(which)});
}
void write_insert(df::rooms::sql::writer& w, const df::rooms::sql::statement&) {
    w << "INSERT INTO known (tenant, actor) VALUES (";
    session(w, session_value::tenant);
    w << ", coalesce(";
    session(w, session_value::actor);
    w << ", 'nobody'))";
}
df::rooms::sql::statement_id cache;
const df::rooms::sql::statement insert{.node = "insert",
                                       .table = &df::schema::table_of<Known>,
                                       .cache = &cache,
                                       .writes = true,
                                       .own_text = &write_insert};

class SessionValues : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(SessionValues);

TEST_P(SessionValues, AreBoundFromTheContext) {
    df::database<Known> db{url()};
    db.transaction([&](auto& tx) {
        auto& connection = tx.inside().connection();
        std::string tenant = "acme";
        const session_values acme{.tenant = tenant, .actor = "ann"};
        df::context{connection, &acme}.run(insert, 0, {}, nullptr);
        tenant = "over"; // a text that lies at the same place is bound again
        df::context{connection, &acme}.run(insert, 0, {}, nullptr);
        const session_values empty{.tenant = ""};
        df::context{connection, &empty}.run(insert, 0, {}, nullptr);
    });
    const auto rows = db.run(df::list<Known>().order_by(df::field<&Known::id>));
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0].tenant, "acme");
    EXPECT_EQ(rows[0].actor, "ann");
    EXPECT_EQ(rows[1].tenant, "over");
    EXPECT_EQ(rows[2].tenant, "");
    EXPECT_EQ(rows[2].actor, "nobody");
}

TEST_P(SessionValues, ATenantThatIsMissingIsRefused) {
    df::database<Known> db{url()};
    const auto refused = [&](auto use) {
        const auto e = support::thrown<df::protected_operation>(
            [&] { db.transaction([&](auto& tx) { use(tx.inside()); }); });
        EXPECT_EQ(e.node(), "insert");
        EXPECT_EQ(e.model(), "Known");
        EXPECT_TRUE(support::has(e.what(), "its session has no tenant")) << e.what();
    };
    refused([](df::context& c) { c.run(insert, 0, {}, nullptr); });
    const session_values other{.actor = "ann"};
    refused([&](df::context& c) { df::context{c.connection(), &other}.run(insert, 0, {}, nullptr); });
    EXPECT_EQ(db.run(df::count<Known>()), 0);
}

} // namespace
