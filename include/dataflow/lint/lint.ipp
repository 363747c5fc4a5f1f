// The code of lint/lint.hpp.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/lint/detail/finding.hpp>
#include <dataflow/lint/detail/ignores.hpp>
#include <dataflow/lint/detail/read_postgres.hpp>
#include <dataflow/lint/detail/read_sqlite.hpp>
#include <dataflow/lint/detail/rules_base.hpp>
#include <dataflow/lint/detail/rules_postgres_run.hpp>
#include <dataflow/lint/detail/rules_sqlite.hpp>
#include <dataflow/lint/lint.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow {

namespace lint_ {

/// The line of a place in a text, from 1.
[[nodiscard]] inline std::size_t line_of(std::string_view text, std::size_t at) {
    return 1 +
           static_cast<std::size_t>(std::count(
               text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(at, text.size())), '\n'));
}

/// A statement of the report: its text without what comes before its first word.
inline void add_statement(lint_report& to, std::string_view whole, std::size_t first, std::size_t last,
                          dataflow::dialect d) {
    const auto part = whole.substr(first, last - first);
    const auto tokens = catalog::tokens_of(part, d);
    const auto start = tokens.front().what == catalog::token::kind::end ? 0 : tokens.front().first;
    auto& one = to.statements.emplace_back();
    one.line = line_of(whole, first + start);
    one.text = part.substr(start);
    one.understood = true;
}

inline void lint_postgres(lint_report& out, const std::string& sql, const lint_options& how) {
    const auto tree_of = parse_postgres(sql);
    if (!tree_of.error.empty()) {
        out.findings.push_back(finding_of("DF-U02", tree_of.error, line_of(sql, tree_of.at)));
        out.findings.back().statement = 1;
        return;
    }
    std::vector<action> all;
    tree{&tree_of.root}.each("stmts", [&](tree one) {
        const auto first = static_cast<std::size_t>(one.number("stmt_location"));
        const auto length = static_cast<std::size_t>(one.number("stmt_len"));
        const auto number = out.statements.size();
        add_statement(out, sql, first, length == 0 ? sql.size() : first + length, how.dialect);
        postgres_reader{all, number, first}.read(one["stmt"].kind(), one["stmt"].inside());
    });
    postgres_rules{out, how, all}.run();
}

inline void lint_sqlite(lint_report& out, const std::string& sql, const lint_options& how) {
    std::vector<action> all;
    for (const auto& [first, last] : statements_of_sqlite(sql)) {
        const auto number = out.statements.size();
        add_statement(out, sql, first, last, how.dialect);
        sqlite_reader{all, std::string_view{sql}.substr(first, last - first), number}.read();
    }
    sqlite_rules{out, how, all}.run();
}

/// One for each dialect, in the order of `df::dialect`.
inline constexpr void (*readers[])(lint_report& out, const std::string& sql,
                                   const lint_options& how){&lint_sqlite, &lint_postgres};

/// A statement of batches, with a value where a mark stands.
inline std::string without_marks(std::string sql) {
    for (auto at = sql.find("{dataflow:"); at != std::string::npos; at = sql.find("{dataflow:", at))
        sql.replace(at, sql.find('}', at) - at + 1, "NULL");
    return sql;
}

} // namespace lint_

inline lint_report lint(std::string_view sql, const lint_options& how) {
    lint_report out;
    const std::string text{sql};
    lint_::readers[static_cast<std::size_t>(how.dialect)](out, text, how);
    lint_::apply_ignores(out, text);
    return out;
}

inline lint_report lint(const migrate::plan& of, lint_options how) {
    how.dialect = of.dialect;
    if (how.server_version == 0) how.server_version = of.server_version;
    how.limits_locks = true; // the runner does
    lint_report out;
    for (std::size_t i = 0; i < of.steps.size();) {
        const auto group = of.steps[i].transaction;
        std::string text;
        bool loses = false;
        do {
            const auto& step = of.steps[i];
            if (step.kind == migrate::step_kind::batches && step.sql.size() > 3)
                text += lint_::without_marks(step.sql[step.function.empty() ? 2 : 4]) + ";\n";
            else if (step.kind != migrate::step_kind::verify)
                for (const auto& sql : step.sql) text += sql + ";\n";
            loses = loses || step.loses_data;
            ++i;
        } while (group != migrate::no_transaction && i < of.steps.size() && of.steps[i].transaction == group);
        how.in_transaction = group != migrate::no_transaction;
        auto part = lint(text, how);
        for (auto& one : part.findings) {
            // A column whose values stand in the one that takes its place.
            if (one.code == "DF-D02" && !loses) continue;
            one.statement += out.statements.size();
            out.findings.push_back(std::move(one));
        }
        for (auto& one : part.statements) out.statements.push_back(std::move(one));
    }
    return out;
}

} // namespace dataflow
