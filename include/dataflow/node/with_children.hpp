// A list, and with each record those that refer to it: one more statement for each kind of children, whatever
// their number.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/children.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/detail/children_checks.hpp>
#include <dataflow/node/limited.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/page.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/column.hpp>
#include <dataflow/query/order.hpp>

#include <cstdint>
#include <type_traits>
#include <vector>

namespace dataflow {

/// Records of a list with their children.
template <class M, class... Child>
using family_page = row_page<with_children<M, Child...>>;

} // namespace dataflow

namespace dataflow::node_::detail {

template <auto Member, auto... To, class... Given>
[[nodiscard]] constexpr auto make_kind(const Given&... given) {
    using of = children_given<typename child_of<Member, To...>::type, Given...>;
    return child_kind<typename of::list, typename of::nested, Member, To...>{of::list_of(given...),
                                                                             of::nested_of(given...)};
}

template <class Parent>
struct page_of_family;
template <class M, class... Child>
struct page_of_family<with_children<M, Child...>> : std::type_identity<family_page<M, Child...>> {};

/// The kinds with one more after them.
template <class Kind>
[[nodiscard]] constexpr kinds_and<Kind, no_kinds> kinds_with(no_kinds, Kind kind) {
    return {static_cast<Kind&&>(kind), {}};
}
template <class First, class Rest, class Kind>
[[nodiscard]] constexpr auto kinds_with(kinds_and<First, Rest> kinds, Kind kind) {
    auto rest = kinds_with(static_cast<Rest&&>(kinds.rest), static_cast<Kind&&>(kind));
    return kinds_and<First, decltype(rest)>{static_cast<First&&>(kinds.first),
                                            static_cast<decltype(rest)&&>(rest)};
}

} // namespace dataflow::node_::detail

namespace dataflow::node_ {

template <class List, class Kinds>
struct family_node {
    using model = typename List::model;
    using models = decltype(query::types<model>{} + typename Kinds::models{});
    using parent = typename Kinds::template row<model>;
    using output = typename detail::page_of_family<parent>::type;
    using inputs = decltype(typename List::inputs{} + typename Kinds::inputs{});
    static constexpr tables_read<family_node> reads{};
    static constexpr tables_written<family_node, false> writes{};
    static constexpr auto& statement = Kinds::first_statement;

    using P = decltype(List::predicate);
    P predicate{};
    typename List::clauses_type clauses{};
    Kinds kinds{};

    /// With children of one more kind.
    template <auto Member, auto... To, class... Children>
    [[nodiscard]] constexpr auto with_children(const Children&... children) const& {
        return family_node{*this}.template with_children<Member, To...>(children...);
    }
    template <auto Member, auto... To, class... Children>
    [[nodiscard]] constexpr auto with_children(const Children&... children) && {
        using checked = children_verdict<model, query::types<Children...>, Member, To...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return static_cast<family_node&&>(*this);
        else
            return family(list(), detail::kinds_with(static_cast<Kinds&&>(kinds),
                                                     detail::make_kind<Member, To...>(children...)));
    }
    template <auto Member, auto... To, class... C>
    [[deprecated("it is with_children now")]] constexpr auto with_many(const C&... c) const { // former name
        return with_children<Member, To...>(c...);
    }

