// expect: a_type_has_no_order_on_both_databases<Visit
// Neither a list nor a select is ordered by them.
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Visit {
    df::id<Visit> id{};
    df::inet from{};
};

#ifdef MISTAKE
auto wanted() { return df::list<Visit>().order_by(field<&Visit::from>); }
#else
auto wanted() { return df::list<Visit>().order_by(field<&Visit::id>); }
#endif
