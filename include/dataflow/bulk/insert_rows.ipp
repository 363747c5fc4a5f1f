// The code of bulk/insert_rows.hpp.
#pragma once

#include <dataflow/bulk/detail/batch.hpp>
#include <dataflow/bulk/detail/batch_runner.hpp>
#include <dataflow/bulk/detail/insert_executor.hpp>
#include <dataflow/bulk/detail/one_order.hpp>
#include <dataflow/bulk/insert_rows.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/keys.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace dataflow::node_ {

namespace detail {

[[nodiscard]] inline std::size_t rows_at_once(context& c, const insert_plan& plan,
                                              const row_source& rows) noexcept {
    if (plan.how.size != 0) return plan.how.size;
    const bool copies = rows.gather == nullptr && plan.report.call == nullptr && c.dialect_data().copies &&
                        plan.ids == nullptr && plan.on_conflict == conflict::error &&
                        plan.how.undone == atomicity::all;
    return copies ? large_batch_size : default_batch_size;
}

/// Calls `use(batch)` for batches of all rows of a table that refers to itself, in an order in which each row
/// follows those that it refers to, wherever they are; so what comes of them does not depend on the size of
/// the batches. Rows that refer to each other in a ring come together. `moved`: told the order, where it is
/// not the rows' own.
template <class Use, class Moved>
void each_ordered_batch(const insert_plan& plan, const batch& all, std::size_t size, Use use, Moved moved) {
    row_units units{all.rows.count};
    // Rows of one statement may refer to each other; only what one of them does to another can depend on
    // their order.
    if (all.rows.count > size || plan.on_conflict != conflict::error)
        units = units_by_reference(*plan.insert->table, plan.fields, all.rows);
    batch rows = all;
    row_positions kept;
    if (!units.order.empty()) {
        rows.rows = chosen_rows(all.rows, units.order, kept);
        moved(units.order);
    }
    for (std::size_t from = 0; from < units.count();) {
        auto to = from + 1;
        while (to < units.count() && units.start(to + 1) - units.start(from) <= size) ++to;
        use(rows.part(units.start(from), units.start(to) - units.start(from)));
        from = to;
    }
}

/// Tells how far a bulk node is; not again, where its rows are taken once more.
class progress_of_all {
  public:
    explicit progress_of_all(const insert_plan& plan) noexcept : plan_(plan) {}
    void tell(const bulk_progress& far) {
        if (plan_.report.call == nullptr || far.done <= told_) return;
        told_ = far.done;
        plan_.report.call(plan_.report.self, far);
    }

  private:
    const insert_plan& plan_;
    std::int64_t told_ = 0;
};

/// Inserts all rows, in an order where one is given.
inline bulk_counts insert_all(context& c, const insert_plan& plan, const row_source& rows, std::size_t size,
                              const row_positions& order, progress_of_all& progress,
                              std::vector<bulk_failure>& failures) {
    const auto& s = *plan.insert;
    std::optional<context::scope> whole;
    if (plan.how.undone == atomicity::all) whole.emplace(c, s);
    insert_executor work{plan, c.depth() > 0};
    work.forget(0);
    batch_runner runner{c, work, s, plan.how.undone};
    runner.begun(whole);
    const bool complete =
        s.table->key.size() == 1 && plan.fields[s.table->key[0]].type->stored == storage::uuid;
    std::int64_t requested = 0;
    const auto complete_keys = [&](const batch& b) {
        if (complete)
            for (std::size_t i = 0; i < b.rows.count; ++i)
                complete_key(s, plan.fields, const_cast<void*>(b.rows.row(i)));
    };
    const auto run = [&](const batch& b) {
        requested += static_cast<std::int64_t>(b.rows.count);
        runner.run(b);
        progress.tell(runner.progress());
    };
    // What is undone with a batch depends on which rows are in it: there they stay in their own order.
    const bool references = refers_to_itself(*s.table) && plan.how.undone != atomicity::batch;
    const auto by_reference = [&](const batch& all) {
        complete_keys(all);
        each_ordered_batch(plan, all, size, run, [&](const row_positions& moved) { runner.moved(moved); });
    };
    if (!order.empty()) {
        work.rows_are_moved();
        row_positions kept;
        const auto all = in_this_order(rows, order, kept);
        if (references) by_reference(all);
        else each_part(all, size, run);
    } else if (references) each_batch(rows, SIZE_MAX, by_reference);
    else
        each_batch(rows, size, [&](const batch& b) {
            complete_keys(b);
            run(b);
        });
    runner.end([&] { work.advance(c); });
    work.arrange_keys();
    if (whole) whole->done();
    failures = std::move(runner.failures);
    std::sort(failures.begin(), failures.end(),
              [](const auto& a, const auto& b) { return a.index < b.index; });
    runner.counts.requested = requested;
    return runner.counts;
}

} // namespace detail

DATAFLOW_RUNTIME bulk_counts insert_rows(context& c, const insert_plan& plan, const row_source& rows,
                                         std::vector<bulk_failure>& failures) {
    const auto& s = *plan.insert;
    if (plan.on_conflict == conflict::update && s.target.empty())
        fail(error_kind::protected_operation, s,
             "on conflict update needs a conflict target: .on_conflict(df::conflict::update, field<...>)");
    if (plan.on_conflict == conflict::skip && plan.ids != nullptr && s.target.empty())
        fail(error_kind::protected_operation, s,
             "returning the ids of skipped rows needs a conflict target: .on_conflict(df::conflict::skip, "
             "field<...>)");
    const auto size = detail::rows_at_once(c, plan, rows);
    detail::progress_of_all progress{plan};
    row_positions order;
    if (detail::locks_span_batches(c, plan.how, rows, size))
        order = detail::insert_executor{plan, true}.order_of_all(rows.rows);
    return detail::in_one_order(c, !order.empty(), [&](bool sorted) {
        return detail::insert_all(c, plan, rows, size, sorted ? order : row_positions{}, progress, failures);
    });
}

} // namespace dataflow::node_
