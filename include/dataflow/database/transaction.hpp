// A transaction in which nodes are run.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/type_list.hpp>
#include <dataflow/database/detail/run_all.hpp>
#include <dataflow/database/misuse.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/stream.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/refused.hpp>

#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow {

/// How a transaction is opened.
struct transaction_options {
    isolation level =
        isolation::standard; ///< standard: PostgreSQL's read committed; SQLite is always serializable
    access mode = access::read_write;
};

template <class... Models>
class transaction;

namespace database_ {
template <class T>
struct ends_with_transaction : std::false_type {};
template <class Row>
struct ends_with_transaction<row_stream<Row>> : std::true_type {};
template <class... M>
struct ends_with_transaction<transaction<M...>> : std::true_type {};
template <>
struct ends_with_transaction<context> : std::true_type {};
/// The verdict on what the work of a transaction gives.
template <class T>
using result_verdict =
    std::conditional_t<ends_with_transaction<std::remove_cv_t<std::remove_pointer_t<T>>>::value,
                       rule::a_transaction_returns_something_that_ends_with_it<T>, rule::ok>;
template <class Work, class Transaction>
using given_verdict =
    result_verdict<std::remove_cvref_t<decltype(std::declval<Work&>()(std::declval<Transaction&>()))>>;
template <class Work>
using untaken = rule::diagnostic<
    rule::the_work_of_a_transaction_does_not_take_its_transaction_by_reference<std::remove_cvref_t<Work>>>;
} // namespace database_

/// An open transaction of a `database<Models...>`, given to the function that runs in it.
template <class... Models>
class transaction : database_::refused_calls {
  public:
    using refused_calls::run;
    using refused_calls::stream;
    using refused_calls::try_run;

    explicit transaction(context& inside) noexcept : inside_(&inside) {}
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;

    [[nodiscard]] dataflow::dialect dialect() const { return inside_->dialect(); }

