// expect: a_node_by_key_is_given_no_key<Note
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
    return db.run(df::history<Note>()).size();
#else
    return db.run(df::history<Note>(1)).size();
#endif
}
