// Paths into columns of JSON: field<&Product::specs>.at<&Specs::size>.at<&Size::width>.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/json/detail/path_steps.hpp>
#include <dataflow/json/detail/steps.hpp>
#include <dataflow/json/form.hpp>
#include <dataflow/json/json.hpp>
#include <dataflow/json/set.hpp>
#include <dataflow/json/value.hpp>
#include <dataflow/query/column.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/query/operations.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::query::detail {

template <class T>
inline constexpr bool is_json_leaf =
    category_of<json_content<T>> != category::none && category_of<json_content<T>> < category::json &&
    category_of<schema::stored_form<json_content<T>>> != category::bytes;

/// What can be done at a place, by its type; of most it can only be asked whether they exist.
template <class Self>
struct json_leaf_operations : operations<Self> {
    using dataflow_scalar = void;
};
template <class Column, class... Steps>
struct json_any_operations {
    /// A `df::json_value` as a type that can be compared.
    template <class U>
    [[nodiscard]] constexpr auto as() const {
        using checked = std::conditional_t<is_json_leaf<U>, rule::ok,
                                           rule::a_json_path_ends_at_a_type_that_cannot_be_compared<U>>;
        static_assert(rule::told<checked>::verdict);
        return json_path<Column, U, Steps...>{};
    }
    // Without that nobody knows what is meant by "equal" or "less".
    template <class R>
    friend constexpr refused_predicate operator==(const json_any_operations&, const R&) {
        return refuse<R>();
    }
    template <class R>
    friend constexpr refused_predicate operator!=(const json_any_operations&, const R&) {
        return refuse<R>();
    }
    template <class R>
    friend constexpr refused_predicate operator<(const json_any_operations&, const R&) {
        return refuse<R>();
    }
    template <class R>
    friend constexpr refused_predicate operator<=(const json_any_operations&, const R&) {
        return refuse<R>();
    }
    template <class R>
    friend constexpr refused_predicate operator>(const json_any_operations&, const R&) {
        return refuse<R>();
    }
    template <class R>
    friend constexpr refused_predicate operator>=(const json_any_operations&, const R&) {
        return refuse<R>();
    }

  private:
    template <class R>
    static constexpr refused_predicate refuse() {
        using checked = rule::diagnostic<rule::a_json_value_is_compared_without_as<
            typename Column::model,
            fixed_string<json_label_of<Column, Steps...>.size() + 1>{json_label_of<Column, Steps...>}>>;
        using told = std::conditional_t<std::is_void_v<R>, rule::ok,
                                        checked>; // an argument of this function, so that it waits for a call
        static_assert(told{});
        return {};
    }
};
/// A struct, or a list: its parts are compared.
template <class Content>
struct json_no_operations {
    template <class R>
    friend constexpr refused_predicate operator==(const json_no_operations&, const R&) {
        return refuse<R>();
    }
    template <class R>
    friend constexpr refused_predicate operator!=(const json_no_operations&, const R&) {
        return refuse<R>();
    }
    template <class R>
    friend constexpr refused_predicate operator<(const json_no_operations&, const R&) {
        return refuse<R>();
    }
    template <class R>
    friend constexpr refused_predicate operator<=(const json_no_operations&, const R&) {
        return refuse<R>();
    }
    template <class R>
    friend constexpr refused_predicate operator>(const json_no_operations&, const R&) {
        return refuse<R>();
    }
    template <class R>
    friend constexpr refused_predicate operator>=(const json_no_operations&, const R&) {
        return refuse<R>();
    }

