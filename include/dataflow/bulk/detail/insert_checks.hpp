// What rows must hold before they are sent.
#pragma once

#include <dataflow/bulk/detail/insert_executor.hpp>
#include <dataflow/node/fault.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow::node_::detail {

inline void insert_executor::check_keys(const batch& rows) const {
    const auto& t = *plan_.insert->table;
    if (t.key.size() != 1) return; // a found table may have none
    const auto& key = plan_.fields[t.key[0]];
    if (key.type->memory != layout::text) return;
    for (std::size_t i = 0; i < rows.rows.count; ++i)
        if (load(key, rows.rows.row(i)).size == 0)
            fail(error_kind::invalid_value, *plan_.insert, "the key is empty", key.name);
}

inline void insert_executor::check_times(const batch& rows) const {
    for (const std::string_view name : {"created_at", "updated_at"}) {
        const int at = plan_.insert->table->find(name);
        if (at < static_cast<int>(plan_.insert->table->own_columns)) continue; // none that the library keeps
        for (std::size_t i = 0; i < rows.rows.count; ++i)
            if (load(plan_.fields[static_cast<std::size_t>(at)], rows.rows.row(i)).integer == 0)
                fail(error_kind::invalid_value, *plan_.insert, "a row has no time of its own", name);
    }
}

} // namespace dataflow::node_::detail
