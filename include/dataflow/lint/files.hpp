// The lint of versioned files of SQL: what it finds is noted with the steps of their plans. A program of
// which a unit includes this (dataflow/lint/lint.hpp does) has its files looked at before they are run.
#pragma once

#include <dataflow/lint/report.hpp>
#include <dataflow/migrate/files.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace dataflow {

[[nodiscard]] lint_report lint(std::string_view sql, const lint_options& how);

namespace lint_ {

/// Whether a finding of a code means that data is lost.
[[nodiscard]] constexpr bool loses_data(std::string_view code) noexcept {
    return code == "DF-D01" || code == "DF-D02" || code == "DF-D03" || code == "DF-D05" || code == "DF-D07" ||
           code == "DF-D09";
}

inline void look_at_file(const migrate::file_look& at, std::vector<migrate::step>& steps) {
    if (steps.empty()) return;
    const auto report = lint(at.part->text, {.dialect = at.dialect,
                                             .server_version = at.server_version,
                                             .found = at.found,
                                             .in_transaction = at.part->transaction,
                                             .limits_locks = true});
    const bool alike = report.statements.size() == steps.size();
    for (std::size_t i = 0; alike && i < steps.size(); ++i) {
        const auto& one = report.statements[i];
        steps[i].locks = one.locks;
        steps[i].effects = one.effects;
        if (steps[i].table.empty() && !one.locks.empty()) steps[i].table = one.locks[0].table;
    }
    for (const auto& f : report.findings) {
        auto& s = steps[alike && f.statement > 0 ? std::min(f.statement, steps.size()) - 1 : 0];
        s.findings.push_back(f);
        if (loses_data(f.code)) s.loses_data = true;
    }
}

inline const bool looks_at_files = (migrate::file_lint = &look_at_file, true);

} // namespace lint_
} // namespace dataflow
