// The code of catalog/detail/source.hpp: the one place that chooses a row.
#pragma once

#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/catalog/detail/source_postgres.ipp>
#include <dataflow/catalog/detail/source_sqlite.ipp>

namespace dataflow::catalog {

DATAFLOW_RUNTIME const catalog_source& source_of(dialect d) noexcept {
    return sql::data_of(d).catalog == sql::catalog_form::pg_catalog ? detail::pg_catalog_source
                                                                    : detail::sqlite_schema_source;
}

} // namespace dataflow::catalog
