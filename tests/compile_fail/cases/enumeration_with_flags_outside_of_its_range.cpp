// expect: an_enumeration_has_a_value_outside_its_df_enum_range<Door
// expect: "wanted"
// expect: rights::write
// alone: it specializes a template of ours
#include <dataflow/dataflow.hpp>

#include <optional>
#include <vector>

namespace df = dataflow;

enum class rights : unsigned { read = 1, write = 64, execute = 128 };

#ifndef MISTAKE
template <>
struct dataflow::enum_range<rights> {
    static constexpr std::int64_t first = 0;
    static constexpr std::int64_t last = 255;
};
#endif

struct Door {
    df::id<Door> id{};
    std::vector<std::optional<rights>> wanted;
};

auto made() { return df::create(Door{}); }
