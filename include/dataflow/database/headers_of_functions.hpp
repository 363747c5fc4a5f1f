// The same for functions of one or more expressions: see database/headers.hpp.
#pragma once

#include <dataflow/database/headers.hpp>
#include <dataflow/query/compare.hpp>
#include <dataflow/query/expression.hpp>

namespace dataflow {

// Of expressions: only where one of the arguments is one, for many of these names are everyone's.
// (The assertions are written out: clang tells of a macro's in three more lines.)
#define DATAFLOW_LEFT_OUT(Header, Function)                                                                  \
    template <class... A>                                                                                    \
        requires(query::scalar<A> || ...) && header::left_out<header::Header, A...>                          \
    constexpr query::refused_predicate Function(const A&...)
// clang-format off
DATAFLOW_LEFT_OUT(functions, abs) {
    using missing = header::told<header::functions, "abs", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, byte_length) {
    using missing = header::told<header::functions, "byte_length", A...>;
    static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, ceil) {
    using missing = header::told<header::functions, "ceil", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, coalesce) {
    using missing = header::told<header::functions, "coalesce", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, concat) {
    using missing = header::told<header::functions, "concat", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, date_of) {
    using missing = header::told<header::functions, "date_of", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, day) {
    using missing = header::told<header::functions, "day", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, day_of_week) {
    using missing = header::told<header::functions, "day_of_week", A...>;
    static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, day_of_year) {
    using missing = header::told<header::functions, "day_of_year", A...>;
    static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, floor) {
    using missing = header::told<header::functions, "floor", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, greatest) {
    using missing = header::told<header::functions, "greatest", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, hour) {
    using missing = header::told<header::functions, "hour", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, iso_week) {
    using missing = header::told<header::functions, "iso_week", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, iso_week_year) {
    using missing = header::told<header::functions, "iso_week_year", A...>;
    static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, least) {
    using missing = header::told<header::functions, "least", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, left) {
    using missing = header::told<header::functions, "left", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, length) {
    using missing = header::told<header::functions, "length", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, lower) {
    using missing = header::told<header::functions, "lower", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, ltrim) {
    using missing = header::told<header::functions, "ltrim", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, minute) {
    using missing = header::told<header::functions, "minute", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, mod) {
    using missing = header::told<header::functions, "mod", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, month) {
    using missing = header::told<header::functions, "month", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, nullif) {
    using missing = header::told<header::functions, "nullif", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, position) {
    using missing = header::told<header::functions, "position", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, power) {
    using missing = header::told<header::functions, "power", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, replace) {
    using missing = header::told<header::functions, "replace", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, right) {
    using missing = header::told<header::functions, "right", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, round) {
    using missing = header::told<header::functions, "round", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, rtrim) {
    using missing = header::told<header::functions, "rtrim", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, second) {
    using missing = header::told<header::functions, "second", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, sign) {
    using missing = header::told<header::functions, "sign", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, sqrt) {
    using missing = header::told<header::functions, "sqrt", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, string_agg) {
    using missing = header::told<header::functions, "string_agg", A...>;
    static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, string_agg_distinct) {
    using missing = header::told<header::functions, "string_agg_distinct", A...>;
    static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, substring) {
    using missing = header::told<header::functions, "substring", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, trim) {
    using missing = header::told<header::functions, "trim", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, upper) {
    using missing = header::told<header::functions, "upper", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(functions, year) {
    using missing = header::told<header::functions, "year", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(search, cosine_distance) {
    using missing = header::told<header::search, "cosine_distance", A...>;
    static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(search, cosine_similarity) {
    using missing = header::told<header::search, "cosine_similarity", A...>;
    static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(search, inner_product) {
    using missing = header::told<header::search, "inner_product", A...>;
    static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(windows, first_value) {
    using missing = header::told<header::windows, "first_value", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(windows, lag) {
    using missing = header::told<header::windows, "lag", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(windows, last_value) {
    using missing = header::told<header::windows, "last_value", A...>; static_assert(missing{}); return {}; }
DATAFLOW_LEFT_OUT(windows, lead) {
    using missing = header::told<header::windows, "lead", A...>; static_assert(missing{}); return {}; }
// clang-format on
#undef DATAFLOW_LEFT_OUT

} // namespace dataflow
