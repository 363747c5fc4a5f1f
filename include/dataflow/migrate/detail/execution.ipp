// The code of migrate/detail/execution.hpp: one step after the other.
#pragma once

#include <dataflow/database/execution.hpp>
#include <dataflow/migrate/detail/execution.hpp>
#include <dataflow/migrate/detail/patience.hpp>
#include <dataflow/migrate/detail/texts.hpp>
#include <dataflow/migrate/sql_statements.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME std::chrono::milliseconds execution::since_start() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - start_);
}

DATAFLOW_RUNTIME execution::group execution::group_from(std::size_t first) const noexcept {
    const auto& steps = m_->plan.steps;
    const auto is_alone = [](const step& s) { return s.transaction == no_transaction || in_batches(s.kind); };
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

DATAFLOW_RUNTIME std::size_t execution::done_with(std::size_t end) const noexcept {
    while (end < m_->plan.steps.size() && m_->plan.steps[end].sql.empty()) ++end;
    return end;
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
    // A batch stops those who write the rows that it has written. What takes back a file is not known.
    const bool harmless = g.alone && known && strongest <= lock_mode::share_update_exclusive &&
                          !in_batches(m_->plan.steps[g.first].kind) && !(undoing_ && of_file());
    waits_ = harmless ? how_->patience : how_->lock_timeout;
    on_->wait_for_locks(waits_);
}

DATAFLOW_RUNTIME void execution::run_texts(std::size_t at, const std::vector<std::string>& texts) {
    const auto kind = m_->plan.steps[at].kind;
    failed_at_ = at;
    if (kind == step_kind::backfill) return run_backfill(at, texts);
    if (kind == step_kind::batches) return run_batches(at, texts);
    if (kind == step_kind::statements) {
        for (const auto& text : texts) script(text);
        return;
    }
    for (const auto& query : texts) {
        const auto rows = rows_of(*on_, query);
        if (rows == 0) continue;
        raise(error_kind::check_violation,
              {.message = std::to_string(rows) + (rows == 1 ? " row is" : " rows are") +
                          " in the way; this query finds " + (rows == 1 ? "it: " : "them: ") + query,
               .sql = query});
    }
}

DATAFLOW_RUNTIME void execution::after_batch(std::size_t at, std::int64_t changed, std::int64_t rows) {
    result_.rows += changed;
    wrote_ = wrote_ || changed != 0;
    tell(progress::stage::batch, at, rows);
    whole_.require();
    if (how_->throttle.count() != 0) std::this_thread::sleep_for(how_->throttle);
}

DATAFLOW_RUNTIME void execution::run_backfill(std::size_t at, const std::vector<std::string>& texts) {
    std::int64_t rows = 0;
    for (std::int64_t changed = 1; changed != 0;) {
        patiently(at, [&] {
            changed = 0;
            on_->begin(access::read_write, isolation::standard);
            for (const auto& text : texts) changed += run_text(*on_, text).affected;
            tell(progress::stage::written, at, rows + changed);
            on_->commit();
        });
        rows += changed;
        if (changed != 0) after_batch(at, changed, rows);
    }
}

DATAFLOW_RUNTIME void execution::run_batches(std::size_t at, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    // How far it is, is entered with each batch: none is done twice, whoever goes on.
    const auto place = (undoing_ ? "back " : "") + std::to_string(at + 1) + ":";
    sql::statement_id prepared;
    std::optional<std::string> from;
    if (m_->position.starts_with(place)) from = m_->position.substr(place.size());
    else patiently(at, [&] { from = text_of(*on_, texts[0]); });
    for (std::int64_t rows = 0; from;) {
        std::optional<std::string> until;
        std::int64_t changed = 0;
        const auto before = m_->position;
        const auto done = m_->steps_done;
        try {
            patiently(at, [&] {
                on_->begin(access::read_write, isolation::standard);
                const std::array first{value::of_text(*from)};
                until = text_of(*on_, texts[1], first);
                const std::array both{value::of_text(*from), value::of_text(until ? *until : *from)};
                changed = run_batch(at, texts, both, until.has_value(), prepared);
                m_->position = until ? place + *until : std::string{};
                if (!until) m_->steps_done = undoing_ ? at : done_with(at + 1);
                history_.store(*m_);
                tell(progress::stage::written, at, rows + changed);
                on_->commit();
            });
        } catch (const error&) {
            m_->position = before;
            m_->steps_done = done;
            throw;
        }
        rows += changed;
        if (until || changed != 0) after_batch(at, changed, rows);
        from = std::move(until);
    }
}

DATAFLOW_RUNTIME row_change* execution::function_of(const step& s) const {
    if (s.function.empty()) return nullptr;
    for (const auto& f : how_->functions)
        if (f.name == s.function) return f.change.get();
    raise(error_kind::protected_operation,
          {.message =
               "migration " + std::to_string(m_->id) + " calls the function \"" + s.function +
               "\" of the program that began it, and this program does not give it: run the change set there",
           .node = "migrate"});
}

/// What a function of the program makes of its rows. What it throws is a failure of the step.
[[nodiscard]] inline rows_view changed_by(row_change& function) {
    std::string why = "the function threw";
    try {
        return function.change();
    } catch (const error&) {
        throw;
    } catch (const std::exception& e) {
        why += ": " + std::string{e.what()};
    } catch (...) { // whatever it is, the steps before are undone
    }
    raise(error_kind::invalid_value, {.message = std::move(why), .node = "migrate"});
}

DATAFLOW_RUNTIME std::int64_t execution::run_batch(std::size_t at, const std::vector<std::string>& texts,
                                                   std::span<const value> between, bool more,
                                                   sql::statement_id& prepared) {
    auto* const function = function_of(m_->plan.steps[at]);
    if (function == nullptr) return run_numbered(*on_, texts[more ? 2 : 3], between).affected;
    // The key stands in the query after the columns that are read, and in the update after those that it
    // writes.
    const auto marks = [](std::string_view text) {
        std::size_t out = 0;
        for (auto i = text.find("{dataflow:"); i != text.npos; i = text.find("{dataflow:", i + 1)) ++out;
        return out;
    };
    auto target = function->begin(marks(texts[4]) - function->written().size());
    run_numbered(*on_, texts[more ? 2 : 3], between, &target, false);
    const auto rows = changed_by(*function);
    return rows.count == 0 ? 0 : run_for_each(*on_, texts[4], rows, prepared);
}

DATAFLOW_RUNTIME void execution::remove_leftover(const step& s) {
    if (!s.leftover.empty() && gives_row(*on_, s.leftover))
        for (const auto& text : s.clean) script(text);
}

DATAFLOW_RUNTIME void execution::run_alone(std::size_t at) {
    const auto& s = m_->plan.steps[at];
    const unenforced without{*on_, s.without_foreign_keys};
    if (in_batches(s.kind)) run_texts(at, s.sql);
    else
        patiently(at, [&] {
            remove_leftover(s);
            if (!s.done.empty() && gives_row(*on_, s.done)) return;
            // Each statement of a file has the settings that stand before it, also in a run that goes on.
            for (std::size_t i = 0; of_file() && i < at; ++i)
                for (const auto& text : m_->plan.steps[i].sql)
                    if (words_of(text, on_->dialect()).setting) script(text);
            run_texts(at, s.sql);
        });
    if (!in_batches(s.kind)) tell(progress::stage::written, at);
    leave_file();
    patiently(at, [&] {
        m_->steps_done = done_with(at + 1);
        history_.store(*m_);
    });
}

DATAFLOW_RUNTIME void execution::leave_file() {
    if (!of_file()) return;
    on_->reset_session(); // also of how long it waits for locks
    on_->wait_for_locks(waits_);
}

DATAFLOW_RUNTIME void execution::run_group(const group& g) {
    wait_for_locks(g);
    for (auto i = g.first; i < g.end; ++i) tell(progress::stage::begins, i);
    if (result_.steps != 0) wrote_ = false;
    if (g.alone) run_alone(g.first);
    else
        in_transaction(g, [&] {
            for (auto i = g.first; i < g.end; ++i) {
                run_texts(i, m_->plan.steps[i].sql);
                tell(progress::stage::written, i);
            }
            leave_file();
            m_->steps_done = done_with(g.end);
            history_.store(*m_);
        });
    result_.steps += g.end - g.first;
    for (auto i = g.first; i < g.end; ++i) tell(progress::stage::ended, i);
}

} // namespace dataflow::migrate::detail
