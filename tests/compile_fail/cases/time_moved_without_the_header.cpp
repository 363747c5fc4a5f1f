// expect: adding_to_a_time_or_a_string_needs_the_header_dataflow_functions_hpp
// expect: "created_at"
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/functions.hpp>
#endif

#include "../models/customer.hpp"

namespace df = dataflow;
using namespace std::chrono_literals;

auto wanted() { return df::created_at + 3h; }
