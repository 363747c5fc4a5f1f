// Which models a database must have to run a node: those of its tables, of its joins and of the subqueries
// anywhere in it.
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/lock.hpp>
#include <dataflow/windows.hpp>

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    std::int64_t rank{};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    std::int64_t total{};
};
struct Part {
    df::id<Part> id{};
    df::id<Order> order_id{};
    std::int64_t pieces{};
};

/// Whether the models are enough for a node, and the last of them is needed: without it, the verdict names
/// it.
template <class Last, class... Others, class Node>
constexpr bool needs(const Node&) {
    using all = df::database_::run_verdict<df::types<Others..., Last>, Node>;
    using without = df::database_::run_verdict<df::types<Others...>, Node>;
    return df::rule::is_ok<all> &&
           std::is_same_v<without, df::rule::a_model_is_not_in_the_list_of_the_database<Last>>;
}

const auto has_order =
    df::exists(df::list<Order>().where(field<&Order::customer_id> == field<&Customer::id>));
const auto best = df::scalar(df::select(df::max(field<&Order::total>)));
const auto with_best = field<&Customer::rank> == df::coalesce(best, 0);
const auto buyers = df::select(field<&Order::customer_id>);
const auto nested = df::exists(
    df::list<Order>().where(field<&Order::customer_id> == field<&Customer::id> &&
                            df::exists(df::list<Part>().where(field<&Part::order_id> == field<&Order::id>))));

TEST(models_of_nodes, subqueries_count_wherever_they_are_in_an_expression) {
    const auto of = [](auto&& filter) { return df::count<Customer>().where(filter); };
    EXPECT_TRUE((needs<Order, Customer>(of(has_order))));
    EXPECT_TRUE((needs<Order, Customer>(of(!has_order))));
    EXPECT_TRUE((needs<Order, Customer>(of(field<&Customer::id>.in(buyers)))));
    EXPECT_TRUE((needs<Order, Customer>(of(with_best))));
    EXPECT_TRUE((needs<Order, Customer>(
        of(field<&Customer::rank> > 1 && (field<&Customer::name> == "x" || has_order)))));
    EXPECT_TRUE((needs<Order, Customer>(of(df::if_set(true, has_order)))));
    EXPECT_TRUE((needs<Order, Customer>(of(field<&Customer::rank>.between(0, df::coalesce(best, 1))))));
    EXPECT_TRUE((needs<Order, Customer>(of(df::abs(df::coalesce(best, 0) + field<&Customer::rank>) > 3))));
    EXPECT_TRUE((needs<Order, Customer>(of(df::case_when(has_order, 1).otherwise(0) == 1))));
    EXPECT_TRUE((needs<Part, Customer, Order>(of(nested))));
    EXPECT_TRUE((needs<Customer>(of(field<&Customer::rank> > 1))));
}

TEST(models_of_nodes, every_node_with_expressions_says_what_it_reads) {
    EXPECT_TRUE((needs<Order, Customer>(df::list<Customer>().where(has_order))));
    EXPECT_TRUE((needs<Order, Customer>(
        df::list<Customer>().where(has_order).order_by(field<&Customer::name>).limit(3).with_total())));
    EXPECT_TRUE((needs<Order, Customer>(df::exists<Customer>().where(has_order))));
    EXPECT_TRUE((needs<Order, Customer>(df::select(field<&Customer::name>, df::as<"best">(best)))));
    EXPECT_TRUE((needs<Order, Customer>(df::select(field<&Customer::name>).where(has_order))));
    EXPECT_TRUE((needs<Order, Customer>(df::select(field<&Customer::name>).order_by(df::desc(best)))));
    EXPECT_TRUE((needs<Order, Customer>(df::count(df::select(field<&Customer::name>).where(has_order)))));
    EXPECT_TRUE(
        (needs<Order, Customer>(df::aggregate<Customer>()
                                    .group_by(field<&Customer::name>)
                                    .select(df::count().as<"n">())
                                    .having(df::max(field<&Customer::rank>) > df::coalesce(best, 0)))));
    EXPECT_TRUE((needs<Order, Customer>(
        df::aggregate<Customer>().select(df::sum(field<&Customer::rank>).where(has_order).as<"n">()))));
    EXPECT_TRUE((needs<Order, Customer>(df::bulk_erase<Customer>(has_order))));
    EXPECT_TRUE((needs<Order, Customer>(df::bulk_update<Customer>(has_order, field<&Customer::rank> = 1))));
    EXPECT_TRUE((needs<Order, Customer>(
        df::bulk_update<Customer>(df::everything, field<&Customer::rank> = df::coalesce(best, 0)))));
    EXPECT_TRUE(
        (needs<Order, Customer>(df::update<Customer>(1, field<&Customer::rank> = df::coalesce(best, 0)))));
}

