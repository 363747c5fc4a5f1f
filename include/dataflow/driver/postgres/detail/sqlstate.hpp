// What a SQLSTATE means to this library, and words for those whose own message would repeat a value.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/assigned.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace dataflow::driver::postgres_ {

/// The kind of error that a SQLSTATE stands for.
[[nodiscard]] constexpr error_kind kind_of(std::string_view code) noexcept {
    struct entry {
        std::string_view code; // five characters, or a class of two
        error_kind kind;
    };
    constexpr entry known[] = {
        {"08007", error_kind::in_doubt},
        {"21000", error_kind::too_many_rows},
        {"2200H", error_kind::resource_exhausted},
        {"23001", error_kind::foreign_key_violation},
        {"23502", error_kind::not_null_violation},
        {"23503", error_kind::foreign_key_violation},
        {"23505", error_kind::unique_violation},
        {"23514", error_kind::check_violation},
        {"23P01", error_kind::unique_violation},
        {"25006", error_kind::read_only},
        {"25P03", error_kind::timeout},
        {"25P04", error_kind::timeout},
        {"3D000", error_kind::connection_error},
        {"40001", error_kind::serialization_failure},
        {"40003", error_kind::in_doubt},
        {"40P01", error_kind::serialization_failure},
        {"42501", error_kind::permission_denied},
        {"44000", error_kind::check_violation},
        {"55P03", error_kind::timeout},
        {"57014", error_kind::timeout},
        {"57P01", error_kind::connection_error},
        {"57P02", error_kind::connection_error},
        {"57P03", error_kind::connection_error},
        {"57P04", error_kind::connection_error},
        {"57P05", error_kind::connection_error},
        {"72000", error_kind::serialization_failure},
        {"HV001", error_kind::resource_exhausted},
        {"XX001", error_kind::corrupt_database},
        {"XX002", error_kind::corrupt_database},
        {"08", error_kind::connection_error},
        {"22", error_kind::invalid_value},
        {"28", error_kind::connection_error},
        {"40", error_kind::serialization_failure},
        {"53", error_kind::resource_exhausted},
        {"54", error_kind::resource_exhausted},
    };
    for (const auto& e : known)
        if (code.substr(0, e.code.size()) == e.code) return e.kind;
    return error_kind::database_error;
}

/// What an expression fails to make, where the error is one of its arithmetic.
[[nodiscard]] constexpr made what_is_not_made(std::string_view code) noexcept {
    if (code == "22003" || code == "22012" || code == "2201F") return made::number;
    return code == "22008" ? made::time : made::nothing;
}

/// Words for the errors of class 22 ("data exception"): PostgreSQL's own message quotes the value.
[[nodiscard]] constexpr std::string_view words_for_data_exception(std::string_view code) noexcept {
    struct entry {
        std::string_view code;
        std::string_view words;
    };
    constexpr entry known[] = {
        {"22001", "a string is longer than its column allows"},
        {"22003", "a number is out of range"},
        {"22004", "NULL where a value is needed"},
        {"22007", "a date or time is not well formed"},
        {"22008", "a date or time is out of range"},
        {"22011", "the bounds of a substring are out of range"},
        {"22012", "division by zero"},
        {"22021", "a string holds characters that the database's encoding cannot hold"},
        {"22023", "a parameter of the statement has a value that is not allowed"},
        {"22025", "an escape sequence of a pattern is not valid"},
        {"2201F", "a power or a root that does not exist"},
        {"2201B", "a regular expression is not valid"},
        {"2201W", "a limit is negative"},
        {"2201X", "an offset is negative"},
        {"2202E", "the arrays of a statement differ in length"},
        {"22P02", "a string cannot be read as the type that it is converted to"},
        {"22P03", "a value's binary form does not fit the type of its column"},
        {"22P05", "a string holds a character that has no equivalent in the other encoding"},
    };
    for (const auto& e : known)
        if (e.code == code) return e.words;
    return "a value is not allowed here";
}

} // namespace dataflow::driver::postgres_
