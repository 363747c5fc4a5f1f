// The commands about migrations: of the program `dataflow`, which knows no models, and of `df::manage`.
#pragma once

#include <dataflow/core/json_text.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/migrate/callback.hpp>
#include <dataflow/migrate/drift.hpp>
#include <dataflow/migrate/migrations.hpp>
#include <dataflow/migrate/plan_json.hpp>
#include <dataflow/migrate/preview.hpp>
#include <dataflow/tool/migration_files.hpp>
#include <dataflow/tool/source.hpp>

#include <CLI/CLI.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::tool {

/// Gives the migrations of the database that a command is about. The URL is empty where it was not given;
/// `creates`: a file that is not there is made.
using find_migrations = migrate::callback<migrations(const std::string& url, bool creates)>;

/// What a command about migrations was asked for.
struct migration_arguments {
    std::string url{};
    bool json = false;
    bool yes = false;
    bool dry_run = false;
    bool backup = false;
    bool lose_data = false;
    std::size_t most = 20;
    std::int64_t id = 0;
    risk max_risk = risk::medium;
    migrate::file_options files{};
};

/// A migration as an object of JSON.
inline void write_json(json_::writer& w, const migrate::migration& m) {
    const auto text = [&](std::string_view name, std::string_view value) {
        w.member(name);
        w.text(value);
    };
    const auto number = [&](std::string_view name, std::int64_t value) {
        w.member(name);
        w.integer(value);
    };
    w.open_object();
    number("id", m.id);
    text("state", name_of(m.state));
    text("started", m.started);
    text("ended", m.ended);
    number("milliseconds", m.took.count());
    text("who", m.who);
    text("program", m.program);
    number("steps_done", static_cast<std::int64_t>(m.steps_done));
    number("steps", static_cast<std::int64_t>(m.plan.steps.size()));
    text("message", m.message);
    w.member("plan");
    w.number(m.plan_text);
    w.close_object();
}

inline int run_history(const migrations& of, const migration_arguments& how, std::ostream& out) {
    const auto all = of.history(how.most);
    if (how.json) {
        std::string text;
        json_::writer w{text};
        w.open_array();
        for (const auto& m : all) {
            w.element();
            write_json(w, m);
        }
        w.close_array();
        out << text << '\n';
        return 0;
    }
    for (const auto& m : all) {
        out << m.id << "  " << name_of(m.state) << "  " << m.started << "  " << m.took.count() << " ms  "
            << m.who << "  " << m.steps_done << " of " << m.plan.steps.size() << " steps\n";
        for (const auto& s : m.plan.steps) out << "     " << s.title << '\n';
        if (!m.message.empty()) out << "     failed: " << m.message << '\n';
    }
    if (all.empty()) out << "No migrations.\n";
    return 0;
}

/// Exit code 1 where the last migration has not ended, or a file is to be run or in the way.
inline int run_status(const migrations& of, const migration_arguments& how, std::ostream& out) {
    const auto files = of.files();
    const auto all = of.history(); // all of it: each row's checksum is looked at
    const bool open = !all.empty() && all.back().open();
    if (how.json) {
        std::string text;
        json_::writer w{text};
        w.open_object();
        w.member("unfinished");
        w.boolean(open);
        w.member("last");
        if (all.empty()) w.null();
        else write_json(w, all.back());
        if (of.file_settings().any()) write_files(w, files);
        w.close_object();
        out << text << '\n';
    } else if (all.empty()) out << "No migrations.\n";
    else
        out << "Migration " << all.back().id << ": " << name_of(all.back().state) << ", "
            << all.back().steps_done << " of " << all.back().plan.steps.size() << " steps, begun at "
            << all.back().started << " by " << all.back().who << ".\n";
    if (!how.json) print_files(out, files);
    return open || wants_work(files) ? 1 : 0;
}

