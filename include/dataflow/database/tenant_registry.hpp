// Which tenants there are: a table of the library's own, for databases that list `df::tenant_record`.
// docs/tenants.md.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/database/detail/managers.hpp>
#include <dataflow/database/detail/session_checks.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/database/session.hpp>
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

template <class Models>
struct registry_check;
template <class... M>
struct registry_check<types<M...>> {
    using verdict =
        std::conditional_t<among<tenant_record, types<M...>>, rule::ok,
                           rule::a_registry_of_tenants_needs_tenant_record_in_the_list_of_the_database<M...>>;
};
template <class On>
constexpr auto find_registry_verdict() {
    using manages = manager_verdict<On>;
    if constexpr (!rule::is_ok<manages>) return manages{};
    else return typename registry_check<typename models_run_on<std::remove_cvref_t<On>>::type>::verdict{};
}
/// The verdict on a registry of tenants there.
template <class On>
using registry_verdict = rule::diagnostic<decltype(find_registry_verdict<On>())>;

/// Throws `not_found` for a tenant that is not registered, and `protected_operation` for one that is not
/// active. `on`: a database or a transaction of one.
template <class On>
void require_registered(On& on, std::string_view name) {
    const auto found = on.run(dataflow::find<tenant_record>(tenant_key{std::string{name}}));
    if (found && found->active) return;
    refuse_tenant(found.has_value());
}
template <class On>
record<tenant_record> switch_tenant(On& on, std::string_view name, bool active) {
    using verdict = registry_verdict<On>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return {};
    else
        return on.run(dataflow::update<tenant_record>(tenant_key{std::string{name}},
                                                      field<&tenant_record::active> = active));
}

} // namespace database_

/// Adds a tenant, which is active. `on`: the database, a session of it, or a transaction, at whose end it is
/// there. Throws `unique_violation` where it is registered already, `invalid_value` for an empty name.
template <class On, class Name = rule::nothing_given>
record<tenant_record> register_tenant(On&& on, const Name& name = {}) {
    using verdict = database_::registry_verdict<On>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return {};
    else
        return on.run(create(tenant_record{.name = database_::tenant_key{database_::checked_tenant(
                                               detail::text_argument<"tenant">(name))}}));
}
/// From now on, or from the end of the transaction, no session of this tenant is made; its records stay.
/// Throws `not_found` where there is none.
template <class On, class Name = rule::nothing_given>
record<tenant_record> deactivate_tenant(On&& on, const Name& name = {}) {
    return database_::switch_tenant(on, detail::text_argument<"tenant">(name), false);
}
/// The other way round.
template <class On, class Name = rule::nothing_given>
record<tenant_record> reactivate_tenant(On&& on, const Name& name = {}) {
    return database_::switch_tenant(on, detail::text_argument<"tenant">(name), true);
}
/// All tenants that are registered, by their names.
template <class On>
[[nodiscard]] std::vector<record<tenant_record>> tenants(On&& on) {
    using verdict = database_::registry_verdict<On>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return {};
    else return on.run(list<tenant_record>().order_by(field<&tenant_record::name>)).records;
}

} // namespace dataflow
