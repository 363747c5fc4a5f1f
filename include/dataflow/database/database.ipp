// The code of database/database.hpp.
#pragma once

#include <dataflow/database/database.hpp>

#include <string>
#include <utility>

namespace dataflow::database_ {

DATAFLOW_RUNTIME pool::lease core::lease_for(const sql::statement* what, access how, bool doubtful) {
    try {
        return lease(how, doubtful);
    } catch (const error& e) {
        if (what == nullptr || !e.node().empty()) throw;
        node_::name_error(e, *what);
    }
}

DATAFLOW_RUNTIME pool::lease core::lease_or_share(shared_write& own) {
    try {
        refuse_inside_transaction();
        return pools_.of(access::read_write).take_or_share(own);
    } catch (const error& e) {
        if (!e.node().empty()) throw;
        node_::name_error(e, *own.what);
    }
}

} // namespace dataflow::database_
