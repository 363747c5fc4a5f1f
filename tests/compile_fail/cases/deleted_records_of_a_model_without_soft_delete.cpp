// expect: a_model_without_soft_delete_has_no_deleted_records<Note>
// lines clang++: 13
#include <dataflow/dataflow.hpp>
#include <dataflow/soft_delete.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

#ifndef MISTAKE
    static constexpr auto dataflow = df::options{.soft_delete = true};
#endif
};

auto all(df::database<Note>& db) { return db.run(df::with_deleted(df::list<Note>())); }
