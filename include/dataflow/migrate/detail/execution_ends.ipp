// The code of migrate/detail/execution.hpp: how a run ends, and the undoing.
#pragma once

#include <dataflow/catalog/lock_holders.hpp>
#include <dataflow/catalog/print.hpp>
#include <dataflow/catalog/read.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/database/execution.hpp>
#include <dataflow/migrate/detail/execution.hpp>
#include <dataflow/migrate/detail/patience.hpp>
#include <dataflow/migrate/detail/tables.hpp>
#include <dataflow/migrate/detail/texts.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME void execution::undo_group(const group& g) {
    wait_for_locks(g);
    const auto undo = [&](std::size_t at) {
        failed_at_ = at;
        tell(progress::stage::begins, at);
        run_texts(at, m_->plan.steps[at].undo);
        if (!in_batches(m_->plan.steps[at].kind)) tell(progress::stage::written, at);
    };
    const auto store = [&] {
        m_->steps_done = g.first;
        history_.store(*m_);
    };
    if (!g.alone)
        in_transaction(g, [&] {
            for (auto i = g.end; i-- != g.first;) undo(i);
            leave_file();
            store();
        });
    else {
        const auto& s = m_->plan.steps[g.first];
        const unenforced without{*on_, s.without_foreign_keys};
        // A program that was killed may have undone it, and not have said so, or have half undone it.
        if (in_batches(s.kind)) undo(g.first);
        else
            patiently(g.first, [&] {
                remove_leftover(s);
                if (s.done.empty() || gives_row(*on_, s.done)) undo(g.first);
            });
        leave_file();
        patiently(g.first, store);
    }
    for (auto i = g.end; i-- != g.first;) tell(progress::stage::ended, i);
    result_.steps += g.end - g.first;
}

DATAFLOW_RUNTIME std::string execution::shape_now() const {
    const auto names = tables_before_and_after(m_->plan);
    if (names.empty()) return {};
    catalog::live_description found;
    looking(*on_, [&] { found = catalog::read(*on_, names, "migrate"); });
    std::string out;
    json_::writer w{out};
    w.open_object();
    for (const auto& name : names) {
        const auto* const t = table_of(found, name);
        w.key(name);
        w.text(t != nullptr ? catalog::to_string(*t) : std::string{});
    }
    w.close_object();
    return out;
}

DATAFLOW_RUNTIME void execution::fail(const error& e, std::size_t at, const std::string& stays) const {
    auto info = e.info();
    info.message = (undoing_ ? "undoing step " : "step ") + std::to_string(at + 1) + " of " +
                   std::to_string(m_->plan.steps.size()) + " (" + m_->plan.steps[at].title +
                   "): " + info.message + in_the_way_ + "; " + stays;
    info.node = "migrate";
    raise(e.kind(), std::move(info));
}

DATAFLOW_RUNTIME void execution::look_who_waits(const error& e, std::size_t at) {
    in_the_way_.clear();
    if (e.code() != catalog::lock_not_available || !on_->usable() || on_->in_transaction()) return;
    const auto& s = m_->plan.steps[at];
    std::vector<std::string> names;
    if (!s.table.empty()) names.push_back(s.table);
    for (const auto& l : s.locks)
        if (l.table != s.table) names.push_back(l.table);
    try {
        const auto who = catalog::lock_holders(*on_, names, "migrate");
        if (!who.empty()) in_the_way_ = ": " + who;
    } catch (const error&) { // it was only to be told
    }
}

DATAFLOW_RUNTIME void execution::enter_end(migration_state as) {
    const auto at = std::min(failed_at_, m_->plan.steps.size() - 1);
    try {
        on_->wait_for_locks(how_->lock_timeout);
        patiently(at, [&] { m_->shape = shape_now(); });
        patiently(at, [&, before = m_->took] {
            m_->took = before;
            history_.end(*m_, as, since_start());
        });
    } catch (const error& e) {
        in_the_way_.clear();
        fail(e, at,
             std::string{"all steps are "} + (undoing_ ? "undone" : "done") +
                 ", and the next run enters that");
    }
    result_.took = since_start();
}

