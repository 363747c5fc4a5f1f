// The code of migrate/files.hpp.
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/catalog/tokens.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/migrate/detail/file_reader.hpp>
#include <dataflow/migrate/detail/guards.hpp>
#include <dataflow/migrate/files.hpp>
#include <dataflow/migrate/history.hpp>
#include <dataflow/migrate/sql_statements.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate {

namespace detail {

[[nodiscard]] inline bool is_sqlite(dialect d) {
    return sql::data_of(d).catalog == sql::catalog_form::sqlite_schema;
}

/// The statements of a part, looked at: what cannot be run as a migration is refused.
[[nodiscard]] inline std::vector<sql_statement> checked_statements(const file_part& part, dialect d) {
    auto found = statements_in(part.text, d);
    const auto line = [&](std::size_t of) { return part.line + of - 1; };
    if (!found.problem.empty()) refuse_file(part.file, line(found.line), found.problem);
    for (const auto& s : found.all) {
        const auto words = words_of(
            std::string_view{part.text}.substr(s.first, std::min<std::size_t>(s.last - s.first, 200)), d);
        if (words.of_transactions)
            refuse_file(part.file, line(s.line),
                        words.operation +
                            ": the file is a transaction already; -- migrate:up transaction:false "
                            "runs each of its statements alone");
    }
    return std::move(found.all);
}

/// An index that a killed run has built, or has left half built. `name`: in quotes, perhaps with its schema.
inline void recognize_index(step& s, const statement_words& words) {
    if (!words.concurrently || words.index.empty()) return;
    std::string text{"to_regclass('"};
    for (const char c : words.index) text += c == '\'' ? std::string{"''"} : std::string{c};
    text += "')";
    const auto of = "SELECT 1 FROM pg_index AS i WHERE i.indexrelid = " + text;
    if (words.operation == "DROP INDEX") s.done = "SELECT 1 WHERE " + text + " IS NULL";
    if (words.operation != "CREATE INDEX") return;
    s.done = of + " AND i.indisvalid";
    s.leftover = of + " AND NOT i.indisvalid";
    s.clean = {"DROP INDEX CONCURRENTLY IF EXISTS " + words.index};
}

/// The severest of what was found and is not ignored.
[[nodiscard]] inline risk risk_of(const step& s) noexcept {
    auto out = risk::none;
    for (const auto& f : s.findings)
        if (f.ignored.empty()) out = greater(out, f.severity);
    return out;
}

/// The migration by which a file was run, or is; null: none. What is undone or given up does not count, and
/// so a second run that failed changes nothing.
[[nodiscard]] inline const migration* run_of(const std::vector<migration>& all, std::int64_t version) {
    const migration* out = nullptr;
    for (const auto& m : all)
        if (m.plan.file.version == version && (m.state == migration_state::done || m.open())) out = &m;
    return out;
}

} // namespace detail

DATAFLOW_RUNTIME std::vector<sql_file> files_in(const std::string& folder, dialect d) {
    const auto entries = detail::entries_of(folder, detail::is_sqlite(d) ? "sqlite" : "postgres");
    std::vector<sql_file> out;
    for (std::size_t i = 0; i < entries.size();) {
        std::vector<detail::file_entry> some;
        do some.push_back(entries[i++]);
        while (i < entries.size() && entries[i].called.version == some[0].called.version);
        out.push_back(detail::file_of(some));
    }
    return out;
}

DATAFLOW_RUNTIME plan plan_of(const sql_file& of, dialect d, int server_version,
                              const catalog::database_description* found) {
    plan out;
    out.dialect = d;
    out.server_version = server_version;
    out.file = {of.version, of.name, of.checksum, of.up.transaction};
    for (const auto& one : detail::checked_statements(of.up, d)) {
        auto& s = out.steps.emplace_back();
        s.sql.push_back(of.up.text.substr(one.first, one.last - one.first));
        const auto words = words_of(s.sql[0], d);
        s.operation = words.operation;
        s.subject = of.up.file + ":" + std::to_string(of.up.line + one.line - 1);
        s.table = words.table;
        s.title = s.subject + ": " + words.operation + (words.table.empty() ? "" : " " + words.table);
        s.transaction = of.up.transaction ? 0 : no_transaction;
        s.without_foreign_keys = detail::is_sqlite(d) && !of.up.foreign_keys;
        if (!of.up.transaction && words.concurrently && words.index.empty())
            detail::refuse_file(of.up.file, of.up.line + one.line - 1,
                                "an index that is built CONCURRENTLY needs a name: by it the next run finds "
                                "what one that failed has left half built");
        if (!of.up.transaction && !detail::is_sqlite(d)) detail::recognize_index(s, words);
    }
    if (file_lint != nullptr) file_lint({&of.up, d, server_version, found}, out.steps);
    else
        for (auto& s : out.steps)
            s.findings.push_back({"DF-U03",
                                  risk::medium,
                                  s.table,
                                  {},
                                  "nobody has looked at what it does: the lint is not compiled in",
                                  {},
                                  {}});
    for (auto& s : out.steps) s.risk = greater(risk::low, detail::risk_of(s));
    if (out.steps.empty()) { // it is entered all the same, so that it does not come late afterwards
        auto& s = out.steps.emplace_back();
        s.operation = "no statement";
        s.subject = of.up.file;
        s.title = of.up.file + ": no statement";
        s.transaction = of.up.transaction ? 0 : no_transaction;
    }
    if (detail::is_sqlite(d) && !of.up.foreign_keys) {
        auto& s = out.steps.emplace_back();
        s.kind = step_kind::verify;
        s.operation = "verify";
        s.subject = "the foreign keys after " + of.up.file;
        s.title = "verify " + s.subject;
        s.sql = {"SELECT * FROM pragma_foreign_key_check"};
        s.transaction = of.up.transaction ? 0 : no_transaction;
        s.without_foreign_keys = true;
    }
    // What takes back all of it is run once, after everything: it stands with the first step.
    auto& first = out.steps.front();
    for (const auto& one : detail::checked_statements(of.down, d))
        first.undo.push_back(of.down.text.substr(one.first, one.last - one.first));
    if (first.undo.empty()) first.irreversible = "the file has no part that takes it back";
    return out;
}

