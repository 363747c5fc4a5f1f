// expect: a_function_of_one_model_does_not_name_it<
// expect: "tenant_usage"
// lines: 14
#include <dataflow/dataflow.hpp>
#include <dataflow/tenant_rows.hpp>
#include <string>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    std::string text;

    static constexpr auto dataflow = df::options{.multi_tenant = true, .rows_per_tenant = 10};
};

std::size_t run(df::database<Note>& db) {
#ifdef MISTAKE
    return df::tenant_usage(db).size();
#else
    return df::tenant_usage<Note>(db).size();
#endif
}
