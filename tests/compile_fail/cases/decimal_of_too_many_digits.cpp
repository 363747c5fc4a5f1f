// expect: df::decimal<P, S> has 1 to 18 digits (P)
// lines clang++: 170
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Product {
    df::id<Product> id{};
#ifdef MISTAKE
    df::decimal<19, 2> price{};
#else
    df::decimal<18, 2> price{};
#endif
};

auto wanted() { return df::list<Product>(); }
