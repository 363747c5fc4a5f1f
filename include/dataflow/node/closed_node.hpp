// A node that takes no further clause, and tells it of those that come after its last one.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>

#include <cstddef>
#include <type_traits>

namespace dataflow::node_ {

/// What stands around a node whose clauses would forget it. `Last`: the function that made it.
template <class Node, fixed_string Last>
struct closed_node : protected Node {
    using refused = refused_as<typename Node::output>;

    constexpr explicit closed_node(const Node& node) : Node(node) {}

    template <class... T>
    constexpr refused where(const T&...) const {
        using checked = follows<"where", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <class... T>
    constexpr refused having(const T&...) const {
        using checked = follows<"having", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <class... T>
    constexpr refused order_by(const T&...) const {
        using checked = follows<"order_by", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <class... T>
    constexpr refused limit(const T&...) const {
        using checked = follows<"limit", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <class... T>
    constexpr refused offset(const T&...) const {
        using checked = follows<"offset", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <class... T>
    constexpr refused after(const T&...) const {
        using checked = follows<"after", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <class... T>
    constexpr refused with_total(const T&...) const {
        using checked = follows<"with_total", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <class... T>
    constexpr refused with_cursor(const T&...) const {
        using checked = follows<"with_cursor", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <class... T>
    constexpr refused distinct(const T&...) const {
        using checked = follows<"distinct", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <auto Member, auto... To, class... T>
    constexpr refused with_children(const T&...) const {
        using checked = follows<"with_children", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <auto Member, class... T>
    constexpr refused join(const T&...) const {
        using checked = follows<"join", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <auto Member, class... T>
    constexpr refused left_join(const T&...) const {
        using checked = follows<"left_join", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <class... T>
    constexpr refused as_of(const T&...) const {
        using checked = follows<"as_of", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <class... T>
    constexpr refused for_update(const T&...) const {
        using checked = follows<"for_update", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }
    template <class... T>
    constexpr refused for_share(const T&...) const {
        using checked = follows<"for_share", sizeof...(T)>;
        static_assert(checked{});
        return {};
    }

  private:
    template <fixed_string Clause,
              std::size_t Given> // of the arguments of the call, so that it waits for one
    using follows = rule::diagnostic<std::conditional_t<
        (Given < 100), rule::a_clause_follows_the_last_one<typename Node::model, Clause, Last>, rule::ok>>;
};

} // namespace dataflow::node_
