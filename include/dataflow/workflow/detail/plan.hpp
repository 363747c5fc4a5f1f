// A checked graph as constant data: which node runs when, what each depends on, what each wire joins.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/workflow/detail/port.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::workflow_ {

inline constexpr int from_input = -1;    ///< as `link::from`: the workflow's input
inline constexpr int from_constant = -2; ///< as `link::from`: a constant
inline constexpr int whole = -1;         ///< as a port: the whole output, or the whole struct that goes in

/// What a wire or constant joins: nodes by their position among the nodes, ports by theirs.
struct link {
    int from = from_input;
    int from_port = whole;
    int to = 0;
    int to_port = whole;
    std::size_t argument = 0; ///< the position of the wire or constant among the arguments

    // For the run: where the value lies and where it goes.
    finder find = nullptr;                ///< in what of the source
    const type_info* from_type = nullptr; ///< null: not what a column can hold
    const type_info* to_type = nullptr;
    finder find_target = nullptr;
    std::uint32_t from_offset = 0;
    std::uint32_t to_offset = 0;
    std::uint16_t index = 0; ///< of the input among the node's fields, key columns or parameters
    role is = role::field;
    bool storable = false;    ///< a column can hold what it gives
    bool view = false;        ///< the source is a literal, which is held as a view
    std::string_view model{}; ///< of the node that takes the value, and the name of its input: for messages
    std::string_view input{};
};

/// An order without data: nodes by their position among the nodes.
struct precedence {
    int first = 0;
    int after = 0;
};

/// The graph of N nodes with L links and A orders without data.
template <std::size_t N, std::size_t L, std::size_t A = 0>
struct plan {
    static constexpr std::size_t size = N;

    std::array<std::string_view, N> names{};
    std::array<std::string_view, N> kinds{}; ///< what each node is: "create", "function"
    std::array<std::size_t, N> arguments{};  ///< where each node stands among the arguments
    std::array<std::size_t, N + 1>
        places{}; ///< where in the memory of a run the output of each goes; the size of all
    std::array<link, L> links{};
    std::array<precedence, A> precedences{}; ///< what `df::after` says
    std::array<std::size_t, N> order{};      ///< the nodes as they run one after another
    std::array<std::array<bool, N>, N>
        needs{}; ///< needs[a][b]: a takes something from b, or is to run after it

    /// The position of a node by its name, or -1.
    [[nodiscard]] constexpr int find(std::string_view name) const noexcept {
        for (std::size_t i = 0; i < N; ++i)
            if (same_name(names[i], name)) return static_cast<int>(i);
        return -1;
    }
    /// Whether node a depends on node b, directly.
    [[nodiscard]] constexpr bool depends(std::size_t a, std::size_t b) const noexcept { return needs[a][b]; }
};

/// Whether a node is ready: all that it needs is done. `needs`: row by row.
[[nodiscard]] constexpr bool ready(constant_list<bool> needs, constant_list<bool> done) noexcept {
    for (std::size_t i = 0; i < needs.size(); ++i)
        if (needs[i] && !done[i]) return false;
    return true;
}

/// Puts nodes into a topological order, those that are ready in the order of their declaration. Gives
/// -1, or a node that is part of a cycle.
template <std::size_t N>
[[nodiscard]] constexpr int put_in_order(const std::array<std::array<bool, N>, N>& needs,
                                         std::array<std::size_t, N>& order) noexcept {
    std::array<bool, N> done{};
    for (std::size_t at = 0; at < N; ++at) {
        std::size_t next = 0;
        while (next < N && (done[next] || !ready(needs[next], done))) ++next;
        if (next == N) { // walk along what is not done: after N steps it goes round
            std::size_t on = 0;
            while (done[on]) ++on;
            for (std::size_t steps = 0; steps < N; ++steps)
                for (std::size_t i = 0; i < N; ++i)
                    if (needs[on][i] && !done[i]) {
                        on = i;
                        break;
                    }
            return static_cast<int>(on);
        }
        done[next] = true;
        order[at] = next;
    }
    return -1;
}

} // namespace dataflow::workflow_
