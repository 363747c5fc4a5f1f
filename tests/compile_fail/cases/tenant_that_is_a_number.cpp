// expect: a_string_is_expected<
// expect: "tenant"
// expect: int
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

void run(df::database<Note>& db) {
#ifdef MISTAKE
    db.tenant(5).run(df::create(Note{.text = "a"}));
#else
    db.tenant("5").run(df::create(Note{.text = "a"}));
#endif
}
