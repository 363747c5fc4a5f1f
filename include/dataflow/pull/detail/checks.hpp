// Which checks of a table a model says in its options; the others become notes.
#pragma once

#include <dataflow/pull/detail/check_reader.hpp>
#include <dataflow/pull/planned.hpp>
#include <dataflow/pull/text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::pull::detail {

[[nodiscard]] inline std::string words_of_check(const catalog::check& c) {
    const std::string text{c.expression};
    return "CHECK " + std::string{c.name} + (c.name.empty() ? "" : " ") +
           (text.starts_with('(') && text.ends_with(')') ? text : "(" + text + ")");
}

inline constexpr std::size_t most_checks = 8;

/// Lists the checks that a model can say in its options, in the order of their names; the others are notes.
inline void plan_checks(planned_model& m, dialect d) {
    std::vector<std::string> notes;
    std::vector<const catalog::check*> all;
    for (const auto& c : m.table->checks) all.push_back(&c);
    std::sort(all.begin(), all.end(), [](const auto* a, const auto* b) {
        return std::pair{a->name, a->expression} < std::pair{b->name, b->expression};
    });
    std::size_t unnamed = 0;
    for (const auto* c : all) {
        auto text = m.read_only || !c->validated || m.checks.size() == most_checks
                        ? std::string{}
                        : check_reader{m, c->expression, d}.read(c->expression);
        if (text.empty()) {
            notes.push_back(words_of_check(*c));
            continue;
        }
        const auto name = c->name.empty() ? "check_" + std::to_string(++unnamed) : std::string{c->name};
        m.checks.push_back("df::check(" + string_literal(name) + ", " + text + ")");
    }
    m.notes.insert(m.notes.end(), notes.begin(), notes.end());
}

} // namespace dataflow::pull::detail
