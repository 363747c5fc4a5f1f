// The code of node/fault.hpp.
#pragma once

#include <dataflow/node/fault.hpp>

namespace dataflow::node_ {

DATAFLOW_RUNTIME std::string key_names(const schema::table& t) {
    std::string out;
    for (const auto k : t.key) {
        if (!out.empty()) out += ", ";
        out += t.columns[k].name;
    }
    return out;
}

DATAFLOW_RUNTIME void fail(error_kind kind, const sql::statement& s, std::string_view message,
                           std::string_view field) {
    error_info info;
    info.message = std::string{message};
    info.node = std::string{s.node};
    if (s.table != nullptr) info.model = std::string{s.table->model};
    info.field = std::string{field};
    raise(kind, std::move(info));
}

DATAFLOW_RUNTIME void name_error(const error& e, const sql::statement& s) {
    error_info info = e.info();
    info.node = std::string{s.node};
    if (s.table != nullptr) info.model = std::string{s.table->model};
    raise(e.kind(), std::move(info));
}

DATAFLOW_RUNTIME void refuse_count(const sql::statement& s) {
    fail(error_kind::invalid_value, s, "a limit, an offset or a size is out of range");
}

DATAFLOW_RUNTIME void refuse_batch_size(const sql::statement& s) {
    fail(error_kind::invalid_value, s, "batch_size is at least 1");
}

DATAFLOW_RUNTIME void refuse_absent_predicate(const sql::statement& s) {
    const bool bulk = s.node.substr(0, 4) == "bulk";
    fail(error_kind::protected_operation, s,
         bulk ? "every part of the predicate is absent; df::everything is for all records"
              : "every part of the predicate is absent");
}

} // namespace dataflow::node_
