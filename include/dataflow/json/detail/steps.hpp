// The steps of a path into JSON, and their SQL.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/text.hpp>
#include <dataflow/json/rules.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/sql/json_parts.hpp>
#include <dataflow/sql/writer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dataflow::query {

template <class C>
struct as_nullable; // query/item.hpp

namespace detail {

template <class P>
struct json_member_parts;
template <class M, class T>
struct json_member_parts<T M::*> {
    using model = M;
    using type = T;
};

template <class Column, class T, class Step, class... Steps>
constexpr auto json_step();

/// "specs.size.width", for messages.
template <class Column, class... Steps>
constexpr void json_label(dataflow::text& out) {
    out.append(query::detail::field_of<Column>());
    (Steps::label(out), ...);
}
template <class Column, class... Steps>
inline constexpr auto json_label_text = [] {
    constexpr auto size = [] {
        dataflow::text out;
        json_label<Column, Steps...>(out);
        return out.size();
    }();
    std::array<char, size> chars{};
    dataflow::text out;
    json_label<Column, Steps...>(out);
    for (std::size_t i = 0; i < size; ++i) chars[i] = out.view()[i];
    return chars;
}();
template <class Column, class... Steps>
inline constexpr std::string_view json_label_of{json_label_text<Column, Steps...>.data(),
                                                json_label_text<Column, Steps...>.size()};

} // namespace detail

template <auto Member>
struct json_member {
    using verdict = rule::ok;
    static constexpr bool is_member = true;
    static constexpr bool is_index = false;
    using model = typename detail::json_member_parts<decltype(Member)>::model;
    using type = typename detail::json_member_parts<decltype(Member)>::type;
    static constexpr std::string_view name = reflect::member_name<Member>;

    static constexpr void write(sql::writer& w) { sql::json_name(w, name); }
    static constexpr void write_step(sql::writer& w) { sql::json_step(w, name); }
    static constexpr void label(text& out) {
        out.append('.');
        out.append(name);
    }
};

template <fixed_string Key>
struct json_key {
    static constexpr bool is_member = false;
    static constexpr bool is_index = false;
    using verdict = std::conditional_t<sql::is_plain_json_key(Key.view()), rule::ok,
                                       rule::a_json_key_holds_a_quote_or_a_backslash<Key>>;

    static constexpr void write(sql::writer& w) { sql::json_name(w, Key.view()); }
    static constexpr void write_step(sql::writer& w) { sql::json_step(w, Key.view()); }
    static constexpr void label(text& out) {
        out.append('.');
        out.append(Key.view());
    }
};

template <std::size_t Index>
struct json_index {
    using verdict = rule::ok;
    static constexpr bool is_member = false;
    static constexpr bool is_index = true;

    static constexpr void write(sql::writer& w) { sql::json_item(w, static_cast<std::int64_t>(Index)); }
    static constexpr void label(text& out) {
        out.append('[');
        out.append_number(static_cast<std::int64_t>(Index));
        out.append(']');
    }
};

/// A path as a literal: `'{"size","width"}'`, or `'$."size"."width"'` on SQLite.
template <class... Steps>
constexpr void write_json_path(sql::writer& w) {
    const auto& path = w.dialect().json.path;
    w << path.before;
    [[maybe_unused]] bool first = true;
    (
        [&] {
            if (!first) w << path.between;
            first = false;
            Steps::write(w);
        }(),
        ...);
    w << path.after;
}

/// A place to be read: its path, or on PostgreSQL, where it is one of names, ` -> 'size' -> 'width'`.
template <class... Steps>
constexpr void write_json_place(sql::writer& w) {
    const auto& json = w.dialect().json;
    if constexpr ((!Steps::is_index && ...))
        if (!json.step.empty()) return (Steps::write_step(w), ...);
    w << json.lookup;
    write_json_path<Steps...>(w);
}

template <class... Steps>
inline constexpr sql::operand json_place_operand{
    [](sql::writer& w, const void*, sql::place) { write_json_place<Steps...>(w); }};
/// A place to be set.
template <class... Steps>
inline constexpr sql::operand json_path_operand{
    [](sql::writer& w, const void*, sql::place) { write_json_path<Steps...>(w); }};

/// There is a value at a path, and it is not null.
template <class Column, class... Steps>
struct json_exists {
    using dataflow_predicate = void;
    using model = typename Column::model;
    using parts = types<as_nullable<Column>>; ///< in a row that a left join does not find, there is no value
    using inputs = types<>;
    static constexpr std::size_t parameters = 0, lists = 0, optionals = 0;
    static constexpr bool unknown = false;

    static constexpr void write(sql::writer& w, sql::place) {
        sql::json_exists(w, sql::operand_of<Column>(), json_place_operand<Steps...>);
    }
    constexpr void bind(binder&) const {}
};

} // namespace dataflow::query
