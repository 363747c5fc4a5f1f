// expect: a_required_field_is_filled_by_nothing<Order
// expect: "day"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
    df::id<Order> id{};
    df::date day{}; // no day at all: it counts as no default
    df::date last{std::chrono::year{2020}, std::chrono::month{1}, std::chrono::day{1}};
    int total{};
};

#ifdef MISTAKE
void wanted(df::context& c) { (void)(df::create<Order>(field<&Order::total> = 1)).execute(c); }
#else
void wanted(df::context& c) {
    (void)(df::create<Order>(field<&Order::day> = df::date{std::chrono::year{2020} / 2 / 29})).execute(c);
}
#endif
