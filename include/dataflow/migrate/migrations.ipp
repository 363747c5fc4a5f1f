// The code of migrate/migrations.hpp.
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/migrate/detail/backup.hpp>
#include <dataflow/migrate/detail/tables.hpp>
#include <dataflow/migrate/lock.hpp>
#include <dataflow/migrate/migrations.hpp>
#include <dataflow/migrate/preview.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow {

namespace migrate::detail {

inline constexpr sql::statement migrate_statement{.node = "migrate"};

/// Asks the person at the terminal.
[[nodiscard]] inline bool ask_person(const plan& p) {
    const auto text = preview(p, {.boxes = true}) + "\nApply these changes? [y/N]: ";
    (void)std::fputs(text.c_str(), stdout);
    (void)std::fflush(stdout);
    char answer[16]{};
    if (std::fgets(answer, sizeof answer, stdin) == nullptr) return false;
    const std::string_view given{answer};
    return given == "y\n" || given == "Y\n" || given == "yes\n";
}
[[nodiscard]] inline bool at_terminal() noexcept { return ::isatty(0) == 1 && ::isatty(1) == 1; }

[[noreturn]] inline void refuse(std::string why) {
    raise(error_kind::protected_operation, {.message = std::move(why), .node = "migrate"});
}

/// Throws unless the plan may be run.
inline void require_allowed(const plan& p, const migrate_options& how) {
    if (!p.questions.empty()) {
        std::string all;
        for (const auto& q : p.questions)
            all += (all.empty() ? "" : "; ") + q.table + ": " + q.text + " (" + q.answer + ")";
        refuse("only a person can decide this, in the models: " + all);
    }
    if (p.risk() > how.max_risk) {
        std::string all;
        for (const auto& s : p.steps)
            if (s.risk > how.max_risk)
                all += (all.empty() ? "" : ", ") + s.title + " (" + std::string{name_of(s.risk)} + ")";
        refuse("the migration is more dangerous than max_risk, which is " +
               std::string{name_of(how.max_risk)} + ": " + all);
    }
    if (how.auto_confirm) return;
    if (how.confirm) {
        if (!how.confirm(p)) refuse("the migration was not confirmed");
        return;
    }
    if (!at_terminal())
        refuse("nobody can be asked whether to change the database, for there is no terminal: auto_confirm "
               "goes on without asking, confirm is a function that decides");
    if (!ask_person(p)) refuse("the migration was not confirmed");
}

} // namespace migrate::detail

DATAFLOW_RUNTIME catalog::live_description migrate::found_for(driver::connection& on,
                                                              const catalog::database_description& wanted) {
    catalog::read_options how{.details = true};
    for (const auto& t : wanted.tables) how.all_schemas = how.all_schemas || !t.schema.empty();
    return catalog::read(on, how, "migrate");
}

DATAFLOW_RUNTIME bool migrate::count_rows(driver::connection& on, const plan& p,
                                          catalog::live_description& found) {
    if (sql::data_of(on.dialect()).catalog != sql::catalog_form::sqlite_schema) return false;
    std::vector<catalog::table> tables{found.tables.begin(), found.tables.end()};
    bool any = false;
    for (auto& t : tables) {
        const auto is_its = [&](const step& s) { return s.table == t.name; };
        if (t.kind != catalog::relation::table || t.rows >= 0) continue;
        if (std::none_of(p.steps.begin(), p.steps.end(), is_its)) continue;
        t.rows =
            migrate::detail::number_of(on, "SELECT count(*) FROM " + catalog::quoted_name(t.schema, t.name));
        t.counted = any = true;
    }
    if (any) found.tables = found.keeps.tables.keep(tables);
    return any;
}

template <class Work>
auto migrations::on_connection(Work&& work) const {
    const auto lease = core_->lease(&migrate::detail::migrate_statement, access::read_write);
    try {
        return work(lease.connection());
    } catch (const error& e) {
        database_::throw_named(e, &migrate::detail::migrate_statement);
    }
}

DATAFLOW_RUNTIME migrate::plan migrations::plan_on(driver::connection& on,
                                                   const migrate::plan_options& how) const {
    if (plans_ != nullptr) return plans_(on, how);
    return {.dialect = on.dialect(), .server_version = on.version()};
}

DATAFLOW_RUNTIME migrate::plan migrations::pending(const migrate::plan_options& how) const {
    return on_connection([&](driver::connection& on) { return plan_on(on, how); });
}

DATAFLOW_RUNTIME migrate_result migrations::run(const migrate_options& how) const {
    return on_connection([&](driver::connection& on) {
        migrate_result out;
        // Most programs find nothing to do: they need no lock.
        out.plan = plan_on(on, how.plan);
        if (how.dry_run) return out;
        if (out.plan.empty() && !migrate::history{on}.open()) return out;
        const migrate::lock held{on, how.run.wait};
        on.accept();
        out.finished = migrate::settle_unfinished(on, how.run);
        out.plan = plan_on(on, how.plan); // again: others may have been faster
        if (out.plan.empty()) return out;
        migrate::detail::require_allowed(out.plan, how);
        if (how.backup) {
            const auto before = migrate::history{on}.read();
            out.backups = migrate::detail::back_up(on, out.plan, before.empty() ? 1 : before.back().id + 1,
                                                   how.backup_file);
        }
        out.run = migrate::run_locked(on, out.plan, how.run);
        out.done = true;
        return out;
    });
}

DATAFLOW_RUNTIME std::vector<migrate::migration> migrations::history(std::size_t most) const {
    return on_connection([&](driver::connection& on) {
        auto all = migrate::history{on}.read();
        if (all.size() > most) all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(most));
        return all;
    });
}

DATAFLOW_RUNTIME migrate::rollback_analysis migrations::analyze_rollback(std::int64_t id) const {
    return on_connection([&](driver::connection& on) { return migrate::analyze_rollback(on, id); });
}

DATAFLOW_RUNTIME migrate::run_result migrations::rollback(std::int64_t id,
                                                          const migrate::rollback_options& how) const {
    return on_connection([&](driver::connection& on) { return migrate::rollback(on, id, how); });
}

DATAFLOW_RUNTIME migrate::drift_report migrations::drift() const {
    return on_connection([&](driver::connection& on) {
        migrate::drift_report out;
        out.from_models = plan_on(on, {});
        const auto all = migrate::history{on}.read();
        if (!all.empty() && all.back().open())
            out.unfinished.push_back("Migration " + std::to_string(all.back().id) + " has not ended (" +
                                     std::string{name_of(all.back().state)} +
                                     "): " + std::to_string(all.back().steps_done) + " of " +
                                     std::to_string(all.back().plan.steps.size()) + " steps are done.");
        std::vector<std::string> names;
        for (const auto& m : all)
            for (auto& t : migrate::detail::tables_of(m.plan))
                if (std::find(names.begin(), names.end(), t) == names.end()) names.push_back(std::move(t));
        if (!names.empty())
            out.from_history = migrate::changed_since(all, catalog::read(on, names, "migrate"));
        return out;
    });
}

} // namespace dataflow
