// The code of node/list_run.hpp.
#pragma once

#include <dataflow/node/answer.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/list_run.hpp>

namespace dataflow::node_ {

namespace detail {

/// The values that the expressions of its order bind; `given`: those of all of its clauses.
[[nodiscard]] inline std::span<const value> values_of_order(const list_plan& plan,
                                                            std::span<const value> given) {
    return plan.in_order == 0 ? std::span<const value>{} : given.subspan(plan.before_order, plan.in_order);
}

/// The values of a list: those of the predicate are bound already.
[[nodiscard]] inline sql::bindings bind_clauses(const context& c, const list_plan& plan,
                                                const list_clauses& clauses,
                                                const std::optional<std::int64_t>& limit,
                                                gathered_values& values) {
    if (clauses.limit.value_or(0) < 0 || clauses.offset < 0)
        fail(error_kind::invalid_value, *plan.statement, "a limit or offset is negative");
    const auto given = values.span();
    if (clauses.seek)
        clauses.seek->values(
            *plan.statement, c.session(),
            [](void* to, const value& v) { static_cast<gathered_values*>(to)->add(v); }, &values,
            values_of_order(plan, given));
    return {.given = given,
            .arguments = values.span().subspan(given.size()),
            .limit = limit.value_or(0),
            .offset = clauses.offset};
}

inline void fill(context& c, const list_plan& plan, const list_clauses& clauses, std::uint64_t filter,
                 gathered_values& values, const page_parts& out) {
    // One more than wanted tells whether there is a next page.
    const auto& limit = clauses.limit;
    const auto asked = limit && *limit > 0 && *limit < INT64_MAX ? std::optional{*limit + 1} : limit;
    const auto bound = bind_clauses(c, plan, clauses, asked, values);
    if (limit && *limit < 4096) plan.reserve(out.records, static_cast<std::size_t>(*limit) + 1);
    const bool keys = limit && plan.with_keys();
    driver::row_target target{plan.add, out.records, keys ? plan.fields : plan.columns(), plan.reserve};
    const auto came = c.run(*plan.statement,
                            filter | clauses.variant() | (keys ? sql::list_variant::keys : 0), bound, &target)
                          .returned;
    if (!limit || came <= *limit) return;
    const auto* extra = static_cast<const std::byte*>(plan.drop_last(out.records));
    if (*limit > 0)
        out.next = cursor::at(*plan.statement, c.session(), plan.fields, extra - plan.stride,
                              values_of_order(plan, bound.given));
}

} // namespace detail

DATAFLOW_RUNTIME void ask(context& c, const sql::statement& s, std::uint64_t variant,
                          std::span<const value> values, std::span<const field_access> field, void* answer) {
    one_row row{answer};
    auto target = row.target(field);
    c.run(s, variant, {.given = values}, &target);
}

DATAFLOW_RUNTIME void run_list(context& c, const list_plan& plan, const list_clauses& clauses,
                               std::uint64_t filter, gathered_values& values, const page_parts& out) {
    if (!clauses.total_wanted) return detail::fill(c, plan, clauses, filter, values, out);
    const context::scope one_state{c, *plan.statement, access::read_only, isolation::repeatable_read};
    const auto of_predicate = values.span();
    detail::fill(c, plan, clauses, filter, values, out);
    ask(c, *plan.count, filter, of_predicate, detail::count_field, &out.total.emplace());
    one_state.done();
}

DATAFLOW_RUNTIME std::unique_ptr<driver::cursor> open_list(context& c, const list_plan& plan,
                                                           const list_clauses& clauses, std::uint64_t filter,
                                                           gathered_values& values) {
    return c.open(*plan.statement, filter | clauses.variant(),
                  detail::bind_clauses(c, plan, clauses, clauses.limit, values), plan.columns());
}

} // namespace dataflow::node_
