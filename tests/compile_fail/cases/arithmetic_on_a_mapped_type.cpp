// expect: arithmetic_on_a_field_that_is_not_a_number<Box
// expect: "weight"
// alone: it specializes a template of ours
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Weight {
    int grams = 0;
};
template <>
struct dataflow::mapped<Weight> {
    using stored = int;
    static stored to(const Weight& w) { return w.grams; }
    static Weight from(const stored& n) { return {n}; }
};
struct Box {
    df::id<Box> id{};
    Weight weight{};
    int count = 0;
};

#ifdef MISTAKE
auto wanted() { return field<&Box::weight> += 1; }
#else
auto wanted() { return field<&Box::count> += 1; }
#endif