DATAFLOW_RUNTIME std::string execution::after_failure(const error& e, std::size_t at) {
    const auto was = "migration " + std::to_string(m_->id);
    if (!on_->usable())
        return was + " has not ended: the connection is lost, and the next run goes on from where it was";
    leave_file();
    // One transaction and no committed step before it: nothing has been done.
    // What takes back a file of SQL takes back all of it: where half of it is done, nothing does.
    bool can = how_->rollback_on_error && (m_->plan.file.name.empty() || m_->plan.file.transaction);
    std::string reason;
    for (auto i = m_->steps_done; i-- != 0;)
        if (!m_->plan.steps[i].irreversible.empty()) {
            can = false;
            reason = m_->plan.steps[i].irreversible;
        }
    m_->message = "step " + std::to_string(at + 1) + ": " + e.info().message;
    // A step that stands alone may have left half of its work.
    const auto& s = m_->plan.steps[at];
    if (s.transaction == no_transaction && !in_batches(s.kind)) remove_leftover(s);
    const bool half = in_batches(s.kind) && wrote_;
    if (half && !s.irreversible.empty()) {
        can = false;
        reason = s.irreversible;
    }
    const auto done = m_->steps_done;
    if (done == 0 && !half) {
        history_.end(*m_, migration_state::undone, since_start());
        return "nothing was changed";
    }
    if (can) {
        execution back{*on_, *how_, *m_};
        back.backwards(migration_state::undone);
        return (done == 0   ? std::string{"what it had written was"}
                : done == 1 ? std::string{"the step before it was"}
                            : "the " + std::to_string(done) + " steps before it were") +
               " undone: nothing has changed";
    }
    history_.end(*m_, migration_state::failed, since_start());
    return (done == 1 ? std::string{"the step before it stays"}
                      : "the " + std::to_string(done) + " steps before it stay") +
           (reason.empty() ? std::string{} : " (" + reason + ")") +
           ", and the next run goes on with this one";
}

DATAFLOW_RUNTIME void execution::forwards() {
    const usual_waits later{*on_};
    history_.find();
    const all_rows seen{*on_};
    result_.id = m_->id;
    if (how_->timeout.count() != 0) whole_.not_after(clock::now() + how_->timeout);
    for (auto i = m_->steps_done; i < m_->plan.steps.size(); ++i) (void)function_of(m_->plan.steps[i]);
    std::optional<error> failed;
    try {
        const database_::bound within{*on_, whole_};
        if (m_->state != migration_state::running) { // it had failed
            m_->state = migration_state::running;
            m_->ended.clear();
            m_->message.clear();
            history_.store(*m_);
        }
        while (m_->steps_done < m_->plan.steps.size()) run_group(group_from(m_->steps_done));
    } catch (const error& e) {
        failed = e;
    }
    if (failed) {
        const auto at = std::min(failed_at_, m_->plan.steps.size() - 1);
        look_who_waits(*failed, at);
        std::string stays;
        try {
            stays = after_failure(*failed, at);
        } catch (const error& e) {
            stays = std::string{"and what it had done could not be undone: "} + e.what();
        }
        fail(*failed, at, stays);
    }
    enter_end(migration_state::done);
}

DATAFLOW_RUNTIME void execution::backwards(migration_state as, bool lose_data) {
    const usual_waits later{*on_};
    history_.find();
    const all_rows seen{*on_};
    result_.id = m_->id;
    undoing_ = true;
    lose_data = lose_data || m_->state == migration_state::undoing; // it was allowed to begin
    // Of a step in batches that did not come to its end, what it has written is undone, too.
    if (m_->state != migration_state::undoing && m_->steps_done < m_->plan.steps.size())
        if (const auto& s = m_->plan.steps[m_->steps_done]; in_batches(s.kind) && !s.sql.empty())
            ++m_->steps_done;
    for (auto i = m_->steps_done; i-- != 0;)
        if (const auto& s = m_->plan.steps[i];
            !s.irreversible.empty() && !(lose_data && s.comes_back_empty()))
            raise(error_kind::protected_operation,
                  {.message = "migration " + std::to_string(m_->id) + " cannot be undone: step " +
                              std::to_string(i + 1) + " (" + s.title + "): " + s.irreversible,
                   .node = "migrate"});
    try {
        m_->state = migration_state::undoing;
        history_.store(*m_);
        while (m_->steps_done != 0) undo_group(group_until(m_->steps_done));
        m_->position.clear();
    } catch (const error& e) {
        look_who_waits(e, failed_at_);
        fail(e, failed_at_, "the next run goes on with the undoing");
    }
    enter_end(as);
}

} // namespace dataflow::migrate::detail
