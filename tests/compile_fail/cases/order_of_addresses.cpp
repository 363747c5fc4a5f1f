// expect: a_type_has_no_order_on_both_databases<Visit
// The two databases order addresses differently: they are compared for equality only.
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Visit {
    df::id<Visit> id{};
    df::inet from{};
};

#ifdef MISTAKE
auto wanted() { return df::list<Visit>().where(field<&Visit::from> < df::inet{}); }
#else
auto wanted() { return df::list<Visit>().where(field<&Visit::from> == df::inet{}); }
#endif
