// How far the clocks of a time zone are from UTC.
#pragma once

#include <dataflow/core/config.hpp>

#include <chrono>
#include <string_view>

namespace dataflow::protection_ {

/// What is added to UTC at a moment to have the local time of a zone of the IANA time zone database. By the
/// standard library where that has time zones, else from the system's files (RFC 8536) in $TZDIR or
/// /usr/share/zoneinfo. Throws `invalid_value` for a zone that is not known.
[[nodiscard]] std::chrono::seconds offset_at(std::string_view zone, std::chrono::sys_seconds moment);

} // namespace dataflow::protection_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/protection/zone.ipp>
#endif
