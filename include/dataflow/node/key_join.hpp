// How a foreign key joins a table to those that a select reads from.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/select_parts.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace dataflow::node_ {

namespace detail {

/// The position of a member among its model's foreign keys, or -1.
template <auto Member>
constexpr int find_foreign_key() {
    const auto& t = schema::table_of<typename query::column<Member>::model>;
    const int at = t.find(query::column<Member>::name);
    for (std::size_t i = 0; i < t.references.size(); ++i)
        if (t.references[i].column == at && t.references[i].more == 0) return static_cast<int>(i);
    return -1;
}

template <auto Member>
inline constexpr const schema::foreign_key& foreign_key_of =
    schema::table_of<typename query::column<Member>::model>.references[static_cast<std::size_t>(
        find_foreign_key<Member>())];

} // namespace detail

/// A table that is joined by a foreign key: the one that the key names (`Forward`), or the one that holds it.
template <class M, fixed_string Alias, auto Member, bool Forward, std::size_t From, join_kind How>
struct joined_table {
    using model = M;
    using tag = tag_of<M, Alias>;
    using held = query::types<>;
    static constexpr auto alias = Alias;
    static constexpr bool left = How == join_kind::left || How == join_kind::full;
    static constexpr sql::joined_table data{
        &schema::table_of<M>,
        Alias.view(),
        static_cast<std::uint16_t>(From),
        Forward ? query::column<Member>::name : detail::foreign_key_of<Member>.target,
        Forward ? detail::foreign_key_of<Member>.target : query::column<Member>::name,
        How,
        left};
};

namespace detail {

/// How a foreign key leads on from the tables that are there.
struct join_path {
    int from = -1;
    bool forward = true;
    bool known = false; ///< what it leads to is there already
};

template <class From, auto Member, fixed_string Alias, fixed_string FromAlias>
constexpr join_path find_path() {
    using holder = typename query::column<Member>::model;
    using named = typename schema::id_parts<typename query::column<Member>::type>::model;
    using tags = tags_of<From>;
    const int at_holder = tags::template find<tag_of<holder, FromAlias>>();
    const int at_named = tags::template find<tag_of<named, FromAlias>>();
    join_path out;
    out.forward = at_holder >= 0;
    out.from = out.forward ? at_holder : at_named;
    out.known = out.forward ? tags::template find<tag_of<named, Alias>>() >= 0
                            : tags::template find<tag_of<holder, Alias>>() >= 0;
    return out;
}

template <class From, auto Member, fixed_string Alias, fixed_string FromAlias>
constexpr auto find_join_verdict() {
    using holder = typename query::column<Member>::model;
    if constexpr (!rule::is_ok<schema::model_verdict<holder>>) return schema::model_verdict<holder>{};
    else if constexpr (find_foreign_key<Member>() < 0)
        return rule::a_join_follows_a_field_that_is_not_a_foreign_key<
            holder, query::detail::field_text<query::column<Member>>>{};
    else {
        using named = typename schema::id_parts<typename query::column<Member>::type>::model;
        constexpr auto path = find_path<From, Member, Alias, FromAlias>();
        if constexpr (path.from < 0)
            return rule::a_join_starts_from_a_model_that_is_not_in_the_query<holder, named>{};
        else if constexpr (path.known)
            return rule::a_model_is_joined_twice_without_an_alias<
                std::conditional_t<path.forward, named, holder>>{};
        else if constexpr (is_name_of_a_table<std::conditional_t<path.forward, named, holder>, Alias>(From{}))
            return rule::an_alias_is_the_name_of_a_table<std::conditional_t<path.forward, named, holder>,
                                                         Alias>{};
        else return rule::ok{};
    }
}

} // namespace detail

/// The verdict on a join by a foreign key.
template <class From, auto Member, class As>
using join_verdict =
    rule::diagnostic<decltype(detail::find_join_verdict<From, Member, As::alias, As::from>())>;

/// The tables with one more; as they are where the join is refused.
template <class From, auto Member, class As, join_kind How,
          bool Kept = rule::is_ok<join_verdict<From, Member, As>>>
struct with_join {
    using type = From;
};
template <class... S, auto Member, class As, join_kind How>
struct with_join<query::types<S...>, Member, As, How, true> {
    static constexpr auto path = detail::find_path<query::types<S...>, Member, As::alias, As::from>();
    using holder = typename query::column<Member>::model;
    using named = typename schema::id_parts<typename query::column<Member>::type>::model;
    using type = query::types<detail::before_join<How, S>...,
                              joined_table<std::conditional_t<path.forward, named, holder>, As::alias, Member,
                                           path.forward, static_cast<std::size_t>(path.from), How>>;
};

} // namespace dataflow::node_
