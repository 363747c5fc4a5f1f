// expect: migrations_need_the_header_dataflow_migrate_hpp
// lines clang++: 13
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/migrate.hpp>
#endif

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};
};

auto changed(df::database<Note>& db) { return db.migrate(); }
