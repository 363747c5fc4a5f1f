// expect: a_function_is_given_another_type<
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include <chrono>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
constexpr std::chrono::days given{3};
#else
constexpr int given = 3;
#endif
auto wanted() { return df::select(field<&Order::status>, df::constant(given).as<"days">()); }
