// Common table expressions: selects with a name, whose rows other selects read as those of a table.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/query/arithmetic.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/select/detail/join.hpp>
#include <dataflow/sql/select_query.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace dataflow::node_ {

/// A column of a common table: `tree["id"_n]`.
template <fixed_string Table, fixed_string Name, class T, bool Nullable>
struct common_column : query::operations<common_column<Table, Name, T, Nullable>> {
    using dataflow_scalar = void;
    using model = common_rows<Table>;
    using declared = std::conditional_t<Nullable, std::optional<T>, T>;
    using type = T;
    using parts = query::types<>;
    using inputs = query::types<>;
    static constexpr std::string_view name = Name.view();
    static constexpr std::string_view source = Table.view();
    static constexpr bool nullable = Nullable;
    static constexpr std::size_t parameters = 0, lists = 0;
    static constexpr bool managed = false;
    static constexpr void write(sql::writer& w, sql::place) { w.column(name, source); }
    constexpr void bind(query::binder&) const {}
};

/// The columns of a common table, by name. M: a model that it reads, for messages.
template <fixed_string Name, class M, class Items>
struct common_columns;
template <fixed_string Name, class M, class... T>
struct common_columns<Name, M, query::types<T...>> {
    using dataflow_common_table = void;
    using model = M;
    using tag = common_rows<Name>;
    static constexpr auto table_name = Name;
    static constexpr std::string_view columns[]{item_of<T>::name..., {}};

    /// A column. The name is one that the select gives, or its struct.
    template <fixed_string Column>
    [[nodiscard]] constexpr auto get() const {
        constexpr int at = detail::find_item<T...>(Column.view());
        using there =
            std::conditional_t<(at >= 0), rule::ok, rule::nothing_is_selected_under_this_name<Column>>;
        static_assert(there{});
        if constexpr (at < 0) return query::refused_scalar{};
        else {
            using E = expression_of<detail::item_at<static_cast<std::size_t>(at), T...>>;
            return common_column<Name, Column, typename E::type, E::nullable>{};
        }
    }
    template <class Column>
        requires requires { Column::view(); }
    [[nodiscard]] constexpr auto operator[](Column) const {
        return get<fixed_string<Column::view().size() + 1>{Column::view()}>();
    }
    template <std::size_t N>
    constexpr auto operator[](const char (&)[N]) const {
        using checked = rule::a_name_in_brackets_is_written_without_its_n<const char[N]>;
        static_assert(rule::told<checked>::verdict);
        return query::refused_scalar{};
    }
};

/// Among what is around a select: it is the part of a recursion that reads the rows so far.
template <fixed_string Name>
struct own_rows_of {};

/// Rows of a common table that the select around defines: the recursive part of one reads its own rows.
template <fixed_string Name, class M, class Items>
struct common_reference : common_columns<Name, M, Items> {
    using definition = query::types<>;
    static constexpr sql::derived_rows data{.name = Name.view(), .columns = {common_reference::columns, 0}};
};

/// A select under a name, a `set_member`.
template <class Member>
struct common_definition : Member {
    using inputs = decltype(detail::as_read(typename Member::select::models{}) + typename Member::inputs{});
};

template <fixed_string Name, class Member, class Items, bool Recursive>
struct common_table;
template <fixed_string Name, class Member, class... T, bool Recursive>
struct common_table<Name, Member, query::types<T...>, Recursive>
    : common_columns<Name, typename Member::select::model, query::types<T...>> {
    using definition = query::types<common_definition<Member>>;
    static constexpr sql::derived_rows data{.name = Name.view(),
                                            .columns = {common_table::columns, sizeof...(T)},
                                            .rows = {&Member::select::parts,
                                                     {},
                                                     Member::limited,
                                                     sql::place{}.after(Member::select::value_count)},
                                            .recursive = Recursive};
    common_definition<Member> rows;

    constexpr explicit common_table(const Member& m) : rows{m} {}
};

template <class T>
concept is_common_table = requires { typename std::remove_cvref_t<T>::dataflow_common_table; };

