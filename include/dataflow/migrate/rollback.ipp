// The code of migrate/rollback.hpp.
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/migrate/detail/execution.hpp>
#include <dataflow/migrate/detail/past_versions.hpp>
#include <dataflow/migrate/detail/tables.hpp>
#include <dataflow/migrate/detail/texts.hpp>
#include <dataflow/migrate/lock.hpp>
#include <dataflow/migrate/rollback.hpp>
#include <dataflow/migrate/run.hpp>
#include <dataflow/sql/column_type.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate {

namespace detail {

/// What a step's undoing takes from its table: nothing, what has been written to a column, the whole table.
enum class loss : std::uint8_t { none, columns, rebuilt, table };
[[nodiscard]] inline loss lost_by(const step& s) {
    auto out = loss::none;
    bool renames = false;
    for (const auto& text : s.undo) {
        const auto words = sql::in_capitals(text);
        renames = renames || words.find(" RENAME TO ") != std::string::npos;
        // A column that takes the place of another for a time; `IF EXISTS` is said of no other.
        if (words.find(" RENAME COLUMN ") != std::string::npos && out == loss::columns) return loss::none;
        if (words.find(" DROP COLUMN IF EXISTS ") != std::string::npos) continue;
        if (words.starts_with("DROP TABLE")) out = std::max(out, loss::table);
        else if (words.find(" DROP COLUMN ") != std::string::npos) out = std::max(out, loss::columns);
    }
    return renames && out == loss::table ? loss::rebuilt : out; // another takes its place
}

[[nodiscard]] inline std::int64_t rows_in(driver::connection& on, const std::string& table) {
    const std::vector<std::string> name{table};
    if (catalog::read_outlines(on, name, "migrate").tables.empty()) return 0;
    sql::writer w{on.dialect()};
    w << "SELECT count(*) FROM ";
    w.table(table);
    return number_of(on, w.view());
}

[[nodiscard]] inline rollback_analysis analysis_of(driver::connection& on, const std::vector<migration>& all,
                                                   std::int64_t id) {
    const auto at = std::find_if(all.begin(), all.end(), [&](const migration& m) { return m.id == id; });
    if (at == all.end())
        raise(error_kind::not_found,
              {.message = "the history has no migration " + std::to_string(id), .node = "rollback"});
    rollback_analysis out;
    out.id = id;
    out.possible = true;
    const auto refuse = [&](std::string why) {
        if (out.possible) out.reason = std::move(why);
        out.possible = false;
    };
    if (at->state == migration_state::undone) refuse("it is undone already");
    if (at->state == migration_state::abandoned)
        refuse("it was abandoned: how much of it stands is not known");
    for (auto later = at + 1; later != all.end(); ++later)
        if (later->state != migration_state::undone && later->state != migration_state::abandoned)
            refuse("migration " + std::to_string(later->id) + " came after it: undo that first");
    if (const auto next = at->steps_done; next < at->plan.steps.size() && out.possible)
        if (const auto& s = at->plan.steps[next];
            in_batches(s.kind) && !s.irreversible.empty() && at->state != migration_state::undoing)
            refuse("step " + std::to_string(next + 1) + " (" + s.title +
                   ") may have written some rows, and cannot be undone: " + s.irreversible);
    for (auto i = at->steps_done; i-- != 0;) {
        const auto& s = at->plan.steps[i];
        if (!s.irreversible.empty() && s.undo.empty())
            refuse("step " + std::to_string(i + 1) + " (" + s.title +
                   ") cannot be undone: " + s.irreversible);
        out.sql.insert(out.sql.end(), s.undo.begin(), s.undo.end());
        const auto lost = lost_by(s);
        if ((lost == loss::none && !s.comes_back_empty()) || s.table.empty()) continue;
        const auto rows = rows_in(on, s.table);
        if (rows == 0) continue;
        out.loses_data = true;
        out.data_loss_warning +=
            (out.data_loss_warning.empty() ? "" : "; ") + std::string{"undoing \""} + s.title + "\" " +
            (s.comes_back_empty() ? "does not bring back what is lost: " + s.irreversible +
                                        (lost == loss::none ? "" : ", and what came since has no room") +
                                        "; the table " + s.table + " has "
             : lost == loss::table ? "deletes the table " + s.table + " and its "
             : lost == loss::columns
                 ? "deletes what the column holds in the table " + s.table + ", which has "
                 : "rebuilds the table " + s.table +
                       " in its former shape, and deletes what that has no room for; it has ") +
            std::to_string(rows) + (rows == 1 ? " row" : " rows");
    }
    return out;
}

/// Where a table of past versions changes, triggers of its table name what is undone. The opening that
/// follows makes those that are wanted.
inline void let_go_of_histories(driver::connection& on, const plan& p) {
    auto names = tables_of(p);
    for (const auto& s : p.steps)
        if (s.operation == "rename table") names.push_back(s.subject.substr(std::string_view{"to "}.size()));
    std::erase_if(names, [](const auto& name) { return !name.ends_with(schema::history_suffix); });
    if (names.empty()) return;
    for (auto& name : names) name.resize(name.size() - schema::history_suffix.size());
    catalog::live_description found;
    looking(on, [&] { found = catalog::read(on, names, "migrate"); });
    for (const auto& t : found.tables)
        for (const auto& text : drop_past_versions(on.dialect(), t)) on.script(text);
}

} // namespace detail

DATAFLOW_RUNTIME rollback_analysis analyze_rollback(driver::connection& on, std::int64_t id) {
    return detail::analysis_of(on, history{on}.read(), id);
}

DATAFLOW_RUNTIME run_result rollback(driver::connection& on, std::int64_t id, const rollback_options& how) {
    const lock held{on, how.run.wait};
    auto all = history{on}.read();
    const auto found = detail::analysis_of(on, all, id);
    const auto refuse = [&](const std::string& why) {
        raise(error_kind::protected_operation,
              {.message = "migration " + std::to_string(id) + " is not undone: " + why, .node = "rollback"});
    };
    if (!found.possible) refuse(found.reason);
    if (found.loses_data && !how.lose_data) refuse(found.data_loss_warning + " (lose_data allows it)");
    auto& m = *std::find_if(all.begin(), all.end(), [&](const migration& one) { return one.id == id; });
    detail::let_go_of_histories(on, m.plan);
    detail::execution run{on, how.run, m};
    run.backwards(migration_state::undone, how.lose_data);
    return run.result();
}

} // namespace dataflow::migrate
