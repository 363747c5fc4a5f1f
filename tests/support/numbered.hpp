// Statements of tests that are texts with numbered parameters: ?1 or $1 is the first value that is given, and
// so on.
#pragma once

#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <string_view>

namespace numbered {

/// Writes such a text; with `rows`, parameter n is the field n - 1 of the caller's rows.
constexpr void write(dataflow::rooms::sql::writer& w, std::string_view text, bool rows = false) {
    namespace sql = dataflow::rooms::sql;
    const char mark = w.dialect().parameter[0];
    while (!text.empty()) {
        const auto at = text.find(mark);
        w << text.substr(0, at);
        if (at == std::string_view::npos) return;
        text.remove_prefix(at + 1);
        std::size_t n = 0;
        std::size_t digits = 0;
        while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
            n = n * 10 + static_cast<std::size_t>(text[digits++] - '0');
        if (n == 0) {
            w << std::string_view{&mark, 1};
            continue;
        }
        text.remove_prefix(digits);
        if (rows) w.value({sql::value_source::origin::rows, n - 1});
        else w.value(sql::place{}.after(n - 1));
    }
}

} // namespace numbered
