// Several nodes whose statements are sent together.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>

#include <cstddef>
#include <exception>
#include <span>

namespace dataflow {
class executor; // in node/executor.hpp
} // namespace dataflow

namespace dataflow::node_ {

/// Runs nodes so that the statement of each is sent together with those of the others. Each node runs as it
/// always does, but within the call by which the one before it runs its statement: that call goes on with the
/// next node, the last one sends all of them, and each has its own answer, or its own error, when it comes
/// back. What else a node runs is run at once.
class together {
  public:
    /// `step(self, i)` runs the i-th of `count` nodes after it has set `expect`; `room` has a place for each.
    together(executor& on, std::size_t count, driver::posted* room, void (*step)(void*, std::size_t),
             void* self) noexcept
        : on_(on), room_(room), nodes_(count), step_(step), self_(self) {}
    together(const together&) = delete;
    together& operator=(const together&) = delete;

    /// The statement that the node will run which comes next.
    void expect(const sql::statement* what) noexcept { expected_ = what; }
    /// Runs all of them. Throws the error of the first that fails; none of those after it is done.
    void run();

    // For the executor.
    [[nodiscard]] bool expects(const sql::statement& what) const noexcept { return expected_ == &what; }
    [[nodiscard]] driver::outcome post(const sql::statement& what, std::uint64_t variant,
                                       const sql::bindings& bound, driver::row_target* target);

  private:
    struct ended {}; // no error of the library's, so that no node takes it for one of its own

    void go_on();
    void send();

    executor& on_;
    driver::posted* room_;
    std::size_t nodes_;
    void (*step_)(void*, std::size_t);
    void* self_;
    const sql::statement* expected_ = nullptr;
    std::size_t started_ = 0;
    std::size_t posted_ = 0;
    std::size_t done_ = 0;
    bool sent_ = false;
    std::exception_ptr failure_{}; ///< of the statement that failed, for its node
    std::exception_ptr thrown_{};  ///< what the whole of it throws
};

} // namespace dataflow::node_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/executor.ipp>
#endif
