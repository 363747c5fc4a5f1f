// What is run about the records of all tenants: `db.all_tenants()`. docs/tenants.md.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/database/detail/all_tenants_verdict.hpp>
#include <dataflow/database/detail/session_checks.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/session_database.hpp>
#include <dataflow/database/tenant_part.hpp>
#include <dataflow/database/transaction.hpp>
#include <dataflow/node/table_sets.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow {

struct tenant_record; // in database/tenant_registry.hpp

/// `db.all_tenants(df::for_writing)`.
struct for_writing_t {};
inline constexpr for_writing_t for_writing{};

} // namespace dataflow

namespace dataflow::database_ {

template <class On>
void require_registered(On& on, std::string_view name); // in database/tenant_registry.hpp
/// The name of a tenant, which is registered and active where a database knows its tenants.
template <class... M, class On>
[[nodiscard]] std::string tenant_for(On& on, std::string_view name) {
    auto out = checked_tenant(name);
    if constexpr (among<tenant_record, types<M...>>) require_registered(on, out);
    return out;
}

template <bool Writes, class... Models>
struct database_of_session<with_all_tenants<Writes>, Models...> : std::type_identity<database<Models...>> {};

} // namespace dataflow::database_

namespace dataflow {

/// What `db.all_tenants()` and, with `Writes`, `db.all_tenants(df::for_writing)` give.
template <bool Writes, class... Models>
using all_tenants_database = session_database<database_::with_all_tenants<Writes>, Models...>;

/// An open transaction over all tenants.
template <bool Writes, class... Models>
class all_tenants_transaction : public transaction<database_::with_all_tenants<Writes>, Models...> {
    using base = transaction<database_::with_all_tenants<Writes>, Models...>;

  public:
    using base::base;

    /// What creates records, writes them by rows, or uses keys that several tenants may have, does so for one
    /// tenant: `tx.tenant("acme").run(...)`. Without `df::for_writing` it only reads. Throws `invalid_value`
    /// for an empty name.
    template <class Name = rule::nothing_given>
    [[nodiscard]] auto tenant(const Name& name = {}) {
        return database_::tenant_part<Writes, base, Models...>{
            *this, database_::tenant_for<Models...>(*this, dataflow::detail::text_argument<"tenant">(name))};
    }

    /// As `transaction::nested`.
    template <class Work>
    decltype(auto) nested(Work&& work) {
        return base::nested([&](base& inner) -> decltype(auto) {
            all_tenants_transaction mine{inner.inside()};
            return mine.finished(work);
        });
    }
    template <class Work>
    decltype(auto) finished(Work&& work) {
        return base::finished([&](base&) -> decltype(auto) { return work(*this); });
    }
};

namespace database_ {
template <bool Writes, class... Models>
struct transaction_of_session<with_all_tenants<Writes>, Models...>
    : std::type_identity<all_tenants_transaction<Writes, Models...>> {};
template <bool Writes, class... M>
struct ends_with_transaction<all_tenants_transaction<Writes, M...>> : std::true_type {};
} // namespace database_

namespace rule {
template <class Name, class... Models>
struct tenants_need_the_header_dataflow_tenant_hpp {
    static tenant_database<Models...> of(database<Models...> all, std::string_view tenant,
                                         const session_facts& facts = {}) {
        auto name = database_::tenant_for<Models...>(all, tenant);
        return {std::move(all), std::move(name), facts};
    }
    static database_::tenant_part<true, transaction<Models...>, Models...> in(transaction<Models...>& open,
                                                                              std::string_view tenant) {
        return {open, database_::tenant_for<Models...>(open, tenant)};
    }
    static all_tenants_database<false, Models...> all(database<Models...> of) {
        return {std::move(of), {}, {}};
    }
    static all_tenants_database<true, Models...> all(database<Models...> of, for_writing_t) {
        return {std::move(of), {}, {}};
    }
};
} // namespace rule

} // namespace dataflow
