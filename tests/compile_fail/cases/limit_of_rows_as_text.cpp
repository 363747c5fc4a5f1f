// expect: a_whole_number_is_expected<
// expect: Note
// expect: "set_rows_per_tenant"
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

void run(df::database<Note>& db) {
#ifdef MISTAKE
    df::set_rows_per_tenant<Note>(db, "acme", "500");
#else
    df::set_rows_per_tenant<Note>(db, "acme", 500);
#endif
}
