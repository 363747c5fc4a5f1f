// expect: a_node_by_key_does_not_name_its_model<
// expect: "restore"}, int>
#include <dataflow/dataflow.hpp>
#include <dataflow/soft_delete.hpp>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    std::string text;

    static constexpr auto dataflow = df::options{.soft_delete = true};
};

#ifdef MISTAKE
auto wanted() { return df::restore(1); }
#else
auto wanted() { return df::restore<Note>(1); }
#endif
