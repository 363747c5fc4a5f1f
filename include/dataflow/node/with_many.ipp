// The code of node/with_many.hpp.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/node/with_many.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <vector>

namespace dataflow::node_ {

namespace detail {

/// An order among keys of one type; any one that is total.
inline bool key_before(const value& a, const value& b) noexcept {
    return is_borrowed(a.stored) ? a.text_view() < b.text_view() : a.integer < b.integer;
}

} // namespace detail

DATAFLOW_RUNTIME void run_family(context& c, const family_plan& plan, const list_clauses& clauses, std::uint64_t filter, gathered_values& values,
                                 const page_parts& out, void* children) {
    const context::scope one_state{c, *plan.parents.statement, access::read_only, isolation::repeatable_read};
    run_list(c, plan.parents, clauses, filter, values, out);
    const auto parents = plan.parents_in(out.records);
    if (parents.count != 0) {
        const field_access key[]{plan.key};
        const rows_view keys{parents.first, plan.parents.stride, parents.count, key};
        driver::row_target target{plan.add, children, plan.fields, plan.reserve};
        c.run(*plan.statement, 0, {.rows = &keys}, &target);
    }
    one_state.done();

    // The children of one parent lie together.
    std::vector<std::size_t> by_key(parents.count);
    std::iota(by_key.begin(), by_key.end(), std::size_t{0});
    const auto key_of = [&](std::size_t i) { return load(plan.key, parents.first + i * plan.parents.stride); };
    std::sort(by_key.begin(), by_key.end(), [&](std::size_t a, std::size_t b) { return detail::key_before(key_of(a), key_of(b)); });
    const auto all = plan.children_in(children);
    const auto foreign_of = [&](std::size_t i) { return load(plan.foreign, all.first + i * plan.child_stride); };
    for (std::size_t i = 0, end = 0; i < all.count; i = end) {
        const auto foreign = foreign_of(i);
        for (end = i + 1; end < all.count;) {
            const auto other = foreign_of(end);
            if (detail::key_before(foreign, other) || detail::key_before(other, foreign)) break;
            ++end;
        }
        const auto at = std::lower_bound(by_key.begin(), by_key.end(), foreign,
                                         [&](std::size_t parent, const value& wanted) { return detail::key_before(key_of(parent), wanted); });
        if (at != by_key.end()) plan.move(parents.first + *at * plan.parents.stride, all.first + i * plan.child_stride, end - i);
    }
}

} // namespace dataflow::node_
