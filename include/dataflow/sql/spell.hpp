// Writes the texts of a dialect with their operands.
#pragma once

#include <dataflow/sql/writer.hpp>

#include <string_view>

namespace dataflow::rooms::sql {

/// Writes a text in which `@1`, `@2`, ... stand for these operands, each a function of the writer. Where the
/// dialect has no text, the statement is refused for the lack of `what`.
template <class... Operand>
constexpr void spell(writer& w, std::string_view what, std::string_view text, const Operand&... operands) {
    if (text.empty()) return w.refuse(what);
    for (;;) {
        const auto at = text.find('@');
        w << text.substr(0, at);
        if (at == std::string_view::npos) return;
        const int wanted = text[at + 1] - '0';
        text.remove_prefix(at + 2);
        int number = 0;
        ((++number == wanted ? static_cast<void>(operands(w)) : static_cast<void>(0)), ...);
    }
}

} // namespace dataflow::rooms::sql
