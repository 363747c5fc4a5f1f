// Assignments to one place inside a column of JSON.
#pragma once

#include <dataflow/json/detail/steps.hpp>
#include <dataflow/json/json.hpp>
#include <dataflow/query/assign.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/placeholder.hpp>
#include <dataflow/sql/json_set.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace dataflow::query {

namespace detail {

/// The path without its last step, and that step.
template <class... Before>
struct json_steps_list {
    static constexpr void write(sql::writer& w) { write_json_place<Before...>(w); }
};
template <class Done, class... Rest>
struct json_parent;
template <class... Done, class Last>
struct json_parent<json_steps_list<Done...>, Last> {
    using path = json_steps_list<Done...>;
    using last = Last;
};
template <class... Done, class Next, class After, class... Rest>
struct json_parent<json_steps_list<Done...>, Next, After, Rest...>
    : json_parent<json_steps_list<Done..., Next>, After, Rest...> {};

/// A V can be put at a place of type T.
template <class T, class V>
constexpr bool json_assignable() {
    using content = schema::bare<T>;
    if constexpr (std::is_same_v<V, std::nullopt_t>) return schema::is_optional<T>;
    else if constexpr (schema::is_optional<V>)
        return schema::is_optional<T> && json_assignable<content, schema::bare<V>>();
    else if constexpr (category_of<content> != category::none && category_of<content> < category::json)
        return literal_for<content, V> && keeps_all<content, V>;
    else return std::is_convertible_v<V, content>;
}

template <class T, class V>
T json_converted(V&& v, std::string_view field) {
    using given = std::remove_cvref_t<V>;
    if constexpr (std::is_same_v<given, std::nullopt_t>) return T{};
    else if constexpr (schema::is_optional<given>) {
        if (!v.has_value()) return T{};
        return T{json_converted<schema::bare<T>>(*std::forward<V>(v), field)};
    } else if constexpr (schema::is_optional<T>)
        return T{json_converted<schema::bare<T>>(std::forward<V>(v), field)};
    else if constexpr (category_of<T> == category::integer) {
        const auto n = checked_integer(v, field);
        if (!fits(schema::info_of<T>.memory, n)) {
            error_info info;
            info.field = std::string{field};
            info.message = "a number out of the field's range";
            throw invalid_value(std::move(info));
        }
        return static_cast<T>(n);
    } else if constexpr (schema::is_mapped<T>) return std::forward<V>(v);
    else if constexpr (is_duration<T>) {
        T out{};
        const auto n = checked_duration(v, field).count();
        if (n == INT64_MIN || !store_integer(schema::info_of<T>, &out, n))
            refuse_literal(field, "a duration out of the field's range");
        return out;
    } else if constexpr (category_of<T> != category::none && category_of<T> < category::json)
        return static_cast<T>(convert<element_type<T, V>>(std::forward<V>(v), field));
    else return std::forward<V>(v);
}

} // namespace detail

/// What is set at a place of type T.
template <class T>
struct json_content {
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr std::size_t parameters = 1, lists = 0;

    json<T> held;
    std::string_view field{};

    static constexpr void write(sql::writer& w, sql::place at) { w.value(at); }
    void bind(binder& b) const { b.add(load(field_access{0, &schema::info_of<json<T>>, field}, &held)); }
};

/// The same, which a wire of a workflow brings.
template <class T, fixed_string Name>
struct json_input : json_content<T> {
    using inputs = types<placeholder<Name, bare<T>>>;

    template <fixed_string Wanted, class V>
    void supply(const V& v) {
        if constexpr (Wanted.view() == Name.view())
            this->held = json<T>{detail::json_converted<T>(static_cast<bare<T>>(v), this->field)};
    }
};

/// A column of JSON with a content at one place.
template <class Column, class Content, class... Steps>
struct json_set : operands<Column, Content> {
    using dataflow_scalar = void;
    using type = typename Column::type;
    static constexpr bool nullable = Column::nullable;