/// A common table in a FROM. `On`: its condition, in a `types`.
template <class Common, class On, join_kind How>
struct common_source;
template <class Common, class... On, join_kind How>
struct common_source<Common, query::types<On...>, How> {
    using model = typename Common::model;
    using models = query::types<>; // those that it reads are among its inputs
    using tag = typename Common::tag;
    using held = decltype(typename Common::definition{} + query::types<On...>{});
    static constexpr fixed_string alias = "";
    static constexpr auto common_name = Common::table_name;
    static constexpr bool refers = std::is_same_v<typename Common::definition, query::types<>>;
    static constexpr bool left = How == join_kind::left || How == join_kind::full;
    static constexpr std::size_t values_before =
        detail::held_operands<typename Common::definition>::type::parameters;
    static constexpr auto data = [] {
        sql::joined_table out{
            .table = &schema::table_of<model>, .how = How, .may_be_missing = left, .derived = &Common::data};
        ((out.condition = &On::write), ...);
        return out;
    }();
};

namespace detail {

/// What is bound with a common table: its own values.
template <class Common>
[[nodiscard]] constexpr auto values_of(const Common& common) {
    if constexpr (requires { common.rows; }) return query::make_operands(common.rows);
    else return query::operands<>{};
}

template <class From, join_kind How, class Common, class... Given>
constexpr auto find_common_verdict() {
    using arguments = join_arguments<Given...>;
    using model = typename Common::model;
    if constexpr (!arguments::taken || sizeof...(Given) != 1)
        return rule::a_join_is_not_by_the_member_that_is_its_foreign_key<model, Common>{};
    else if constexpr (tags_of<From>::template find<typename Common::tag>() >= 0)
        return rule::a_common_table_is_joined_twice<Common::table_name>{};
    else
        return find_predicate_verdict<From, How, model, typename Common::tag,
                                      query::detail::part_type<typename arguments::predicate>>();
}

} // namespace detail

/// The verdict on `.join(common, condition)`.
template <class From, join_kind How, class Common, class... Given>
using common_verdict = rule::diagnostic<decltype(detail::find_common_verdict<From, How, Common, Given...>())>;

/// Joins it: calls `made<tables>(held)`.
template <join_kind How, class From, class Make, class Held, class Common, class Q>
[[nodiscard]] constexpr auto join_common(Make make, Held held, const Common& common, const Q& q) {
    using P = query::detail::part_type<Q>;
    using tables = typename with_source<From, How, common_source<Common, query::types<P>, How>>::type;
    return make.template operator()<tables>(
        query::join_operands(query::join_operands(static_cast<Held&&>(held), detail::values_of(common)),
                             query::make_operands(P{q})));
}

namespace detail {

/// Whether the table of a model has this name.
template <fixed_string Name>
struct has_table_name {
    template <class M>
    constexpr hana::bool_<schema::table_name<M> == Name.view()>
    operator()(hana::basic_type<M>) const noexcept {
        return {};
    }
};
template <fixed_string Name, class Models>
constexpr auto find_name_verdict() {
    using found = first_that<Models, has_table_name<Name>>;
    if constexpr (std::is_void_v<found>) return rule::ok{};
    else return rule::a_common_table_has_the_name_of_a_table<found, Name>{};
}
template <class S, class Node, class... Outer>
constexpr auto find_source_verdict(query::types<Outer...>) {
    if constexpr (!requires { S::common_name; }) return rule::ok{};
    else if constexpr (S::refers && !among<own_rows_of<S::common_name>, types<Outer...>>)
        return rule::a_recursion_is_read_before_it_goes_on<S::common_name>{};
    else return find_name_verdict<S::common_name, models_of_node<Node>>();
}
template <class Node, class Outer, class... S>
constexpr auto find_common_sources_verdict(query::types<S...>) {
    return rule::first_broken<decltype(find_source_verdict<S, Node>(Outer{}))...>{};
}

} // namespace detail

/// The verdict on the common tables of a select: no table that it reads is called as one of them, and a
/// recursion is whole.
template <class From, class Node, class Outer>
using common_sources_verdict = decltype(detail::find_common_sources_verdict<Node, Outer>(From{}));

} // namespace dataflow::node_
