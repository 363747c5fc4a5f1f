// expect: an_audit_log_needs_audit_record_of_dataflow_audit_hpp_in_the_list<Note>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int number{};

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.audit_log = true};
#endif
};

df::database<Note> open() { return df::database<Note>{"sqlite::memory:"}; }
