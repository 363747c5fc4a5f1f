// expect: a_type_has_no_json_form<
// expect: int
#include <dataflow/json.hpp>

namespace df = dataflow;

struct Specs {
#ifdef MISTAKE
    int* weight{};
#else
    int weight{};
#endif
};

auto wanted() { return df::to_json(Specs{}); }
