// What a bulk operation gives back.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/schema/model.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dataflow {

/// How much of a bulk operation is undone when a row fails.
enum class atomicity : std::uint8_t {
    all,   ///< everything; the error is thrown and names the row (the default)
    batch, ///< the batch with the row; the other batches stay
    row,   ///< only the row; every other row stays
};

/// A row that was refused.
struct bulk_failure {
    std::size_t index; ///< its position in the input, from 0
    dataflow::error error;
};

/// Counts are the database's own, never the length of the input.
template <class M>
struct bulk_result {
    std::int64_t requested = 0; ///< rows of the input; records that a predicate met
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t skipped = 0; ///< left as they were, because of a conflict
    std::int64_t deleted = 0;
    std::vector<bulk_failure> failures{};   ///< with `atomicity::batch` and `row`: what was refused, in order
    std::vector<schema::key_type<M>> ids{}; ///< with `returning_ids()`: in the order of the input
};

/// How far a bulk operation has come; given to `on_progress`.
struct bulk_progress {
    std::int64_t done = 0;   ///< rows handled, failed ones included
    std::int64_t failed = 0; ///< rows of failed batches, or failed rows
};

} // namespace dataflow
