// What the statements that made SQLite's tables tell besides its catalog.
#pragma once

#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/catalog/detail/sqlite_text.hpp>
#include <dataflow/catalog/name_index.hpp>
#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/catalog/tokens.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

namespace detail {

/// The clauses of all columns, then the table's constraints, as they follow one another in the text.
template <class Take>
void each_clause(const table_definition& of, Take&& take) {
    for (const auto& column : of.columns)
        for (const auto& c : column.clauses) take(c);
    for (const auto& c : of.constraints) take(c);
}

/// What the text of a CREATE TABLE tells besides.
inline void add_table_text(arena& keeps, table_parts& parts, const table_definition& text) {
    auto& to = parts.of;
    to.strict = text.strict;
    to.without_rowid = text.without_rowid;
    const auto kept = [&](std::string_view of) { return of.empty() ? std::string_view{} : keeps.text(of); };
    std::size_t key = 0; // they are numbered backwards, in the order of the text
    bool numbered = false;
    each_clause(text, [&](const definition_clause& c) {
        to.replaces = to.replaces || c.replaces;
        numbered = numbered || c.autoincrement;
        if (c.what == clause_kind::check) parts.checks.push_back({kept(c.name), kept(c.expression)});
        else if (c.what == clause_kind::primary_key) to.key.name = kept(c.name);
        else if (c.what == clause_kind::foreign_key && key < parts.foreign_keys.size()) {
            auto& one = parts.foreign_keys[key++];
            one.name = kept(c.name);
            one.deferrable = c.deferrable;
            one.deferred = c.deferred;
        }
    });
    for (auto& c : parts.columns) {
        const auto* const said = text.find(c.name);
        if (said == nullptr) continue;
        if (const auto* made = said->find(clause_kind::generated)) c.expression = kept(made->expression);
        const auto* const by = said->find(clause_kind::collation);
        c.folds = by != nullptr && !schema::same_name(by->expression, "BINARY");
        if (c.folds) c.collation = kept(by->expression);
        if (numbered && to.in_key(c.name)) c.numbered = identity::autoincrement;
    }
}

/// A key that is the row's own number has no index of its own, and the type INTEGER.
inline void number_columns(table_parts& parts) {
    const auto& key = parts.of.key.columns;
    if (key.size() != 1 || parts.of.without_rowid) return;
    for (const auto& i : parts.indexes)
        if (i.origin == index_origin::primary_key) return;
    for (auto& c : parts.columns)
        if (c.name == key[0] && schema::same_name(c.type.spelled, "INTEGER") && c.numbered == identity::none)
            c.numbered = identity::rowid;
}

/// A UNIQUE constraint is known by its index; its name stands in the text.
inline void find_unique_constraints(arena& keeps, table_parts& parts, const table_definition& text) {
    for (const auto& i : parts.indexes) {
        if (i.origin != index_origin::unique_constraint) continue;
        unique_constraint one;
        auto* const columns = keeps.names.take(i.parts.size());
        for (std::size_t p = 0; p < i.parts.size(); ++p) columns[p] = i.parts[p].column;
        one.columns = {columns, i.parts.size()};
        each_clause(text, [&](const definition_clause& c) {
            if (c.what == clause_kind::unique &&
                std::equal(c.columns.begin(), c.columns.end(), columns, columns + i.parts.size(),
                           [](const auto& a, const auto& b) { return schema::same_name(a, b); }))
                one.name = c.name.empty() ? std::string_view{} : keeps.text(c.name);
        });
        parts.unique.push_back(one);
    }
}

/// What all texts of a table tell.
inline void complete_from_text(arena& keeps, table_parts& parts) {
    const bool told = parts.of.kind == relation::table;
    const auto text = definition_of(told ? parts.of.definition : std::string_view{});
    if (told) add_table_text(keeps, parts, text);
    number_columns(parts);
    find_unique_constraints(keeps, parts, text);
}

/// What the text of a CREATE INDEX tells.
inline void add_index_text(arena& keeps, index& to, std::vector<index_part>& parts, std::string_view sql) {
    to.definition = keeps.text(sql);
    const auto text = read_index_text(sql);
    if (!text.predicate.empty()) to.predicate = keeps.text(text.predicate);
    for (std::size_t i = 0; i < parts.size() && i < text.parts.size(); ++i)
        if (parts[i].column.empty()) parts[i].expression = keeps.text(text.parts[i]);
}

/// The events of a trigger, and its time, as its statement says.
inline void tell_trigger_by_text(trigger& to, const found_row&) {
    token_reader in{to.definition, dialect::sqlite};
    to.time = trigger_time::before; // SQLite's, where nothing is said
    while (!in.at_end() && !in.now().is("trigger")) in.next();
    in.next();
    if (in.take("if")) in.next(), in.next();
    in.next();
    if (in.take(".")) in.next();
    for (; !in.at_end() && !in.now().is("on"); in.next()) {
        if (in.now().is("after")) to.time = trigger_time::after;
        if (in.now().is("instead")) to.time = trigger_time::instead_of;
        if (in.now().is("insert")) to.events = inserts;
        if (in.now().is("delete")) to.events = deletes;
        if (in.now().is("update")) {
            to.events = updates;
            return;
        }
    }
}

/// A foreign key that names no columns means the target's key.
inline void resolve_targets(std::vector<table>& tables, arena& keeps) {
    const name_index names{dialect::sqlite, tables};
    for (auto& t : tables) {
        std::vector<foreign_key> keys{t.foreign_keys.begin(), t.foreign_keys.end()};
        bool any = false;
        for (auto& k : keys) {
            if (!k.target_columns.empty()) continue;
            for (const auto other : names.places(k.target))
                if (tables[other].schema == t.schema)
                    k.target_columns = tables[other].key.columns, any = true;
        }
        if (any) t.foreign_keys = keeps.foreign_keys.keep(keys);
    }
}

} // namespace detail

} // namespace dataflow::catalog
