// Joins and selects that are read row by row give what they give at once.
#include "support/fixture.hpp"
#include "support/queries.hpp"

#include <dataflow/functions.hpp>

#include <memory>
#include <vector>

namespace {

using namespace queries;
using namespace df::literals;
using df::field;
using support::thrown;

class Streams : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Streams);

/// What a stream gives, one after another.
template <class Node, class Row>
std::vector<Row> streamed(database& db, const Node& node, const std::vector<Row>&) {
    std::vector<Row> out;
    for (auto& row : db.stream(node)) out.push_back(row);
    return out;
}
template <class Node>
void expect_the_same(database& db, const Node& node) {
    const auto at_once = db.run(node);
    EXPECT_FALSE(at_once.empty());
    EXPECT_EQ(streamed(db, node, at_once), at_once);
}

struct Line {
    std::string name;
    std::string status;
    std::int64_t twice{};
    std::optional<int> discount{};
    auto operator<=>(const Line&) const = default;
};

TEST_P(Streams, SelectsOfStructsAndValues) {
    database db{url()};
    (void)fill(db, 1);
    expect_the_same(db, df::select<Line>(field<&Customer::name>, field<&Order::status>,
                                         (field<&Order::total> * 2).as<"twice">(), field<&Order::discount>)
                            .from<Order>()
                            .join<&Order::customer_id>()
                            .where(field<&Order::total> > 3)
                            .order_by(field<&Order::id>)
                            .limit(9)
                            .offset(2));
    expect_the_same(db, df::select(field<&Order::discount>).order_by(field<&Order::id>));
    expect_the_same(db, df::select(field<&Order::status>).distinct().order_by(field<&Order::status>));
    expect_the_same(db, df::select(field<&Order::paid>).order_by(field<&Order::id>));
    static_assert(
        std::is_same_v<
            std::iter_reference_t<
                decltype(std::declval<decltype(db.stream(df::select(field<&Order::paid>)))&>().begin())>,
            bool&>);
}

TEST_P(Streams, GroupsAndRowsWithNames) {
    database db{url()};
    (void)fill(db, 2);
    const auto node = df::aggregate<Order>()
                          .join<&Order::customer_id>()
                          .group_by(field<&Customer::name>)
                          .select(df::count().as<"orders">(), df::max(field<&Order::discount>).as<"most">())
                          .having(df::count() > 1)
                          .order_by(field<&Customer::name>);
    const auto at_once = db.run(node);
    std::size_t i = 0;
    for (const auto& row : db.stream(node)) {
        ASSERT_LT(i, at_once.size());
        EXPECT_EQ(row["name"_n], at_once[i]["name"_n]);
        EXPECT_EQ(row["orders"_n], at_once[i]["orders"_n]);
        EXPECT_EQ(row["most"_n], at_once[i++]["most"_n]);
    }
    EXPECT_EQ(i, at_once.size());
}

// A record that a left join did not find must not stay from the row before, nor be lost for the row behind.
TEST_P(Streams, LeftJoinsWithAndWithoutPartners) {
    database db{url()};
    const auto all = fill(db, 3);
    const auto node =
        df::list<Customer>().left_join<&Customer::city_id>().left_join<&Order::customer_id>().order_by(
            field<&Customer::id>, df::nullable(field<&Order::id>));
    const auto at_once = db.run(node);
    std::size_t i = 0, without = 0;
    for (const auto& [customer, city, order] : db.stream(node)) {
        ASSERT_LT(i, at_once.size());
        const auto& [c, t, o] = at_once[i++];
        EXPECT_EQ(customer.id, c.id);
        EXPECT_EQ(customer.name, c.name);
        ASSERT_EQ(city.has_value(), t.has_value());
        without += city ? 0 : 1;
        if (city) {
            EXPECT_EQ(city->name, t->name);
        }
        ASSERT_EQ(order.has_value(), o.has_value());
        if (order) {
            EXPECT_EQ(std::tuple(order->id, order->status, order->discount),
                      std::tuple(o->id, o->status, o->discount));
        }
    }
    EXPECT_EQ(i, at_once.size());
    EXPECT_GT(without, 0U);
    EXPECT_LT(without, i);
}

TEST_P(Streams, TheirValuesOutliveWhatTheyWereMadeOf) {
    database db{url()};
    const auto all = fill(db, 4);
    auto name = std::make_unique<std::string>(60, 'x');
    *name = all.customers[0].name;
    auto stream = db.stream(df::select(field<&Order::id>)
                                .from<Order>()
                                .join<&Order::customer_id>()
                                .where(field<&Customer::name> == std::string{*name}));
    name.reset();
    std::size_t n = 0, wanted = 0;
    for ([[maybe_unused]] const auto& id : stream) ++n;
    for (const auto& o : all.orders) wanted += all.customer_of(o).name == all.customers[0].name ? 1 : 0;
    EXPECT_EQ(n, wanted);
}

TEST_P(Streams, HaveNoRowAndNoStepAfterTheirEnd) {
    database db{url()};
    const auto all = fill(db, 4);
    const auto expect_ended = [](auto use) {
        const auto error = thrown<df::protected_operation>(use);
        EXPECT_EQ(error.info().message, "this stream has ended: its rows are read once");
    };
    auto stream = db.stream(df::list<City>());
    auto it = stream.begin();
    const auto other = it;
    std::size_t n = 0;
    for (; it != stream.end(); ++it) ++n;
    EXPECT_EQ(n, all.cities.size());
    expect_ended([&] { ++it; });
    expect_ended([&] { it++; });
    expect_ended([&] { (void)*it; });
    expect_ended([&] { (void)it->name; });
    expect_ended([&] { (void)stream.begin(); });
    expect_ended([] { (void)*df::row_stream<int>::iterator{}; });
    EXPECT_EQ(other->name, all.cities.back().name); // all iterators share a row
    auto none = db.stream(df::list<City>().where(field<&City::name> == "nowhere"));
    auto end = none.begin();
    EXPECT_TRUE(end == none.end());
    expect_ended([&] { (void)*end; });
    auto parts = db.stream(df::list<City>());
    (void)parts.begin(); // the first; a stream that was left goes on
    n = 1;
    for ([[maybe_unused]] const auto& city : parts) ++n;
    EXPECT_EQ(n, all.cities.size());
}

TEST_P(Streams, InATransactionAndLeftEarly) {
    database db{url()};
    const auto all = fill(db, 5);
    for (int round = 0; round < 40; ++round) // more often than the pool has connections
        for ([[maybe_unused]] const auto& row : db.stream(df::list<Order>().join<&Order::customer_id>()))
            break;
    db.transaction([&](auto& tx) {
        tx.run(df::create(City{.name = "new"}));
        std::size_t n = 0;
        for (const auto& name : tx.stream(df::select(field<&City::name>))) n += name.empty() ? 0 : 1;
        EXPECT_EQ(n, all.cities.size() + 1);
    });
    const auto error =
        thrown<df::invalid_value>([&] { (void)db.stream(df::select(field<&City::name>).limit(-1)); });
    EXPECT_EQ(error.info().node, "select");
}

} // namespace
