// The command `queue`: of the program `dataflow`, and of `df::manage`.
#pragma once

#include <dataflow/core/json_members.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/queue.hpp>
#include <dataflow/tool/history.hpp>
#include <dataflow/tool/terminal.hpp>

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::tool {

struct queue_arguments {
    std::string url{};
    bool json = false;
    bool add = false;
    bool run = false;
    std::int64_t id = 0;
    std::int64_t cancel = 0;
    std::int64_t priority = 100;
    std::int64_t timeout = 0;
    risk max_risk = risk::medium;
};

inline void write_json(json_::writer& w, const migrate::queue_status& s) {
    w.open_object();
    json_::write_member(w, "id", s.id);
    json_::write_member(w, "state", name_of(s.state));
    json_::write_member(w, "priority", s.priority);
    json_::write_member(w, "position", static_cast<std::int64_t>(s.position));
    json_::write_member(w, "estimate_ms", s.estimate.count());
    json_::write_member(w, "timeout_ms", s.timeout.count());
    json_::write_member(w, "migration", s.migration);
    json_::write_member(w, "queued", s.queued);
    json_::write_member(w, "started", s.started);
    json_::write_member(w, "ended", s.ended);
    json_::write_member(w, "who", s.who);
    json_::write_member(w, "message", s.message);
    w.close_object();
}

inline void print_queue(std::ostream& out, const std::vector<migrate::queue_status>& all, bool json) {
    if (json) {
        std::string text;
        json_::writer w{text};
        w.open_array();
        for (const auto& s : all) {
            w.element();
            write_json(w, s);
        }
        w.close_array();
        out << text << '\n';
        return;
    }
    for (const auto& s : all) {
        out << s.id << "  " << name_of(s.state);
        if (s.position != 0) out << "  position " << s.position;
        out << "  priority " << s.priority << "  " << s.queued << "  " << s.who;
        if (s.migration != 0) out << "  migration " << s.migration;
        out << '\n';
        if (!s.message.empty()) out << "     failed: " << s.message << '\n';
    }
    if (all.empty()) out << "Nothing is queued.\n";
}

/// Exit code 1 where one that was run has failed, and where there is none of the number that was asked for.
inline int run_queue(const migrations& of, const queue_arguments& how, const migrate_options& own,
                     std::ostream& out, std::ostream& err) {
    migration_queue queue{of};
    if (how.add) {
        const auto id =
            queue.queue_migration({how.priority, std::chrono::milliseconds{how.timeout}, how.max_risk});
        if (id == 0 && !how.json) out << "Nothing to change.\n";
        else
            print_queue(out, id == 0 ? std::vector<migrate::queue_status>{} : std::vector{queue.status(id)},
                        how.json);
        return 0;
    }
    if (how.cancel != 0) {
        const bool done = queue.cancel(how.cancel);
        print_queue(out, {queue.status(how.cancel)}, how.json);
        return done ? 0 : 1;
    }
    if (how.id != 0) {
        const auto one = queue.status(how.id);
        print_queue(out, {one}, how.json);
        return one.state == migrate::queue_state::not_found ? 1 : 0;
    }
    if (!how.run) {
        print_queue(out, queue.list(), how.json);
        return 0;
    }
    progress_line line{err};
    auto options = own.run;
    options.progress = [&](const migrate::progress& p) {
        line.tell(p);
        if (own.run.progress) own.run.progress(p);
    };
    const auto done = queue.run(options);
    line.clear();
    print_queue(out, done, how.json);
    for (const auto& s : done)
        if (s.state == migrate::queue_state::failed) return 1;
    return 0;
}

/// `models`: it can queue what the models want. `own`: how the program migrates, where the arguments do not
/// say it.
inline void add_queue(CLI::App& to, int& result, std::ostream& out, std::ostream& err, find_migrations find,
                      bool models, bool asks_url, const migrate_options& own = {}) {
    const auto how = std::make_shared<queue_arguments>();
    how->max_risk = own.max_risk;
    auto& c = *to.add_subcommand("queue", "the migrations that wait for their turn, and running them");
    if (asks_url)
        c.add_option("url", how->url, "sqlite:shop.db, postgresql://user@host/shop; else $DATABASE_URL");
    c.add_flag("--json", how->json, "as JSON");
    auto* const run = c.add_flag("--run", how->run, "run what waits; exits with 1 where one has failed");
    auto* const id = c.add_option("--id", how->id, "only that of a number; exits with 1 where there is none");
    auto* const cancel = c.add_option("--cancel", how->cancel, "take that of a number out");
    run->excludes(id)->excludes(cancel);
    id->excludes(cancel);
    if (models) {
        auto* const add = c.add_flag("--add", how->add, "queue what would change the database now");
        add->excludes(run)->excludes(id)->excludes(cancel);
        c.add_option("--priority", how->priority, "the lowest number is run first")->capture_default_str();
        c.add_option("--timeout", how->timeout, "how many milliseconds it may take; 0: as long as it does")
            ->capture_default_str();
        add_max_risk(c, how->max_risk);
    }
    c.callback([how, find, own, &result, &out, &err] {
        const auto of = find(how->url, false);
        result = run_queue(own.files.any() ? of.with_files(own.files) : of, *how, own, out, err);
    });
}

} // namespace dataflow::tool
