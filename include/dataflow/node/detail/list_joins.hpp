// The joins of a list: it becomes a select.
#pragma once

#include <dataflow/core/types.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>

namespace dataflow::node_ {

template <class M, class P, class... O>
struct list_node;

namespace detail {
template <class M, class P, class... O>
[[nodiscard]] constexpr auto rows_of_list(list_node<M, P, O...>&& list); // in select/select.hpp
}

/// The joins that are written as a list's member functions.
template <class List>
struct list_joins {
    /// As the list was at a time. The last clause, by
    /// <dataflow/history.hpp>; docs/history.md.
    template <class Node = List, class Time>
    [[nodiscard]] constexpr auto as_of(const Time& time) const {
        return rule::as_of_needs_the_header_dataflow_history_hpp<Node>::make(list(), time);
    }
    /// With the record that a foreign key leads to with each, or with those that hold it; see
    /// select/select_joins.hpp.
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto join(const As&... alias) const& {
        return detail::rows_of_list(list()).template join<Member>(alias...);
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto join(const As&... alias) && {
        return detail::rows_of_list(static_cast<List&&>(*this)).template join<Member>(alias...);
    }
    /// The same; rows without a partner stay.
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto left_join(const As&... alias) const& {
        return detail::rows_of_list(list()).template left_join<Member>(alias...);
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto left_join(const As&... alias) && {
        return detail::rows_of_list(static_cast<List&&>(*this)).template left_join<Member>(alias...);
    }
    /// The same; the rows of the joined table without a partner stay, or those of both.
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto right_join(const As&... alias) const& {
        return detail::rows_of_list(list()).template right_join<Member>(alias...);
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto right_join(const As&... alias) && {
        return detail::rows_of_list(static_cast<List&&>(*this)).template right_join<Member>(alias...);
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto full_join(const As&... alias) const& {
        return detail::rows_of_list(list()).template full_join<Member>(alias...);
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto full_join(const As&... alias) && {
        return detail::rows_of_list(static_cast<List&&>(*this)).template full_join<Member>(alias...);
    }
    /// With the rows of any table that fulfill a condition: `.join<Price>(field<&Price::from> <=
    /// field<&Order::day>)`.
    template <class Joined, class... Given>
    [[nodiscard]] constexpr auto join(const Given&... given) const& {
        return detail::rows_of_list(list()).template join<Joined>(given...);
    }
    template <class Joined, class... Given>
    [[nodiscard]] constexpr auto join(const Given&... given) && {
        return detail::rows_of_list(static_cast<List&&>(*this)).template join<Joined>(given...);
    }
    template <class Joined, class... Given>
    [[nodiscard]] constexpr auto left_join(const Given&... given) const& {
        return detail::rows_of_list(list()).template left_join<Joined>(given...);
    }
    template <class Joined, class... Given>
    [[nodiscard]] constexpr auto left_join(const Given&... given) && {
        return detail::rows_of_list(static_cast<List&&>(*this)).template left_join<Joined>(given...);
    }
    template <class Joined, class... Given>
    [[nodiscard]] constexpr auto right_join(const Given&... given) const& {
        return detail::rows_of_list(list()).template right_join<Joined>(given...);
    }
    template <class Joined, class... Given>
    [[nodiscard]] constexpr auto right_join(const Given&... given) && {
        return detail::rows_of_list(static_cast<List&&>(*this)).template right_join<Joined>(given...);
    }
    template <class Joined, class... Given>
    [[nodiscard]] constexpr auto full_join(const Given&... given) const& {
        return detail::rows_of_list(list()).template full_join<Joined>(given...);
    }
    template <class Joined, class... Given>
    [[nodiscard]] constexpr auto full_join(const Given&... given) && {
        return detail::rows_of_list(static_cast<List&&>(*this)).template full_join<Joined>(given...);
    }
    // Joins that do not name what is joined.
    template <class Given, class... More>
    constexpr refused join(const Given&, const More&...) const {
        using verdict = misjoin<typename List::model, Given>;
        static_assert(verdict{});
        return {};
    }
    template <class Given, class... More>
    constexpr refused left_join(const Given&, const More&...) const {
        using verdict = misjoin<typename List::model, Given>;
        static_assert(verdict{});
        return {};
    }
    template <class Given, class... More>
    constexpr refused right_join(const Given&, const More&...) const {
        using verdict = misjoin<typename List::model, Given>;
        static_assert(verdict{});
        return {};
    }
    template <class Given, class... More>
    constexpr refused full_join(const Given&, const More&...) const {
        using verdict = misjoin<typename List::model, Given>;
        static_assert(verdict{});
        return {};
    }

  private:
    [[nodiscard]] constexpr List list() const { return static_cast<const List&>(*this); }
};

} // namespace dataflow::node_
