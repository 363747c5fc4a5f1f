// The code of node/insert_rows.hpp.
#pragma once

#include <dataflow/node/batch.hpp>
#include <dataflow/node/batch_runner.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/insert_rows.hpp>
#include <dataflow/node/insert_work.hpp>
#include <dataflow/node/keys.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace dataflow::node_ {

namespace detail {

[[nodiscard]] inline std::size_t rows_at_once(context& c, const insert_plan& plan, const row_source& rows) noexcept {
    if (plan.how.size != 0) return plan.how.size;
    const bool copies = rows.gather == nullptr && plan.report.call == nullptr && c.postgres() && plan.ids == nullptr &&
                        plan.on_conflict == conflict::error && plan.how.undone == atomicity::all;
    return copies ? large_batch_size : default_batch_size;
}

} // namespace detail

DATAFLOW_RUNTIME bulk_counts insert_rows(context& c, const insert_plan& plan, const row_source& rows, std::vector<bulk_failure>& failures) {
    const auto& s = *plan.insert;
    if (plan.on_conflict == conflict::update && s.target.empty())
        fail(error_kind::protected_operation, s, "on conflict update needs a conflict target: .on_conflict(df::conflict::update, field<...>)");
    if (plan.on_conflict == conflict::skip && plan.ids != nullptr && s.target.empty())
        fail(error_kind::protected_operation, s, "returning the ids of skipped rows needs a conflict target: .on_conflict(df::conflict::skip, field<...>)");
    std::optional<context::scope> whole;
    if (plan.how.undone == atomicity::all) whole.emplace(c, s);
    detail::insert_work work{plan, c.depth() > 0};
    batch_runner runner{c, work, s, plan.how.undone};
    runner.begun(whole);
    const bool complete = s.table->key.size() == 1 && plan.fields[s.table->key[0]].type->stored == storage::uuid;
    std::int64_t requested = 0;
    each_batch(rows, detail::rows_at_once(c, plan, rows), [&](const batch& b) {
        if (complete)
            for (std::size_t i = 0; i < b.rows.count; ++i) complete_key(s, plan.fields, const_cast<void*>(b.rows.row(i)));
        requested += static_cast<std::int64_t>(b.rows.count);
        runner.run(b);
        if (plan.report.call != nullptr) plan.report.call(plan.report.self, runner.progress());
    });
    runner.end([&] { work.advance(c); });
    if (whole) whole->done();
    failures = std::move(runner.failures);
    runner.counts.requested = requested;
    return runner.counts;
}

} // namespace dataflow::node_
