// Aggregates by groups and subqueries, against a plain C++ evaluation of the same rows, and against SQL by
// hand.
#include "support/fixture.hpp"
#include "support/queries.hpp"

#include <dataflow/functions.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <tuple>

namespace {

using namespace queries;
using namespace df::literals;
using df::field;
using support::thrown;

class Aggregates : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Aggregates);
class AggregatesByHand : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(AggregatesByHand);

struct ByStatus {
    std::string status;
    std::optional<std::int64_t> total{};
    std::int64_t orders{};
    auto operator<=>(const ByStatus&) const = default;
};

/// Sum and number of totals by a key.
template <class Key, class Keep>
std::map<Key, ByStatus> sums(const rows& all, auto key_of, Keep keep) {
    std::map<Key, ByStatus> out;
    for (const auto& o : all.orders) {
        if (!keep(o)) continue;
        auto& g = out[key_of(o)];
        g.total = g.total.value_or(0) + o.total;
        ++g.orders;
    }
    return out;
}

TEST_P(Aggregates, GroupsFillAStruct) {
    database db{url()};
    const auto all = fill(db, 11);
    const auto found =
        db.run(df::aggregate<Order>()
                   .where(field<&Order::total> > 0)
                   .group_by(field<&Order::status>)
                   .select<ByStatus>(df::sum(field<&Order::total>).as<"total">(), df::count().as<"orders">())
                   .having(df::count() > 8)
                   .order_by(df::desc(df::sum(field<&Order::total>)), field<&Order::status>));
    std::vector<ByStatus> wanted;
    for (auto& [status, g] : sums<std::string>(
             all, [](const Order& o) { return o.status; }, [](const Order& o) { return o.total > 0; })) {
        if (g.orders <= 8) continue;
        wanted.push_back(g);
        wanted.back().status = status;
    }
    std::ranges::sort(wanted, [](const ByStatus& a, const ByStatus& b) {
        return std::tuple(*b.total, a.status) < std::tuple(*a.total, b.status);
    });
    ASSERT_FALSE(wanted.empty());
    EXPECT_EQ(found, wanted);
}

TEST_P(Aggregates, AGroupOfAJoinedModelAndRowsWithNames) {
    database db{url()};
    const auto all = fill(db, 12);
    const auto found = db.run(df::aggregate<Order>()
                                  .join<&Order::customer_id>()
                                  .group_by(field<&Customer::name>)
                                  .select(df::sum(field<&Order::total>).as<"total">(),
                                          df::count(field<&Order::discount>).as<"discounts">(),
                                          df::max(field<&Customer::credit>).as<"credit">())
                                  .order_by(df::desc(df::item<"total">), field<&Customer::name>)
                                  .limit(3));
    const auto groups = sums<std::string>(
        all, [&](const Order& o) { return all.customer_of(o).name; }, [](const Order&) { return true; });
    std::vector<std::pair<std::int64_t, std::string>> wanted;
    for (const auto& [name, g] : groups) wanted.emplace_back(-*g.total, name);
    std::ranges::sort(wanted);
    ASSERT_EQ(found.size(), std::min<std::size_t>(3, wanted.size()));
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i]["name"_n], wanted[i].second);
        EXPECT_EQ(found[i]["total"_n], -wanted[i].first);
        std::int64_t discounts = 0;
        int credit = 0;
        for (const auto& o : all.orders) {
            const auto& c = all.customer_of(o);
            if (c.name != wanted[i].second) continue;
            discounts += o.discount.has_value() ? 1 : 0;
            credit = std::max(credit, c.credit);
        }
        EXPECT_EQ(found[i].get<"discounts">(), discounts);
        EXPECT_EQ(found[i].get<"credit">(), credit);
    }
}

