// The commands about migrations: of the program `dataflow`, which knows no models, and of `df::manage`.
#pragma once

#include <dataflow/core/callback.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/json_members.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/migrate/drift.hpp>
#include <dataflow/migrate/migrations.hpp>
#include <dataflow/migrate/plan_json.hpp>
#include <dataflow/migrate/preview.hpp>
#include <dataflow/tool/history.hpp>
#include <dataflow/tool/migration_files.hpp>
#include <dataflow/tool/source.hpp>
#include <dataflow/tool/terminal.hpp>

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::tool {

inline int run_rollback(const migrations& of, const migration_arguments& how, const migrate_options& own,
                        std::ostream& out, std::ostream& err) {
    const auto found = of.analyze_rollback(how.id);
    if (how.json) {
        std::string text;
        json_::writer w{text};
        w.open_object();
        json_::write_member(w, "possible", found.possible);
        json_::write_member(w, "reason", found.reason);
        json_::write_member(w, "loses_data", found.loses_data);
        json_::write_member(w, "data_loss_warning", found.data_loss_warning);
        json_::write_member(w, "sql", found.sql);
        w.close_object();
        out << text << '\n';
    } else {
        for (const auto& s : found.sql) out << s << ";\n";
        if (found.loses_data) out << "Data is lost: " << found.data_loss_warning << ".\n";
    }
    if (!found.possible) {
        err << "dataflow rollback: migration " << how.id << " cannot be undone: " << found.reason << '\n';
        return 1;
    }
    if (how.dry_run) return 0;
    if (!how.yes) {
        err << "dataflow rollback: --yes runs it\n";
        return 1;
    }
    const auto done = of.rollback(how.id, {.lose_data = how.lose_data, .run = own.run});
    err << "dataflow rollback: migration " << how.id << " is undone, " << done.steps << " steps\n";
    return 0;
}

/// Exit code 1 where there is some.
inline int run_drift(const migrations& of, const migration_arguments& how, std::ostream& out, bool models) {
    const auto found = of.drift();
    if (!models && !how.json && found.empty())
        out << "No drift: the tables are as their migrations left them.\n";
    else out << (how.json ? migrate::to_json(found) + "\n" : migrate::to_text(found, preview_for(out)));
    return found.empty() ? 0 : 1;
}

/// Exit code 1 where something is to be changed, if `gate`.
inline int run_plan(const migrations& of, const migration_arguments& how, const migrate_options& own,
                    const migrate::change_set* set, std::ostream& out, bool gate) {
    if (gate) (void)of.history(); // each row's checksum is looked at
    const auto p = set != nullptr ? of.pending(*set, own.plan) : of.pending(own.plan);
    out << (how.json ? migrate::to_json(p) + "\n" : migrate::preview(p, preview_for(out)));
    return gate && !p.empty() ? 1 : 0;
}

/// Asks the person at the terminal.
[[nodiscard]] inline bool is_confirmed(const migrate::plan& p, std::ostream& out) {
    out << migrate::preview(p, preview_for(out)) << "\nApply these changes? [y/N]: " << std::flush;
    std::string answer;
    return std::getline(std::cin, answer) && (answer == "y" || answer == "Y" || answer == "yes");
}

inline int run_migrate(const migrations& of, const migration_arguments& how, migrate_options options,
                       const migrate::change_set* set, std::ostream& out, std::ostream& err) {
    progress_line line{err};
    options.dry_run = options.dry_run || how.dry_run;
    options.auto_confirm = options.auto_confirm || how.yes;
    options.max_risk = how.max_risk;
    options.backup = options.backup || how.backup;
    options.files = {}; // `of` has them
    options.run.progress = [&, before = options.run.progress](const migrate::progress& p) {
        line.tell(p);
        if (before) before(p);
    };
    if (!options.confirm)
        options.confirm = [&](const migrate::plan& p) {
            if (::isatty(0) == 1 && is_terminal(out)) return is_confirmed(p, out);
            raise(error_kind::protected_operation,
                  {.message = "nobody can be asked whether to change the database, for there is no terminal: "
                              "--yes goes on without asking",
                   .node = "migrate"});
        };
    const auto done = set != nullptr ? of.run(*set, options) : of.run(options);
    line.clear();
    if (how.json) out << migrate::to_json(done.plan) << '\n';
    else if (options.dry_run) out << migrate::preview(done.plan, preview_for(out));
    else if (!done.changed()) out << "Nothing to change.\n";
    else
        out << "Migration " << (done.done ? done.run.id : done.finished.id) << ": "
            << done.run.steps + done.finished.steps << " steps, "
            << (done.run.took + done.finished.took).count() << " ms.\n";
    for (const auto& w : done.warnings) err << w << '\n';
    for (const auto& f : done.files) (how.json ? err : out) << f << " is done.\n";
    for (const auto& b : done.backups) (how.json ? err : out) << "Backup: " << b << '\n';
    return 0;
}

/// Adds the commands to a program's; `result` gets the exit code. `models`: those, too, that need models.
/// `asks_url`: they take a URL. `sets`: the program's change sets. `own`: how the program migrates, where the
/// arguments do not say it.
inline void add_migrations(CLI::App& to, int& result, std::ostream& out, std::ostream& err,
                           find_migrations find, bool models, bool asks_url, const migrate_options& own = {},
                           const change_sets& sets = {}) {
    const auto how = std::make_shared<migration_arguments>();
    const auto set = [how, sets] { return change_set_called(sets, how->change_set); };
    how->max_risk = own.max_risk;
    how->slow = own.slow_threshold.count();
    const auto add = [&](const char* name, const char* what, auto run) -> CLI::App& {
        auto& c = *to.add_subcommand(name, what);
        if (asks_url)
            c.add_option("url", how->url, "sqlite:shop.db, postgresql://user@host/shop; else $DATABASE_URL");
        c.add_flag("--json", how->json, "as JSON");
        c.callback([how, find, run, name, &result, files = own.files] {
            const bool creates = std::string_view{name} == "migrate" && !how->dry_run;
            const auto of = find(how->url, creates);
            result = run(with_files(files.any() ? of.with_files(files) : of, how->files));
        });
        return c;
    };
    add_file_options(add("status",
                         "the last migration; exits with 1 where it has not ended, or something is to be run",
                         [how, sets, &out](const migrations& of) { return run_status(of, *how, sets, out); }),
                     how->files, false);
    add("history", "the migrations of a database",
        [how, &out](const migrations& of) { return run_history(of, *how, out); })
        .add_option("-n", how->most, "the last so many")
        ->capture_default_str();
    add("metrics", "how migrations have gone: how many, their mean time, failures",
        [how, &out](const migrations& of) { return run_metrics(of, *how, out); })
        .add_option("--slow", how->slow, "the slow ones took more milliseconds than that")
        ->capture_default_str();
    auto& back =
        add("rollback", "undo the last migration: what that runs and loses, and with --yes do it",
            [how, own, &out, &err](const migrations& of) { return run_rollback(of, *how, own, out, err); });
    back.add_option("--id", how->id, "its number")->required();
    back.add_flag("--yes", how->yes, "do it");
    back.add_flag("--lose-data", how->lose_data, "even where data is lost");
    back.add_flag("--dry-run", how->dry_run, "only look; exits with 0 where it is possible");
    add("drift",
        models ? "how the database differs from the models and from its history; exits with 1 where it does"
               : "how the database differs from its history; exits with 1 where it does",
        [how, &out, models](const migrations& of) { return run_drift(of, *how, out, models); });
    // Without models there are only files.
    for (const bool gate : {false, true}) {
        auto& c = add(gate ? "check" : "plan",
                      gate ? "the same; exits with 1 where something would be" : "what would be changed",
                      [how, own, set, gate, &out](const migrations& of) {
                          return run_plan(of, *how, own, set(), out, gate);
                      });
        add_file_options(c, how->files, !models);
        add_change_set(c, how->change_set, sets);
    }
    add_new(to, result, out);
    auto& go = add("migrate", "change the database", [how, own, set, &out, &err](const migrations& of) {
        return run_migrate(of, *how, own, set(), out, err);
    });
    add_file_options(go, how->files, !models);
    add_change_set(go, how->change_set, sets);
    go.add_flag("--yes", how->yes, "ask nobody");
    go.add_flag("--dry-run", how->dry_run, "only plan");
    go.add_flag("--backup", how->backup, "copy first what will change");
    add_max_risk(go, how->max_risk);
}

/// The migrations of a URL's database, without models. The file must be there, unless it `creates` it.
[[nodiscard]] inline migrations migrations_at(const std::string& url, bool creates) {
    return migrations{std::make_shared<database_::core>(
        open_options{.url = url_or_default(url), .connections = 1, .create_tables = creates})};
}

} // namespace dataflow::tool
