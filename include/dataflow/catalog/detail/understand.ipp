// The code of catalog/detail/understand.hpp.
#pragma once

#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/catalog/detail/understand.hpp>

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

namespace dataflow::catalog {

DATAFLOW_RUNTIME column_type understood(dialect d, std::string_view spelled) {
    column_type out;
    out.spelled = spelled;
    std::string base{spelled};
    if (const auto open = base.find('('); open != std::string::npos) {
        const auto close = std::min(base.find(')', open), base.size());
        const char* const end = base.data() + close;
        const auto first = std::from_chars(base.data() + open + 1, end, out.digits);
        if (first.ptr != end && *first.ptr == ',') std::from_chars(first.ptr + 1, end, out.scale);
        base.erase(open, close + 1 - open);
    }
    source_of(d).understand(out, base);
    return out;
}

} // namespace dataflow::catalog
