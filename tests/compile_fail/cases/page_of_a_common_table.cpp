// expect: rows_of_a_common_table_have_no_key<
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using namespace df::literals;
using df::field;

const auto large =
    df::with<"large">(df::select(field<&Order::id>, field<&Order::total>).where(field<&Order::total> > 9));
#ifdef MISTAKE
auto wanted() { return df::select(large["total"_n]).from(large).with_cursor(); }
#else
auto wanted() { return df::select(large["total"_n]).from(large).distinct().with_cursor(); }
#endif
