// A transaction in which nodes are run.
#pragma once

#include <dataflow/database/session.hpp>
#include <dataflow/database/stream.hpp>
#include <dataflow/node/context.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace dataflow {

/// How a transaction is opened.
struct transaction_options {
    isolation level = isolation::standard; ///< standard: PostgreSQL's read committed; SQLite is always serializable
    access mode = access::read_write;
};

/// An open transaction of a `database<Models...>`, given to the function that runs in it.
template <class... Models>
class transaction {
  public:
    explicit transaction(context& inside) noexcept : inside_(&inside) {}
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;

    /// Runs a node in this transaction. Throws what the node throws; the transaction can then go on only
    /// if the node ran in a nested one.
    template <database_::runnable Node>
    auto run(Node&& node) {
        using plain = std::remove_cvref_t<Node>;
        if constexpr (database_::may_run<database_::models<Models...>, plain>()) return std::forward<Node>(node).execute(*inside_);
    }
    /// Runs a workflow on an input, as a part of this transaction.
    template <class Workflow, class Input>
        requires requires(Workflow& w, Input& i, context& c) { w.execute(c, i); }
    auto run(const Workflow& workflow, const Input& input) {
        if constexpr (database_::may_run<database_::models<Models...>, Workflow>()) return workflow.execute(*inside_, input);
    }

    /// Runs a node and gives its error as a value. What it did before an error is undone.
    template <class... Arguments>
    auto try_run(Arguments&&... arguments) {
        return database_::as_result(
            [&] { return inside_->atomically([&] { return run(std::forward<Arguments>(arguments)...); }); });
    }

    /// A nested transaction: a savepoint. When `work(transaction&)` throws, only what it did is undone.
    template <class Work>
    decltype(auto) nested(Work&& work) {
        return inside_->atomically([&]() -> decltype(auto) {
            transaction inner{*inside_};
            return work(inner);
        });
    }

    /// Reads a list record by record. The stream must end before anything else runs in this transaction.
    template <class List>
    [[nodiscard]] auto stream(const List& list) {
        (void)database_::may_run<database_::models<Models...>, List>();
        return record_stream<typename List::model>{std::nullopt, list.open(*inside_)};
    }

    /// The context, for functions that run nodes themselves.
    [[nodiscard]] context& inside() const noexcept { return *inside_; }

  private:
    context* inside_;
};

} // namespace dataflow
