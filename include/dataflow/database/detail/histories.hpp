// Looks after the triggers that keep past versions.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/table.hpp>

#include <string>
#include <vector>

namespace dataflow::database_ {

/// The texts that make the triggers of a table what they should be, and bring its past versions up to the
/// table where they were not, or where its past versions are `fresh`; none where all is as it should be.
[[nodiscard]] std::vector<std::string> history_changes(driver::connection& c, const schema::table& t,
                                                       bool fresh);

/// What looks after the past versions of a model; null where it has none.
template <class M>
[[nodiscard]] constexpr history_keeper* history_keeper_of() noexcept {
    if constexpr (options_of<M>.history) return &history_changes;
    else return nullptr;
}

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/histories.ipp>
#endif
