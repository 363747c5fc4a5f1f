// What may look after tenants: a database, a session or a transaction, but none of one tenant.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/type_list.hpp>
#include <dataflow/database/all_tenants.hpp>
#include <dataflow/database/database.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/database/session_database.hpp>
#include <dataflow/database/transaction.hpp>

#include <type_traits>

namespace dataflow::database_ {

/// The models of what runs nodes: `type`, a `types<...>` with the tag of a session among them; void of
/// anything else.
template <class On>
struct models_run_on : std::type_identity<void> {};
template <class... M>
struct models_run_on<database<M...>> : std::type_identity<types<M...>> {};
template <class... M>
struct models_run_on<session_database<M...>> : std::type_identity<types<M...>> {};
template <class... M>
struct models_run_on<transaction<M...>> : std::type_identity<types<M...>> {};
template <bool Writes, class... M>
struct models_run_on<all_tenants_transaction<Writes, M...>> : std::type_identity<types<M...>> {};

template <class On, class Models>
struct manager_check {
    using verdict = rule::tenants_are_managed_on_a_database_a_session_or_a_transaction<On>;
};
template <class On, class... M>
struct manager_check<On, types<M...>> {
    using verdict = std::conditional_t<among<with_tenant, types<M...>>,
                                       rule::a_session_of_one_tenant_does_not_manage_tenants<M...>, rule::ok>;
};
/// The verdict on managing tenants there.
template <class On>
using manager_verdict =
    typename manager_check<std::remove_cvref_t<On>,
                           typename models_run_on<std::remove_cvref_t<On>>::type>::verdict;

} // namespace dataflow::database_
