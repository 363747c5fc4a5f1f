// A database of models: the handle that an application holds.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/detail/full_text.hpp>
#include <dataflow/database/detail/histories.hpp>
#include <dataflow/database/detail/list_verdict.hpp>
#include <dataflow/database/detail/protections.hpp>
#include <dataflow/database/detail/run_node.hpp>
#include <dataflow/database/detail/tables.hpp>
#include <dataflow/database/detail/tables_changed.hpp>
#include <dataflow/database/detail/whole_stream.hpp>
#include <dataflow/database/detail/whole_transaction.hpp>
#include <dataflow/database/execution.hpp>
#include <dataflow/database/handle.hpp>
#include <dataflow/database/migrated.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/session_facts.hpp>
#include <dataflow/database/stream.hpp>
#include <dataflow/database/transaction.hpp>
#include <dataflow/node/plain_node.hpp>
#include <dataflow/sql/session_values.hpp>

#include <array>
#include <memory>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow {

template <class... Listed>
class session_database; // in database/session_database.hpp

/// A database with the tables of some models. Safe to use from several threads.
///
/// On an SQLite file there are one writer and many readers; a database in memory has one connection.
template <class... Models>
class database : database_::refused_calls,
                 database_::refused_transactions,
                 database_::handle,
                 public database_::migrated<Models...> {
    using list = types<Models...>;

  public:
    using refused_calls::run;
    using refused_calls::stream;
    using refused_calls::try_run;
    using refused_transactions::transaction;

    /// Opens $DATABASE_URL, else the file dataflow.db, and creates the tables that are missing.
    database() : database(open_options{}) {}
    /// Opens a URL: `sqlite::memory:`, `sqlite:<path>`, `postgresql://...`, or libpq's `key=value ...`.
    explicit database(std::string_view url) : database(open_options{.url = database_::required_url(url)}) {
        static_assert(rule::told<database_::list_verdict<Models...>>::verdict); // here, too: fewer notes
    }
    /// The same, as std::getenv gives it: a null pointer counts as empty, and throws connection_error.
    explicit database(const char* url)
        : database(url != nullptr ? std::string_view{url} : std::string_view{}) {
        static_assert(rule::told<database_::list_verdict<Models...>>::verdict);
    }
    /// Throws connection_error, schema_mismatch, corrupt_database, read_only, timeout.
    explicit database(const open_options& how)
        : database(std::make_shared<database_::core>(how), database_::opening_of(how)) {}

    // Moved, not copied; what is run on one that was moved from throws `protected_operation`. Streams,
    // transactions and workflows that are under way go on where they are.
    database(database&&) noexcept = default;
    database& operator=(database&&) noexcept = default;

    using handle::before_statement;
    using handle::dialect;
    using handle::on_statement;
    using handle::protect;
    using handle::speaks;
    using handle::warnings;
    /// This database as one tenant sees it; include <dataflow/tenant.hpp>. It may outlive this handle. Throws
    /// `invalid_value` for an empty name.
    template <class Name = rule::nothing_given>
    [[nodiscard]] auto tenant(const Name& name = {}) const {
        return rule::tenants_need_the_header_dataflow_tenant_hpp<Name, Models...>::of(
            shared_handle(), detail::text_argument<"tenant">(name));
    }
    /// The same of all tenants: it only reads; with `df::for_writing` it changes records, too.
    template <class... Writing>
    [[nodiscard]] auto all_tenants(Writing... how) const {
        return rule::tenants_need_the_header_dataflow_tenant_hpp<types<Writing...>, Models...>::all(
            shared_handle(), how...);
    }
    /// This database as one session uses it: for whom, within which limits; include <dataflow/session.hpp>.
    /// It may outlive this handle. Throws `invalid_value` for texts that are not UTF-8.
    [[nodiscard]] auto session(const session_facts& facts) const {
        return rule::sessions_need_the_header_dataflow_session_hpp<types<>, Models...>::of(shared_handle(),
                                                                                           facts);
    }
    /// Another handle of the same database, for the views of it.
    [[nodiscard]] database shared_handle() const { return database{shared()}; }

    /// The tables that a run of a node or a workflow on this database may change, a constant:
    /// `node.writes()`, and, where it deletes, the tables whose foreign keys say what becomes of the rows
    /// that refer to a deleted one (ON DELETE CASCADE and SET NULL).
    template <class Node>
    [[nodiscard]] static constexpr table_set changed_by(const Node& node) noexcept {
        return database_::tables_changed<Node, Models...>(node.writes());
    }

    /// Runs a node; a single statement, or a transaction where it needs one. Gives the node's output.
    template <database_::runnable Node>
    [[gnu::always_inline]] auto run(Node&& node) {
        using verdict = database_::alone_verdict<list, std::remove_cvref_t<Node>>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return node_::output_of_refused<std::remove_cvref_t<Node>>();
        else return database_::run_node(whole(), static_cast<node_::plain_reference<Node>>(node));
    }
    /// Runs several nodes, in their order, and gives a std::tuple of what they give. On PostgreSQL the
    /// statements of nodes that are next to each other are sent together, in one round trip: reads and finds,
    /// lists, counts, selects, creates, updates and erases by key, as long as none is about a table that one
    /// before it writes. Others take a trip of their own. Where one of them writes, all are one transaction,
    /// and the error of one undoes all of them; its commit is one more trip.
    template <database_::runnable... Nodes>
        requires(sizeof...(Nodes) != 0)
    auto run_all(const Nodes&... nodes) {
        using verdict = rule::first_broken<database_::alone_verdict<list, Nodes>...>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return std::tuple{node_::output_of_refused<Nodes>()...};
        else {
            using all = database_::several<node_::plain_node<Nodes>...>;
            auto work = [&](context& inside) { return all{nodes...}.run(inside); };
            return database_::run_so(whole(), &all::statement,
                                     all::writes ? access::read_write : access::read_only, !all::writes, {},
                                     work);
        }
    }
    /// Runs a node within limits: `df::timeout_after(500ms)`, a std::stop_token, or both. Include
    /// <dataflow/cancel.hpp>. What is cut short throws `timeout` or `cancelled`, and leaves nothing.
    template <database_::runnable Node, class... Limits>
        requires(sizeof...(Limits) != 0 && (database_::limits<Limits> && ...))
    auto run(Node&& node, const Limits&... limits) {
        using plain = std::remove_cvref_t<Node>;
        using verdict = database_::alone_verdict<list, plain>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return node_::output_of_refused<plain>();
        else {
            const sql::session_values* session = nullptr;
            if constexpr (requires { node.session; }) session = node.session;
            return run_in<plain>(
                whole(), session, [&](context& inside) { return std::as_const(node).execute(inside); },
                limits...);
        }
    }
    /// Runs a workflow on an input; with limits, they are over all of it.
    template <class Workflow, class Input, class... Limits>
        requires(database_::limits<Limits> && ...) &&
                requires(Workflow& w, Input& i, context& c) { w.execute(c, i); }
    auto run(const Workflow& workflow, const Input& input, const Limits&... limits) {
        using checked = database_::run_verdict<list, Workflow>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!database_::may_run<list, Workflow>) return node_::output_of_refused<Workflow>();
        else {
            const auto keep = shared();
            const auto work = [&](context& inside) { return workflow.execute(inside, input); };
            if constexpr (sizeof...(Limits) != 0) return run_in<Workflow>(*keep, nullptr, work, limits...);
            else
                return database_::running{*keep, node_::needs_writer<Workflow>(),
                                          database_::statement_of<Workflow>()}
                    .template run<Workflow>(work);
        }
    }
    /// The same, with the error as a value.
    template <class... Arguments>
    auto try_run(Arguments&&... arguments) {
        return database_::as_result([&] { return run(std::forward<Arguments>(arguments)...); });
    }

    /// Runs `work(df::transaction<...>& tx)` in a transaction: committed when it returns, undone when it
    /// throws. Gives what `work` gives.
    /// Limits are over all of it, its waiting for a connection included: see `run`.
    template <class Work, class... Limits>
        requires(database_::limits<Limits> && ...)
    decltype(auto) transaction(Work&& work, const transaction_options& how = {}, const Limits&... limits) {
        if constexpr (!requires(dataflow::transaction<Models...>& open) {
                          work(open);
                      }) { // as in transaction::nested
            using verdict = database_::untaken<Work>;
            static_assert(rule::told<verdict>::verdict);
        } else {
            using verdict = database_::given_verdict<Work, dataflow::transaction<Models...>>;
            static_assert(rule::told<verdict>::verdict);
            const auto keep = shared();
            return database_::whole_transaction<dataflow::transaction<Models...>>(*keep, nullptr, how, work,
                                                                                  limits...);
        }
    }
    template <class Work, class... Limits>
        requires(sizeof...(Limits) != 0 && (database_::limits<Limits> && ...))
    decltype(auto) transaction(Work&& work, const Limits&... limits) {
        return transaction(work, transaction_options{}, limits...);
    }
    /// Reads a list or a select row by row, in constant memory. What it gives may outlive this database.
    /// Limits hold until the stream is destroyed: see `run`.
    template <class List, class... Limits>
        requires(database_::limits<Limits> && ...)
    [[nodiscard]] auto stream(const List& what, const Limits&... limits) {
        using verdict =
            rule::first_broken<database_::stream_verdict<database_::alone_verdict<list, List>, List>,
                               database_::unrepeated_verdict<Limits...>>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return row_stream<int>{nullptr};
        else return database_::whole_stream(shared(), what, limits...);
    }

  protected:
    friend struct migrate::way_in;
    template <class...>
    friend class session_database;
    explicit database(std::shared_ptr<database_::core> same) noexcept : handle(std::move(same)) {}
    /// The same, after the tables were looked at, and made.
    database(std::shared_ptr<database_::core> same, database_::opening how) : handle(std::move(same)) {
        using verdict = database_::list_verdict<Models...>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (rule::is_ok<verdict>) {
            const std::tuple<record<Models>...> prototypes{};
            const std::array<database_::described, sizeof...(Models)> described{database_::described{
                &schema::table_of<Models>, &std::get<record<Models>>(prototypes), schema::fields_of<Models>,
                database_::keeper_of<Models>(), database_::audit_kept_by<Models>::keeper,
                database_::history_keeper_of<Models>(), database_::protection_keeper_of<Models>()}...};
            database_::open_tables(whole(), described, how);
        }
    }

  private:
    /// Runs a node or a workflow within limits.
    template <class Node, class Work, class... Limits>
    static auto run_in(database_::core& of, const sql::session_values* session, Work work,
                       const Limits&... limits) {
        database_::limited<Limits...> within{limits...};
        return database_::run_so(of, database_::statement_of<Node>(),
                                 node_::needs_writer<Node>() ? access::read_write : access::read_only,
                                 !node_::needs_writer<Node>(), within.how(session), work);
    }
};

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/execution.ipp>
#endif
