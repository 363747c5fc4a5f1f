// The code of migrate/migrations.hpp: who is asked, the files, and then the models.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/migrate/detail/announcer.hpp>
#include <dataflow/migrate/detail/backup.hpp>
#include <dataflow/migrate/history.hpp>
#include <dataflow/migrate/migrations.hpp>
#include <dataflow/migrate/preview.hpp>
#include <dataflow/node/context.hpp>

#include <unistd.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow {

namespace migrate::detail {

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
    require_plan(p, how.max_risk);
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

inline void back_up_before(driver::connection& on, const plan& p, const migrate_options& how,
                           std::vector<std::string>& to) {
    if (!how.backup) return;
    const auto before = history{on}.last();
    for (auto& one : back_up(on, p, before ? before->id + 1 : 1, how.backup_file))
        to.push_back(std::move(one));
}

} // namespace migrate::detail

DATAFLOW_RUNTIME void migrate::require_plan(const plan& p, risk max_risk) {
    using detail::refuse;
    if (!p.questions.empty()) {
        std::string all;
        for (const auto& q : p.questions)
            all += (all.empty() ? "" : "; ") + q.table + ": " + q.text + " (" + q.answer + ")";
        refuse("only a person can decide this: " + all);
    }
    std::string all;
    for (const auto& s : p.steps) {
        if (s.risk_left() <= max_risk) continue;
        all += (all.empty() ? "" : ", ") + s.title + " (" + std::string{name_of(s.risk)};
        for (const auto& f : s.findings)
            if (f.ignored.empty() && f.severity > max_risk) all += ", " + std::string{f.code};
        all += ")";
    }
    if (!all.empty())
        refuse("the migration is more dangerous than max_risk, which is " + std::string{name_of(max_risk)} +
               ": " + all);
}

DATAFLOW_RUNTIME void migrations::run_files(driver::connection& on, const migrate_options& how,
                                            migrate_result& to) const {
    const auto files = migrate::pending_files(on, files_);
    if (files.plans.empty() && files.questions.empty()) return;
    to.plan = files.together(on.dialect(), on.version());
    migrate::detail::require_allowed(to.plan, how);
    if (how.backup && on.file().empty())
        migrate::detail::refuse("which tables a file of SQL changes is not known: there is no copy of them "
                                "here, so run the files without backup, and use pg_dump before");
    migrate::detail::back_up_before(on, to.plan, how, to.backups);
    for (const auto& p : files.plans) {
        if (p.steps.empty()) continue;
        try {
            migrate::run_result done;
            migrate::detail::announce(on, p, how, to, [&] {
                done = migrate::run_locked(on, p, how.run);
                return done.took;
            });
            to.run.id = done.id;
            to.run.steps += done.steps;
            to.run.took += done.took;
        } catch (const error& e) {
            if (to.files.empty()) throw;
            auto info = e.info();
            info.message += "; the files before it are done: " + to.files.front() +
                            (to.files.size() == 1 ? "" : " to " + to.files.back());
            raise(e.kind(), std::move(info));
        }
        to.files.push_back(p.file.name);
        to.done = true;
    }
}

DATAFLOW_RUNTIME void migrations::run_models(driver::connection& on, const migrate_options& how,
                                             migrate_result& to) const {
    run_plan(on, plan_on(on, how.plan), how,
             to); // again: others may have been faster, and files have been run
}

/// What options need, as soon as the tables are as the models want them.
DATAFLOW_RUNTIME void migrations::make_triggers(driver::connection& on) const {
    if (!lacks_triggers(on)) return;
    context inside{on};
    database_::as_creator(inside, "migrate", [&] { // openings make them, too
        for (const auto& text : triggers_(on, nullptr)) on.script(text);
    });
}

DATAFLOW_RUNTIME void migrations::run_plan(driver::connection& on, migrate::plan wanted,
                                           const migrate_options& how, migrate_result& to) const {
    if (wanted.empty()) return;
    migrate::detail::require_allowed(wanted, how);
    if (to.backups.empty()) migrate::detail::back_up_before(on, wanted, how, to.backups);
    migrate::run_result done;
    migrate::detail::announce(on, wanted, how, to, [&] {
        done = migrate::run_locked(on, wanted, how.run);
        return done.took;
    });
    to.run.id = done.id;
    to.run.steps += done.steps;
    to.run.rows += done.rows;
    to.run.took += done.took;
    to.done = true;
    to.plan.change_set = std::move(wanted.change_set);
    to.plan.dialect = wanted.dialect;
    to.plan.server_version = wanted.server_version;
    for (auto& s : wanted.steps) to.plan.steps.push_back(std::move(s));
    to.plan.unknown = std::move(wanted.unknown);
}

} // namespace dataflow
