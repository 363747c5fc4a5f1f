// Groups that are not given back, against a plain C++ evaluation of the same rows.
#include "support/fixture.hpp"
#include "support/queries.hpp"

#include <algorithm>
#include <map>
#include <tuple>

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

} // namespace
