// Constants of SQL in one spelling.
#pragma once

#include <dataflow/core/config.hpp>

#include <string>
#include <string_view>

namespace dataflow::catalog {

/// A number: `5e-01`, `0.50` and `.5` are one.
[[nodiscard]] std::string canonical_number(std::string_view text);
/// The content of a string, in quotes: a time in the library's own form, whatever the form.
[[nodiscard]] std::string canonical_string(std::string_view content);
/// What `canonical_number` or `canonical_string` gave, cast to a type: a string that is a number or JSON is
/// compared as that.
[[nodiscard]] std::string literal_as(const std::string& canonical, std::string_view type);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/detail/literal.ipp>
#endif
