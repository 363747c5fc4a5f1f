// The command `dataflow pull`.
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/core/json_members.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/pull/plan.hpp>
#include <dataflow/pull/told.hpp>
#include <dataflow/tool/file.hpp>
#include <dataflow/tool/source.hpp>

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace dataflow::tool {

/// What `dataflow pull` was asked for.
struct pull_arguments {
    std::string url{};
    std::string out{};
    bool check = false;
    bool json = false;
    catalog::read_options read{.details = true};
    pull::options write{};
};

/// What the command did, as JSON: the models, what is left out and told, and the header or its file. `fresh`:
/// whether the file holds what the database has, without this pull.
[[nodiscard]] inline std::string pull_json(const pull_arguments& how, const pull::plan& of,
                                           const std::vector<std::string>& told, const std::string& text,
                                           bool fresh) {
    std::string out;
    json_::writer w{out};
    const auto path = [](const catalog::table& t) {
        return std::string{t.schema} + "." + std::string{t.name};
    };
    w.open_object();
    w.member("models");
    w.open_array();
    for (const auto& m : of.models) {
        w.element();
        w.open_object();
        json_::write_member(w, "table", path(*m.table));
        json_::write_member(w, "name", m.name);
        json_::write_member(w, "read_only", m.read_only);
        w.close_object();
    }
    w.close_array();
    w.member("left_out");
    w.open_array();
    for (const auto& t : of.left_out) {
        w.element();
        w.open_object();
        json_::write_member(w, "table", path(*t.table));
        json_::write_member(w, "why", t.why);
        w.close_object();
    }
    w.close_array();
    json_::write_member(w, "told", told);
    if (!how.out.empty()) {
        json_::write_member(w, "out", how.out);
        json_::write_member(w, "fresh", fresh);
    } else json_::write_member(w, "header", text);
    w.close_object();
    return out + "\n";
}

/// Runs the command; gives its exit code.
inline int run_pull(const pull_arguments& how, std::ostream& out, std::ostream& err) {
    const auto found = described(how.url, how.read);
    const auto plan = pull::plan_of(found, how.write);
    const auto told = pull::told_of(plan);
    for (const auto& line : told.lines) err << "dataflow pull: " << line << '\n';
    if (told.failed) return 1;
    const auto text = pull::header_of(plan);
    const auto tell = [&](bool fresh) {
        if (how.json) out << pull_json(how, plan, told.lines, text, fresh) << std::flush;
    };
    if (how.check) {
        const bool fresh = content_of(how.out) == text;
        tell(fresh);
        if (fresh) return 0;
        err << "dataflow pull: " << how.out << " is not what the database has now: run it without --check\n";
        return 1;
    }
    if (how.out.empty() && how.json) {
        tell(false);
        return out ? 0 : 1;
    }
    if (how.out.empty()) {
        out << text << std::flush;
        return out ? 0 : 1;
    }
    const bool changed = write_changed(how.out, text);
    tell(!changed);
    err << "dataflow pull: " << plan.models.size() << " tables, " << plan.left_out.size() << " left out; "
        << how.out << (changed ? " is written\n" : " is as it was\n");
    return 0;
}

/// Adds the command to a program's; `result` gets its exit code.
inline void add_pull(CLI::App& to, int& result, std::ostream& out, std::ostream& err) {
    const auto how = std::make_shared<pull_arguments>();
    auto& c = *to.add_subcommand("pull", "write the tables of a database as C++ structs");
    c.footer("The database is only read. A second pull writes the same text; a file that holds it already is "
             "left alone.\n"
             "docs/existing-databases.md tells what becomes of which column.");
    c.add_option(
        "url", how->url,
        "sqlite:shop.db, postgresql://user@host/shop; else $DATABASE_URL, which no list of processes "
        "shows");
    c.add_option("-o,--out", how->out, "the header that is written; else it goes to the standard output");
    c.add_option("-n,--namespace", how->write.name_space, "of the structs")->capture_default_str();
    c.add_option(
        "-t,--tables", how->write.tables,
        "only these tables: names, * and ? stand for any characters, and sales.* for those of a schema");
    c.add_option("-w,--without", how->write.without, "all but these tables, in the same form");
    c.add_option("-s,--schemas", how->read.schemas,
                 "the schemas whose tables are pulled; else those of the search path");
    c.add_flag("--all-schemas", how->read.all_schemas, "the tables of all schemas but the database's own");
    c.add_flag("--check", how->check,
               "write nothing; exit with 1 where --out does not hold what would be written");
    c.add_flag("--json", how->json, "say what was done as JSON, with the header where no --out is given");
    c.callback([how, &result, &out, &err] {
        if (how->check && how->out.empty()) throw CLI::ValidationError("--check", "needs --out");
        result = run_pull(*how, out, err);
    });
}

} // namespace dataflow::tool
