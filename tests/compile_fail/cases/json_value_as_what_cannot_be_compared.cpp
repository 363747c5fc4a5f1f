// expect: a_json_path_ends_at_a_type_that_cannot_be_compared<
#include <dataflow/json.hpp>

namespace df = dataflow;
using df::field;

struct Product {
    df::json_value doc{};
};

#ifdef MISTAKE
auto wanted() { return field<&Product::doc>.key<"n">.as<std::vector<int>>().exists(); }
#else
auto wanted() { return field<&Product::doc>.key<"n">.as<int>() == 5; }
#endif
