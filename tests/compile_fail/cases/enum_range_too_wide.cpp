// expect: a_df_enum_range_has_1_to_1024_values<code>
// alone: it specializes a template of ours
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

enum class code { ok = 200, missing = 404 };
template <>
struct dataflow::enum_range<code> {
    static constexpr int first = 0;
#ifdef MISTAKE
    static constexpr int last = 100'000;
#else
    static constexpr int last = 599;
#endif
};
struct Answer {
    df::id<Answer> id{};
    code status = code::ok;
};

auto wanted() { return df::list<Answer>(); }