// No group is empty: what cannot be NULL is not NULL there, but for sums of some of its records, or what a
// left join brings.
TEST_P(Aggregates, SumsOfGroupsAreNotNull) {
    database db{url()};
    const auto all = fill(db, 24);
    const auto total = df::sum(field<&Order::total>);
    const auto groups =
        df::aggregate<Customer>().left_join<&Order::customer_id>().group_by(field<&Customer::name>);
    const auto found = db.run(df::aggregate<Order>()
                                  .group_by(field<&Order::status>)
                                  .select(total.as<"total">(), df::avg(field<&Order::total>).as<"mean">(),
                                          (total * 2 - df::min(field<&Order::total>)).as<"other">(),
                                          total.where(field<&Order::paid> == true).as<"paid">(),
                                          df::max(field<&Order::discount>).as<"discount">())
                                  .distinct()
                                  .order_by(total, field<&Order::status>));
    using row = std::remove_cvref_t<decltype(found[0])>;
    static_assert(std::is_same_v<decltype(std::declval<row&>()["total"_n]), const std::int64_t&>);
    static_assert(std::is_same_v<decltype(std::declval<row&>()["mean"_n]), const double&>);
    static_assert(std::is_same_v<decltype(std::declval<row&>()["other"_n]), const std::int64_t&>);
    static_assert(
        std::is_same_v<decltype(std::declval<row&>()["paid"_n]), const std::optional<std::int64_t>&>);
    static_assert(std::is_same_v<decltype(std::declval<row&>()["discount"_n]), const std::optional<int>&>);
    const auto wanted =
        sums<std::string>(all, [](const Order& o) { return o.status; }, [](const Order&) { return true; });
    ASSERT_EQ(found.size(), wanted.size());
    for (const auto& r : found) EXPECT_EQ(r["total"_n], *wanted.at(r["status"_n]).total);

    const auto of_all = groups.select(df::sum(df::nullable(field<&Order::total>)).as<"total">());
    static_assert(std::is_same_v<decltype(db.run(of_all)[0]["total"_n]), const std::optional<std::int64_t>&>);
    static_assert(
        std::is_same_v<decltype(db.run(df::select(total))), std::vector<std::optional<std::int64_t>>>);
    static_assert(
        std::is_same_v<decltype(db.run(df::aggregate<Order>().select(total.as<"total">()))[0]["total"_n]),
                       const std::optional<std::int64_t>&>);
    (void)db.run(of_all);
}

struct PerDay {
    df::timestamp day{};
    std::int64_t orders{};
    auto operator<=>(const PerDay&) const = default;
};

TEST_P(Aggregates, TimeBucketsAndGroupsThatBindValues) {
    database db{url()};
    const auto all = fill(db, 13);
    const auto days = db.run(df::aggregate<Order>()
                                 .group_by(df::truncate<df::unit::day>(field<&Order::placed>).as<"day">())
                                 .select<PerDay>(df::count().as<"orders">())
                                 .order_by(df::item<"day">));
    std::map<df::timestamp, std::int64_t> wanted;
    for (const auto& o : all.orders) ++wanted[std::chrono::floor<std::chrono::days>(o.placed)];
    std::vector<PerDay> as_rows;
    for (const auto& [day, n] : wanted) as_rows.push_back({day, n});
    EXPECT_EQ(days, as_rows);

    const auto tens = db.run(df::aggregate<Order>()
                                 .where(field<&Order::total> >= 0)
                                 .group_by((field<&Order::total> / 10).as<"ten">())
                                 .select(df::count().as<"orders">())
                                 .having(df::max(field<&Order::total>) < 35)
                                 .order_by(df::item<"ten">));
    std::map<std::int64_t, std::pair<std::int64_t, int>> by_ten;
    for (const auto& o : all.orders) {
        if (o.total < 0) continue;
        auto& [n, most] = by_ten[o.total / 10];
        ++n;
        most = std::max(most, o.total);
    }
    std::erase_if(by_ten, [](const auto& g) { return g.second.second >= 35; });
    ASSERT_EQ(tens.size(), by_ten.size());
    std::size_t at = 0;
    for (const auto& [ten, g] : by_ten) {
        EXPECT_EQ(tens[at]["ten"_n], ten);
        EXPECT_EQ(tens[at++]["orders"_n], g.first);
    }
}

