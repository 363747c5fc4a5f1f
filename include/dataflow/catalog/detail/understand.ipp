// The code of catalog/understood.hpp.
#pragma once

#include <dataflow/catalog/base_type.hpp>
#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/catalog/understood.hpp>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace dataflow::catalog {

DATAFLOW_RUNTIME column_type understood(dialect d, std::string_view spelled) {
    column_type out;
    out.spelled = spelled;
    if (const auto open = spelled.find('('); open != std::string_view::npos) {
        const char* const end = spelled.data() + std::min(spelled.find(')', open), spelled.size());
        const auto first = std::from_chars(spelled.data() + open + 1, end, out.digits);
        if (first.ptr != end && *first.ptr == ',') std::from_chars(first.ptr + 1, end, out.scale);
    }
    source_of(d).understand(out, base_type(spelled));
    return out;
}

} // namespace dataflow::catalog
