// What a select takes: expressions with names, and columns of one table among several.
#pragma once

#include <dataflow/query/contents.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/schema/model.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace dataflow::query {

template <fixed_string Name, class E>
struct named {
    using dataflow_item = void;
    using expression_type = E;
    static constexpr auto item_name = Name;

    E expression;
};

/// A thing that can be selected: an expression, or a named one.
template <class T>
concept is_named = requires { typename std::remove_cvref_t<T>::dataflow_item; };
template <class T>
concept selectable = scalar<T> || is_named<T>;

/// `df::as<"name">`: an alias of a table in a join; called with an expression it names that.
template <fixed_string Name, fixed_string From = "">
struct as_name {
    static constexpr auto alias = Name;
    static constexpr auto from = From;

    /// In a join: the foreign key is that of the table with this alias.
    template <fixed_string Other>
    [[nodiscard]] constexpr as_name<Name, Other> of() const noexcept {
        return {};
    }
    template <scalar E>
    [[nodiscard]] constexpr named<Name, E> operator()(const E& e) const {
        return {e};
    }
};

/// A group that is not given back: it stands among the items of a select, but not in what it selects. A
/// `having` and an ordering may name it.
template <class E, fixed_string Name>
struct unselected {
    using dataflow_unselected_group = void;
    using expression_type = E;

    E expression;
};
template <class T>
inline constexpr bool is_unselected = false;
template <class E, fixed_string Name>
inline constexpr bool is_unselected<unselected<E, Name>> = true;

namespace detail {
struct is_selected {
    template <class T>
    constexpr hana::bool_<!is_unselected<T>> operator()(hana::basic_type<T>) const noexcept {
        return {};
    }
};
template <class... T>
struct selected_items { // a class: as an alias, g++ 12 loses its way in the packs
    using type = filtered<types<T...>, is_selected>;
};
} // namespace detail
/// Those of the items that are selected.
template <class... T>
using selected_items = typename detail::selected_items<T...>::type;

/// The value that is selected under a name, for an ordering.
template <fixed_string Name>
struct item_reference {
    struct selected {};
    using dataflow_scalar = void;
    using type = selected;
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr auto refers_to = Name;
    static constexpr bool nullable = false;
    static constexpr std::size_t parameters = 0, lists = 0;
};

/// What an `item_test` is about: only a `having` knows it.
template <fixed_string Name>
struct value_selected_as {};

/// A comparison of what is selected under a name; `having` puts the expression into its place.
template <comparison Op, fixed_string Name, class V>
struct item_test {
    using dataflow_predicate = void;
    using model = value_selected_as<Name>;
    using parts = types<>;
    using inputs = types<>;
    static constexpr std::size_t parameters = 0, lists = 0, optionals = 0;
    static constexpr bool unknown = false;

    V value;

    static constexpr void write(sql::writer&, sql::place) {}
    constexpr void bind(binder&) const {}
};

template <fixed_string Name, no_scalar V>
[[nodiscard]] constexpr auto operator==(const item_reference<Name>&, V&& v) {
    return item_test<comparison::eq, Name, std::decay_t<V>>{static_cast<V&&>(v)};
}
template <fixed_string Name, no_scalar V>
[[nodiscard]] constexpr auto operator!=(const item_reference<Name>&, V&& v) {
    return item_test<comparison::ne, Name, std::decay_t<V>>{static_cast<V&&>(v)};
}
template <fixed_string Name, no_scalar V>
[[nodiscard]] constexpr auto operator<(const item_reference<Name>&, V&& v) {
    return item_test<comparison::lt, Name, std::decay_t<V>>{static_cast<V&&>(v)};
}
template <fixed_string Name, no_scalar V>
[[nodiscard]] constexpr auto operator<=(const item_reference<Name>&, V&& v) {
    return item_test<comparison::le, Name, std::decay_t<V>>{static_cast<V&&>(v)};
}
template <fixed_string Name, no_scalar V>
[[nodiscard]] constexpr auto operator>(const item_reference<Name>&, V&& v) {
    return item_test<comparison::gt, Name, std::decay_t<V>>{static_cast<V&&>(v)};
}
template <fixed_string Name, no_scalar V>
[[nodiscard]] constexpr auto operator>=(const item_reference<Name>&, V&& v) {
    return item_test<comparison::ge, Name, std::decay_t<V>>{static_cast<V&&>(v)};
}

namespace detail {

/// A column as another one is, but for what its name is found by.
template <class Self, class C, class Model>
struct column_like : operations<Self> {
    using dataflow_scalar = void;
    using model = Model;
    using declared = typename C::declared;
    using type = typename C::type;
    using parts = types<>;
    using inputs = types<>;
    static constexpr std::string_view name = C::name, field_name = detail::field_of<C>();
    static constexpr bool nullable = C::nullable;
    static constexpr std::size_t parameters = 0, lists = 0;
    static constexpr bool managed = C::managed;
    static constexpr void write(sql::writer& w, sql::place) { w.column(C::name, Self::source); }
    constexpr void bind(binder&) const {}
};

} // namespace detail

/// A column of the table with an alias.
template <class C, fixed_string Alias>
struct aliased : detail::column_like<aliased<C, Alias>, C, alias_of<typename C::model, Alias>> {
    static constexpr std::string_view source = Alias.view();
};
/// A managed column of a model.
template <class C, class M>
struct column_in : detail::column_like<column_in<C, M>, C, M> {
    static constexpr std::string_view source = schema::table_name<M>;
};
/// A column that is NULL where its table, joined by a left join, has no row.
template <class C>
struct as_nullable : detail::column_like<as_nullable<C>, C, typename C::model> {
    static constexpr std::string_view source = C::source;
    static constexpr bool nullable = true;
};

} // namespace dataflow::query

namespace dataflow {

/// In a join, the alias of a table: `.join<&Employee::manager_id>(df::as<"manager">)`. Called with an
/// expression, the name of the field that it fills: `df::as<"total">(df::sum(x))`.
template <fixed_string Name>
inline constexpr query::as_name<Name> as{};

/// A column of the table that was joined under an alias: `df::of<"manager">(field<&Employee::name>)`.
template <fixed_string Alias, query::detail::is_column C>
[[nodiscard]] constexpr query::aliased<C, Alias> of(const C&) {
    return {};
}
/// A managed column of a model: `df::of<Order>(df::created_at)`.
template <class M, query::detail::is_column C>
[[nodiscard]] constexpr query::column_in<C, M> of(const C&) {
    return {};
}

/// A column of a model that a left join brought in: it is NULL where that has no row.
template <query::detail::is_column C>
[[nodiscard]] constexpr query::as_nullable<C> nullable(const C&) {
    return {};
}
template <query::detail::is_column C>
[[deprecated("the name is df::nullable now")]] constexpr auto maybe(const C& column) { // former name
    return nullable(column);
}

/// In a `group_by`: rows are grouped by this, too, but it is not selected:
/// `.group_by(df::unselected(field<&Order::customer_id>))`.
template <query::scalar E>
[[nodiscard]] constexpr query::unselected<E> unselected(const E& e) {
    return {e};
}
/// The same under a name, by which it is ordered by, or asked for in a `having`.
template <fixed_string Name, class E>
[[nodiscard]] constexpr query::unselected<E, Name> unselected(const query::named<Name, E>& e) {
    return {e.expression};
}

/// What is selected under a name: `.order_by(df::desc(df::item<"total">))`.
template <fixed_string Name>
inline constexpr query::item_reference<Name> item{};

} // namespace dataflow
