// Which type a field has for a column of a live database. The one place that chooses it, for who writes
// structs and for who works without them; that it fits, catalog/fit.hpp says.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/catalog/fit.hpp>
#include <dataflow/core/config.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::catalog {

/// What a field keeps of a column's values: all that the column can hold.
struct field_choice {
    bool found = false;                 ///< whether there is such a type
    storage stored = storage::text;     ///< of an array with the array bit
    std::int32_t digits = 0, scale = 0; ///< of a decimal, and of the decimals in an array
    /// The type whose names the values are, or those of the array, as columns spell it: the field may be an
    /// enumeration. Empty: there is none. It is borrowed from the column's description.
    std::string_view enumeration{};
    std::string words{}; ///< what is to be known beside the field; where there is no type, why
    column_fit fit{};    ///< how the column keeps the values; `settle`d where they were looked at
};

/// The type for a column of `in`. What SQLite's types leave open the values tell, where the description was
/// read with the details.
[[nodiscard]] field_choice choice_of(dialect d, const table& in, const column& of);

/// The type as a program spells it: `std::optional<std::int64_t>`, `df::decimal<10, 2>`; empty where there is
/// none.
[[nodiscard]] std::string spelled(const field_choice& type, bool nullable);

/// What must be asked of the stored values of a column before its type is chosen: `sql::shape_question`s, one
/// character each. The answers, with `|` between them, are the column's `shapes`.
[[nodiscard]] std::string_view questions_of(dialect d, const column& of);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/field_choice.ipp>
#endif
