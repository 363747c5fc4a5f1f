// The table of the audit log, as the triggers' texts and the checks of its chains spell it.
#pragma once

#include <dataflow/schema/table.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::audit::detail {

inline constexpr std::string_view log_table = "dataflow_audit";
inline constexpr std::string_view secret_text = "(secret)";

/// What a hash is over, in this order, after the hash of the record before.
inline constexpr std::string_view hashed[]{
    "position",   "record_key", "before", "after",   "tenant_id",  "strand",         "at",
    "table_name", "operation",  "actor",  "address", "request_id", "transaction_id", "database_user"};

/// Whether the values of a column stand in no log.
[[nodiscard]] inline bool is_secret(const schema::table& t, std::size_t column) noexcept {
    for (const auto s : t.policy.secrets)
        if (s == column) return true;
    return false;
}
/// The column of the tenant; empty where there is none.
[[nodiscard]] inline std::string_view tenant_of(const schema::table& t) noexcept {
    return t.policy.partition < 0 ? std::string_view{}
                                  : t.columns[static_cast<std::size_t>(t.policy.partition)].name;
}
/// A trigger of the audit log.
struct trigger {
    std::string name;
    std::string does; ///< as the catalog tells it
    std::string make;
};

} // namespace dataflow::audit::detail
