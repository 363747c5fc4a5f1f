// The code of select/lock.hpp.
#pragma once

#include <dataflow/node/fault.hpp>
#include <dataflow/select/lock.hpp>

#include <string>

namespace dataflow::node_ {

DATAFLOW_RUNTIME void require_row_locks(const context& c, const sql::statement& s, std::string_view name,
                                        bool opens) {
    if (c.dialect_data().has_row_locks() && (opens || c.depth() != 0)) return;
    error_info info;
    info.message =
        !c.dialect_data().has_row_locks()
            ? "SQLite has no locks on rows: its transactions that write run one after another as it is"
            : "a lock on rows lasts as long as the transaction: run the node in one";
    info.node = name.empty() ? std::string{s.node} : std::string{name} + " (" + std::string{s.node} + ")";
    if (s.table != nullptr) info.model = s.table->model;
    raise(error_kind::protected_operation, std::move(info));
}

} // namespace dataflow::node_
