// What the rows of a table of SQLite's must be before it changes, as queries that find those in the way.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/migrate/detail/sqlite_table.hpp>

#include <string>
#include <vector>

namespace dataflow::migrate::detail {

struct sqlite_verify {
    std::string what{};
    std::string query{};
};

[[nodiscard]] std::vector<sqlite_verify> sqlite_verifies_of(const sqlite_table& t, const change_list& all);

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/sqlite_verify.ipp>
#endif
