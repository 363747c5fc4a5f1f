// A plan as JSON: as the history keeps it, and as programs are told of it.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/migrate/plan.hpp>

#include <string>
#include <string_view>

namespace dataflow::migrate {

/// All of a plan, its assessment included.
[[nodiscard]] std::string to_json(const plan& p);
/// The same back, but for what the analysis found and the locks: what is needed to run it and to undo it.
/// Members that it does not know are passed over. Throws `invalid_value` for what is not a plan.
[[nodiscard]] plan plan_from_json(std::string_view text);

/// The file of SQL that a plan is of, from the beginning of its text.
[[nodiscard]] plan_file file_of_plan(std::string_view text);

/// Whether two plans do the same.
[[nodiscard]] bool same_work(const plan& a, const plan& b) noexcept;

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/plan_json.ipp>
#endif