DATAFLOW_RUNTIME plan file_plans::together(dialect d, int server_version) const {
    plan out;
    out.dialect = d;
    out.server_version = server_version;
    out.questions = questions;
    out.unknown = unknown;
    int transaction = 0;
    for (const auto& p : plans) {
        for (auto s : p.steps) {
            if (s.transaction != no_transaction) s.transaction = transaction;
            out.steps.push_back(std::move(s));
        }
        ++transaction;
    }
    return out;
}

DATAFLOW_RUNTIME std::vector<file_status> states_of(driver::connection& on,
                                                    const std::vector<sql_file>& files) {
    const auto all = history{on}.files();
    std::int64_t greatest = -1;
    for (const auto& m : all)
        if (detail::run_of(all, m.plan.file.version) != nullptr)
            greatest = std::max(greatest, m.plan.file.version);
    std::vector<file_status> out;
    for (const auto& f : files) {
        auto& one = out.emplace_back();
        one.version = f.version;
        one.name = f.name;
        const auto* const run = detail::run_of(all, f.version);
        if (run == nullptr) {
            one.state = f.version < greatest ? file_state::late : file_state::pending;
            continue;
        }
        one.migration = run->id;
        one.when = run->started;
        one.state = run->open()                             ? file_state::open
                    : run->plan.file.checksum == f.checksum ? file_state::done
                                                            : file_state::changed;
    }
    for (const auto& m : all) {
        const auto version = m.plan.file.version;
        if (detail::run_of(all, version) != &m) continue;
        if (std::any_of(files.begin(), files.end(), [&](const auto& f) { return f.version == version; }))
            continue;
        out.push_back({version, m.plan.file.name, file_state::missing, m.id, m.started});
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.version < b.version; });
    return out;
}

DATAFLOW_RUNTIME file_plans pending_files(driver::connection& on, const file_options& how) {
    file_plans out;
    if (!how.any()) return out;
    const auto files = files_in(how.folder, on.dialect());
    const auto states = states_of(on, files);
    const auto file = [&](std::int64_t version) -> const sql_file& {
        return *std::find_if(files.begin(), files.end(), [&](const auto& f) { return f.version == version; });
    };
    std::optional<catalog::live_description> found;
    for (const auto& s : states) {
        const auto since = s.name + " was run at " + s.when + " as migration " + std::to_string(s.migration);
        if (s.state == file_state::missing)
            out.unknown.push_back("the file " + since + ", and is no longer in " + how.folder);
        if (s.state == file_state::changed && how.accept_changed)
            out.unknown.push_back("the file " + since + ", and has been changed since");
        if (s.state == file_state::changed && !how.accept_changed)
            out.questions.push_back({s.name, "the file " + since + ", and has been changed since",
                                     "put it back as it was, and write a new one; accept_changed "
                                     "(--accept-changed) leaves it so"});
        if (s.state == file_state::late && !how.out_of_order)
            out.questions.push_back(
                {s.name, "the file " + s.name + " has not been run, and files with greater numbers have",
                 "give it a greater number; out_of_order (--out-of-order) runs it now"});
        if (s.state != file_state::pending && !(s.state == file_state::late && how.out_of_order)) continue;
        if (!found && file_lint != nullptr)
            detail::looking(on, [&] { found = catalog::read(on, {.details = true}, "migrate"); });
        out.plans.push_back(plan_of(file(s.version), on.dialect(), on.version(), found ? &*found : nullptr));
    }
    return out;
}

DATAFLOW_RUNTIME void refresh_open_file(driver::connection& on, const file_options& how) {
    if (!how.any()) return;
    history kept{on};
    auto open = kept.open();
    if (!open || open->plan.file.name.empty() || open->state == migration_state::undoing) return;
    for (const auto& f : files_in(how.folder, on.dialect())) {
        if (f.version != open->plan.file.version || f.checksum == open->plan.file.checksum) continue;
        auto fresh = plan_of(f, on.dialect(), on.version());
        bool same = fresh.steps.size() >= open->steps_done && !fresh.steps.empty() &&
                    fresh.file.transaction == open->plan.file.transaction;
        for (std::size_t i = 0; same && i < open->steps_done; ++i)
            same = fresh.steps[i].sql == open->plan.steps[i].sql;
        if (!same)
            raise(error_kind::protected_operation,
                  {.message = "the file " + f.name + " has not ended (migration " + std::to_string(open->id) +
                              "), and its first " + std::to_string(open->steps_done) +
                              " statements, which were run, have been changed: put them back as they were",
                   .node = "migrate"});
        open->plan = std::move(fresh);
        kept.store_plan(*open);
    }
}

} // namespace dataflow::migrate
