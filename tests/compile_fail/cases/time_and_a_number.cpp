// expect: arithmetic_on_a_field_that_is_not_a_number
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
constexpr auto later = df::created_at + 5;
#else
constexpr auto later = df::created_at + std::chrono::seconds{5};
#endif
auto wanted() { return df::count<Customer>().where(df::year(later) < 2024 && later > df::updated_at); }
