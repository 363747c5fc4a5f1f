// expect: a_model_is_without_this_write<Entry
// expect: "update"
#include <dataflow/dataflow.hpp>

#include <vector>

namespace df = dataflow;

struct Entry {
    df::id<Entry> id{};
    int amount = 0;
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.append_only = true};
#else
    static constexpr auto dataflow = df::options{};
#endif
};
struct Rows {
    std::vector<Entry> rows;
};

auto made() {
    return df::workflow<Rows>(df::node<"change">(df::bulk_update_rows<Entry>()),
                              df::wire<"input.rows", "change.rows">);
}
