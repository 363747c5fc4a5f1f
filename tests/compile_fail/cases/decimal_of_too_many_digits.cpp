// expect: a_decimal_has_1_to_18_digits_and_no_more_after_the_point<19, 2>
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