TEST_P(Aggregates, WithoutGroupsThereIsOneRow) {
    database db{url()};
    const auto all = fill(db, 14);
    const auto none = db.run(df::aggregate<Order>()
                                 .where(field<&Order::total> > 1000)
                                 .select(df::sum(field<&Order::total>).as<"total">(), df::count().as<"n">()));
    ASSERT_EQ(none.size(), 1U);
    EXPECT_EQ(none[0]["total"_n], std::nullopt);
    EXPECT_EQ(none[0]["n"_n], 0);
    EXPECT_EQ(db.run(df::select(df::count_distinct(field<&Order::status>))), std::vector<std::int64_t>{4});
}

TEST_P(Aggregates, OptionalPartsInWhereAndHaving) {
    database db{url()};
    const auto all = fill(db, 15);
    for (int bits = 0; bits < 4; ++bits) {
        const auto found = db.run(
            df::aggregate<Order>()
                .where(df::if_set((bits & 1) != 0, field<&Order::total> > 0))
                .group_by(field<&Order::status>)
                .select<ByStatus>(df::sum(field<&Order::total>).as<"total">(), df::count().as<"orders">())
                .having(df::if_set((bits & 2) != 0, df::sum(field<&Order::total>) > 200))
                .order_by(field<&Order::status>));
        auto groups = sums<std::string>(
            all, [](const Order& o) { return o.status; },
            [&](const Order& o) { return (bits & 1) == 0 || o.total > 0; });
        std::vector<ByStatus> wanted;
        for (auto& [status, g] : groups)
            if ((bits & 2) == 0 || g.total > 200) wanted.push_back({status, g.total, g.orders});
        EXPECT_EQ(found, wanted) << bits;
    }
}

TEST_P(Aggregates, GroupsOfALeftJoin) {
    database db{url()};
    const auto all = fill(db, 16);
    const auto found = db.run(df::aggregate<Customer>()
                                  .left_join<&Customer::city_id>()
                                  .group_by(df::nullable(field<&City::name>))
                                  .select(df::count().as<"customers">())
                                  .order_by(df::nullable(field<&City::name>)));
    std::map<std::optional<std::string>, std::int64_t> wanted;
    for (const auto& c : all.customers) {
        const auto* city = all.city_of(c);
        ++wanted[city == nullptr ? std::optional<std::string>{} : city->name];
    }
    ASSERT_EQ(found.size(), wanted.size());
    std::size_t at = 0;
    for (const auto& [name, n] : wanted) {
        EXPECT_EQ(found[at]["name"_n], name);
        EXPECT_EQ(found[at++]["customers"_n], n);
    }
}

TEST_P(Aggregates, ExistsIsCorrelated) {
    database db{url()};
    const auto all = fill(db, 17);
    const auto big = field<&Order::customer_id> == field<&Customer::id> &&
                     field<&Order::total> > field<&Customer::credit> + 10;
    std::set<df::id<Customer>> with;
    for (const auto& o : all.orders)
        if (o.total > all.customer_of(o).credit + 10) with.insert(o.customer_id);
    const auto check = [&](const auto& page, bool wanted) {
        std::vector<df::id<Customer>> ids;
        for (const auto& c : all.customers)
            if (with.contains(c.id) == wanted) ids.push_back(c.id);
        ASSERT_EQ(page.records.size(), ids.size());
        for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(page.records[i].id, ids[i]);
    };
    check(db.run(df::list<Customer>().where(df::exists(df::list<Order>().where(big)))), true);
    check(db.run(df::list<Customer>().where(!df::exists(df::list<Order>().where(big)))), false);
    EXPECT_EQ(db.run(df::count<Customer>().where(df::exists(df::list<Order>().where(big)))),
              static_cast<std::int64_t>(with.size()));

    // With joins inside and around, and in writes.
    const auto joined = db.run(df::list<Order>().join<&Order::customer_id>().where(
        df::exists(df::list<Tagging>().join<&Tagging::tag_name>().where(
            field<&Tagging::order_id> == field<&Order::id> && field<&Tag::weight> > 3))));
    std::size_t tagged = 0;
    for (const auto& o : all.orders) {
        bool any = false;
        for (const auto& t : all.taggings)
            for (const auto& tag : all.tags)
                any = any || (t.order_id == o.id && t.tag_name == tag.name && tag.weight > 3);
        tagged += any ? 1 : 0;
    }
    EXPECT_EQ(joined.size(), tagged);
    const auto gone = db.run(df::bulk_update<Customer>(
        !df::exists(df::list<Order>().where(field<&Order::customer_id> == field<&Customer::id>)),
        field<&Customer::credit> = 99));
    std::set<df::id<Customer>> buyers;
    for (const auto& o : all.orders) buyers.insert(o.customer_id);
    EXPECT_EQ(static_cast<std::size_t>(gone.updated), all.customers.size() - buyers.size());
}

