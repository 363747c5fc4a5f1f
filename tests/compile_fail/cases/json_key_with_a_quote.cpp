// expect: a_json_key_holds_a_quote_or_a_backslash
// lines clang++: 13
#include <dataflow/json.hpp>

#include <map>

namespace df = dataflow;
using df::field;

struct Product {
    df::json<std::map<std::string, int>> counts{};
};

#ifdef MISTAKE
auto wanted() { return field<&Product::counts>.key<"12\""> == 5; }
#else
auto wanted() { return field<&Product::counts>.key<"12'"> == 5; }
#endif
