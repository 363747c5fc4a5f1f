// expect: a_default_is_not_within_the_df_enum_range_of_its_enumeration<Page
// expect: "answer"
// expect: http
// alone: it specializes a template of ours
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

enum class http { none, ok = 200, missing = 404 };

#ifndef MISTAKE
template <>
struct dataflow::enum_range<http> {
    static constexpr std::int64_t first = 0;
    static constexpr std::int64_t last = 599;
};
#endif

struct Page {
    df::id<Page> id{};
    std::optional<http> answer = http::missing;
};

auto made() { return df::create(Page{}); }
