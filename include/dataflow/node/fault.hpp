// Errors that nodes raise themselves.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/sql/statement.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace dataflow::node_ {

/// The key's columns, for messages: "shelf, place".
[[nodiscard]] inline std::string key_names(const schema::table& t) {
    std::string out;
    for (const auto k : t.key) {
        if (!out.empty()) out += ", ";
        out += t.columns[k].name;
    }
    return out;
}

/// Raises an error of a statement's node and model.
[[noreturn, gnu::cold]] inline void fail(error_kind kind, const sql::statement& s, std::string_view message, std::string_view field = {}) {
    error_info info;
    info.message = std::string{message};
    info.node = std::string{s.node};
    if (s.table != nullptr) info.model = std::string{s.table->model};
    info.field = std::string{field};
    raise(kind, std::move(info));
}

/// Runs `work()`; an error that it raises without saying where gets the statement's node and model.
template <class Work>
decltype(auto) located(const sql::statement& s, Work&& work) {
    try {
        return work();
    } catch (const error& e) {
        if (!e.node().empty() && !e.model().empty()) throw;
        error_info info = e.info();
        if (info.node.empty()) info.node = std::string{s.node};
        if (info.model.empty() && s.table != nullptr) info.model = std::string{s.table->model};
        raise(e.kind(), std::move(info));
    }
}

} // namespace dataflow::node_
