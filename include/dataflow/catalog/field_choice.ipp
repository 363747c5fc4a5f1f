// The code of catalog/field_choice.hpp.
#pragma once

#include <dataflow/catalog/detail/choice_postgres.ipp>
#include <dataflow/catalog/detail/choice_sqlite.ipp>
#include <dataflow/catalog/field_choice.hpp>
#include <dataflow/sql/dialect.hpp>

namespace dataflow::catalog {

DATAFLOW_RUNTIME field_choice choice_of(dialect d, const table& in, const column& of) {
    const bool listed = sql::data_of(d).catalog == sql::catalog_form::pg_catalog;
    return listed ? detail::choice_on_postgres(in, of) : detail::sqlite_choice{in, of}.chosen();
}

DATAFLOW_RUNTIME std::string_view questions_of(dialect d, const column& of) {
    if (sql::data_of(d).catalog == sql::catalog_form::pg_catalog) return {};
    return detail::suggested_by(of).ask;
}

} // namespace dataflow::catalog
