// Tests of arrays: field<&Post::tags>.contains("c++").
#pragma once

#include <dataflow/query/assign.hpp>
#include <dataflow/query/compare.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/match.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::query {

template <class Self>
struct operations; // query/field.hpp

namespace detail {
/// An array's element, as the expression that a value is compared with.
template <class E>
struct element_expression {
    using type = bare<typename schema::sequence_parts<typename E::type>::element>;
    static constexpr std::string_view name = field_of<E>();
};

/// A column with its table, for a place where another table has columns, too.
template <class Column>
constexpr void write_qualified_column(sql::writer& w) {
    w.identifier(schema::table_name<typename Column::model>) << ".";
    w.identifier(Column::name);
}
template <class E>
inline constexpr sql::operand qualified_operand{[](sql::writer& w, const void*) {
    if constexpr (requires { E::write_qualified(w); }) E::write_qualified(w);
    else write_qualified_column<E>(w);
}};

/// Digits after the point of an array's decimals; -1 for other elements.
template <class E>
inline constexpr int element_scale = is_decimal<schema::stored_form<typename element_expression<E>::type>>
                                         ? scale_of<schema::stored_form<typename element_expression<E>::type>>
                                         : -1;
} // namespace detail

/// The array holds the value. False for a NULL array.
template <class E, class R>
struct contains_test {
    using dataflow_predicate = void;
    using model = typename E::model;
    using inputs = typename R::inputs;
    static constexpr std::size_t parameters = E::parameters + R::parameters;
    static constexpr std::size_t lists = 0;
    static constexpr std::size_t optionals = 0;
    static constexpr bool unknown = false;

    E operand;
    R element;

    static constexpr void write(sql::writer& w, std::size_t = 0) {
        sql::array_has(w, sql::operand_of<E>, sql::operand_of<R>, detail::element_scale<E>);
    }
    constexpr void bind(binder& b) const {
        operand.bind(b); // a column binds nothing
        element.bind(b);
    }
    template <fixed_string Name, class V>
    constexpr void supply(const V& v) {
        query::supply<Name>(element, v);
    }
};

/// The array holds at least one of the values, or (`All`) all of them.
template <class E, bool All = false>
struct any_of_test {
    using dataflow_predicate = void;
    using model = typename E::model;
    using inputs = types<>;
    using part = detail::element<typename detail::element_expression<E>::type>;
    using held = typename part::type;
    static constexpr std::size_t parameters = E::parameters + 1;
    static constexpr std::size_t lists = 1;
    static constexpr std::size_t optionals = 0;
    static constexpr bool unknown = false;
    static constexpr std::array<field_access, 1> fields{field_access{0, part::info, detail::field_of<E>()}};

    E operand;
    std::vector<held> list;

    static constexpr void write(sql::writer& w, std::size_t = 0) {
        constexpr auto put = All ? &sql::array_has_all : &sql::array_has_any;
        put(w, schema::table_name<model>, sql::operand_of<E>, detail::qualified_operand<E>, fields[0].type->stored, detail::element_scale<E>);
    }
    constexpr void bind(binder& b) const {
        *b.lists = rows_view{reinterpret_cast<const std::byte*>(list.data()), sizeof(held), list.size(), fields};
        b.add(value::of_rows(*b.lists++, fields[0].name));
    }
};

/// How many elements an array has; NULL for a NULL array.
template <class E>
struct array_size : operations<array_size<E>> {
    using dataflow_scalar = void;
    using type = std::int64_t;
    using model = typename E::model;
    using inputs = types<>;
    static constexpr std::string_view label = detail::field_of<E>(); // no `name`, for it is no column
    static constexpr bool nullable = E::nullable;
    static constexpr std::size_t parameters = 0;
    static constexpr std::size_t lists = 0;

    static constexpr void write(sql::writer& w) {
        if constexpr (requires { E::write_size(w); }) E::write_size(w);
        else sql::array_size(w, sql::operand_of<E>);
    }
    constexpr void bind(binder&) const {}
};

/// What can be asked of a column of JSON or of an array as a whole.
template <class Self>
struct null_operations {
    [[nodiscard]] constexpr auto is_null() const {
        using checked = compare_verdict<comparison::eq, Self, std::nullopt_t>;
        static_assert(checked{});
        return make_compare<comparison::eq>(static_cast<const Self&>(*this), std::nullopt);
    }
    [[nodiscard]] constexpr auto not_null() const {
        using checked = compare_verdict<comparison::ne, Self, std::nullopt_t>;
        static_assert(checked{});
        return make_compare<comparison::ne>(static_cast<const Self&>(*this), std::nullopt);
    }
};

