// The code of catalog/detail/sqlite_text.hpp.
#pragma once

#include <dataflow/catalog/detail/sqlite_text.hpp>
#include <dataflow/catalog/tokens.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::catalog {

DATAFLOW_RUNTIME index_text read_index_text(std::string_view sql) {
    index_text out;
    token_reader in{sql, dialect::sqlite};
    while (!in.at_end() && !in.now().is("(")) in.next();
    in.next();
    auto first = in.now().first;
    for (int depth = 1; !in.at_end() && depth != 0;) {
        const auto& t = in.next();
        if (t.is("(")) ++depth;
        if (t.is(")")) --depth;
        if (depth == 0 || (depth == 1 && t.is(","))) {
            out.parts.push_back(sql.substr(first, t.first - first));
            first = t.last;
        }
    }
    if (in.take("where")) out.predicate = sql.substr(in.now().first);
    return out;
}

} // namespace dataflow::catalog
