// expect: ids_of_a_composite_key_cannot_be_returned<Cell>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Cell {
    int row{};
    int line{};
    int value{};
    static constexpr auto dataflow = df::options{.key = df::key("row", "line")};
};

#ifdef MISTAKE
auto wanted() { return df::bulk_create(std::vector<Cell>{}).returning_ids(); }
#else
auto wanted() { return df::bulk_create(std::vector<Cell>{}).per_row(); }
#endif
