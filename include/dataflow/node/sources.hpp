// The tables that a select reads from, and what its FROM holds.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/select_query.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dataflow::node_ {

using sql::join_kind;

/// What columns of a common table are about; see select/detail/common_table.hpp.
template <fixed_string Name>
struct common_rows {};

/// What fields of a table are about: its model, or the model under an alias.
template <class M, fixed_string Alias>
using tag_of = std::conditional_t<Alias.size() == 0, M, query::alias_of<M, Alias>>;

/// The first table of a FROM.
template <class M, fixed_string Alias = "">
struct first_table {
    using model = M;
    using tag = tag_of<M, Alias>;
    using held = query::types<>; ///< the expressions in the FROM that it brings in
    static constexpr auto alias = Alias;
    static constexpr bool left = false; ///< whether a row may have none of it
    static constexpr sql::joined_table data{&schema::table_of<M>, Alias.view()};
};

namespace detail {

/// Models among the inputs of what reads them.
template <class... M>
constexpr query::types<query::model_read<M>...> as_read(query::types<M...>) {
    return {};
}

} // namespace detail

/// A table that is joined where a condition is fulfilled.
template <class M, fixed_string Alias, class Condition, join_kind How>
struct table_joined_on {
    using model = M;
    using tag = tag_of<M, Alias>;
    using held = query::types<Condition>;
    static constexpr auto alias = Alias;
    static constexpr bool left = How == join_kind::left || How == join_kind::full;
    static constexpr sql::joined_table data{.table = &schema::table_of<M>,
                                            .alias = Alias.view(),
                                            .how = How,
                                            .may_be_missing = left,
                                            .condition = &Condition::write};
};

/// A table before a right or a full join.
template <class S>
struct before_outer_join : S {
    static constexpr bool left = true;
    static constexpr auto data = [] {
        auto out = S::data;
        out.may_be_missing = true;
        return out;
    }();
};

namespace detail {

template <class Held>
struct held_operands;
template <class... E>
struct held_operands<query::types<E...>> {
    using type = query::operands<E...>;
};
template <class S>
inline constexpr std::size_t held_values = held_operands<typename S::held>::type::parameters;
/// How many of them come before those of its condition.
template <class S>
inline constexpr std::size_t values_before = 0;
template <class S>
    requires requires { S::values_before; }
inline constexpr std::size_t values_before<S> = S::values_before;

/// The models of a table of a FROM: what is derived of others names them among its inputs.
template <class S>
struct models_of_source {
    using type = query::types<typename S::model>;
};
template <class S>
    requires requires { typename S::models; }
struct models_of_source<S> {
    using type = typename S::models;
};

} // namespace detail

/// What a FROM holds: its conditions, whose values are bound after those of all other clauses.
template <class From>
struct held_by;
template <class... S>
struct held_by<query::types<S...>> {
    using type =
        typename detail::held_operands<decltype((query::types<>{} + ... + typename S::held{}))>::type;
};

template <class From>
inline constexpr std::array<sql::joined_table, 0> tables_of{};
template <class... S>
inline constexpr std::array<sql::joined_table, sizeof...(S)> tables_of<query::types<S...>> = [] {
    std::array<sql::joined_table, sizeof...(S)> out{S::data...};
    constexpr std::size_t values[]{detail::held_values<S>..., 0};
    constexpr std::size_t own[]{detail::values_before<S>..., 0};
    std::size_t before = 0;
    for (std::size_t i = 0; i < sizeof...(S); before += values[i], ++i) {
        out[i].derived_at = sql::place{}.after(before);
        if (!(out[i].condition == nullptr))
            out[i].condition = out[i].condition.inside(sql::place{}.after(before + own[i]));
    }
    return out;
}();

namespace detail {

template <class From>
struct tags_of;
template <class... S>
struct tags_of<query::types<S...>> {
    using type = query::types<typename S::tag...>;
    using models = decltype((query::types<>{} + ... + typename models_of_source<S>::type{}));
    template <class Tag>
    static constexpr int find() {
        const bool is[]{std::is_same_v<typename S::tag, Tag>..., false};
        for (std::size_t i = 0; i < sizeof...(S); ++i)
            if (is[i]) return static_cast<int>(i);
        return -1;
    }
    /// The tags of the tables that a row may lack: those that a left join brought in, say.
    using left = decltype((query::types<>{} + ... +
                           std::conditional_t<S::left, query::types<typename S::tag>, query::types<>>{}));
};

template <class From>
struct first_of_tables {
    using model = void;
};
template <class First, class... Rest>
struct first_of_tables<query::types<First, Rest...>> {
    using model = typename First::model;
};

/// Whether an alias is what one of the tables is called: columns are found by both.
template <class Joined, fixed_string Alias, class... S>
constexpr bool is_name_of_a_table(query::types<S...>) {
    return Alias.size() != 0 && ((Alias.view() == schema::table_name<Joined>) || ... ||
                                 (Alias.view() == schema::table_name<typename S::model>));
}

/// The tables before a join.
template <join_kind How, class S>
using before_join = std::conditional_t<(How == join_kind::right || How == join_kind::full) && !S::left,
                                       before_outer_join<S>, S>;

/// The first model of expressions that are about one only.
template <class Model>
struct only_table {
    using type = query::types<>;
};
template <class M>
    requires(!std::is_void_v<M>)
struct only_table<M> {
    using type = query::types<first_table<M>>;
};
template <class... M>
struct only_table<types<M...>> {
    using type = query::types<>;
};
template <fixed_string Name>
struct only_table<common_rows<Name>> {
    using type = query::types<>;
};
template <class M, fixed_string Alias>
struct only_table<query::alias_of<M, Alias>> {
    using type = query::types<>;
};

} // namespace detail

} // namespace dataflow::node_
