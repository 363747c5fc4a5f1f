// The code of protection/zone.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/protection/zone.hpp>

#include <version>

#if defined(__cpp_lib_chrono) && __cpp_lib_chrono >= 201907L
#include <stdexcept>
#else
#include <dataflow/protection/detail/zone_file.hpp>
#endif

namespace dataflow::protection_ {

DATAFLOW_RUNTIME std::chrono::seconds offset_at(std::string_view zone, std::chrono::sys_seconds moment) {
    if (zone == "UTC") return std::chrono::seconds{0};
#if defined(__cpp_lib_chrono) && __cpp_lib_chrono >= 201907L
    try {
        return std::chrono::locate_zone(zone)->get_info(moment).offset;
    } catch (const std::runtime_error&) {
        raise(error_kind::invalid_value, {.message = "a time window names a time zone that is not known"});
    }
#else
    if (const auto found = detail::zone_file::of(zone)) return found->offset_at(moment);
    raise(error_kind::invalid_value, {.message = "a time window names a time zone that is not known"});
#endif
}

} // namespace dataflow::protection_
