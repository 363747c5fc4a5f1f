// Which tenants there are: a table of the library's own, for databases that list `df::tenant_record`.
// docs/tenants.md.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/database/all_tenants.hpp>
#include <dataflow/database/database.hpp>
#include <dataflow/database/detail/session_checks.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/node/create.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/read.hpp>
#include <dataflow/node/update.hpp>
#include <dataflow/query/column.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/record.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dataflow {

/// A tenant that was registered. A database that lists this model knows its tenants: sessions of others, and
/// of those that are not active, are refused when they are made.
struct tenant_record {
    dataflow::id<tenant_record, std::string> name{};
    bool active = true;

    static constexpr auto dataflow = options{.table = "dataflow_tenants", .key = key("name")};
};

namespace schema {
template <>
inline constexpr bool is_named_by_library<tenant_record> = true;
} // namespace schema

namespace database_ {

using tenant_key = id<tenant_record, std::string>;

template <class... M>
constexpr auto find_registry_verdict() {
    if constexpr (among<tenant_record, types<M...>>) return rule::ok{};
    else return rule::a_registry_of_tenants_needs_tenant_record_in_the_list_of_the_database<M...>{};
}
template <class... M>
using registry_verdict = rule::diagnostic<decltype(find_registry_verdict<M...>())>;

/// Throws `not_found` for a tenant that is not registered, and `protected_operation` for one that is not
/// active. `on`: a database or a transaction of one.
template <class On>
void require_registered(On& on, std::string_view name) {
    const auto found = on.run(dataflow::find<tenant_record>(tenant_key{std::string{name}}));
    if (found && found->active) return;
    refuse_tenant(found.has_value());
}
template <class... M>
record<tenant_record> switch_tenant(database<M...>& db, std::string_view name, bool active) {
    using verdict = registry_verdict<M...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return {};
    else
        return db.run(dataflow::update<tenant_record>(tenant_key{std::string{name}},
                                                      field<&tenant_record::active> = active));
}

} // namespace database_

/// Adds a tenant, which is active. Throws `unique_violation` where it is registered already, `invalid_value`
/// for an empty name.
template <class Name, class... M>
    requires std::is_convertible_v<const Name&, std::string_view>
record<tenant_record> register_tenant(database<M...>& db, const Name& name) {
    using verdict = database_::registry_verdict<M...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return {};
    else
        return db.run(create(tenant_record{.name = database_::tenant_key{database_::checked_tenant(
                                               detail::text_argument<"tenant">(name))}}));
}
/// From now on no session of this tenant is made; its records stay. Throws `not_found` where there is none.
template <class Name, class... M>
    requires std::is_convertible_v<const Name&, std::string_view>
record<tenant_record> deactivate_tenant(database<M...>& db, const Name& name) {
    return database_::switch_tenant(db, detail::text_argument<"tenant">(name), false);
}
/// The other way round.
template <class Name, class... M>
    requires std::is_convertible_v<const Name&, std::string_view>
record<tenant_record> reactivate_tenant(database<M...>& db, const Name& name) {
    return database_::switch_tenant(db, detail::text_argument<"tenant">(name), true);
}
/// All tenants that are registered, by their names.
template <class... M>
[[nodiscard]] std::vector<record<tenant_record>> tenants(database<M...>& db) {
    using verdict = database_::registry_verdict<M...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return {};
    else return db.run(list<tenant_record>().order_by(field<&tenant_record::name>)).records;
}

} // namespace dataflow
