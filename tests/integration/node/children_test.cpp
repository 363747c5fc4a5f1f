// Children of children, of several kinds, by way of a model between, some of each parent; and the first
// records of groups: against a plain C++ evaluation of the same rows.
#include "support/fixture.hpp"
#include "support/queries.hpp"

#include <dataflow/json.hpp>

#include <algorithm>
#include <map>
#include <tuple>

namespace {

using namespace queries;
using df::field;
using support::thrown;

class Children : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Children);

template <class Records>
auto ids(const Records& records) {
    std::vector<std::int64_t> out;
    for (const auto& r : records) out.push_back(r.id.value);
    return out;
}
/// The orders of a customer that are paid, the best first.
std::vector<df::record<Order>> best_of(const rows& all, const Customer& c) {
    std::vector<df::record<Order>> out;
    for (const auto& o : all.orders)
        if (o.customer_id == c.id && o.paid) out.push_back(o);
    std::ranges::sort(out, [](const auto& a, const auto& b) {
        return std::pair(a.total, a.id) > std::pair(b.total, b.id);
    });
    return out;
}
template <class T>
std::vector<T> part(std::vector<T> of, std::size_t skipped, std::size_t most) {
    of.erase(of.begin(), of.begin() + static_cast<std::ptrdiff_t>(std::min(skipped, of.size())));
    if (of.size() > most) of.resize(most);
    return of;
}

TEST_P(Children, SomeOfEachParentInAnOrder) {
    database db{url()};
    const auto all = fill(db, 31);
    const auto paid =
        df::list<Order>().where(field<&Order::paid> == true).order_by(df::desc(field<&Order::total>));
    const auto check = [&](const auto& children, std::size_t skipped, std::size_t most) {
        const auto page = db.run(df::list<Customer>().with_children<&Order::customer_id>(children));
        ASSERT_EQ(ids(page.records), ids(all.customers));
        for (const auto& c : page)
            EXPECT_EQ(ids(c.children), ids(part(best_of(all, c), skipped, most))) << c.id;
    };
    check(paid, 0, 1000);
    check(paid.limit(2), 0, 2);
    check(paid.limit(1).offset(2), 2, 1);
    check(paid.offset(1), 1, 1000);
    check(paid.limit(0), 0, 0);
    check(df::list<Order>()
              .limit(3)
              .where(field<&Order::paid> == true)
              .order_by(df::desc(field<&Order::total> * 3), df::desc(field<&Order::id>)),
          0, 3);
    check(df::list<Order>()
              .where(field<&Order::paid> == true && df::if_set(false, field<&Order::total> > 5))
              .order_by(df::desc(field<&Order::total>))
              .limit(4),
          0, 4);
    const auto negative = thrown<df::invalid_value>(
        [&] { (void)db.run(df::list<Customer>().with_children<&Order::customer_id>(paid.limit(-1))); });
    EXPECT_EQ(negative.model(), "Order");
}

TEST_P(Children, OfChildrenAndOfSeveralKinds) {
    database db{url()};
    const auto all = fill(db, 32);
    // Cities, their customers, and the best orders of these with their taggings.
    const auto page =
        db.run(df::list<City>()
                   .order_by(df::desc(field<&City::name>))
                   .with_children<&Customer::city_id>(
                       df::list<Customer>()
                           .order_by(field<&Customer::name>)
                           .with_children<&Order::customer_id>(df::list<Order>()
                                                                   .where(field<&Order::paid> == true)
                                                                   .order_by(df::desc(field<&Order::total>))
                                                                   .limit(2)
                                                                   .with_children<&Tagging::order_id>())));
    ASSERT_EQ(page.size(), all.cities.size());
    std::size_t seen = 0;
    for (const auto& city : page) {
        std::vector<df::record<Customer>> customers;
        for (const auto& c : all.customers)
            if (c.city_id == city.id) customers.push_back(c);
        std::ranges::sort(customers, {}, [](const auto& c) { return std::pair(c.name, c.id); });
        ASSERT_EQ(ids(city.children), ids(customers));
        for (const auto& customer : city.children) {
            EXPECT_EQ(ids(customer.children), ids(part(best_of(all, customer), 0, 2)));
            for (const auto& order : customer.children) {
                std::vector<std::int64_t> taggings;
                for (const auto& t : all.taggings)
                    if (t.order_id == order.id) taggings.push_back(t.id.value);
                EXPECT_EQ(ids(order.children), taggings);
                seen += taggings.size();
            }
        }
    }
    EXPECT_GT(seen, 0U);

    // Reports and the reports of these; and two kinds at once, in a page of three.
    const auto above = db.run(df::list<Employee>().with_children<&Employee::manager_id>(
        df::list<Employee>().with_children<&Employee::manager_id>()));
    for (const auto& e : above)
        for (const auto& report : e.children) {
            EXPECT_EQ(report.manager_id, e.id);
            EXPECT_EQ(std::ssize(report.children),
                      std::ranges::count_if(all.employees,
                                            [&](const Employee& x) { return x.manager_id == report.id; }));
        }
    const auto both = db.run(
        df::list<Order>()
            .with_children<&Tagging::order_id>(df::list<Tagging>().order_by(df::desc(field<&Tagging::id>)))
            .with_children<&Tagging::order_id, &Tagging::tag_name>()
            .where(field<&Order::total> > 0)
            .limit(3)
            .with_total());
    EXPECT_EQ(both.total, std::ranges::count_if(all.orders, [](const Order& o) { return o.total > 0; }));
    ASSERT_EQ(both.size(), 3U);
    for (const auto& order : both) {
        std::vector<std::int64_t> taggings;
        std::vector<std::string> tags;
        for (const auto& t : all.taggings)
            if (t.order_id == order.id) {
                taggings.insert(taggings.begin(), t.id.value);
                tags.push_back(t.tag_name.value);
            }
        std::ranges::sort(tags);
        EXPECT_EQ(ids(order.of<Tagging>()), taggings);
        std::vector<std::string> found;
        for (const auto& tag : order.of<Tag>()) found.push_back(tag.name.value);
        EXPECT_EQ(found, tags);
    }
}

