// Errors that nodes raise themselves.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/whole.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::node_ {

/// The key's columns, for messages: "shelf, place".
[[nodiscard]] std::string key_names(const schema::table& t);

/// Raises an error of a statement's node and model.
[[noreturn, gnu::cold]] void fail(error_kind kind, const sql::statement& s, std::string_view message,
                                  std::string_view field = {});

/// Raises an error again that names no node, as one of this statement's node and model.
[[noreturn, gnu::cold]] void name_error(const error& e, const sql::statement& s);

/// The whole number that a clause of a statement takes, for which there is a verdict. Throws `invalid_value`
/// beyond 64 bits.
[[noreturn, gnu::cold]] void refuse_count(const sql::statement& s);
/// The same for a batch without rows.
[[noreturn, gnu::cold]] void refuse_batch_size(const sql::statement& s);
template <class N>
[[nodiscard]] constexpr std::int64_t counted(const sql::statement& s, const N& n) {
    return dataflow::detail::as_whole(n, [&] { refuse_count(s); });
}

/// A predicate that is wholly absent must not become all records.
[[noreturn, gnu::cold]] void refuse_absent_predicate(const sql::statement& s);

} // namespace dataflow::node_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/fault.ipp>
#endif
