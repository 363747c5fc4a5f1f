// The models of these tests by number: which options each has.
#pragma once

#include "integration/options/plain_rows.hpp"

#include <cstddef>
#include <iterator>
#include <string_view>

namespace proof {

// Those before `walled_from` have each pair of options that may be combined, and none and all that fit; found
// by a search for the fewest. Those after it have row-level security, which is for PostgreSQL alone, beside
// each value of the others.
inline constexpr int guarded_from = 10; ///< the first one without some writes
inline constexpr int walled_from = 19;  ///< the first one with row-level security
inline constexpr int refused_from = 24; ///< the first one that does not compile
inline constexpr shape shapes[]{
    {},
    {true, true, true, true, true, true, true, key_kind::text, parent_kind::cascade, true},
    {true, true, true, true, true, true, true, key_kind::number, parent_kind::held_back, true, true, true},
    {true, true, true, true, true, true, false, key_kind::pair, parent_kind::cascade},
    {false, false, true, false, true, true, false, key_kind::text, parent_kind::none, false, true},
    {true, true, false, true, true, false, true, key_kind::number, parent_kind::none},
    {true, false, false, true, true, false, false, key_kind::pair, parent_kind::held_back, true, true},
    {false, false, false, false, true, false, true, key_kind::number, parent_kind::none, false, true, true},
    {false, true, false, false, false, true, false, key_kind::uuid, parent_kind::cleared, true, true},
    {true, false, false, true, false, false, false, key_kind::uuid, parent_kind::cleared, false, true},
    // without some writes
    {true, true, true, true, false, true, false, key_kind::number, parent_kind::held_back, true, false, false,
     writes_kind::no_create},
    {false, false, false, false, false, false, false, key_kind::number, parent_kind::cascade, false, true,
     true, writes_kind::no_create},
    {true, true, true, true, true, false, true, key_kind::uuid, parent_kind::cleared, false, false, false,
     writes_kind::no_create},
    {true, true, false, false, true, true, true, key_kind::number, parent_kind::held_back, false, false, true,
     writes_kind::no_update},
    {false, false, false, false, false, false, false, key_kind::text, parent_kind::cascade, true, false,
     false, writes_kind::no_update},
    {true, false, false, false, false, false, true, key_kind::number, parent_kind::held_back, true, true,
     false, writes_kind::no_erase},
    {false, true, false, true, true, true, false, key_kind::number, parent_kind::cleared, false, false, true,
     writes_kind::no_erase},
    {true, false, false, false, false, true, false, key_kind::number, parent_kind::held_back, true, false,
     true, writes_kind::append_only},
    {false, true, false, false, false, false, true, key_kind::pair, parent_kind::held_back, false, false,
     false, writes_kind::append_only},
    // with row-level security
    {true, true, true, true, true, true, true, key_kind::number, parent_kind::cascade, true, true, true,
     writes_kind::all, true},
    {false, true, false, false, false, false, false, key_kind::text, parent_kind::none, false, false, false,
     writes_kind::no_create, true},
    {false, true, false, false, true, true, false, key_kind::pair, parent_kind::cascade, false, false, false,
     writes_kind::no_update, true},
    {false, true, false, true, false, false, true, key_kind::uuid, parent_kind::cleared, false, false, false,
     writes_kind::no_erase, true},
    {true, true, false, false, false, true, false, key_kind::number, parent_kind::held_back, false, false,
     true, writes_kind::append_only, true},
    // none of them is a model: each has two options that exclude one another
    {false, false, true, false, false, false, false, key_kind::number, parent_kind::none, false, false, false,
     writes_kind::no_update},
    {false, false, true, false, false, false, false, key_kind::number, parent_kind::none, false, false, false,
     writes_kind::no_erase},
    {false, false, true, false, false, false, false, key_kind::number, parent_kind::none, false, false, false,
     writes_kind::append_only},
    {false, false, false, true, false, false, false, key_kind::number, parent_kind::none, false, false, false,
     writes_kind::no_update},
    {false, false, false, true, false, false, false, key_kind::number, parent_kind::none, false, false, false,
     writes_kind::append_only},
    {false, false, false, false, true, false, false, key_kind::number, parent_kind::none, false, false, false,
     writes_kind::append_only},
    {false, false, false, false, false, false, false, key_kind::number, parent_kind::none, false, true, false,
     writes_kind::no_update},
    {false, false, false, false, false, false, false, key_kind::number, parent_kind::none, false, true, false,
     writes_kind::append_only},
    {false, false, false, false, false, false, false, key_kind::number, parent_kind::cascade, false, false,
     false, writes_kind::no_erase},
    {false, false, false, false, false, false, false, key_kind::number, parent_kind::cascade, false, false,
     false, writes_kind::append_only},
    {false, false, false, false, false, false, false, key_kind::number, parent_kind::cleared, false, false,
     false, writes_kind::no_update},
    {false, false, false, false, false, false, false, key_kind::number, parent_kind::cleared, false, false,
     false, writes_kind::append_only},
    {false, false, false, false, false, false, false, key_kind::text, parent_kind::none, false, false, true},
    {false, false, false, false, false, false, false, key_kind::pair, parent_kind::none, false, false, true},
    {false, false, false, false, false, false, false, key_kind::uuid, parent_kind::none, false, false, true},
    {false, false, false, false, false, false, false, key_kind::number, parent_kind::none, false, false,
     false, writes_kind::all, true},
};
inline constexpr int shape_count = static_cast<int>(std::size(shapes));
inline constexpr std::string_view tables[]{
    "zero",    "one",       "two",      "three",    "four",   "five",       "six",        "seven",
    "eight",   "nine",      "ten",      "eleven",   "twelve", "thirteen",   "fourteen",   "fifteen",
    "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "twenty_one", "twenty_two", "twenty_three"};

template <int I>
struct shape_number {
    static constexpr shape value = shapes[static_cast<std::size_t>(I)];
    static constexpr std::string_view table = tables[static_cast<std::size_t>(I < refused_from ? I : 0)];
};

} // namespace proof
