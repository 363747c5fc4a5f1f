// Looks after the triggers that refuse the writes which a model is without.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/database/detail/row_limits.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/table.hpp>

#include <string>
#include <vector>

namespace dataflow::database_ {

/// What makes the triggers of a table what they should be, and what takes that back; nothing where they are.
/// Those that no option wants any more stay, unless they are `unwanted` here: a program never takes away by
/// opening a database what another one may rely on.
[[nodiscard]] trigger_change protection_changes(driver::connection& c, const schema::table& t, bool unwanted);

/// The same together with `row_limit_changes`.
[[nodiscard]] trigger_change guarantee_changes(driver::connection& c, const schema::table& t, bool unwanted);

/// What looks after the protection, and the limit of rows, of a model's table; null where it has none.
template <class M>
[[nodiscard]] constexpr protection_keeper* protection_keeper_of() noexcept {
    if constexpr (options_of<M>.rows_per_tenant != 0) return &guarantee_changes;
    else if constexpr (options_of<M>.lacks(write_kind::any) || options_of<M>.immutable.size != 0)
        return &protection_changes;
    else return nullptr;
}

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/protections.ipp>
#endif
