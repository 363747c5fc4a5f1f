// The code of migrate/migrations.hpp.
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/migrate/change_set.hpp>
#include <dataflow/migrate/detail/announcer.hpp>
#include <dataflow/migrate/detail/backup.hpp>
#include <dataflow/migrate/detail/guards.hpp>
#include <dataflow/migrate/detail/migrations_run.ipp>
#include <dataflow/migrate/detail/option_steps.hpp>
#include <dataflow/migrate/detail/tables.hpp>
#include <dataflow/migrate/detail/texts.hpp>
#include <dataflow/migrate/lock.hpp>
#include <dataflow/migrate/migrations.hpp>
#include <dataflow/migrate/preview.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow {

namespace migrate::detail {
inline constexpr sql::statement migrate_statement{.node = "migrate"};
} // namespace migrate::detail

DATAFLOW_RUNTIME catalog::live_description migrate::found_for(driver::connection& on,
                                                              const catalog::database_description& wanted) {
    catalog::read_options how{.details = true};
    for (const auto& t : wanted.tables) how.all_schemas = how.all_schemas || !t.schema.empty();
    // Views of other schemas may stand in the way of what is changed here.
    if (!how.all_schemas && sql::data_of(on.dialect()).catalog == sql::catalog_form::pg_catalog)
        how.all_schemas = migrate::detail::gives_row(
            on,
            "SELECT 1 FROM pg_rewrite AS r JOIN pg_class AS v ON v.oid = r.ev_class JOIN pg_namespace AS s "
            "ON s.oid = v.relnamespace JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::REGCLASS AND "
            "d.objid = r.oid AND d.refclassid = 'pg_class'::REGCLASS AND d.refobjsubid > 0 JOIN pg_class "
            "AS t ON t.oid = d.refobjid JOIN pg_namespace AS n ON n.oid = t.relnamespace WHERE v.relkind "
            "IN ('v', 'm') AND n.nspname = ANY (current_schemas(FALSE)) AND s.nspname <> ALL "
            "(current_schemas(FALSE)) AND s.nspname NOT LIKE 'pg\\_%' AND s.nspname <> "
            "'information_schema'");
    catalog::live_description out;
    migrate::detail::looking(on, [&] { out = catalog::read(on, how, "migrate"); });
    return out;
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

/// What the models want of the tables.
DATAFLOW_RUNTIME migrate::plan migrations::tables_on(driver::connection& on,
                                                     const migrate::plan_options& how) const {
    if (plans_ != nullptr) return plans_(on, how);
    return {.dialect = on.dialect(), .server_version = on.version()};
}
/// And of their options.
DATAFLOW_RUNTIME migrate::plan migrations::plan_on(driver::connection& on,
                                                   const migrate::plan_options& how) const {
    auto out = tables_on(on, how);
    if (triggers_ == nullptr) return out;
    std::vector<database_::option_change> changes;
    migrate::detail::looking(on, [&] { (void)triggers_(on, &changes); });
    migrate::detail::add_option_steps(out, changes);
    return out;
}

/// The files, and where none is to be run, what the models want.
DATAFLOW_RUNTIME migrate::plan migrations::all_on(driver::connection& on,
                                                  const migrate::plan_options& how) const {
    const auto files = migrate::pending_files(on, files_);
    if (files.plans.empty() && files.questions.empty()) {
        auto out = plan_on(on, how);
        out.unknown.insert(out.unknown.begin(), files.unknown.begin(), files.unknown.end());
        return out;
    }
    auto out = files.together(on.dialect(), on.version());
    if (plans_ != nullptr)
        out.unknown.emplace_back("the tables of the models, until these files have been run");
    return out;
}

DATAFLOW_RUNTIME migrate::plan migrations::pending(const migrate::plan_options& how) const {
    return on_connection([&](driver::connection& on) { return all_on(on, how); });
}

DATAFLOW_RUNTIME std::vector<migrate::file_status> migrations::files() const {
    if (!files_.any()) return {};
    return on_connection([&](driver::connection& on) {
        return migrate::states_of(on, migrate::files_in(files_.folder, on.dialect()));
    });
}

DATAFLOW_RUNTIME migrate_result migrations::run(const migrate_options& how) const {
    if (how.files.any()) {
        auto without = how;
        without.files = {};
        return with_files(how.files).run(without);
    }
    return on_connection([&](driver::connection& on) {
        migrate_result out;
        // Most programs find nothing to do: they need no lock.
        out.plan = all_on(on, how.plan);
        if (how.dry_run) return out;
        if (out.plan.empty() && !migrate::history{on}.open() && !lacks_triggers(on)) return out;
        out.plan = {.dialect = on.dialect(), .server_version = on.version()};
        const migrate::lock held{on, how.run.wait};
        on.accept();
        migrate::refresh_open_file(on, files_);
        migrate::detail::announce_unfinished(on, how, out);
        run_files(on, how, out);
        run_models(on, how, out);
        make_triggers(on);
        return out;
    });
}

DATAFLOW_RUNTIME std::vector<migrate::migration> migrations::history(std::size_t most) const {
    return on_connection([&](driver::connection& on) { return migrate::history{on}.read(most); });
}

DATAFLOW_RUNTIME migrate::metrics migrations::metrics(std::chrono::milliseconds slow_threshold) const {
    return migrate::metrics_of(history(), slow_threshold);
}

DATAFLOW_RUNTIME migrate::rollback_analysis migrations::analyze_rollback(std::int64_t id) const {
    return on_connection([&](driver::connection& on) { return migrate::analyze_rollback(on, id); });
}

DATAFLOW_RUNTIME migrate::run_result migrations::rollback(std::int64_t id,
                                                          const migrate::rollback_options& how) const {
    return on_connection([&](driver::connection& on) {
        const auto fit = [&] { return plans_ != nullptr && tables_on(on, {}).empty(); };
        const bool fitted = fit();
        auto out = migrate::rollback(on, id, how);
        // Where they fitted before, the triggers themselves were undone; where they do not now, the tables
        // are those of another program, whose next opening makes its own.
        if (!fitted && fit()) make_triggers(on);
        return out;
    });
}

DATAFLOW_RUNTIME migrate::found_database migrations::found() const {
    return on_connection([&](driver::connection& on) {
        migrate::found_database out;
        migrate::detail::looking(on, [&] { out.tables = catalog::read(on, {.details = true}, "migrate"); });
        out.server_version = on.version();
        return out;
    });
}

DATAFLOW_RUNTIME std::optional<catalog::live_description> migrations::wanted(dialect d) const {
    if (describes_ == nullptr) return std::nullopt;
    return describes_(d);
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
            for (auto& t : migrate::detail::tables_before_and_after(m.plan))
                if (std::find(names.begin(), names.end(), t) == names.end()) names.push_back(std::move(t));
        if (!names.empty())
            migrate::detail::looking(on, [&] {
                out.from_history = migrate::changed_since(all, catalog::read(on, names, "migrate"));
            });
        if (triggers_ != nullptr) out.triggers = triggers_(on, nullptr);
        return out;
    });
}

