// Generic code that is written with Boost.Hana and knows nothing of the library works on its models, records,
// rows and results: a printer, a list of changes, HTML forms for all models of a database.
#include <dataflow/dataflow.hpp>
#include <dataflow/hana.hpp>

#include <boost/hana.hpp>

#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

namespace df = dataflow;
namespace hana = boost::hana;
using df::field;
using namespace df::literals; // "name"_s

struct Customer {
    df::id<Customer> id{};
    std::string name;
    std::optional<std::string> city{};
    bool active = true;
};

struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    double total = 0;
    std::string status = "pending";
};

struct Signup {
    std::string name;
    double first_total = 0;
};

// --- generic: no word about a database below -----------------------------------------------------

template <class T>
void print(std::ostream& to, const T& value) {
    if constexpr (hana::Struct<T>::value) {
        const char* before = "{";
        hana::for_each(hana::accessors<T>(), hana::fuse([&](auto name, auto get) {
                           to << before << name.c_str() << ": ";
                           print(to, get(value));
                           before = ", ";
                       }));
        to << '}';
    } else to << value;
}
template <class T>
void print(std::ostream& to, const std::optional<T>& value) {
    if (value) print(to, *value);
    else to << "nothing";
}

template <class T>
std::string changes(const T& before, const T& after) {
    std::ostringstream out;
    hana::for_each(hana::accessors<T>(), hana::fuse([&](auto name, auto get) {
                       if (hana::equal(get(before), get(after))) return;
                       out << name.c_str() << ": ";
                       print(out, get(before));
                       out << " -> ";
                       print(out, get(after));
                       out << '\n';
                   }));
    return out.str();
}

template <class Field>
const char* input_type() {
    if constexpr (std::is_same_v<Field, bool>) return "checkbox";
    else if constexpr (std::is_arithmetic_v<Field>) return "number";
    else return "text";
}

/// An HTML form for a model; its start values are those of a new object.
template <class Model>
void form(std::ostream& to) {
    const Model start{};
    hana::for_each(hana::accessors<Model>(), hana::fuse([&](auto name, auto get) {
                       using type = std::remove_cvref_t<decltype(get(start))>;
                       if constexpr (name == "id"_s) return; // the database makes it
                       else {
                           to << "  <input name=\"" << name.c_str() << "\" type=\"" << input_type<type>()
                              << "\" value=\"";
                           if constexpr (std::is_same_v<type, std::string>) to << get(start);
                           to << "\">\n";
                       }
                   }));
}

// --- a program -----------------------------------------------------------------------------------

void print_forms(const auto& db) {
    hana::for_each(df::models_of(db), [](auto model) { // hana::tuple_t<Customer, Order>
        using M = typename decltype(model)::type;
        std::cout << "<form name=\"" << df::model_name<M> << "\">\n";
        form<M>(std::cout);
        std::cout << "</form>\n";
    });
}

int main() {
    df::database<Customer, Order> db{"sqlite::memory:"};
    print_forms(db);

    // records: the fields of the model, then those that the library manages
    const auto before = db.run(df::create(Customer{.name = "Alice"}));
    const auto after = db.run(
        df::update<Customer>(before.id, field<&Customer::name> = "Alicia", field<&Customer::city> = "Rome"));
    std::cout << changes<Customer>(before, after); // as models: without updated_at
    std::cout << std::boolalpha << hana::equal(after, *db.run(df::find<Customer>(before.id))) << '\n';

    // a map from names to values, and all values at once
    auto map = hana::to_map(after);
    std::cout << map["name"_s] << ", " << *map["city"_s] << '\n';
    std::cout << hana::unpack(hana::members(after), [](const auto&... each) { return sizeof...(each); })
              << " columns\n";

    // the results of a workflow, by the names of its nodes
    const auto signup = df::workflow<Signup>(df::node<"customer">(df::create<Customer>()),
                                             df::node<"order">(df::create<Order>()),
                                             df::wire<"input.name", "customer.name">,
                                             df::wire<"customer.id", "order.customer_id">,
                                             df::wire<"input.first_total", "order.total">);
    const auto run = db.run(signup, Signup{"Bob", 99.5});
    std::cout << hana::at_key(hana::at_key(run, "order"_s), "total"_s) << '\n';
    hana::for_each(hana::accessors<std::remove_const_t<decltype(run)>>(),
                   hana::fuse([&](auto node, auto get) {
                       std::cout << node.c_str() << " made record " << hana::at_key(get(run), "id"_s) << '\n';
                   }));
    static_assert(hana::contains(run, "order"_s) && !hana::contains(run, "invoice"_s));

    // rows with names
    for (const auto& row : db.run(df::aggregate<Order>()
                                      .group_by(field<&Order::status>)
                                      .select(df::sum(field<&Order::total>).as<"total">()))) {
        print(std::cout, row);
        std::cout << '\n';
    }
}
