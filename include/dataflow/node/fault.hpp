// Errors that nodes raise themselves.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/sql/statement.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace dataflow::node_ {

/// The key's columns, for messages: "shelf, place".
[[nodiscard]] std::string key_names(const schema::table& t);

/// Raises an error of a statement's node and model.
[[noreturn, gnu::cold]] void fail(error_kind kind, const sql::statement& s, std::string_view message, std::string_view field = {});

/// A predicate that is wholly absent must not become all records.
[[noreturn, gnu::cold]] void refuse_absent_predicate(const sql::statement& s);

} // namespace dataflow::node_

#ifndef DATAFLOW_RUNTIME_APART
#include <dataflow/node/fault.ipp>
#endif
