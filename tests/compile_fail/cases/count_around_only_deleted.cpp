// expect: a_count_and_an_exists_stand_within
// expect: Note
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

std::int64_t run(df::database<Note>& db) {
#ifdef MISTAKE
    return db.run(df::count(df::only_deleted(df::list<Note>())));
#else
    return db.run(df::only_deleted(df::count<Note>()));
#endif
}
