// Statements that a user writes by hand, with {} where a value goes: taken apart by the compiler.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/sql/detail/raw_reader.hpp>
#include <dataflow/sql/detail/raw_values.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// What the compiler finds out about a text.
struct raw_report {
    std::size_t placeholders = 0;
    text_flaw flaw = text_flaw::none;
    std::size_t at = 0;    ///< of the flaw, in bytes from 1
    bool reads = false;    ///< it begins as a query, and no word in it writes
    bool selects = false;  ///< it begins with select or values
    bool controls = false; ///< it begins or ends a transaction
    bool calls = false;    ///< it calls a function that is not known
    bool stays = false;    ///< it may leave something behind in its session
    bool prepares = false; ///< it names prepared statements, where it does
    std::size_t words = 0;
    std::string_view before{}; ///< the last word but one
    std::string_view last{};
    bool columns =
        false; ///< an `insert into` is read: what comes in brackets after the table are its columns

    [[nodiscard]] constexpr session_use session() const noexcept {
        if (!stays) return calls ? session_use::calls : session_use::none;
        return prepares ? session_use::statements : session_use::settings;
    }

    constexpr void raw(std::string_view) noexcept {}
    constexpr void placeholder(spot) noexcept { ++placeholders; }
    constexpr void refuse(text_flaw what, std::size_t where) noexcept {
        if (flaw == text_flaw::none) flaw = what, at = where + 1;
    }
    constexpr void word(std::string_view given) noexcept {
        constexpr std::string_view queries[]{"select", "values", "with", "table", "explain"};
        constexpr std::string_view writes[]{"insert", "update", "delete", "merge", "into"};
        constexpr std::string_view temporary[]{"temp", "temporary"};
        constexpr std::string_view prepared[]{"prepare", "deallocate", "discard", "load"};
        before = last;
        last = given;
        columns = columns || (detail::same_word(given, "into") && detail::same_word(before, "insert"));
        stays = stays || detail::one_of(given, temporary);
        prepares = prepares || detail::one_of(given, prepared);
        if (words++ == 0) {
            reads = detail::one_of(given, queries);
            constexpr std::string_view tables[]{"alter",  "analyze",  "comment", "create",  "drop",
                                                "grant",  "lock",     "notify",  "refresh", "reindex",
                                                "revoke", "truncate", "vacuum"};
            stays = stays || !(reads || detail::one_of(given, writes) || detail::one_of(given, tables));
            constexpr std::string_view control[]{"begin",    "start", "commit",    "end",
                                                 "rollback", "abort", "savepoint", "release"};
            controls = detail::one_of(given, control);
            selects = detail::same_word(given, "select") || detail::same_word(given, "values");
        } else if (detail::one_of(given, writes)) reads = false;
    }
    constexpr void call(std::string_view given) noexcept {
        if (!columns) calls = calls || !detail::leaves_nothing(given);
        columns = false;
    }
};

[[nodiscard]] constexpr raw_report report_on(std::string_view text) {
    raw_report out;
    detail::take_apart(text, out);
    return out;
}

/// The first word of a text, comments aside; empty where it has none.
[[nodiscard]] constexpr std::string_view first_word(std::string_view text) {
    struct sink {
        std::string_view first{};
        constexpr void raw(std::string_view) noexcept {}
        constexpr void call(std::string_view) noexcept {}
        constexpr void refuse(text_flaw, std::size_t) noexcept {}
        constexpr void placeholder(spot) noexcept {}
        constexpr void word(std::string_view given) noexcept {
            if (first.empty()) first = given;
        }
    } out{};
    detail::take_apart(text, out);
    return out.first;
}
/// Whether it is one of these words, which are written in lower case.
template <std::size_t N>
[[nodiscard]] constexpr bool is_one_of(std::string_view word, const std::string_view (&lower)[N]) noexcept {
    return detail::one_of(word, lower);
}

/// Where the n-th placeholder stands, counted from 0.
[[nodiscard]] constexpr spot spot_of(std::string_view text, std::size_t n) {
    struct sink {
        std::size_t left;
        spot found = spot::value;
        constexpr void raw(std::string_view) noexcept {}
        constexpr void word(std::string_view) noexcept {}
        constexpr void call(std::string_view) noexcept {}
        constexpr void refuse(text_flaw, std::size_t) noexcept {}
        constexpr void placeholder(spot s) noexcept {
            if (left-- == 0) found = s;
        }
    } out{n};
    detail::take_apart(text, out);
    return out.found;
}

/// Writes such a statement: the text, with a parameter for each placeholder. When it runs, each value is
/// brought into the form of the column beside it (sql/detail/raw_values.hpp).
constexpr void write_raw(writer& w, std::string_view text, constant_list<raw_argument> arguments) {
    struct sink {
        writer& to;
        std::string_view whole;
        constant_list<raw_argument> left;
        std::size_t at = 0; // in the text
        std::uint16_t next = 0;

        constexpr void raw(std::string_view part) {
            at = static_cast<std::size_t>(part.data() - whole.data()) + part.size();
            to << part;
        }
        constexpr void word(std::string_view) noexcept {}
        constexpr void call(std::string_view) noexcept {}
        constexpr void refuse(text_flaw, std::size_t) noexcept {}
        constexpr void placeholder(spot s) {
            const auto argument = left.front();
            left = left.subspan(1);
            const bool set = argument.list && s != spot::array;
            if (set && s == spot::set) to << "(";
            const place own{next++};
            const bool array = to.dialect().rows == row_form::arrays;
            if (set) to << "SELECT ";
            detail::raw_around around;
            if (to.forms_there() != nullptr && (set || !argument.list))
                detail::find_around(around, to, whole, at, argument);
            to << around.before.view();
            if (set) to << (array ? "unnest(" : "c0");
            if (argument.list && array) to.array_value(argument.stored, own);
            else if (!set) to.value(own);
            if (set && array) to << ")";
            to << around.after.view();
            if (set && !array) (to << " FROM ").list_rows(argument.stored, own);
            if (set && s == spot::set) to << ")";
            at += 2;
        }
    } out{w, text, arguments};
    detail::take_apart(text, out);
}

} // namespace dataflow::rooms::sql
