// The program `dataflow`: what its main calls.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/tool/diff.hpp>
#include <dataflow/tool/migrations.hpp>
#include <dataflow/tool/pull.hpp>
#include <dataflow/tool/queue.hpp>
#include <dataflow/tool/seed.hpp>
#if DATAFLOW_LINT
#include <dataflow/tool/lint.hpp>
#endif
#include <dataflow/tool/parse.hpp>

#include <CLI/CLI.hpp>

#include <ostream>
#include <string>
#include <string_view>

namespace dataflow::tool {

/// Runs the command that the arguments name. Exit codes: 0 it is done; 1 it failed, and `err` tells
/// why; 2 the arguments are wrong. No password is printed.
inline int run(int count, const char* const* arguments, std::string_view version, std::ostream& out,
               std::ostream& err) {
    CLI::App app{"Works on databases for programs that use DataFlow for C++.", "dataflow"};
    app.set_version_flag("--version", "dataflow " + std::string{version});
    app.require_subcommand(1);
    app.footer("dataflow COMMAND --help tells what a command takes.");
    int result = 0;
    add_pull(app, result, out, err);
    add_migrations(
        app, result, out, err,
        [](const std::string& url, bool creates) { return migrations_at(url, creates); }, false, true);
    const auto find = [](const std::string& url, bool creates) { return migrations_at(url, creates); };
    add_queue(app, result, out, err, find, false, true);
    add_seed(app, result, out, [](const std::string& url) { return migrations_at(url, false).core(); }, true);
    add_diff(app, result, out, {});
    add_snapshot(app, result, out, err, {});
#if DATAFLOW_LINT
    add_lint(app, result, out, err);
#endif
    return parse(app, result, count, arguments, "dataflow: ", out, err);
}

} // namespace dataflow::tool
