// The triggers that the options of models need, for what changes their tables.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/database/detail/histories.hpp>
#include <dataflow/database/detail/protections.hpp>
#include <dataflow/database/detail/row_limits.hpp>
#include <dataflow/database/detail/tables.hpp>
#include <dataflow/database/trigger_change.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/schema/model.hpp>

#include <span>
#include <string>
#include <vector>

namespace dataflow::database_ {

/// What the option of a table needs that is switched on, off, or changed.
struct option_change {
    enum class which : std::uint8_t { protection, row_limit, audit_log, row_security };
    const schema::table* table = nullptr;
    which option = which::protection;
    trigger_change texts{};
    trigger_change suspended{}; ///< where its triggers are in the way of other changes of the table: what
                                ///< takes all of them away, and brings them back
    trigger_change anew{};      ///< and what makes those that are wanted after it
};

/// What those options need that a migration switches on and off in steps of its own, of all tables that have
/// triggers of theirs or want some.
[[nodiscard]] std::vector<option_change> option_changes(driver::connection& on,
                                                        std::span<const described> models);

/// Of some models: what makes the triggers of all options what they should be, none where they are; or, where
/// `changes` is given, what its options need.
template <class... Models>
[[nodiscard]] std::vector<std::string> triggers_for(driver::connection& on,
                                                    std::vector<option_change>* changes) {
    const described all[]{{&schema::table_of<Models>, nullptr, schema::fields_of<Models>, nullptr,
                           audit_kept_by<Models>::keeper, history_keeper_of<Models>(),
                           &guarantee_changes}...};
    if (changes == nullptr) return trigger_changes(on, all);
    *changes = option_changes(on, all);
    return {};
}

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/option_triggers.ipp>
#endif
