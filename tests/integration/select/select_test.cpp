// Projections and joins, against a plain C++ evaluation of the same rows.
#include "support/fixture.hpp"
#include "support/queries.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace {

using namespace queries;
using df::field;
using support::thrown;

class SelectOn : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(SelectOn);

struct Line {
    std::string status;
    std::int64_t twice{};
    std::optional<int> discount{};
    auto operator<=>(const Line&) const = default;
};

TEST_P(SelectOn, AProjectionFillsAStructByName) {
    database db{url()};
    const auto all = fill(db, 1);
    auto found = db.run(df::select<Line>(field<&Order::discount>, (field<&Order::total> * 2).as<"twice">(),
                                         field<&Order::status>)
                            .where(field<&Order::total> > 5)
                            .order_by(df::desc(df::item<"twice">), field<&Order::status>,
                                      df::desc(field<&Order::discount>), field<&Order::id>));
    auto kept = all.orders;
    std::erase_if(kept, [](const Order& o) { return o.total <= 5; });
    std::ranges::stable_sort(kept, [](const Order& a, const Order& b) {
        return std::tuple(-a.total, a.status, b.discount, a.id) <
               std::tuple(-b.total, b.status, a.discount, b.id);
    });
    ASSERT_EQ(found.size(), kept.size());
    for (std::size_t i = 0; i < kept.size(); ++i)
        EXPECT_EQ(found[i], (Line{kept[i].status, std::int64_t{kept[i].total} * 2, kept[i].discount})) << i;

    const auto page = db.run(df::select<Line>(field<&Order::discount>,
                                              (field<&Order::total> * 2).as<"twice">(), field<&Order::status>)
                                 .where(field<&Order::total> > 5)
                                 .order_by(df::desc(df::item<"twice">), field<&Order::status>,
                                           df::desc(field<&Order::discount>), field<&Order::id>)
                                 .limit(4)
                                 .offset(3));
    EXPECT_EQ(page, std::vector<Line>(found.begin() + 3, found.begin() + 7));
}

TEST_P(SelectOn, ValuesOfOneExpression) {
    database db{url()};
    const auto all = fill(db, 2);
    std::set<std::string> states;
    std::multiset<std::optional<int>> discounts;
    std::multiset<bool> paid;
    for (const auto& o : all.orders) {
        states.insert(o.status);
        discounts.insert(o.discount);
        paid.insert(o.paid);
    }
    EXPECT_EQ(db.run(df::select(field<&Order::status>).distinct().order_by(field<&Order::status>)),
              std::vector<std::string>(states.begin(), states.end()));
    const auto with_nulls = db.run(df::select(field<&Order::discount>).order_by(field<&Order::discount>));
    EXPECT_EQ(with_nulls, std::vector<std::optional<int>>(discounts.begin(), discounts.end()));
    std::vector<bool> flags = db.run(df::select(field<&Order::paid>));
    EXPECT_EQ(std::multiset<bool>(flags.begin(), flags.end()), paid);
    const auto negative =
        thrown<df::invalid_value>([&] { (void)db.run(df::select(field<&Order::total>).limit(-1)); });
    EXPECT_EQ(negative.node(), "select");
    EXPECT_EQ(negative.model(), "Order");
}

TEST_P(SelectOn, AJoinGivesTheRecordsSideBySide) {
    database db{url()};
    const auto all = fill(db, 3);
    const auto found = db.run(df::list<Order>()
                                  .where(field<&Order::total> > 3)
                                  .join<&Order::customer_id>()
                                  .left_join<&Customer::city_id>()
                                  .order_by(df::desc(field<&Customer::name>)));
    auto kept = all.orders;
    std::erase_if(kept, [](const Order& o) { return o.total <= 3; });
    std::ranges::stable_sort(kept, [&](const Order& a, const Order& b) {
        return std::tuple(all.customer_of(b).name, a.id) < std::tuple(all.customer_of(a).name, b.id);
    });
    ASSERT_EQ(found.size(), kept.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const auto& [order, customer, city] = found[i];
        EXPECT_EQ(order.id, kept[i].id) << i;
        EXPECT_EQ(order.discount, kept[i].discount);
        EXPECT_EQ(order.created_at, kept[i].created_at);
        EXPECT_EQ(customer.id, order.customer_id);
        EXPECT_EQ(customer.credit, all.customer_of(order).credit);
        const auto* wanted = all.city_of(customer);
        ASSERT_EQ(city.has_value(), wanted != nullptr);
        if (city) {
            EXPECT_EQ(city->name, wanted->name);
        }
        EXPECT_EQ(&found[i].get<Order>(), &order);
        EXPECT_EQ(&found[i].get<Customer>(), &customer);
    }
}

