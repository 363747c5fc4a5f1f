// df::manage: the commands about migrations in a program of one's own. It needs CLI11; so programs that want
// it include this header, and dataflow.hpp before it. See docs/migrations.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/core/error.hpp>
#include <dataflow/database/database.hpp>
#include <dataflow/migrate/between.hpp>    // for the program: `df::migration`
#include <dataflow/migrate/change_set.hpp> // and what it gives to `run`
#include <dataflow/migrate/database.hpp>
#include <dataflow/tool/change_sets.hpp>
#include <dataflow/tool/diff.hpp>
#include <dataflow/tool/migrations.hpp>
#include <dataflow/tool/parse.hpp>
#include <dataflow/tool/queue.hpp>
#include <dataflow/tool/seed.hpp>

#include <CLI/CLI.hpp>

#include <cstddef>
#include <iostream>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow {

/// What a program gives its commands.
template <class... Models>
struct manage_options {
    open_options open{}; ///< how the database is opened, but for its URL
    migrate_options
        migrate{}; ///< how it is migrated, where the arguments do not say it: `max_risk`, `notify`
    /// What the command `seed` puts in, in the transaction of its files, after them. It should find again
    /// what is there already, as `df::upsert` does.
    callback<void(transaction<Models...>&)> seed{};
    /// Migrations that are written by hand: `migrate --change-set "split the name"`. Each has a name of its
    /// own.
    std::vector<migrate::change_set> change_sets{};
};

namespace tool {

inline int manage(int count, const char* const* arguments, const migrations& of, const migrate_options& how,
                  const find_core& find, const seed_function& seed, const change_sets& sets,
                  std::ostream& out, std::ostream& err) {
    CLI::App app{"Changes the tables of a database with the models of this program."};
    app.require_subcommand(1);
    app.preparse_callback([&sets](std::size_t) { require_names(sets); });
    int result = 0;
    const find_migrations own = [&of](const std::string&, bool) { return of; };
    add_migrations(app, result, out, err, own, true, false, how, sets);
    add_queue(app, result, out, err, own, true, false, how);
    const find_own it = [&of] { return &of; };
    add_diff(app, result, out, it);
    add_snapshot(app, result, out, err, it);
    add_seed(app, result, out, find, false, seed);
    return parse(app, result, count, arguments, {}, out, err);
}

} // namespace tool

/// Runs the command that the arguments name on the migrations of a database: `plan`, `check`, `migrate`,
/// `status`, `history`, `metrics`, `new`, `rollback`, `drift`, `diff`, `snapshot`, `queue`, `seed`; `--json`
/// prints JSON. Gives the exit code: 0 it is done; 1 it failed, and `err` tells why, or there is what
/// `check`, `diff`, `drift` or `status` looks for; 2 the arguments are wrong.
inline int manage(int count, const char* const* arguments, const migrations& of,
                  std::ostream& out = std::cout, std::ostream& err = std::cerr) {
    return tool::manage(
        count, arguments, of, {}, [&of](const std::string&) { return of.core(); }, {}, {}, out, err);
}
/// The same of a database that is open.
template <class... Models>
int manage(int count, const char* const* arguments, const database<Models...>& db,
           std::ostream& out = std::cout, std::ostream& err = std::cerr) {
    return manage(count, arguments, migrations{db}, out, err);
}
/// The same of a URL, with what the program gives: `df::manage<User, Order>(count, arguments,
/// "sqlite:shop.db", {.seed = [](auto& tx) { ... }})`.
template <class... Models>
int manage(int count, const char* const* arguments, std::string_view url,
           const manage_options<Models...>& how = {}, std::ostream& out = std::cout,
           std::ostream& err = std::cerr) {
    auto opening = how.open;
    opening.url = database_::required_url(url);
    const auto of = migrations_of<Models...>(opening);
    tool::seed_function seed;
    if (how.seed)
        seed = [work = how.seed](context& inside) {
            transaction<Models...> open{inside};
            work(open);
        };
    const auto find = [&](const std::string&) {
        // The function needs tables that fit, and says so before anything is put in.
        if (how.seed) (void)migrate::way_in::open<Models...>(of.core(), opening);
        return of.core();
    };
    return tool::manage(count, arguments, of, how.migrate, find, seed, how.change_sets, out, err);
}

} // namespace dataflow

#include <dataflow/core/leave.hpp> // last
