// The code of database/tables.hpp.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/database/enum_checks.hpp>
#include <dataflow/database/row_shapes.hpp>
#include <dataflow/database/tables.hpp>
#include <dataflow/database/unique_indexes.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/column_type.hpp>
#include <dataflow/sql/ddl.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::database_ {

/// A column as the database has it.
struct found_column {
    std::string name;
    std::string type;
    bool required = false; ///< NOT NULL
    bool key = false;
    bool filled = false;   ///< has a default, or is made by the database
    bool computed = false; ///< GENERATED ALWAYS AS (...)
    std::string kind{};    ///< of its table, where no model can have it: "a view"
    std::string given{};   ///< SQLite: its default
    std::string folds{};   ///< a collation to which different texts are equal
};

namespace detail {

inline constexpr std::array<field_access, 9> found_fields{
    field_access{offsetof(found_column, name), &schema::info_of<std::string>, "name"},
    field_access{offsetof(found_column, type), &schema::info_of<std::string>, "type"},
    field_access{offsetof(found_column, required), &schema::info_of<bool>, "required"},
    field_access{offsetof(found_column, key), &schema::info_of<bool>, "key"},
    field_access{offsetof(found_column, filled), &schema::info_of<bool>, "filled"},
    field_access{offsetof(found_column, computed), &schema::info_of<bool>, "computed"},
    field_access{offsetof(found_column, kind), &schema::info_of<std::string>, "kind"},
    field_access{offsetof(found_column, given), &schema::info_of<std::string>, "given"},
    field_access{offsetof(found_column, folds), &schema::info_of<std::string>, "folds"}};

inline void write_columns(sql::writer& w, const sql::statement& s) {
    if (w.dialect().catalog == sql::catalog_form::pg_catalog) {
        w << "SELECT a.attname::TEXT, format_type(a.atttypid, a.atttypmod), a.attnotnull, "
             "coalesce(a.attnum = ANY(i.indkey), FALSE), a.atthasdef OR a.attidentity <> '', "
             "a.attgenerated <> '', CASE k.relkind WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialized view' "
             "WHEN 'f' THEN 'a foreign table' ELSE '' END, '', coalesce(o.collname::TEXT, '') "
             "FROM pg_attribute AS a JOIN pg_class AS k ON k.oid = a.attrelid "
             "LEFT JOIN pg_collation AS o ON o.oid = a.attcollation AND NOT o.collisdeterministic "
             "LEFT JOIN pg_index AS i ON i.indrelid = a.attrelid AND i.indisprimary "
             "WHERE a.attrelid = to_regclass(";
        w.name_literal(s.table->name) << ") AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";
    } else {
        // A key that SQLite makes is the row's own number: then it has no index of its own.
        w << "SELECT name, upper(type), \"notnull\" OR pk > 0, pk > 0, dflt_value IS NOT NULL OR "
             "(pk > 0 AND upper(type) = 'INTEGER' AND NOT EXISTS (SELECT 1 FROM pragma_index_list(";
        w.literal(s.table->name)
            << ") WHERE origin = 'pk')), hidden IN (2, 3), CASE WHEN EXISTS (SELECT 1 FROM sqlite_schema "
               "WHERE type = 'view' AND name = ";
        w.literal(s.table->name) << " COLLATE NOCASE) THEN 'a view' WHEN EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ";
        w.literal(s.table->name)
            << " COLLATE NOCASE AND instr(replace(replace(replace(replace(replace(upper(sql), ' ', ''), char(9), ''), char(10), ''), "
               "char(13), ''), 'NULLONCONFLICTREPLACE', ''), 'ONCONFLICTREPLACE') > 0) " // NOT NULL: only NULL is replaced
               "THEN 'a table in which a new record takes the place of another (ON CONFLICT REPLACE)' ELSE '' END, "
                                    "coalesce(dflt_value, ''), dataflow_folds(";
        w.literal(s.table->name) << ", name) FROM pragma_table_xinfo(";
        w.literal(s.table->name) << ") WHERE hidden <> 1";
    }
}

[[nodiscard]] inline std::vector<found_column> columns_of(driver::connection& c, const schema::table& t) {
    const sql::statement s{.node = "open", .table = &t, .own_text = &write_columns};
    std::vector<found_column> out;
    auto target = node_::rows_into(out, found_fields);
    c.run(s, 0, {}, &target);
    return out;
}

inline void write_vectors(sql::writer& w, const sql::statement&) { w << "SELECT " << sql::vectors_are_there; }

/// Whether the database has pgvector; asked where a model wants an index of its.
[[nodiscard]] inline bool has_vectors(driver::connection& c, std::span<const described> models) {
    bool wanted = false;
    for (const auto& m : models) wanted = wanted || !m.table->similar.empty();
    if (!wanted || c.speaks() != dialect::postgres) return false;
    const sql::statement s{.node = "open", .own_text = &write_vectors};
    bool there = false;
    node_::one_row row{&there};
    constexpr std::array<field_access, 1> field{field_access{0, &schema::info_of<bool>, "vectors"}};
    auto target = row.target(field);
    c.run(s, 0, {}, &target);
    return there;
}

/// What format_type() says of a stored type.
[[nodiscard]] constexpr std::string_view postgres_type(storage s) noexcept {
    return is_array(s) ? facts_of(s).told_array : facts_of(s).told;
}

/// A column's type, as `columns_of` would tell it.
[[nodiscard]] inline std::string wanted_type(dialect d, const schema::column& c) {
    auto out = sql::column_type(d, *c.type);
    if (d != dialect::postgres) return out;
    auto name = postgres_type(c.type->stored);
    if (const auto digits = out.find('('); digits != std::string::npos) { // "NUMERIC(10,2)[]": the brackets are there already
        if (name.ends_with("[]")) name.remove_suffix(2);
        return out.replace(0, digits, name);
    }
    return std::string{name};
}

[[nodiscard]] inline bool same_type(dialect d, const schema::column& wanted, std::string_view found) {
    if (d == dialect::sqlite) return sql::keeps_values(*wanted.type, found);
    const auto stored = wanted.type->stored;
    if (stored == storage::decimal || stored == array_of(storage::decimal))
        return found == wanted_type(d, wanted);
    if (wanted.type->stored == storage::text && found.starts_with("character varying") && !found.ends_with("[]")) return true;
    if (wanted.type->stored == array_of(storage::text) && found.starts_with("character varying") && found.ends_with("[]")) return true;
    return found == postgres_type(wanted.type->stored);
}

/// What differs between a table and its model, column by column; empty where nothing does.
[[nodiscard]] inline std::string difference(dialect d, const schema::table& t, const std::vector<found_column>& found) {
    std::string out;
    const auto say = [&](std::string_view column, const std::string& what) {
        out += (out.empty() ? "column " : "; column ") + std::string{column} + " " + what;
    };
    for (const auto& c : t.columns) {
        const found_column* there = nullptr;
        for (const auto& f : found)
            if (f.name == c.name) there = &f;
        if (there == nullptr) {
            say(c.name, "is missing");
            continue;
        }
        if (there->computed) {
            say(c.name, "is generated from others: a field can only be a column that is written "
                        "(read it by df::sql)");
            continue;
        }
        if (!same_type(d, c, there->type)) say(c.name, "is " + there->type + " and should be " + wanted_type(d, c));
        if (const auto kept = stored_type(*c.type).stored; !there->folds.empty() && (kept == storage::text || is_array(kept)))
            say(c.name, "has the collation " + there->folds + ", to which different texts are equal");
        if (odd_default(stored_type(*c.type).stored, there->given))
            say(c.name, "has a default whose form is not the library's: " +
                            std::string{facts_of(stored_type(*c.type).stored).now} +
                            " gives that");
        if (c.key != there->key) say(c.name, c.key ? "is not part of the primary key" : "is part of the primary key");
        if (!c.nullable() && !there->required) say(c.name, "can be NULL and the field cannot");
        if (c.nullable() && there->required) say(c.name, "is NOT NULL and the field is optional");
        if (c.generated && !there->filled) say(c.name, "is a key that the database does not make");
    }
    for (const auto& f : found)
        if (t.find(f.name) < 0 && f.required && !f.filled && !f.computed)
            say(f.name, "is NOT NULL without a default, and not in the model");
    return out;
}

/// Calls `table(model)` for each table that is missing, `index(model, index, unguarded)` for each index (`unguarded`: no other
/// one keeps unique what it should), `full_text(model)` where searches need what is not there, and `narrow(model, check)` for a check that lacks values of its enumeration. Throws schema_mismatch for a table of another shape.
template <class Table, class Index, class FullText, class Narrow>
void compare(driver::connection& c, std::span<const described> models, Table table, Index index, FullText full_text, Narrow narrow) {
    const bool vectors = has_vectors(c, models);
    for (const auto& m : models) {
        const auto& t = *m.table;
        const auto found = columns_of(c, t);
        if (found.empty()) {
            table(m);
            for (const auto& i : t.indexes) index(m, i, false);
            if (vectors)
                for (const auto& i : t.similar) index(m, i, false);
            if (m.search != nullptr) full_text(m);
            continue;
        }
        const auto& kind = found.front().kind;
        const auto what = kind.empty() ? difference(c.speaks(), t, found) : std::string{};
        if (!what.empty() || !kind.empty()) {
            error_info info;
            info.node = "open";
            info.model = std::string{t.model};
            info.message = kind.empty() ? "the table " + std::string{t.name} + " has another shape: " + what
                                        : std::string{t.name} + " is " + kind +
                                              (kind.starts_with("a table") ? ": make it without that clause"
                                                                           : ", and a model needs a table of its own; df::sql reads it");
            throw schema_mismatch(std::move(info));
        }
        if (c.speaks() == dialect::sqlite)
            if (const auto odd = odd_values(c, t); !odd.empty()) {
                error_info info;
                info.node = "open";
                info.model = std::string{t.model};
                info.message = "the table " + std::string{t.name} +
                               " holds values of another form, written by another program: " + odd;
                throw schema_mismatch(std::move(info));
            }
        const auto there = indexes_of(c, t);
        for (const auto& i : t.indexes) {
            const auto name = schema::index_name(t, i);
            if (!has_index(there, name))
                index(m, i, i.unique && !kept_unique(there, t, i));
            else if (i.unique && !keeps_unique(there, name, t, i))
                refuse_index(name, t, i);
        }
        if (vectors)
            for (const auto& i : t.similar)
                if (!has_index(there, schema::index_name(t, i))) index(m, i, false);
        if (m.search != nullptr && !m.search->is_there(c, t)) full_text(m);
        for (const auto& check : narrow_checks(c, t)) narrow(m, check);
    }
}
inline void write_lock(sql::writer& w, const sql::statement&) {
    w << "SELECT count(pg_advisory_xact_lock(1684104562))"; // "dfdr": one creator of tables at a time
}

/// Refuses a default that could never be stored, where the compiler did not see it: a value of an enumeration without a name.
/// 0 is none: it is what `{}` gives.
inline void check_defaults(const described& m) {
    for (std::size_t i = 0; i < m.table->own_columns; ++i) {
        const auto& c = m.table->columns[i];
        if (c.type->memory != layout::enumeration) continue;
        const auto v = load(m.fields[i], m.prototype);
        if (v.is_null() || v.data != nullptr) continue;
        const void* at = static_cast<const std::byte*>(m.prototype) + m.fields[i].offset;
        if (c.type->optional != nullptr) at = c.type->optional->get(at);
        if (dataflow::detail::load_enum(*c.type, at) == 0) continue;
        error_info info;
        info.node = "open";
        info.model = std::string{m.table->model};
        info.field = std::string{c.name};
        info.message = "the default is not within the df::enum_range of its enumeration";
        throw invalid_value(std::move(info));
    }
}

} // namespace detail

