// expect: an_index_names_a_json_column<Product
// expect: "specs"
#include <dataflow/json.hpp>

namespace df = dataflow;

struct Specs {
    int weight{};
};
struct Product {
    df::id<Product> id{};
    std::vector<std::string> tags{};
    df::json<Specs> specs{};
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.indexes = df::indexes({"specs"})};
#else
    static constexpr auto dataflow = df::options{.indexes = df::indexes({"tags"})};
#endif
};

auto wanted() { return df::list<Product>(); }
