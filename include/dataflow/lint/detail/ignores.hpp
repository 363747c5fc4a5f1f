// `-- dataflow:ignore DF-B01 the table has 40 rows`: findings that somebody has looked at.
#pragma once

#include <dataflow/lint/detail/finding.hpp>
#include <dataflow/lint/report.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::lint_ {

/// Marks what the comments of a text ignore, and tells of those that ignore nothing. A comment is of the
/// statement that begins on its line or after it, or that it stands in.
inline void apply_ignores(lint_report& to, std::string_view text) {
    constexpr std::string_view mark = "-- dataflow:ignore ";
    const auto lines_in = [](std::string_view part) {
        return static_cast<std::size_t>(std::count(part.begin(), part.end(), '\n'));
    };
    std::size_t line = 0;
    while (!text.empty()) {
        ++line;
        const auto end = text.find('\n');
        auto rest = text.substr(0, end);
        text = end == text.npos ? std::string_view{} : text.substr(end + 1);
        const auto at = rest.find(mark);
        if (at == rest.npos) continue;
        rest.remove_prefix(at + mark.size());
        while (!rest.empty() && (rest.back() == ' ' || rest.back() == '\r')) rest.remove_suffix(1);
        const auto blank = rest.find(' ');
        const auto code = rest.substr(0, blank);
        const auto reason = blank == rest.npos ? std::string_view{} : rest.substr(blank + 1);
        // The statement that the line is in, else the next one.
        std::size_t statement = 0;
        for (std::size_t i = 0; i < to.statements.size() && statement == 0; ++i)
            if (line <= to.statements[i].line + lines_in(to.statements[i].text)) statement = i + 1;
        bool used = false;
        for (auto& one : to.findings)
            if (one.code == code && one.statement == statement && one.ignored.empty()) {
                used = true;
                one.ignored = reason;
            }
        if (!used) to.findings.push_back(finding_of("DF-S01", std::string{code}, line));
        else if (reason.empty()) to.findings.push_back(finding_of("DF-S02", std::string{code}, line));
    }
}

} // namespace dataflow::lint_
