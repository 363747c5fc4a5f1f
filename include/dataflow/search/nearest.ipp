// The code of search/nearest.hpp.
#pragma once

#include <dataflow/node/fault.hpp>
#include <dataflow/search/nearest.hpp>

#include <cmath>

namespace dataflow::search_ {

DATAFLOW_RUNTIME void run_nearest(context& c, const sql::statement& s, const nearest_clauses& clauses,
                                  std::uint64_t filter, std::span<const value> given,
                                  driver::row_target target) {
    if (clauses.limit.value_or(0) < 0) node_::fail(error_kind::invalid_value, s, "a limit is negative");
    if (std::isnan(clauses.farthest.value_or(0)))
        node_::fail(error_kind::invalid_value, s, "a greatest distance is not a number");
    const auto farthest = value::of_real(storage::float64, clauses.farthest.value_or(0));
    c.run(s, filter | clauses.variant(),
          {.given = given, .arguments = {&farthest, 1}, .limit = clauses.limit.value_or(0)}, &target);
}

} // namespace dataflow::search_
