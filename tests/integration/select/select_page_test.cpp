// Pages of joins and selects: one after another they are the whole, without a row twice or left out.
#include "support/fixture.hpp"
#include "support/queries.hpp"

#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include <algorithm>
#include <set>
#include <tuple>

namespace {

using namespace queries;
using namespace df::literals;
using df::field;
using support::thrown;

class SelectPages : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(SelectPages);

/// All pages, of several sizes, one behind another; `as` makes of a row what is compared.
template <class Node, class As>
void check(database& db, const Node& node, As as) {
    const auto in_all = db.run(node.with_cursor().with_total());
    using value = decltype(as(*in_all.begin()));
    std::vector<value> whole;
    for (const auto& row : in_all) whole.push_back(as(row));
    EXPECT_FALSE(in_all.next.has_value());
    EXPECT_EQ(in_all.total, std::ssize(whole));
    ASSERT_GT(whole.size(), 3U);
    // In the order of the select, as far as that goes: the same rows.
    std::multiset<value> plain, paged(whole.begin(), whole.end());
    for (const auto& row : db.run(node)) plain.insert(as(row));
    EXPECT_EQ(plain, paged);
    for (const int size : {1, 4, 7, 100}) {
        const auto part = node.limit(size).with_cursor();
        std::vector<value> found;
        auto page = db.run(part);
        for (;;) {
            EXPECT_LE(std::ssize(page.records), size);
            for (const auto& row : page) found.push_back(as(row));
            if (!page.next) break;
            page = db.run(part.after(df::cursor::parse(page.next->text())));
        }
        EXPECT_EQ(found, whole) << "in pages of " << size;
    }
}

struct Line {
    std::string status;
    std::optional<int> discount{};
    std::int64_t tenth{};
    auto operator<=>(const Line&) const = default;
};
struct ByStatus {
    std::string status;
    std::optional<std::int64_t> sum{};
    std::int64_t orders{};
    auto operator<=>(const ByStatus&) const = default;
};

TEST_P(SelectPages, OfSelects) {
    database db{url()};
    const auto all = fill(db, 41);
    const auto itself = [](const auto& row) { return row; };
    const auto lines = df::select<Line>(field<&Order::status>, field<&Order::discount>,
                                        (field<&Order::total> / 10).as<"tenth">());
    check(db, lines, itself);
    check(
        db,
        lines.where(field<&Order::total> > 0).order_by(field<&Order::discount>, df::desc(df::item<"tenth">)),
        itself);
    check(db,
          lines.order_by(df::desc(field<&Order::discount>), df::lower(field<&Order::status>),
                         field<&Order::total> * -2),
          itself);
    check(db, lines.distinct(), itself);
    check(db, lines.distinct().order_by(df::desc(df::item<"tenth">)), itself);
    check(db, df::select(field<&Order::total>).order_by(df::asc(field<&Order::discount>).nulls_last()),
          itself);
    check(db,
          df::select(field<&Order::total>, field<&Customer::name>)
              .from<Order>()
              .join<&Order::customer_id>()
              .where(field<&Customer::credit> > 2)
              .order_by(df::desc(field<&Customer::name>)),
          [](const auto& row) { return std::tuple(row["total"_n], row["name"_n]); });
    std::vector<bool> paid;
    for (const bool p : db.run(df::select(field<&Order::paid>).with_cursor())) paid.push_back(p);
    std::vector<bool> wanted;
    for (const auto& o : all.orders) wanted.push_back(o.paid);
    EXPECT_EQ(paid, wanted);
}

TEST_P(SelectPages, OfGroups) {
    database db{url()};
    fill(db, 42);
    const auto itself = [](const auto& row) { return row; };
    const auto sums = df::sum(field<&Order::discount>).as<"sum">();
    const auto counts = df::count().as<"orders">();
    check(db, df::aggregate<Order>().group_by(field<&Order::status>).select<ByStatus>(sums, counts), itself);
    check(db,
          df::aggregate<Order>()
              .group_by(field<&Order::status>, df::unselected(field<&Order::customer_id>))
              .select<ByStatus>(sums, counts)
              .order_by(df::item<"sum">, df::desc(df::count())),
          itself);
    check(db,
          df::aggregate<Order>()
              .where(field<&Order::total> > -5)
              .group_by((field<&Order::total> / 3).as<"third">())
              .select(counts)
              .having(df::count() > 1)
              .order_by(df::desc(df::item<"third">)),
          [](const auto& row) { return std::tuple(row["third"_n], row["orders"_n]); });
}

TEST_P(SelectPages, OfJoins) {
    database db{url()};
    const auto all = fill(db, 43);
    const auto inner = [](const auto& row) {
        return std::tuple(row.template get<Order>().id.value, row.template get<Customer>().id.value);
    };
    const auto joined = df::list<Order>().join<&Order::customer_id>();
    check(db, joined, inner);
    check(db,
          joined.where(field<&Order::total> > field<&Customer::credit>)
              .order_by(df::desc(field<&Customer::name>)),
          inner);
    check(db,
          joined.order_by(field<&Order::discount>,
                          df::desc(field<&Customer::credit> * 2 - field<&Order::total>)),
          inner);
    // A row may lack a table.
    const auto left = df::list<Customer>().left_join<&Order::customer_id>().left_join<&Customer::city_id>();
    const auto maybe = [](const auto& row) {
        const auto& [customer, order, city] = row;
        return std::tuple(customer.id.value, order ? order->id.value : 0, city ? city->name : "none");
    };
    check(db, left, maybe);
    check(db, left.order_by(df::nullable(field<&City::name>), df::desc(df::nullable(field<&Order::total>))),
          maybe);
    check(db, df::list<Employee>().left_join<&Employee::manager_id>(df::as<"boss">), [](const auto& row) {
        return std::tuple(row.template get<Employee>().id.value,
                          row.template get<"boss">() ? row.template get<"boss">()->id.value : 0);
    });
    db.transaction([&](auto& tx) { EXPECT_EQ(tx.run(joined.limit(2).with_cursor()).size(), 2U); });
}

// A window in a common table sees all rows, whatever page is read of them.
TEST_P(SelectPages, OfWindowsInACommonTable) {
    database db{url()};
    fill(db, 44);
    const auto places = df::with<"places">(df::select(
        field<&Order::id>, df::row_number()
                               .over(df::order_by(df::desc(field<&Order::total>), field<&Order::id>))
                               .as<"place">()));
    check(db,
          df::select(places["place"_n], places["id"_n]).from(places).distinct().order_by(places["place"_n]),
          [](const auto& row) { return std::pair{row["place"_n], row["id"_n].value}; });
}

TEST_P(SelectPages, ACursorKnowsItsSelect) {
    database db{url()};
    fill(db, 44);
    const auto by = [](int n) {
        return df::list<Order>()
            .join<&Order::customer_id>()
            .order_by(field<&Order::total> * n)
            .limit(5)
            .with_cursor();
    };
    const auto page = db.run(by(2));
    EXPECT_EQ(db.run(by(2).after(*page.next)).size(), 5U);
    const auto refused = [&](const auto& node) {
        const auto e = thrown<df::invalid_value>([&] { (void)db.run(node); });
        EXPECT_TRUE(support::has(e.what(), "the cursor belongs to another list")) << e.what();
    };
    refused(by(3).after(*page.next));
    refused(df::list<Order>().join<&Order::customer_id>().after(*page.next));
    refused(df::list<Order>().order_by(field<&Order::total> * 2).after(*page.next));
    refused(df::select(field<&Order::total>).order_by(field<&Order::total> * 2).after(*page.next));
    (void)thrown<df::invalid_value>(
        [&] { (void)db.run(df::select(field<&Order::total>).limit(-1).with_cursor()); });
}

} // namespace
