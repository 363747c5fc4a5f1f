// expect: a_page_selects_a_window<Order>
// lines clang++: 15
#include <dataflow/dataflow.hpp>
#include <dataflow/windows.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;
using namespace df::literals;

const auto places =
    df::select(field<&Order::id>, df::rank().over(df::order_by(field<&Order::total>)).as<"place">());

#ifdef MISTAKE
auto wanted() { return places.limit(5).with_cursor(); }
#else
auto wanted() {
    const auto all = df::with<"places">(places);
    return df::select(all["place"_n], all["id"_n]).from(all).distinct().limit(5).with_cursor();
}
#endif
