// expect: a_string_is_expected<
// expect: "tenant"
// expect: nothing_given
// lines: 14
#include <dataflow/dataflow.hpp>
#include <dataflow/tenant_places.hpp>
#include <string>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    std::string text;

    static constexpr auto dataflow = df::options{.timestamps = false};
};

void run(df::tenant_files<Note>& tenants) {
#ifdef MISTAKE
    tenants.drop();
#else
    tenants.drop("acme");
#endif
}
