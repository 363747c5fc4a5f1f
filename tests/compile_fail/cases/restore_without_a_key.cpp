// expect: a_node_by_key_is_given_no_key<Note
// lines: 14
#include <dataflow/dataflow.hpp>
#include <dataflow/soft_delete.hpp>
#include <string>

namespace df = dataflow;
using df::field;

struct Note {
    df::id<Note> id{};
    std::string text;

    static constexpr auto dataflow = df::options{.soft_delete = true};
};

void run(df::database<Note>& db) {
#ifdef MISTAKE
    db.run(df::restore<Note>());
#else
    db.run(df::restore<Note>(1));
#endif
}
