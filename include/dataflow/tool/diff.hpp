// The commands `diff` and `snapshot`: of the program `dataflow`, and of `df::manage`.
#pragma once

#include <dataflow/core/callback.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/migrate/difference.hpp>
#include <dataflow/migrate/migrations.hpp>
#include <dataflow/migrate/snapshot_text.hpp>
#include <dataflow/pull/plan.hpp>
#include <dataflow/pull/told.hpp>
#include <dataflow/tool/file.hpp>
#include <dataflow/tool/sides.hpp>
#include <dataflow/tool/terminal.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::tool {

/// Gives the migrations of the program; null: it has none.
using find_own = callback<const migrations*()>;

struct diff_arguments {
    std::string from{}, to{};
    bool json = false;
};

/// Exit code 1 where the two differ.
inline int run_diff(const diff_arguments& how, const migrations* of, std::ostream& out) {
    side from{how.from, of}, to{how.to, of};
    const auto kind = common_kind(from, to);
    const auto found = migrate::differences(from.as(kind), to.as(kind));
    if (how.json) out << migrate::to_json(found) << '\n';
    else out << migrate::to_text(found, preview_for(out));
    return found.empty() ? 0 : 1;
}

inline void add_diff(CLI::App& to, int& result, std::ostream& out, find_own own) {
    const auto how = std::make_shared<diff_arguments>();
    auto& c = *to.add_subcommand("diff", "how two databases differ, and what leads from the first to the "
                                         "second; exits with 1 where they do");
    const std::string each =
        own ? "database, models, a URL, or the file of a snapshot" : "a URL, or the file of a snapshot";
    auto* const from = c.add_option("from", how->from, "what is there: " + each);
    auto* const wanted = c.add_option("to", how->to, "what should be: " + each);
    if (own) {
        how->from = "database";
        how->to = "models";
        from->capture_default_str();
        wanted->capture_default_str();
    } else {
        from->required();
        wanted->required();
    }
    c.add_flag("--json", how->json, "as JSON");
    c.footer("Nothing is changed. Tables that only the first has are told; no plan drops a table.");
    c.callback([how, own, &result, &out] { result = run_diff(*how, own ? own() : nullptr, out); });
}

struct snapshot_arguments {
    std::string of{};
    std::string out{};
    std::string name_space = "snapshot";
    bool json = false;
    bool check = false;
};

/// What the file holds.
[[nodiscard]] inline std::string snapshot_of(const snapshot_arguments& how, const migrations* of,
                                             std::ostream& err) {
    side one{how.of, of};
    std::vector<migrate::found_database> kept;
    std::vector<catalog::live_description> own;
    for (const auto kind : {sqlite, postgres}) {
        if (std::find(one.kinds().begin(), one.kinds().end(), kind) == one.kinds().end()) continue;
        kept.push_back(one.as(kind));
        own.push_back(migrate::own_tables(kept.back().tables));
        if (one.kinds().size() == 1) break;
    }
    std::vector<const catalog::database_description*> all;
    all.reserve(own.size());
    for (const auto& d : own) all.push_back(&d);
    if (how.json) return migrate::snapshot_json(all) + "\n";
    if (kept.size() != 1 || own[0].tables.empty() || !own[0].tables[0].model.empty())
        return migrate::snapshot_header(all, how.name_space);
    // Of a live database: structs, which the compiler compares with others in its own words.
    const auto plan = pull::plan_of(own[0], {.name_space = how.name_space, .tables = {}, .without = {}});
    for (const auto& line : pull::told_of(plan).lines) err << line << '\n';
    return pull::header_of(plan) + "\n" + migrate::snapshot_comment(all);
}

/// Exit code 1 where `check` finds another text.
inline int run_snapshot(const snapshot_arguments& how, const migrations* of, std::ostream& out,
                        std::ostream& err) {
    const auto text = snapshot_of(how, of, err);
    if (how.check) {
        if (content_of(how.out) == text) return 0;
        err << how.out << " is not what is there now: run it without --check\n";
        return 1;
    }
    if (how.out.empty()) {
        out << text << std::flush;
        return out ? 0 : 1;
    }
    const bool changed = write_changed(how.out, text);
    err << how.out << (changed ? " is written\n" : " is as it was\n");
    return 0;
}

inline void add_snapshot(CLI::App& to, int& result, std::ostream& out, std::ostream& err, find_own own) {
    const auto how = std::make_shared<snapshot_arguments>();
    auto& c = *to.add_subcommand("snapshot", "write tables as they are now as a header, with which the "
                                             "compiler compares those of later");
    auto* const of = c.add_option("of", how->of,
                                  own ? "models, database, or a URL"
                                      : "a URL: sqlite:shop.db, ...; else "
                                        "$DATABASE_URL");
    if (own) {
        how->of = "models";
        of->capture_default_str();
    }
    c.add_option("-o,--out", how->out, "the file that is written; else it goes to the standard output");
    c.add_option("-n,--namespace", how->name_space, "of the structs")->capture_default_str();
    c.add_flag("--json", how->json, "JSON instead of a header; `diff` reads both");
    c.add_flag("--check", how->check,
               "write nothing; exit with 1 where --out does not hold what would be "
               "written");
    c.footer("static_assert(df::migration<v3::User, User>.risk() <= df::risk::medium);");
    c.callback([how, own, &result, &out, &err] {
        if (how->check && how->out.empty()) throw CLI::ValidationError("--check", "needs --out");
        if (how->of.empty()) how->of = url_or_default(how->of);
        result = run_snapshot(*how, own ? own() : nullptr, out, err);
    });
}

} // namespace dataflow::tool
