// expect: a_json_value_is_asked_for_a_type_that_it_never_holds<int>
#include <dataflow/json.hpp>

namespace df = dataflow;

#ifdef MISTAKE
auto number(const df::json_value& value) { return value.get_if<int>(); }
#else
auto number(const df::json_value& value) { return value.get_if<std::int64_t>(); }
#endif
