// Which tables a node reads and writes: constants of its type.
#pragma once

#include <dataflow/query/expression.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/table_set.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <type_traits>

namespace dataflow::node_ {

/// Among the models of a node: it is not known which tables it is about, in addition to the others.
struct any_model {};

/// The inputs of a node's expressions: the placeholders in them, and the models that their subqueries read.
template <class Node>
struct inputs_of {
    using type = query::types<>;
};
template <class Node>
    requires requires { typename Node::inputs; }
struct inputs_of<Node> {
    using type = typename Node::inputs;
};

/// The models of a node's own tables: `models`, or `model`.
template <class Node>
struct own_models {
    using type = query::types<typename Node::model>;
};
template <class Node>
    requires requires { typename Node::models; }
struct own_models<Node> {
    using type = typename Node::models;
};

/// The models that a database must have to run a node: those of its tables, and those that its subqueries
/// read.
template <class Node>
using models_of_node =
    decltype(typename own_models<Node>::type{} + query::models_read_in<typename inputs_of<Node>::type>{});

/// Which tables those of a list of models are.
template <class List>
struct tables_of_models;
template <class... M>
struct tables_of_models<query::types<M...>> {
    using table_list = schema::distinct_tables<sizeof...(M)>;
    // No address is compared with null: with -fsanitize=undefined g++ 12 does not take that for a constant.
    template <class Model>
    static constexpr void add(table_list& out) noexcept {
        if constexpr (!std::is_void_v<Model> && !std::is_same_v<Model, any_model>)
            out.add(&schema::table_of<Model>);
    }
    static constexpr auto tables = [] {
        table_list out;
        (add<M>(out), ...);
        return out;
    }();
    static constexpr table_set value{tables.list(), !(std::is_same_v<M, any_model> || ...)};
};

/// The models of the tables that a node reads: an INSERT reads none but those of its subqueries; what changes
/// records, reads them.
template <class Node>
constexpr auto find_read_models() noexcept {
    if constexpr (requires { typename Node::read_models; })
        return typename Node::read_models{} + query::models_read_in<typename inputs_of<Node>::type>{};
    else return models_of_node<Node>{};
}
/// The models of the tables that it writes: none, its own, or what it says.
template <class Node, bool Writes>
constexpr auto find_written_models() noexcept {
    if constexpr (requires { typename Node::written_models; }) return typename Node::written_models{};
    else if constexpr (Writes) return query::types<typename Node::model>{};
    else return query::types<>{};
}
/// The models of the tables from which it deletes.
template <class Node>
constexpr auto find_erased_models() noexcept {
    if constexpr (requires { typename Node::erased_models; }) return typename Node::erased_models{};
    else if constexpr (requires { typename Node::nodes_of_flow; }) return Node::nodes_of_flow::all_erased();
    else if constexpr (requires { requires Node::statement.what == sql::verb::erase; })
        return query::types<typename Node::model>{};
    else return query::types<>{};
}

/// `static constexpr tables_read<Node> reads{};`: `node.reads()` is a constant.
template <class Node>
struct tables_read {
    [[nodiscard]] constexpr table_set operator()() const noexcept {
        return tables_of_models<decltype(find_read_models<Node>())>::value;
    }
};
/// `static constexpr tables_written<Node, true> writes{};`: whether the node needs a connection that writes;
/// `node.writes()`: which tables.
template <class Node, bool Writes>
struct tables_written {
    [[nodiscard]] constexpr operator bool() const noexcept { return Writes; }
    [[nodiscard]] constexpr table_set operator()() const noexcept {
        return tables_of_models<decltype(find_written_models<Node, Writes>())>::value;
    }
};

/// Whether a node needs a connection that writes. Never a function of the program, as the conversion of
/// `Node::writes` would be.
template <class Node>
consteval bool needs_writer() noexcept {
    return Node::writes;
}

} // namespace dataflow::node_
