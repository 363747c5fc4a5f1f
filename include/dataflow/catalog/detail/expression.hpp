// Whether two expressions of SQL mean the same, one as the library writes it and one as a database tells it
// again: PostgreSQL keeps no text, but shows `a BETWEEN 1 AND 2` as `((a >= 1) AND (a <= 2))`.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/sql/dialect.hpp>

#include <string>
#include <string_view>

namespace dataflow::catalog {

/// An expression in a form of its own, in which what differs in spelling only is equal: parentheses, letters'
/// case, casts, BETWEEN, lists of IN, numbers, times, JSON. What cannot be taken apart is given word for
/// word.
[[nodiscard]] std::string canonical_expression(std::string_view sql, dialect d);

/// Whether two expressions mean the same.
[[nodiscard]] inline bool same_expression(std::string_view a, std::string_view b, dialect d) {
    return a == b || canonical_expression(a, d) == canonical_expression(b, d);
}

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/detail/expression.ipp>
#endif
