// The code of migrate/detail/execution.hpp: one step after the other.
#pragma once

#include <dataflow/database/execution.hpp>
#include <dataflow/migrate/detail/execution.hpp>
#include <dataflow/migrate/detail/patience.hpp>
#include <dataflow/migrate/detail/texts.hpp>

#include <algorithm>
#include <cstdint>
#include <thread>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME std::chrono::milliseconds execution::since_start() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - start_);
}

DATAFLOW_RUNTIME execution::group execution::group_from(std::size_t first) const noexcept {
    const auto& steps = m_->plan.steps;
    const auto is_alone = [](const step& s) {
        return s.transaction == no_transaction || s.kind == step_kind::backfill;
    };
    auto end = first + 1;
    if (is_alone(steps[first])) return {first, end, true};
    while (end < steps.size() && !is_alone(steps[end]) && steps[end].transaction == steps[first].transaction)
        ++end;
    return {first, end, false};
}

DATAFLOW_RUNTIME execution::group execution::group_until(std::size_t end) const noexcept {
    auto g = group_from(0);
    while (g.end < end) g = group_from(g.end);
    return g;
}

DATAFLOW_RUNTIME void execution::tell(progress::stage at, std::size_t which, std::int64_t rows) const {
    if (!how_->progress) return;
    const auto& s = m_->plan.steps[which];
    how_->progress({at, undoing_, which + 1, m_->plan.steps.size(), s.title, rows, s.rows});
}

DATAFLOW_RUNTIME void execution::script(std::string_view text) {
    driver::limit one;
    if (how_->statement_timeout.count() != 0) one.not_after(clock::now() + how_->statement_timeout);
    const database_::bound within{*on_, one};
    on_->script(text);
}

DATAFLOW_RUNTIME void execution::wait_for_locks(const group& g) {
    auto strongest = lock_mode::none;
    bool known = true;
    for (auto i = g.first; i < g.end; ++i) {
        known = known && !m_->plan.steps[i].locks.empty();
        for (const auto& l : m_->plan.steps[i].locks) strongest = std::max(strongest, l.mode);
    }
    const bool harmless = g.alone && known && strongest <= lock_mode::share_update_exclusive;
    on_->wait_for_locks(harmless ? std::chrono::milliseconds{INT32_MAX} : how_->lock_timeout);
}

DATAFLOW_RUNTIME void execution::run_step(std::size_t at) {
    const auto& s = m_->plan.steps[at];
    failed_at_ = at;
    if (s.kind != step_kind::verify) {
        for (const auto& text : s.sql) script(text);
        return;
    }
    for (const auto& query : s.sql) {
        const auto rows = rows_of(*on_, query);
        if (rows == 0) continue;
        raise(error_kind::check_violation,
              {.message = std::to_string(rows) + (rows == 1 ? " row is" : " rows are") +
                          " in the way; this query finds " + (rows == 1 ? "it: " : "them: ") + query,
               .sql = query});
    }
}

DATAFLOW_RUNTIME void execution::run_backfill(std::size_t at) {
    const auto& s = m_->plan.steps[at];
    std::int64_t rows = 0;
    for (std::int64_t changed = 1; changed != 0;) {
        patiently(at, [&] {
            changed = 0;
            on_->begin(access::read_write, isolation::standard);
            for (const auto& text : s.sql) changed += run_text(*on_, text).affected;
            tell(progress::stage::written, at, rows + changed);
            on_->commit();
        });
        rows += changed;
        if (changed == 0) break;
        result_.rows += changed;
        tell(progress::stage::batch, at, rows);
        whole_.require();
        if (how_->throttle.count() != 0) std::this_thread::sleep_for(how_->throttle);
    }
}

DATAFLOW_RUNTIME void execution::run_alone(std::size_t at) {
    const auto& s = m_->plan.steps[at];
    const unenforced without{*on_, s.without_foreign_keys};
    if (s.kind == step_kind::backfill) run_backfill(at);
    else
        patiently(at, [&] {
            if (!s.leftover.empty() && gives_row(*on_, s.leftover))
                for (const auto& text : s.clean) script(text);
            if (s.done.empty() || !gives_row(*on_, s.done)) run_step(at);
        });
    if (s.kind != step_kind::backfill) tell(progress::stage::written, at);
    patiently(at, [&] {
        m_->steps_done = at + 1;
        history_.store(*m_);
    });
}

DATAFLOW_RUNTIME void execution::run_group(const group& g) {
    wait_for_locks(g);
    for (auto i = g.first; i < g.end; ++i) tell(progress::stage::begins, i);
    if (g.alone) run_alone(g.first);
    else
        in_transaction(g, [&] {
            for (auto i = g.first; i < g.end; ++i) {
                run_step(i);
                tell(progress::stage::written, i);
            }
            m_->steps_done = g.end;
            history_.store(*m_);
        });
    result_.steps += g.end - g.first;
    for (auto i = g.first; i < g.end; ++i) tell(progress::stage::ended, i);
}

} // namespace dataflow::migrate::detail
