// A bulk node that was given some of its options: what remembers that, so that none is given a second time.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/node/plain_node.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/where.hpp>

#include <type_traits>

namespace dataflow::node_ {

template <class Node>
struct with_batches; // in bulk/detail/bulk_options.hpp

/// Options that are values of a bulk node, not part of its type.
enum bulk_option : unsigned { batch_size_given = 1, atomic_given = 2, conflict_given = 4, ids_given = 8 };

/// A bulk node that was given some of them. It is the node in all else; every other option hands the memory
/// on.
template <class Node, unsigned Given>
struct bulk_given : Node {
    using plain = Node;

    static constexpr bool taken_in_batches = std::is_base_of_v<with_batches<Node>, Node>;

    constexpr bulk_given(Node node) : Node(static_cast<Node&&>(node)) {}

    template <class N>
    [[nodiscard]] constexpr auto batch_size(const N& n) const& {
        return bulk_given{*this}.batch_size(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto batch_size(const N& n) && {
        using once = clause_verdict<typename Node::model, "batch_size", (Given & batch_size_given) == 0>;
        static_assert(once{});
        return with<batch_size_given>(static_cast<Node&&>(*this).batch_size(n));
    }
    template <class How>
    [[nodiscard]] constexpr auto atomic(const How& how) const& {
        return bulk_given{*this}.atomic(how);
    }
    template <class How>
    [[nodiscard]] constexpr auto atomic(const How& how) && {
        using once = clause_verdict<typename Node::model, "atomic", (Given & atomic_given) == 0>;
        static_assert(once{});
        return with<atomic_given>(static_cast<Node&&>(*this).atomic(how));
    }
    [[nodiscard]] constexpr auto per_batch() const&
        requires taken_in_batches
    {
        return bulk_given{*this}.per_batch();
    }
    [[nodiscard]] constexpr auto per_batch() &&
        requires taken_in_batches
    {
        using once = clause_verdict<typename Node::model, "per_batch", (Given & atomic_given) == 0>;
        static_assert(once{});
        return with<atomic_given>(static_cast<Node&&>(*this).per_batch());
    }
    [[nodiscard]] constexpr auto per_row() const&
        requires taken_in_batches
    {
        return bulk_given{*this}.per_row();
    }
    [[nodiscard]] constexpr auto per_row() &&
        requires taken_in_batches
    {
        using once = clause_verdict<typename Node::model, "per_row", (Given & atomic_given) == 0>;
        static_assert(once{});
        return with<atomic_given>(static_cast<Node&&>(*this).per_row());
    }
    template <class... T>
    [[nodiscard]] constexpr auto on_conflict(const T&... target) const& {
        return bulk_given{*this}.on_conflict(target...);
    }
    template <class... T>
    [[nodiscard]] constexpr auto on_conflict(const T&... target) && {
        using once = clause_verdict<typename Node::model, "on_conflict", (Given & conflict_given) == 0>;
        static_assert(once{});
        return with<conflict_given>(static_cast<Node&&>(*this).on_conflict(target...));
    }
    template <class... Extra>
    [[nodiscard]] constexpr auto returning_ids(const Extra&... none) const& {
        return bulk_given{*this}.returning_ids(none...);
    }
    template <class... Extra>
    [[nodiscard]] constexpr auto returning_ids(const Extra&... none) && {
        using once = clause_verdict<typename Node::model, "returning_ids", (Given & ids_given) == 0>;
        static_assert(once{});
        return with<ids_given>(static_cast<Node&&>(*this).returning_ids(none...));
    }
    template <class... A>
    [[nodiscard]] constexpr auto set_on_conflict(A... assignments) const& {
        return with<0>(Node::set_on_conflict(static_cast<A&&>(assignments)...));
    }
    template <class... A>
    [[nodiscard]] constexpr auto set_on_conflict(A... assignments) && {
        return with<0>(static_cast<Node&&>(*this).set_on_conflict(static_cast<A&&>(assignments)...));
    }
    template <class Report>
    [[nodiscard]] constexpr auto on_progress(Report report) const& {
        return with<0>(Node::on_progress(static_cast<Report&&>(report)));
    }
    template <class Report>
    [[nodiscard]] constexpr auto on_progress(Report report) && {
        return with<0>(static_cast<Node&&>(*this).on_progress(static_cast<Report&&>(report)));
    }
    template <class... C>
    [[nodiscard]] constexpr auto set(const C&... columns) const& {
        return with<0>(Node::set(columns...));
    }
    template <class... C>
    [[nodiscard]] constexpr auto set(const C&... columns) && {
        return with<0>(static_cast<Node&&>(*this).set(columns...));
    }

  private:
    template <unsigned More, class Next>
    [[nodiscard, gnu::always_inline]] static constexpr auto with(Next&& next) {
        if constexpr (is_refused<Next>) return Next{};
        else return bulk_given<plain_node<Next>, Given | More>{static_cast<Next&&>(next)};
    }
};

/// A bulk node with an option that it did not have before.
template <unsigned Given, class Node>
[[nodiscard, gnu::always_inline]] constexpr bulk_given<Node, Given> now_given(Node&& node) {
    return {static_cast<Node&&>(node)};
}

} // namespace dataflow::node_
