// expect: a_function_around_a_whole_node_is_given_as_a_subquery<
// expect: "with_deleted"
// expect: Note
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

struct Page {
    df::id<Page> id{};
    df::id<Note> note{};
};

std::size_t run(df::database<Note, Page>& db) {
#ifdef MISTAKE
    return db
        .run(df::list<Page>().where(field<&Page::note>.in(df::with_deleted(df::select(field<&Note::id>)))))
        .size();
#else
    return db
        .run(df::with_deleted(df::list<Page>().where(field<&Page::note>.in(df::select(field<&Note::id>)))))
        .size();
#endif
}
