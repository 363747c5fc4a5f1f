// df::manage: the commands about migrations in a program of one's own. It needs CLI11; so programs that want
// it include this header, and dataflow.hpp before it. See docs/migrations.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/core/error.hpp>
#include <dataflow/database/database.hpp>
#include <dataflow/migrate/database.hpp>
#include <dataflow/tool/migrations.hpp>
#include <dataflow/tool/parse.hpp>

#include <CLI/CLI.hpp>

#include <iostream>
#include <ostream>
#include <string>

namespace dataflow {

/// Runs the command that the arguments name on the migrations of a database: `plan`, `check`, `migrate`,
/// `status`, `history`, `rollback`, `drift`, `new`; `--json` prints JSON. Gives the exit code: 0 it is done;
/// 1 it failed, and `err` tells why, or there is what `check`, `drift` or `status` looks for; 2 the arguments
/// are wrong.
inline int manage(int count, const char* const* arguments, const migrations& of,
                  std::ostream& out = std::cout, std::ostream& err = std::cerr) {
    CLI::App app{"Changes the tables of a database with the models of this program."};
    app.require_subcommand(1);
    int result = 0;
    tool::add_migrations(app, result, out, err, [&](const std::string&, bool) { return of; }, true, false);
    return tool::parse(app, result, count, arguments, {}, out, err);
}
/// The same of a database that is open.
template <class... Models>
int manage(int count, const char* const* arguments, const database<Models...>& db,
           std::ostream& out = std::cout, std::ostream& err = std::cerr) {
    return manage(count, arguments, migrations{db}, out, err);
}

} // namespace dataflow

#include <dataflow/core/leave.hpp> // last