TEST_P(SelectOn, FiltersGoOverAllTables) {
    database db{url()};
    const auto all = fill(db, 4);
    const auto found = db.run(df::list<Order>().join<&Order::customer_id>().where(
        field<&Order::total> > field<&Customer::credit> && field<&Customer::name> != "a"));
    std::vector<df::id<Order>> wanted;
    for (const auto& o : all.orders)
        if (o.total > all.customer_of(o).credit && all.customer_of(o).name != "a") wanted.push_back(o.id);
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_EQ(found[i].get<Order>().id, wanted[i]);

    // A column that a left join leaves out is NULL: != is true there, as for any NULL.
    const auto elsewhere = db.run(df::list<Customer>().left_join<&Customer::city_id>().where(
        df::nullable(field<&City::name>) != "city 1"));
    std::vector<df::id<Customer>> apart;
    for (const auto& c : all.customers)
        if (const auto* city = all.city_of(c); city == nullptr || city->name != "city 1")
            apart.push_back(c.id);
    ASSERT_EQ(elsewhere.size(), apart.size());
    for (std::size_t i = 0; i < apart.size(); ++i) EXPECT_EQ(elsewhere[i].get<Customer>().id, apart[i]);
}

TEST_P(SelectOn, TheManySideAndAModelBetween) {
    database db{url()};
    const auto all = fill(db, 5);
    const auto found = db.run(df::list<Order>().join<&Tagging::order_id>().join<&Tagging::tag_name>().where(
        field<&Tag::weight> > 2));
    std::vector<std::tuple<df::id<Order>, df::id<Tagging>, int>> wanted;
    for (const auto& o : all.orders)
        for (const auto& t : all.taggings)
            for (const auto& tag : all.tags)
                if (t.order_id == o.id && t.tag_name == tag.name && tag.weight > 2)
                    wanted.emplace_back(o.id, t.id, tag.weight);
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i)
        EXPECT_EQ(
            std::tuple(found[i].get<Order>().id, found[i].get<Tagging>().id, found[i].get<Tag>().weight),
            wanted[i]);
}

TEST_P(SelectOn, ALeftJoinOfTheManySide) {
    database db{url()};
    const auto all = fill(db, 6);
    const auto found = db.run(df::list<Customer>().left_join<&Order::customer_id>());
    std::size_t at = 0;
    for (const auto& c : all.customers) {
        bool any = false;
        for (const auto& o : all.orders) {
            if (o.customer_id != c.id) continue;
            any = true;
            ASSERT_LT(at, found.size());
            EXPECT_EQ(found[at].get<Customer>().id, c.id);
            ASSERT_TRUE(found[at].get<Order>().has_value());
            EXPECT_EQ(found[at].get<Order>()->id, o.id);
            EXPECT_EQ(found[at++].get<Order>()->discount, o.discount);
        }
        if (any) continue;
        EXPECT_EQ(found[at].get<Customer>().id, c.id);
        EXPECT_FALSE(found[at++].get<Order>().has_value());
    }
    EXPECT_EQ(at, found.size());
}

struct Pair {
    std::string name;
    std::optional<std::string> boss{};
    auto operator<=>(const Pair&) const = default;
};

