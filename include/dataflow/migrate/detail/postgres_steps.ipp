// What the parts of the planner of PostgreSQL share: steps, their costs, and names.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/detail/findings.hpp>
#include <dataflow/migrate/detail/postgres_planner.hpp>
#include <dataflow/migrate/detail/postgres_rates.hpp>
#include <dataflow/migrate/detail/postgres_text.hpp>
#include <dataflow/migrate/detail/renames.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME step& postgres_planner::add(const change& c, step_label label, std::vector<std::string> sql,
                                             lock_mode mode) {
    const auto& t = *c.about.wanted_table;
    if (last_ != &t) next_transaction();
    last_ = &t;
    auto& s = out_.steps.emplace_back();
    s.title = std::move(label.title);
    s.operation = std::move(label.operation);
    s.subject = std::move(label.subject);
    s.table = called(t);
    s.estimate = postgres_rates::statement * sql.size();
    s.sql = std::move(sql);
    s.transaction = transaction_;
    if (mode != lock_mode::none) s.locks.push_back({s.table, mode});
    s.risk = c.least;
    return s;
}

DATAFLOW_RUNTIME step& postgres_planner::alone(step& s) {
    s.transaction = no_transaction;
    next_transaction();
    return s;
}

DATAFLOW_RUNTIME step& postgres_planner::heavy(step& s, const catalog::table& found, std::uint8_t effects) {
    using rate = postgres_rates;
    if ((effects & rewrites) != 0 && !found.indexes.empty()) // with the table, its indexes are made again
        effects = static_cast<std::uint8_t>(effects | builds_index);
    s.effects = static_cast<std::uint8_t>(s.effects | effects);
    s.rows = found.rows;
    if ((effects & scans) != 0) s.estimate += postgres::time_for(found.bytes, rate::bytes_read);
    if ((effects & rewrites) != 0) s.estimate += postgres::time_for(found.bytes, rate::bytes_rewritten);
    if ((effects & builds_index) != 0 && (effects & rewrites) == 0)
        s.estimate += postgres::time_for(found.rows, rate::rows_indexed);
    if ((effects & writes_rows) != 0) s.estimate += postgres::time_for(found.rows, rate::rows_filled);
    // Who waits, waits for as long; where the size is not known, it may be long.
    const bool blocks = std::any_of(s.locks.begin(), s.locks.end(),
                                    [](const auto& l) { return conflict(l.mode, lock_mode::row_exclusive); });
    if (blocks)
        s.risk = greater(s.risk, found.rows < 0 || s.estimate > rate::noticed ? risk::high : risk::medium);
    return s;
}

DATAFLOW_RUNTIME step& postgres_planner::cannot_be_undone(step& s, std::string why) {
    s.irreversible = std::move(why);
    return s;
}
DATAFLOW_RUNTIME step& postgres_planner::takes_back(step& s, std::vector<std::string> sql) {
    s.undo = std::move(sql);
    return s;
}

DATAFLOW_RUNTIME void postgres_planner::verify(const change& c, std::string what, std::string query,
                                               bool sorts) {
    const auto* const found = c.about.found_table;
    if (!has_rows(c)) return;
    auto& s = first_.emplace_back();
    s.kind = step_kind::verify;
    s.title = "verify " + what;
    s.operation = "verify";
    s.subject = std::move(what);
    s.table = called_now(*c.about.wanted_table);
    s.sql.push_back(std::move(query));
    s.locks.push_back({s.table, lock_mode::access_share});
    s.effects = scans;
    s.rows = found->rows;
    s.estimate =
        postgres_rates::statement + (sorts ? postgres::time_for(found->rows, postgres_rates::rows_sorted)
                                           : postgres::time_for(found->bytes, postgres_rates::bytes_read));
}

DATAFLOW_RUNTIME void postgres_planner::ask(const change& c, std::string text, std::string answer) {
    out_.questions.push_back({called(*c.about.wanted_table), std::move(text), std::move(answer)});
}

/// Whether a table may have rows. Its count may be old, but not its size: an empty one has the first page of
/// each index.
DATAFLOW_RUNTIME bool postgres_planner::has_rows(const change& c) {
    const auto* const f = c.about.found_table;
    if (f == nullptr) return false;
    const auto pages = static_cast<std::int64_t>(f->indexes.size() + 1);
    return f->rows > 0 || f->bytes < 0 || f->bytes > 8192 * pages;
}

