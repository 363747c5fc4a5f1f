// A SELECT about all tenants: records of two tenants never stand together in it.
#pragma once

#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/scope.hpp>
#include <dataflow/sql/select_parts.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow::rooms::sql::detail {

/// The column that says of which tenant a row of a common table is, where others stand beside it.
inline constexpr std::string_view tenant_of_rows = "dataflow_tenant";

/// Whether each row of a SELECT is of one tenant, or of none. `own`: those of a recursion's last round are.
[[nodiscard]] constexpr bool tells_tenants(const select_parts& q, bool own) noexcept;
[[nodiscard]] constexpr bool tells_tenants(const derived_rows& d) noexcept {
    const auto& q = *d.rows.select;
    return tells_tenants(d.recursive ? *q.members[0].select : q, false);
}
[[nodiscard]] constexpr bool tells_tenants(const joined_table& t, bool own) noexcept {
    if (!t.is_derived()) return t.table->policy.partition >= 0;
    return t.is_defined() ? tells_tenants(*t.derived) : own;
}
constexpr bool tells_tenants(const select_parts& q, bool own) noexcept {
    for (const auto& m : q.members)
        if (!tells_tenants(*m.select, own)) return false;
    if (!q.members.empty()) return true;
    if (q.sums) return false;
    for (const auto& t : q.tables)
        if (tells_tenants(t, own)) return true;
    return false;
}

/// Whether the tenants of a SELECT's rows have to be known: several tables of tenants meet in it, or it meets
/// those around.
[[nodiscard]] constexpr bool asks_tenants(const writer& w, const select_parts& q, bool inside) noexcept {
    if (!reads_all_tenants(w)) return false;
    if (w.met() != nullptr || (inside && w.inside() == nullptr && !w.home().column.empty())) return true;
    std::size_t count = 0;
    for (const auto& t : q.tables) count += may_be_of_tenants(t) ? 1 : 0;
    return count > 1;
}
/// Whether the rows that a SELECT defines, or those of the recursion around it, have that column. `asked`:
/// `asks_tenants`.
[[nodiscard]] constexpr bool has_tenant_column(const writer& w, const joined_table& t, bool asked) noexcept {
    if (!t.is_derived() || !reads_all_tenants(w)) return false;
    if (!t.is_defined()) return w.own_rows_tell();
    return (asked || t.derived->recursive) && tells_tenants(*t.derived);
}

/// The tables of a SELECT that belong to tenants, where it is about all tenants; else nothing.
class meeting {
  public:
    constexpr meeting(writer& w, const select_parts& q, int first, bool numbered, bool inside, bool asked) {
        if (!reads_all_tenants(w)) return;
        numbered_ = numbered ? first : -1;
        around_ = w.met();
        outer_ = around_;
        home_ = w.home();
        if (outer_ == nullptr && inside && w.inside() == nullptr && !home_.column.empty()) outer_ = &home_;
        const tenant_table* last = outer_;
        for (std::size_t t = 0; t < q.tables.size(); ++t) {
            const auto& from = q.tables[t];
            if (!may_be_of_tenants(from)) continue;
            auto& one = tables_[t];
            one = {.number = numbered ? first + static_cast<int>(t) : -1,
                   .name = from.is_derived() ? from.name() : from.table->plain(),
                   .may_be_missing = from.may_be_missing,
                   .before = last};
            if (!from.is_derived()) one.column = tenant_column(*from.table);
            else if (has_tenant_column(w, from, asked)) one.column = tenant_of_rows;
            else if (last != nullptr) w.refuse(common_table_of_tenants);
            last = &one;
            there_[t] = true;
        }
        w.meet(last);
    }
    meeting(const meeting&) = delete;
    meeting& operator=(const meeting&) = delete;

    /// Those that stand before a table, the SELECTs around included.
    [[nodiscard]] constexpr const tenant_table* before(std::size_t table) const noexcept {
        for (std::size_t t = table; t-- > 0;)
            if (there_[t]) return &tables_[t];
        return outer_;
    }
    /// Those of the SELECTs around alone.
    [[nodiscard]] constexpr const tenant_table* around() const noexcept { return around_; }
    /// ` AND t1."tenant_id" = t0."tenant_id"`, where the guards of a table do not stand in its ON. Inside of
    /// another SELECT they say which tenant it is.
    constexpr void join(writer& w, std::size_t t) const {
        if (!there_[t] || outer_ != nullptr || w.met() == nullptr || tables_[t].column.empty()) return;
        w << " AND ";
        w.table_number(numbered_ + static_cast<int>(t)) << ".";
        w.identifier(tables_[t].column) << " = ";
        write_tenant_met(w);
    }

  private:
    int numbered_ = -1;
    const tenant_table* around_ = nullptr;
    const tenant_table* outer_ = nullptr;
    tenant_table home_{};
    tenant_table tables_[most_sources]{};
    bool there_[most_sources]{};
};

} // namespace dataflow::rooms::sql::detail
