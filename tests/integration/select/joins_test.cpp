// Right and full joins, and joins on any condition, against nested loops in memory.
#include "support/fixture.hpp"
#include "support/queries.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace {

namespace df = dataflow;
using namespace df::literals;
using namespace queries;
using df::field;

class Joins : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Joins);

using pair = std::pair<std::int64_t, std::int64_t>; // 0: no row of that side

/// The pairs of two tables that fit, and, where wanted, the rows of either side without a partner: first
/// those without a left side.
template <class A, class B, class Fits>
std::vector<pair> joined(const A& left, const B& right, bool all_left, bool all_right, Fits fits) {
    std::vector<pair> out;
    for (const auto& a : left) {
        bool found = false;
        for (const auto& b : right)
            if (fits(a, b)) out.emplace_back(a.id.value, b.id.value), found = true;
        if (!found && all_left) out.emplace_back(a.id.value, 0);
    }
    for (const auto& b : right)
        if (all_right && std::ranges::none_of(left, [&](const auto& a) { return fits(a, b); }))
            out.emplace_back(0, b.id.value);
    std::ranges::sort(out);
    return out;
}
template <class A, class B, class Rows>
std::vector<pair> ids(const Rows& rows) {
    const auto id = [](const auto& part) -> std::int64_t {
        if constexpr (requires { part.has_value(); }) return part ? part->id.value : 0;
        else return part.id.value;
    };
    std::vector<pair> out;
    for (const auto& row : rows) out.emplace_back(id(row.template get<A>()), id(row.template get<B>()));
    return out;
}

TEST_P(Joins, ByForeignKeys) {
    database db{url()};
    const auto all = fill(db, 3);
    db.run(df::create(City{.name = "empty"}));
    const auto cities = db.run(df::list<City>());
    const auto customers = db.run(df::list<Customer>());
    const auto lives = [](const auto& a, const auto& b) { return b.city_id == a.id; };
    // In the order of the keys, a row that is not there before the others.
    const auto right = df::list<City>().right_join<&Customer::city_id>();
    const auto full = df::list<City>().full_join<&Customer::city_id>();
    EXPECT_EQ((ids<City, Customer>(db.run(right))), joined(cities, customers, false, true, lives));
    const auto wanted = joined(cities, customers, true, true, lives);
    EXPECT_EQ((ids<City, Customer>(db.run(full))), wanted);
    EXPECT_EQ((ids<City, Customer>(db.run(full.offset(2).limit(5)))),
              (std::vector<pair>(wanted.begin() + 2, wanted.begin() + 7)));
    EXPECT_EQ(db.run(df::count(full.limit(3))), std::ssize(wanted));
    std::vector<pair> streamed;
    for (const auto& [city, customer] : db.stream(full)) {
        streamed.emplace_back(city ? city->id.value : 0, customer ? customer->id.value : 0);
        if (city && customer) {
            EXPECT_EQ(customer->city_id, city->id);
        }
    }
    EXPECT_EQ(streamed, wanted);
    static_assert(std::is_same_v<decltype(streamed.size() ? std::declval<decltype(right)::row>().get<City>()
                                                          : std::nullopt),
                                 std::optional<df::record<City>>>);

    // After another join: all that was there may be missing.
    std::size_t without = 0, rows = 0;
    for (const auto& row :
         db.run(df::list<Order>().join<&Order::customer_id>().right_join<&Customer::city_id>())) {
        EXPECT_EQ(row.get<Order>().has_value(), row.get<Customer>().has_value());
        if (row.get<Customer>()) {
            EXPECT_EQ(row.get<Customer>()->city_id, row.get<City>().id);
        }
        without += row.get<Order>() ? 0U : 1U;
        ++rows;
    }
    const auto orders = db.run(df::list<Order>());
    std::size_t with_city = 0;
    std::map<std::int64_t, int> of_city;
    for (const auto& o : orders)
        if (const auto& c = all.customer_of(o); c.city_id) ++with_city, ++of_city[c.city_id->value];
    EXPECT_EQ(without, cities.size() - of_city.size());
    EXPECT_EQ(rows, with_city + without);
}

