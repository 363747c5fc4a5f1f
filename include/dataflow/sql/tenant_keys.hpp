// Of which tables several tenants may have records with one key.
#pragma once

#include <dataflow/schema/table.hpp>

namespace dataflow::rooms::sql {

/// Whether records of several tenants may have one key: the program gives it, not the database.
[[nodiscard]] constexpr bool has_keys_per_tenant(const schema::table& t) noexcept {
    return t.policy.partition >= 0 && t.generated_key < 0;
}

} // namespace dataflow::rooms::sql
