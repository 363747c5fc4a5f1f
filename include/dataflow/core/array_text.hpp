// An array as one text: as JSON, which SQLite stores, or as PostgreSQL writes a literal.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/core/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow {

/// `[1,null,"a"]` or `{1,NULL,"a"}`. In JSON an infinity is 9e999, which SQLite reads as one, and -0.0 is 0.
/// Of `compared`, a literal too, arrays that are equal to PostgreSQL have the same text: -0.0 is 0 there.
enum class array_style : std::uint8_t { json, literal, compared };

/// Appends an array (a `value::of_object`). Throws `access_fault` for an element that cannot be stored.
void append_array_text(std::string& out, const value& array, array_style style);

/// Fills a vector or array from JSON text. Throws `access_fault`.
void read_array_text(const type_info& type, void* to, std::string_view text);

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/core/array_text.ipp>
#endif