    /// Runs a node in this transaction. Throws what the node throws. After an error of the database itself
    /// (a broken constraint, a lost lock) the transaction can only be undone, on both databases; to go on
    /// after such an error, run the node in a `nested` transaction or with `try_run`.
    template <database_::runnable Node>
    auto run(Node&& node) {
        using plain = std::remove_cvref_t<Node>;
        using checked = database_::run_verdict<types<Models...>, plain>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!database_::may_run<types<Models...>, plain>) return node_::output_of_refused<plain>();
        else {
            return part(database_::statement_of<plain>(), [&]() __attribute__((always_inline)) {
                return static_cast<Node&&>(node).execute(*inside_);
            });
        }
    }
    /// Runs a workflow on an input, as a part of this transaction.
    template <class Workflow, class Input>
        requires requires(Workflow& w, Input& i, context& c) { w.execute(c, i); }
    auto run(const Workflow& workflow, const Input& input) {
        using checked = database_::run_verdict<types<Models...>, Workflow>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!database_::may_run<types<Models...>, Workflow>)
            return node_::output_of_refused<Workflow>();
        else {
            return part(database_::statement_of<Workflow>(),
                        [&]() __attribute__((always_inline)) { return workflow.execute(*inside_, input); });
        }
    }

    /// Runs several nodes, in their order; on PostgreSQL in as few round trips as may be: see
    /// `database::run_all`. After an error, of whichever kind, the transaction can only be undone; to go on,
    /// run them in a `nested` one.
    template <database_::runnable... Nodes>
    auto run_all(const Nodes&... nodes) {
        using checked = rule::first_broken<database_::run_verdict<types<Models...>, Nodes>...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return std::tuple{node_::output_of_refused<Nodes>()...};
        else {
            const auto all = [&]() __attribute__((always_inline)) {
                return database_::several<node_::plain_node<Nodes>...>{nodes...}.run(*inside_);
            };
            return part(&database_::all_statement, all, true);
        }
    }

    /// Runs a node or a workflow within limits, in addition to those of the transaction:
    /// `df::timeout_after(500ms)`, a std::stop_token, or both. Include <dataflow/cancel.hpp>. Where a
    /// statement of it was cut short, the transaction can only be undone.
    template <class Node, class... Limits>
        requires(sizeof...(Limits) != 0 && (database_::limits<Limits> && ...))
    auto run(Node&& node, const Limits&... limits) {
        using once = database_::unrepeated_verdict<Limits...>;
        static_assert(rule::told<once>::verdict);
        database_::limited<Limits...> within{limits...};
        const auto bound = within.on(inside_->connection());
        return run(static_cast<Node&&>(node));
    }
    template <class Workflow, class Input, class... Limits>
        requires(sizeof...(Limits) != 0 && (database_::limits<Limits> && ...)) &&
                requires(Workflow& w, Input& i, context& c) { w.execute(c, i); }
    auto run(const Workflow& workflow, const Input& input, const Limits&... limits) {
        using once = database_::unrepeated_verdict<Limits...>;
        static_assert(rule::told<once>::verdict);
        database_::limited<Limits...> within{limits...};
        const auto bound = within.on(inside_->connection());
        return run(workflow, input);
    }

    /// Runs a node and gives its error as a value. What it did before an error is undone.
    template <class... Arguments>
    auto try_run(Arguments&&... arguments) {
        return database_::as_result([&] {
            return nested(
                [&](transaction& inner) { return inner.run(std::forward<Arguments>(arguments)...); });
        });
    }

    /// A nested transaction: a savepoint. When `work(transaction&)` throws, only what it did is undone.
    template <class Work>
    decltype(auto) nested(Work&& work) {
        // Asked here, not in a concept, so that a mistake in a generic lambda is told with few lines.
        if constexpr (!requires(transaction& inner) { work(inner); }) {
            using verdict = database_::untaken<Work>;
            static_assert(rule::told<verdict>::verdict);
        } else {
            using verdict = database_::given_verdict<Work, transaction>;
            static_assert(rule::told<verdict>::verdict);
            require_whole();
            return database_::run_transaction<transaction>(*inside_, work);
        }
    }

    /// Reads a list or a select row by row. Until the stream was read to its end, or is destroyed, whatever
    /// else is run in this transaction throws `protected_operation`. It ends with the transaction.
    template <class List>
    [[nodiscard]] auto stream(const List& list) {
        using verdict = database_::stream_verdict<database_::run_verdict<types<Models...>, List>, List>;
        static_assert(rule::told<verdict>::verdict);
        require_whole();
        if constexpr (!rule::is_ok<verdict>) return row_stream<int>{nullptr};
        else return database_::make_stream(list, *inside_, nullptr);
    }
    /// The same within limits, until the stream is destroyed.
    template <class List, class... Limits>
        requires(sizeof...(Limits) != 0 && (database_::limits<Limits> && ...))
    [[nodiscard]] auto stream(const List& list, const Limits&... limits) {
        using verdict = rule::first_broken<
            database_::stream_verdict<database_::run_verdict<types<Models...>, List>, List>,
            database_::unrepeated_verdict<Limits...>>;
        static_assert(rule::told<verdict>::verdict);
        require_whole();
        if constexpr (!rule::is_ok<verdict>) return row_stream<int>{nullptr};
        else {
            auto within = std::make_unique<database_::limited<Limits...>>(limits...);
            within->keep_on(inside_->connection());
            return database_::make_stream(list, *inside_, std::move(within));
        }
    }

    /// The context, for functions that run nodes themselves.
    [[nodiscard]] context& inside() const noexcept { return *inside_; }

    /// Runs the whole of a transaction's work; for `database::transaction`. Work that swallowed an error of
    /// the database must not be committed: that error is thrown again.
    template <class Work>
    decltype(auto) finished(Work&& work) {
        if constexpr (std::is_void_v<decltype(work(*this))>) {
            work(*this);
            require_whole();
        } else {
            decltype(auto) out = work(*this);
            require_whole();
            return out;
        }
    }

    /// This transaction as one tenant sees it; include <dataflow/tenant.hpp>. It lives no longer than the
    /// transaction. Throws `invalid_value` for an empty name; where the database knows its tenants,
    /// `not_found` for one that is not registered, and `protected_operation` for one that is not active.
    template <class Name = rule::nothing_given>
        requires(!among<database_::with_tenant, types<Models...>>)
    [[nodiscard]] auto tenant(const Name& name = {}) {
        return rule::tenants_need_the_header_dataflow_tenant_hpp<Name, Models...>::in(
            *this, dataflow::detail::text_argument<"tenant">(name));
    }

  private:
    void require_whole() const {
        if (!failure_) return;
        error_info info = failure_->info();
        info.message = "the transaction had failed before: " + info.message;
        raise(failure_->kind(), std::move(info));
    }
    /// Runs a part of this transaction. After an error of the database itself, which refuses all else from
    /// then on (PostgreSQL does), or after any error (`whichever`), the transaction can only be undone.
    template <class Work>
    [[gnu::always_inline]] auto part(const sql::statement* what, const Work& work, bool whichever = false) {
        require_whole();
        try {
            return work();
        } catch (const error& e) {
            if (whichever || !e.code().empty()) failure_ = e;
            database_::throw_named(e, what, &inside_->connection());
        }
    }

    context* inside_;
    std::optional<error> failure_{};
};

} // namespace dataflow
