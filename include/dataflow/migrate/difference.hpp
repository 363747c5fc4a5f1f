// How two databases differ, and what leads from one to the other.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/migrate/plan.hpp>
#include <dataflow/migrate/preview.hpp>

#include <string>
#include <vector>

namespace dataflow::migrate {

/// A database as it was found: its tables, or those of a snapshot.
struct found_database {
    catalog::live_description tables{};
    int server_version = 0; ///< 0: not known
};

/// The differences of one table, in words.
struct table_differences {
    std::string table{};
    std::vector<std::string> lines{}; ///< "column size is TEXT and should be INTEGER"
};

struct difference_report {
    std::vector<table_differences> tables{}; ///< those that differ
    plan leads{};                            ///< from the first database to the second one

    [[nodiscard]] bool empty() const noexcept { return tables.empty() && leads.empty(); }
};

/// What must be done to `from`, so that it is as `to`. Tables that only `from` has are told, and the plan
/// leaves them as they are: it never drops a table. Views and others that hold no rows of their own are told,
/// too; no plan makes them. What the library itself keeps (`dataflow_migrations`, ...) is no difference.
/// Throws `invalid_value` where the two are of different kinds.
[[nodiscard]] difference_report differences(const found_database& from, const found_database& to,
                                            const plan_options& how = {});

/// A copy of the tables without those that the library keeps for itself, and without the schema of those that
/// their name alone finds: in another database it has another name. It borrows its texts from what was given.
[[nodiscard]] catalog::live_description own_tables(const catalog::database_description& of);

[[nodiscard]] std::string to_text(const difference_report& d, const preview_options& how = {});
[[nodiscard]] std::string to_json(const difference_report& d);

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/difference.ipp>
#endif
