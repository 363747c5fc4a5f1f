// expect: tenants_need_the_header_dataflow_tenant_hpp
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/tenant.hpp>
#endif

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};
};

void view(df::transaction<Note>& tx) { (void)tx.tenant("acme"); }
