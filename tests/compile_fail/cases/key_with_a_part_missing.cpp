// expect: a_key_has_a_different_number_of_columns<Cell
// expect: 2
// expect: 1
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
auto wanted() { return df::read<Cell>(1); }
#else
auto wanted() { return df::read<Cell>(1, 2); }
#endif
