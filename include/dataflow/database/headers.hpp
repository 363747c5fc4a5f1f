// What dataflow.hpp leaves out: functions whose header is not included say which one it is.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/database/misuse.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/query/compare.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/field.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <type_traits>

/// Defined in the headers that they are named after, from which on the functions here are no candidates.
namespace dataflow::header {

struct cancel;
struct functions;
struct json;
struct dynamic;
struct search;
struct sql;
struct windows;

/// The header has not been included; `Call`: arguments of the function that asks, so that it is asked for
/// each call.
template <class Header, class... Call>
concept left_out = !requires { sizeof(Header); };

template <class Header>
inline constexpr auto name = fixed_string<1>{""};
template <>
inline constexpr auto name<cancel> = fixed_string{"dataflow/cancel.hpp"};
template <>
inline constexpr auto name<functions> = fixed_string{"dataflow/functions.hpp"};
template <>
inline constexpr auto name<json> = fixed_string{"dataflow/json.hpp"};
template <>
inline constexpr auto name<dynamic> = fixed_string{"dataflow/dynamic.hpp"};
template <>
inline constexpr auto name<search> = fixed_string{"dataflow/search.hpp"};
template <>
inline constexpr auto name<sql> = fixed_string{"dataflow/sql.hpp"};
template <>
inline constexpr auto name<windows> = fixed_string{"dataflow/windows.hpp"};

template <class Header, fixed_string Function, class... Call>
struct verdict : std::type_identity<rule::a_header_is_not_included<name<Header>, Function>> {};

template <class Header, fixed_string Function, class... Call>
using told = typename verdict<Header, Function, Call...>::type;

} // namespace dataflow::header

namespace dataflow {

template <class... A>
    requires(query::predicate<A> || ...) && header::left_out<header::functions, A...>
constexpr auto case_when(const A&...) {
    using missing = header::told<header::functions, "case_when", A...>;
    static_assert(missing{});
    return query::refused_predicate{};
}
template <class To, class... A>
    requires(query::scalar<A> || ...) && header::left_out<header::functions, A...>
constexpr auto cast(const A&...) {
    using missing = header::told<header::functions, "cast", A...>;
    static_assert(missing{});
    return query::refused_predicate{};
}

/// `rank()` is a window's, `rank<Article>()` a search's.
template <class M = void,
          class Header = std::conditional_t<std::is_void_v<M>, header::windows, header::search>>
    requires header::left_out<Header, M>
constexpr auto rank() {
    using missing = header::told<Header, "rank", M>;
    static_assert(missing{});
    return query::refused_predicate{};
}
template <class M = void>
    requires header::left_out<header::windows, M>
constexpr auto row_number() {
    using missing = header::told<header::windows, "row_number", M>;
    static_assert(missing{});
    return query::refused_predicate{};
}
template <class M = void>
    requires header::left_out<header::windows, M>
constexpr auto dense_rank() {
    using missing = header::told<header::windows, "dense_rank", M>;
    static_assert(missing{});
    return query::refused_predicate{};
}

template <class M, class V>
    requires header::left_out<header::search, M>
constexpr auto search(const V&) {
    using missing = header::told<header::search, "search", M>;
    static_assert(missing{});
    return query::refused_predicate{};
}
template <class M, class V>
    requires header::left_out<header::search, M>
constexpr auto search_ranked(const V&) {
    using missing = header::told<header::search, "search_ranked", M>;
    static_assert(missing{});
    return node_::refused_as<std::vector<node_::refused_hit<M>>>{};
}
template <auto Member, class V>
    requires header::left_out<header::search, V>
constexpr auto nearest(const V&) {
    using missing = header::told<header::search, "nearest", V>;
    static_assert(missing{});
    return node_::refused_as<std::vector<node_::refused_hit<typename query::column<Member>::model>>>{};
}
template <class M, class... C>
    requires header::left_out<header::dynamic, M>
constexpr auto filter_from_json(std::string_view, const C&...) {
    using missing = header::told<header::dynamic, "filter_from_json", M>;
    static_assert(missing{});
    return query::refused_predicate{};
}
template <class M, class... C>
    requires header::left_out<header::dynamic, M>
constexpr auto list_from_json(std::string_view, const C&...) {
    using missing = header::told<header::dynamic, "list_from_json", M>;
    static_assert(missing{});
    return node_::refused_as<node_::refused_page<M>>{};
}
template <fixed_string Text, class Row = void, class... A>
    requires header::left_out<header::sql, Row>
constexpr auto sql(const A&...) {
    using missing = header::told<header::sql, "sql", Row>;
    static_assert(missing{});
    return node_::refused_as<
        std::conditional_t<std::is_void_v<Row>, std::int64_t,
                           std::vector<std::conditional_t<std::is_void_v<Row>, node_::refused_row, Row>>>>{};
}
template <class T>
    requires header::left_out<header::json, T>
std::string to_json(const T&) {
    using missing = header::told<header::json, "to_json", T>;
    static_assert(missing{});
    return {};
}
template <class T>
    requires header::left_out<header::json, T>
T from_json(std::string_view) {
    using missing = header::told<header::json, "from_json", T>;
    static_assert(missing{});
    return {};
}
template <class Rep, class Period>
    requires header::left_out<header::cancel, Rep>
constexpr auto timeout_after(std::chrono::duration<Rep, Period>) {
    using missing = header::told<header::cancel, "timeout_after", Rep>;
    static_assert(missing{});
    return database_::refused_limit{};
}

// The parts of a window, whose function has told it already.
template <class... A>
    requires(query::scalar<A> || ...) && header::left_out<header::windows, A...>
constexpr auto partition_by(const A&...) {
    return query::refused_predicate{};
}
template <class... A>
    requires header::left_out<header::windows, A...>
constexpr auto order_by(const A&...) {
    return query::refused_predicate{};
}

} // namespace dataflow
