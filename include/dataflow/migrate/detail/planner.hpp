// How one kind of database is changed: a function for each.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/migrate/change.hpp>
#include <dataflow/migrate/plan.hpp>

namespace dataflow::migrate::detail {

/// What a plan is made of. `out` has its dialect, its version, its questions about doubtful pairs, and what
/// is left alone.
struct planning {
    const catalog::database_description& wanted;
    const catalog::database_description& found; ///< as it was read: under the names that it has now
    const change_list& all;
    const plan_options& how;
    plan& out;
};

/// Adds the steps of some changes to a plan that has its dialect and its version.
void plan_of_changes(const catalog::database_description& wanted, const catalog::database_description& found,
                     const change_list& all, const plan_options& how, plan& out);

/// The planners; each in the file of its name.
void plan_for_postgres(planning& with);
void plan_for_sqlite(planning& with);

} // namespace dataflow::migrate::detail
