// expect: a_name_in_brackets_is_written_without_its_n<const char
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};

auto wanted() {
    const auto all = df::with<"all_of_them">(df::select(field<&Customer::id>, field<&Customer::name>));
#ifdef MISTAKE
    return df::select(all["name"]).from(all);
#else
    return df::select(all["name"_n]).from(all);
#endif
}
