// The code of catalog/detail/assemble.hpp: what the statements tell that made SQLite's tables.
#pragma once

#include <dataflow/catalog/detail/assemble.hpp>
#include <dataflow/catalog/detail/sqlite_text.hpp>
#include <dataflow/catalog/tokens.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

DATAFLOW_RUNTIME void add_table_text(arena& keeps, table& to, std::string_view sql,
                                     std::vector<column>& columns, std::vector<foreign_key>& keys,
                                     std::vector<check>& checks) {
    using kind = text_constraint::kind;
    const auto text = read_table_text(sql);
    to.strict = text.strict;
    to.without_rowid = text.without_rowid;
    to.replaces = text.replaces;
    const auto kept = [&](std::string_view of) { return of.empty() ? std::string_view{} : keeps.text(of); };
    for (auto& c : columns)
        for (const auto& said : text.columns) {
            if (!schema::same_name(said.name, c.name)) continue;
            c.expression = kept(said.expression);
            c.folds = !said.collation.empty() && !schema::same_name(said.collation, "BINARY");
            if (c.folds) c.collation = kept(said.collation);
            if (text.autoincrement && to.in_key(c.name)) c.numbered = identity::autoincrement;
        }
    std::size_t key = 0; // they are numbered backwards, in the order of the text
    for (const auto& c : text.constraints) {
        if (c.what == kind::check) checks.push_back({kept(c.name), kept(c.expression)});
        else if (c.what == kind::primary_key) to.key.name = kept(c.name);
        else if (c.what == kind::foreign_key && key < keys.size()) {
            auto& one = keys[key++];
            one.name = kept(c.name);
            one.deferrable = c.deferrable;
            one.deferred = c.deferred;
        }
    }
}

DATAFLOW_RUNTIME void add_index_text(arena& keeps, index& to, std::vector<index_part>& parts,
                                     std::string_view sql) {
    const auto text = read_index_text(sql);
    if (!text.predicate.empty()) to.predicate = keeps.text(text.predicate);
    for (std::size_t i = 0; i < parts.size() && i < text.parts.size(); ++i)
        if (parts[i].column.empty()) parts[i].expression = keeps.text(text.parts[i]);
}

DATAFLOW_RUNTIME void add_trigger_text(trigger& to, std::string_view sql) {
    token_reader in{sql, dialect::sqlite};
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

} // namespace dataflow::catalog
