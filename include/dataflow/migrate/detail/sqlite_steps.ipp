// The code of migrate/detail/sqlite_steps.hpp.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/detail/past_versions.hpp>
#include <dataflow/migrate/detail/sqlite_findings.hpp>
#include <dataflow/migrate/detail/sqlite_steps.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

namespace sqlite_rates {

/// Rows a second, for an estimate: measured with 1,000,000 rows of eight columns, three of them with checks,
/// and a unique index over texts, in a file in WAL mode (SQLite 3.40, a busy cloud machine): see
/// docs/migrations.md.
inline constexpr std::int64_t scanned = 5'000'000;
inline constexpr std::int64_t copied = 170'000;
inline constexpr std::int64_t indexed = 700'000;

[[nodiscard]] inline std::chrono::milliseconds time_of(std::int64_t rows, std::int64_t rate) {
    return std::chrono::milliseconds{rows > 0 ? rows * 1000 / rate : 0};
}

} // namespace sqlite_rates

DATAFLOW_RUNTIME step& sqlite_steps::add(step_kind kind, std::string_view operation, std::string_view table,
                                         std::string subject, std::string title) {
    auto& s = out_.steps.emplace_back();
    s.kind = kind;
    s.operation = operation;
    s.title = std::move(title);
    if (s.title.empty())
        s.title = s.operation + " " + std::string{table} + (subject.empty() ? "" : "." + subject);
    s.subject = std::move(subject);
    s.table = table;
    s.transaction = 0;
    s.without_foreign_keys = rebuilds;
    s.locks.push_back({std::string{table}, lock_mode::exclusive}); // of the whole file
    return s;
}

DATAFLOW_RUNTIME void sqlite_steps::verify(const sqlite_table& t, std::string what, std::string query) {
    auto& s = add(step_kind::verify, "verify", t.found->name, what, "verify " + what);
    s.sql.push_back(std::move(query));
    s.effects = scans;
    s.rows = t.found->rows;
    s.estimate = sqlite_rates::time_of(s.rows, sqlite_rates::scanned);
    s.risk = risk::low;
}

DATAFLOW_RUNTIME void sqlite_steps::verify_all(std::string what, std::vector<std::string> queries) {
    auto& s = add(step_kind::verify, "verify", {}, what, "verify " + what);
    s.locks.clear();
    s.sql = std::move(queries);
    s.effects = scans;
    s.risk = risk::low;
}

DATAFLOW_RUNTIME void sqlite_steps::take_away_dependents(const sqlite_dependents& d) {
    auto& s = add(step_kind::statements, "take away", {}, d.names + ", which are made again",
                  "take away what reads the tables that are made anew: " + d.names);
    s.sql = d.drop;
    s.undo = d.former;
    s.risk = risk::low;
}

DATAFLOW_RUNTIME void sqlite_steps::make_dependents(const sqlite_dependents& d) {
    auto& s = add(step_kind::statements, "make again", {}, d.names, "make again: " + d.names);
    s.sql = d.make;
    s.sql.insert(s.sql.end(), d.prove.begin(), d.prove.end());
    s.undo = d.leave;
    s.risk = risk::low;
}

DATAFLOW_RUNTIME void sqlite_steps::drop_words(const sqlite_table& t) {
    auto& s = add(step_kind::statements, "drop index of words", t.found->name,
                  "which opening the database makes again where the model has one",
                  "drop the index of words of " + std::string{t.found->name} +
                      ", which opening the database makes again where the model has one");
    const auto& words = *t.words_table;
    for (const auto name : t.words)
        s.sql.push_back("DROP TRIGGER " + catalog::quoted_name(t.found->schema, name));
    s.sql.push_back("DROP TABLE " + catalog::quoted_name(words.schema, words.name));
    s.risk = risk::low;
    std::string columns;
    const auto tokens = catalog::tokens_of(words.definition, dialect::sqlite);
    std::size_t at = 0;
    while (at < tokens.size() && !tokens[at].is("(")) ++at;
    for (++at; at + 1 < tokens.size() && tokens[at].is_name() && !tokens[at + 1].is("="); at += 2)
        columns.append(", ").append(catalog::quoted_name({}, tokens[at].text));
    const auto key =
        t.found->key.columns.empty() ? "rowid" : catalog::quoted_name({}, t.found->key.columns[0]);
    s.undo.push_back(catalog::made_in(words.schema, words.definition));
    s.undo.push_back("INSERT INTO " + catalog::quoted_name(words.schema, words.name) + " (rowid" + columns +
                     ") SELECT " + key + columns + " FROM " + t.name());
    for (const auto& g : t.found->triggers)
        if (std::find(t.words.begin(), t.words.end(), g.name) != t.words.end())
            s.undo.push_back(catalog::made_in(t.found->schema, g.definition));
}

