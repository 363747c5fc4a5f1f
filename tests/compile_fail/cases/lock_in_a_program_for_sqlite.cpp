// expect: sqlite_has_no_row_locks<Order>
// lines clang++: 15
// drivers: sqlite
#ifdef MISTAKE
#undef DATAFLOW_POSTGRES
#define DATAFLOW_POSTGRES 0
#endif
#include <dataflow/dataflow.hpp>
#include <dataflow/lock.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;

auto wanted() { return df::list<Order>().for_update(); }
