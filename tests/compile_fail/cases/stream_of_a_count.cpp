// expect: only_a_list_or_a_select_can_be_streamed<
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

#ifdef MISTAKE
void wanted() {
    for (auto& n : db.stream(df::count<Order>())) (void)n;
}
#else
void wanted() {
    for (auto& n : db.stream(df::list<Order>())) (void)n;
}
#endif