DATAFLOW_RUNTIME void sqlite_steps::rebuild(const sqlite_table& t, const sqlite_rebuild& how) {
    const std::string name{t.found->name};
    std::string why;
    auto most = risk::low;
    bool loses = false;
    for (const auto* c : t.changes) {
        if (c->what == change_kind::rename_table || c->what == change_kind::rename_column ||
            c->what == change_kind::add_index || c->what == change_kind::rename_index)
            continue;
        why.append(why.empty() ? "" : ", ").append(sqlite_operation(*c));
        if (const auto about = sqlite_subject(*c); !about.empty()) why.append(" ").append(about);
        if (c->what == change_kind::rename_enumerator)
            why.append(" from ").append(c->former).append(" to ").append(c->latter);
        most = greater(most, c->least);
        loses = loses || (c->what == change_kind::drop_column &&
                          c->about.found_column->generated == catalog::generation::none);
    }
    const auto rows = t.found->rows;
    const auto indexes = std::count_if(t.found->indexes.begin(), t.found->indexes.end(), [&](const auto& i) {
        return i.origin != catalog::index_origin::created || t.stays(i);
    });
    {
        auto& s = add(step_kind::statements, "rebuild", name, why, "rebuild " + name + ": " + why);
        s.sql = how.copy();
        s.effects = scans | rewrites;
        s.rows = rows;
        s.estimate = sqlite_rates::time_of(rows, sqlite_rates::copied);
        // Who writes waits for as long as the table is large.
        s.risk = rows < 0 || s.estimate > std::chrono::seconds{1} ? risk::high : risk::medium;
        const auto size = t.found->bytes >= 0 ? std::to_string(2 * t.found->bytes / 1'000'000 + 1) + " MB"
                                              : std::string{"about twice the size of the table"};
        find(s, "DF-L27", "the disk needs " + size + " of free space for " + name);
    }
    verify(t, "that all rows of " + name + " are in the new table", how.lost_rows());
    auto& s = add(step_kind::statements, "replace", name, "by the rebuilt one",
                  "replace " + name + " by the rebuilt one");
    s.sql = how.swap();
    if (indexes != 0) s.effects = builds_index;
    s.rows = rows;
    s.estimate = sqlite_rates::time_of(rows * indexes, sqlite_rates::indexed);
    s.irreversible = how.irreversible();
    s.undo = how.undo();
    s.loses_data = loses;
    s.risk = loses ? greater(most, risk::high) : most;
    for (const auto* c : t.changes) sqlite_findings(s, *c);
}

DATAFLOW_RUNTIME void sqlite_steps::alter(const sqlite_table& t, sqlite_alteration one) {
    auto& s = add(step_kind::statements, sqlite_operation(*one.what), t.found->name,
                  std::string{sqlite_subject(*one.what)});
    s.sql = std::move(one.sql);
    s.undo = std::move(one.undo);
    s.irreversible = std::move(one.irreversible);
    s.effects = one.effects;
    s.rows = one.effects != 0 ? t.found->rows : -1;
    s.estimate = sqlite_rates::time_of(s.rows, (one.effects & rewrites) != 0 ? sqlite_rates::copied
                                                                             : sqlite_rates::scanned);
    s.loses_data = one.what->what == change_kind::drop_column && !s.irreversible.empty() &&
                   one.what->about.found_column->generated == catalog::generation::none;
    s.risk = s.loses_data ? greater(risk::high, one.what->least) : one.what->least;
    sqlite_findings(s, *one.what);
    if (one.what->what == change_kind::add_column && (one.effects & scans) != 0)
        find(s, "DF-L07", "column " + s.table + "." + s.subject, s.subject);
}

DATAFLOW_RUNTIME void sqlite_steps::prove(const sqlite_table& t, std::vector<std::string> statements) {
    if (statements.empty()) return;
    auto& s = add(step_kind::statements, "prove", t.found->name, "that its triggers fit",
                  "prove that the triggers of " + std::string{t.found->name} + " fit");
    s.sql = std::move(statements);
    s.risk = risk::none;
}

