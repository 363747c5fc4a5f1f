// expect: a_function_has_no_text_for_one_of_the_databases<
// expect: gcd(@, @)
// lines: 15
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
inline constexpr df::query::function_text gcd{.postgres = "gcd(@, @)"};
#else
inline constexpr df::query::function_text gcd{.sqlite = "my_gcd(@, @)", .postgres = "gcd(@, @)"};
#endif

auto wanted() { return df::query::make_call<gcd, double>(field<&Order::total>, field<&Order::total>); }
