// A database of models: the handle that an application holds.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/database/detail/execution.hpp>
#include <dataflow/database/detail/full_text.hpp>
#include <dataflow/database/detail/mark_rings.hpp>
#include <dataflow/database/detail/tables.hpp>
#include <dataflow/database/detail/watching.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/stream.hpp>
#include <dataflow/database/transaction.hpp>
#include <dataflow/node/plain_node.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow {

namespace database_ {

/// The part of a database that knows no model: its pools, and which thread is in a transaction.
class core {
  public:
    explicit core(const open_options& how) : pools_(open_pools(how)) {}

    [[nodiscard]] dataflow::dialect dialect() const noexcept { return pools_.dialect; }

    /// From now on tells a function of the program of each statement; takes it over.
    void tell(driver::statement_watch* one) noexcept {
        listeners_.add(one);
        pools_.watched_by(listeners_.first());
    }

    /// A connection for one run, whose node and model an error names. Throws protected_operation on a thread
    /// that has a transaction open.
    [[nodiscard]] pool::lease lease(const sql::statement* what, access how, bool verify = false,
                                    driver::limit* within = nullptr);

    /// The same for a single write; an empty lease where another thread has run it, with the commit of its
    /// own.
    [[nodiscard]] pool::lease lease_or_share(shared_write& own);

    /// Why a thread may run nothing else on a database.
    enum class use : std::uint8_t { transaction, workflow };

    /// Marks the thread as being in a transaction or a workflow of this database.
    class mark {
      public:
        explicit mark(const core& c, use how = use::transaction) noexcept
            : of_(&c), how_(how), before_(marked()) {
            marked() = this;
        }
        mark(const mark&) = delete;
        mark& operator=(const mark&) = delete;
        ~mark() { marked() = before_; }

      private:
        friend core;
        const core* of_;
        use how_;
        const mark* before_;
    };

  private:
    void refuse_inside_transaction() const {
        for (const auto* m = marked(); m != nullptr; m = m->before_)
            if (m->of_ == this) refuse_use(m->how_ == use::workflow);
    }
    [[noreturn, gnu::cold]] static void refuse_use(bool workflow) {
        raise(error_kind::protected_operation,
              {.message = workflow ? "this thread runs a workflow on this database: a function in it runs "
                                     "nodes in the df::context& that "
                                     "it can ask for"
                                   : "this thread has a transaction open on this database: run the node in "
                                     "it, or begin another one "
                                     "inside of it with tx.nested"});
    }
    static const mark*& marked() noexcept {
        thread_local const mark* here = nullptr; // trivially destroyed: also there when the program ends
        return here;
    }

    listeners listeners_{}; // outlives the connections
    pools pools_;
};

/// The statements that stand for a transaction, and for the opening of a database.
inline constexpr sql::statement transaction_statement{.node = "transaction"};
inline constexpr sql::statement opening_statement{.node = "open"};

/// A connection for the run of one node.
class running {
  public:
    running(core& of, bool writes, const sql::statement* what)
        : core_(of), what_(what), lease_(of.lease(what, writes ? access::read_write : access::read_only)),
          inside_(lease_->connection()) {}
    running(const running&) = delete;
    running& operator=(const running&) = delete;

    /// Runs what `work` runs: a Node, or a workflow. One that only reads is repeated once, where its resting
    /// connection had been lost meanwhile.
    template <class Node, class Work>
    [[gnu::always_inline]] auto run(const Work& work) { // no function of its own for each node
        try {
            if constexpr (!Node::writes) {
                try {
                    return work(inside_);
                } catch (const connection_error&) {
                    replace();
                }
            }
            return work(inside_);
        } catch (const error& e) {
            throw_named(e, what_, &inside_.connection());
        }
    }

  private:
    /// Throws the error again where it had not rested.
    void replace() {
        if (!lease_->used_before()) throw;
        lease_.reset();
        lease_.emplace(core_.lease(what_, access::read_only, true));
        inside_ = context{lease_->connection()};
    }

