// What a program says of those for whom it runs something.
#pragma once

#include <dataflow/core/text_argument.hpp>

#include <chrono>

namespace dataflow {

/// For whom a session runs, and within which limits: `db.session({.actor = "ann", .request_id = "r-17"})`.
/// All of it may be left out. Texts are UTF-8 without NUL; a null pointer throws `invalid_value` at once.
struct session_facts {
    detail::string_argument<"session"> actor{};      ///< who acts: the name or the key of a user
    detail::string_argument<"session"> address{};    ///< from where: an IP address, say
    detail::string_argument<"session"> request_id{}; ///< what errors, traces and logs are found by
    std::chrono::steady_clock::time_point deadline =
        std::chrono::steady_clock::time_point::max(); ///< when what still runs is cut short
    bool read_only = false;                           ///< nothing that writes is run
};

} // namespace dataflow
