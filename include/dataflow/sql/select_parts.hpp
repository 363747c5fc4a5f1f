// What a SELECT with joins, groups, set operations and a WITH is made of: plain data.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/constant_pointer.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/value_source.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// The most tables that one SELECT reads from.
inline constexpr std::size_t most_sources = 16;

struct select_parts;

/// A SELECT that is a part of another one, with the place of its values there.
struct select_member {
    constant_pointer<select_parts> select{};
    place at{};
    bool limited = false; ///< it has a limit and an offset, whose values are at `limits`
    place limits{};
};

/// The rows of a SELECT under a name, as a WITH defines them; without `rows`, those that the SELECT around
/// defines.
struct derived_rows {
    std::string_view name{};
    constant_list<std::string_view> columns{};
    select_member rows{}; ///< its places are counted from the first value of its own
    bool recursive = false;
};

/// Which rows of its two sides a join keeps where they have no partner.
enum class join_kind : std::uint8_t { inner, left, right, full };

/// A table of a FROM, and how it is joined to those before it: where `column` of one of them is equal to
/// `own` here, or where a condition is fulfilled.
struct joined_table {
    const schema::table* table = nullptr;
    std::string_view alias{};
    std::uint16_t from = 0;
    std::string_view column{};
    std::string_view own{};
    join_kind how = join_kind::inner;
    bool may_be_missing = false; ///< a row may have none of it
    clause condition{};          ///< its place is counted from the first value that the FROM holds
    constant_pointer<derived_rows> derived{}; ///< it is not `table`, but these rows
    place derived_at{};                       ///< as that of the condition

    [[nodiscard]] constexpr std::string_view name() const noexcept {
        return is_derived() ? derived->name : table->name;
    }
    [[nodiscard]] constexpr bool is_derived() const noexcept { return !(derived == nullptr); }
    /// Whether the SELECT defines it.
    [[nodiscard]] constexpr bool is_defined() const noexcept {
        return is_derived() && !(derived->rows.select == nullptr);
    }
};

/// How the rows of several SELECTs become those of one. SQL's UNION, INTERSECT and EXCEPT give each row once.
enum class set_operator : std::uint8_t { union_all, union_distinct, intersect, except };

/// What a SELECT is made of. Without `items` it gives all columns of its tables, and after them for each
/// table that a row may lack whether it is there. One with members combines their rows, and has an order
/// alone.
struct select_parts {
    constant_list<joined_table> tables{};
    clause items{};
    clause predicate{};
    clause groups{};
    clause having{};
    clause order{};
    constant_list<order_term> seek{}; ///< of a page: its total order, whose values it gives after the others
    place held{};                     ///< that of the first value that its FROM holds
    bool distinct = false;
    bool sums = false; ///< a row of it is made of several, which may be of several tenants
    set_operator combines = set_operator::union_all;
    constant_list<select_member> members{};
    place at{}; ///< where it stands in the statement around it

    /// The same in a statement around it, where it has this place.
    [[nodiscard]] constexpr select_parts inside(place outer) const noexcept {
        auto out = *this;
        for (auto* c : {&out.items, &out.predicate, &out.groups, &out.having, &out.order})
            *c = c->inside(outer);
        for (auto* p : {&out.at, &out.held}) *p = outer.after(p->value, p->optional);
        return out;
    }
};

/// Whether rows that a SELECT makes may be of tenants; those of a recursion's last round are not known.
[[nodiscard]] constexpr bool may_be_of_tenants(const select_parts& q) noexcept;
[[nodiscard]] constexpr bool may_be_of_tenants(const joined_table& t) noexcept {
    if (!t.is_derived()) return t.table->policy.partition >= 0;
    return !t.is_defined() || may_be_of_tenants(*t.derived->rows.select);
}
constexpr bool may_be_of_tenants(const select_parts& q) noexcept {
    for (const auto& t : q.tables)
        if (may_be_of_tenants(t)) return true;
    for (const auto& m : q.members)
        if (may_be_of_tenants(*m.select)) return true;
    return false;
}

} // namespace dataflow::rooms::sql
