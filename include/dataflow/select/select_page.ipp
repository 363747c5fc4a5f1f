// The code of select/select_page.hpp.
#pragma once

#include <dataflow/node/fault.hpp>
#include <dataflow/select/select.hpp>
#include <dataflow/select/select_page.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace dataflow::node_ {

DATAFLOW_RUNTIME void run_page(context& c, const select_page_plan& plan, const select_clauses& clauses,
                               const std::optional<cursor>& seek, std::uint64_t variant,
                               std::span<const value> given, void* rows, std::optional<cursor>& next) {
    const auto& s = *plan.rows.statement;
    const auto& limit = clauses.limit;
    auto bound = detail::bind_clauses(plan.rows, clauses, given);
    const auto ordering = given.subspan(plan.before_order, plan.in_order);
    std::vector<value> position;
    if (seek) {
        seek->values(
            s, c.session(),
            [](void* to, const value& v) { static_cast<std::vector<value>*>(to)->push_back(v); }, &position,
            ordering);
        bound.arguments = position;
    }
    // One more than wanted tells whether there is a next page.
    if (limit && *limit > 0 && *limit < INT64_MAX) bound.limit = *limit + 1;
    if (limit && *limit < 4096) plan.rows.reserve(rows, static_cast<std::size_t>(*limit) + 1);
    detail::coming_rows to{plan.rows, rows};
    driver::row_target target{&detail::coming_rows::next, &to, plan.rows.fields,
                              &detail::coming_rows::expect};
    const auto came = c.run(s, variant, bound, &target).returned;
    if (limit && came > *limit) {
        const auto* extra = static_cast<const std::byte*>(plan.drop_last(rows));
        to.last = nullptr;
        if (*limit > 0) next = cursor::at(s, c.session(), plan.rows.fields, extra - plan.stride, ordering);
    } else to.finish();
}

} // namespace dataflow::node_
