// The code of node/with_children.hpp.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/with_children.hpp>

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

/// Whether parents are known by their tenants, too.
inline bool by_tenants(const context& c, const children_plan& plan) noexcept {
    return plan.tenant.type != nullptr && c.session() != nullptr && c.session()->all_tenants;
}
/// The key of a parent, and, where keys are those of several tenants, its tenant.
struct parent_key {
    value key;
    std::string_view tenant{};

    parent_key(const field_access& of, const field_access* whose, const std::byte* row) : key(load(of, row)) {
        if (whose != nullptr) tenant = load(*whose, row).text_view();
    }
    friend bool operator<(const parent_key& a, const parent_key& b) noexcept {
        if (key_before(a.key, b.key)) return true;
        return a.tenant < b.tenant && !key_before(b.key, a.key);
    }
};

} // namespace detail

DATAFLOW_RUNTIME void read_children(context& c, const children_plan& plan, const list_clauses& clauses,
                                    std::uint64_t filter, std::span<const value> given,
                                    const raw_rows& parents, void* children) {
    if (clauses.limit.value_or(0) < 0 || clauses.offset < 0)
        fail(error_kind::invalid_value, *plan.statement, "a limit or offset is negative");
    if (parents.count == 0) return;
    const field_access key[]{plan.key, plan.tenant};
    const rows_view keys{parents.first, parents.stride, parents.count,
                         std::span{key, detail::by_tenants(c, plan) ? std::size_t{2} : std::size_t{1}}};
    driver::row_target target{plan.add, children, plan.fields, plan.reserve};
    c.run(*plan.statement, filter | clauses.variant(),
          {.given = given, .rows = &keys, .limit = clauses.limit.value_or(0), .offset = clauses.offset},
          &target);
}

DATAFLOW_RUNTIME void give_children(const context& c, const children_plan& plan, const raw_rows& parents,
                                    const raw_rows& children) {
    const bool tenants = detail::by_tenants(c, plan);
    std::vector<std::size_t> by_key(parents.count);
    std::iota(by_key.begin(), by_key.end(), std::size_t{0});
    const auto key_of = [&](std::size_t i) {
        return detail::parent_key{plan.key, tenants ? &plan.tenant : nullptr,
                                  parents.first + i * parents.stride};
    };
    std::sort(by_key.begin(), by_key.end(),
              [&](std::size_t a, std::size_t b) { return key_of(a) < key_of(b); });
    const auto foreign_of = [&](std::size_t i) {
        return detail::parent_key{plan.foreign, tenants ? &plan.child_tenant : nullptr,
                                  children.first + i * children.stride};
    };
    for (std::size_t i = 0, end = 0; i < children.count; i = end) { // the children of one parent lie together
        const auto foreign = foreign_of(i);
        for (end = i + 1; end < children.count;) {
            const auto other = foreign_of(end);
            if (foreign < other || other < foreign) break;
            ++end;
        }
        auto at = std::lower_bound(
            by_key.begin(), by_key.end(), foreign,
            [&](std::size_t parent, const detail::parent_key& wanted) { return key_of(parent) < wanted; });
        // A record that is a child of several is there several times.
        const auto is_parent = [&](auto of) { return of != by_key.end() && !(foreign < key_of(*of)); };
        if (!is_parent(at)) // its column takes texts for equal that are not
            fail(error_kind::invalid_value, *plan.statement,
                 "a child's foreign key is equal to its parent's key by the collation of the column alone: "
                 "read "
                 "them by a join");
        while (is_parent(at)) {
            const auto parent = *at++;
            plan.give(parents.first + parent * parents.stride, children.first + i * children.stride, end - i,
                      is_parent(at));
        }
    }
}

} // namespace dataflow::node_