inline int run_rollback(const migrations& of, const migration_arguments& how, std::ostream& out,
                        std::ostream& err) {
    const auto found = of.analyze_rollback(how.id);
    if (how.json) {
        std::string text;
        json_::writer w{text};
        w.open_object();
        w.member("possible");
        w.boolean(found.possible);
        w.member("reason");
        w.text(found.reason);
        w.member("loses_data");
        w.boolean(found.loses_data);
        w.member("data_loss_warning");
        w.text(found.data_loss_warning);
        w.member("sql");
        w.open_array();
        for (const auto& s : found.sql) {
            w.element();
            w.text(s);
        }
        w.close_array();
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
    const auto done = of.rollback(how.id, {.lose_data = how.lose_data});
    err << "dataflow rollback: migration " << how.id << " is undone, " << done.steps << " steps\n";
    return 0;
}

/// Exit code 1 where there is some.
inline int run_drift(const migrations& of, const migration_arguments& how, std::ostream& out, bool models) {
    const auto found = of.drift();
    if (!models && !how.json && found.empty())
        out << "No drift: the tables are as their migrations left them.\n";
    else out << (how.json ? migrate::to_json(found) + "\n" : migrate::to_text(found));
    return found.empty() ? 0 : 1;
}

/// Exit code 1 where something is to be changed, if `gate`.
inline int run_plan(const migrations& of, const migration_arguments& how, std::ostream& out, bool gate) {
    if (gate) (void)of.history(); // each row's checksum is looked at
    const auto p = of.pending();
    out << (how.json ? migrate::to_json(p) + "\n" : migrate::preview(p));
    return gate && !p.empty() ? 1 : 0;
}

inline int run_migrate(const migrations& of, const migration_arguments& how, std::ostream& out) {
    const auto done = of.run(
        {.dry_run = how.dry_run, .auto_confirm = how.yes, .max_risk = how.max_risk, .backup = how.backup});
    if (how.json) out << migrate::to_json(done.plan) << '\n';
    else if (how.dry_run) out << migrate::preview(done.plan);
    else if (!done.changed()) out << "Nothing to change.\n";
    else
        out << "Migration " << (done.done ? done.run.id : done.finished.id) << ": "
            << done.run.steps + done.finished.steps << " steps, "
            << (done.run.took + done.finished.took).count() << " ms.\n";
    for (const auto& f : done.files) out << f << " is done.\n";
    for (const auto& b : done.backups) out << "Backup: " << b << '\n';
    return 0;
}

/// Adds the commands to a program's; `result` gets the exit code. `models`: those, too, that need models.
/// `asks_url`: they take a URL.
inline void add_migrations(CLI::App& to, int& result, std::ostream& out, std::ostream& err,
                           find_migrations find, bool models, bool asks_url) {
    const auto how = std::make_shared<migration_arguments>();
    const auto add = [&](const char* name, const char* what, auto run) -> CLI::App& {
        auto& c = *to.add_subcommand(name, what);
        if (asks_url)
            c.add_option("url", how->url, "sqlite:shop.db, postgresql://user@host/shop; else $DATABASE_URL");
        c.add_flag("--json", how->json, "as JSON");
        c.callback([how, find, run, name, &result] {
            const bool creates = std::string_view{name} == "migrate" && !how->dry_run;
            result = run(with_files(find(how->url, creates), how->files));
        });
        return c;
    };
    add_file_options(add("status",
                         "the last migration; exits with 1 where it has not ended, or a file is to be run",
                         [how, &out](const migrations& of) { return run_status(of, *how, out); }),
                     how->files, false);
    add("history", "the migrations of a database",
        [how, &out](const migrations& of) { return run_history(of, *how, out); })
        .add_option("-n", how->most, "the last so many")
        ->capture_default_str();
    auto& back = add("rollback", "undo the last migration: what that runs and loses, and with --yes do it",
                     [how, &out, &err](const migrations& of) { return run_rollback(of, *how, out, err); });
    back.add_option("--id", how->id, "its number")->required();
    back.add_flag("--yes", how->yes, "do it");
    back.add_flag("--lose-data", how->lose_data, "even where data is lost");
    back.add_flag("--dry-run", how->dry_run, "only look; exits with 0 where it is possible");
    add("drift",
        models ? "how the database differs from the models and from its history; exits with 1 where it does"
               : "how the database differs from its history; exits with 1 where it does",
        [how, &out, models](const migrations& of) { return run_drift(of, *how, out, models); });
    // Without models there are only files.
    add_file_options(add("plan", "what would be changed",
                         [how, &out](const migrations& of) { return run_plan(of, *how, out, false); }),
                     how->files, !models);
    add_file_options(add("check", "the same; exits with 1 where something would be",
                         [how, &out](const migrations& of) { return run_plan(of, *how, out, true); }),
                     how->files, !models);
    add_new(to, result, out);
    auto& go = add("migrate", "change the database",
                   [how, &out](const migrations& of) { return run_migrate(of, *how, out); });
    add_file_options(go, how->files, !models);
    go.add_flag("--yes", how->yes, "ask nobody");
    go.add_flag("--dry-run", how->dry_run, "only plan");
    go.add_flag("--backup", how->backup, "copy first what will change");
    go.add_option("--max-risk", how->max_risk, "refuse what is more dangerous")
        ->transform(CLI::CheckedTransformer(std::map<std::string, risk>{{"none", risk::none},
                                                                        {"low", risk::low},
                                                                        {"medium", risk::medium},
                                                                        {"high", risk::high},
                                                                        {"critical", risk::critical}}));
}

/// The migrations of a URL's database, without models. The file must be there, unless it `creates` it.
[[nodiscard]] inline migrations migrations_at(const std::string& url, bool creates) {
    return migrations{std::make_shared<database_::core>(
        open_options{.url = url_or_default(url), .connections = 1, .create_tables = creates})};
}

} // namespace dataflow::tool
