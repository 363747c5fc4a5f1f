// Single writes of several callers in one transaction: one commit for all of them.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <optional>

namespace dataflow::database_ {

/// Whether a node's run may share a commit: all that it does is undone by a savepoint, and after that it can be
/// run again, for it changes neither itself nor anything outside of the database before it returns. The nodes
/// of single records say so.
template <class Node>
concept shares_commit = requires { requires Node::shares_commit; };

/// One caller's write, on the caller's stack. The thread that has the connection may run it for the caller.
struct shared_write {
    enum class ending : std::uint8_t {
        none,
        done,   ///< run and committed
        failed, ///< undone; `failure` is the caller's
        alone,  ///< undone with its group for no fault of its own: to be run once more, by itself
    };

    void (*run)(shared_write& self, context& inside); ///< runs the node, also a second time
    const sql::statement* what;                       ///< names node and model in errors

    ending ended = ending::none;
    std::exception_ptr failure{};
    shared_write* next = nullptr; ///< in its group
};

/// The write of a node, with room for its output.
template <shares_commit Node>
class node_write final : public shared_write {
    using output = typename Node::output;

  public:
    explicit node_write(const Node& node) noexcept : shared_write{&execute, &Node::statement}, node_(&node) {}
    node_write(const node_write&) = delete;
    node_write& operator=(const node_write&) = delete;
    ~node_write() { clear(); }

    /// What the node gave when another has run it.
    [[nodiscard]] output&& take() noexcept { return static_cast<output&&>(out_); }

  private:
    // No std::optional, which every model's records would have to pay for when they are compiled.
    void clear() noexcept {
        if (full_) out_.~output();
        full_ = false;
    }
    static void execute(shared_write& self, context& inside) {
        auto& me = static_cast<node_write&>(self);
        me.clear();
        ::new (static_cast<void*>(&me.out_)) output(me.node_->execute(inside));
        me.full_ = true;
    }

    const Node* node_;
    bool full_ = false;
    union {
        output out_;
    };
};

/// A transaction of several writes, each behind a savepoint: the failure of one undoes that one only.
class write_group {
  public:
    explicit write_group(driver::connection& on) noexcept : inside_(on, 1) {}
    write_group(const write_group&) = delete;
    write_group& operator=(const write_group&) = delete;

    /// Begins the transaction; to be called when those that wait are known, for they share what it throws.
    void begin() noexcept;
    /// Runs a write, if the group is sound.
    void add(shared_write& one) noexcept;
    /// Whether more can be added.
    [[nodiscard]] bool open() const noexcept { return state_ == state::open; }
    /// Commits, and tells each write how it has ended:
    /// - the commit failed: those that had succeeded fail with its error, under their own names;
    /// - the commit broke a constraint (one that was deferred), or the database undid the transaction on
    ///   its own: each is to be run alone, so that only the guilty one fails.
    void finish() noexcept;

  private:
    enum class state : std::uint8_t { open, refused, broken };

    void refuse(const error& why) noexcept;
    void look() noexcept;

    context inside_;
    shared_write* first_ = nullptr;
    std::optional<error> refusal_{};
    state state_ = state::open;
};

} // namespace dataflow::database_

#ifndef DATAFLOW_RUNTIME_APART
#include <dataflow/database/shared_write.ipp>
#endif
