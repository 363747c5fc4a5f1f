// What the opening of a database has to do: what is missing and can be made, and what does not fit.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/database/detail/enum_checks.hpp>
#include <dataflow/database/detail/misfits.hpp>
#include <dataflow/database/detail/opening_view.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/node/context.hpp>

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::database_ {

struct opening_plan {
    /// An index that is missing, and the statement that makes it.
    struct new_index {
        const schema::table* table;
        std::string name;
        std::string make;
    };
    std::vector<const described*> tables{};
    std::vector<new_index> indexes{};
    std::vector<const described*> searched{}; ///< whose full-text index is missing or another one
    std::vector<narrow_check> checks{};
    misfits wrong{};
    std::vector<open_warning> warnings{};
    std::unique_ptr<sql::forms> forms{}; ///< of columns that fit in a form of their own

    [[nodiscard]] bool empty() const noexcept {
        return tables.empty() && indexes.empty() && searched.empty() && checks.empty();
    }
};

/// Compares. What is missing is wrong, too, where nothing is to be made, but for indexes that guard nothing.
[[nodiscard]] opening_plan plan_of(context& c, std::span<const described> models, const opening_view& view,
                                   opening how);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/opening_plan.ipp>
#endif