TEST_P(Aggregates, InASelect) {
    database db{url()};
    const auto all = fill(db, 18);
    std::set<df::id<Customer>> buyers;
    for (const auto& o : all.orders)
        if (o.total > 30) buyers.insert(o.customer_id);
    const auto rich = df::select(field<&Order::customer_id>).where(field<&Order::total> > 30);
    EXPECT_EQ(db.run(df::list<Customer>().where(field<&Customer::id>.in(rich))).records.size(),
              buyers.size());
    EXPECT_EQ(db.run(df::list<Customer>().where(field<&Customer::id>.not_in(rich))).records.size(),
              all.customers.size() - buyers.size());

    // NULL is in no select, and a NULL that a select gives is equal to nothing.
    std::set<int> discounts;
    for (const auto& o : all.orders)
        if (o.discount && o.total > 10) discounts.insert(*o.discount);
    const auto of_discounts = df::select(field<&Order::discount>).where(field<&Order::total> > 10);
    std::size_t in = 0;
    for (const auto& o : all.orders) in += o.discount && discounts.contains(*o.discount) ? 1 : 0;
    EXPECT_EQ(db.run(df::list<Order>().where(field<&Order::discount>.in(of_discounts))).records.size(), in);
    EXPECT_EQ(db.run(df::list<Order>().where(field<&Order::discount>.not_in(of_discounts))).records.size(),
              all.orders.size() - in);
    EXPECT_THROW((void)field<&Customer::id>.in(rich.limit(1)), df::invalid_value);
}

// The orders with the three highest totals, but for the highest, in a filter with values before and behind.
TEST_P(Aggregates, InAnOrderedSelectWithALimit) {
    database db{url()};
    const auto all = fill(db, 22);
    auto ranked = all.orders;
    std::ranges::sort(ranked, [](const Order& a, const Order& b) {
        return std::tuple(-a.total, a.id) < std::tuple(-b.total, b.id);
    });
    const auto best = df::select(field<&Order::id>)
                          .where(field<&Order::total> > -100)
                          .order_by(df::desc(field<&Order::total>), field<&Order::id>);
    const auto ids = [&](const auto& node) {
        std::set<df::id<Order>> out;
        for (const auto& o : db.run(node).records) out.insert(o.id);
        return out;
    };
    const auto those = [&](std::size_t from, std::size_t to) {
        std::set<df::id<Order>> out;
        for (std::size_t i = from; i < to; ++i) out.insert(ranked[i].id);
        return out;
    };
    const auto with = [&](const auto& in) {
        return df::list<Order>().where(field<&Order::total> > -50 && field<&Order::id>.in(in) &&
                                       field<&Order::total> < 1000);
    };
    EXPECT_EQ(ids(with(best.limit(3))), those(0, 3));
    EXPECT_EQ(ids(with(best.limit(3).offset(1))), those(1, 4));
    EXPECT_EQ(ids(with(best.offset(50))), those(50, ranked.size()));
    EXPECT_EQ(ids(with(best)).size(), ranked.size());
    EXPECT_EQ(ids(df::list<Order>().where(field<&Order::id>.not_in(best.limit(3)))), those(3, ranked.size()));
    EXPECT_EQ(
        db.run(df::bulk_update<Order>(field<&Order::id>.in(best.limit(5)), field<&Order::status> = "best"))
            .updated,
        5);
    EXPECT_THROW((void)field<&Order::id>.in(best.limit(-1)), df::invalid_value);

    // The most expensive of each customer: the inner order is of the inner table, the filter of the outer
    // one.
    using df::of;
    const auto of_each =
        df::select(of<"inner">(field<&Order::id>))
            .from<Order>(df::as<"inner">)
            .where(of<"inner">(field<&Order::customer_id>) == field<&Order::customer_id>)
            .order_by(df::desc(of<"inner">(field<&Order::total>)), of<"inner">(field<&Order::id>))
            .limit(1);
    std::map<df::id<Customer>, df::id<Order>> first;
    for (const auto& o : ranked) first.try_emplace(o.customer_id, o.id);
    std::set<df::id<Order>> wanted;
    for (const auto& [_, id] : first) wanted.insert(id);
    EXPECT_EQ(ids(df::list<Order>().where(field<&Order::id>.in(of_each))), wanted);

    EXPECT_EQ(db.run(df::count<Customer>().where(
                  df::exists(df::list<Order>().order_by(field<&Order::total>).limit(2)))),
              std::ssize(all.customers));
    EXPECT_THROW((void)df::exists(df::list<Order>().offset(2)), df::invalid_value);
    EXPECT_THROW((void)df::exists(df::list<Order>().limit(0)), df::invalid_value);
}

