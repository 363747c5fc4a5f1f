// What is found about the steps of a plan: codes, with what they are about.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/migrate/plan.hpp>
#include <dataflow/migrate/step.hpp>

#include <string>
#include <string_view>

namespace dataflow::migrate::detail {

/// A finding of a code. `why`: what it is about, here.
[[nodiscard]] finding finding_of(std::string_view code, const std::string& why, std::string table = {},
                                 std::string column = {});
/// The same with a step, about its table.
void find(step& s, std::string_view code, const std::string& why, std::string_view column = {});

/// What the steps are together, and what is ignored. A finding is no more severe than its step in this
/// database, and a step of a high risk has one that says why.
void settle_findings(plan& of, const plan_options& how);

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/findings.ipp>
#endif
