// expect: a_null_pointer_is_given_for_a_string<
// expect: "from_json"
// expect: Settings
#include <dataflow/dataflow.hpp>
#include <dataflow/json.hpp>

namespace df = dataflow;

struct Settings {
    int size{};
};

int size() {
#ifdef MISTAKE
    return df::from_json<Settings>(nullptr).size;
#else
    return df::from_json<Settings>("{}").size;
#endif
}
