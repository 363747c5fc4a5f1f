// Unions, intersections and differences against sets in memory.
#include "support/fixture.hpp"
#include "support/queries.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace {

namespace df = dataflow;
using namespace df::literals;
using namespace queries;
using df::field;

class SetOperations : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(SetOperations);

struct Line {
    std::string name;
    std::optional<int> amount{};
    auto operator<=>(const Line&) const = default;
};

template <class T>
std::vector<T> sorted(std::vector<T> v) {
    std::ranges::sort(v);
    return v;
}

TEST_P(SetOperations, ValuesAndStructs) {
    database db{url()};
    fill(db, 5);
    std::vector<Line> orders, customers, cheap;
    std::vector<std::optional<int>> totals, discounts;
    for (const auto& o : db.run(df::list<Order>())) {
        orders.push_back({o.status, o.discount});
        if (o.total < 10) cheap.push_back({o.status, o.discount});
        totals.push_back(o.total);
        discounts.push_back(o.discount);
    }
    for (const auto& c : db.run(df::list<Customer>())) customers.push_back({c.name, c.credit});

    const auto lines =
        df::select<Line>(df::as<"name">(field<&Order::status>), df::as<"amount">(field<&Order::discount>));
    const auto credits = df::select<Line>(field<&Customer::name>, df::as<"amount">(field<&Customer::credit>));
    auto wanted = orders;
    wanted.insert(wanted.end(), customers.begin(), customers.end());
    EXPECT_EQ(sorted(db.run(df::union_all(lines, credits))), sorted(wanted));
    const std::set<Line> each(wanted.begin(), wanted.end());
    // NULL comes first upwards, and text is ordered byte by byte, as std::less does.
    EXPECT_EQ(db.run(df::union_distinct(lines, credits).order_by(df::item<"name">, df::item<"amount">)),
              (std::vector<Line>(each.begin(), each.end())));
    EXPECT_EQ(db.run(df::count(df::union_distinct(lines, credits).limit(2))), std::ssize(each));
    std::vector<Line> down(each.rbegin(), each.rend());
    EXPECT_EQ(
        db.run(df::union_distinct(lines, credits)
                   .order_by(df::desc(df::item<"name">), df::desc(df::item<"amount">))
                   .offset(2)
                   .limit(7)),
        (std::vector<Line>(down.begin() + 2, down.begin() + std::min<std::ptrdiff_t>(9, std::ssize(down)))));

    const std::set<Line> some(cheap.begin(), cheap.end()), most(orders.begin(), orders.end());
    std::vector<Line> both, left;
    for (const auto& l : most) (some.contains(l) ? both : left).push_back(l);
    const auto cheaply = lines.where(field<&Order::total> < 10);
    EXPECT_EQ(db.run(df::intersect(lines, cheaply).order_by(df::item<"name">, df::item<"amount">)), both);
    EXPECT_EQ(db.run(df::except(lines, cheaply).order_by(df::item<"name">, df::item<"amount">)), left);

    // A column is NULL where that of one of them is; a stream gives the same rows.
    auto numbers = totals;
    numbers.insert(numbers.end(), discounts.begin(), discounts.end());
    const auto both_numbers =
        df::union_all(df::select(field<&Order::total>), df::select(field<&Order::discount>))
            .order_by(field<&Order::total>);
    std::ranges::sort(numbers);
    EXPECT_EQ(db.run(both_numbers), numbers);
    std::vector<std::optional<int>> streamed;
    for (const auto& n : db.stream(both_numbers)) streamed.push_back(n);
    EXPECT_EQ(streamed, numbers);
    const auto paid =
        db.run(df::union_distinct(df::select(field<&Order::paid>),
                                  df::select(field<&Order::paid>).where(field<&Order::total> > 5))
                   .order_by(field<&Order::paid>));
    EXPECT_EQ(paid, (std::vector<bool>{false, true}));

    // Rows with names, one of them of groups.
    std::map<int, std::int64_t> wanted_counts;
    for (const auto& t : totals) ++wanted_counts[*t];
    for (const auto& t : db.run(df::list<Tag>())) ++wanted_counts[t.weight];
    const auto named = db.run(
        df::union_all(
            df::aggregate<Order>().group_by(field<&Order::total>.as<"what">()).select(df::count().as<"n">()),
            df::aggregate<Tag>().group_by(field<&Tag::weight>.as<"what">()).select(df::count().as<"n">()))
            .order_by(df::item<"what">));
    std::map<int, std::int64_t> counts;
    for (const auto& row : named) counts[row["what"_n]] += row["n"_n];
    EXPECT_EQ(counts, wanted_counts);
}

