// Statements that make tables of PostgreSQL, from descriptions. (SQLite: catalog/table_definition.hpp.)
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>

#include <string>
#include <string_view>

namespace dataflow::migrate::detail {

/// `"name"`.
[[nodiscard]] std::string quoted_name(std::string_view name);
/// `'text'`.
[[nodiscard]] std::string literal(std::string_view text);
/// `"a", "b"`.
[[nodiscard]] std::string quoted_list(constant_list<std::string_view> names);
/// `"orders"`, `"sales"."orders"`.
[[nodiscard]] std::string path_text(std::string_view schema, std::string_view name);
/// The same for people, and for locks: `orders`, `sales.orders`.
[[nodiscard]] std::string plain_path(std::string_view schema, std::string_view name);

/// `"size" integer NOT NULL DEFAULT 1`, as it stands in CREATE TABLE and after ADD COLUMN. Without the checks
/// on it, which are those of the table.
[[nodiscard]] std::string column_definition(const catalog::column& c);
/// `CONSTRAINT "name" PRIMARY KEY ("id")`; so do the next three begin where there is a name.
[[nodiscard]] std::string key_definition(const catalog::primary_key& k);
[[nodiscard]] std::string unique_definition(const catalog::unique_constraint& u);
[[nodiscard]] std::string foreign_key_definition(const catalog::foreign_key& f);
[[nodiscard]] std::string check_definition(const catalog::check& c);

/// `CREATE TABLE` without what comes afterwards: foreign keys, indexes, comments.
[[nodiscard]] std::string create_table_text(const catalog::table& t);
/// `CREATE [UNIQUE] INDEX` under a name (empty: its own). `how`: ` CONCURRENTLY`, or nothing.
[[nodiscard]] std::string create_index_text(const catalog::table& t, const catalog::index& i,
                                            std::string_view how = {}, std::string_view name = {});

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/postgres_text.ipp>
#endif