  private:
    template <class R>
    static constexpr refused_predicate refuse() {
        using checked = rule::diagnostic<std::conditional_t<
            std::is_void_v<R>, rule::ok, rule::a_json_path_ends_at_a_type_that_cannot_be_compared<Content>>>;
        static_assert(checked{});
        return {};
    }
};
template <class Column, class T, class... Steps>
constexpr auto find_json_operations() {
    using content = json_content<T>;
    using self = json_path<Column, T, Steps...>;
    if constexpr (is_json_leaf<T>) return std::type_identity<json_leaf_operations<self>>{};
    else if constexpr (std::is_same_v<content, json_value>)
        return std::type_identity<json_any_operations<Column, Steps...>>{};
    else if constexpr (category_of<content> == category::array)
        return std::type_identity<element_operations<self>>{};
    else if constexpr (!std::is_void_v<typename schema::sequence_parts<content>::element>)
        return std::type_identity<size_operations<self>>{};
    else return std::type_identity<json_no_operations<content>>{};
}
template <class Column, class T, class... Steps>
using json_operations = typename decltype(find_json_operations<Column, T, Steps...>())::type;

} // namespace dataflow::query::detail

namespace dataflow::query {

/// A place inside a column of JSON. What is absent, null or of another shape counts as NULL.
template <class Column, class T, class... Steps>
struct json_path : detail::json_operations<Column, T, Steps...>, json_steps<Column, T, Steps...> {
    using type = detail::json_content<T>;
    using model = typename Column::model;
    using parts = types<as_nullable<Column>>; ///< in a row that a left join does not find, there is no value
    using inputs = types<>;
    static constexpr std::string_view label = detail::json_label_of<Column, Steps...>;
    static constexpr bool nullable = true;
    static constexpr std::size_t parameters = 0;
    static constexpr std::size_t lists = 0;
    static constexpr bool compound_target = detail::is_json_leaf<T>;

    static constexpr void write(sql::writer& w, sql::place) { write_from(w, sql::operand_of<Column>()); }
    /// The same with another text for the column.
    static constexpr void write_from(sql::writer& w, sql::operand column) {
        if constexpr (category_of<type> == category::array)
            sql::json_list(
                w, column, json_place_operand<Steps...>,
                schema::info_of<
                    schema::stored_form<schema::bare<typename schema::sequence_parts<type>::element>>>);
        else
            sql::json_leaf(w, column, json_place_operand<Steps...>,
                           schema::info_of<schema::stored_form<type>>);
    }
    /// How many elements a list has.
    static constexpr void write_size(sql::writer& w) {
        sql::json_list_size(w, sql::operand_of<Column>(), json_place_operand<Steps...>);
    }
    static constexpr void write_qualified(sql::writer& w) {
        write_from(w, {[](sql::writer& to, const void*, sql::place) {
                       detail::write_qualified_column<Column>(to);
                   }});
    }
    constexpr void bind(binder&) const {}

    /// Whether there is a value, and it is not null.
    [[nodiscard]] constexpr auto exists() const { return json_exists<Column, Steps...>{}; }

    /// Sets this one place, in an update. Nothing changes where the object or array around it is missing, or
    /// an array has no such element.
    template <class V = empty_braces>
    [[nodiscard]] constexpr auto operator=(V&& value) const {
        if constexpr (scalar<V> && detail::is_json_leaf<T>)
            return set_json_path_to<Column, T, json_path, Steps...>(value);
        else return set_json_path<Column, T, json_path, Steps...>(std::forward<V>(value));
    }
    constexpr json_path() = default;
    constexpr json_path(const json_path&) = default;
};

/// `path op= right`. Where there is no value to add to, and where the sum is NULL, nothing changes; an
/// optional becomes null.
template <arithmetic_op Op, class Column, class T, class... Steps, class R>
[[nodiscard]] constexpr auto make_compound(const json_path<Column, T, Steps...>& path, R&& right) {
    if constexpr (!rule::is_ok<compound_verdict<json_path<Column, T, Steps...>, R, Op>>)
        return assignment<Column, null_literal<typename Column::type>>{};
    else return path = make_arithmetic<Op>(path, std::forward<R>(right));
}

/// A column of JSON.
template <class Self, class T>
    requires(category_of<T> == category::json)
struct column_operations<Self, T> : null_operations<Self>, json_steps<Self, T> {};

} // namespace dataflow::query
