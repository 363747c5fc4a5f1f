// The checks of enumerations that tables already have: an enumeration that got a new value needs a wider one.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/schema/table.hpp>

#include <string>
#include <vector>

namespace dataflow::database_ {

/// A check of the library's own that does not allow every value of its enumeration, and the texts that mend it.
struct narrow_check {
    const schema::column* column;
    std::string missing;                ///< the names that it does not allow
    std::vector<std::string> texts;     ///< they also allow what it allowed before

    [[nodiscard]] std::string difference() const { return "the check of column " + std::string{column->name} + " does not allow " + missing; }
};

/// The checks of a table that are too narrow. Checks that others made, or changed by hand, are left alone.
[[nodiscard]] std::vector<narrow_check> narrow_checks(driver::connection& c, const schema::table& t);

} // namespace dataflow::database_

#ifndef DATAFLOW_RUNTIME_APART
#include <dataflow/database/enum_checks.ipp>
#endif
