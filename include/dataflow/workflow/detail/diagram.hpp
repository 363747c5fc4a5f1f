// The picture of a graph, as Mermaid and Graphviz text.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/text.hpp>
#include <dataflow/workflow/detail/layout.hpp>
#include <dataflow/workflow/detail/plan.hpp>
#include <dataflow/workflow/detail/port.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace dataflow::workflow_ {

/// What a picture is drawn of; `input` gives nothing where the workflow has none.
struct drawing {
    constant_list<part> parts;
    constant_list<std::size_t> arguments;
    constant_list<link> links;
    constant_list<precedence> precedences;
    const part& input;

    [[nodiscard]] constexpr const part& at(int node) const noexcept {
        return node == from_input ? input : parts[arguments[static_cast<std::size_t>(node)]];
    }
};

/// Names are identifiers; only a parameter's name can hold what a language needs escaped.
constexpr void add_escaped(text& out, std::string_view s, bool mermaid) {
    for (const char c : s) {
        const auto code = static_cast<unsigned char>(c);
        if (mermaid && (c == '"' || c == '<' || c == '>' || c == '#' || c == '&' || c == '`' || c == '\\' ||
                        code < 32)) {
            out.append('#'); // Mermaid's way to write any character
            out.append_number(code);
            out.append(';');
        } else if (!mermaid && code < 32) out.append(' ');
        else {
            if (!mermaid && (c == '"' || c == '\\')) out.append('\\');
            out.append(c);
        }
    }
}

/// A word of Mermaid's own cannot stand for a node: it gets an underscore (and so does one with underscores).
constexpr void add_id(text& out, std::string_view name) {
    constexpr std::string_view words[] = {"end",       "graph",    "flowchart", "subgraph",   "style",
                                          "class",     "classDef", "click",     "linkStyle",  "default",
                                          "direction", "call",     "href",      "interpolate"};
    auto bare = name;
    while (!bare.empty() && bare.back() == '_') bare.remove_suffix(1);
    out.append(name);
    for (const auto w : words)
        if (bare == w) out.append('_');
}

/// The labels of all links from one node to another, in the order of the wires.
constexpr void add_labels(text& out, const drawing& d, int from, int to, std::string_view separator,
                          bool mermaid) {
    bool first = true;
    for (const auto& l : d.links) {
        if (l.from != from || l.to != to) continue;
        if (!first) out.append(separator);
        first = false;
        const auto& a = d.at(from);
        const auto& b = d.at(to);
        add_escaped(out,
                    l.from_port == whole ? a.name : a.outputs[static_cast<std::size_t>(l.from_port)].name,
                    mermaid);
        out.append(" → ");
        add_escaped(out, l.to_port == whole ? b.name : b.inputs[static_cast<std::size_t>(l.to_port)].name,
                    mermaid);
    }
}

constexpr bool joined_to(const drawing& d, int from, int to) noexcept {
    for (const auto& l : d.links)
        if (l.from == from && l.to == to) return true;
    return false;
}

/// A node's label: its name, what it is, and which of its inputs are constants.
constexpr void add_label(text& out, const drawing& d, int node, std::string_view separator, bool mermaid) {
    const auto& p = d.at(node);
    add_escaped(out, p.name, mermaid);
    out.append(separator);
    out.append(p.what);
    if (!p.model.empty() && !p.function) {
        if (!p.what.empty()) out.append(' ');
        add_escaped(out, p.model, mermaid);
    }
    for (const auto& l : d.links)
        if (l.from == from_constant && l.to == node) {
            out.append(separator);
            add_escaped(out, l.to_port == whole ? p.name : p.inputs[static_cast<std::size_t>(l.to_port)].name,
                        mermaid);
            out.append(" = constant");
        }
}

constexpr void draw_mermaid(text& out, const drawing& d) {
    const int n = static_cast<int>(d.arguments.size());
    out.append("flowchart LR\n");
    for (int i = d.input.gives ? from_input : 0; i < n; ++i) {
        out.append("    ");
        add_id(out, d.at(i).name);
        out.append(i == from_input ? "([\"" : d.at(i).function ? "(\"" : "[\"");
        add_label(out, d, i, "<br/>", true);
        out.append(i == from_input ? "\"])\n" : d.at(i).function ? "\")\n" : "\"]\n");
    }
    for (int from = from_input; from < n; ++from)
        for (int to = 0; to < n; ++to) {
            if (!joined_to(d, from, to)) continue;
            out.append("    ");
            add_id(out, d.at(from).name);
            out.append(" -->|\"");
            add_labels(out, d, from, to, "<br/>", true);
            out.append("\"| ");
            add_id(out, d.at(to).name);
            out.append('\n');
        }
    for (const auto& p : d.precedences) {
        if (joined_to(d, p.first, p.after)) continue; // the wire says it already
        out.append("    ");
        add_id(out, d.at(p.first).name);
        out.append(" -.-> ");
        add_id(out, d.at(p.after).name);
        out.append('\n');
    }
}

constexpr void draw_dot(text& out, const drawing& d) {
    const int n = static_cast<int>(d.arguments.size());
    out.append("digraph workflow {\n    rankdir=LR;\n    node [shape=box];\n");
    for (int i = d.input.gives ? from_input : 0; i < n; ++i) {
        out.append("    \"");
        out.append(d.at(i).name);
        out.append("\" [label=\"");
        add_label(out, d, i, "\\n", false);
        out.append(i == from_input    ? "\", shape=oval];\n"
                   : d.at(i).function ? "\", style=rounded];\n"
                                      : "\"];\n");
    }
    for (int from = from_input; from < n; ++from)
        for (int to = 0; to < n; ++to) {
            if (!joined_to(d, from, to)) continue;
            out.append("    \"");
            out.append(d.at(from).name);
            out.append("\" -> \"");
            out.append(d.at(to).name);
            out.append("\" [label=\"");
            add_labels(out, d, from, to, "\\n", false);
            out.append("\"];\n");
        }
    for (const auto& p : d.precedences) {
        if (joined_to(d, p.first, p.after)) continue;
        out.append("    \"");
        out.append(d.at(p.first).name);
        out.append("\" -> \"");
        out.append(d.at(p.after).name);
        out.append("\" [style=dotted];\n");
    }
    out.append("}\n");
}

/// The text of a picture in static storage.
template <void (*Draw)(text&, const drawing&), class Input, class... Arguments>
struct picture {
    static constexpr text draw() {
        constexpr auto& graph = layout_of<Input, Arguments...>::graph;
        const auto parts = describe_parts<Arguments...>();
        const input_part<Input> from{};
        const part input = from.describe();
        text out;
        Draw(out, {parts, graph.arguments, graph.links, graph.precedences, input});
        return out;
    }
    static constexpr std::size_t
    measure() { // clang 16 takes no temporary with a destructor in the bound itself
        const text all = draw();
        return all.size();
    }
    static constexpr auto drawn = [] {
        std::array<char, measure()> out{};
        const text all = draw();
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = all.view()[i];
        return out;
    }();
};

} // namespace dataflow::workflow_
