// The graph of a workflow: types, order, pictures. All is known to the compiler.
// compiled alone: it spells the names of its types with their namespace
#include <dataflow/workflow/workflow.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace workflow_test {

namespace df = dataflow;
namespace wf = dataflow::workflow_;
using df::field;

/// Whether a part stands in a text. (std::string_view::find is no constant for g++ 12 with
/// -fsanitize=undefined.)
constexpr bool has(std::string_view text, std::string_view part) {
    for (std::size_t i = 0; i + part.size() <= text.size(); ++i)
        if (text.substr(i, part.size()) == part) return true;
    return false;
}

struct Customer {
    df::id<Customer> id{};
    std::string name;
    bool active = true;
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id;
    double total{};
    std::string status = "pending";
};
struct Signup {
    std::string name;
    double first_total{};
};
struct MailIn {
    std::string subject;
    df::id<Order> order_id;
    int copies = 1;
};
struct MailOut {
    std::string text;
};
inline MailOut write_mail(const MailIn& in) { return {in.subject}; }

// --- which types fit -----------------------------------------------------------------------------
template <class From, class To>
constexpr bool fits = wf::fits(wf::type_of<From>, wf::type_of<To>);

static_assert(fits<int, int> && fits<int, std::int64_t> && fits<int, std::optional<int>> &&
              fits<int, std::optional<std::int64_t>>);
static_assert(fits<std::uint8_t, int> && fits<std::uint32_t, std::int64_t> && fits<float, double> &&
              fits<int, double>);
static_assert(fits<std::optional<int>, std::optional<std::int64_t>> && !fits<std::optional<int>, int>);
static_assert(!fits<std::int64_t, int> && !fits<std::uint32_t, int> && !fits<int, std::uint32_t> &&
              !fits<std::int64_t, double>);
static_assert(!fits<double, float> && !fits<double, int> && !fits<bool, int> && !fits<int, bool> &&
              !fits<int, float>);
static_assert(fits<df::id<Order>, df::id<Order>> && fits<df::id<Order>, std::optional<df::id<Order>>>);
static_assert(!fits<df::id<Order>, df::id<Customer>> && !fits<std::int64_t, df::id<Order>> &&
              !fits<df::id<Order>, std::int64_t>);
static_assert(fits<df::record<Order>, Order> && !fits<Order, df::record<Order>> &&
              fits<std::optional<df::record<Order>>, std::optional<Order>>);
static_assert(!fits<std::string, std::vector<std::string>> && fits<std::vector<int>, std::vector<int>>);
static_assert(fits<df::decimal<6, 2>, df::decimal<10, 4>> &&
              fits<df::decimal<6, 2>, std::optional<df::decimal<7, 2>>> &&
              fits<df::decimal<6, 2>, df::decimal<6, 2>>);
static_assert(!fits<df::decimal<6, 2>, df::decimal<6, 3>> && !fits<df::decimal<6, 2>, df::decimal<5, 2>> &&
              !fits<df::decimal<6, 2>, double> && !fits<int, df::decimal<12, 2>>);

// --- the graph ------------------------------------------------------------------------------------
constexpr auto signup() {
    return df::workflow<Signup>( //
        df::wire<"order.id", "mail.order_id">,
        df::node<"mail">(&write_mail),
        df::constant<"mail.subject">("Welcome"),
        df::node<"order">(df::create<Order>(field<&Order::status> = "new")),
        df::node<"customer">(df::create<Customer>()),
        df::wire<"input.name", "customer.name">,
        df::wire<"customer.id", "order.customer_id">,
        df::wire<"input.first_total", "order.total">);
}
using flow = decltype(signup());

static_assert(flow::size == 3 && flow::writes);
static_assert(flow::graph.names == std::array<std::string_view, 3>{"mail", "order", "customer"});
static_assert(flow::graph.order == std::array<std::size_t, 3>{2, 1, 0}); // customer, order, mail
static_assert(flow::graph.depends(0, 1) && flow::graph.depends(1, 2) && !flow::graph.depends(0, 2) &&
              !flow::graph.depends(2, 0));
static_assert(std::is_same_v<flow::models, df::query::types<Order, Customer>>);
static_assert(std::is_same_v<flow::input, Signup>);

// What is ready runs in the order of declaration.
constexpr auto apart() {
    return df::workflow( //
        df::node<"c">(df::count<Customer>()),
        df::node<"a">(df::exists<Order>()),
        df::node<"d">([](MailIn) { return MailOut{}; }),
        df::node<"b">(df::list<Order>()),
        df::constant<"d.order_id">(df::id<Order>{1}),
        df::wire<"z.text", "d.subject">,
        df::node<"z">([] { return MailOut{}; }));
}
static_assert(decltype(apart())::graph.order == std::array<std::size_t, 5>{0, 1, 3, 4, 2});
static_assert(!decltype(apart())::writes && std::is_same_v<decltype(apart())::input, df::nothing>);

