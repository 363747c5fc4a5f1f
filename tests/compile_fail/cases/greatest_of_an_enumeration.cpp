// expect: an_enumeration_is_compared_by_order<Customer
// expect: "tone"
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

namespace df = dataflow;
using df::field;

enum class shade { dark, light };

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    std::optional<std::string> note{};
    shade tone{};
};

#ifdef MISTAKE
auto wanted() { return df::greatest(field<&Customer::tone>, shade::dark); }
#else
auto wanted() { return df::coalesce(field<&Customer::tone>, shade::dark); }
#endif
