// Groups that are not given back, against a plain C++ evaluation of the same rows.
#include "support/fixture.hpp"
#include "support/queries.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <tuple>
#include <vector>

namespace {

using namespace queries;
using namespace df::literals;
using df::field;

class UnselectedGroups : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(UnselectedGroups);

struct Sums {
    std::int64_t total{};
    std::int64_t orders{};
    auto operator<=>(const Sums&) const = default;
};

TEST_P(UnselectedGroups, MakeGroupsOnly) {
    database db{url()};
    const auto all = fill(db, 21);
    std::map<std::int64_t, Sums> by_customer;
    for (const auto& o : all.orders) {
        auto& to = by_customer[o.customer_id.value];
        to.total += o.total;
        ++to.orders;
    }
    std::vector<Sums> wanted;
    for (const auto& [_, sums] : by_customer) wanted.push_back(sums);
    const auto node =
        df::aggregate<Order>()
            .group_by(df::unselected(field<&Order::customer_id>))
            .select<Sums>(df::sum(field<&Order::total>).as<"total">(), df::count().as<"orders">());
    EXPECT_EQ(db.run(node.order_by(field<&Order::customer_id>)), wanted);
    EXPECT_EQ(db.run(df::count(node)), std::ssize(wanted));
    std::erase_if(wanted, [](const Sums& s) { return s.orders < 6; });
    EXPECT_EQ(db.run(node.having(df::item<"orders"> > 5).order_by(field<&Order::customer_id>)), wanted);
    db.transaction([&](auto& tx) {
        std::size_t i = 0;
        for (const auto& row : tx.stream(node.having(df::count() > 5).order_by(field<&Order::customer_id>)))
            EXPECT_EQ(row, wanted.at(i++));
        EXPECT_EQ(i, wanted.size());
    });
}

TEST_P(UnselectedGroups, BesideGroupsThatAreSelectedAndWithValues) {
    database db{url()};
    const auto all = fill(db, 22);
    std::map<std::tuple<int, int, std::string>, std::int64_t> wanted;
    for (const auto& o : all.orders) ++wanted[{o.total / 10, o.total * 3, all.customer_of(o).name}];
    std::vector<std::tuple<int, std::string, std::int64_t>> sorted, found;
    for (const auto& [key, n] : wanted) sorted.emplace_back(std::get<1>(key), std::get<2>(key), n);
    for (const auto& row :
         db.run(df::aggregate<Order>()
                    .join<&Order::customer_id>()
                    .group_by(df::unselected(field<&Order::total> / 10),
                              (field<&Order::total> * 3).as<"thrice">(), field<&Customer::name>)
                    .select(df::count().as<"n">())
                    .having(df::count() > 0)
                    .order_by(df::item<"thrice">, df::desc(df::item<"n">))))
        found.emplace_back(static_cast<int>(row["thrice"_n]), row["name"_n], row["n"_n]);
    std::ranges::sort(sorted);
    std::ranges::sort(found);
    EXPECT_EQ(found, sorted);
}

// A group that binds values is named by an ordering, a `having`, and a cursor: alone, in a subquery after
// other values, in a union, and counted.
TEST_P(UnselectedGroups, AreNamedWhereTheyBindValues) {
    database db{url()};
    const auto all = fill(db, 23);
    const auto thirds_of = [&](int more_than, int from) {
        std::map<int, std::int64_t, std::greater<>> sums;
        for (const auto& o : all.orders)
            if (o.total > more_than && o.total / 3 > from) sums[o.total / 3] += o.total;
        std::vector<std::int64_t> out;
        for (const auto& [_, sum] : sums) out.push_back(sum);
        return out;
    };
    const auto thirds = [](int more_than, int from) {
        return df::aggregate<Order>()
            .where(field<&Order::total> > more_than)
            .group_by(df::unselected((field<&Order::total> / 3).as<"third">()))
            .select(df::sum(field<&Order::total>).as<"sum">())
            .having(df::item<"third"> > from);
    };
    const auto sums_in = [](const auto& rows) {
        std::vector<std::int64_t> out;
        for (const auto& row : rows) out.push_back(row["sum"_n]);
        return out;
    };
    const auto node = thirds(5, 2).order_by(df::desc(df::item<"third">));
    const auto wanted = thirds_of(5, 2);
    ASSERT_GT(wanted.size(), 2U);
    EXPECT_EQ(sums_in(db.run(node)), wanted);
    EXPECT_EQ(db.run(df::count(node)), std::ssize(wanted));

    std::vector<std::int64_t> paged;
    auto page = db.run(node.limit(2).with_cursor());
    for (;; page = db.run(node.limit(2).with_cursor().after(*page.next))) {
        std::ranges::copy(sums_in(page.records), std::back_inserter(paged));
        if (!page.next) break;
    }
    EXPECT_EQ(paged, wanted);

    const auto count_if = [&](int from) {
        return db.run(df::count<Order>().where(field<&Order::total> > -1 && df::exists(thirds(5, from))));
    };
    EXPECT_EQ(count_if(2), std::ranges::count_if(all.orders, [](const auto& o) { return o.total > -1; }));
    EXPECT_EQ(count_if(1'000'000), 0);

    auto both = thirds_of(5, 2);
    std::ranges::copy(thirds_of(8, 3), std::back_inserter(both));
    std::ranges::sort(both);
    EXPECT_EQ(sums_in(db.run(df::union_all(thirds(5, 2), thirds(8, 3)).order_by(df::item<"sum">))), both);
}

} // namespace
