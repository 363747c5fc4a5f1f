// Words in statements that a user writes by hand.
#pragma once

#include <cstddef>
#include <string_view>

namespace dataflow::rooms::sql::detail {

[[nodiscard]] constexpr bool is_word(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}
[[nodiscard]] constexpr bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/// Whether two words are the same but for the case of their letters; `lower` is written in lower case.
[[nodiscard]] constexpr bool same_word(std::string_view given, std::string_view lower) noexcept {
    if (given.size() != lower.size()) return false;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const char c = given[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != lower[i]) return false;
    }
    return true;
}
template <std::size_t N>
[[nodiscard]] constexpr bool one_of(std::string_view given, const std::string_view (&lower)[N]) noexcept {
    for (const auto word : lower)
        if (same_word(given, word)) return true;
    return false;
}

/// Whether what stands before a `(` is no function, or one that is known to leave nothing behind in the
/// session.
[[nodiscard]] constexpr bool leaves_nothing(std::string_view word) noexcept {
    constexpr std::string_view words[]{
        "all",          "and",      "any",     "array",    "as",     "between", "by",       "case",
        "cast",         "char",     "check",   "conflict", "cube",   "decimal", "distinct", "else",
        "except",       "exists",   "filter",  "from",     "having", "ilike",   "in",       "inner",
        "intersect",    "interval", "is",      "join",     "key",    "lateral", "like",     "limit",
        "materialized", "not",      "numeric", "offset",   "on",     "or",      "over",     "returning",
        "rollup",       "row",      "select",  "set",      "sets",   "some",    "then",     "timestamp",
        "timestamptz",  "union",    "unique",  "using",    "values", "varchar", "when",     "where",
        "within",       "with"};
    constexpr std::string_view functions[]{"abs",
                                           "age",
                                           "array_agg",
                                           "array_length",
                                           "array_position",
                                           "array_to_string",
                                           "avg",
                                           "bool_and",
                                           "bool_or",
                                           "btrim",
                                           "cardinality",
                                           "ceil",
                                           "ceiling",
                                           "char_length",
                                           "coalesce",
                                           "concat",
                                           "concat_ws",
                                           "count",
                                           "current_setting",
                                           "date",
                                           "date_part",
                                           "date_trunc",
                                           "datetime",
                                           "dense_rank",
                                           "every",
                                           "exp",
                                           "extract",
                                           "first_value",
                                           "floor",
                                           "gen_random_uuid",
                                           "generate_series",
                                           "greatest",
                                           "group_concat",
                                           "hex",
                                           "ifnull",
                                           "iif",
                                           "instr",
                                           "json_agg",
                                           "json_array",
                                           "json_array_length",
                                           "json_build_object",
                                           "json_each",
                                           "json_extract",
                                           "json_object",
                                           "jsonb_agg",
                                           "jsonb_array_elements",
                                           "jsonb_array_length",
                                           "jsonb_build_object",
                                           "julianday",
                                           "lag",
                                           "last_value",
                                           "lead",
                                           "least",
                                           "left",
                                           "length",
                                           "ln",
                                           "log",
                                           "lower",
                                           "lpad",
                                           "ltrim",
                                           "make_date",
                                           "max",
                                           "md5",
                                           "min",
                                           "mod",
                                           "nextval",
                                           "now",
                                           "ntile",
                                           "nullif",
                                           "octet_length",
                                           "pg_advisory_xact_lock",
                                           "pg_backend_pid",
                                           "pg_sleep",
                                           "pg_try_advisory_xact_lock",
                                           "position",
                                           "power",
                                           "printf",
                                           "random",
                                           "rank",
                                           "regexp_replace",
                                           "repeat",
                                           "replace",
                                           "right",
                                           "round",
                                           "row_number",
                                           "rpad",
                                           "rtrim",
                                           "sign",
                                           "split_part",
                                           "sqrt",
                                           "starts_with",
                                           "strftime",
                                           "string_agg",
                                           "string_to_array",
                                           "strpos",
                                           "substr",
                                           "substring",
                                           "sum",
                                           "to_char",
                                           "to_date",
                                           "to_timestamp",
                                           "total",
                                           "trim",
                                           "trunc",
                                           "typeof",
                                           "unnest",
                                           "upper"};
    return one_of(word, words) || one_of(word, functions);
}

} // namespace dataflow::rooms::sql::detail
