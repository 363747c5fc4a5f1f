// What a type of columns is, in one place: plain facts for the texts of SQL and for messages, and a few
// functions.
#pragma once

#include <dataflow/core/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow {

/// The facts of a kind of values (`storage`). In the texts of conditions and expressions `$` stands for the
/// column or the value.
struct type_facts {
    std::string_view word;       ///< one word for it, which the functions of SQLite take
    std::string_view expected{}; ///< of a text of it, for messages: "expected a day as YYYY-MM-DD"
    std::string_view refused{};  ///< of a value that cannot be stored: "not a date from year 1 to 9999"
    std::string_view plural{};   ///< what a column holds, for messages: "days as 2001-01-06"
    bool ordered = true;         ///< whether both databases order its values in the same way
    bool extremes = true;        ///< whether PostgreSQL has min() and max() of it

    // The name in standard SQL, for dialects of your own; empty where there is none.
    std::string_view standard{};
    std::string_view postgres{}; ///< in CREATE TABLE and in casts
    std::string_view postgres_array{};
    std::string_view told{}; ///< as PostgreSQL's format_type() says it
    std::string_view told_array{};
    std::uint32_t number = 0;          ///< PostgreSQL's OID of the type
    std::uint32_t array_number = 0;    ///< and of arrays of it
    std::string_view json_condition{}; ///< what a JSON value must be so that the cast cannot fail, as a
                                       ///< predicate of a JSON path about @
    std::string_view json_text{"($)"}; ///< the text that is cast, given that of the JSON
    std::string_view json_made{"to_jsonb($)"}; ///< the value as JSON in the library's form

    std::string_view sqlite{"TEXT"};    ///< SQLite's type
    std::string_view kept{" = 'text'"}; ///< what follows typeof(column) where the value is one
    std::string_view pattern{};         ///< of GLOB, which each text of it matches
    std::string_view calendar{};        ///< the condition of SQLite's that such a text is a day and an hour
                                        ///< that there are; $ is the text
    std::string_view characters{};      ///< a pattern of GLOB that no text of it matches: "*[^0-9a-f-]*"
    std::uint8_t length = 0;            ///< of the texts, where all are equally long
    std::string_view now{}; ///< of a type of times: what gives the present one in the library's form, unlike
                            ///< CURRENT_TIMESTAMP
};

/// The longest text and the longest binary form of the types that have functions, in bytes.
inline constexpr std::size_t longest_text = 48;
inline constexpr std::size_t longest_binary = 20;

/// What is done with the values of a type, which are reached by their address alone; it need not be aligned.
struct type_functions {
    std::size_t (*bind)(const void* value,
                        char* to); ///< PostgreSQL's binary form; gives its size, 0 for what cannot be stored
    bool (*read)(std::string_view binary, void* value); ///< and back; false for what is no value
    std::size_t (*write)(
        const void* value,
        char* to); ///< the text that SQLite and JSON have; gives its size, 0 for what cannot be stored
    bool (*parse)(std::string_view text, void* value);  ///< a text from outside; false for what is none
    bool (*recall)(std::string_view text, void* value); ///< only a text exactly as `write` writes it
    bool (*is_initial)(const void* value);              ///< whether it is what `T{}` is
};

/// A type of columns. Specialize it in a file of its own in this folder, and list the type in
/// core/types/detail/list.hpp:
///
///     template <>
///     struct column_type<mac> {
///         static constexpr type_facts facts{.word = "mac", ...};
///         static std::size_t bind(const mac& m, char* to);                // at most `longest_binary` bytes
///         static std::optional<mac> read(std::string_view binary);
///         static std::size_t write(const mac& m, char* to);               // at most `longest_text` bytes
///         static std::optional<mac> parse(std::string_view text);
///     };
///
/// The type is trivially copyable, and equal values have equal bytes: values are compared, sorted and kept by
/// these. May be there, too: `hold(v)`, which gives an optional T of a value of another type that filters and
/// assignments take; and `recall(text)`, where there is a quicker way than to parse a text and to compare it
/// with what `write` makes of that.
template <class T>
struct column_type;

} // namespace dataflow