    core& core_;
    const sql::statement* what_;
    std::optional<pool::lease> lease_;
    context inside_;
};

/// Runs a node for which there is a verdict. A free function, so that its symbols do not spell the list of
/// all models.
template <class Node>
auto run_node(core& on, Node&& node) {
    using plain = std::remove_cvref_t<Node>;
    if constexpr (shares_commit<plain>) {
        using output = typename plain::output;
        alignas(output) std::byte room[sizeof(output)];
        shared_write own{&run_shared<plain>, &node, room, plain::statement};
        const auto lease = on.lease_or_share(own);
        if (!lease) return output(static_cast<output&&>(*std::launder(reinterpret_cast<output*>(room))));
        context inside{lease.connection()};
        try {
            return static_cast<Node&&>(node).execute(inside);
        } catch (const error& e) {
            throw_named(e, &plain::statement);
        }
    } else {
        running here{on, node_::needs_writer<plain>(), statement_of<plain>()};
        return here.run<plain>([&](context& inside) __attribute__((always_inline)) {
            return static_cast<Node&&>(node).execute(inside);
        });
    }
}

/// The tables of a database, and whether two of their tables and indexes have one name. The same index twice
/// is one.
template <class... M>
struct relations {
    static constexpr std::array<const schema::table*, sizeof...(M)> tables{&schema::table_of<M>...};
    static constexpr std::size_t size =
        (std::size_t{0} + ... + schema::detail::relation_count(schema::table_of<M>));
    static constexpr auto same = schema::detail::find_equal_relations<size>(tables);

    /// The position of the model whose table has the n-th name.
    static constexpr std::size_t model_of(std::size_t n) {
        std::size_t m = 0;
        for (; n >= schema::detail::relation_count(*tables[m]); ++m)
            n -= schema::detail::relation_count(*tables[m]);
        return m;
    }
    static constexpr std::size_t first_of(std::size_t model) {
        std::size_t n = 0;
        for (std::size_t m = 0; m < model; ++m) n += schema::detail::relation_count(*tables[m]);
        return n;
    }
    template <std::size_t Model>
    using model = std::tuple_element_t<Model, std::tuple<M...>>;

    static constexpr auto verdict() {
        if constexpr (!same.found()) return rule::ok{};
        else {
            constexpr auto first = model_of(same.first), second = model_of(same.second);
            constexpr auto& table = schema::table_of<model<second>>;
            return rule::two_tables_or_indexes_of_a_database_have_the_same_name<
                model<first>, model<second>,
                schema::detail::spelled_relation<table, same.second - first_of(second)>()>{};
        }
    }
};

/// The tables that a node deletes from, and those that their foreign keys reach, on a database of these
/// models.
template <class Erased, class... M>
inline constexpr auto reached =
    schema::reached_by_deletion(std::array<const schema::table*, sizeof...(M)>{&schema::table_of<M>...},
                                node_::tables_of_models<Erased>::tables.list());
/// All tables that a node changes, with those.
template <class Node, class... M>
struct tables_changed_of {
    using erased = decltype(node_::find_erased_models<Node>());
    static constexpr auto tables = [] {
        schema::distinct_tables<sizeof...(M)> out;
        constexpr table_set own = Node::writes();
        for (const schema::table* t : {&schema::table_of<M>...})
            if (own.contains(t->name) || table_set{reached<erased, M...>.list()}.contains(t->name))
                out.add(t);
        return out;
    }();
    static constexpr table_set value{tables.list(), Node::writes().known()};
};
template <class Node, class... M>
[[nodiscard]] constexpr table_set tables_changed(const table_set& own) noexcept {
    if constexpr (std::is_same_v<decltype(node_::find_erased_models<Node>()), query::types<>>) return own;
    else return tables_changed_of<Node, M...>::value;
}

/// The first two models that have one table; equal positions where there are none.
template <class... M>
constexpr std::pair<std::size_t, std::size_t> same_table() {
    const std::array<std::string_view, sizeof...(M)> names{schema::table_name<M>...};
    for (std::size_t i = 0; i < names.size(); ++i)
        for (std::size_t j = i + 1; j < names.size(); ++j)
            if (schema::same_name(names[i], names[j])) return {i, j};
    return {0, 0};
}

/// Every foreign key's table is in the list, too.
template <class List, class M, class Other>
using reference_verdict = std::conditional_t<
    std::is_void_v<Other> || among<Other, List>, rule::ok,
    rule::a_foreign_key_refers_to_a_model_that_is_not_in_the_list_of_the_database<M, Other>>;
template <class List, class M, class... F>
constexpr auto find_references_verdict(types<F...>) {
    return rule::first_broken<
        reference_verdict<List, M, typename schema::id_parts<schema::bare<F>>::model>...>{};
}

template <class... M>
constexpr auto find_ring_verdict() {
    if constexpr ((options_of<M>.soft_delete || ...)) {
        constexpr auto at = find_ring(relations<M...>::tables);
        if constexpr (at < sizeof...(M))
            return rule::soft_deletes_cascade_in_a_cycle<std::tuple_element_t<at, std::tuple<M...>>>{};
        else return rule::ok{};
    } else return rule::ok{};
}

template <class... M>
constexpr auto find_list_verdict() {
    using each = rule::first_broken<schema::model_verdict<M>...>;
    if constexpr (!rule::is_ok<each>) return each{};
    else {
        constexpr auto same = same_table<M...>();
        if constexpr (same.first != same.second)
            return rule::two_models_of_a_database_have_the_same_table<
                std::tuple_element_t<same.first, std::tuple<M...>>,
                std::tuple_element_t<same.second, std::tuple<M...>>>{};
        else
            return rule::first_broken<
                decltype(find_references_verdict<types<M...>, M>(reflect::types_of<M>{}))...,
                decltype(relations<M...>::verdict()), decltype(find_ring_verdict<M...>())>{};
    }
}
/// The verdict on the list of a database's models.
template <class... M>
using list_verdict = rule::diagnostic<decltype(find_list_verdict<M...>())>;

} // namespace database_

