// expect: on_delete_set_null_is_not_for_a_foreign_key_within_a_tenant<Line,
#include <dataflow/dataflow.hpp>

#include <optional>

namespace df = dataflow;

struct Invoice {
    df::id<Invoice> id{};
    int number{};

    static constexpr auto dataflow = df::options{.multi_tenant = true};
};
struct Line {
    df::id<Line> id{};
    std::optional<df::id<Invoice>> invoice_id{};

#ifdef MISTAKE
    static constexpr auto action = df::on_delete::set_null;
#else
    static constexpr auto action = df::on_delete::cascade;
#endif
    static constexpr auto dataflow = df::options{
        .multi_tenant = true, .foreign_keys = df::foreign_keys(df::foreign_key_rule{"invoice_id", action})};
};

df::database<Invoice, Line> open() { return df::database<Invoice, Line>{"sqlite::memory:"}; }
