// A database as one session uses it: for a tenant, for somebody, within limits. docs/sessions.md,
// docs/tenants.md.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/database/database.hpp>
#include <dataflow/database/detail/deadline.hpp>
#include <dataflow/database/detail/run_all.hpp>
#include <dataflow/database/detail/session_checks.hpp>
#include <dataflow/database/detail/whole_transaction.hpp>
#include <dataflow/database/detail/within_session.hpp>
#include <dataflow/database/limited.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/session_facts.hpp>
#include <dataflow/database/stream.hpp>
#include <dataflow/database/transaction.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/plain_node.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/sql/session_values.hpp>
#include <dataflow/sql/statement.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow::database_ {

/// The database of a session's list of models, which begins with `with_tenant` where it has a tenant.
template <class... Listed>
struct database_of_session : std::type_identity<database<Listed...>> {};
template <class... Models>
struct database_of_session<with_tenant, Models...> : std::type_identity<database<Models...>> {};
/// And its open transaction.
template <class... Listed>
struct transaction_of_session : std::type_identity<transaction<Listed...>> {};

} // namespace dataflow::database_

namespace dataflow {

template <class... Listed>
class session_database;
/// What `db.tenant("acme")` gives.
template <class... Models>
using tenant_database = session_database<database_::with_tenant, Models...>;
/// An open transaction of a tenant.
template <class... Models>
using tenant_transaction = transaction<database_::with_tenant, Models...>;

/// A database as one session uses it: a cheap value that `db.session({...})` and `db.tenant("acme")` give,
/// and that may outlive the database. With a tenant it reads, changes and deletes only the tenant's records
/// of models with the option `multi_tenant`, and creates records of this tenant. Safe from several threads.
template <class... Listed>
class session_database {
    using list = types<Listed...>;
    using whole = typename database_::database_of_session<Listed...>::type;
    using open_type = typename database_::transaction_of_session<Listed...>::type;
    static constexpr bool of_tenant = among<database_::with_tenant, list>;
    static constexpr bool of_all = database_::of_all_tenants<list>;

  public:
    session_database(whole of, std::string tenant, session_facts facts)
        : database_(std::move(of)), tenant_(std::move(tenant)), facts_(std::move(facts)) {}
    session_database(const session_database& other)
        : database_(other.database_.shared_handle()), tenant_(other.tenant_), facts_(other.facts_) {}
    session_database(session_database&&) noexcept = default;
    session_database& operator=(const session_database& other) {
        if (this != &other) *this = session_database{other};
        return *this;
    }
    session_database& operator=(session_database&&) noexcept = default;
    ~session_database() = default;

    /// The tenant's name.
    [[nodiscard]] const std::string& name() const noexcept
        requires of_tenant
    {
        return tenant_;
    }
    [[nodiscard]] const session_facts& facts() const noexcept { return facts_; }
    [[nodiscard]] dataflow::dialect dialect() const { return database_.dialect(); }
    [[deprecated("now dialect()")]] dataflow::dialect speaks() const { return dialect(); } // former name

    /// The same session, of a tenant. Throws invalid_value for an empty name.
    template <class Name = rule::nothing_given>
        requires(!of_tenant && !of_all)
    [[nodiscard]] auto tenant(const Name& name = {}) const {
        return rule::tenants_need_the_header_dataflow_tenant_hpp<Name, Listed...>::of(
            database_.shared_handle(), dataflow::detail::text_argument<"tenant">(name), facts_);
    }
    /// Of all tenants: the same session, of one. Without `df::for_writing` it only reads.
    template <class Name = rule::nothing_given>
        requires of_all
    [[nodiscard]] auto tenant(const Name& name = {}) const {
        return database_.tenant(name).session(database_::reads_if(database_::reads_all_alone<list>, facts_));
    }
    /// The same session, of all tenants: see `database::all_tenants`.
    template <class... Writing>
    [[nodiscard]] auto all_tenants(Writing... how) const {
        return database_.all_tenants(how...).session(facts_);
    }
    /// The same tenant, with these facts instead of those that are known.
    [[nodiscard]] session_database session(const session_facts& facts) const {
        return {database_.shared_handle(), tenant_, database_::checked_facts(facts)};
    }

