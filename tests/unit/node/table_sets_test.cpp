// What each node reads and writes: constants, and the tables that its SQL names.
#include <dataflow/dataflow.hpp>
#include <dataflow/dynamic.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/json.hpp>
#include <dataflow/lock.hpp>
#include <dataflow/search.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/windows.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    std::int64_t rank{};
    std::array<float, 2> place{};
    static constexpr auto dataflow = df::options{.full_text = df::full_text({"name"})};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer{};
    std::int64_t total{};
    static constexpr auto dataflow = df::options{
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"customer", df::on_delete::cascade})};
};
struct Part {
    df::id<Part> id{};
    std::optional<df::id<Order>> belongs{};
    std::int64_t pieces{};
    static constexpr auto dataflow = df::options{
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"belongs", df::on_delete::set_null})};
};
/// Nothing becomes of it when its part is deleted: that is refused.
struct Label {
    df::id<Label> id{};
    df::id<Part> part{};
};

/// "customers, orders"; "?" at the end where there may be others.
std::string names(const df::table_set& of) {
    std::string out;
    for (const auto* t : of) out += (out.empty() ? "" : ", ") + std::string{t->name};
    return of.known() ? out : out + "?";
}

/// What a node's sets say, which are constants. Its text names those tables and no others.
template <class Node>
std::string told(const Node&) {
    constexpr df::table_set reads = Node::reads();
    constexpr df::table_set writes = Node::writes();
    for (const auto d : {df::dialect::sqlite, df::dialect::postgres}) {
        const auto text = Node::statement.sql(d, df::rooms::sql::list_variant::filter |
                                                     df::rooms::sql::list_variant::having);
        for (const auto* t : {"customers", "orders", "parts", "labels"}) {
            EXPECT_EQ(text.find(std::string{"\""} + t + '"') != std::string::npos,
                      reads.contains(t) || writes.contains(t))
                << t << " in " << text;
        }
    }
    return names(reads) + " > " + names(writes);
}
/// The same of one whose text is not only that of its statement.
template <class Node>
std::string said(const Node& node) {
    return names(node.reads()) + " > " + names(node.writes());
}

const auto has_order = df::exists(df::list<Order>().where(field<&Order::customer> == field<&Customer::id>));
const auto best = df::scalar(df::select(df::max(field<&Part::pieces>)));

TEST(table_sets, single_nodes) {
    EXPECT_EQ(told(df::read<Customer>(1)), "customers > ");
    EXPECT_EQ(told(df::find<Customer>(1)), "customers > ");
    EXPECT_EQ(told(df::create(Order{})), " > orders");
    EXPECT_EQ(
        told(df::create<Order>(field<&Order::customer> = df::id<Customer>{1}, field<&Order::total> = 2)),
        " > orders");
    EXPECT_EQ(told(df::update<Order>(1, field<&Order::total> = 3)), "orders > orders");
    EXPECT_EQ(said(df::update<Order>(1, field<&Order::total> = df::coalesce(best, 0))),
              "orders, parts > orders");
    EXPECT_EQ(said(df::update(df::record<Order>{})), "orders > orders");
    EXPECT_EQ(told(df::erase<Order>(1)), "orders > orders");
    EXPECT_EQ(told(df::upsert(Order{}).on_conflict(field<&Order::id>)), "orders > orders");
    EXPECT_EQ(said(df::upsert(Order{})
                       .on_conflict(field<&Order::id>)
                       .set_on_conflict(field<&Order::total> = df::coalesce(best, 0))),
              "orders, parts > orders");
}

TEST(table_sets, lists_and_selects) {
    EXPECT_EQ(told(df::list<Customer>()), "customers > ");
    EXPECT_EQ(told(df::list<Customer>().where(has_order)), "customers, orders > ");
    EXPECT_EQ(told(df::list<Customer>().where(has_order).limit(3).with_total()), "customers, orders > ");
    EXPECT_EQ(told(df::count<Customer>().where(has_order && field<&Customer::rank> == df::coalesce(best, 0))),
              "customers, orders, parts > ");
    EXPECT_EQ(told(df::exists<Customer>().where(has_order)), "customers, orders > ");
    EXPECT_EQ(told(df::select(field<&Customer::name>, df::as<"best">(best))), "customers, parts > ");
    EXPECT_EQ(told(df::select(field<&Customer::name>).order_by(df::desc(best))), "customers, parts > ");
    EXPECT_EQ(told(df::select(field<&Customer::name>, df::as<"n">(df::row_number().over(df::order_by(df::desc(
                                                          df::coalesce(field<&Customer::rank>, best))))))),
              "customers, parts > ");
    EXPECT_EQ(told(df::select(field<&Customer::name>,
                              df::as<"n">(df::row_number().over(df::partition_by(df::coalesce(best, 1)),
                                                                df::order_by(field<&Customer::id>))))),
              "customers, parts > ");
    EXPECT_EQ(told(df::aggregate<Customer>()
                       .group_by(field<&Customer::name>)
                       .select(df::count().as<"n">())
                       .having(df::max(field<&Customer::rank>) > df::coalesce(best, 0))),
              "customers, parts > ");
    EXPECT_EQ(told(df::list<Order>().join<&Order::customer>()), "orders, customers > ");
    EXPECT_EQ(told(df::list<Part>().left_join<&Part::belongs>().left_join<&Order::customer>()),
              "parts, orders, customers > ");
    EXPECT_EQ(told(df::count(df::list<Order>().join<&Order::customer>().where(field<&Order::total> <
                                                                              df::coalesce(best, 0)))),
              "orders, customers, parts > ");
    EXPECT_EQ(said(df::list<Customer>()
                       .where(field<&Customer::rank> == df::coalesce(best, 0))
                       .with_children<&Order::customer>()),
              "customers, orders, parts > ");
    EXPECT_EQ(said(df::search_ranked<Customer>("x").where(has_order)), "customers, orders > ");
    EXPECT_EQ(said(df::nearest<&Customer::place>(std::array<float, 2>{}).where(has_order)),
              "customers, orders > ");
    // A lock needs a connection that writes, and writes no record.
    const auto locked = df::list<Customer>().where(has_order).for_update();
    EXPECT_EQ(said(locked), "customers, orders > ");
    EXPECT_TRUE(decltype(locked)::writes);
}

