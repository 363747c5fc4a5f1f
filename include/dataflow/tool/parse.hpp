// How a program's arguments are read, and what is said of wrong ones.
#pragma once

#include <dataflow/tool/source.hpp>

#include <CLI/CLI.hpp>

#include <exception>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::tool {

/// Runs the command that the arguments name, which leaves its exit code in `result`, and gives that; 1 where
/// it throws, 2 where the arguments are wrong: `err` is told why, after `before`, and without passwords.
inline int parse(CLI::App& app, const int& result, int count, const char* const* arguments,
                 std::string_view before, std::ostream& out, std::ostream& err) {
    try {
        app.parse(count, arguments);
        return result;
    } catch (const CLI::Success& e) { // --help, --version
        return app.exit(e, out, err);
    } catch (const CLI::ParseError& e) {
        const auto unknown = app.get_subcommands().empty() ? app.remaining() : std::vector<std::string>{};
        err << before
            << without_passwords(unknown.empty() ? e.what() : "there is no command '" + unknown.front() + "'")
            << "\nRun with --help for what it takes.\n";
        return 2;
    } catch (const std::exception& e) {
        err << before << without_passwords(e.what()) << '\n';
        return 1;
    }
}

} // namespace dataflow::tool