DATAFLOW_RUNTIME migrate::plan migrations::pending(const migrate::change_set& what,
                                                   const migrate::plan_options& how) const {
    return on_connection([&](driver::connection& on) { return what.plan_on(on, how); });
}

DATAFLOW_RUNTIME migrate_result migrations::run(const migrate::change_set& what,
                                                const migrate_options& how) const {
    if (how.files.any())
        raise(error_kind::invalid_value,
              {.message = "a change set runs no files of SQL: run them before it, by run(options)",
               .node = "migrate"});
    auto with = how;
    with.run.functions = what.functions();
    return on_connection([&](driver::connection& on) {
        migrate_result out;
        out.plan = what.plan_on(on, how.plan);
        if (how.dry_run) return out;
        if (out.plan.empty() && !migrate::history{on}.open()) return out;
        out.plan = {.dialect = on.dialect(), .server_version = on.version()};
        const migrate::lock held{on, how.run.wait};
        on.accept();
        migrate::refresh_open_file(on, files_);
        migrate::detail::announce_unfinished(on, with, out);
        run_plan(on, what.plan_on(on, how.plan), with, out); // again: others may have been faster
        if (tables_on(on, {}).empty()) make_triggers(on);    // else they might name what is not there yet
        return out;
    });
}

} // namespace dataflow
