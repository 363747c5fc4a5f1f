// What runs for a tenant: a node, a workflow, a stream, or several nodes, with the values of the session.
#pragma once

#include <dataflow/database/detail/run_all.hpp>
#include <dataflow/database/detail/shared_write.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/sql/session_values.hpp>
#include <dataflow/sql/statement.hpp>

#include <memory>
#include <type_traits>

namespace dataflow::database_ {

/// The statement that stands for a node in errors, where it has one.
template <class Node>
struct named_as {};
template <class Node>
    requires requires { Node::statement.node; }
struct named_as<Node> {
    static constexpr const sql::statement& statement = Node::statement;
};

/// What runs for a tenant, around a node: it hands the values of the session to its context. Node: with const
/// and its reference.
template <class Node, class Plain = std::remove_cvref_t<Node>>
struct within_session : named_as<Plain> {
    using model = void;
    using models = query::types<>; // they have been judged
    using output = typename Plain::output;
    static constexpr bool writes = Plain::writes;
    static constexpr bool shares_commit = database_::shares_commit<Plain>;

    std::remove_reference_t<Node>* node;
    const sql::session_values* session;

    output execute(context& c) const {
        auto mine = c.of(*session);
        return node->execute(mine);
    }
};
/// The same of a node that is moved from: one of rows, say, whose values are read once.
template <class Node, class Plain>
    requires(!std::is_lvalue_reference_v<Node> && !shares_commit<Plain>)
struct within_session<Node, Plain> : named_as<Plain> {
    using model = void;
    using models = query::types<>;
    using output = typename Plain::output;
    static constexpr bool writes = Plain::writes;

    std::remove_reference_t<Node>* node;
    const sql::session_values* session;

    output execute(context& c) const {
        auto mine = c.of(*session);
        return static_cast<Node&&>(*node).execute(mine);
    }
};

/// The same around a workflow and its input.
template <class Workflow, class Input>
struct flow_within_session : named_as<Workflow> {
    using model = void;
    using models = query::types<>;
    using output = typename Workflow::output;
    static constexpr bool writes = Workflow::writes;

    const Workflow* flow;
    const Input* input;
    const sql::session_values* session;

    output execute(context& c) const {
        auto mine = c.of(*session);
        return flow->execute(mine, *input);
    }
};

/// The same around a list or a select that is read row by row.
template <class List>
struct stream_within_session : named_as<List> {
    using model = void;
    using models = query::types<>;
    using output = typename List::output;
    using streamed = typename List::streamed;
    static constexpr bool writes = false;

    const List* list;
    const sql::session_values* session;

    output execute(context& c) const {
        auto mine = c.of(*session);
        return list->execute(mine);
    }
    [[nodiscard]] std::unique_ptr<driver::cursor> open(context& c) const {
        auto mine = c.of(*session);
        return list->open(mine);
    }
};

/// The same around several nodes, each with its place.
template <class... Nodes>
struct all_within_session {
    using model = void;
    using models = query::types<>;
    using output = typename several<Nodes...>::output;
    static constexpr const sql::statement& statement = several<Nodes...>::statement;
    static constexpr bool writes = several<Nodes...>::writes;

    several<Nodes...>* all;
    const sql::session_values* session;

    output execute(context& c) const {
        auto mine = c.of(*session);
        return all->run(mine);
    }
};

} // namespace dataflow::database_
