// The triggers that the options of models need, for what changes their tables.
#pragma once

#include <dataflow/database/described.hpp>
#include <dataflow/database/detail/histories.hpp>
#include <dataflow/database/detail/tables.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/schema/model.hpp>

#include <string>
#include <vector>

namespace dataflow::database_ {

/// The texts that make the triggers of some models' options what they should be; none where they are.
template <class... Models>
[[nodiscard]] std::vector<std::string> triggers_for(driver::connection& on) {
    const described all[]{{&schema::table_of<Models>, nullptr, schema::fields_of<Models>, nullptr,
                           audit_kept_by<Models>::keeper, history_keeper_of<Models>()}...};
    return trigger_changes(on, all);
}

} // namespace dataflow::database_
