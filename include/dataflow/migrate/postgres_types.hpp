// What PostgreSQL does with a table when the type of a column changes.
// https://www.postgresql.org/docs/current/sql-altertable.html; which casts need no rewrite: `castmethod` of
// pg_cast, and the functions that relax a length (varchar_support, numeric_support, interval_support).
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>

#include <string>
#include <string_view>

namespace dataflow::migrate {

/// How one type becomes another.
struct type_way {
    bool known = false;    ///< whether there is one
    bool rewrites = false; ///< the table is written anew; else the catalog changes only
    bool lossless = false; ///< every value has its like
    std::string with{};    ///< the value of USING; empty: the cast by itself
    std::string
        misfit{}; ///< a condition that rows fulfill whose value does not fit; empty: none, or not known
};

/// `name`: the column, quoted. `version`: of the server, for the conditions that only newer ones can say.
[[nodiscard]] type_way way_of_type(const catalog::column_type& from, const catalog::column_type& to,
                                   const std::string& name, int version);

/// Whether a default has another value for each row: then PostgreSQL cannot keep it once for all older rows,
/// and writes the table anew. A function that is not known is taken for such a one.
[[nodiscard]] bool is_volatile(std::string_view default_text);

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/postgres_types.ipp>
#endif
