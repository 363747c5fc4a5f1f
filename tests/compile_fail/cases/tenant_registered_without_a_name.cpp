// expect: a_string_is_expected<
// expect: "tenant"
// expect: nothing_given
// lines: 14
#include <dataflow/dataflow.hpp>
#include <dataflow/tenant.hpp>
#include <string>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    std::string text;

    static constexpr auto dataflow = df::options{.multi_tenant = true};
};

void run(df::database<Note, df::tenant_record>& db) {
#ifdef MISTAKE
    df::register_tenant(db);
#else
    df::register_tenant(db, "acme");
#endif
}
