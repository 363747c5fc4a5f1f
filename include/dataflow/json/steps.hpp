// The steps of a path into JSON, and their SQL.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/text.hpp>
#include <dataflow/json/rules.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dataflow::query {

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

/// A name inside of a path, which is itself inside of an SQL literal.
constexpr void write_json_name(sql::writer& w, std::string_view name) {
    w << "\"";
    for (std::size_t i = 0; i < name.size(); ++i) w << (name[i] == '\'' ? std::string_view{"''"} : name.substr(i, 1));
    w << "\"";
}

/// Quotes, backslashes and control characters would be read as something else in a path.
[[nodiscard]] constexpr bool is_plain_json_key(std::string_view key) noexcept {
    for (const char c : key)
        if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) return false;
    return true;
}

} // namespace detail

template <auto Member>
struct json_member {
    using verdict = rule::kept;
    static constexpr bool is_member = true;
    static constexpr bool is_index = false;
    using model = typename detail::json_member_parts<decltype(Member)>::model;
    using type = typename detail::json_member_parts<decltype(Member)>::type;
    static constexpr std::string_view name = reflect::member_name<Member>;

    static constexpr void write(sql::writer& w) {
        if (!w.postgres()) w << ".";
        detail::write_json_name(w, name);
    }
    static constexpr void label(text& out) {
        out.append('.');
        out.append(name);
    }
};

template <fixed_string Key>
struct json_key {
    static constexpr bool is_member = false;
    static constexpr bool is_index = false;
    using verdict = std::conditional_t<detail::is_plain_json_key(Key.view()), rule::kept, rule::a_json_key_holds_a_quote_or_a_backslash<Key>>;

    static constexpr void write(sql::writer& w) {
        if (!w.postgres()) w << ".";
        detail::write_json_name(w, Key.view());
    }
    static constexpr void label(text& out) {
        out.append('.');
        out.append(Key.view());
    }
};

template <std::size_t Index>
struct json_index {
    using verdict = rule::kept;
    static constexpr bool is_member = false;
    static constexpr bool is_index = true;

    static constexpr void write(sql::writer& w) {
        w << (w.postgres() ? "\"" : "[");
        w.number(static_cast<std::int64_t>(Index)) << (w.postgres() ? "\"" : "]");
    }
    static constexpr void label(text& out) {
        out.append('[');
        out.append_number(static_cast<std::int64_t>(Index));
        out.append(']');
    }
};

/// A path as a literal: `'{"size","width"}'`, or `'$."size"."width"'` on SQLite.
template <class... Steps>
constexpr void write_json_path(sql::writer& w) {
    w << (w.postgres() ? "'{" : "'$");
    [[maybe_unused]] bool first = true;
    (
        [&] {
            if (!first && w.postgres()) w << ",";
            first = false;
            Steps::write(w);
        }(),
        ...);
    w << (w.postgres() ? "}'" : "'");
}

/// There is a value at a path, and it is not null.
template <class Column, class... Steps>
struct json_exists {
    using dataflow_predicate = void;
    using model = typename Column::model;
    using inputs = types<>;
    static constexpr std::size_t parameters = 0, lists = 0, optionals = 0;
    static constexpr bool unknown = false;

    static constexpr void write(sql::writer& w, std::size_t = 0) {
        w << (w.postgres() ? "coalesce(jsonb_typeof(" : "coalesce(json_type(");
        Column::write(w);
        w << (w.postgres() ? " #> " : ", ");
        write_json_path<Steps...>(w);
        w << (w.postgres() ? ") <> 'null', FALSE)" : ") <> 'null', 0)");
    }
    constexpr void bind(binder&) const {}
};

} // namespace dataflow::query