TEST_P(SelectOn, ATableJoinedWithItself) {
    database db{url()};
    const auto all = fill(db, 7);
    const auto found =
        db.run(df::list<Employee>()
                   .join<&Employee::manager_id>(df::as<"manager">)
                   .left_join<&Employee::manager_id>(df::as<"above">.of<"manager">())
                   .where(df::of<"manager">(field<&Employee::name>) <= field<&Employee::name>));
    std::size_t at = 0;
    for (const auto& e : all.employees) {
        if (!e.manager_id) continue;
        const auto* manager = rows::find(all.employees, *e.manager_id);
        if (manager->name > e.name) continue;
        ASSERT_LT(at, found.size());
        EXPECT_EQ(found[at].get<Employee>().id, e.id);
        EXPECT_EQ(found[at].get<"manager">().id, manager->id);
        EXPECT_EQ(found[at].get<"above">().has_value(), manager->manager_id.has_value());
        if (manager->manager_id) {
            EXPECT_EQ(found[at].get<"above">()->id, *manager->manager_id);
        }
        ++at;
    }
    EXPECT_EQ(at, found.size());

    auto pairs = db.run(df::select<Pair>(field<&Employee::name>,
                                         df::nullable(df::of<"boss">(field<&Employee::name>)).as<"boss">())
                            .from<Employee>()
                            .left_join<&Employee::manager_id>(df::as<"boss">));
    std::vector<Pair> wanted;
    for (const auto& e : all.employees)
        wanted.push_back({e.name, e.manager_id ? std::optional{rows::find(all.employees, *e.manager_id)->name}
                                               : std::nullopt});
    std::ranges::sort(pairs);
    std::ranges::sort(wanted);
    EXPECT_EQ(pairs, wanted);
}

TEST_P(SelectOn, ChildrenComeWithTheirParents) {
    database db{url()};
    const auto all = fill(db, 8);
    const auto page = db.run(df::list<Customer>()
                                 .where(field<&Customer::credit> > 5)
                                 .order_by(df::desc(field<&Customer::name>))
                                 .limit(5)
                                 .with_total()
                                 .with_children<&Order::customer_id>());
    auto kept = all.customers;
    std::erase_if(kept, [](const Customer& c) { return c.credit <= 5; });
    EXPECT_EQ(page.total, static_cast<std::int64_t>(kept.size()));
    std::ranges::stable_sort(kept, [](const Customer& a, const Customer& b) {
        return std::tuple(b.name, b.id) < std::tuple(a.name, a.id);
    });
    kept.resize(std::min<std::size_t>(kept.size(), 5));
    ASSERT_EQ(page.records.size(), kept.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
        EXPECT_EQ(page.records[i].id, kept[i].id);
        std::vector<df::id<Order>> wanted;
        for (const auto& o : all.orders)
            if (o.customer_id == kept[i].id) wanted.push_back(o.id);
        std::vector<df::id<Order>> found;
        for (const auto& o : page.records[i].children) found.push_back(o.id);
        EXPECT_EQ(found, wanted);
    }
    ASSERT_TRUE(page.next.has_value());
    const auto rest = db.run(df::list<Customer>()
                                 .where(field<&Customer::credit> > 5)
                                 .order_by(df::desc(field<&Customer::name>))
                                 .after(*page.next)
                                 .with_children<&Order::customer_id>());
    EXPECT_EQ(static_cast<std::int64_t>(rest.records.size() + page.records.size()), *page.total);

    std::size_t taggings = 0; // by a key of text
    for (const auto& tag : db.run(df::list<Tag>().with_children<&Tagging::tag_name>()).records)
        for (const auto& t : tag.children) taggings += t.tag_name == tag.name ? 1 : 0;
    EXPECT_EQ(taggings, all.taggings.size());

    std::size_t reports = 0; // of a table that refers to itself
    for (const auto& e : db.run(df::list<Employee>().with_children<&Employee::manager_id>()).records)
        for (const auto& r : e.children) reports += r.manager_id == e.id ? 1 : 0;
    EXPECT_EQ(
        static_cast<std::ptrdiff_t>(reports),
        std::ranges::count_if(all.employees, [](const Employee& e) { return e.manager_id.has_value(); }));
}

TEST_P(SelectOn, JoinsRunInATransaction) {
    database db{url()};
    fill(db, 9);
    db.transaction([](auto& tx) {
        EXPECT_FALSE(tx.run(df::list<Order>().join<&Order::customer_id>()).empty());
        EXPECT_FALSE(tx.run(df::list<Customer>().with_children<&Order::customer_id>()).records.empty());
    });
}

