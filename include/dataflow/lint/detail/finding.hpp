// A finding of a code, with what is known of it.
#pragma once

#include <dataflow/lint/report.hpp>
#include <dataflow/migrate/codes.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace dataflow::lint_ {

/// `why`: what it is about, here.
[[nodiscard]] inline lint_finding finding_of(std::string_view code, const std::string& why,
                                             std::size_t line) {
    const auto& facts = migrate::facts_of(code);
    lint_finding out;
    out.code = facts.code;
    out.severity = facts.severity;
    out.message = std::string{facts.title} + ": " + why;
    out.instead = facts.instead;
    out.line = line;
    return out;
}

} // namespace dataflow::lint_
