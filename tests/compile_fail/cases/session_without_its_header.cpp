// expect: sessions_need_the_header_dataflow_session_hpp
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/session.hpp>
#endif

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};
};

auto view(df::database<Note>& db) { return db.session({.actor = "ann"}); }
