// PostgreSQL's row-level security for models with tenants: the policy of their tables. docs/tenants.md.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/database/trigger_change.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/session_told.hpp>
#include <dataflow/schema/table.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::database_ {

/// Connections tell the policies which tenant's session runs, whatever it runs.
inline constexpr driver::trigger_help policy_help{.reads = true};

/// Whether a model has that option.
[[nodiscard]] bool any_secured(std::span<const described> models) noexcept;
/// Throws schema_mismatch where the database has no such thing.
void require_row_security(dialect d, std::span<const described> models);
/// What makes the policy of a table what its model says, and what takes that back.
struct policy_change {
    const schema::table* table = nullptr;
    trigger_change texts{};
};
/// Those of some models, as in `row_security_changes`.
[[nodiscard]] std::vector<policy_change> policy_changes(driver::connection& c,
                                                        std::span<const described> models, bool ended);
/// The texts that make the policies what the options of models say; none where they are. `ended`: those of
/// models that have the option no more, too.
[[nodiscard]] std::vector<std::string> row_security_changes(driver::connection& c,
                                                            std::span<const described> models, bool ended);
/// A warning where the role of the connection passes all policies by.
[[nodiscard]] std::optional<open_warning> passed_by(driver::connection& c, std::span<const described> models);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/row_security.ipp>
#endif
