// Records of found tables as JSON, and back.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/dynamic/detail/found_table.hpp>
#include <dataflow/json/value.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::dynamic_ {

/// Throws `invalid_value` for an input of a node.
[[noreturn, gnu::cold]] void refuse_input(const sql::statement& s, std::string_view why,
                                          std::string_view field = {});

/// A value as JSON text.
[[nodiscard]] std::string text_of(const json_value& v);

/// The position of a column. Throws `invalid_value` where there is none of this name.
[[nodiscard]] std::size_t column_of(const sql::statement& s, const found_table& of, std::string_view name);

/// A member of an object, or null. Throws `invalid_value` where `of` is no object; `place` names it.
[[nodiscard]] const json_value* member_of(const sql::statement& s, const json_value& of,
                                          std::string_view name, std::string_view place);

/// Throws `invalid_value` for a member of `of` that is none of `known`.
void require_members(const sql::statement& s, const json_value& of,
                     std::initializer_list<std::string_view> known);

/// Fills the fields of a record from the members of an object, and gives which were there. Throws
/// `invalid_value`, which names the field, for what does not fit, for a member that no column has, and for a
/// column that the database computes. `place`: of the object, for messages.
std::vector<bool> fill_record(const sql::statement& s, const found_table& of, const json_value& from,
                              void* record, std::string_view place);

/// Fills the key of a record: `from` is its value, or, where it has several parts, an object of them.
void fill_key(const sql::statement& s, const found_table& of, const json_value& from, void* record);

/// A member of an input that must be there. Throws `invalid_value` where it is not.
[[nodiscard]] const json_value& needed(const sql::statement& s, const json_value& input,
                                       std::string_view name);

/// Throws `invalid_value` where an INSERT of these columns leaves one out that nothing fills.
void require_filled(const sql::statement& s, const found_table& of, const std::vector<bool>& given);

/// The positions of the columns that are given.
[[nodiscard]] std::vector<std::uint16_t> columns_given(const std::vector<bool>& given);

/// A record as an object. Decimals are strings, so that no digit is lost; bytes are base64. Throws
/// `invalid_value`, which names the column, for what JSON cannot say: a text that is not UTF-8, NaN.
[[nodiscard]] json_value record_as_json(const sql::statement& s, const found_table& of, const void* record);

} // namespace dataflow::dynamic_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/dynamic/detail/json_record.ipp>
#endif
