// expect: a_variant_has_alternatives_of_the_same_json_shape<
// expect: int
#include <dataflow/json.hpp>

namespace df = dataflow;

struct Specs {
#ifdef MISTAKE
    std::variant<int, double> weight{};
#else
    std::variant<double, std::string> weight{};
#endif
};

auto wanted() { return df::to_json(Specs{}); }
