// The values of one run of a statement.
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/sql/session_values.hpp>

#include <cstdint>
#include <span>

namespace dataflow::rooms::sql {

/// What a node hands over for one run, all of it borrowed. Which of it becomes which parameter, the
/// statement's notes say (sql/value_source.hpp).
struct bindings {
    std::span<const value> given{};     ///< the values of the clauses, each at its place
    std::span<const value> arguments{}; ///< values that belong to no clause
    const void* record = nullptr;
    std::span<const field_access> fields{}; ///< of the record
    const void* key = nullptr;
    std::span<const field_access> key_fields{};
    const rows_view* rows = nullptr; ///< the caller's rows
    std::int64_t now = 0;            ///< microseconds since 1970-01-01, UTC
    std::int64_t limit = 0;
    std::int64_t offset = 0;
    const session_values* session = nullptr; ///< whose run it is; `context` sets it
    std::int64_t* updated = nullptr;         ///< SQLite: the counter of updates
};

} // namespace dataflow::rooms::sql
