// The clauses of a temporary node move what it holds: a list of values is made once, however many clauses
// follow.
#include "support/queries.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace queries;
using df::field;

using among = decltype(field<&Order::total>.in(std::vector<std::int64_t>{}));

/// Whether what `make` makes of a filter holds the very list that the filter held; `find` finds it there.
template <class Make, class Find>
bool moved(const Make& make, const Find& find) {
    among filter = field<&Order::total>.in(std::vector<std::int64_t>(1000, 7));
    const auto* at = filter.list().data();
    const auto node = make(std::move(filter));
    return find(node).list().data() == at && find(node).list().size() == 1000;
}
constexpr auto predicate = [](const auto& node) -> auto& { return node.predicate; };
constexpr auto where = [](const auto& node) -> auto& { return node.where; };

TEST(MovedClauses, CopyNothing) {
    const auto total = field<&Order::total>;
    const auto orders = [](among&& f) { return df::list<Order>().where(std::move(f)); };
    EXPECT_TRUE(
        moved([&](among&& f) { return orders(std::move(f)).order_by(total).limit(3).offset(2); }, predicate));
    EXPECT_TRUE(
        moved([&](among&& f) { return orders(std::move(f)).order_by(total).limit(3).with_total().offset(1); },
              predicate));
    EXPECT_TRUE(moved(
        [&](among&& f) {
            return orders(std::move(f)).after(df::cursor{}).order_by(total).limit(3).offset(1);
        },
        predicate));
    EXPECT_TRUE(moved(
        [&](among&& f) {
            return orders(std::move(f))
                .join<&Order::customer_id>()
                .order_by(total)
                .limit(3)
                .offset(1)
                .distinct();
        },
        predicate));
    EXPECT_TRUE(
        moved([&](among&& f) { return orders(std::move(f)).left_join<&Order::customer_id>().limit(3); },
              predicate));
    EXPECT_TRUE(moved([&](among&& f) { return df::list<Order>().where(total > 3 && std::move(f)).limit(3); },
                      [](const auto& n) -> auto& { return n.predicate.rest.first; }));
    EXPECT_TRUE(moved([&](among&& f) { return df::list<Order>().where(!std::move(f)).limit(3); },
                      [](const auto& n) -> auto& { return n.predicate.first; }));
    EXPECT_TRUE(
        moved([&](among&& f) { return df::list<Order>().where(df::if_set(true, std::move(f))).limit(3); },
              [](const auto& n) -> auto& { return *n.predicate.part; }));
    EXPECT_TRUE(moved(
        [&](among&& f) {
            return df::select(total)
                .from<Order>()
                .where(std::move(f))
                .join<&Order::customer_id>()
                .order_by(total)
                .limit(2)
                .distinct();
        },
        predicate));
    EXPECT_TRUE(moved(
        [&](among&& f) {
            return df::aggregate<Order>()
                .where(std::move(f))
                .join<&Order::customer_id>()
                .group_by(field<&Customer::name>)
                .select(df::count().as<"n">())
                .having(df::count() > 1)
                .order_by(field<&Customer::name>)
                .limit(3);
        },
        predicate));
    EXPECT_TRUE(moved([&](among&& f) { return df::count<Order>().where(std::move(f)); }, predicate));
    EXPECT_TRUE(moved([&](among&& f) { return df::count(orders(std::move(f)).join<&Order::customer_id>()); },
                      [](const auto& n) -> auto& { return n.of.predicate; }));
    EXPECT_TRUE(moved(
        [&](among&& f) { return df::list<Customer>().where(df::exists(orders(std::move(f)))).limit(1); },
        [](const auto& n) -> auto& { return n.predicate.first.of.predicate; }));
    EXPECT_TRUE(moved([&](among&& f) { return df::scalar(df::select(df::max(total)).where(std::move(f))); },
                      [](const auto& n) -> auto& { return n.first.of.predicate; }));
    EXPECT_TRUE(moved([&](among&& f) { return df::bulk_erase<Order>(std::move(f)).limit(3); }, where));
    EXPECT_TRUE(moved(
        [&](among&& f) { return df::bulk_update<Order>(std::move(f), field<&Order::status> = "x").limit(3); },
        where));
    EXPECT_TRUE(moved([&](among&& f) { return df::update<Order>(std::move(f), field<&Order::status> = "x"); },
                      where));

    std::string text(60, 'x');
    const auto* at = text.data();
    const auto upsert = df::upsert(Customer{.name = std::move(text)})
                            .on_conflict(field<&Customer::id>)
                            .set_on_conflict(field<&Customer::name> = "x");
    EXPECT_EQ(upsert.fields.name.data(), at);

    // A named one stays as it is.
    const auto list = df::list<Order>().where(field<&Order::total>.in(std::vector<std::int64_t>(1000, 7)));
    const auto limited = list.order_by(total).limit(3).offset(4);
    EXPECT_EQ(list.predicate.list().size(), 1000U);
    EXPECT_EQ(limited.predicate.list(), list.predicate.list());
}

