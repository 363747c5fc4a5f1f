#include <dataflow/dataflow.hpp>

#include <iostream>
#include <optional>
#include <string>

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Customer {
    df::id<Customer> id{}; // the primary key, made by the database
    std::string name;
    std::string email;
    bool active = true; // DEFAULT TRUE

    static constexpr auto dataflow = df::options{.unique = df::unique({"email"})};
};

struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id; // another model's id: a foreign key
    double total{};
    std::string status = "pending";
    std::optional<std::string> note{}; // NULL where it is empty
};

struct Signup { // what the workflow is started with
    std::string name, email;
    double first_total{};
};
struct MailIn {
    std::string to;
    df::id<Order> order;
};
struct MailOut {
    std::string text;
};

MailOut write_mail(const MailIn& in) {
    return {"To " + in.to + ": your order " + std::to_string(in.order.value) + " is on its way."};
}

// Three nodes and five wires. A misspelled name, types that do not fit, a cycle or a required input that
// nothing fills do not compile.
constexpr auto signup() {
    return df::workflow<Signup>(df::node<"customer">(df::create<Customer>()),
                                df::node<"order">(df::create<Order>(field<&Order::status> = "new")),
                                df::node<"mail">(&write_mail),
                                df::wire<"input.name", "customer.name">,
                                df::wire<"input.email", "customer.email">,
                                df::wire<"customer.id", "order.customer_id">,
                                df::wire<"input.first_total", "order.total">,
                                df::wire<"customer.email", "mail.to">,
                                df::wire<"order.id", "mail.order">);
}

int main() {
    df::database<Customer, Order> db{"sqlite::memory:"}; // or postgresql://..., or $DATABASE_URL

    auto alice = db.run(df::create(Customer{.name = "Alice", .email = "alice@example.org"}));
    db.run(df::create<Order>(field<&Order::customer_id> = alice.id, field<&Order::total> = 25.0));
    db.run(df::update<Customer>(alice.id, field<&Customer::name> = "Alicia"));

    auto run = db.run(signup(), Signup{"Bob", "bob@example.org", 99.5}); // one transaction
    std::cout << run["mail"_n].text << '\n';

    auto page = db.run(df::list<Order>()
                           .where(field<&Order::total> > 20 && field<&Order::status>.in({"new", "pending"}))
                           .order_by(df::desc(field<&Order::total>))
                           .limit(10));
    for (auto& order : page.records)
        std::cout << order.id << ": " << order.total << ' ' << order.status << '\n';

    auto cheaper =
        db.run(df::bulk_update<Order>(field<&Order::status> == "pending", field<&Order::total> *= 0.9));
    std::cout << cheaper.updated << " order(s) are 10 % cheaper\n";

    auto refused = db.try_run(df::create(Customer{.name = "Al", .email = "alice@example.org"}));
    if (!refused) std::cout << refused.error().what() << '\n';
}
