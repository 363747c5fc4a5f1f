// The code of migrate/detail/findings.hpp.
#pragma once

#include <dataflow/migrate/codes.hpp>
#include <dataflow/migrate/detail/findings.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME finding finding_of(std::string_view code, const std::string& why, std::string table,
                                    std::string column) {
    const auto& facts = facts_of(code);
    return {facts.code,
            facts.severity,
            std::move(table),
            std::move(column),
            std::string{facts.title} + ": " + why,
            std::string{facts.instead},
            {}};
}

DATAFLOW_RUNTIME void find(step& s, std::string_view code, const std::string& why, std::string_view column) {
    s.findings.push_back(finding_of(code, why, s.table, std::string{column}));
}

namespace plan_findings {

/// Whether readers wait for a step.
[[nodiscard]] inline bool stops_readers(const step& s) noexcept {
    return std::any_of(s.locks.begin(), s.locks.end(),
                       [](const held_lock& l) { return l.mode == lock_mode::access_exclusive; });
}

/// Work on rows after a statement that stops readers, in its transaction.
inline void find_long_transactions(plan& of) {
    const step* stops = nullptr;
    int transaction = no_transaction;
    bool told = false;
    for (auto& s : of.steps) {
        if (s.transaction == no_transaction || s.transaction != transaction) {
            stops = nullptr;
            told = false;
        }
        transaction = s.transaction;
        const auto work = s.effects & (scans | rewrites | builds_index | writes_rows);
        if (stops != nullptr && work != 0 && s.kind != step_kind::verify && !std::exchange(told, true))
            find(s, work == writes_rows ? "DF-B37" : "DF-B33",
                 "the transaction holds the lock of \"" + stops->title + "\"");
        if (stops == nullptr && s.transaction != no_transaction && stops_readers(s)) stops = &s;
    }
}

inline void settle(step& s) {
    auto most = risk::none;
    for (auto& f : s.findings) {
        f.severity = std::min(f.severity, s.risk);
        most = greater(most, f.severity);
    }
    if (s.risk < risk::high || most == s.risk) return;
    if (s.findings.empty()) find(s, "DF-B47", s.title);
    auto worst = std::max_element(s.findings.begin(), s.findings.end(),
                                  [](const auto& a, const auto& b) { return a.severity < b.severity; });
    worst->severity = s.risk;
}

} // namespace plan_findings

DATAFLOW_RUNTIME void settle_findings(plan& of, const plan_options& how) {
    if (sql::data_of(of.dialect).catalog == sql::catalog_form::pg_catalog)
        plan_findings::find_long_transactions(of); // SQLite's readers do not wait
    for (auto& s : of.steps) plan_findings::settle(s);
    for (const auto& i : how.ignored) {
        const auto what = i.code + " of " + i.table + (i.column.empty() ? "" : "." + i.column);
        if (i.reason.empty()) {
            of.findings.push_back(finding_of("DF-S02", what + " counts all the same", i.table, i.column));
            of.findings.back().instead = "write the reason into plan_options::ignored";
            continue;
        }
        bool used = false;
        for (auto& s : of.steps)
            for (auto& f : s.findings)
                if (f.code == i.code && f.table == i.table && (i.column.empty() || i.column == f.column)) {
                    f.ignored = i.reason;
                    used = true;
                }
        if (used) continue;
        of.findings.push_back(finding_of("DF-S01", what + " is no finding of this plan", i.table, i.column));
        of.findings.back().instead = "take it out of plan_options::ignored";
    }
}

} // namespace dataflow::migrate::detail