TEST_P(SetOperations, NestedLimitedAndOfLists) {
    database db{url()};
    fill(db, 7);
    const auto tags = db.run(df::list<Tag>());
    const auto customers = db.run(df::list<Customer>());

    // The three with the most credit, and those of no city; each once, in the order of the keys.
    auto rich = customers.records;
    std::ranges::sort(rich, [](const auto& a, const auto& b) {
        return std::tuple(-a.credit, a.id.value) < std::tuple(-b.credit, b.id.value);
    });
    std::set<std::int64_t> wanted;
    for (std::size_t i = 1; i < 4; ++i) wanted.insert(rich[i].id.value);
    for (const auto& c : customers)
        if (!c.city_id) wanted.insert(c.id.value);
    const auto found = df::union_distinct(
        df::list<Customer>().order_by(df::desc(field<&Customer::credit>)).offset(1).limit(3),
        df::list<Customer>().where(field<&Customer::city_id>.is_null()));
    std::vector<std::int64_t> ids;
    for (const auto& c : db.run(found)) ids.push_back(c.id.value);
    EXPECT_EQ(ids, (std::vector<std::int64_t>(wanted.begin(), wanted.end())));
    ids.clear();
    for (const auto& c : db.run(found.order_by(df::desc(field<&Customer::name>)).limit(100)))
        ids.push_back(c.id.value);
    auto by_name = customers.records;
    std::erase_if(by_name, [&](const auto& c) { return !wanted.contains(c.id.value); });
    std::ranges::stable_sort(by_name, [](const auto& a, const auto& b) { return a.name > b.name; });
    ASSERT_EQ(ids.size(), by_name.size());
    for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(ids[i], by_name[i].id.value);

    // In a set operation, and in a filter of a list, where it depends on the row.
    const auto credit = [](int from) {
        return df::select(field<&Customer::name>).where(field<&Customer::credit> > from);
    };
    std::multiset<std::string> all;
    std::set<std::string> over_ten, over_thirty;
    for (const auto& c : customers) {
        if (c.credit > 20) all.insert(c.name);
        if (c.credit > 10) over_ten.insert(c.name);
        if (c.credit > 30) over_thirty.insert(c.name);
    }
    std::vector<std::string> rest;
    for (const auto& n : over_ten)
        if (!over_thirty.contains(n)) rest.push_back(n);
    EXPECT_EQ(
        db.run(df::except(df::union_distinct(credit(10), credit(20)), df::intersect(credit(5), credit(30)))
                   .order_by(field<&Customer::name>)),
        rest);
    std::size_t named = 0, with_orders = 0;
    const auto orders = db.run(df::list<Order>());
    for (const auto& c : customers) {
        named += over_ten.contains(c.name) ? 1 : 0;
        with_orders +=
            std::ranges::any_of(
                orders, [&](const auto& o) { return o.customer_id == c.id && (o.paid || o.total > 25); })
                ? 1
                : 0;
    }
    EXPECT_EQ(
        db.run(df::count<Customer>().where(field<&Customer::name>.in(df::union_all(credit(10), credit(20))))),
        static_cast<std::int64_t>(named));
    const auto mine = df::select(field<&Order::id>);
    EXPECT_EQ(
        db.run(df::count<Customer>().where(df::exists(df::union_all(
            mine.where(field<&Order::customer_id> == field<&Customer::id> && field<&Order::paid> == true),
            mine.where(field<&Order::customer_id> == field<&Customer::id> && field<&Order::total> > 25))))),
        static_cast<std::int64_t>(with_orders));
    EXPECT_THROW((void)db.run(df::union_all(credit(1), credit(2)).limit(-1)), df::invalid_value);
}

} // namespace
