// expect: values_of_two_types_meet_in_a_function
// expect: "coalesce"
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

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
auto wanted() { return df::coalesce(field<&Sale::price>, 0.5); }
#else
auto wanted() { return df::coalesce(field<&Sale::price>, "0.5"_dec); }
#endif
