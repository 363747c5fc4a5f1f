// CREATE TABLE and what belongs to it. Run-time code: it is needed once, when a database is opened.
#pragma once

#include <dataflow/sql/detail/range_check.hpp>
#include <dataflow/sql/statement.hpp> // first: its code includes sql/parts.hpp

#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/column_type.hpp>
#include <dataflow/sql/detail/condition_text.hpp>
#include <dataflow/sql/detail/default_literal.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/spell.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dataflow::rooms::sql {

namespace detail {

inline void column_definition(writer& w, const schema::table& t, std::size_t i, const void* prototype,
                              std::span<const field_access> fields) {
    const auto& c = t.columns[i];
    w.identifier(c.name) << " " << column_type(w.dialect(), *c.type);
    const auto& d = w.dialect();
    // Byte by byte, as SQLite compares and orders text: the same order everywhere.
    if (c.type->stored == storage::text) w << d.byte_order;
    if (c.generated) w << d.made_key;
    if (c.generated && !t.reuse_keys) w << d.made_key_once;
    if (c.generated && d.made_key_is_primary) return range_check(w, t, c);
    if (!c.nullable()) w << " NOT NULL";
    writer given{w.dialect()};
    column_default(given, c, fields[i], prototype);
    if (!given.view().empty()) w << " DEFAULT " << given.view();
    range_check(w, t, c);
}

/// The column that leads keys and indexes, and a comma, where the table has one.
inline void partition_first(writer& w, const schema::table& t) {
    if (t.policy.partition >= 0)
        w.identifier(t.columns[static_cast<std::size_t>(t.policy.partition)].name) << ", ";
}

/// A table that a foreign key of SQLite's names is in the same file.
inline writer& referenced_table(writer& w, std::string_view name) {
    return w.dialect().names_fold ? w.identifier(schema::path_of(name).name) : w.table(name);
}

inline void foreign_key_definition(writer& w, const schema::table& t, const schema::foreign_key& f) {
    w << "CONSTRAINT ";
    w.identifier(schema::foreign_key_name(t, f)) << " FOREIGN KEY (";
    if (f.partitioned) partition_first(w, t);
    listed(w, f.size(), [&](std::size_t i) { w.identifier(t.columns[f.column_at(i)].name); });
    w << ") REFERENCES ";
    referenced_table(w, f.table) << " (";
    if (f.partitioned) partition_first(w, t);
    listed(w, f.size(), [&](std::size_t i) { w.identifier(f.target_at(i)); });
    w << ")";
    if (f.action == on_delete::cascade) w << " ON DELETE CASCADE";
    if (f.action == on_delete::set_null) w << " ON DELETE SET NULL";
}

/// The condition of a partial index, after `before`: a unique one is over the records that are not deleted.
constexpr void index_condition(writer& w, const schema::table& t, const schema::index& i,
                               std::string_view before) {
    const int mark = i.unique ? t.policy.deleted_mark() : -1;
    if (mark >= 0) (w << before).identifier(t.columns[static_cast<std::size_t>(mark)].name) << " IS NULL";
    if (i.where.size == 0) return;
    w << (mark >= 0 ? " AND " : before);
    condition_text(w, t, i.where);
}

} // namespace detail

/// `CREATE TABLE`. `prototype` is a default-constructed record: its values are the defaults. On SQLite
/// the foreign keys are part of it; PostgreSQL gets them afterwards (`add_foreign_key`), since a
/// referenced table must exist there.
[[nodiscard]] inline std::string create_table(any_dialect d, const schema::table& t, const void* prototype,
                                              std::span<const field_access> fields) {
    writer w{d};
    w << "CREATE TABLE ";
    w.table(t.name) << " (\n  ";
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        if (i != 0) w << ",\n  ";
        detail::column_definition(w, t, i, prototype, fields);
    }
    if (t.generated_key < 0 || !w.dialect().made_key_is_primary) {
        w << ",\n  CONSTRAINT ";
        w.identifier(schema::primary_key_name(t)) << " PRIMARY KEY (";
        if (t.generated_key < 0) detail::partition_first(w, t);
        some_columns(w, t, t.key);
        w << ")";
    }
    if (t.policy.partition >= 0 && t.generated_key >= 0) { // for foreign keys, which name the tenant, too
        w << ",\n  CONSTRAINT ";
        w.identifier(schema::partition_key_name(t)) << " UNIQUE (";
        detail::partition_first(w, t);
        some_columns(w, t, t.key);
        w << ")";
    }
    for (const auto& c : t.checks) {
        w << ",\n  CONSTRAINT ";
        w.identifier(c.name) << " CHECK (";
        detail::condition_text(w, t, c.that);
        w << ")";
    }
    if (w.dialect().foreign_keys_inside)
        for (const auto& f : t.foreign_keys) {
            w << ",\n  ";
            detail::foreign_key_definition(w, t, f);
        }
    w << "\n)";
    return std::string{w.view()};
}

/// `ALTER TABLE ... ADD CONSTRAINT ... FOREIGN KEY`, for PostgreSQL.
[[nodiscard]] inline std::string add_foreign_key(const schema::table& t, const schema::foreign_key& f) {
    writer w{dialect::postgres};
    w << "ALTER TABLE ";
    w.table(t.name) << " ADD ";
    detail::foreign_key_definition(w, t, f);
    return std::string{w.view()};
}

/// `"name" ON "sales"."orders"`; on SQLite the schema is that of the index: `"sales"."name" ON "orders"`.
inline writer& index_on(writer& w, const schema::table& t, const std::string& name) {
    const auto path = t.path();
    const bool before = w.dialect().names_fold && !path.space.empty();
    if (before) w.identifier(path.space) << ".";
    w.identifier(name) << " ON ";
    return before ? w.identifier(path.name) : w.table(t.name);
}

/// `CREATE [UNIQUE] INDEX IF NOT EXISTS`.
[[nodiscard]] inline std::string create_index(any_dialect d, const schema::table& t, const schema::index& i) {
    writer w{d};
    w << (i.unique ? "CREATE UNIQUE INDEX IF NOT EXISTS " : "CREATE INDEX IF NOT EXISTS ");
    index_on(w, t, schema::index_name(t, i)) << " (";
    detail::partition_first(w, t);
    // NULL counts as the smallest value in orderings; PostgreSQL's indexes have to be told.
    listed(w, i.size, [&](std::size_t c) {
        const auto& column = t.columns[i.columns[c]];
        w.identifier(column.name);
        if (w.dialect().null_is_greatest && column.nullable()) w << " NULLS FIRST";
    });
    w << ")";
    detail::index_condition(w, t, i, " WHERE ");
    return std::string{w.view()};
}

/// What an index of pgvector's is over: its column as vectors.
constexpr void similar_expression(writer& w, const schema::table& t, const schema::similar_index& i) {
    const auto& column = t.columns[i.column];
    w.identifier(column.name) << "::VECTOR(";
    w.number(static_cast<std::int64_t>(column.type->sequence->fixed)) << ")";
}

/// The same for an index of pgvector's.
[[nodiscard]] inline std::string create_index(any_dialect d, const schema::table& t,
                                              const schema::similar_index& i) {
    constexpr std::string_view operators[]{"cosine", "l2", "ip"};
    writer w{d};
    w << "CREATE INDEX IF NOT EXISTS ";
    index_on(w, t, schema::index_name(t, i)) << " USING hnsw ((";
    similar_expression(w, t, i);
    w << ") vector_" << operators[static_cast<std::size_t>(i.by)] << "_ops)";
    return std::string{w.view()};
}

} // namespace dataflow::rooms::sql
