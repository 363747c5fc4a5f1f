// Databases that are migrated: `db.migrate()`, `df::open_migrated<Models...>(url)`.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/database.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/migrate/drift.hpp>
#include <dataflow/migrate/migrations.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace dataflow {

template <class Options, class... Models>
struct rule::migrations_need_the_header_dataflow_migrate_hpp {
    [[nodiscard]] static migrate_result run(const database<Models...>& db, const migrate_options& how = {}) {
        return migrations{db}.run(how);
    }
    [[nodiscard]] static migrate::drift_report drift(const database<Models...>& db) {
        return migrations{db}.drift();
    }
};

namespace migrate {

/// A database that is open, but whose tables have not been looked at.
[[nodiscard]] inline std::shared_ptr<database_::core> unchecked(const open_options& how) {
    if (how.existing_schema_mode)
        raise(error_kind::invalid_value,
              {.message = "existing_schema_mode changes nothing of a database, and a "
                          "migration does",
               .node = "migrate"});
    return std::make_shared<database_::core>(how);
}

} // namespace migrate

/// The migrations of a database by its URL, whether its tables fit the models or not.
template <class... Models>
[[nodiscard]] migrations migrations_of(const open_options& how) {
    return migrations{migrate::unchecked(how), &migrate::plan_for<Models...>,
                      &catalog::describe_models<Models...>, &database_::triggers_for<Models...>};
}
template <class... Models>
[[nodiscard]] migrations migrations_of(std::string_view url) {
    return migrations_of<Models...>(open_options{.url = database_::required_url(url)});
}

/// Migrates a database, and opens it. `result`, where it is given, is told what was done. Throws what
/// migrating and opening throw.
template <class... Models>
[[nodiscard]] database<Models...> open_migrated(const open_options& how,
                                                const migrate_options& migration = {},
                                                migrate_result* result = nullptr) {
    auto of = migrations_of<Models...>(how);
    auto done = of.run(migration);
    if (result != nullptr) *result = std::move(done);
    return migrate::way_in::open<Models...>(of.core(), how);
}
template <class... Models>
[[nodiscard]] database<Models...> open_migrated(std::string_view url, const migrate_options& migration = {},
                                                migrate_result* result = nullptr) {
    return open_migrated<Models...>(open_options{.url = database_::required_url(url)}, migration, result);
}

} // namespace dataflow
