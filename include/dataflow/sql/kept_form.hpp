// How a column of SQLite keeps values that its type does not tell: as plain data, for the functions that the
// driver has for it (driver/sqlite/detail/kept_forms.hpp).
#pragma once

#include <dataflow/core/type_info.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// Another way than the library's own.
enum class kept_as : std::uint8_t {
    as_sent,      ///< the values are those of the library
    number,       ///< a decimal as a number, 0.99
    number_text,  ///< a decimal as a text, '0.99'
    whole_real,   ///< a whole number in a column of real ones
    real,         ///< a real number, which need not be one of the field: only looked at when it is read
    time_text,    ///< a time, a day, or a time of day as ISO text of some shape
    unix_seconds, ///< a time as a whole number since 1970-01-01, UTC
    unix_milliseconds,
    unix_microseconds,
    unix_real,   ///< seconds, with a fraction
    julian_days, ///< as julianday() gives them
    uuid_hex,    ///< 32 digits
    uuid_upper,  ///< 36 characters, in capitals
    uuid_bytes,  ///< 16 bytes
    boolean_text,
    json_text, ///< JSON in a column that makes numbers of texts that are such
};

/// The shape of a time's text: `2009-01-02 00:00:00`.
struct time_shape {
    static constexpr std::uint8_t none_or_six = 7; ///< of a fraction: six digits where it is not 0

    char separator = '\0';     ///< after the day; 0: there is only a day (of a time of day: no day)
    std::uint8_t fraction = 0; ///< digits of a second, or `none_or_six`
    enum class zone : std::uint8_t { none, z, offset } ends = zone::none; ///< Z, or +00:00
    bool dated = false; ///< of a time of day: after the day 2000-01-01, as Rails keeps it

    [[nodiscard]] friend constexpr bool operator==(const time_shape&, const time_shape&) = default;
};

/// The texts of a truth value.
struct boolean_texts {
    std::string_view no{}, yes{};
};
inline constexpr boolean_texts known_booleans[]{{"f", "t"},        {"F", "T"},        {"n", "y"},
                                                {"N", "Y"},        {"false", "true"}, {"FALSE", "TRUE"},
                                                {"False", "True"}, {"no", "yes"},     {"0", "1"}};

/// How a column keeps the values of a stored kind.
struct kept_form {
    kept_as how = kept_as::as_sent;
    storage stored = storage::text;
    std::uint8_t scale = 0;    ///< of a decimal
    std::uint8_t booleans = 0; ///< which of `known_booleans`
    bool real_column = false;  ///< whole numbers become real ones in it
    time_shape shape{};
};

/// What is asked of stored values where a type does not tell their form.
enum class shape_question : char {
    nothing = 0,
    time = 't',
    local = 'l',
    day = 'd',
    clock = 'c',
    uuid = 'u',
    boolean = 'b',
    number = 'n'
};

/// What `dataflow_shape(question, value)` answers; of the text of a time, `text` and its shape.
struct found_shape {
    enum kind : std::uint8_t {
        other,
        seconds,
        milliseconds,
        microseconds,
        julian,
        real_seconds,
        hex,
        lower,
        upper,
        bytes,
        number, ///< 0 or 1; of decimals: with `detail` digits after the point, `shape.fraction` before it
        boolean,
        text,
        irregular, ///< the text of a time, but not always of one form
    };

    kind what = other;
    std::uint8_t detail = 0; ///< which of `known_booleans`
    time_shape shape{};

    [[nodiscard]] constexpr std::int64_t packed() const noexcept {
        return what | detail << 8 |
               static_cast<std::int64_t>(static_cast<unsigned char>(shape.separator)) << 16 |
               std::int64_t{shape.fraction} << 24 | static_cast<std::int64_t>(shape.ends) << 32 |
               std::int64_t{shape.dated} << 40;
    }
    [[nodiscard]] static constexpr found_shape of(std::int64_t n) noexcept {
        const auto part = [n](int bits) { return static_cast<std::uint8_t>(n >> bits & 0xFF); };
        return {
            static_cast<kind>(part(0)),
            part(8),
            {static_cast<char>(part(16)), part(24), static_cast<time_shape::zone>(part(32)), part(40) != 0}};
    }
};

} // namespace dataflow::rooms::sql
