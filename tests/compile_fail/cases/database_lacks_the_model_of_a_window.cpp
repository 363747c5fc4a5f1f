// expect: a_model_is_not_in_the_list_of_the_database<Order>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    std::int64_t rank{};
};
struct Order {
    df::id<Order> id{};
    std::int64_t total{};
};

#ifdef MISTAKE
void wanted(df::database<Customer>& db) {
#else
void wanted(df::database<Customer, Order>& db) {
#endif
    const auto best = df::scalar(df::select(df::max(field<&Order::total>)));
    db.run(df::select(
        field<&Customer::name>,
        df::as<"n">(df::row_number().over(df::order_by(df::coalesce(field<&Customer::rank>, best))))));
}
