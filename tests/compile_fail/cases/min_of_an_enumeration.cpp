// expect: a_function_is_given_another_type
// expect: "min"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using namespace df::literals;
using df::field;

enum class state { open, closed };

struct Sale {
    df::id<Sale> id{};
    df::decimal<10, 2> price{};
    df::decimal<18, 18> fraction{};
    int number{};
    state now{};
};

#ifdef MISTAKE
auto wanted() { return df::min(field<&Sale::now>); }
#else
auto wanted() { return df::min(field<&Sale::price>); }
#endif
