// Common table expressions, recursive too, against loops in memory.
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

class With : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(With);

struct Step {
    df::id<Employee> id{};
    std::string name;
    std::int64_t depth{};
    auto operator<=>(const Step&) const = default;
};
struct Sums {
    std::string name;
    std::optional<std::int64_t> total{};
    std::optional<std::string> kind{};
    auto operator<=>(const Sums&) const = default;
};

TEST_P(With, JoinedFilteredAndGrouped) {
    database db{url()};
    fill(db, 6);
    const auto customers = db.run(df::list<Customer>());
    const auto orders = db.run(df::list<Order>());
    std::map<std::int64_t, std::int64_t> totals, counts;
    for (const auto& o : orders)
        if (o.total > 5) totals[o.customer_id.value] += o.total, ++counts[o.customer_id.value];
    const auto sums = df::with<"sums">(df::aggregate<Order>()
                                           .where(field<&Order::total> > 5)
                                           .group_by(field<&Order::customer_id>)
                                           .select(df::sum(field<&Order::total>).as<"total">(),
                                                   df::count().as<"n">(), df::constant("sum").as<"kind">())
                                           .having(df::count() > 1));
    // Values stand in what is selected, in the definition, in the condition and in the filter.
    std::vector<Sums> wanted;
    for (const auto& c : customers) {
        if (c.credit <= 8) continue;
        const bool there = counts[c.id.value] > 1 && totals[c.id.value] < 90;
        wanted.push_back({c.name, there ? std::optional{totals[c.id.value] + 1000} : std::nullopt,
                          there ? std::optional<std::string>{"sum"} : std::nullopt});
    }
    std::ranges::sort(wanted);
    const auto joined =
        df::select<Sums>(field<&Customer::name>, (df::nullable(sums["total"_n]) + 1000).as<"total">(),
                         df::nullable(sums["kind"_n]))
            .from<Customer>()
            .left_join(sums, sums["customer_id"_n] == field<&Customer::id> && sums["total"_n] < 90)
            .where(field<&Customer::credit> > 8);
    auto found = db.run(joined);
    std::ranges::sort(found);
    EXPECT_EQ(found, wanted);
    std::vector<Sums> streamed;
    for (const auto& s : db.stream(joined)) streamed.push_back(s);
    std::ranges::sort(streamed);
    EXPECT_EQ(streamed, wanted);
    EXPECT_EQ(db.run(df::count(joined)), std::ssize(wanted));

    // Alone, in groups, in a filter, in a union; one that is limited, and one of another one.
    std::int64_t all = 0, groups = 0;
    std::set<std::int64_t> many;
    for (const auto& [id, n] : counts)
        if (n > 1) all += totals[id], ++groups, many.insert(id);
    const auto whole =
        db.run(df::aggregate(sums).select(df::sum(sums["total"_n]).as<"all">(), df::count().as<"n">()));
    EXPECT_EQ(whole[0]["all"_n], all);
    EXPECT_EQ(whole[0]["n"_n], groups);
    EXPECT_EQ(db.run(df::count<Customer>().where(
                  field<&Customer::id>.in(df::select(sums["customer_id"_n]).from(sums)))),
              groups);
    const auto largest = df::with<"largest">(df::select(sums["customer_id"_n], sums["total"_n])
                                                 .from(sums)
                                                 .order_by(df::desc(sums["total"_n]), sums["customer_id"_n])
                                                 .limit(2));
    std::vector<std::pair<std::int64_t, std::int64_t>> order;
    for (const auto id : many) order.emplace_back(-totals[id], id);
    std::ranges::sort(order);
    std::vector<df::id<Customer>> two;
    for (std::size_t i = 0; i < 2; ++i) two.emplace_back(order[i].second);
    auto ids = db.run(df::select(largest["customer_id"_n])
                          .from(largest)
                          .order_by(df::desc(largest["total"_n]), largest["customer_id"_n]));
    EXPECT_EQ(ids, two);
    std::vector<df::id<Customer>> both;
    for (const auto& c : customers)
        if (c.credit > 30 || std::ranges::find(two, c.id) != two.end()) both.push_back(c.id);
    EXPECT_EQ(db.run(df::union_distinct(df::select(df::as<"customer_id">(field<&Customer::id>))
                                            .where(field<&Customer::credit> > 30),
                                        df::select(largest["customer_id"_n]).from(largest))
                         .order_by(df::item<"customer_id">)),
              both);
}

TEST_P(With, Recursive) {
    database db{url()};
    fill(db, 8);
    auto employees = db.run(df::list<Employee>()).records;
    const auto top = df::with_recursive<"tree">(
        df::select<Step>(field<&Employee::id>, field<&Employee::name>, df::constant(0).as<"depth">())
            .where(field<&Employee::manager_id>.is_null()));
    const auto tree = top.union_all(
        df::select<Step>(field<&Employee::id>, field<&Employee::name>, (top["depth"_n] + 1).as<"depth">())
            .from<Employee>()
            .join(top, field<&Employee::manager_id> == top["id"_n])
            .where(top["depth"_n] < 2));
    std::vector<Step> wanted;
    for (const auto& e : employees) {
        std::int64_t depth = 0;
        for (auto at = e; at.manager_id; ++depth) at = *rows::find(employees, *at.manager_id);
        if (depth <= 2) wanted.push_back({e.id, e.name, depth});
    }
    EXPECT_EQ(db.run(df::select<Step>(tree["id"_n], tree["name"_n], tree["depth"_n])
                         .from(tree)
                         .order_by(tree["id"_n])),
              wanted);
    std::int64_t deep = 0;
    for (const auto& w : wanted) deep += w.depth > 0 ? 1 : 0;
    EXPECT_EQ(db.run(df::count<Employee>().where(
                  field<&Employee::id>.in(df::select(tree["id"_n]).from(tree).where(tree["depth"_n] > 0)))),
              deep);

    // A cycle: whoever is above the first one, each once.
    db.run(df::update<Employee>(employees[0].id, field<&Employee::manager_id> = employees.back().id));
    db.run(df::update<Employee>(employees.back().id, field<&Employee::manager_id> = employees[1].id));
    db.run(df::update<Employee>(employees[1].id, field<&Employee::manager_id> = employees[0].id));
    const auto first =
        df::with_recursive<"above">(df::select(field<&Employee::id>, field<&Employee::manager_id>)
                                        .where(field<&Employee::id> == employees[0].id));
    const auto above = first.union_distinct(df::select(field<&Employee::id>, field<&Employee::manager_id>)
                                                .from<Employee>()
                                                .join(first, field<&Employee::id> == first["manager_id"_n]));
    EXPECT_EQ(db.run(df::select(above["id"_n]).from(above).order_by(above["id"_n])),
              (std::vector<df::id<Employee>>{employees[0].id, employees[1].id, employees.back().id}));
}

} // namespace
