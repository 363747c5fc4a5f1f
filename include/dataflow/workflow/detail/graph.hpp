// From the arguments of a workflow to its graph; finds the first mistake. Ordinary functions over plain data.
#pragma once

#include <dataflow/reflect/names.hpp>
#include <dataflow/workflow/detail/plan.hpp>
#include <dataflow/workflow/detail/port.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace dataflow::workflow_ {

enum class mistake : std::uint8_t {
    none,
    node_name,      ///< node
    twice_named,    ///< node
    malformed,      ///< text
    unknown_node,   ///< from, to, node
    unknown_output, ///< node, field, model
    unknown_input,  ///< node, field, model
    types,          ///< from, to, type, type
    cycle,          ///< node
    unfilled,       ///< node, input, model
    filled_twice,   ///< node, input, model
};

/// The first mistake, and the texts that tell it.
struct finding {
    mistake what = mistake::none;
    std::string_view first{}, second{}, third{}, fourth{};

    [[nodiscard]] constexpr std::string_view text(std::size_t i) const noexcept {
        return i == 0 ? first : i == 1 ? second : i == 2 ? third : fourth;
    }
};

/// "node.field" or "node".
struct end_point {
    std::string_view node{};
    std::string_view field{}; ///< empty: the whole
    bool sound = false;
};

[[nodiscard]] constexpr bool is_name(std::string_view text) noexcept {
    for (const char c : text)
        if (!reflect::detail::is_identifier(c)) return false;
    return !text.empty() && !(text.front() >= '0' && text.front() <= '9');
}

/// The position of the first dot, or `npos`. (std::string_view::find compares pointers into the text, which
/// g++ 12 does not take for constant with -fsanitize=undefined.)
[[nodiscard]] constexpr std::size_t first_dot(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '.') return i;
    return std::string_view::npos;
}

[[nodiscard]] constexpr end_point parse(std::string_view text) noexcept {
    const auto dot = first_dot(text);
    if (dot == std::string_view::npos) return {text, {}, is_name(text)};
    // A field may be a parameter's name, which is any text without a dot.
    const auto field = text.substr(dot + 1);
    return {text.substr(0, dot), field,
            is_name(text.substr(0, dot)) && !field.empty() && first_dot(field) == std::string_view::npos};
}

/// The nodes of a graph while it is checked.
struct graph_view {
    const part* parts;            ///< all arguments
    const std::size_t* arguments; ///< where the nodes stand
    std::size_t size;             ///< how many they are
    const part* input;            ///< `gives` nothing where the workflow has none

    [[nodiscard]] constexpr const part& node(std::size_t i) const noexcept { return parts[arguments[i]]; }
    [[nodiscard]] constexpr int find(std::string_view name) const noexcept {
        for (std::size_t i = 0; i < size; ++i)
            if (same_name(node(i).name, name)) return static_cast<int>(i);
        return -1;
    }
};

[[nodiscard]] constexpr finding check_names(const graph_view& g) noexcept {
    for (std::size_t i = 0; i < g.size; ++i) {
        const auto name = g.node(i).name;
        if (!is_name(name)) return {mistake::node_name, name};
        if (same_name(name, "input") || g.find(name) != static_cast<int>(i))
            return {mistake::twice_named, name};
    }
    return {};
}

/// Checks that a value fits an input, and each parameter of the same name.
[[nodiscard]] constexpr finding check_types(const part& p, const type_ref& from, const part& to,
                                            int port) noexcept {
    const auto misfit = [&](const type_ref& wanted) {
        return finding{mistake::types, p.is == part::kind::constant ? "constant" : p.name, p.to, from.name(),
                       wanted.name()};
    };
    if (port == whole) return fits(from, to.whole_input) ? finding{} : misfit(to.whole_input);
    const auto* inputs = to.inputs.data();
    const auto& wanted = inputs[port];
    if (!fits(from, wanted)) return misfit(*wanted.type);
    for (std::size_t i = 0; i < to.inputs.size() && inputs[i].is == role::parameter; ++i) // they come first
        if (same_name(inputs[i].name, wanted.name) && !fits(from, inputs[i])) return misfit(*inputs[i].type);
    return {};
}

