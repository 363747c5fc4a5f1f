// expect: a_cast_is_not_offered<Customer
// expect: "age"
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
constexpr auto made = df::cast<df::date>(field<&Customer::age>);
#else
constexpr auto made = df::cast<std::int64_t>(field<&Customer::age>);
#endif
struct Line {
    std::int64_t doubled{};
};
auto wanted() { return df::select<Line>((made * 2).as<"doubled">()).where(made + 1 > 5); }