// A node remembers that it has a limit, and is the same node in all else, whatever clauses follow.
TEST(LimitedNodes, AreTheSameInAnyOrderOfTheirClauses) {
    const auto total = field<&Order::total>;
    const auto text = [](const auto& node) { return df::sql_of<df::postgres>(node); };
    EXPECT_EQ(text(df::list<Order>().limit(3).offset(2).where(total > 1).order_by(total)),
              text(df::list<Order>().where(total > 1).order_by(total).offset(2).limit(3)));
    EXPECT_EQ(
        text(df::list<Order>().limit(3).join<&Order::customer_id>().where(total > 1).distinct().order_by(
            total)),
        text(df::list<Order>().join<&Order::customer_id>().where(total > 1).distinct().order_by(total).limit(
            3)));
    EXPECT_EQ(text(df::select(total).limit(3).from<Order>().left_join<&Order::customer_id>()),
              text(df::select(total).from<Order>().left_join<&Order::customer_id>().limit(3)));

    const auto family = df::list<Customer>()
                            .limit(3)
                            .with_children<&Order::customer_id>()
                            .where(field<&Customer::credit> > 1)
                            .offset(2);
    EXPECT_EQ(family.clauses.limit, 3);
    EXPECT_EQ(family.clauses.offset, 2);
    const auto paged = df::list<Order>()
                           .limit(3)
                           .with_total()
                           .where(total > 1)
                           .offset(2)
                           .after(df::cursor{})
                           .order_by(total);
    EXPECT_EQ(paged.clauses.limit, 3);
    EXPECT_EQ(paged.clauses.offset, 2);
    EXPECT_TRUE(paged.clauses.total_wanted && paged.clauses.seek);

    // What has a limit only sometimes is the node without one.
    const auto all = df::list<Order>().where(total > 1);
    const auto choose = [&](bool few) { return few ? all.limit(7) : all; };
    EXPECT_EQ(choose(true).clauses.limit, 7);
    EXPECT_EQ(choose(false).clauses.limit, std::nullopt);
    const auto gone = df::bulk_erase<Order>(total > 1);
    EXPECT_EQ((true ? gone.limit(7) : gone).most, 7);
    auto every = df::list<Order>();
    for (const int n : {2, 5}) every = every.limit(n);
    EXPECT_EQ(every.clauses.limit, 5);
}

// A node whose clauses are all values takes itself with one more, and is assigned whole: its filter, too.
TEST(LimitedNodes, AreAssignedWithTheirFilters) {
    const auto total = field<&Order::total>;
    auto some = df::list<Order>().where(total > 1 && field<&Order::status> == "open");
    const auto other = df::list<Order>().where(total > 5 && field<&Order::status> == "sent").limit(4);
    some = other;
    EXPECT_EQ(some.clauses.limit, 4);
    EXPECT_EQ(some.predicate.first.rest.first.held, other.predicate.first.rest.first.held);
    EXPECT_EQ(std::string_view{some.predicate.rest.first.rest.first.held}, "sent");
}

// The options of a bulk node in any order.
TEST(BulkNodes, RememberTheirOptions) {
    std::vector<Order> rows;
    const auto node = df::bulk_upsert(rows)
                          .batch_size(7)
                          .per_row()
                          .on_conflict(field<&Order::id>)
                          .returning_ids()
                          .on_progress([](auto&) {});
    EXPECT_EQ(node.how.size, 7);
    EXPECT_EQ(node.how.undone, df::atomicity::row);
    EXPECT_NE(node.ids, nullptr);
    EXPECT_EQ(node.resolution, df::conflict::update);
    const auto other = df::bulk_create(rows)
                           .returning_ids()
                           .on_conflict(df::conflict::skip, field<&Order::id>)
                           .per_batch()
                           .batch_size(8);
    EXPECT_EQ(other.how.size, 8);
    EXPECT_EQ(other.how.undone, df::atomicity::batch);
    EXPECT_EQ(other.resolution, df::conflict::skip);
    EXPECT_EQ(
        other.variant(),
        df::bulk_create(rows).on_conflict(df::conflict::skip, field<&Order::id>).returning_ids().variant());
    const auto set = df::bulk_update(rows).per_row().set(field<&Order::total>).batch_size(9);
    EXPECT_EQ(set.how.size, 9);
    EXPECT_EQ(set.how.undone, df::atomicity::row);
    EXPECT_EQ(df::bulk_erase<Order>(std::vector<df::id<Order>>{}).batch_size(3).how.size, 3);
}

} // namespace
