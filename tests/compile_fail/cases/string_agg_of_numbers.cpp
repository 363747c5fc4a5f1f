// expect: a_function_is_given_another_type<
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::string_agg(field<&Order::total>, ", "); }
#else
auto wanted() { return df::string_agg(df::cast<std::string>(field<&Order::total>), ", "); }
#endif
