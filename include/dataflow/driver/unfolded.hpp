// Statements that have parts known only at run time, as drivers run them.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>

#include <cstdint>
#include <memory>
#include <span>

namespace dataflow::driver {

/// Whether there are such parts among the values of a statement.
[[nodiscard]] inline bool has_fragments(const sql::statement& s, const sql::bindings& bound) noexcept {
    if ((s.predicate == nullptr && s.select == nullptr) || !s.fragments.empty()) return false;
    for (const auto& v : bound.given)
        if (v.held == value::form::fragment) return true;
    return false;
}

/// `on.run` and `on.open` of the statement that has its parts in place.
outcome run_unfolded(connection& on, const sql::statement& what, std::uint64_t variant,
                     const sql::bindings& bound, row_target* target);
[[nodiscard]] std::unique_ptr<cursor> open_unfolded(connection& on, const sql::statement& what,
                                                    std::uint64_t variant, const sql::bindings& bound,
                                                    std::span<const field_access> fields);

} // namespace dataflow::driver

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/driver/unfolded.ipp>
#endif
