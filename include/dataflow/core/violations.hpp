// What an error says of a constraint that is violated: the same words for every database.
#pragma once

#include <string_view>

namespace dataflow::violation_text {

inline constexpr std::string_view same_value = "another row has the same value";
inline constexpr std::string_view no_parent = "the record that the foreign key refers to does not exist";
inline constexpr std::string_view children = "other records refer to it";
inline constexpr std::string_view check = "the check does not hold";
inline constexpr std::string_view null = "NULL in a column that cannot be NULL";

} // namespace dataflow::violation_text
