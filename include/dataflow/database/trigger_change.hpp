// What a change of triggers is made of.
#pragma once

#include <string>
#include <vector>

namespace dataflow::database_ {

/// What makes triggers what they should be, and what takes that back, which may be run as it stands.
struct trigger_change {
    std::vector<std::string> make{};
    std::vector<std::string> undo{};
};

} // namespace dataflow::database_
