// The models of these tests by number: which options each has.
#pragma once

#include "integration/options/plain_rows.hpp"

#include <cstddef>
#include <string_view>

namespace proof {

/// How many of them make each pair of options; found by a search for the fewest.
inline constexpr int covering = 10;
inline constexpr shape shapes[]{
    {},
    {true, true, true, true, true, true, true, key_kind::text, parent_kind::cascade, true},
    {false, false, true, true, false, false, true, key_kind::pair, parent_kind::held_back, true},
    {true, true, false, false, true, true, false, key_kind::pair, parent_kind::held_back, false},
    {false, true, true, true, true, false, false, key_kind::uuid, parent_kind::cleared, false},
    {true, false, false, false, false, true, true, key_kind::uuid, parent_kind::cleared, true},
    {false, false, false, false, false, false, false, key_kind::text, parent_kind::cascade, false},
    {true, true, true, true, true, true, true, key_kind::number, parent_kind::none, false},
    {false, false, false, true, true, true, false, key_kind::number, parent_kind::cleared, true},
    {true, true, true, false, false, false, false, key_kind::text, parent_kind::cleared, false},
    // all of them, with several keys and parents
    {true, true, true, true, true, true, true, key_kind::number, parent_kind::held_back, true},
    {true, true, true, true, true, true, false, key_kind::pair, parent_kind::cascade, false},
};
inline constexpr std::string_view tables[]{"zero", "one",   "two",   "three", "four", "five",
                                           "six",  "seven", "eight", "nine",  "ten",  "eleven"};

template <int I>
struct shape_number {
    static constexpr shape value = shapes[static_cast<std::size_t>(I)];
    static constexpr std::string_view table = tables[static_cast<std::size_t>(I)];
};

} // namespace proof