// Whatever the limit; with values in what is selected, in the filter and in `having`.
TEST_P(SelectOn, RowsAreCounted) {
    database db{url()};
    fill(db, 10);
    const auto same = [&](const auto& node) {
        const auto n = db.run(df::count(node));
        EXPECT_GT(n, 1);
        EXPECT_EQ(n, std::ssize(db.run(node)));
        EXPECT_EQ(n, db.run(df::count(node.limit(1).offset(3))));
    };
    const auto joined = df::list<Customer>().left_join<&Customer::city_id>().join<&Order::customer_id>();
    same(joined.order_by(field<&Order::total>));
    same(joined.where(field<&Order::total> > 5 && df::nullable(field<&City::name>) != "city 1"));
    same(joined.where(df::if_set(false, field<&Order::total> > 5)));
    same(df::select<Line>(field<&Order::discount>, (field<&Order::total> * 2).as<"twice">(),
                          field<&Order::status>)
             .where(field<&Order::total> > 5));
    same(df::select((field<&Order::total> * 2)).where(field<&Order::total> > 5).distinct());
    same(df::aggregate<Order>()
             .where(field<&Order::total> > -3)
             .group_by(field<&Order::customer_id>)
             .select((df::count() + 5).as<"n">())
             .having(df::count() > 2)
             .order_by(df::item<"n">));
    EXPECT_EQ(db.run(df::count(df::select(df::max(field<&Order::total>)))), 1);
    EXPECT_EQ(db.run(df::count(df::list<Order>().where(field<&Order::total> > 3))),
              db.run(df::count<Order>().where(field<&Order::total> > 3)));
    const auto in_one = db.transaction([&](auto& tx) {
        return std::pair(tx.run(joined.limit(2)).size(), tx.run(df::count(joined.limit(2))));
    });
    EXPECT_EQ(in_one.first, 2U);
    EXPECT_GT(in_one.second, 2);
}

TEST_P(SelectOn, ListsWithAClauseOfPagesAreListsStill) {
    database db{url()};
    fill(db, 11);
    auto list = df::list<Order>().order_by(field<&Order::total>).limit(7);
    std::int64_t n = 0, total = 0;
    for (;;) {
        const auto page = db.run(list.with_total().where(field<&Order::total> > 0));
        if (total == 0) total = page.total.value();
        n += std::ssize(page.records);
        if (!page.next) break;
        list = list.after(*page.next);
    }
    EXPECT_EQ(n, total);
    EXPECT_EQ(
        std::ssize(
            db.run(df::list<Customer>().with_total().limit(3).with_children<&Order::customer_id>()).records),
        3);
}

TEST_P(SelectOn, ASubqueryOverTheSameModelUnderAnAlias) {
    database db{url()};
    const auto all = fill(db, 31);
    std::set<df::id<Employee>> managers;
    for (const auto& e : all.employees)
        if (e.manager_id) managers.insert(*e.manager_id);
    ASSERT_FALSE(managers.empty());
    constexpr auto other = df::as<"other">;
    const auto below = df::list<Employee>(other).where(df::of<"other">(field<&Employee::manager_id>) ==
                                                       field<&Employee::id>);
    std::set<df::id<Employee>> found;
    for (const auto& e : db.run(df::list<Employee>().where(df::exists(below))).records) found.insert(e.id);
    EXPECT_EQ(found, managers);
    EXPECT_EQ(db.run(df::count<Employee>().where(!df::exists(below))),
              std::ssize(all.employees) - std::ssize(managers));

    // Without a comparison of two rows no alias is needed.
    EXPECT_EQ(db.run(df::count<Employee>().where(
                  df::exists(df::list<Employee>().where(field<&Employee::manager_id> == std::nullopt)))),
              std::ssize(all.employees));
    EXPECT_EQ(db.run(df::count<Employee>().where(field<&Employee::id>.in(
                  df::select(field<&Employee::manager_id>).where(field<&Employee::manager_id>.not_null())))),
              std::ssize(managers));
    std::int64_t discounted = 0;
    for (const auto& o : all.orders) discounted += o.discount && *o.discount < o.total;
    EXPECT_EQ(db.run(df::count<Order>().where(field<&Order::id>.in(
                  df::select(field<&Order::id>).where(field<&Order::discount> < field<&Order::total>)))),
              discounted);
    // Nor where the model around it is another one.
    EXPECT_EQ(db.run(df::count<Customer>().where(
                  df::exists(df::list<Order>().where(field<&Order::discount> < field<&Order::total>)))),
              discounted == 0 ? 0 : std::ssize(all.customers));

    // A list under an alias runs alone, too.
    EXPECT_EQ(std::ssize(db.run(
                  df::list<Employee>(other).where(df::of<"other">(field<&Employee::manager_id>).not_null()))),
              std::ranges::count_if(all.employees, [](const auto& e) { return e.manager_id.has_value(); }));
}

} // namespace
