// The code of database/stream.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/stream.hpp>

#include <string>

namespace dataflow::database_ {

DATAFLOW_RUNTIME void refuse_moved(std::string_view what) {
    raise(error_kind::protected_operation, {.message = "this " + std::string{what} + " was moved from"});
}
DATAFLOW_RUNTIME void refuse_ended() {
    raise(error_kind::protected_operation, {.message = "this stream has ended: its rows are read once"});
}

} // namespace dataflow::database_
