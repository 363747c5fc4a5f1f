// expect: a_database_is_protected_by_a_write_protection<
// lines: 14
#include <dataflow/dataflow.hpp>
#include <dataflow/protection.hpp>
#include <string>

namespace df = dataflow;
using df::field;

struct Note {
    df::id<Note> id{};
    std::string text;

    static constexpr auto dataflow = df::options{.timestamps = false};
};

void run(df::database<Note>& db) {
#ifdef MISTAKE
    db.protect(df::protect("kept").model<Note>());
#else
    db.protect(df::write_protection{df::protect("kept").model<Note>()});
#endif
}