TEST_P(Children, ByWayOfAModelBetween) {
    database db{url()};
    const auto all = fill(db, 33);
    // A tag is a child of many orders, and has all of its own children at each of them.
    const auto page = db.run(df::list<Order>().with_children<&Tagging::order_id, &Tagging::tag_name>(
        df::list<Tag>()
            .where(field<&Tag::weight> >= 0)
            .order_by(df::desc(field<&Tag::name>))
            .limit(2)
            .with_children<&Tagging::tag_name>()));
    ASSERT_EQ(ids(page.records), ids(all.orders));
    std::size_t seen = 0;
    for (const auto& order : page) {
        std::vector<std::string> wanted, found;
        for (const auto& t : all.taggings)
            if (t.order_id == order.id) wanted.push_back(t.tag_name.value);
        std::ranges::sort(wanted, std::greater{});
        for (const auto& tag : order.children) {
            found.push_back(tag.name.value);
            EXPECT_EQ(std::ssize(tag.children), std::ranges::count_if(all.taggings, [&](const Tagging& t) {
                          return t.tag_name == tag.name;
                      }));
        }
        EXPECT_EQ(found, part(wanted, 0, 2)) << order.id;
        seen += found.size();
    }
    EXPECT_GT(seen, 5U);
    db.transaction([](auto& tx) {
        EXPECT_FALSE(tx.run(df::list<Tag>().with_children<&Tagging::tag_name, &Tagging::order_id>()).empty());
    });
    const auto nobody = db.run(df::list<Order>()
                                   .where(field<&Order::total> > 1000)
                                   .with_children<&Tagging::order_id, &Tagging::tag_name>());
    EXPECT_TRUE(nobody.empty());
    // As JSON, too.
    const auto text = df::to_json(page);
    const auto again = df::from_json<std::remove_const_t<decltype(page)>>(text);
    EXPECT_EQ(df::to_json(again), text);
}

TEST_P(Children, TheFirstOfEachGroup) {
    database db{url()};
    const auto all = fill(db, 34);
    std::map<std::int64_t, std::vector<df::record<Order>>> by_customer;
    for (const auto& c : all.customers)
        if (auto best = best_of(all, c); !best.empty()) by_customer[c.id.value] = best;
    for (const std::size_t n : {0U, 1U, 3U, 100U}) {
        std::vector<std::int64_t> wanted;
        for (const auto& [_, best] : by_customer)
            for (const auto id : ids(part(best, 0, n))) wanted.push_back(id);
        const auto node =
            df::list<Order>().where(field<&Order::paid> == true).order_by(df::desc(field<&Order::total>));
        EXPECT_EQ(ids(db.run(node.first_per(n, field<&Order::customer_id>))), wanted);
        EXPECT_EQ(ids(db.run(df::list<Order>()
                                 .first_per(n, field<&Order::customer_id>)
                                 .where(field<&Order::paid> == true)
                                 .order_by(df::desc(field<&Order::total> * 2), df::desc(field<&Order::id>)))),
                  wanted);
    }
    // NULL is a group of its own, the first; groups by expressions that bind values.
    std::map<std::pair<std::optional<int>, int>, std::int64_t> first;
    for (const auto& o : all.orders) first.try_emplace({o.discount, o.total / 10}, o.id.value);
    std::vector<std::int64_t> wanted;
    for (const auto& [_, id] : first) wanted.push_back(id);
    EXPECT_EQ(ids(db.run(df::list<Order>().first_per(1, field<&Order::discount>, field<&Order::total> / 10))),
              wanted);
    EXPECT_EQ(thrown<df::invalid_value>([&] {
                  (void)db.run(df::list<Order>().first_per(-1, field<&Order::discount>));
              }).model(),
              "Order");
}

} // namespace
