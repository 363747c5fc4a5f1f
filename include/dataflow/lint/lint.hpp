// What hand-written SQL does to a database that is in use, known before it runs. Needs libpg_query for
// PostgreSQL's SQL (Debian: libpg-query-dev). See docs/lint.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/lint/files.hpp>
#include <dataflow/lint/report.hpp>
#include <dataflow/migrate/plan.hpp>

#include <string_view>

namespace dataflow {

/// What a text of SQL does. A finding is ignored by a comment in the line above its statement, or in it:
/// `-- dataflow:ignore DF-B01 the table has 40 rows`; without a reason it counts all the same. A comment that
/// ignores nothing is a finding itself. Text that is no SQL is a finding, not an exception.
[[nodiscard]] lint_report lint(std::string_view sql, const lint_options& how);

/// The same of a plan: of each of its steps, in its transaction. `how.found`: before the plan.
[[nodiscard]] lint_report lint(const migrate::plan& of, lint_options how);

} // namespace dataflow

#include <dataflow/lint/lint.ipp>

#include <dataflow/core/leave.hpp> // last
