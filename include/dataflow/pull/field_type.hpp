// Which type a field has for a column of a type, as `dataflow pull` writes it.
#pragma once

#include <dataflow/catalog/description.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace dataflow::pull {

/// What kind of values a field's type holds: how a default is written, and whether it can be a key.
enum class family : std::uint8_t {
    none, ///< no field can hold the column
    boolean,
    whole,
    real,
    decimal,
    text,
    uuid,
    date,
    enumeration,
    json,
    bytes,
    array,
    other, ///< times and addresses
};

struct field_type {
    family kind = family::none;
    std::string name{};    ///< `df::decimal<10, 2>`; of what no field can hold: why
    std::string note{};    ///< what stands beside the field; empty: nothing
    std::int32_t bits = 0; ///< of whole and real numbers
    std::int32_t digits = 0, scale = 0;
    const catalog::enumeration* values = nullptr; ///< of an enumeration
};

/// The names of the enumerations in C++, by the spelling of their types.
using enum_names = std::map<std::string_view, std::string, std::less<>>;

/// The type of a field for a column of a table. `in` has the enumerations of the database.
[[nodiscard]] field_type field_type_of(const catalog::database_description& in, const catalog::table& table,
                                       const catalog::column& of, const enum_names& enums);

/// What initializes a field of a type so that it has the column's default: `5`, `"new"`, `Mood::happy`. Empty
/// where a default is no constant, or none that C++ writes.
[[nodiscard]] std::string initializer_of(const catalog::database_description& in, const field_type& type,
                                         std::string_view default_text);

/// The name of an enumeration's value in C++, for each of its values in their order.
[[nodiscard]] std::vector<std::string> enumerators_of(const catalog::enumeration& of);

} // namespace dataflow::pull

#include <dataflow/pull/field_type.ipp>
#include <dataflow/pull/initializer.ipp>