DATAFLOW_RUNTIME void sqlite_steps::add_table(const catalog::table& t, std::vector<std::string> sql) {
    auto& s = add(step_kind::statements, "add table", t.name, {});
    s.sql = std::move(sql);
    s.undo.push_back("DROP TABLE " + catalog::quoted_name(t.schema, t.name));
    s.risk = risk::low;
}

DATAFLOW_RUNTIME void sqlite_steps::rename_column(const sqlite_table& t, const catalog::renamed_column& n) {
    auto& s = add(step_kind::statements, "rename column", t.found->name, n.former + " to " + n.latter);
    const auto rename = [&](std::string_view from, std::string_view to) {
        return "ALTER TABLE " + t.name() + " RENAME COLUMN " + catalog::quoted_name({}, from) + " TO " +
               catalog::quoted_name({}, to);
    };
    s.sql.push_back(rename(n.former, n.latter));
    s.undo.push_back(rename(n.latter, n.former));
    s.risk = least_risk(change_kind::rename_column);
    find(s, "DF-C01", "column " + s.table + "." + n.former + " becomes " + n.latter, n.latter);
}

DATAFLOW_RUNTIME void sqlite_steps::rename_table(const sqlite_table& t, const change& c) {
    const auto to = "to " + std::string{t.wanted->name};
    auto& s = add(step_kind::statements, "rename table", t.found->name, to,
                  "rename table " + std::string{t.found->name} + " " + to);
    s.sql.push_back("ALTER TABLE " + t.name() + " RENAME TO " + catalog::quoted_name({}, t.wanted->name));
    s.undo.push_back("ALTER TABLE " + catalog::quoted_name(t.found->schema, t.wanted->name) + " RENAME TO " +
                     catalog::quoted_name({}, t.found->name));
    s.risk = c.least;
    find(s, "DF-C02", "table " + s.table + " becomes " + std::string{t.wanted->name});
}

DATAFLOW_RUNTIME void sqlite_steps::drop_index(const sqlite_table& t, const catalog::index& i) {
    auto& s = add(step_kind::statements, "drop index", t.found->name, std::string{i.name},
                  "drop index " + std::string{i.name});
    s.sql.push_back("DROP INDEX " + catalog::quoted_name(t.found->schema, i.name));
    s.undo.push_back(catalog::create_index(*t.found, i));
    s.risk = least_risk(change_kind::drop_index);
    if (i.unique) find(s, "DF-C13", "index " + std::string{i.name});
}

DATAFLOW_RUNTIME void sqlite_steps::drop_trigger(const catalog::table& t, const catalog::trigger& g) {
    auto& s = add(step_kind::statements, "drop trigger", t.name, std::string{g.name},
                  "drop trigger " + std::string{g.name});
    s.sql.push_back("DROP TRIGGER " + catalog::quoted_name(t.schema, g.name));
    s.undo.push_back(catalog::made_in(t.schema, g.definition));
    s.risk = risk::low;
}

/// Nothing takes it back: whoever wants them makes them, and a version of what was missed.
DATAFLOW_RUNTIME void sqlite_steps::end_history(const catalog::difference& of) {
    auto& s = add(step_kind::statements, "keep past versions", of.wanted_table->name,
                  "no longer; those that are there stay", past_versions_end(of.wanted_table->name));
    s.sql = drop_past_versions(dialect::sqlite, *of.found_table);
    s.risk = risk::medium;
}

DATAFLOW_RUNTIME void sqlite_steps::add_index(const sqlite_table& t, const change& c) {
    const auto& i = *c.about.wanted_index;
    auto& s = add(step_kind::statements, "add index", t.wanted->name, std::string{i.name},
                  "add index " + std::string{i.name});
    auto of = *t.wanted;
    of.schema = t.found->schema;
    s.sql.push_back(catalog::create_index(of, i));
    s.undo.push_back("DROP INDEX " + catalog::quoted_name(t.found->schema, i.name));
    s.effects = builds_index;
    s.rows = t.found->rows;
    s.estimate = sqlite_rates::time_of(s.rows, sqlite_rates::indexed);
    s.risk = c.least;
}

DATAFLOW_RUNTIME void sqlite_steps::count_again(const sqlite_table& t) {
    auto& s = add(step_kind::statements, "analyze", t.wanted->name, {});
    s.sql.push_back("ANALYZE " + catalog::quoted_name(t.found->schema, t.wanted->name));
    s.effects = scans;
    s.rows = t.found->rows;
    s.estimate = sqlite_rates::time_of(s.rows, sqlite_rates::scanned);
    s.risk = risk::none;
}

} // namespace dataflow::migrate::detail
