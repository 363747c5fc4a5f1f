// The databases that are spoken, and their names for what they store.
#pragma once

#include <dataflow/core/types/registry.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/sql/dialect_data.hpp>
#include <dataflow/sql/dialects/postgres.hpp>
#include <dataflow/sql/dialects/sqlite.hpp>

#include <cstdint>
#include <string_view>

namespace dataflow {

/// The SQL of one database.
enum class dialect : std::uint8_t { sqlite, postgres };

inline constexpr dialect sqlite = dialect::sqlite;
inline constexpr dialect postgres = dialect::postgres;

// The room is called `sql`, and so is the function `df::sql<"...">`: with the room one namespace further in,
// `sql::` stays the room for the library, and `df::sql<` the function for its users.
namespace rooms {}
using namespace rooms;

} // namespace dataflow

namespace dataflow::rooms::sql {

/// PostgreSQL's name of an array of a stored type; of decimals, without their digits.
[[nodiscard]] constexpr std::string_view array_type_name(storage element) noexcept {
    return facts_of(element).postgres_array;
}

/// On PostgreSQL, an expression: whether the extension pgvector is there, and its type found by its plain
/// name.
inline constexpr std::string_view vectors_are_there =
    "EXISTS (SELECT 1 FROM pg_extension AS e JOIN pg_depend AS d ON d.refclassid = 'pg_extension'::REGCLASS "
    "AND d.refobjid = e.oid "
    "WHERE e.extname = 'vector' AND d.classid = 'pg_type'::REGCLASS AND d.objid = to_regtype('vector'))";

/// The data of a dialect of the library's.
[[nodiscard]] constexpr const dialect_data& data_of(dialect d) noexcept {
    return d == dialect::postgres ? postgres_data : sqlite_data;
}

/// One of the library's dialects, or a row of your own.
struct any_dialect {
    const dialect_data& data;

    constexpr any_dialect(dialect d) noexcept : data(data_of(d)) {}
    constexpr any_dialect(const dialect_data& d) noexcept : data(d) {}
    constexpr operator const dialect_data&() const noexcept { return data; }
};

/// The name of a stored type in a dialect, as in CREATE TABLE; of a decimal, without its digits.
[[nodiscard]] constexpr std::string_view type_name(dialect d, storage s) noexcept {
    return is_array(s) && data_of(d).arrays.native ? array_type_name(element_of(s)) : data_of(d).types[s];
}

} // namespace dataflow::rooms::sql
