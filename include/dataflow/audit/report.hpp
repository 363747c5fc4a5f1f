// What a check of the audit log gives.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow {

/// The last record of a chain. Kept elsewhere, it tells later whether the log still has all that it had.
struct audit_head {
    std::string tenant{}; ///< empty: of no tenant
    std::int64_t strand = 0;
    std::int64_t position = 0; ///< of the record in its chain
    std::string hash{};

    [[nodiscard]] friend bool operator==(const audit_head&, const audit_head&) = default;
};

/// What is wrong with a record of the audit log.
struct audit_problem {
    enum class kind : std::uint8_t {
        edited,    ///< it is not what it was when it was written
        removed,   ///< records are missing: `position` is that of the first
        inserted,  ///< it was not written by the log's triggers
        reordered, ///< it stood elsewhere
        rewritten, ///< it is whole, but not the one that the next record, or a head, follows
    };
    kind what = kind::edited;
    std::int64_t id = 0; ///< of the record; 0: of none that is there
    std::string tenant{};
    std::int64_t strand = 0;
    std::int64_t position = 0;
    std::string message{}; ///< for people, without values of the record
};

/// What `df::verify_audit` found.
struct audit_report {
    std::int64_t records = 0;  ///< that were looked at
    std::int64_t unsealed = 0; ///< SQLite: written by other programs, and not hashed yet: the next write does
    std::vector<audit_head> heads{};
    std::vector<audit_problem> problems{}; ///< the first thousand

    [[nodiscard]] bool ok() const noexcept { return problems.empty(); }
};

} // namespace dataflow