DATAFLOW_RUNTIME void prepare_tables(driver::connection& c, std::span<const described> models, bool create) {
    for (const auto& m : models) detail::check_defaults(m);
    std::size_t missing = 0;
    std::string first;
    std::string_view unsearchable;
    const schema::table* narrow_table = nullptr;
    const schema::table* guardless = nullptr; // lacks a unique index
    std::string guard;
    std::string narrow;
    detail::compare(
        c, models,
        [&](const described& m) {
            ++missing;
            if (first.empty()) first = m.table->name;
        },
        [&](const described& m, const auto& i, bool unguarded) {
            ++missing;
            if (!unguarded || guardless != nullptr) return;
            guardless = m.table;
            guard = schema::index_name(*m.table, i);
        },
        [&](const described& m) {
            ++missing;
            unsearchable = m.table->name;
        },
        [&](const described& m, const narrow_check& n) {
            ++missing;
            if (narrow_table == nullptr) narrow_table = m.table;
            if (narrow_table == m.table) narrow += (narrow.empty() ? "" : "; ") + n.difference();
        });
    if (missing == 0) return;
    if (!create) {
        const bool of_indexes = first.empty() && unsearchable.empty() && narrow.empty();
        if (of_indexes && guardless == nullptr) return; // indexes that guard nothing are missing: slower, not wrong
        error_info info;
        info.node = "open";
        if (of_indexes) {
            info.model = std::string{guardless->model};
            info.message = "the unique index " + guard + " of the table " + std::string{guardless->name} +
                           " is missing, and create_tables is off";
            throw schema_mismatch(std::move(info));
        }
        if (first.empty() && unsearchable.empty()) {
            info.model = std::string{narrow_table->model};
            info.message = "the table " + std::string{narrow_table->name} + " has another shape: " + narrow + ", and create_tables is off";
            throw schema_mismatch(std::move(info));
        }
        info.message = first.empty() ? "the full-text index of the table " + std::string{unsearchable} + " is missing or another one, and create_tables is off"
                                     : "the table " + first + " does not exist, and create_tables is off";
        throw schema_mismatch(std::move(info));
    }
    context inside{c};
    inside.atomically([&] {
        if (c.speaks() == dialect::postgres) {
            const sql::statement lock{.node = "open", .own_text = &detail::write_lock};
            std::int64_t ignored = 0;
            node_::one_row row{&ignored};
            constexpr std::array<field_access, 1> field{field_access{0, &schema::info_of<std::int64_t>, "count"}};
            auto target = row.target(field);
            c.run(lock, 0, {}, &target);
        }
        std::vector<std::string> later; // foreign keys need their tables, on PostgreSQL
        std::vector<std::string> texts; // of indexes
        std::vector<std::pair<const schema::table*, std::string>> indexes;
        std::vector<const described*> searched;
        std::vector<std::string> checks;
        detail::compare(
            c, models, // again: someone else may have been faster
            [&](const described& m) {
                c.script(sql::create_table(c.speaks(), *m.table, m.prototype, m.fields));
                if (c.speaks() == dialect::postgres)
                    for (const auto& f : m.table->foreign_keys) later.push_back(sql::add_foreign_key(*m.table, f));
            },
            [&](const described& m, const auto& i, bool) {
                indexes.emplace_back(m.table, schema::index_name(*m.table, i));
                texts.push_back(sql::create_index(c.speaks(), *m.table, i));
            },
            [&](const described& m) { searched.push_back(&m); },
            [&](const described&, const narrow_check& n) { checks.insert(checks.end(), n.texts.begin(), n.texts.end()); });
        for (const auto& text : checks) c.script(text);
        for (const auto& text : later) c.script(text);
        for (const auto& text : texts) c.script(text);
        for (const auto& [t, name] : indexes) expect_index(c, *t, name);
        for (const auto* m : searched) m->search->make(c, *m->table);
    });
}

} // namespace dataflow::database_
