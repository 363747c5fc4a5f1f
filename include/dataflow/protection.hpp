// Write protection: rules that keep what uses a database from writing, checked before each statement. See
// docs/protection.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/database/limited.hpp>
#include <dataflow/protection/rule.hpp>
#include <dataflow/protection/time_window.hpp>
#include <dataflow/protection/write_protection.hpp>

#include <memory>

namespace dataflow {

/// Rules for one run, a workflow, a transaction or a stream: see `protected_by`.
struct run_protection {
    write_protection rules;
};
/// What runs keeps to these rules, besides those of the database: `db.run(workflow, input,
/// df::protected_by(rules))`.
[[nodiscard]] inline run_protection protected_by(const write_protection& rules) { return {rules}; }

} // namespace dataflow

namespace dataflow::database_ {

template <>
struct limit_part<run_protection> {
    limit_part(driver::limit&, const run_protection& given) : watch(given.rules.watch()) {}
    void apply(execution& to) const noexcept { to.watch = watch.get(); }
    std::unique_ptr<driver::statement_watch> watch;
};

} // namespace dataflow::database_

#include <dataflow/core/leave.hpp> // last
