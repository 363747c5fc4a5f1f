// expect: a_name_or_a_value_appears_twice_in_df_enum_names<state>
// alone: it specializes a template of ours
#include <dataflow/dataflow.hpp>

#include <array>

namespace df = dataflow;

enum class state { open, closed };
template <>
#ifdef MISTAKE
inline constexpr auto dataflow::enum_names<state> =
    std::array{df::enum_name{state::open, "OPEN"}, df::enum_name{state::closed, "OPEN"}};
#else
inline constexpr auto dataflow::enum_names<state> =
    std::array{df::enum_name{state::open, "OPEN"}, df::enum_name{state::closed, "CLOSED"}};
#endif
struct Door {
    df::id<Door> id{};
    state now = state::open;
};

auto wanted() { return df::list<Door>(); }