/// A database with the tables of some models. Safe to use from several threads.
///
/// On an SQLite file there are one writer and many readers; a database in memory has one connection.
template <class... Models>
class database : database_::refused_calls {
    using list = types<Models...>;

  public:
    using refused_calls::run;
    using refused_calls::stream;
    using refused_calls::try_run;

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
    /// Throws connection_error, schema_mismatch (a table of another shape), corrupt_database, read_only,
    /// timeout.
    explicit database(const open_options& how) : core_(std::make_shared<database_::core>(how)) {
        using verdict = database_::list_verdict<Models...>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (rule::is_ok<verdict>) {
            const std::tuple<record<Models>...> prototypes{};
            const std::array<database_::described, sizeof...(Models)> described{
                database_::described{&schema::table_of<Models>, &std::get<record<Models>>(prototypes),
                                     schema::fields_of<Models>, database_::keeper_of<Models>()}...};
            auto lease = core_->lease(&database_::opening_statement, access::read_write);
            database_::prepare_tables(lease.connection(), described, how.create_tables);
            lease.connection().accept();
        }
    }

    // Moved, not copied; what is run on one that was moved from throws `protected_operation`. Streams,
    // transactions and workflows that are under way go on where they are.
    database(database&&) noexcept = default;
    database& operator=(database&&) noexcept = default;
    ~database() = default;

    [[nodiscard]] dataflow::dialect dialect() const { return whole().dialect(); }
    [[deprecated("now dialect()")]] dataflow::dialect speaks() const { return dialect(); } // former name

