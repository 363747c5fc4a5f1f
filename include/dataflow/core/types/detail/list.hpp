// The types of columns that are described by a file of their own in this folder. A new one is listed here,
// and nowhere else.
#pragma once

#include <dataflow/core/types/inet.hpp>
#include <dataflow/core/types/local_time.hpp>
#include <dataflow/core/types/time_of_day.hpp>

#include <cstddef>

namespace dataflow::detail {

template <class... T>
struct type_list {
    static constexpr std::size_t size = sizeof...(T);
};

/// In the order of their numbers, which no program stores.
using listed_types = type_list<time_of_day, local_time, inet>;

} // namespace dataflow::detail
