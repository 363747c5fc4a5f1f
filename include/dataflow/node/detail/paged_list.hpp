// A list with a cursor or a total, which joins nothing.
#pragma once

#include <dataflow/node/list_node.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace dataflow::node_ {

/// A list with a total or a cursor: the same, but it joins nothing.
template <class M, class P, class... O>
struct paged_list : list_node<M, P, O...> {
    using base = list_node<M, P, O...>;
    using page_of = M;
    template <class... As> // of the arguments of the call, so that it waits for one
    using page_join = rule::diagnostic<
        std::conditional_t<sizeof...(As) < 100, rule::pages_are_of_a_list_of_one_model<M>, rule::ok>>;

    constexpr explicit paged_list(base list) : base(static_cast<base&&>(list)) {}

    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const& {
        return paged(base::where(static_cast<Q&&>(q)));
    }
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) && {
        return paged(static_cast<base&&>(*this).where(static_cast<Q&&>(q)));
    }
    template <class... T>
    [[nodiscard]] constexpr auto order_by(const T&... by) const& {
        return paged(base::order_by(by...));
    }
    template <class... T>
    [[nodiscard]] constexpr auto order_by(const T&... by) && {
        return paged(static_cast<base&&>(*this).order_by(by...));
    }
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) const& {
        return now_limited<limit_given>(paged_list{base::limit(n)});
    }
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) && {
        return now_limited<limit_given>(paged_list{static_cast<base&&>(*this).limit(n)});
    }
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) const& {
        return now_limited<offset_given>(paged_list{base::offset(n)});
    }
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) && {
        return now_limited<offset_given>(paged_list{static_cast<base&&>(*this).offset(n)});
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto join(const As&... alias) const {
        using checked = page_join<As...>;
        static_assert(checked{});
        return base::template join<Member>(alias...);
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto left_join(const As&... alias) const {
        using checked = page_join<As...>;
        static_assert(checked{});
        return base::template left_join<Member>(alias...);
    }

  private:
    template <class... T>
    static constexpr paged_list<T...> paged(list_node<T...> list) {
        return paged_list<T...>{static_cast<list_node<T...>&&>(list)};
    }
};

template <class M, class P, class... O>
limited<paged_list<M, P, O...>, after_given> list_node<M, P, O...>::after(cursor position) const& {
    return list_node{*this}.after(static_cast<cursor&&>(position));
}
template <class M, class P, class... O>
limited<paged_list<M, P, O...>, after_given> list_node<M, P, O...>::after(cursor position) && {
    using checked =
        rule::diagnostic<std::conditional_t<schema::key_size<M> == 0, rule::a_model_has_no_key<M>, rule::ok>>;
    static_assert(rule::told<checked>::verdict);
    clauses.seek = static_cast<cursor&&>(position);
    return paged_list<M, P, O...>{static_cast<list_node&&>(*this)};
}
template <class M, class P, class... O>
constexpr limited<paged_list<M, P, O...>, total_given> list_node<M, P, O...>::with_total() const& {
    return list_node{*this}.with_total();
}
template <class M, class P, class... O>
constexpr limited<paged_list<M, P, O...>, total_given> list_node<M, P, O...>::with_total() && {
    clauses.total_wanted = true;
    return paged_list<M, P, O...>{static_cast<list_node&&>(*this)};
}

} // namespace dataflow::node_
