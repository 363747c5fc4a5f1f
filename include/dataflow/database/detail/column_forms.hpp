// Of tables that others made: which columns keep their values in a form of their own, and which cannot keep
// those of their fields.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/forms.hpp>

#include <memory>
#include <string>
#include <vector>

namespace dataflow::database_ {

/// A column that does not fit its field, or that does not promise all that the library's own would.
struct judged_column {
    const catalog::column* wanted = nullptr;
    const catalog::column* found = nullptr;
    bool fits = false;
    std::string words{};
};

/// Looks at the columns of a table but `left_out`, and adds the forms to `forms`, which may be null before.
[[nodiscard]] std::vector<judged_column>
fit_columns(context& c, const schema::table& t, const catalog::table& wanted, const catalog::table& found,
            const catalog::column* left_out, std::unique_ptr<sql::forms>& forms);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/column_forms.ipp>
#endif
