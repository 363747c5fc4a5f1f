// expect: row_locks_need_the_header_dataflow_lock_hpp<
// lines: 20
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;

#ifdef MISTAKE
auto wanted() { return df::list<Order>().for_update(); }
#else
auto wanted() { return df::list<Order>(); }
#endif