struct Near {
    std::string name;
    std::optional<df::id<Order>> order{};
    std::optional<std::int64_t> total{};
    auto operator<=>(const Near&) const = default;
};

TEST_P(Joins, OnConditions) {
    database db{url()};
    fill(db, 4);
    const auto customers = db.run(df::list<Customer>());
    const auto orders = db.run(df::list<Order>());
    const auto tags = db.run(df::list<Tag>());
    const auto fits = [](const auto& c, const auto& o) {
        return o.total > c.credit && o.total < c.credit + 5;
    };
    const auto condition = field<&Order::total> > field<&Customer::credit> &&
                           field<&Order::total> < field<&Customer::credit> + 5;
    const auto list = df::list<Customer>();
    EXPECT_EQ((ids<Customer, Order>(db.run(list.join<Order>(condition)))),
              joined(customers, orders, false, false, fits));
    EXPECT_EQ((ids<Customer, Order>(db.run(list.left_join<Order>(condition)))),
              joined(customers, orders, true, false, fits));
    EXPECT_EQ((ids<Customer, Order>(db.run(list.right_join<Order>(condition)))),
              joined(customers, orders, false, true, fits));
    const auto same = [](const auto& c, const auto& o) { return o.total == c.credit && o.total > 7; };
    EXPECT_EQ((ids<Customer, Order>(db.run(list.full_join<Order>(
                  field<&Order::total> == field<&Customer::credit> && field<&Order::total> > 7)))),
              joined(customers, orders, true, true, same));

    // A value in the condition, one in what is selected, and one in the filter; the model twice; a subquery
    // in the condition.
    std::vector<Near> wanted;
    for (const auto& a : customers) {
        if (a.credit % 2 == 1) continue;
        bool found = false;
        for (const auto& o : orders)
            if (o.total > a.credit + 3 && o.paid)
                wanted.push_back({a.name, o.id, o.total + 100}), found = true;
        if (!found) wanted.push_back({a.name, std::nullopt, std::nullopt});
    }
    std::ranges::sort(wanted);
    auto near = db.run(df::select<Near>(field<&Customer::name>,
                                        (df::nullable(field<&Order::total>) + 100).as<"total">(),
                                        df::as<"order">(df::nullable(field<&Order::id>)))
                           .from<Customer>()
                           .left_join<Order>(field<&Order::total> > field<&Customer::credit> + 3 &&
                                             field<&Order::paid> == true)
                           .where(field<&Customer::credit> - field<&Customer::credit> / 2 * 2 == 0));
    std::ranges::sort(near);
    EXPECT_EQ(near, wanted);
    EXPECT_EQ(db.run(df::count(list.left_join<Order>(condition))),
              std::ssize(joined(customers, orders, true, false, fits)));

    std::size_t pairs = 0;
    for (const auto& a : customers)
        for (const auto& b : customers)
            if (a.name < b.name &&
                std::ranges::any_of(
                    orders, [&](const auto& o) { return o.customer_id == b.id && o.total > 20; }))
                ++pairs;
    const auto twice = list.join<Customer>(
        df::as<"other">, field<&Customer::name> < df::of<"other">(field<&Customer::name>) &&
                             df::exists(df::list<Order>().where(field<&Order::customer_id> ==
                                                                    df::of<"other">(field<&Customer::id>) &&
                                                                field<&Order::total> > 20)));
    EXPECT_EQ(db.run(twice).size(), pairs);

    std::map<std::string, std::int64_t> per;
    for (const auto& t : tags)
        per[t.name.value] = std::ranges::count_if(orders, [&](const auto& o) { return o.total < t.weight; });
    const auto counts = db.run(df::aggregate<Order>()
                                   .right_join<Tag>(field<&Order::total> < field<&Tag::weight>)
                                   .group_by(field<&Tag::name>)
                                   .select(df::count(df::nullable(field<&Order::id>)).as<"n">()));
    std::map<std::string, std::int64_t> got;
    for (const auto& row : counts) got[row["name"_n].value] = row["n"_n];
    EXPECT_EQ(got, per);
}

} // namespace