DATAFLOW_RUNTIME std::string postgres_planner::path(const catalog::table& t) {
    return path_text(t.schema, t.name);
}
DATAFLOW_RUNTIME std::string postgres_planner::called(const catalog::table& t) {
    return plain_path(t.schema, t.name);
}
DATAFLOW_RUNTIME step_label postgres_planner::title(std::string_view what, const change& c,
                                                    std::string_view name, std::string_view rest) {
    const std::string operation{what};
    const auto subject = std::string{name} + std::string{rest};
    return {operation + " " + called(*c.about.wanted_table) + "." + subject, operation, subject};
}

DATAFLOW_RUNTIME std::string postgres_planner::path_now(const catalog::table& wanted) const {
    for (const auto& c : with_.all.changes)
        if (c.what == change_kind::rename_table && c.about.wanted_table == &wanted)
            return path_text(wanted.schema, c.former);
    return path(wanted);
}
DATAFLOW_RUNTIME std::string postgres_planner::called_now(const catalog::table& wanted) const {
    return without_quotes(path_now(wanted));
}
DATAFLOW_RUNTIME std::string postgres_planner::name_now(const catalog::table& wanted,
                                                        std::string_view name) const {
    for (const auto& c : with_.all.changes)
        if (c.what == change_kind::rename_column && c.about.wanted_table == &wanted &&
            c.about.wanted_column->name == name)
            return quoted_name(c.former);
    return quoted_name(name);
}
DATAFLOW_RUNTIME std::string postgres_planner::expression_now(const catalog::table& wanted,
                                                              std::string_view expression) {
    const catalog::name_rule same{dialect::postgres};
    for (const auto& c : with_.all.changes)
        if (c.what == change_kind::rename_column && c.about.wanted_table == &wanted)
            expression = with_column_renamed(texts_, same, expression, c.about.wanted_column->name, c.former);
    return std::string{expression};
}
DATAFLOW_RUNTIME bool postgres_planner::is_new(const catalog::table& wanted, std::string_view name) const {
    return std::any_of(with_.all.changes.begin(), with_.all.changes.end(), [&](const change& c) {
        return c.about.wanted_table == &wanted &&
               (c.what == change_kind::add_table ||
                ((c.what == change_kind::add_column || c.what == change_kind::change_generation) &&
                 c.about.wanted_column->name == name));
    });
}
DATAFLOW_RUNTIME bool postgres_planner::goes(const catalog::table& found, std::string_view name) const {
    return std::any_of(with_.all.changes.begin(), with_.all.changes.end(), [&](const change& c) {
        return c.what == change_kind::drop_column && c.about.found_table == &found &&
               c.about.found_column->name == name;
    });
}

DATAFLOW_RUNTIME const catalog::table* postgres_planner::target_of(const catalog::table& from,
                                                                   const catalog::foreign_key& f) const {
    const auto space = f.target_schema.empty() ? from.schema : f.target_schema;
    return with_.all.found.find(f.target, space);
}

/// The locks of a statement that touches a column, on its table and on those to which, or from which, foreign
/// keys over it lead.
DATAFLOW_RUNTIME std::vector<held_lock>
postgres_planner::with_partners(const catalog::table& found, std::string_view name, lock_mode mode) const {
    std::vector<held_lock> out;
    const auto has = [&](constant_list<std::string_view> columns) {
        return std::find(columns.begin(), columns.end(), name) != columns.end();
    };
    const auto add = [&](const catalog::table& t) {
        const auto known = t.in_view ? std::string{t.name} : called(t);
        for (const auto& l : out)
            if (l.table == known) return;
        out.push_back({known, mode});
    };
    for (const auto& f : found.foreign_keys)
        if (const auto* const to = target_of(found, f);
            to != nullptr && to != &found && has(f.columns) && !is_gone(f))
            add(*to);
    for (const auto& t : with_.all.found.tables)
        for (const auto& f : t.foreign_keys)
            if (&t != &found && target_of(t, f) == &found && has(f.target_columns) && !is_gone(f)) add(t);
    return out;
}

DATAFLOW_RUNTIME std::string postgres_planner::index_query(const catalog::table& t, std::string_view index,
                                                           bool valid) const {
    return "SELECT 1 FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid WHERE i.indrelid = "
           "to_regclass(" +
           literal(path(t)) + ") AND c.relname = " + literal(index) +
           (valid ? " AND i.indisvalid" : " AND NOT i.indisvalid");
}

} // namespace dataflow::migrate::detail
