// Snapshots as text: the header of C++ that a program compiles, and JSON that programs read.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/sql/dialect.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate {

/// A header of C++: in a namespace, for each table that has the name of a model a struct that stands for it,
/// and `models` for all of them. `all`: one description for each kind of database, of the same models. The
/// same descriptions give the same text. Throws `invalid_value` for a namespace that is no name of C++.
/// The header holds the JSON of `snapshot_json`, too, in a comment.
[[nodiscard]] std::string snapshot_header(const std::vector<const catalog::database_description*>& all,
                                          std::string_view name_space);

/// `{"dataflow_snapshot":1,"databases":[{"dialect":"sqlite","tables":[...]}]}`.
[[nodiscard]] std::string snapshot_json(const std::vector<const catalog::database_description*>& all);

/// The same as a comment of C++: for a header with structs that somebody else writes (pull/plan.hpp).
[[nodiscard]] std::string snapshot_comment(const std::vector<const catalog::database_description*>& all);

/// Whether a text is a snapshot, as one of these functions has written it.
[[nodiscard]] bool is_snapshot_text(std::string_view text) noexcept;

/// The description for one kind of database that a snapshot holds, header or JSON; nothing where it was not
/// written for that kind. Throws `invalid_value` for a text that is no snapshot, and for one of a newer form.
[[nodiscard]] std::optional<catalog::live_description> read_snapshot(std::string_view text, dialect wanted);

/// The kinds of databases that a snapshot was written for. Throws as `read_snapshot`.
[[nodiscard]] std::vector<dialect> dialects_of_snapshot(std::string_view text);

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/snapshot_text.ipp>
#endif
