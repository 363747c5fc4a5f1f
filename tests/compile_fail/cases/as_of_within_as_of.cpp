// expect: a_clause_follows_the_last_one<Note
// lines: 14
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

std::size_t run(df::database<Note>& db) {
#ifdef MISTAKE
    return db.run(df::as_of(df::timestamp{}, df::list<Note>().as_of(df::timestamp{}))).size();
#else
    return db.run(df::as_of(df::timestamp{}, df::list<Note>())).size();
#endif
}
