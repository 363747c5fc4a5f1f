// The code of migrate/run.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/watch.hpp>
#include <dataflow/migrate/detail/execution.hpp>
#include <dataflow/migrate/detail/execution.ipp>
#include <dataflow/migrate/detail/execution_ends.ipp>
#include <dataflow/migrate/lock.hpp>
#include <dataflow/migrate/plan_json.hpp>
#include <dataflow/migrate/run.hpp>

#include <string>
#include <utility>

namespace dataflow::migrate {

namespace detail {

[[noreturn]] inline void refuse_open(const migration& m) {
    raise(error_kind::protected_operation,
          {.message = "migration " + std::to_string(m.id) + " was begun at " + m.started + " by " + m.who +
                      " and has not ended (" + std::string{name_of(m.state)} + ", " +
                      std::to_string(m.steps_done) + " of " + std::to_string(m.plan.steps.size()) +
                      " steps done): finish it or undo it first",
           .node = "migrate"});
}

} // namespace detail

DATAFLOW_RUNTIME run_result run(driver::connection& on, const plan& p, const run_options& how) {
    const lock held{on, how.wait};
    return run_locked(on, p, how);
}

DATAFLOW_RUNTIME run_result run_locked(driver::connection& on, const plan& p, const run_options& how) {
    if (!p.empty()) {
        constexpr sql::statement change{.node = "migrate", .writes = true};
        const sql::bindings nothing{};
        (void)driver::permit({.on = &on, .what = &change, .variant = 0, .bound = &nothing});
    }
    if (!p.questions.empty())
        raise(error_kind::protected_operation,
              {.message = "the migration has a question that only a person can answer: " +
                          p.questions[0].text + " (" + p.questions[0].answer + ")",
               .node = "migrate"});
    history kept{on};
    auto last = kept.last();
    const bool open = last && last->open();
    if (open && !(same_work(last->plan, p) && last->state != migration_state::undoing))
        detail::refuse_open(*last);
    if (!open && p.steps.empty()) return {};
    kept.prepare();
    auto m = open ? *std::move(last) : kept.begin(p, last ? last->id : 0, how.program);
    detail::execution run{on, how, m};
    if (open) run.continues();
    run.forwards();
    auto out = run.result();
    out.continued = open;
    return out;
}

DATAFLOW_RUNTIME run_result settle_unfinished(driver::connection& on, const run_options& how) {
    history kept{on};
    auto m = kept.open();
    if (!m) return {};
    detail::execution run{on, how, *m};
    run.continues();
    if (m->state == migration_state::undoing || how.unfinished == unfinished::undo)
        run.backwards(migration_state::undone);
    else if (how.unfinished == unfinished::finish) run.forwards();
    else kept.end(*m, migration_state::abandoned, {});
    auto out = run.result();
    out.id = m->id;
    out.continued = true;
    return out;
}

} // namespace dataflow::migrate
