// A database as one tenant sees it. docs/tenants.md.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/database/database.hpp>
#include <dataflow/database/detail/run_all.hpp>
#include <dataflow/database/detail/within_session.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/stream.hpp>
#include <dataflow/database/transaction.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/plain_node.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/sql/session_values.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow::database_ {

inline std::string require_tenant(std::string_view tenant) {
    if (tenant.empty()) raise(error_kind::invalid_value, {.message = "the tenant's name is empty"});
    return std::string{tenant};
}

} // namespace dataflow::database_

namespace dataflow {

/// An open transaction of a tenant.
template <class... Models>
using tenant_transaction = transaction<database_::with_tenant, Models...>;

/// A database as one tenant sees it: a cheap value that `db.tenant("acme")` gives, and that may outlive the
/// database. Of models with the option `multi_tenant` it reads, changes and deletes the records of this
/// tenant only, and what it creates is this tenant's; other models are as on the database itself. Safe to use
/// from several threads.
template <class... Models>
class tenant_database {
    using list = types<database_::with_tenant, Models...>;

  public:
    tenant_database(database<Models...> of, std::string_view tenant)
        : database_(std::move(of)), tenant_(database_::require_tenant(tenant)) {}
    tenant_database(const tenant_database& other)
        : database_(other.database_.shared_handle()), tenant_(other.tenant_) {}
    tenant_database(tenant_database&&) noexcept = default;
    tenant_database& operator=(const tenant_database& other) {
        if (this != &other) *this = tenant_database{other};
        return *this;
    }
    tenant_database& operator=(tenant_database&&) noexcept = default;
    ~tenant_database() = default;

    [[nodiscard]] const std::string& name() const noexcept { return tenant_; }
    [[nodiscard]] dataflow::dialect dialect() const { return database_.dialect(); }
    [[deprecated("now dialect()")]] dataflow::dialect speaks() const { return dialect(); } // former name

    /// Runs a node, within limits where some are given: as `database::run`.
    template <database_::runnable Node, class... Limits>
        requires(database_::limits<Limits> && ...)
    auto run(Node&& node, const Limits&... limits) const {
        using plain = std::remove_cvref_t<Node>;
        using verdict = database_::alone_verdict<list, plain>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return node_::output_of_refused<plain>();
        else {
            const auto known = session();
            return database_.run(
                database_::within_session<node_::plain_reference<Node>>{{}, std::addressof(node), &known},
                limits...);
        }
    }
    /// Runs a workflow on an input.
    template <class Workflow, class Input, class... Limits>
        requires(database_::limits<Limits> && ...) &&
                requires(Workflow& w, Input& i, context& c) { w.execute(c, i); }
    auto run(const Workflow& workflow, const Input& input, const Limits&... limits) const {
        using verdict = database_::run_verdict<list, Workflow>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return node_::output_of_refused<Workflow>();
        else {
            const auto known = session();
            return database_.run(
                database_::flow_within_session<Workflow, Input>{{}, &workflow, &input, &known}, limits...);
        }
    }
    /// Runs several nodes, in their order: as `database::run_all`.
    template <database_::runnable... Nodes>
        requires(sizeof...(Nodes) != 0)
    auto run_all(const Nodes&... nodes) const {
        using verdict = rule::first_broken<database_::alone_verdict<list, Nodes>...>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return std::tuple{node_::output_of_refused<Nodes>()...};
        else {
            const auto known = session();
            database_::several<node_::plain_node<Nodes>...> all{nodes...};
            return database_.run(database_::all_within_session<node_::plain_node<Nodes>...>{&all, &known});
        }
    }
    /// The same, with the error as a value.
    template <class... Arguments>
    auto try_run(Arguments&&... arguments) const {
        return database_::as_result([&] { return run(std::forward<Arguments>(arguments)...); });
    }

    /// Runs `work(df::tenant_transaction<...>& tx)` in a transaction of this tenant: as
    /// `database::transaction`.
    template <class Work, class... Options>
    decltype(auto) transaction(Work&& work, const Options&... options) const {
        using open_type = tenant_transaction<Models...>;
        if constexpr (!requires(open_type& open) { work(open); }) {
            using verdict = database_::untaken<Work>;
            static_assert(rule::told<verdict>::verdict);
        } else {
            using verdict = database_::given_verdict<Work, open_type>;
            static_assert(rule::told<verdict>::verdict);
            const auto known = session();
            return database_.transaction(
                [&](dataflow::transaction<Models...>& whole) -> decltype(auto) {
                    auto mine = whole.inside().of(known);
                    open_type open{mine};
                    return open.finished(work);
                },
                options...);
        }
    }

    /// Reads a list or a select row by row: as `database::stream`.
    template <class List, class... Limits>
        requires(database_::limits<Limits> && ...)
    [[nodiscard]] auto stream(const List& what, const Limits&... limits) const {
        using plain = node_::plain_node<List>;
        using verdict = database_::stream_verdict<database_::alone_verdict<list, plain>, plain, List>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return row_stream<int>{nullptr};
        else {
            const auto known = session();
            return database_.stream(
                database_::stream_within_session<plain>{{}, &static_cast<const plain&>(what), &known},
                limits...);
        }
    }

  private:
    [[nodiscard]] sql::session_values session() const noexcept { return {.tenant = tenant_}; }

    mutable database<Models...> database_;
    std::string tenant_;
};

namespace rule {
template <class Name, class... Models>
struct tenants_need_the_header_dataflow_tenant_hpp {
    static tenant_database<Models...> of(database<Models...> all, std::string_view tenant) {
        return {std::move(all), tenant};
    }
};
} // namespace rule

} // namespace dataflow
