// expect: a_clause_follows_the_last_one<Note
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

std::size_t run(df::database<Note>& db) {
#ifdef MISTAKE
    return db.run(df::with_deleted(df::only_deleted(df::list<Note>()))).size();
#else
    return db.run(df::with_deleted(df::list<Note>())).size();
#endif
}
