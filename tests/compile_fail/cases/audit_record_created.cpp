// expect: a_model_that_is_only_read_is_written<dataflow::audit_record>
// expect clang++: a_model_that_is_only_read_is_written
// lines g++: 15
#include <dataflow/audit/audit.hpp>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

void write(df::database<df::audit_record>& db) {
#ifdef MISTAKE
    db.run(df::create(df::audit_record{}));
#else
    (void)db.run(df::list<df::audit_record>());
#endif
}
