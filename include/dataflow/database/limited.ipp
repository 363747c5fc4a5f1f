// The code of database/limited.hpp.
#pragma once

#include <dataflow/database/limited.hpp>

#include <string>
#include <utility>

namespace dataflow::database_ {

DATAFLOW_RUNTIME void name_error(const error& e, const sql::statement& s) {
    auto info = e.info();
    info.node = std::string{s.node};
    if (s.table != nullptr) info.model = s.table->model;
    raise(e.kind(), std::move(info));
}

} // namespace dataflow::database_
