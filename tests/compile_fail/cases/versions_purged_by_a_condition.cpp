// expect: past_versions_are_purged_by_their_age_or_a_time<Note
// lines: 14
#include <chrono>
#include <dataflow/dataflow.hpp>
#include <dataflow/history.hpp>
#include <string>

namespace df = dataflow;
using df::field;

struct Note {
    df::id<Note> id{};
    std::string text;

    static constexpr auto dataflow = df::options{.history = true};
};

void run(df::database<Note>& db) {
#ifdef MISTAKE
    db.run(df::purge_history<Note>(field<&Note::text> == ""));
#else
    db.run(df::purge_history<Note>(df::older_than(std::chrono::hours{1})));
#endif
}
