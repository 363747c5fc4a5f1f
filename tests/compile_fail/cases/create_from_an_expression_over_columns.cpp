// expect: a_create_assigns_an_expression_over_columns<Point
// expect: "y"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Point {
    int x{};
    int y{};
};

#ifdef MISTAKE
void wanted(df::context& c) {
    (void)(df::create<Point>(field<&Point::x> = 1, field<&Point::y> = field<&Point::x> + 1)).execute(c);
}
#else
void wanted(df::context& c) {
    (void)(df::create<Point>(field<&Point::x> = 1, field<&Point::y> = 2)).execute(c);
}
#endif
