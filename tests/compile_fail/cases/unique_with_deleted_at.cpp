// expect: a_unique_column_changes_by_itself<Entry
// expect: "deleted_at"
#include <dataflow/dataflow.hpp>
#include <string>

namespace df = dataflow;
using df::field;

struct Entry {
    df::id<Entry> id{};
    std::string code;

#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.soft_delete = true, .unique = df::unique({"code", "deleted_at"})};
#else
    static constexpr auto dataflow = df::options{.soft_delete = true, .unique = df::unique({"code"})};
#endif
};

df::database<Entry> open() { return df::database<Entry>{"sqlite::memory:"}; }
