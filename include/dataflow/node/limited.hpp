// A node that has its limit, its offset and the like: what remembers that, to refuse a second one.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/node/plain_node.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/where.hpp>

#include <type_traits>

namespace dataflow::node_ {

/// Clauses that are values of a node, not part of its type.
enum value_clause : unsigned {
    limit_given = 1,
    offset_given = 2,
    after_given = 4,
    total_given = 8,
    by_given = 16,
    within_given = 32
};

/// A node that was given some of them. It is the node in all else; every other clause hands the memory on.
template <class Node, unsigned Given>
struct limited : Node {
    using plain = Node;
    static constexpr bool is_page = requires { typename Node::page_of; };

    constexpr limited(Node node) : Node(static_cast<Node&&>(node)) {}
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) const& {
        return limited{*this}.limit(n);
    }
    template <class N>
    [[nodiscard, gnu::always_inline]] constexpr auto limit(const N& n) && {
        using once = clause_verdict<typename Node::model, "limit", (Given & limit_given) == 0>;
        static_assert(once{});
        return still<limit_given>(static_cast<Node&&>(*this).limit(n));
    }
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) const& {
        return limited{*this}.offset(n);
    }
    template <class N>
    [[nodiscard, gnu::always_inline]] constexpr auto offset(const N& n) && {
        using once = clause_verdict<typename Node::model, "offset", (Given & offset_given) == 0>;
        static_assert(once{});
        return still<offset_given>(static_cast<Node&&>(*this).offset(n));
    }
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const& {
        return still<0>(Node::where(static_cast<Q&&>(q)));
    }
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) && {
        return still<0>(static_cast<Node&&>(*this).where(static_cast<Q&&>(q)));
    }
    template <class Q>
    [[nodiscard]] constexpr auto having(Q&& q) const& {
        return still<0>(Node::having(static_cast<Q&&>(q)));
    }
    template <class Q>
    [[nodiscard]] constexpr auto having(Q&& q) && {
        return still<0>(static_cast<Node&&>(*this).having(static_cast<Q&&>(q)));
    }
    template <class... T>
    [[nodiscard]] constexpr auto order_by(const T&... by) const& {
        return still<0>(Node::order_by(by...));
    }
    template <class... T>
    [[nodiscard]] constexpr auto order_by(const T&... by) && {
        return still<0>(static_cast<Node&&>(*this).order_by(by...));
    }
    template <class... T>
    [[nodiscard]] constexpr auto after(const T&... position) const& {
        return limited{*this}.after(position...);
    }
    template <class... T>
    [[nodiscard]] constexpr auto after(const T&... position) && {
        using once = clause_verdict<typename Node::model, "after", (Given & after_given) == 0>;
        static_assert(once{});
        return still<after_given>(static_cast<Node&&>(*this).after(position...));
    }
    template <class... T>
    [[nodiscard]] constexpr auto with_total(const T&... none) const& {
        return limited{*this}.with_total(none...);
    }
    template <class... T>
    [[nodiscard]] constexpr auto with_total(const T&... none) && {
        using once = clause_verdict<typename Node::model, "with_total", (Given & total_given) == 0>;
        static_assert(once{});
        return still<total_given>(static_cast<Node&&>(*this).with_total(none...));
    }
    template <class... T>
    [[nodiscard]] constexpr auto with_cursor(const T&... none) const& {
        return limited{*this}.with_cursor(none...);
    }
    template <class... T>
    [[nodiscard]] constexpr auto with_cursor(const T&... none) && {
        return still<0>(static_cast<Node&&>(*this).with_cursor(none...));
    }
    template <class... Extra>
    [[nodiscard]] constexpr auto distinct(const Extra&... none) const& {
        return still<0>(Node::distinct(none...));
    }
    template <class... Extra>
    [[nodiscard]] constexpr auto distinct(const Extra&... none) && {
        return still<0>(static_cast<Node&&>(*this).distinct(none...));
    }
    template <class M, class... As>
    [[nodiscard]] constexpr auto from(const As&... alias) const& {
        return still<0>(static_cast<const Node&>(*this).template from<M>(alias...));
    }
    template <class M, class... As>
    [[nodiscard]] constexpr auto from(const As&... alias) && {
        return still<0>(static_cast<Node&&>(*this).template from<M>(alias...));
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto join(const As&... alias) const& {
        if constexpr (is_page) { // told here, not in the node: a shorter way to the line of the mistake
            using checked = typename Node::template page_join<As...>;
            static_assert(checked{});
            return static_cast<const typename Node::base&>(*this).template join<Member>(alias...);
        } else return still<0>(static_cast<const Node&>(*this).template join<Member>(alias...));
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto join(const As&... alias) && {
        if constexpr (is_page) { // told here, not in the node: a shorter way to the line of the mistake
            using checked = typename Node::template page_join<As...>;
            static_assert(checked{});
            return static_cast<typename Node::base&&>(*this).template join<Member>(alias...);
        } else return still<0>(static_cast<Node&&>(*this).template join<Member>(alias...));
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto left_join(const As&... alias) const& {
        if constexpr (is_page) { // told here, not in the node: a shorter way to the line of the mistake
            using checked = typename Node::template page_join<As...>;
            static_assert(checked{});
            return static_cast<const typename Node::base&>(*this).template left_join<Member>(alias...);
        } else return still<0>(static_cast<const Node&>(*this).template left_join<Member>(alias...));
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto left_join(const As&... alias) && {
        if constexpr (is_page) { // told here, not in the node: a shorter way to the line of the mistake
            using checked = typename Node::template page_join<As...>;
            static_assert(checked{});
            return static_cast<typename Node::base&&>(*this).template left_join<Member>(alias...);
        } else return still<0>(static_cast<Node&&>(*this).template left_join<Member>(alias...));
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto right_join(const As&... alias) const {
        return still<0>(joinable<As...>().template right_join<Member>(alias...));
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto full_join(const As&... alias) const {
        return still<0>(joinable<As...>().template full_join<Member>(alias...));
    }
    template <class M, class... Arguments>
    [[nodiscard]] constexpr auto join(const Arguments&... given) const {
        return still<0>(joinable<Arguments...>().template join<M>(given...));
    }
    template <class M, class... Arguments>
    [[nodiscard]] constexpr auto left_join(const Arguments&... given) const {
        return still<0>(joinable<Arguments...>().template left_join<M>(given...));
    }
    template <class M, class... Arguments>
    [[nodiscard]] constexpr auto right_join(const Arguments&... given) const {
        return still<0>(joinable<Arguments...>().template right_join<M>(given...));
    }
    template <class M, class... Arguments>
    [[nodiscard]] constexpr auto full_join(const Arguments&... given) const {
        return still<0>(joinable<Arguments...>().template full_join<M>(given...));
    }
    template <class Common>
    [[nodiscard]] constexpr auto from(const Common& common) const {
        return still<0>(static_cast<const Node&>(*this).from(common));
    }
    template <class Common, class... More>
    [[nodiscard]] constexpr auto join(const Common& common, const More&... more) const {
        return still<0>(joinable<Common, More...>().join(common, more...));
    }
    template <class Common, class... More>
    [[nodiscard]] constexpr auto left_join(const Common& common, const More&... more) const {
        return still<0>(joinable<Common, More...>().left_join(common, more...));
    }
    template <class Common, class... More>
    [[nodiscard]] constexpr auto right_join(const Common& common, const More&... more) const {
        return still<0>(joinable<Common, More...>().right_join(common, more...));
    }
    template <class Common, class... More>
    [[nodiscard]] constexpr auto full_join(const Common& common, const More&... more) const {
        return still<0>(joinable<Common, More...>().full_join(common, more...));
    }
    template <auto Member, auto... To, class... Children>
    [[nodiscard]] constexpr auto with_children(const Children&... children) const& {
        return still<0>(static_cast<const Node&>(*this).template with_children<Member, To...>(children...));
    }
    template <auto Member, auto... To, class... Children>
    [[nodiscard]] constexpr auto with_children(const Children&... children) && {
        return still<0>(static_cast<Node&&>(*this).template with_children<Member, To...>(children...));
    }
    template <auto Member, auto... To, class... C>
    [[deprecated("it is with_children now")]] constexpr auto with_many(const C&... c) const { // former name
        return with_children<Member, To...>(c...);
    }
    template <class N, class... By>
    [[nodiscard]] constexpr auto first_per(const N& n, const By&... by) const& {
        return limited{*this}.first_per(n, by...);
    }
    template <class N, class... By>
    [[nodiscard]] constexpr auto first_per(const N& n, const By&... by) && {
        using once = clause_verdict<typename Node::model, "limit", Given == 0>;
        static_assert(once{});
        return static_cast<Node&&>(*this).first_per(n, by...);
    }
    template <class Measure>
    [[nodiscard]] constexpr auto by(const Measure& m) const& {
        return limited{*this}.by(m);
    }
    template <class Measure>
    [[nodiscard]] constexpr auto by(const Measure& m) && {
        using once = clause_verdict<typename Node::model, "by", (Given & by_given) == 0>;
        static_assert(once{});
        return still<by_given>(static_cast<Node&&>(*this).by(m));
    }
    template <class Distance>
    [[nodiscard]] constexpr auto within(const Distance& distance) const& {
        return limited{*this}.within(distance);
    }
    template <class Distance>
    [[nodiscard]] constexpr auto within(const Distance& distance) && {
        using once = clause_verdict<typename Node::model, "within", (Given & within_given) == 0>;
        static_assert(once{});
        return still<within_given>(static_cast<Node&&>(*this).within(distance));
    }

  private:
    /// The node to join; of a page, where that is told, the list.
    template <class... Arguments>
    [[nodiscard]] constexpr const auto& joinable() const {
        if constexpr (is_page) {
            using checked = typename Node::template page_join<Arguments...>;
            static_assert(checked{});
            return static_cast<const typename Node::base&>(*this);
        } else return static_cast<const Node&>(*this);
    }
    template <unsigned More, class Next>
    [[nodiscard, gnu::always_inline]] static constexpr auto still(Next&& next) {
        if constexpr (is_refused<Next>) return Next{};
        else return limited<plain_node<Next>, Given | More>{static_cast<Next&&>(next)};
    }
};

/// A node with a clause that it did not have before.
template <unsigned Given, class Node>
[[nodiscard, gnu::always_inline]] constexpr limited<Node, Given> now_limited(Node&& node) {
    return {static_cast<Node&&>(node)};
}

} // namespace dataflow::node_
