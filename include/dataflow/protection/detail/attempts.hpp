// What a statement is about to write: of a node by what it is, of one written by hand by what the database
// says.
#pragma once

#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/watch.hpp>
#include <dataflow/protection/rule.hpp>
#include <dataflow/sql/session_values.hpp>
#include <dataflow/sql/statement.hpp>

#include <string>
#include <vector>

namespace dataflow::protection_ {

/// One thing that a statement would write.
struct attempt {
    std::string model{};
    std::string table{}; ///< empty: it is not known
    write_kind what{};
    std::string field{}; ///< a column that an update sets; empty: any

    /// The same as a rule sees it.
    [[nodiscard]] attempted_write of(const sql::statement& s, const sql::session_values* session) const;
};

/// What a statement would write.
struct attempts {
    std::vector<attempt> all{};
    bool may_hide = false; ///< a function in it may write what is not among these
};
/// Throws where a statement written by hand is wrong.
[[nodiscard]] attempts attempts_of(const driver::pending& one);

/// "update records", for messages.
[[nodiscard]] std::string words_for(write_kind what);

} // namespace dataflow::protection_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/protection/detail/attempts.ipp>
#endif
