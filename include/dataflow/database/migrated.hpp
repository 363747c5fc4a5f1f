// What a database has for migrations: calls that only compile with <dataflow/migrate.hpp>.
#pragma once

#include <dataflow/core/type_list.hpp>
#include <dataflow/database/rules.hpp>

namespace dataflow {

struct migrate_options; // include <dataflow/migrate.hpp>
template <class... Models>
class database;
namespace migrate {
struct way_in;
} // namespace migrate

} // namespace dataflow

namespace dataflow::database_ {

/// The base of `database<Models...>`.
template <class... Models>
struct migrated {
    /// Changes the tables into what the models want, where they are not so: plans, asks, runs, and enters it
    /// in the database's history. Include <dataflow/migrate.hpp>, which has `migrate_options` and the
    /// `migrate_result` that it gives; docs/migrations.md. A database whose tables do not fit does not open:
    /// `df::open_migrated` migrates and opens.
    template <class Options = migrate_options>
    auto migrate(const Options& how) {
        return rule::migrations_need_the_header_dataflow_migrate_hpp<Options, Models...>::run(self(), how);
    }
    template <class... Nothing>
        requires(sizeof...(Nothing) == 0)
    auto migrate() {
        return rule::migrations_need_the_header_dataflow_migrate_hpp<types<Nothing...>, Models...>::run(
            self());
    }
    /// How the tables differ from what the models want, and from what migrations have left. Include
    /// <dataflow/migrate.hpp>.
    template <class... Nothing>
        requires(sizeof...(Nothing) == 0)
    [[nodiscard]] auto drift() {
        return rule::migrations_need_the_header_dataflow_migrate_hpp<types<Nothing...>, Models...>::drift(
            self());
    }

  private:
    [[nodiscard]] const database<Models...>& self() const {
        return static_cast<const database<Models...>&>(*this);
    }
};

} // namespace dataflow::database_
