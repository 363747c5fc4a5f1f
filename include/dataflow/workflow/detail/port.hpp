// The parts of a workflow as plain data: nodes with what goes in and comes out, wires, constants.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/workflow/detail/type_ref.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::workflow_ {

/// Whether an input must be filled; `closed` is one that the node has filled itself.
enum class need : std::uint8_t { optional, required, closed };

/// What an input is to its node.
enum class role : std::uint8_t {
    field,     ///< a field of a struct, or a part of a key
    parameter, ///< a `df::param<"name">` in a predicate or assignment
    rows,      ///< the rows of a bulk node: a range of the model
    keys,      ///< keys of records: a range of the key's type
    column,    ///< a field of each row: one value for all, or a vector for the rows one by one
};

/// Finds something in an object; null where it is not there.
using finder = const void* (*)(const void* object);

/// One input or output.
struct port {
    std::string_view name{};
    const type_ref* type = nullptr;
    need wanted = need::optional;
    role is = role::field;
    std::uint16_t index = 0;              ///< its position among the node's fields, key columns or parameters
    std::uint32_t offset = 0;             ///< of a field: where it lies in its struct,
    finder find = nullptr;                ///< or in what this finds
    constant_pointer<type_info> memory{}; ///< where it does not lie there as `type`: as what
};

/// An argument of `df::workflow`.
struct part {
    enum class kind : std::uint8_t { node, wire, constant, after };

    kind is = kind::node;
    std::string_view name{};  ///< a node's name; where a wire starts; the node that runs first
    std::string_view to{};    ///< where a wire or constant ends; the node that runs after
    std::string_view what{};  ///< of a node: "create", "function"
    std::string_view model{}; ///< of a node: the model, or a function's parameter
    bool takes = false;       ///< whether a wire to the node itself can give it a struct, and which
    bool gives = false;       ///< whether it has an output, and which; of a constant, its value
    type_ref whole_input{};
    type_ref whole_output{};
    constant_list<port> inputs{};
    constant_list<port> outputs{};
    std::size_t output_size = 0; ///< of a node's output in memory
    std::size_t output_align = 1;
    bool whole_needed = false; ///< only a wire to the node itself can fill its input
    bool function = false;
    bool writes = false;
    bool view = false; ///< of a constant: it is a literal, held as a view
};

/// Whether a value fits an input, by its role.
[[nodiscard]] constexpr bool fits(const type_ref& from, const port& to) noexcept {
    switch (to.is) {
    case role::rows:
        return from.element != nullptr &&
               (same(*from.element, *to.type) ||
                (from.element->base != nullptr && same(*from.element->base, *to.type)));
    case role::keys: return from.element != nullptr && same(*from.element, *to.type);
    case role::column:
        return fits(from, *to.type) || (from.element != nullptr && fits(*from.element, *to.type));
    default: return fits(from, *to.type);
    }
}

/// Whether two names are the same: cheaper for the compiler than the comparison of views.
[[nodiscard]] constexpr bool same_name(std::string_view a, std::string_view b) noexcept {
    const std::size_t n = a.size();
    if (n != b.size()) return false;
    const char* x = a.data();
    const char* y = b.data();
    for (std::size_t i = 0; i < n; ++i)
        if (x[i] != y[i]) return false;
    return true;
}

/// The position of a port by its name, or -1.
[[nodiscard]] constexpr int find_port(constant_list<port> ports, std::string_view name) noexcept {
    const std::size_t n = ports.size();
    const port* all = ports.data();
    for (std::size_t i = 0; i < n; ++i)
        if (same_name(all[i].name, name)) return static_cast<int>(i);
    return -1;
}

} // namespace dataflow::workflow_
