// expect: a_function_is_given_another_type
// expect: "mod"
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
auto wanted() { return df::mod(field<&Sale::number>, "1.5"_dec); }
#else
auto wanted() { return df::mod(field<&Sale::number>, 2); }
#endif
