// expect: a_model_is_without_this_write<Entry
// expect: "erase"
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
struct Keys {
    std::vector<df::id<Entry>> keys;
};

auto made() {
    return df::workflow<Keys>(df::node<"erase">(df::bulk_erase_keys<Entry>()),
                              df::wire<"input.keys", "erase.keys">);
}
