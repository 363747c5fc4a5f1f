// expect: a_foreign_key_refers_to_a_model_with_tenants_from_one_without<Line, Invoice,
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Invoice {
    df::id<Invoice> id{};
    int number{};

    static constexpr auto dataflow = df::options{.multi_tenant = true};
};
struct Line {
    df::id<Line> id{};
    df::id<Invoice> invoice_id{};

#ifndef MISTAKE
    static constexpr auto dataflow = df::options{.multi_tenant = true};
#endif
};

df::database<Invoice, Line> open() { return df::database<Invoice, Line>{"sqlite::memory:"}; }
