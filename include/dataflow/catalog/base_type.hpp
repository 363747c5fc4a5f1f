// A type as a database spells it, without what stands in parentheses.
#pragma once

#include <string>
#include <string_view>

namespace dataflow::catalog {

/// `timestamp without time zone` of `timestamp(3) without time zone`. A quoted name is left as it is.
[[nodiscard]] inline std::string base_type(std::string_view spelled) {
    std::string out{spelled};
    if (const auto open = out.find('('); open != std::string::npos && out.front() != '"')
        if (const auto close = out.find(')', open); close != std::string::npos)
            out.erase(open, close + 1 - open);
    return out;
}

} // namespace dataflow::catalog
