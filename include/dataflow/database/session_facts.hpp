// What a program says of those for whom it runs something.
#pragma once

#include <chrono>
#include <string>

namespace dataflow {

/// For whom a session runs, and within which limits: `db.session({.actor = "ann", .request_id = "r-17"})`.
/// All of it may be left out. Texts are UTF-8 without NUL.
struct session_facts {
    std::string actor{};      ///< who acts: the name or the key of a user
    std::string address{};    ///< from where: an IP address, say
    std::string request_id{}; ///< what errors, traces and logs are found by
    std::chrono::steady_clock::time_point deadline =
        std::chrono::steady_clock::time_point::max(); ///< when what still runs is cut short
    bool read_only = false;                           ///< nothing that writes is run
};

} // namespace dataflow
