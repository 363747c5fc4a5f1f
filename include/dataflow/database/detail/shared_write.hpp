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

/// Whether a node's run may share a commit: all that it does is undone by a savepoint, and after that it can
/// be run again, for it changes neither itself nor anything outside the database before it returns. The
/// nodes of single records say so.
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

    void (*run)(shared_write& self,
                context* inside); ///< runs the node, also a second time; null: destroys the output
    const void* node;
    void* output;               ///< room for what the node gives
    const sql::statement* what; ///< names node and model in errors

    bool full = false; ///< the output is there
    ending ended = ending::none;
    std::exception_ptr failure{};
    shared_write* next = nullptr; ///< in its group

    shared_write(void (*r)(shared_write&, context*), const void* n, void* o, const sql::statement& s) noexcept
        : run(r), node(n), output(o), what(&s) {}
    shared_write(const shared_write&) = delete;
    shared_write& operator=(const shared_write&) = delete;
    ~shared_write() {
        if (full) run(*this, nullptr);
    }
};

/// Runs a node of one type for its caller: the only function of a shared write that each type of node has.
template <shares_commit Node>
void run_shared(shared_write& self, context* inside) {
    using output = typename Node::output;
    if (self.full) static_cast<output*>(self.output)->~output();
    self.full = false;
    if (inside == nullptr) return;
    ::new (self.output) output(static_cast<const Node*>(self.node)->execute(*inside));
    self.full = true;
}

/// A transaction of several writes, each within a savepoint: the failure of one undoes that one only.
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

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/shared_write.ipp>
#endif