struct Latest {
    std::string name;
    std::optional<std::string> status{};
    std::int64_t total{};
    auto operator<=>(const Latest&) const = default;
};

TEST_P(Aggregates, TheFirstRowOfASelect) {
    database db{url()};
    const auto all = fill(db, 23);
    const auto orders = [](const auto& item) {
        return df::scalar(
            df::select(item)
                .where(field<&Order::customer_id> == field<&Customer::id> && field<&Order::total> < 35)
                .order_by(df::desc(field<&Order::placed>), df::desc(field<&Order::id>)));
    };
    auto found = db.run(df::select<Latest>(field<&Customer::name>,
                                           orders(field<&Order::status>).template as<"status">(),
                                           df::coalesce(orders(field<&Order::total>), -99).as<"total">())
                            .from<Customer>()
                            .where(field<&Customer::credit> < 1000)
                            .order_by(field<&Customer::id>));
    ASSERT_EQ(found.size(), all.customers.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        const df::record<Order>* latest = nullptr;
        for (const auto& o : all.orders)
            if (o.customer_id == all.customers[i].id && o.total < 35 &&
                (latest == nullptr || o.placed >= latest->placed))
                latest = &o;
        EXPECT_EQ(found[i].status, latest == nullptr ? std::nullopt : std::optional{latest->status});
        EXPECT_EQ(found[i].total, latest == nullptr ? -99 : latest->total);
    }
    const auto ordered = df::select(field<&Order::total>).order_by(field<&Order::total>);
    (void)df::scalar(ordered.limit(1));
    EXPECT_THROW((void)df::scalar(ordered.limit(2)), df::invalid_value);
    EXPECT_THROW((void)df::scalar(ordered.offset(1)), df::invalid_value);
}

struct Best {
    std::string name;
    std::optional<int> best{};
    std::int64_t orders{};
    auto operator<=>(const Best&) const = default;
};

