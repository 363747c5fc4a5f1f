// expect: a_required_field_is_filled_by_nothing<Customer
// expect: "name"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string language = "en";
    std::string name; // that it has no default is seen where no std::string can be constant, too
    int age{};
    std::optional<std::string> note{};
};

#ifdef MISTAKE
void wanted(df::context& c) { (void)(df::create<Customer>(field<&Customer::age> = 1)).execute(c); }
#else
void wanted(df::context& c) {
    (void)(df::create<Customer>(field<&Customer::age> = 1, field<&Customer::name> = "Al")).execute(c);
}
#endif
