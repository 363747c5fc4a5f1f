// The commands that tell of migrations which were run: `history`, `status`, `metrics`.
#pragma once

#include <dataflow/core/callback.hpp>
#include <dataflow/core/json_members.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/files.hpp>
#include <dataflow/migrate/metrics.hpp>
#include <dataflow/migrate/migrations.hpp>
#include <dataflow/migrate/risk.hpp>
#include <dataflow/tool/change_sets.hpp>
#include <dataflow/tool/migration_files.hpp>

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <string_view>

namespace dataflow::tool {

/// Gives the migrations of the database that a command is about. The URL is empty where it was not given;
/// `creates`: a file that is not there is made.
using find_migrations = callback<migrations(const std::string& url, bool creates)>;

/// `--max-risk high`.
inline void add_max_risk(CLI::App& to, risk& most) {
    to.add_option("--max-risk", most, "refuse what is more dangerous")
        ->transform(CLI::CheckedTransformer(std::map<std::string, risk>{{"none", risk::none},
                                                                        {"low", risk::low},
                                                                        {"medium", risk::medium},
                                                                        {"high", risk::high},
                                                                        {"critical", risk::critical}}));
}

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
    std::int64_t slow = 5'000;
    risk max_risk = risk::medium;
    std::string change_set{};
    migrate::file_options files{};
};

/// A migration as an object of JSON.
inline void write_json(json_::writer& w, const migrate::migration& m) {
    w.open_object();
    json_::write_member(w, "id", m.id);
    json_::write_member(w, "state", name_of(m.state));
    json_::write_member(w, "started", m.started);
    json_::write_member(w, "ended", m.ended);
    json_::write_member(w, "milliseconds", m.took.count());
    json_::write_member(w, "who", m.who);
    json_::write_member(w, "program", m.program);
    json_::write_member(w, "change_set", m.plan.change_set);
    json_::write_member(w, "steps_done", static_cast<std::int64_t>(m.steps_done));
    json_::write_member(w, "steps", static_cast<std::int64_t>(m.plan.steps.size()));
    json_::write_member(w, "message", m.message);
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
        if (!m.plan.change_set.empty()) out << "     change set '" << m.plan.change_set << "'\n";
        for (const auto& s : m.plan.steps) out << "     " << s.title << '\n';
        if (!m.message.empty()) out << "     failed: " << m.message << '\n';
    }
    if (all.empty()) out << "No migrations.\n";
    return 0;
}

inline int run_metrics(const migrations& of, const migration_arguments& how, std::ostream& out) {
    const auto found = of.metrics(std::chrono::milliseconds{how.slow});
    out << (how.json ? migrate::to_json(found) + "\n" : migrate::to_text(found));
    return 0;
}

/// Exit code 1 where the last migration has not ended, or a file or a change set is to be run or in the way.
inline int run_status(const migrations& of, const migration_arguments& how, const change_sets& own,
                      std::ostream& out) {
    const auto files = of.files();
    const auto all = of.history(); // all of it: each row's checksum is looked at
    const auto sets = states_of(own, of, all);
    const bool open = !all.empty() && all.back().open();
    if (how.json) {
        std::string text;
        json_::writer w{text};
        w.open_object();
        json_::write_member(w, "unfinished", open);
        w.member("last");
        if (all.empty()) w.null();
        else write_json(w, all.back());
        if (of.file_settings().any()) write_files(w, files);
        if (!own.empty()) write_change_sets(w, sets);
        w.close_object();
        out << text << '\n';
    } else if (all.empty()) out << "No migrations.\n";
    else
        out << "Migration " << all.back().id << ": " << name_of(all.back().state) << ", "
            << all.back().steps_done << " of " << all.back().plan.steps.size() << " steps, begun at "
            << all.back().started << " by " << all.back().who << ".\n";
    if (!how.json) print_files(out, files), print_change_sets(out, sets);
    return open || wants_work(files) || wants_work(sets) ? 1 : 0;
}

} // namespace dataflow::tool
