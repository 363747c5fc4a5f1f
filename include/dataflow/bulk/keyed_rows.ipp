// The code of bulk/keyed_rows.hpp.
#pragma once

#include <dataflow/bulk/detail/batch.hpp>
#include <dataflow/bulk/detail/batch_runner.hpp>
#include <dataflow/bulk/detail/keyed_executor.hpp>
#include <dataflow/bulk/detail/one_order.hpp>
#include <dataflow/bulk/detail/row_order.hpp>
#include <dataflow/bulk/keyed_rows.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/update.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace dataflow::node_ {

namespace detail {

[[nodiscard]] inline std::size_t keyed_at_once(const bulk_options& how) noexcept {
    return how.size != 0 ? how.size : large_batch_size;
}

/// Calls `use(batch)` for batches of all rows; `sorted`: in the order of their keys, which are the first of
/// the fields.
template <class Use>
void each_keyed_batch(const row_source& rows, std::span<const field_access> keys, std::size_t size,
                      bool sorted, Use use) {
    if (!sorted) return each_batch(rows, size, use);
    row_positions kept;
    const auto order = sorted_rows({rows.rows, keys});
    each_part(in_this_order(rows, order, kept), size, use);
}

inline void require_limit(const sql::statement& s, const std::optional<std::int64_t>& most) {
    if (most.value_or(0) < 0) fail(error_kind::invalid_value, s, "a limit is negative");
}

} // namespace detail

DATAFLOW_RUNTIME std::int64_t run_bulk_update(context& c, const sql::statement& s, std::uint64_t variant,
                                              std::span<const value> given,
                                              const std::optional<std::int64_t>& most) {
    detail::require_limit(s, most);
    return run_naming_foreign_keys(
               c, s, variant, {.given = given, .now = time_of_write(*s.table), .limit = most.value_or(0)},
               nullptr)
        .affected;
}

DATAFLOW_RUNTIME std::int64_t run_bulk_erase(context& c, const sql::statement& s, std::uint64_t variant,
                                             std::span<const value> given,
                                             const std::optional<std::int64_t>& most) {
    detail::require_limit(s, most);
    return run_delete(c, s, variant, {.given = given, .limit = most.value_or(0)});
}

DATAFLOW_RUNTIME bulk_counts update_rows(context& c, const sql::statement& s,
                                         std::span<const field_access> fields, const bulk_options& how,
                                         const row_source& rows, bool records,
                                         std::vector<bulk_failure>& failures) {
    std::array<field_access, 2 * sql::most_columns> sent;
    std::size_t n = 0;
    for (const auto k : s.table->key) sent[n++] = fields[k];
    for (const auto k : s.columns) sent[n++] = fields[k];
    const bool versions = records && s.table->policy.version >= 0;
    if (versions) sent[n++] = fields[static_cast<std::size_t>(s.table->policy.version)];
    const auto size = detail::keyed_at_once(how);
    const auto run = [&](bool sorted) {
        std::optional<context::scope> whole;
        if (how.undone == atomicity::all) whole.emplace(c, s);
        detail::keyed_executor work{s, false, {sent.data(), n}};
        if (const int at = s.table->policy.partition; records && at >= 0)
            work.check_tenant(fields[static_cast<std::size_t>(at)]);
        if (versions) work.check_versions(fields);
        batch_runner runner{c, work, s, how.undone};
        runner.begun(whole);
        std::int64_t requested = 0;
        detail::each_keyed_batch(rows, {sent.data(), s.table->key.size()}, size, sorted, [&](const batch& b) {
            requested += static_cast<std::int64_t>(b.rows.count);
            runner.run(b);
        });
        if (whole) whole->done();
        failures = std::move(runner.failures);
        runner.counts.requested = requested;
        return runner.counts;
    };
    return detail::in_one_order(c, detail::locks_span_batches(c, how, rows, size), run);
}

DATAFLOW_RUNTIME bulk_counts delete_rows(context& c, const sql::statement& s,
                                         std::span<const field_access> fields, const bulk_options& how,
                                         const row_source& keys) {
    const auto size = detail::keyed_at_once(how);
    const auto run = [&](bool one_by_one, bool sorted = false) {
        const context::scope whole{c, s};
        detail::keyed_executor work{s, true, fields, one_by_one};
        bulk_counts out;
        detail::each_keyed_batch(keys, fields, size, sorted, [&](const batch& b) {
            out.requested += static_cast<std::int64_t>(b.rows.count);
            out += work.attempt(c, b);
        });
        whole.done();
        return out;
    };
    if (c.dialect_data().erases_rows_together)
        return detail::in_one_order(c, detail::locks_span_batches(c, how, keys, size),
                                    [&](bool sorted) { return run(false, sorted); });
    // One after another is SQLite's fastest way, but a record that another one of them refers to needs one
    // statement for both.
    try {
        return run(true);
    } catch (const foreign_key_violation&) {
        return run(false);
    }
}

} // namespace dataflow::node_