    /// Runs a node, within limits where some are given: as `database::run`.
    template <database_::runnable Node, class... Limits>
        requires(database_::limits<Limits> && ...)
    auto run(Node&& node, const Limits&... limits) const {
        using plain = std::remove_cvref_t<Node>;
        using verdict = database_::alone_verdict<list, plain>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return node_::output_of_refused<plain>();
        else {
            const auto known = values();
            using inside = database_::within_session<node_::plain_reference<Node>>;
            return in_session<plain>([&](const auto&... more) {
                return database_.run(inside{{}, std::addressof(node), &known}, limits..., more...);
            });
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
            const auto known = values();
            using inside = database_::flow_within_session<Workflow, Input>;
            return in_session<Workflow>([&](const auto&... more) {
                return database_.run(inside{{}, &workflow, &input, &known}, limits..., more...);
            });
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
            const auto known = values();
            using inside = database_::all_within_session<node_::plain_node<Nodes>...>;
            return in_session<inside>([&](const auto&... more) {
                database_::several<node_::plain_node<Nodes>...> all{nodes...};
                return database_.run(inside{&all, &known}, more...);
            });
        }
    }
    /// The same, with the error as a value.
    template <class... Arguments>
    auto try_run(Arguments&&... arguments) const {
        return database_::as_result([&] { return run(std::forward<Arguments>(arguments)...); });
    }

    /// Runs `work(auto& tx)` in a transaction of this session (a `df::transaction<Models...>`, or, of a
    /// tenant, a `df::tenant_transaction<Models...>`): as `database::transaction`.
    template <class Work, class... Limits>
        requires(database_::limits<Limits> && ...)
    decltype(auto) transaction(Work&& work, const transaction_options& how = {},
                               const Limits&... limits) const {
        if constexpr (!requires(open_type& open) { work(open); }) {
            using verdict = database_::untaken<Work>;
            static_assert(rule::told<verdict>::verdict);
        } else {
            using verdict = database_::given_verdict<Work, open_type>;
            static_assert(rule::told<verdict>::verdict);
            const auto known = values();
            const auto keep = database_.shared();
            auto mine = how;
            if (facts_.read_only || database_::reads_all_alone<list>) mine.mode = access::read_only;
            return in_session<read_by_rule>([&](const auto&... more) -> decltype(auto) {
                return database_::whole_transaction<open_type>(*keep, &known, mine, work, limits..., more...);
            });
        }
    }
    template <class Work, class... Limits>
        requires(sizeof...(Limits) != 0 && (database_::limits<Limits> && ...))
    decltype(auto) transaction(Work&& work, const Limits&... limits) const {
        return transaction(work, transaction_options{}, limits...);
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
            const auto known = values();
            using inside = database_::stream_within_session<plain>;
            return in_session<read_by_rule>([&](const auto&... more) {
                return database_.stream(inside{{}, &static_cast<const plain&>(what), &known}, limits...,
                                        more...);
            });
        }
    }

  private:
    /// Stands for what the database itself keeps from writing.
    struct read_by_rule {
        static constexpr bool writes = false;
    };

    [[nodiscard]] sql::session_values values() const noexcept {
        return {.tenant = of_tenant ? std::string_view{tenant_} : std::string_view{},
                .actor = known(facts_.actor),
                .request = known(facts_.request_id),
                .address = known(facts_.address),
                .all_tenants = of_all};
    }
    /// A text that is not known has no address.
    [[nodiscard]] static std::string_view known(const std::string& text) noexcept {
        return text.empty() ? std::string_view{} : std::string_view{text};
    }
    /// Calls `call()`, or, where the session has a deadline, `call(deadline)`.
    template <class Node, class Call>
    decltype(auto) in_session(const Call& call) const {
        if constexpr (node_::needs_writer<Node>())
            if (facts_.read_only) database_::refuse_write(database_::statement_of<Node>(), facts_.request_id);
        try {
            if (facts_.deadline != std::chrono::steady_clock::time_point::max())
                return call(database_::deadline{facts_.deadline});
            return call();
        } catch (const error& e) {
            if (facts_.request_id.empty()) throw;
            database_::throw_in_session(e, facts_.request_id);
        }
    }

    mutable whole database_;
    std::string tenant_;
    session_facts facts_;
};

namespace rule {
template <class Nothing, class... Models>
struct sessions_need_the_header_dataflow_session_hpp {
    static session_database<Models...> of(database<Models...> all, const session_facts& facts) {
        return {std::move(all), {}, database_::checked_facts(facts)};
    }
};
} // namespace rule

} // namespace dataflow
