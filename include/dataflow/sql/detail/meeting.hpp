// A SELECT about all tenants: records of two tenants never stand together in it.
#pragma once

#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/scope.hpp>
#include <dataflow/sql/select_parts.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>

namespace dataflow::rooms::sql::detail {

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

/// The tables of a SELECT that belong to tenants, where it is about all tenants; else nothing.
class meeting {
  public:
    constexpr meeting(writer& w, const select_parts& q, int first, bool numbered, bool inside) {
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