/// What can be asked of any list.
template <class Self>
struct size_operations {
    /// How many elements there are.
    [[nodiscard]] constexpr auto size() const { return array_size<Self>{}; }
};

/// The tests of what is in a list.
template <class Self>
struct element_operations : size_operations<Self> {
    /// The array holds a value. NULL holds none; an element that is NULL equals none.
    template <class V>
    [[nodiscard]] constexpr auto contains(V&& value) const {
        using element = detail::element_expression<Self>;
        using checked = element_verdict<V>;
        static_assert(checked{});
        if constexpr (!rule::is_kept<element_verdict<V>>) return refused_predicate{};
        else if constexpr (parameter<std::remove_cvref_t<V>>) {
            auto p = make_placeholder<element>(value);
            return contains_test<Self, decltype(p)>{self(), std::move(p)};
        } else {
            using literal = literal_of<element, V>;
            return contains_test<Self, literal>{self(), make_literal<literal>(std::forward<V>(value), element::name)};
        }
    }
    /// The array holds one of the values of a range, or several; an empty range is never fulfilled.
    template <class Range>
    [[nodiscard]] constexpr auto any_of(const Range& values) const {
        using V = std::remove_cvref_t<decltype(*std::begin(values))>;
        using checked = element_verdict<V>;
        static_assert(checked{});
        return make_any_of<V, false>(values);
    }
    template <class V>
    [[nodiscard]] constexpr auto any_of(std::initializer_list<V> values) const {
        using checked = element_verdict<V>;
        static_assert(checked{});
        return make_any_of<V, false>(values);
    }
    template <class S = Self>
    [[nodiscard]] constexpr auto any_of(detail::braced<typename detail::element_expression<S>::type> given) const {
        return make_any_of<typename detail::braced<typename detail::element_expression<S>::type>::value, false>(given.values);
    }
    /// The array holds all values of a range, or several; so does any array, and NULL, of an empty range.
    template <class Range>
    [[nodiscard]] constexpr auto all_of(const Range& values) const {
        using V = std::remove_cvref_t<decltype(*std::begin(values))>;
        using checked = element_verdict<V>;
        static_assert(checked{});
        return make_any_of<V, true>(values);
    }
    template <class V>
    [[nodiscard]] constexpr auto all_of(std::initializer_list<V> values) const {
        using checked = element_verdict<V>;
        static_assert(checked{});
        return make_any_of<V, true>(values);
    }
    template <class S = Self>
    [[nodiscard]] constexpr auto all_of(detail::braced<typename detail::element_expression<S>::type> given) const {
        return make_any_of<typename detail::braced<typename detail::element_expression<S>::type>::value, true>(given.values);
    }

  private:
    constexpr const Self& self() const { return static_cast<const Self&>(*this); }

    template <class V>
    static constexpr auto find_element_verdict() {
        using T = typename detail::element_expression<Self>::type;
        if constexpr (detail::inexact<T, V>) return rule::a_decimal_meets_an_inexact_number<typename Self::model, detail::field_text<Self>, T, V>{};
        else if constexpr (parameter<V> || (literal_for<T, V> && !schema::is_optional<V> && (!schema::is_decimal<V> || detail::keeps_all<T, V>)))
            return rule::kept{};
        else return rule::a_field_is_compared_with_another_type<typename Self::model, detail::field_text<Self>, T, V>{};
    }
    template <class V>
    using element_verdict = rule::shown<decltype(find_element_verdict<std::remove_cvref_t<V>>())>;

    template <class V, bool All, class Range>
    constexpr auto make_any_of(const Range& values) const {
        using T = typename detail::element_expression<Self>::type;
        if constexpr (!rule::is_kept<element_verdict<V>> || parameter<V>) return refused_predicate{};
        else {
            using held = typename any_of_test<Self, All>::held;
            any_of_test<Self, All> out{self(), {}};
            for (const auto& v : values) {
                auto one = detail::convert<held_type<T, V>>(v, detail::field_of<Self>());
                if constexpr (schema::is_decimal<held>) {
                    if (dataflow::detail::is_one_of<held>(one)) out.list.push_back(static_cast<held>(one));
                    else if constexpr (All) detail::refuse_literal(detail::field_of<Self>(), "a number out of the field's range");
                } else out.list.push_back(static_cast<held>(std::move(one)));
            }
            return out;
        }
    }
};