TEST_P(Aggregates, ScalarSubqueries) {
    database db{url()};
    const auto all = fill(db, 19);
    const auto own = field<&Order::customer_id> == field<&Customer::id>;
    auto found =
        db.run(df::select<Best>(field<&Customer::name>,
                                df::scalar(df::select(df::max(field<&Order::total>)).where(own)).as<"best">(),
                                df::scalar(df::select(df::count()).from<Order>().where(own)).as<"orders">())
                   .from<Customer>());
    std::vector<Best> wanted;
    for (const auto& c : all.customers) {
        Best b{c.name, std::nullopt, 0};
        for (const auto& o : all.orders) {
            if (o.customer_id != c.id) continue;
            b.best = std::max(b.best.value_or(o.total), o.total);
            ++b.orders;
        }
        wanted.push_back(b);
    }
    std::ranges::sort(found);
    std::ranges::sort(wanted);
    EXPECT_EQ(found, wanted);

    // Against the average of its own table: the inner table has an alias.
    const auto above = db.run(df::list<Order>().where(
        field<&Order::total> >
        df::scalar(df::select(df::avg(df::of<"other">(field<&Order::total>)))
                       .from<Order>(df::as<"other">)
                       .where(df::of<"other">(field<&Order::status>) == field<&Order::status>))));
    std::map<std::string, std::pair<double, int>> by_status;
    for (const auto& o : all.orders) {
        by_status[o.status].first += o.total;
        ++by_status[o.status].second;
    }
    std::vector<df::id<Order>> ids;
    for (const auto& o : all.orders)
        if (o.total > by_status[o.status].first / by_status[o.status].second) ids.push_back(o.id);
    ASSERT_EQ(above.records.size(), ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(above.records[i].id, ids[i]);
}

struct Wanted {
    int least{};
    std::int64_t orders{};
    int credit{};
};

TEST_P(Aggregates, WorkflowsFillTheirParameters) {
    database db{url()};
    const auto all = fill(db, 21);
    const auto flow = df::workflow<Wanted>(
        df::node<"sums">(
            df::aggregate<Order>()
                .where(field<&Order::total> > df::param<"least">)
                .group_by(field<&Order::status>)
                .select<ByStatus>(df::sum(field<&Order::total>).as<"total">(), df::count().as<"orders">())
                .having(df::count() > df::param<"orders">)
                .order_by(field<&Order::status>)),
        df::node<"families">(df::list<Customer>()
                                 .where(field<&Customer::credit> > df::param<"credit">)
                                 .with_children<&Order::customer_id>()),
        df::wire<"input.least", "sums.least">, df::wire<"input.orders", "sums.orders">,
        df::wire<"input.credit", "families.credit">);
    const auto run = db.run(flow, Wanted{3, 5, 10});
    std::vector<ByStatus> wanted;
    for (auto& [status, g] : sums<std::string>(
             all, [](const Order& o) { return o.status; }, [](const Order& o) { return o.total > 3; }))
        if (g.orders > 5) wanted.push_back({status, g.total, g.orders});
    EXPECT_EQ(run["sums"_n], wanted);
    EXPECT_EQ(static_cast<std::ptrdiff_t>(run["families"_n].records.size()),
              std::ranges::count_if(all.customers, [](const Customer& c) { return c.credit > 10; }));
}

TEST_P(AggregatesByHand, SqlByHandSaysTheSame) {
    database db{url()};
    fill(db, 20);
    const auto found = db.run(
        df::aggregate<Order>()
            .join<&Order::customer_id>()
            .left_join<&Customer::city_id>()
            .where(df::exists(df::list<Tagging>().where(field<&Tagging::order_id> == field<&Order::id>)))
            .group_by(df::nullable(field<&City::name>).as<"city">(), field<&Order::status>)
            .select(df::sum(field<&Order::total>).as<"total">(), df::count().as<"n">())
            .order_by(df::item<"city">, df::item<"status">));
    const auto by_hand = plain().run("SELECT y.name, o.status, sum(o.total), count(*) FROM orders o, "
                                     "customers c LEFT JOIN cities y ON c.city_id = y.id "
                                     "WHERE o.customer_id = c.id AND o.id IN (SELECT order_id FROM taggings) "
                                     "GROUP BY 1, 2 ORDER BY 1 NULLS FIRST, 2");
    ASSERT_EQ(found.size(), by_hand.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i]["city"_n], by_hand[i][0]);
        EXPECT_EQ(found[i]["status"_n], by_hand[i][1]);
        EXPECT_EQ(std::to_string(found[i]["total"_n]), by_hand[i][2]);
        EXPECT_EQ(std::to_string(found[i]["n"_n]), by_hand[i][3]);
    }
}

} // namespace
