// Runs the nodes of a workflow and moves values along its wires: code that knows no model and no graph.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/workflow/detail/plan.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::workflow_ {

struct step_call;
/// Runs a node and makes its output in the place of it; or, where the call says so, ends that output.
using step = void (*)(step_call&);
/// Gives a value to a place, where one of them is of a type that no column can hold.
using mover = void (*)(void* to, const void* from);

/// What is to be run.
struct run_plan {
    const link* links;
    std::size_t link_count;
    const std::size_t* order;
    std::size_t node_count;
    const std::string_view* names;
    const std::string_view* kinds;
    const std::size_t* arguments; ///< where each node stands among the arguments
    const std::size_t* places;    ///< where each node's output goes, in bytes
    const step* steps;            ///< of each argument that is a node
    const mover* movers;          ///< of each argument that is a wire or constant and needs one
    const void* const* values;    ///< the workflow's arguments: nodes and constants
    const void* input;
    bool in_transaction;
    bool writes;
    isolation level;
};

/// A step of a run.
struct step_call {
    const run_plan& plan;
    context& c;
    std::byte* outputs;
    std::size_t node = 0; ///< its position
    bool made = false;    ///< for the step to set: its output is there, though the step may still fail
    bool ending = false;  ///< the output is to be ended

    /// The node's value, and where its output goes.
    [[nodiscard]] const void* value() const noexcept { return plan.values[plan.arguments[node]]; }
    [[nodiscard]] void* output() const noexcept { return outputs + plan.places[node]; }

    /// Where the value of a link lies; null where it is an optional without a value.
    [[nodiscard]] const void* source(const link& l) const;
    /// Whether a wire fills a field of the node's struct, or the struct as a whole.
    [[nodiscard]] bool fills(std::size_t field) const noexcept;
    /// Gives what the wires have to the fields of a struct, or to it as a whole.
    void fill(void* object) const;
    /// Gives what the wires have to the input of a role and index; it is of a type that columns hold.
    void give(role is, std::size_t index, const type_info& type, void* to) const;
    /// Gives a link's value to a field of each row.
    void give_rows(const link& l, void* rows, std::size_t stride, std::size_t count) const;
};

/// Gives a value to a place that it fits, by what they are in memory; null is an empty optional. False for a
/// text that is no time, where it becomes one.
[[nodiscard]] bool move_value(const type_info& to_type, void* to, const type_info& from_type,
                              const void* from);

/// A link brought a text that is no time.
[[noreturn]] void fail_time(const link& l);

/// Runs the nodes in their order, in a transaction where the plan says so. The first error ends the run: it
/// gets the node's name, and the outputs that are there are ended.
void run_nodes(const run_plan& plan, context& c, std::byte* outputs);

/// A bulk node was given more values, or fewer, than rows.
[[noreturn]] void fail_count(std::size_t values, std::size_t rows, std::string_view model,
                             std::string_view field);

} // namespace dataflow::workflow_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/workflow/detail/engine.ipp>
#endif
