// Tests of arrays: field<&Post::tags>.contains("c++").
#pragma once

#include <dataflow/query/compare.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/match.hpp>
#include <dataflow/query/operations.hpp>
#include <dataflow/query/placeholder.hpp>
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
    w.identifier(schema::path_of(schema::table_name<typename Column::model>).name) << ".";
    w.identifier(Column::name);
}
template <class E>
inline constexpr sql::operand qualified_operand{[](sql::writer& w, const void*, sql::place) {
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
struct contains_test : operands<E, R> {
    using dataflow_predicate = void;
    static constexpr bool unknown = false;

    static constexpr void write(sql::writer& w, sql::place at) {
        sql::array_has(w, sql::operand_of<E>(at), sql::operand_of<R>(contains_test::second(at)),
                       detail::element_scale<E>);
    }
};

/// The array holds at least one of the values, or (`All`) all of them.
template <class E, bool All = false>
struct any_of_test : operands<E, value_list<typename detail::element_expression<E>::type, E>> {
    using dataflow_predicate = void;
    using values = value_list<typename detail::element_expression<E>::type, E>;
    using held = typename values::held;
    static constexpr bool unknown = false;

    [[nodiscard]] constexpr std::vector<held>& list() noexcept { return this->rest.first.values; }
    [[nodiscard]] constexpr const std::vector<held>& list() const noexcept { return this->rest.first.values; }

    static constexpr void write(sql::writer& w, sql::place at) {
        constexpr auto put = All ? &sql::array_has_all : &sql::array_has_any;
        put(w, schema::path_of(schema::table_name<typename E::model>).name, sql::operand_of<E>(at),
            detail::qualified_operand<E>, any_of_test::second(at), values::stored, detail::element_scale<E>);
    }
};

/// How many elements an array has; NULL for a NULL array.
template <class E>
struct array_size : operands<E>, operations<array_size<E>> {
    using dataflow_scalar = void;
    using type = std::int64_t;
    static constexpr std::string_view label = detail::field_of<E>(); // no `name`, for it is no column
    static constexpr bool nullable = E::nullable;

    constexpr explicit array_size(const E& e) : operands<E>{e} {}
    static constexpr void write(sql::writer& w, sql::place at) {
        if constexpr (requires { E::write_size(w); }) E::write_size(w);
        else sql::array_size(w, sql::operand_of<E>(at));
    }
};

/// What can be asked of a column of JSON or of an array as a whole.
template <class Self>
struct null_operations {
    [[nodiscard]] constexpr auto is_null() const {
        using checked = compare_verdict<comparison::eq, Self, std::nullopt_t>;
        static_assert(rule::told<checked>::verdict);
        return make_compare<comparison::eq>(static_cast<const Self&>(*this), std::nullopt);
    }
    [[nodiscard]] constexpr auto not_null() const {
        using checked = compare_verdict<comparison::ne, Self, std::nullopt_t>;
        static_assert(rule::told<checked>::verdict);
        return make_compare<comparison::ne>(static_cast<const Self&>(*this), std::nullopt);
    }
};

/// What can be asked of any list.
template <class Self>
struct size_operations {
    /// How many elements there are.
    [[nodiscard]] constexpr auto size() const { return array_size<Self>{static_cast<const Self&>(*this)}; }
};

/// The tests of what is in a list.
template <class Self>
struct element_operations : size_operations<Self> {
    /// The array holds a value. NULL holds none; an element that is NULL equals none.
    template <class V>
    [[nodiscard]] constexpr auto contains(V&& value) const {
        using element = detail::element_expression<Self>;
        using checked = element_verdict<V>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<element_verdict<V>>) return refused_predicate{};
        else if constexpr (parameter<std::remove_cvref_t<V>>) {
            auto p = make_placeholder<element>(value);
            return contains_test<Self, decltype(p)>{{self(), {std::move(p)}}};
        } else {
            using literal = literal_of<element, V>;
            return contains_test<Self, literal>{
                {self(), {make_literal<literal>(std::forward<V>(value), element::name)}}};
        }
    }
    /// The array holds one of the values of a range, or several; an empty range is never fulfilled.
    template <class Range>
    [[nodiscard]] constexpr auto any_of(const Range& values) const {
        using V = std::remove_cvref_t<decltype(*std::begin(values))>;
        using checked = element_verdict<V>;
        static_assert(rule::told<checked>::verdict);
        return make_any_of<V, false>(values);
    }
    template <class V>
    [[nodiscard]] constexpr auto any_of(std::initializer_list<V> values) const {
        using checked = element_verdict<V>;
        static_assert(rule::told<checked>::verdict);
        return make_any_of<V, false>(values);
    }
    template <class S = Self>
    [[nodiscard]] constexpr auto
    any_of(detail::braced<typename detail::element_expression<S>::type> given) const {
        return make_any_of<typename detail::braced<typename detail::element_expression<S>::type>::value,
                           false>(given.values);
    }
    /// The array holds all values of a range, or several; so does any array, and NULL, of an empty range.
    template <class Range>
    [[nodiscard]] constexpr auto all_of(const Range& values) const {
        using V = std::remove_cvref_t<decltype(*std::begin(values))>;
        using checked = element_verdict<V>;
        static_assert(rule::told<checked>::verdict);
        return make_any_of<V, true>(values);
    }
    template <class V>
    [[nodiscard]] constexpr auto all_of(std::initializer_list<V> values) const {
        using checked = element_verdict<V>;
        static_assert(rule::told<checked>::verdict);
        return make_any_of<V, true>(values);
    }
    template <class S = Self>
    [[nodiscard]] constexpr auto
    all_of(detail::braced<typename detail::element_expression<S>::type> given) const {
        return make_any_of<typename detail::braced<typename detail::element_expression<S>::type>::value,
                           true>(given.values);
    }

  private:
    constexpr const Self& self() const { return static_cast<const Self&>(*this); }

    template <class V>
    static constexpr auto find_element_verdict() {
        using T = typename detail::element_expression<Self>::type;
        if constexpr (detail::inexact<T, V>)
            return rule::a_decimal_meets_an_inexact_number<typename Self::model, detail::field_text<Self>, T,
                                                           V>{};
        else if constexpr (parameter<V> || (literal_for<T, V> && !schema::is_optional<V> &&
                                            (!schema::is_decimal<V> || detail::keeps_all<T, V>)))
            return rule::ok{};
        else
            return rule::a_field_is_compared_with_another_type<typename Self::model, detail::field_text<Self>,
                                                               T, V>{};
    }
    template <class V>
    using element_verdict = rule::diagnostic<decltype(find_element_verdict<std::remove_cvref_t<V>>())>;

    template <class V, bool All, class Range>
    constexpr auto make_any_of(const Range& values) const {
        using T = typename detail::element_expression<Self>::type;
        if constexpr (!rule::is_ok<element_verdict<V>> || parameter<V>) return refused_predicate{};
        else {
            using held = typename any_of_test<Self, All>::held;
            any_of_test<Self, All> out{{self(), {}}};
            for (const auto& v : values) {
                auto one = detail::convert<element_type<T, V>>(v, detail::field_of<Self>());
                if constexpr (schema::is_decimal<held>) {
                    if (dataflow::detail::is_one_of<held>(one)) out.list().push_back(static_cast<held>(one));
                    else if constexpr (All)
                        detail::refuse_literal(detail::field_of<Self>(), "a number out of the field's range");
                } else out.list().push_back(static_cast<held>(std::move(one)));
            }
            return out;
        }
    }
};

} // namespace dataflow::query