    // The clauses of the list, for those that are written after `with_children`.
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const& {
        return family_node{*this}.where(static_cast<Q&&>(q));
    }
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) && {
        return family(list().where(static_cast<Q&&>(q)), static_cast<Kinds&&>(kinds));
    }
    template <class... T>
    [[nodiscard]] constexpr auto order_by(const T&... keys) const& {
        return family_node{*this}.order_by(keys...);
    }
    template <class... T>
    [[nodiscard]] constexpr auto order_by(const T&... keys) && {
        return family(list().order_by(keys...), static_cast<Kinds&&>(kinds));
    }
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) const& {
        return family_node{*this}.limit(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) && {
        using checked = dataflow::detail::whole_verdict<model, "limit", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) clauses.limit = counted(List::statement, n);
        return now_limited<limit_given>(static_cast<family_node&&>(*this));
    }
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) const& {
        return family_node{*this}.offset(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) && {
        using checked = dataflow::detail::whole_verdict<model, "offset", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) clauses.offset = counted(List::statement, n);
        return now_limited<offset_given>(static_cast<family_node&&>(*this));
    }
    [[nodiscard]] auto after(cursor position) const& {
        return family_node{*this}.after(static_cast<cursor&&>(position));
    }
    [[nodiscard]] auto after(cursor position) && {
        clauses.seek = static_cast<cursor&&>(position);
        return now_limited<after_given>(static_cast<family_node&&>(*this));
    }
    [[nodiscard]] constexpr auto with_total() const& { return family_node{*this}.with_total(); }
    [[nodiscard]] constexpr auto with_total() && {
        clauses.total_wanted = true;
        return now_limited<total_given>(static_cast<family_node&&>(*this));
    }

    [[nodiscard]] output execute(context& c) const {
        using checked = where_verdict<model, P>;
        static_assert(rule::told<checked>::verdict);
        output out;
        typename List::parameters values;
        predicate.bind(values.to);
        query::bind_order(clauses, values.to);
        const auto filter = predicate_variant(predicate, sql::list_variant::filter);
        const context::scope one_state{c, List::statement, access::read_only, isolation::repeatable_read};
        if constexpr (List::by_columns) {
            run_list(c, plan, clauses, filter, values, {&out.records, out.total, out.next});
            kinds.template load<model, parent>(c, detail::rows_in(out.records));
        } else {
            std::vector<held_row> rows;
            run_list(c, plan, clauses, filter, values, {&rows, out.total, out.next});
            kinds.template load<model, parent>(c, detail::rows_in(rows));
            out.records.reserve(rows.size());
            for (auto& row : rows) out.records.push_back(static_cast<parent&&>(row.first));
        }
        one_state.done();
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return kinds.variant(); }

  private:
    /// The list, which leaves this node.
    [[nodiscard]] constexpr List list() {
        return {{}, static_cast<P&&>(predicate), static_cast<typename List::clauses_type&&>(clauses)};
    }
    template <class Of, class With>
    [[nodiscard]] static constexpr auto family(Of&& of, With&& with) {
        if constexpr (is_refused<Of>) return static_cast<Of&&>(of);
        else
            return family_node<Of, With>{static_cast<decltype(of.predicate)&&>(of.predicate),
                                         static_cast<typename Of::clauses_type&&>(of.clauses),
                                         static_cast<With&&>(with)};
    }
    using held_row = typename List::template row_to_read<parent>;
    static constexpr list_plan plan{&List::statement,
                                    &answer_node<model, P, std::int64_t>::statement,
                                    List::template fields_to_read<parent>(),
                                    sizeof(held_row),
                                    &detail::add_record<held_row>,
                                    &detail::reserve_records<held_row>,
                                    &detail::drop_last_record<held_row>,
                                    P::parameters,
                                    List::values_of_order::parameters};
};

/// In the place of a family's output, where the children are refused.
template <class M, class Child>
struct refused_parent : record<M> {
    std::vector<refused_record<Child>> children;
};
template <class M, class Child>
using refused_family = detail::broken_page<refused_parent<M, Child>>;

namespace detail {
template <auto Member, auto... To, class List, class... Given>
[[nodiscard]] constexpr auto family_of_list(List&& list, const Given&... given) {
    using M = typename List::model;
    using checked = children_verdict<M, query::types<Given...>, Member, To...>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!rule::is_ok<checked>)
        return refused_as<refused_family<M, typename query::column<Member>::model>>{};
    else {
        auto kinds = kinds_with(no_kinds{}, make_kind<Member, To...>(given...));
        return family_node<List, decltype(kinds)>{static_cast<decltype(list.predicate)&&>(list.predicate),
                                                  static_cast<decltype(list.clauses)&&>(list.clauses),
                                                  static_cast<decltype(kinds)&&>(kinds)};
    }
}
} // namespace detail

} // namespace dataflow::node_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/with_children.ipp>
#endif
