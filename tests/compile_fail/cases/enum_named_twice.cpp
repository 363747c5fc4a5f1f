// expect: df::enum_names gives each value one name, and each name to one value
// lines: 20
// lines clang++: 50
#include <dataflow/dataflow.hpp>

#include <array>

namespace df = dataflow;

enum class state { open, closed };
template <>
#ifdef MISTAKE
inline constexpr auto dataflow::enum_names<state> = std::array{df::enum_name{state::open, "OPEN"}, df::enum_name{state::closed, "OPEN"}};
#else
inline constexpr auto dataflow::enum_names<state> = std::array{df::enum_name{state::open, "OPEN"}, df::enum_name{state::closed, "CLOSED"}};
#endif
struct Door {
    df::id<Door> id{};
    state now = state::open;
};

auto wanted() { return df::list<Door>(); }