    /// What it sets, and how to set it in a value that is no column: several places of one column are set one
    /// after the other.
    static constexpr std::string_view json_place = detail::json_label_of<Column, Steps...>;
    static constexpr void write_over(sql::writer& w, sql::place at, sql::operand base) {
        using parent = detail::json_parent<detail::json_steps_list<>, Steps...>;
        constexpr sql::operand around{
            [](sql::writer& to, const void*, sql::place) { parent::path::write(to); }};
        const auto content = json_set::second(at);
        sql::json_set(w, base, around, json_path_operand<Steps...>, parent::last::is_index,
                      [=](sql::writer& to) { Content::write(to, content); });
    }
    static constexpr void write(sql::writer& w, sql::place at) {
        write_over(w, at, sql::operand_of<Column>());
    }
};

namespace detail {
template <class Column, class T, class... Steps, fixed_string Name>
[[nodiscard]] constexpr auto open_json_set(parameter_name<Name>) {
    using made = json_set<Column, json_input<T, Name>, Steps...>;
    return assignment<Column, made>{made{{Column{}, {{{json<T>{}, made::json_place}}}}}};
}
} // namespace detail

/// `path = value`.
template <class Column, class T, class Path, class... Steps, class V>
[[nodiscard]] constexpr auto set_json_path(V&& value) {
    using given = std::remove_cvref_t<V>;
    constexpr bool open =
        parameter<given> && category_of<T> != category::none && category_of<T> < category::json;
    constexpr bool fits = open || detail::json_assignable<T, std::decay_t<V>>();
    constexpr bool null = std::is_same_v<given, std::nullopt_t> || schema::is_optional<given>;
    using model = typename Column::model;
    using verdict = std::conditional_t<
        fits, rule::ok,
        std::conditional_t<
            null, rule::a_field_that_cannot_be_null_is_assigned_null<model, detail::field_text<Path>>,
            rule::a_field_is_assigned_another_type<model, detail::field_text<Path>, T, given>>>;
    static_assert(rule::diagnostic<verdict>{});
    if constexpr (!fits) return assignment<Column, null_literal<typename Column::type>>{};
    else if constexpr (open) return detail::open_json_set<Column, T, Steps...>(given{});
    else
        return assignment<Column, json_set<Column, json_content<T>, Steps...>>{
            {{Column{},
              {{json<T>{detail::json_converted<T>(std::forward<V>(value), detail::field_of<Path>())},
                detail::field_of<Path>()}}}}};
}

/// A column of JSON with the value of an expression at one place.
template <class Column, class T, class Path, class E, class... Steps>
struct json_set_expression : operands<Column, E> {
    using dataflow_scalar = void;
    using type = typename Column::type;
    static constexpr bool nullable = Column::nullable;

    static constexpr std::string_view json_place = detail::json_label_of<Column, Steps...>;
    static constexpr void write_over(sql::writer& w, sql::place at, sql::operand base) {
        using parent = detail::json_parent<detail::json_steps_list<>, Steps...>;
        constexpr sql::operand around{
            [](sql::writer& to, const void*, sql::place) { parent::path::write(to); }};
        const auto made = json_set_expression::second(at);
        sql::json_set_made(w, base, around, json_path_operand<Steps...>, parent::last::is_index,
                           schema::info_of<schema::stored_form<schema::bare<T>>>, schema::is_optional<T>,
                           [=](sql::writer& to) { assignment<Path, E>::write_value(to, made); });
    }
    static constexpr void write(sql::writer& w, sql::place at) {
        write_over(w, at, sql::operand_of<Column>());
    }
};

/// `path = expression`.
template <class Column, class T, class Path, class... Steps, class E>
[[nodiscard]] constexpr auto set_json_path_to(const E& expression) {
    using checked = assign_verdict<Path, E>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!rule::is_ok<checked>) return assignment<Column, null_literal<typename Column::type>>{};
    else
        return assignment<Column, json_set_expression<Column, T, Path, E, Steps...>>{
            {make_operands(Column{}, expression)}};
}

} // namespace dataflow::query
