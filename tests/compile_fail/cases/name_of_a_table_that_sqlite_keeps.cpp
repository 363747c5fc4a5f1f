// expect: a_name_is_not_allowed_by_a_database<Sequence
// expect: "SQLite_sequence"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Sequence {
    df::id<Sequence> id{};
    int number{};
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.table = "SQLite_sequence"};
#else
    static constexpr auto dataflow = df::options{.table = "sequence"};
#endif
};

auto made() { return df::list<Sequence>(); }
