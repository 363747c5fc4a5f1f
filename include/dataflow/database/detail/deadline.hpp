// The deadline of a session.
#pragma once

#include <dataflow/database/session.hpp>
#include <dataflow/driver/limit.hpp>

#include <chrono>

namespace dataflow::database_ {

/// A session's deadline as a limit of a run.
struct deadline {
    std::chrono::steady_clock::time_point at;
};
template <>
struct limit_part<deadline> {
    limit_part(driver::limit& of, const deadline& given) noexcept { of.not_after(given.at); }
};

} // namespace dataflow::database_