/// Resolves a wire or constant; `out` is set where no mistake is found.
[[nodiscard]] constexpr finding connect(const graph_view& g, const part& p, link& out) noexcept {
    const part* source = &p;
    const type_ref* type = &p.whole_output;
    constant_pointer<type_info> memory{};
    out.from = from_constant;
    if (p.is == part::kind::wire) {
        const auto start = parse(p.name);
        if (!start.sound) return {mistake::malformed, p.name};
        if (g.input->gives && same_name(start.node, "input")) {
            source = g.input;
            out.from = from_input;
        } else {
            out.from = g.find(start.node);
            if (out.from < 0) return {mistake::unknown_node, p.name, p.to, start.node};
            source = &g.node(static_cast<std::size_t>(out.from));
        }
        type = &source->whole_output;
        out.from_port = start.field.empty() ? whole : find_port(source->outputs, start.field);
        if (start.field.empty() ? !source->gives : out.from_port < 0)
            return {mistake::unknown_output, start.node, start.field, source->model};
        if (out.from_port >= 0) {
            const auto& from = source->outputs[static_cast<std::size_t>(out.from_port)];
            type = from.type;
            out.find = from.find;
            out.from_offset = from.offset;
            memory = from.memory;
        }
    }
    if (memory == nullptr) memory = type->info;
    if (memory != nullptr) out.from_type = &*memory;
    const auto end = parse(p.to);
    if (!end.sound) return {mistake::malformed, p.to};
    out.to = g.find(end.node);
    if (out.to < 0) return {mistake::unknown_node, p.name, p.to, end.node};
    const auto& target = g.node(static_cast<std::size_t>(out.to));
    out.to_port = end.field.empty() ? whole : find_port(target.inputs, end.field);
    if (end.field.empty() ? !target.takes : out.to_port < 0)
        return {mistake::unknown_input, end.node, end.field, target.model};
    const auto* to_type = &target.whole_input;
    if (out.to_port >= 0) {
        const auto& to = target.inputs[static_cast<std::size_t>(out.to_port)];
        to_type = to.type;
        out.find_target = to.find;
        out.to_offset = to.offset;
        out.index = to.index;
        out.is = to.is;
        out.input = to.name;
        out.model = target.model;
    }
    if (to_type->info != nullptr) {
        out.to_type = &*to_type->info;
        out.storable = true;
    }
    out.view = p.view;
    return check_types(p, *type, target, out.to_port);
}

/// Resolves an order without data.
[[nodiscard]] constexpr finding precede(const graph_view& g, const part& p, precedence& out) noexcept {
    for (const auto text : {p.name, p.to}) {
        if (g.find(text) < 0) return {mistake::unknown_node, p.name, p.to, text};
    }
    out = {g.find(p.name), g.find(p.to)};
    return {};
}

/// Checks that each input is filled as often as it must be.
[[nodiscard]] constexpr finding check_filled(const graph_view& g, const link* links,
                                             std::size_t count) noexcept {
    for (std::size_t n = 0; n < g.size; ++n) {
        const auto& node = g.node(n);
        const auto* inputs = node.inputs.data();
        int whole_links = 0;
        for (std::size_t l = 0; l < count; ++l)
            if (links[l].to == static_cast<int>(n) && links[l].to_port == whole) ++whole_links;
        const std::size_t size = node.inputs.size();
        for (std::size_t i = 0; i < size; ++i) {
            const auto& input = inputs[i];
            int times =
                input.is == role::parameter ? 0 : whole_links + (input.wanted == need::closed ? 1 : 0);
            for (std::size_t l = 0; l < count; ++l) {
                if (links[l].to != static_cast<int>(n) || links[l].to_port == whole) continue;
                if (links[l].to_port == static_cast<int>(i) ||
                    (input.is == role::parameter && same_name(inputs[links[l].to_port].name, input.name)))
                    ++times;
            }
            if (times > 1) return {mistake::filled_twice, node.name, input.name, node.model};
            if (times == 0 && input.wanted == need::required)
                return {mistake::unfilled, node.name, input.name, node.model};
        }
        if (whole_links > 1) return {mistake::filled_twice, node.name, node.name, node.model};
        if (node.whole_needed && whole_links == 0)
            return {mistake::unfilled, node.name, node.name, node.model};
    }
    return {};
}

/// A graph; or why there is none.
template <std::size_t N, std::size_t L, std::size_t A>
struct built : plan<N, L, A> {
    finding found{};
};

template <std::size_t N, std::size_t L, std::size_t P>
[[nodiscard]] constexpr built<N, L, P - N - L> build(const std::array<part, P>& all, const part& input) {
    built<N, L, P - N - L> graph;
    const part* parts = all.data();
    std::size_t nodes = 0;
    std::size_t place = 0;
    for (std::size_t i = 0; i < P; ++i)
        if (parts[i].is == part::kind::node) {
            const std::size_t align = parts[i].output_align;
            graph.places[nodes] = (place + align - 1) / align * align;
            place = graph.places[nodes] + parts[i].output_size;
            graph.names[nodes] = parts[i].name;
            graph.kinds[nodes] = parts[i].what;
            graph.arguments[nodes++] = i;
        }
    graph.places[N] = place;
    const graph_view g{parts, graph.arguments.data(), N, &input};
    auto& found = graph.found;
    found = check_names(g);
    std::size_t links = 0;
    std::size_t precedences = 0;
    for (std::size_t i = 0; i < P && found.what == mistake::none; ++i) {
        if (parts[i].is == part::kind::node) continue;
        if (parts[i].is == part::kind::after) {
            auto& p = graph.precedences[precedences++];
            found = precede(g, parts[i], p);
            if (found.what == mistake::none)
                graph.needs[static_cast<std::size_t>(p.after)][static_cast<std::size_t>(p.first)] = true;
            continue;
        }
        auto& l = graph.links[links++];
        l.argument = i;
        found = connect(g, parts[i], l);
        if (found.what == mistake::none && l.from >= 0)
            graph.needs[static_cast<std::size_t>(l.to)][static_cast<std::size_t>(l.from)] = true;
    }
    if (found.what == mistake::none) found = check_filled(g, graph.links.data(), L);
    if (found.what != mistake::none) return graph;
    if (const int on = put_in_order(graph.needs, graph.order); on >= 0)
        found = {mistake::cycle, graph.names[static_cast<std::size_t>(on)]};
    return graph;
}

} // namespace dataflow::workflow_