TEST(models_of_nodes, windows_upserts_and_creates_say_what_they_read) {
    const auto ordered = df::order_by(df::coalesce(field<&Customer::rank>, best));
    const auto parted = df::partition_by(df::coalesce(best, 1));
    EXPECT_TRUE((needs<Order, Customer>(
        df::select(field<&Customer::name>, df::as<"n">(df::row_number().over(ordered))))));
    EXPECT_TRUE((needs<Order, Customer>(
        df::select(field<&Customer::name>,
                   df::as<"n">(df::row_number().over(parted, df::order_by(field<&Customer::id>)))))));
    EXPECT_TRUE((
        needs<Order, Customer>(df::select(field<&Customer::name>).order_by(df::row_number().over(ordered)))));
    const auto set = field<&Customer::rank> = df::coalesce(best, 0);
    EXPECT_TRUE((needs<Order, Customer>(
        df::upsert(Customer{}).on_conflict(field<&Customer::id>).set_on_conflict(set))));
    EXPECT_TRUE((needs<Order, Customer>(
        df::bulk_upsert(std::vector<Customer>{}).on_conflict(field<&Customer::id>).set_on_conflict(set))));
    EXPECT_TRUE((needs<Order, Customer>(df::update<Customer>(has_order, field<&Customer::rank> = 1))));
    EXPECT_TRUE((needs<Order, Customer>(df::list<Customer>().where(with_best).after(df::cursor{}))));
    EXPECT_TRUE((needs<Order, Customer>(df::list<Customer>().where(with_best).for_update())));
}

TEST(models_of_nodes, joins_and_children_count) {
    EXPECT_TRUE((needs<Customer, Order>(df::list<Order>().join<&Order::customer_id>())));
    EXPECT_TRUE((needs<Order, Customer>(df::list<Customer>().with_children<&Order::customer_id>())));
    EXPECT_TRUE((needs<Part, Customer, Order>(
        df::list<Customer>().where(df::exists(df::list<Order>().join<&Part::order_id>().where(
            field<&Order::customer_id> == field<&Customer::id>))))));
}

TEST(models_of_nodes, a_workflow_needs_those_of_all_its_nodes) {
    const auto of = [](auto node) {
        return df::workflow(df::node<"first">(df::read<Customer>(1)), df::node<"second">(node));
    };
    EXPECT_TRUE((needs<Order, Customer>(of(df::count<Customer>().where(has_order)))));
    EXPECT_TRUE((needs<Order, Customer>(of(df::list<Customer>().with_children<&Order::customer_id>()))));
    EXPECT_TRUE((needs<Order, Customer>(of(df::list<Customer>().join<&Order::customer_id>()))));
    EXPECT_TRUE((needs<Part, Customer, Order>(of(df::count<Customer>().where(nested)))));
}

TEST(models_of_nodes, a_placeholder_beside_a_subquery_is_still_found) {
    const auto node = df::count<Customer>().where(has_order && field<&Customer::rank> == df::param<"rank">);
    using verdict =
        df::database_::run_verdict<df::types<Customer, Order>, std::remove_const_t<decltype(node)>>;
    EXPECT_TRUE((
        std::is_same_v<verdict,
                       df::rule::an_input_of_a_node_that_runs_alone_is_filled_by_nothing<Customer, "rank">>));
}

} // namespace
