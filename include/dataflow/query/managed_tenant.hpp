// Whose a record is, as an expression.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/query/managed_column.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/table_name.hpp>

#include <string>
#include <string_view>
#include <type_traits>

namespace dataflow::query {

/// The column that says which tenant's a record of a model is.
template <class M>
struct managed_tenant : managed_operations<managed_tenant<M>, M, std::string> {
    static constexpr std::string_view name = "tenant_id";
    static constexpr bool tells_tenant = true; ///< rows that are grouped by it are of one
    static constexpr std::string_view source = schema::table_name<M>;

    using managed_operations<managed_tenant, M, std::string>::operator=;
    template <class Object>
    [[nodiscard]] static constexpr auto& of(Object& object) noexcept {
        return object.tenant_id;
    }
};

/// The same, of a model for which there is a verdict.
template <class M>
constexpr managed_tenant<M> checked_tenant_column() {
    using checked =
        rule::diagnostic<std::conditional_t<options_of<M>.multi_tenant, rule::ok,
                                            rule::a_model_without_multi_tenant_has_no_tenant_id<M>>>;
    static_assert(rule::told<checked>::verdict);
    return {};
}

} // namespace dataflow::query

namespace dataflow {

/// Whose a record is, in filters, orderings, groups and selects over all tenants:
/// `df::aggregate<Invoice>().group_by(df::tenant_id<Invoice>).select(df::count().as<"invoices">())`. It
/// cannot be assigned.
template <class M>
inline constexpr query::managed_tenant<M> tenant_id = query::checked_tenant_column<M>();

} // namespace dataflow
