// expect: a_database_does_not_take_a_name<Sequence
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