TEST(table_sets, bulk_nodes) {
    const std::vector<Order> rows;
    EXPECT_EQ(said(df::bulk_create(rows)), " > orders");
    EXPECT_EQ(said(df::bulk_upsert(rows).on_conflict(field<&Order::id>)), "orders > orders");
    EXPECT_EQ(said(df::bulk_update(rows)), "orders > orders");
    EXPECT_EQ(said(df::bulk_update<Customer>(has_order, field<&Customer::rank> = df::coalesce(best, 0))),
              "customers, orders, parts > customers");
    EXPECT_EQ(told(df::bulk_erase<Customer>(has_order)), "customers, orders > customers");
    EXPECT_EQ(said(df::bulk_erase<Order>(std::vector<std::int64_t>{1})), "orders > orders");
}

TEST(table_sets, statements_by_hand_know_what_they_are_told) {
    const auto query = df::sql<"select name from customers where id = {}", std::string>(1);
    EXPECT_EQ(said(query), "? > ");
    EXPECT_EQ(said(query.reading<Customer>()), "customers > ");
    EXPECT_EQ(said(query.reading<Customer>().one()), "customers > ");
    EXPECT_EQ(said(query.first().reading<Customer, Order>()), "customers, orders > ");
    const auto change = df::sql<"update orders set total = 0 where customer in (select id from customers)">();
    EXPECT_EQ(said(change), "? > ?");
    EXPECT_EQ(said(change.writing<Order>()), "orders > orders");
    EXPECT_EQ(said(change.writing<Order>().reading<Customer>()), "customers, orders > orders");
    // A database refuses what is declared and not in its list.
    using of = std::remove_const_t<decltype(query.reading<Customer, Order>())>;
    using verdict = df::database_::run_verdict<df::types<Customer>, of>;
    EXPECT_TRUE((std::is_same_v<verdict, df::rule::a_model_is_not_in_the_list_of_the_database<Order>>));
}

TEST(table_sets, workflows_are_the_union_of_their_nodes) {
    const auto flow =
        df::workflow(df::node<"a">(df::count<Customer>().where(has_order)), df::node<"b">(df::erase<Part>(1)),
                     df::node<"c">([](df::nothing) { return df::nothing{}; }));
    EXPECT_EQ(said(flow), "customers, orders, parts > parts");
    EXPECT_TRUE(decltype(flow)::writes);
    const auto reads = df::workflow(df::node<"a">(df::read<Order>(1)), df::node<"b">(df::read<Order>(2)));
    EXPECT_EQ(said(reads), "orders > ");
    EXPECT_FALSE(decltype(reads)::writes);
    const auto open = df::workflow(df::node<"a">(df::read<Order>(1)),
                                   df::node<"b">([](df::context&) { return df::nothing{}; }));
    EXPECT_EQ(said(open), "orders? > ?");
}

TEST(table_sets, a_database_knows_what_its_foreign_keys_do) {
    using all = df::database<Customer, Order, Part, Label>;
    constexpr auto gone = df::erase<Customer>(1);
    static_assert(all::changed_by(gone).size() == 3);
    EXPECT_EQ(names(all::changed_by(gone)), "customers, orders, parts"); // labels: ON DELETE RESTRICT
    EXPECT_EQ(names(all::changed_by(df::erase<Order>(1))), "orders, parts");
    EXPECT_EQ(names(all::changed_by(df::erase<Part>(1))), "parts");
    EXPECT_EQ(names(all::changed_by(df::bulk_erase<Customer>(df::everything))), "customers, orders, parts");
    EXPECT_EQ(names(all::changed_by(df::update<Customer>(1, field<&Customer::rank> = 1))), "customers");
    EXPECT_EQ(names(all::changed_by(df::list<Customer>())), "");
    EXPECT_EQ(names(all::changed_by(
                  df::workflow(df::node<"a">(df::erase<Order>(1)), df::node<"b">(df::create(Label{}))))),
              "orders, parts, labels");
    EXPECT_EQ(names(df::database<Customer, Order>::changed_by(gone)), "customers, orders");
}

TEST(table_sets, sets_tell_whether_they_may_meet) {
    constexpr auto reads = df::count<Order>().reads();
    EXPECT_TRUE(reads.may_share_with(df::create(Order{}).writes()));
    EXPECT_FALSE(reads.may_share_with(df::erase<Customer>(1).writes()));
    EXPECT_FALSE(reads.may_share_with(df::table_set{}));
    EXPECT_TRUE(reads.may_share_with(df::sql<"delete from orders">().writes()));
    EXPECT_FALSE(df::table_set{}.may_share_with(df::sql<"delete from orders">().writes()));
    EXPECT_TRUE(df::count<Order>().reads() == df::list<Order>().reads());
    EXPECT_FALSE(df::count<Order>().reads() == df::list<Customer>().reads());
}

} // namespace
