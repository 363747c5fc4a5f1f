// expect: a_null_pointer_is_given_for_a_string<
// expect: "session"
// lines: 14
#include <dataflow/dataflow.hpp>
#include <dataflow/session.hpp>
#include <string>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    std::string text;

    static constexpr auto dataflow = df::options{.timestamps = false};
};

void run(df::database<Note>& db) {
#ifdef MISTAKE
    db.session({.actor = nullptr}).run(df::create(Note{.text = "a"}));
#else
    db.session({.actor = "ann"}).run(df::create(Note{.text = "a"}));
#endif
}
