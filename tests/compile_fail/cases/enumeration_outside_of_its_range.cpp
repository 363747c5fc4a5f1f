// expect: an_enumeration_has_no_value_within_its_df_enum_range<Page
// expect: "answers"
// expect: http
// alone: it specializes a template of ours
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

enum class http { ok = 200, missing = 404 };

#ifndef MISTAKE
template <>
struct dataflow::enum_range<http> {
    static constexpr std::int64_t first = 200;
    static constexpr std::int64_t last = 599;
};
#endif

struct Page {
    df::id<Page> id{};
    std::vector<std::optional<http>> answers;
};

auto made() { return df::create(Page{}); }
