// A plan for people: what will change, how dangerous that is, what it loses, how long it takes, what undoes
// it.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/migrate/plan.hpp>
#include <dataflow/migrate/risk.hpp>

#include <string>
#include <string_view>

namespace dataflow::migrate {

/// How much care a step needs: `safe`, `caution`, `dangerous`, `critical`.
[[nodiscard]] constexpr std::string_view safety_of(risk r) noexcept {
    constexpr std::string_view names[]{"safe", "safe", "caution", "dangerous", "critical"};
    return names[static_cast<std::size_t>(r)];
}

struct preview_options {
    bool boxes = false;  ///< draw the table with lines: for a terminal that shows UTF-8
    bool sql = true;     ///< with the statements
    bool colors = false; ///< how much care a step needs in colors: for a terminal that shows them
};

/// The table of the steps (table, operation, details, safety), the statements, the findings, and the
/// assessment, as text. As JSON: `to_json` (migrate/plan_json.hpp).
[[nodiscard]] std::string preview(const plan& p, const preview_options& how = {});

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/preview.ipp>
#endif
