// Mistakes in the rules of a write protection, as named types; see core/rule.hpp.
#pragma once

namespace dataflow::rule {

/// `df::time_window{.from = "09:00", .to = "17:00"}`
template <class... Given>
struct hours_are_given_as_a_df_time_window {};

} // namespace dataflow::rule
