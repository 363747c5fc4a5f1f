// expect: a_node_that_writes_sees_deleted_records<Note>
// lines clang++: 13
#include <dataflow/dataflow.hpp>
#include <dataflow/soft_delete.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    std::string text;

    static constexpr auto dataflow = df::options{.soft_delete = true};
};

#ifdef MISTAKE
auto wanted() { return df::with_deleted(df::erase<Note>(1)); }
#else
auto wanted() { return df::purge<Note>(1); }
#endif
