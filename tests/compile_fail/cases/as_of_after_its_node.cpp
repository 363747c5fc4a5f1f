// expect: as_of_takes_a_timestamp<
// lines: 16
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
    return db.run(df::as_of(df::list<Note>(), df::timestamp{})).size();
#else
    return db.run(df::as_of(df::timestamp{}, df::list<Note>())).size();
#endif
}
