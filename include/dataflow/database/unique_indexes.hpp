// The indexes that a table already has, and whether they keep unique what its model declares unique.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/schema/table.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::database_ {

/// A column of an index as the database has it.
struct found_index {
    std::string name;
    std::string column{}; ///< empty for an expression
    bool unique = false;  ///< of a valid unique index that compares texts byte by byte
    bool partial = false; ///< of an index with a condition
};

/// All columns of all indexes of a table, index by index.
[[nodiscard]] std::vector<found_index> indexes_of(driver::connection& c, const schema::table& t);

/// Whether there is an index of this name.
[[nodiscard]] bool has_index(std::span<const found_index> found, std::string_view name) noexcept;

/// Whether the index of this name keeps unique what `wanted` keeps unique.
[[nodiscard]] bool keeps_unique(std::span<const found_index> found, std::string_view name,
                                const schema::table& t, const schema::index& wanted);
/// Whether any index does.
[[nodiscard]] bool kept_unique(std::span<const found_index> found, const schema::table& t,
                               const schema::index& wanted);

/// Throws the schema_mismatch of a table whose index of this name does not keep unique what the model
/// declares.
[[noreturn]] void refuse_index(std::string_view name, const schema::table& t, const schema::index& wanted);

/// Throws schema_mismatch where an index that was to be made is not there: another table has one of its name.
void expect_index(driver::connection& c, const schema::table& t, std::string_view name);

} // namespace dataflow::database_

#ifndef DATAFLOW_RUNTIME_APART
#include <dataflow/database/unique_indexes.ipp>
#endif
