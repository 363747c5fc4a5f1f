// expect: an_audit_log_of_tenants_needs_tenant_audit_record_of_dataflow_audit_hpp_in_the_list<Ticket>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Ticket {
    df::id<Ticket> id{};
    int number{};

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.multi_tenant = true, .audit_log = true};
#else
    static constexpr auto dataflow = df::options{.multi_tenant = true};
#endif
};

df::database<Ticket> open() { return df::database<Ticket>{"sqlite::memory:"}; }
