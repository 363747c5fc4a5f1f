// Which model of the audit log a database has in its list.
#pragma once

#include <dataflow/audit/record.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/type_list.hpp>
#include <dataflow/database/database.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/database/session_database.hpp>
#include <dataflow/database/transaction.hpp>
#include <dataflow/schema/options.hpp>

#include <type_traits>
#include <utility>

namespace dataflow::audit::detail {

/// The list of a database, of a session of one, of a transaction, or of what is derived from them.
template <class... M>
types<M...> list_of(const database<M...>&);
template <class... M>
types<M...> list_of(const session_database<M...>&);
template <class... M>
types<M...> list_of(const transaction<M...>&);
/// Of anything else that runs nodes: no list is known, and the run says what is missing.
void list_of(...);

template <class M>
constexpr bool belongs_to_tenants() {
    if constexpr (std::is_aggregate_v<M> && requires { M::dataflow.multi_tenant; })
        return M::dataflow.multi_tenant;
    else return false;
}
/// `type`: the model in the list; `needed`: the one that belongs there.
template <class List>
struct log_in;
template <class... M>
struct log_in<types<M...>> {
    static constexpr bool plain = among<audit_record, types<M...>>;
    static constexpr bool of_tenants = among<tenant_audit_record, types<M...>>;
    using needed =
        std::conditional_t<(false || ... || belongs_to_tenants<M>()), tenant_audit_record, audit_record>;
    using type =
        std::conditional_t<of_tenants, tenant_audit_record, std::conditional_t<plain, audit_record, needed>>;
    using verdict =
        rule::diagnostic<std::conditional_t<plain || of_tenants, rule::ok,
                                            rule::a_model_is_not_in_the_list_of_the_database<needed>>>;
};
template <>
struct log_in<void> {
    using type = audit_record;
    using verdict = rule::ok;
};
template <class Database>
using log_of = log_in<decltype(list_of(std::declval<Database&>()))>;

} // namespace dataflow::audit::detail
