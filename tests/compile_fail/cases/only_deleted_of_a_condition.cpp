// expect: what_stands_within_is_not_a_node<
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
    return db.run(df::only_deleted(field<&Note::text> == "")).size();
#else
    return db.run(df::only_deleted(df::list<Note>().where(field<&Note::text> == ""))).size();
#endif
}
