// The command `dataflow lint`; only where libpg_query is there.
#pragma once

#include <dataflow/core/json_members.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/lint/lint.hpp>
#include <dataflow/migrate/finding_json.hpp>
#include <dataflow/tool/file.hpp>
#include <dataflow/tool/source.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::tool {

/// What `dataflow lint` was asked for.
struct lint_arguments {
    std::vector<std::string> files{};
    std::string url{};
    risk fails = risk::medium;
    bool locks = false;
    bool no_transaction = false;
    bool json = false;
    lint_options how{};
};

/// `V001.sql:3: high DF-B01 an index is built while writers wait: ...`, and what to do instead.
inline void print_finding(std::ostream& out, const std::string& file, const lint_finding& one) {
    out << file << ':' << one.line << ": " << name_of(one.severity) << ' ' << one.code << ' ' << one.message
        << '\n';
    if (!one.ignored.empty()) out << "    ignored: " << one.ignored << '\n';
    else if (!one.instead.empty()) out << "    instead: " << one.instead << '\n';
}

/// `t: ACCESS EXCLUSIVE`, and what is done with all rows.
inline void print_locks(std::ostream& out, const std::string& file, const linted_statement& one) {
    out << file << ':' << one.line << ": ";
    if (!one.understood) out << "not understood";
    else if (one.locks.empty()) out << "no lock on a table that is there";
    for (std::size_t i = 0; i < one.locks.size(); ++i)
        out << (i == 0 ? "" : ", ") << one.locks[i].table << ": " << migrate::name_of(one.locks[i].mode);
    constexpr std::pair<migrate::effect, std::string_view> effects[]{
        {migrate::scans, "reads all rows"},
        {migrate::rewrites, "writes all rows anew"},
        {migrate::builds_index, "builds an index"},
        {migrate::writes_rows, "changes rows"}};
    for (const auto& [bit, words] : effects)
        if ((one.effects & bit) != 0) out << "; " << words;
    out << '\n';
}

/// Both of a file, as elements of the lists `findings` and `statements`.
inline void write_findings(json_::writer& w, const std::string& file, const lint_report& of) {
    for (const auto& one : of.findings) {
        w.element();
        w.open_object();
        json_::write_member(w, "file", file);
        json_::write_member(w, "line", static_cast<std::int64_t>(one.line));
        json_::write_member(w, "statement", static_cast<std::int64_t>(one.statement));
        migrate::write_members(w, one);
        w.close_object();
    }
}
inline void write_statements(json_::writer& w, const std::string& file, const lint_report& of) {
    for (const auto& one : of.statements) {
        w.element();
        w.open_object();
        json_::write_member(w, "file", file);
        json_::write_member(w, "line", static_cast<std::int64_t>(one.line));
        json_::write_member(w, "understood", one.understood);
        migrate::write_locks(w, one.locks);
        migrate::write_effects(w, one.effects);
        w.close_object();
    }
}
/// All that was looked at; the statements where `how.locks` asks for them.
inline void print_json(std::ostream& out, const lint_arguments& how, const std::vector<lint_report>& all,
                       risk worst) {
    std::string text;
    json_::writer w{text};
    w.open_object();
    json_::write_member(w, "worst", name_of(worst));
    w.member("findings");
    w.open_array();
    for (std::size_t i = 0; i < all.size(); ++i) write_findings(w, how.files[i], all[i]);
    w.close_array();
    if (how.locks) {
        w.member("statements");
        w.open_array();
        for (std::size_t i = 0; i < all.size(); ++i) write_statements(w, how.files[i], all[i]);
        w.close_array();
    }
    w.close_object();
    out << text << '\n';
}

/// Runs the command; gives its exit code: 1 where a finding is as severe as `fails` or more.
inline int run_lint(lint_arguments& how, std::ostream& out, std::ostream& err) {
    catalog::live_description found;
    if (!how.url.empty()) {
        found = described(how.url, {.details = true});
        how.how.found = &found;
        how.how.dialect = found.dialect;
    }
    how.how.in_transaction = !how.no_transaction;
    auto worst = risk::none;
    std::size_t findings = 0;
    std::vector<lint_report> all;
    for (const auto& file : how.files) {
        const auto text = content_of(file);
        if (!text) {
            err << "dataflow lint: " << file << " cannot be read\n";
            return 1;
        }
        const auto report = lint(*text, how.how);
        if (how.locks && !how.json)
            for (const auto& one : report.statements) print_locks(out, file, one);
        for (const auto& one : report.findings) {
            if (!how.json) print_finding(out, file, one);
            findings += one.ignored.empty() ? 1U : 0U;
        }
        worst = greater(worst, report.risk());
        if (how.json) all.push_back(report);
    }
    if (how.json) print_json(out, how, all, worst);
    err << "dataflow lint: " << findings << (findings == 1 ? " finding" : " findings") << ", the worst is "
        << name_of(worst) << '\n';
    return worst >= how.fails ? 1 : 0;
}

/// Adds the command to a program's; `result` gets its exit code.
inline void add_lint(CLI::App& to, int& result, std::ostream& out, std::ostream& err) {
    const auto how = std::make_shared<lint_arguments>();
    auto& c = *to.add_subcommand("lint", "say what SQL files do to a database that is in use");
    c.footer("Nothing is run. docs/lint.md has a paragraph for each code. A comment above a statement "
             "ignores a finding:\n"
             "-- dataflow:ignore DF-B01 the table has 40 rows");
    c.add_option("files", how->files, "files of SQL, each of which runs in a transaction")->required();
    c.add_option("--url", how->url,
                 "the database that they are for: what it has is taken into account; it is only read");
    c.add_option("--dialect", how->how.dialect, "where no --url is given")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, dialect>{{"postgres", dialect::postgres}, {"sqlite", dialect::sqlite}}))
        ->default_str("postgres");
    c.add_option("--server-version", how->how.server_version, "as 150004 for PostgreSQL 15.4");
    c.add_option("--fail-on", how->fails, "exit with 1 from this severity on")
        ->transform(CLI::CheckedTransformer(std::map<std::string, risk>{{"low", risk::low},
                                                                        {"medium", risk::medium},
                                                                        {"high", risk::high},
                                                                        {"critical", risk::critical}}))
        ->default_str("medium");
    c.add_flag("--no-transaction", how->no_transaction, "the files are not run in a transaction");
    c.add_flag("--locks", how->locks, "print the locks of each statement, too");
    c.add_flag("--json", how->json, "the findings as JSON");
    c.callback([how, &result, &out, &err] { result = run_lint(*how, out, err); });
}

} // namespace dataflow::tool