    /// From the next run on, `listener(const df::statement_event&)` is called after each statement and each
    /// step of a transaction, on the thread that runs it: what ran, how long it took, how many rows, how it
    /// failed; never a value. It stays as long as the database, may be called by several threads at once, and
    /// must not use the database. What it throws is dropped. The statements of opening are not told.
    template <class Listener>
        requires std::is_invocable_v<Listener&, const statement_event&>
    void on_statement(Listener listener) {
        whole().tell(new database_::statement_listener<Listener, false>(std::move(listener)));
    }
    /// The same before each of them.
    template <class Listener>
        requires std::is_invocable_v<Listener&, const statement_event&>
    void before_statement(Listener listener) {
        whole().tell(new database_::statement_listener<Listener, true>(std::move(listener)));
    }
    /// This database as one tenant sees it; include <dataflow/tenant.hpp>. It may outlive this handle. Throws
    /// `invalid_value` for an empty name.
    template <class Name>
        requires std::is_convertible_v<const Name&, std::string_view>
    [[nodiscard]] auto tenant(const Name& name) const {
        return rule::tenants_need_the_header_dataflow_tenant_hpp<Name, Models...>::of(shared_handle(), name);
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
            return database_::run_so(whole(), &database_::all_statement,
                                     all::writes ? access::read_write : access::read_only, !all::writes, {},
                                     work);
        }
    }
    /// Runs a workflow on an input.
    template <class Workflow, class Input>
        requires requires(Workflow& w, Input& i, context& c) { w.execute(c, i); }
    auto run(const Workflow& workflow, const Input& input) {
        using checked = database_::run_verdict<list, Workflow>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!database_::may_run<list, Workflow>) return node_::output_of_refused<Workflow>();
        else {
            const auto keep = shared();
            database_::running here{*keep, node_::needs_writer<Workflow>(),
                                    database_::statement_of<Workflow>()};
            const database_::core::mark mark{*keep, database_::core::use::workflow};
            return here.run<Workflow>([&](context& inside) __attribute__((always_inline)) {
                return workflow.execute(inside, input);
            });
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
        else
            return run_in<plain>(
                whole(), [&](context& inside) { return std::as_const(node).execute(inside); }, limits...);
    }
    /// The same of a workflow: the limits are over all of it.
    template <class Workflow, class Input, class... Limits>
        requires(sizeof...(Limits) != 0 && (database_::limits<Limits> && ...)) &&
                requires(Workflow& w, Input& i, context& c) { w.execute(c, i); }
    auto run(const Workflow& workflow, const Input& input, const Limits&... limits) {
        using checked = database_::run_verdict<list, Workflow>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!database_::may_run<list, Workflow>) return node_::output_of_refused<Workflow>();
        else {
            const auto keep = shared();
            return run_in<Workflow>(
                *keep,
                [&](context& inside) {
                    const database_::core::mark here{*keep, database_::core::use::workflow};
                    return workflow.execute(inside, input);
                },
                limits...);
        }
    }
    /// The same, with the error as a value.
    template <class... Arguments>
    auto try_run(Arguments&&... arguments) {
        return database_::as_result([&] { return run(std::forward<Arguments>(arguments)...); });
    }

    /// Runs `work(df::transaction<...>& tx)` in a transaction: committed when it returns, undone when it
    /// throws. Gives what `work` gives.
    template <class Work>
    decltype(auto) transaction(Work&& work, const transaction_options& how = {}) {
        if constexpr (!requires(dataflow::transaction<Models...>& open) {
                          work(open);
                      }) { // as in transaction::nested
            using verdict = database_::untaken<Work>;
            static_assert(rule::told<verdict>::verdict);
        } else {
            using verdict = database_::given_verdict<Work, dataflow::transaction<Models...>>;
            static_assert(rule::told<verdict>::verdict);
            const auto keep = shared();
            const auto lease = keep->lease(&database_::transaction_statement, how.mode);
            context inside{lease.connection()};
            return in_transaction(*keep, inside, work, how);
        }
    }
    /// The same within limits, which are over all of it, its waiting for a connection included: see `run`.
    template <class Work, class... Limits>
        requires(sizeof...(Limits) != 0 && (database_::limits<Limits> && ...))
    decltype(auto) transaction(Work&& work, const transaction_options& how, const Limits&... limits) {
        if constexpr (!requires(dataflow::transaction<Models...>& open) {
                          work(open);
                      }) { // as in transaction::nested
            using verdict = database_::untaken<Work>;
            static_assert(rule::told<verdict>::verdict);
        } else {
            using verdict = database_::given_verdict<Work, dataflow::transaction<Models...>>;
            static_assert(rule::told<verdict>::verdict);
            const auto keep = shared();
            database_::limited<Limits...> within{limits...};
            auto once = [&](context& inside) -> decltype(auto) {
                return in_transaction(*keep, inside, work, how);
            };
            return database_::run_so(*keep, &database_::transaction_statement, how.mode, false, within.how(),
                                     once);
        }
    }
    template <class Work, class... Limits>
        requires(sizeof...(Limits) != 0 && (database_::limits<Limits> && ...))
    decltype(auto) transaction(Work&& work, const Limits&... limits) {
        return transaction(work, transaction_options{}, limits...);
    }
    // What is none of these.
    template <class Work, class... Given>
        requires(database_::misplaced_options<Given...> &&
                 !std::is_same_v<std::remove_cvref_t<Work>, transaction_options>)
    void transaction(Work&&, const Given&...) {
        using verdict = rule::an_argument_of_a_transaction_is_neither_its_options_nor_a_limit<Given...>;
        static_assert(rule::told<verdict>::verdict);
    }
    template <class Work, class... Given>
    void transaction(const transaction_options&, const Work&, const Given&...) {
        using verdict = rule::diagnostic<rule::the_options_of_a_transaction_come_before_its_work<Work>>;
        static_assert(rule::told<verdict>::verdict);
    }
    template <class Work, class... Given>
    void transaction(const Work&, const Given&...) const {
        using verdict = database_::const_verdict<Work>;
        static_assert(rule::told<verdict>::verdict);
    }

    /// Reads a list or a select row by row, in constant memory. What it gives may outlive this database.
    template <class List>
    [[nodiscard]] auto stream(const List& what) {
        using verdict = database_::stream_verdict<database_::alone_verdict<list, List>, List>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return row_stream<int>{nullptr};
        else {
            const auto keep = shared();
            std::optional<database_::pool::lease> lease{
                keep->lease(database_::statement_of<List>(), access::read_only)};
            return database_::make_stream(what, keep, std::move(lease), nullptr);
        }
    }
    /// The same within limits, until the stream is destroyed: see `run`.
    template <class List, class... Limits>
        requires(sizeof...(Limits) != 0 && (database_::limits<Limits> && ...))
    [[nodiscard]] auto stream(const List& what, const Limits&... limits) {
        using verdict =
            rule::first_broken<database_::stream_verdict<database_::alone_verdict<list, List>, List>,
                               database_::unrepeated_verdict<Limits...>>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return row_stream<int>{nullptr};
        else {
            const auto keep = shared();
            auto within = std::make_unique<database_::limited<Limits...>>(limits...);
            std::optional<database_::pool::lease> lease{
                within->lease(*keep, database_::statement_of<List>(), access::read_only)};
            within->keep_on(lease->connection());
            return database_::make_stream(what, keep, std::move(lease), std::move(within));
        }
    }

  private:
    explicit database(std::shared_ptr<database_::core> same) noexcept : core_(std::move(same)) {}

    /// Runs a node or a workflow within limits.
    template <class Node, class Work, class... Limits>
    static auto run_in(database_::core& of, Work work, const Limits&... limits) {
        database_::limited<Limits...> within{limits...};
        return database_::run_so(of, database_::statement_of<Node>(),
                                 node_::needs_writer<Node>() ? access::read_write : access::read_only,
                                 !node_::needs_writer<Node>(), within.how(), work);
    }

    template <class Work>
    static decltype(auto) in_transaction(const database_::core& of, context& inside, Work& work,
                                         const transaction_options& how) {
        const database_::core::mark here{of};
        return database_::run_transaction<dataflow::transaction<Models...>>(inside, work, how.mode,
                                                                            how.level);
    }

    /// Throws protected_operation where this was moved from.
    [[nodiscard]] database_::core& whole() const {
        if (core_ == nullptr) database_::refuse_moved("database");
        return *core_;
    }
    /// The same, kept until the caller is done with it, whatever happens to this meanwhile.
    [[nodiscard]] std::shared_ptr<database_::core> shared() const {
        (void)whole();
        return core_;
    }

    std::shared_ptr<database_::core> core_;
};

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/database.ipp>
#include <dataflow/database/detail/execution.ipp>
#endif