/// An array column with one more element at its end, or (`Remove`) without all that equal it.
template <class Column, bool Remove>
struct array_change {
    using dataflow_scalar = void;
    using type = typename Column::type;
    using model = typename Column::model;
    using inputs = types<>;
    using parts = types<Column>;
    static constexpr bool nullable = Column::nullable;
    static constexpr std::size_t parameters = 1;
    static constexpr std::size_t lists = 0;

    type element; ///< an array of it

    static constexpr void write(sql::writer& w) {
        sql::array_changed(w, sql::operand_of<Column>, Remove, detail::element_scale<Column>);
    }
    constexpr void bind(binder& b) const { b.add(load(field_access{0, &schema::info_of<type>, Column::name}, &element)); }
};

namespace detail {
/// A value as an element of type T. Throws `invalid_value` where it does not fit.
template <class T, class V>
T element_from(V&& v, std::string_view field) {
    if constexpr (schema::is_mapped<T>) return std::forward<V>(v);
    else if constexpr (category_of<T> == category::integer) {
        const auto n = checked_integer(v, field);
        if (!fits(schema::info_of<T>.memory, n)) refuse_literal(field, "a number out of the field's range");
        return static_cast<T>(n);
    } else if constexpr (is_duration<T>) {
        T out{};
        if (!store_integer(schema::info_of<T>, &out, checked_duration(v, field).count())) refuse_literal(field, "a duration out of the field's range");
        return out;
    } else if constexpr (schema::is_decimal<T>) {
        if (!dataflow::detail::is_one_of<T>(convert<held_type<T, V>>(v, field))) refuse_literal(field, "a number out of the field's range");
        return static_cast<T>(convert<held_type<T, V>>(std::forward<V>(v), field));
    } else return static_cast<T>(convert<held_type<T, V>>(std::forward<V>(v), field));
}

template <class Column, class V>
constexpr auto find_change_verdict() {
    using T = typename element_expression<Column>::type;
    using model = typename Column::model;
    if constexpr (inexact<T, V>) return rule::a_decimal_meets_an_inexact_number<model, field_text<Column>, T, V>{};
    else if constexpr (literal_for<T, V> && !schema::is_optional<V> && keeps_all<T, V>) return rule::kept{};
    else return rule::a_field_is_assigned_another_type<model, field_text<Column>, T, V>{};
}
} // namespace detail

/// What is written as member functions of a column that is an array.
template <class Self>
struct array_operations : null_operations<Self>, element_operations<Self> {
    /// In an update: with one more element at the end. A NULL array becomes one of this element.
    template <class V, class S = Self>
        requires(schema::sequence_parts<typename S::type>::fixed == SIZE_MAX)
    [[nodiscard]] constexpr auto append(V&& value) const {
        return change<S, false>(std::forward<V>(value));
    }
    /// In an update: without the elements that equal a value.
    template <class V, class S = Self>
        requires(schema::sequence_parts<typename S::type>::fixed == SIZE_MAX)
    [[nodiscard]] constexpr auto remove(V&& value) const {
        return change<S, true>(std::forward<V>(value));
    }

  private:
    template <class S, bool Remove, class V>
    static constexpr auto change(V&& value) {
        using T = typename detail::element_expression<S>::type;
        using verdict = rule::shown<decltype(detail::find_change_verdict<S, std::decay_t<V>>())>;
        static_assert(verdict{});
        if constexpr (!rule::is_kept<verdict>) return assignment<S, null_literal<typename S::type>>{};
        else {
            array_change<S, Remove> out{};
            out.element.push_back(detail::element_from<T>(std::forward<V>(value), detail::field_of<S>()));
            return assignment<S, array_change<S, Remove>>{std::move(out)};
        }
    }
};

/// The member functions of a column of type T.
template <class Self, class T>
struct column_operations : operations<Self> {};
template <class Self, class T>
    requires(category_of<T> == category::array)
struct column_operations<Self, T> : array_operations<Self> {};

} // namespace dataflow::query