// --- pictures --------------------------------------------------------------------------------------
static_assert(flow::mermaid() == R"(flowchart LR
    input(["input<br/>Signup"])
    mail("mail<br/>function<br/>subject = constant")
    order["order<br/>create Order"]
    customer["customer<br/>create Customer"]
    input -->|"first_total → total"| order
    input -->|"name → name"| customer
    order -->|"id → order_id"| mail
    customer -->|"id → customer_id"| order
)");
static_assert(flow::dot() == R"(digraph workflow {
    rankdir=LR;
    node [shape=box];
    "input" [label="input\nSignup", shape=oval];
    "mail" [label="mail\nfunction\nsubject = constant", style=rounded];
    "order" [label="order\ncreate Order"];
    "customer" [label="customer\ncreate Customer"];
    "input" -> "order" [label="first_total → total"];
    "input" -> "customer" [label="name → name"];
    "order" -> "mail" [label="id → order_id"];
    "customer" -> "order" [label="id → customer_id"];
}
)");

// A word of Mermaid's own, a parameter's name that needs escaping, several wires between two nodes.
constexpr auto awkward() {
    return df::workflow<Signup>( //
        df::node<"end">(df::list<Order>().where(field<&Order::total> > df::param<"a\"<b"> &&
                                                field<&Order::status> == df::param<"who">)),
        df::node<"end_">(df::count<Order>()),
        df::wire<"input.first_total", "end.a\"<b">,
        df::wire<"input.name", "end.who">);
}
static_assert(decltype(awkward())::mermaid() == R"(flowchart LR
    input(["input<br/>Signup"])
    end_["end<br/>list Order"]
    end__["end_<br/>count Order"]
    input -->|"first_total → a#34;#60;b<br/>name → who"| end_
)");
static_assert(has(decltype(awkward())::dot(), R"([label="first_total → a\"<b\nname → who"])"));

// --- an order without data ---------------------------------------------------------------------------
constexpr auto readings() {
    return df::workflow( //
        df::node<"high">(df::count<Order>()),
        df::node<"readings">(df::create<Customer>(field<&Customer::name> = "x")),
        df::node<"last">([](MailIn) { return MailOut{}; }),
        df::after<"readings", "high">,
        df::after<"high", "last">,
        df::constant<"last.subject">("s"),
        df::constant<"last.order_id">(df::id<Order>{1}));
}
static_assert(decltype(readings())::graph.order == std::array<std::size_t, 3>{1, 0, 2});
static_assert(decltype(readings())::graph.depends(0, 1) && decltype(readings())::graph.depends(2, 0) &&
              decltype(readings())::graph.links.size() == 2);
static_assert(decltype(readings())::mermaid() == R"(flowchart LR
    high["high<br/>count Order"]
    readings["readings<br/>create Customer"]
    last("last<br/>function<br/>subject = constant<br/>order_id = constant")
    readings -.-> high
    high -.-> last
)");
static_assert(has(decltype(readings())::dot(), R"("readings" -> "high" [style=dotted];)"));
// Where a wire joins them already, it adds nothing to the picture.
static_assert(!has(decltype(df::workflow(df::node<"a">([] { return MailOut{}; }),
                                         df::node<"b">([](MailOut) {}), df::wire<"a", "b">,
                                         df::after<"a", "b">))::mermaid(),
                   "-.->"));

// --- mistakes, as verdicts ---------------------------------------------------------------------------
template <class... A>
using verdict_of = wf::workflow_verdict<Signup, A...>;
using customer = decltype(df::node<"customer">(df::create<Customer>()));
using named_customer = wf::joined<"input.name", "customer.name">;
static_assert(std::is_same_v<verdict_of<customer, named_customer>, df::rule::ok>);
static_assert(std::is_same_v<verdict_of<customer, customer, named_customer>,
                             df::rule::a_node_name_is_used_twice<"customer">>);
static_assert(std::is_same_v<verdict_of<customer, wf::joined<"input", "customer">>,
                             df::rule::a_wire_joins_types_that_do_not_fit<
                                 "input", "customer", "workflow_test::Signup", "workflow_test::Customer">>);
static_assert(std::is_same_v<verdict_of<customer, wf::joined<"customer.name", "customer.name">>,
                             df::rule::the_nodes_of_a_workflow_form_a_cycle<"customer">>);
static_assert(std::is_same_v<verdict_of<customer, named_customer, wf::ordered<"customer", "customer">>,
                             df::rule::the_nodes_of_a_workflow_form_a_cycle<"customer">>);
static_assert(std::is_same_v<verdict_of<customer, named_customer, wf::ordered<"input", "customer">>,
                             df::rule::a_wire_names_an_unknown_node<"input", "customer", "input">>);
static_assert(std::is_same_v<verdict_of<customer, named_customer, named_customer>,
                             df::rule::an_input_of_a_node_is_filled_twice<"customer", "name", "Customer">>);

TEST(workflow, names_and_wires_are_read) {
    EXPECT_TRUE(wf::parse("order.id").sound);
    EXPECT_TRUE(wf::parse("order").field.empty());
    for (const auto* wrong : {"", ".", "order.", ".id", "a.b.c", "1a.b", "a b.c"})
        EXPECT_FALSE(wf::parse(wrong).sound) << wrong;
}

TEST(workflow, a_cycle_is_found_from_outside) { // 0 -> 1 -> 2 -> 1
    std::array<std::size_t, 3> order{};
    EXPECT_NE(
        wf::put_in_order<3>({{{false, true, false}, {false, false, true}, {false, true, false}}}, order), 0);
    EXPECT_EQ(
        wf::put_in_order<3>({{{false, true, false}, {false, false, true}, {false, false, false}}}, order),
        -1);
    EXPECT_EQ(order, (std::array<std::size_t, 3>{2, 1, 0}));
}

} // namespace workflow_test
