// The checks of enumerations that tables already have: an enumeration that got a new value needs a wider one.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/schema/table.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::database_ {

/// A check of the library's own that does not allow every value of its enumeration.
struct narrow_check {
    const schema::table* table = nullptr;
    const schema::column* column = nullptr;
    std::string
        missing{}; ///< the names that it does not allow; empty where it allows all, or was changed by hand
    std::string name{};               ///< the check's
    std::string expression{};         ///< as the database has it
    std::vector<std::string> names{}; ///< those that it is to allow: what it allowed before, too

    [[nodiscard]] std::string difference() const {
        return "the check of column " + std::string{column->name} + " does not allow " + missing;
    }
};

/// Whether a check that was found is too narrow. `definition`: SQLite's text of the table.
[[nodiscard]] narrow_check narrow_check_of(dialect d, const schema::table& t, const schema::column& c,
                                           const catalog::check& found, std::string_view definition);

/// The statements that widen checks, all of them. `version`: SQLite's, of the schema.
[[nodiscard]] std::vector<std::string> widening_texts(dialect d, const catalog::database_description& found,
                                                      const std::vector<narrow_check>& checks,
                                                      std::int64_t version);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/enum_checks.ipp>
#endif
