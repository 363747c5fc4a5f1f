// Lists that are ordered by expressions, and their pages, against a plain C++ evaluation of the same rows.
#include "support/fixture.hpp"
#include "support/queries.hpp"

#include <dataflow/functions.hpp>

#include <algorithm>
#include <tuple>

namespace {

using namespace queries;
using df::field;
using support::thrown;

class ListOrder : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(ListOrder);

template <class Records>
std::vector<std::int64_t> ids(const Records& records) {
    std::vector<std::int64_t> out;
    for (const auto& r : records) out.push_back(r.id.value);
    return out;
}
/// The records in the order of a key, then of their ids; upwards or downwards.
template <class Records, class Key>
std::vector<std::int64_t> ordered(Records records, Key key, bool descending) {
    std::ranges::sort(records, [&](const auto& a, const auto& b) {
        const auto left = std::pair(key(a), a.id.value);
        const auto right = std::pair(key(b), b.id.value);
        return descending ? right < left : left < right;
    });
    return ids(records);
}
std::string lower(std::string text) {
    for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

/// As a whole, page by page, and as a stream.
template <class Node>
void check(database& db, const Node& node, const std::vector<std::int64_t>& wanted) {
    EXPECT_EQ(ids(db.run(node)), wanted);
    for (const int size : {1, 7, 60}) {
        const auto part = node.limit(size);
        auto page = db.run(part.with_total());
        EXPECT_EQ(page.total, std::ssize(wanted));
        std::vector<std::int64_t> found;
        for (;;) {
            for (const auto id : ids(page)) found.push_back(id);
            if (!page.next) break;
            ASSERT_EQ(std::ssize(page.records), size);
            page = db.run(part.after(df::cursor::parse(page.next->text())));
        }
        EXPECT_EQ(found, wanted) << "in pages of " << size;
    }
    std::vector<std::int64_t> streamed;
    db.transaction([&](auto& tx) {
        for (const auto& r : tx.stream(node.limit(9))) streamed.push_back(r.id.value);
    });
    EXPECT_EQ(streamed,
              std::vector<std::int64_t>(wanted.begin(),
                                        wanted.begin() + std::min<std::ptrdiff_t>(9, std::ssize(wanted))));
}

TEST_P(ListOrder, ByExpressionsOfEveryKind) {
    database db{url()};
    const auto all = fill(db, 11);
    using order = df::record<Order>;
    const auto& orders = all.orders;
    check(db, df::list<Order>().order_by(df::desc(field<&Order::total> * -3)),
          ordered(orders, [](const order& o) { return o.total * -3; }, true));
    check(db, df::list<Order>().order_by(df::upper(field<&Order::status>)),
          ordered(orders, [](const order& o) { return o.status; }, false));
    // NULL is the smallest, or where it is said to be.
    check(db, df::list<Order>().order_by(field<&Order::discount> + 1),
          ordered(
              orders,
              [](const order& o) { return o.discount ? std::optional{*o.discount + 1} : std::nullopt; },
              false));
    check(db, df::list<Order>().order_by(df::desc(field<&Order::discount> + 1)),
          ordered(
              orders,
              [](const order& o) { return o.discount ? std::optional{*o.discount + 1} : std::nullopt; },
              true));
    check(db, df::list<Order>().order_by(df::asc(field<&Order::discount> * 2).nulls_last()),
          ordered(
              orders,
              [](const order& o) { return std::pair(!o.discount.has_value(), o.discount.value_or(0)); },
              false));
    check(db, df::list<Order>().order_by(df::coalesce(field<&Order::discount>, 2)),
          ordered(orders, [](const order& o) { return o.discount.value_or(2); }, false));
    // Plain texts alone are ordered byte by byte, too.
    check(db,
          df::list<Order>()
              .where(field<&Order::total> > 0)
              .order_by(df::case_when(field<&Order::paid> == true, "b")
                            .when(field<&Order::total> > 20, "B")
                            .otherwise("a")),
          [&] {
              auto some = orders;
              std::erase_if(some, [](const Order& o) { return o.total <= 0; });
              return ordered(
                  some, [](const order& o) { return std::string{o.paid         ? "b"
                                                                : o.total > 20 ? "B"
                                                                               : "a"}; },
                  false);
          }());
    check(db, df::list<Order>().order_by(field<&Order::total> * 0.5),
          ordered(orders, [](const order& o) { return o.total * 0.5; }, false));
    check(db, df::list<Order>().order_by(df::desc(df::truncate<df::unit::day>(field<&Order::placed>))),
          ordered(
              orders, [](const order& o) { return std::chrono::floor<std::chrono::days>(o.placed); }, true));
    // A subquery.
    check(db,
          df::list<Order>().order_by(
              df::scalar(df::select(df::max(field<&Customer::credit>))
                             .where(field<&Customer::id> == field<&Order::customer_id>))),
          ordered(orders, [&](const order& o) { return all.customer_of(o).credit; }, false));
}

TEST_P(ListOrder, SeveralKeysInTheirDirections) {
    database db{url()};
    const auto all = fill(db, 12);
    auto wanted = all.orders;
    const auto key = [](const auto& a, const auto& b) {
        return std::tuple(lower(b.status), a.discount, a.total / 7 * 2, b.id);
    };
    std::ranges::sort(wanted, [&](const auto& a, const auto& b) { return key(a, b) < key(b, a); });
    check(db,
          df::list<Order>().order_by(df::desc(df::lower(field<&Order::status>)), field<&Order::discount>,
                                     field<&Order::total> / 7 * 2, df::desc(field<&Order::id>)),
          ids(wanted));
}

TEST_P(ListOrder, ACursorKnowsItsOrder) {
    database db{url()};
    fill(db, 13);
    const auto by = [](int n) { return df::list<Order>().order_by(field<&Order::total> * n).limit(5); };
    const auto page = db.run(by(2));
    EXPECT_EQ(db.run(by(2).after(*page.next)).records.size(), 5U);
    EXPECT_EQ(db.run(df::list<Order>()
                         .where(field<&Order::total> < 100)
                         .order_by(field<&Order::total> * 2)
                         .limit(5)
                         .after(*page.next))
                  .records.size(),
              5U);
    const auto refused = [&](const auto& node) {
        const auto e = thrown<df::invalid_value>([&] { (void)db.run(node); });
        EXPECT_EQ(e.model(), "Order");
        EXPECT_TRUE(support::has(e.what(), "the cursor belongs to another list")) << e.what();
    };
    refused(by(3).after(*page.next));
    refused(df::list<Order>().order_by(field<&Order::total> + 2).after(*page.next));
    refused(df::list<Order>().order_by(df::desc(field<&Order::total> * 2)).after(*page.next));
    refused(df::list<Order>().order_by(field<&Order::total>).after(*page.next));
}

TEST_P(ListOrder, WithChildrenInJoinsInWorkflowsAndInSubqueries) {
    database db{url()};
    const auto all = fill(db, 14);
    const auto by_name = df::list<Customer>().order_by(df::desc(field<&Customer::credit> * 2)).limit(5);
    const auto wanted = ordered(all.customers, [](const auto& c) { return c.credit; }, true);
    const auto parents = db.run(by_name.with_children<&Order::customer_id>());
    EXPECT_EQ(ids(parents.records), std::vector(wanted.begin(), wanted.begin() + 5));
    for (const auto& p : parents)
        EXPECT_EQ(std::ssize(p.children),
                  std::ranges::count_if(all.orders, [&](const Order& o) { return o.customer_id == p.id; }));
    const auto rest = db.run(df::list<Customer>()
                                 .order_by(df::desc(field<&Customer::credit> * 2))
                                 .after(*parents.next)
                                 .with_children<&Order::customer_id>());
    EXPECT_EQ(ids(rest.records), std::vector(wanted.begin() + 5, wanted.end()));

    std::vector<std::int64_t> joined;
    for (const auto& row : db.run(df::list<Order>()
                                      .order_by(field<&Order::total> * -1)
                                      .join<&Order::customer_id>()
                                      .where(field<&Customer::credit> >= 0)))
        joined.push_back(row.get<Order>().id.value);
    EXPECT_EQ(joined, ordered(all.orders, [](const Order& o) { return -o.total; }, false));

    const auto selected = db.run(df::select(field<&Order::total>)
                                     .where(field<&Order::paid> == true)
                                     .order_by(df::desc(field<&Order::total> * -2))
                                     .limit(3));
    auto totals = all.orders;
    std::erase_if(totals, [](const Order& o) { return !o.paid; });
    std::ranges::sort(totals, {}, &Order::total);
    EXPECT_EQ(selected, (std::vector<int>{totals[0].total, totals[1].total, totals[2].total}));

    const auto last = db.run(df::list<Customer>().where(
        field<&Customer::id> ==
        df::scalar(df::select(field<&Order::customer_id>)
                       .order_by(df::desc(field<&Order::total> * 2), field<&Order::id>))));
    auto best = all.orders.front();
    for (const auto& o : all.orders)
        if (o.total > best.total) best = o;
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(last.front().id, best.customer_id);
}

} // namespace
