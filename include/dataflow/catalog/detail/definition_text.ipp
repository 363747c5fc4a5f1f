// A table of SQLite's as the parts of its CREATE TABLE, and how these are written.
#pragma once

#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::catalog {

namespace detail {

inline void append_names(std::string& to, constant_list<std::string_view> names) {
    to += "(";
    for (std::size_t i = 0; i < names.size(); ++i)
        to.append(i == 0 ? "" : ", ").append(quoted_name({}, names[i]));
    to += ")";
}

[[nodiscard]] inline std::string constraint_start(std::string_view name) {
    return name.empty() ? std::string{} : "CONSTRAINT " + quoted_name({}, name) + " ";
}

[[nodiscard]] inline std::string foreign_key_text(const foreign_key& f) {
    auto out = constraint_start(f.name) + "FOREIGN KEY ";
    append_names(out, f.columns);
    out += " REFERENCES " + quoted_name({}, f.target) + " ";
    append_names(out, f.target_columns);
    if (f.on_delete != action::none) out.append(" ON DELETE ").append(name_of(f.on_delete));
    if (f.on_update != action::none) out.append(" ON UPDATE ").append(name_of(f.on_update));
    if (f.deferrable) out.append(" DEFERRABLE").append(f.deferred ? " INITIALLY DEFERRED" : "");
    return out;
}

[[nodiscard]] inline definition_clause clause_of(clause_kind what, std::string_view name,
                                                 constant_list<std::string_view> columns,
                                                 std::string_view expression, std::string text) {
    definition_clause out;
    out.what = what;
    out.name = name;
    for (const auto c : columns) out.columns.emplace_back(c);
    out.expression = expression;
    out.text = std::move(text);
    return out;
}

/// The column whose own check this is, by its name; the number of columns where it is the table's.
[[nodiscard]] inline std::size_t column_of_check(const table& t, const check& c) {
    std::size_t at = 0;
    while (at < t.columns.size() && c.name != schema::detail::made_name([&](auto put) {
                                        put(t.name);
                                        put("_");
                                        put(t.columns[at].name);
                                        put(schema::range_suffix);
                                    }))
        ++at;
    return at;
}

[[nodiscard]] inline column_definition column_of(const table& t, const column& c) {
    column_definition out{std::string{c.name}, std::string{c.type.spelled}, {}};
    const auto add = [&](clause_kind what, std::string_view expression, std::string text) {
        out.clauses.push_back(clause_of(what, {}, {&c.name, 1}, expression, std::move(text)));
    };
    if (!c.collation.empty())
        add(clause_kind::collation, c.collation, "COLLATE " + quoted_name({}, c.collation));
    if (c.numbered == identity::rowid || c.numbered == identity::autoincrement) {
        const bool once = c.numbered == identity::autoincrement;
        add(clause_kind::primary_key, {}, once ? "PRIMARY KEY AUTOINCREMENT" : "PRIMARY KEY");
        out.clauses.back().autoincrement = once;
        return out; // NOT NULL by itself, and of the right type
    }
    if (!c.nullable) add(clause_kind::not_null, {}, "NOT NULL");
    if (c.generated != generation::none)
        add(clause_kind::generated, c.expression,
            "GENERATED ALWAYS AS (" + std::string{c.expression} + ")" +
                (c.generated == generation::stored ? " STORED" : " VIRTUAL"));
    if (!c.default_text.empty())
        add(clause_kind::default_value, c.default_text, "DEFAULT " + std::string{c.default_text});
    for (const auto& k : t.checks)
        if (const auto at = column_of_check(t, k); at < t.columns.size() && &t.columns[at] == &c)
            out.clauses.push_back(
                clause_of(clause_kind::check, k.name, {&c.name, 1}, k.expression,
                          constraint_start(k.name) + "CHECK (" + std::string{k.expression} + ")"));
    return out;
}

} // namespace detail

DATAFLOW_RUNTIME table_definition definition_of(const table& t) {
    if (!t.definition.empty() && t.definition.starts_with("CREATE")) return definition_of(t.definition);
    table_definition out;
    out.strict = t.strict;
    out.without_rowid = t.without_rowid;
    bool numbered = false;
    for (const auto& c : t.columns) {
        out.columns.push_back(detail::column_of(t, c));
        numbered = numbered || c.numbered == identity::rowid || c.numbered == identity::autoincrement;
    }
    const auto add = [&](clause_kind what, std::string_view name, constant_list<std::string_view> columns,
                         std::string_view expression, std::string text) {
        out.constraints.push_back(detail::clause_of(what, name, columns, expression, std::move(text)));
    };
    if (!numbered && !t.key.columns.empty()) {
        auto text = detail::constraint_start(t.key.name) + "PRIMARY KEY ";
        detail::append_names(text, t.key.columns);
        add(clause_kind::primary_key, t.key.name, t.key.columns, {}, std::move(text));
    }
    for (const auto& u : t.unique) {
        auto text = detail::constraint_start(u.name) + "UNIQUE ";
        detail::append_names(text, u.columns);
        add(clause_kind::unique, u.name, u.columns, {}, std::move(text));
    }
    for (const auto& c : t.checks)
        if (detail::column_of_check(t, c) == t.columns.size())
            add(clause_kind::check, c.name, {}, c.expression,
                detail::constraint_start(c.name) + "CHECK (" + std::string{c.expression} + ")");
    for (const auto& f : t.foreign_keys)
        add(clause_kind::foreign_key, f.name, f.columns, {}, detail::foreign_key_text(f));
    return out;
}

DATAFLOW_RUNTIME std::string column_text(const column_definition& of) {
    auto out = quoted_name({}, of.name);
    if (!of.type.empty()) out.append(" ").append(of.type);
    for (const auto& c : of.clauses) out.append(" ").append(c.text);
    return out;
}

DATAFLOW_RUNTIME std::string create_table(const table_definition& of, std::string_view quoted_name) {
    auto out = "CREATE TABLE " + std::string{quoted_name} + " (";
    std::string_view before = "\n  ";
    for (const auto& c : of.columns) out.append(std::exchange(before, ",\n  ")).append(column_text(c));
    for (const auto& c : of.constraints) out.append(std::exchange(before, ",\n  ")).append(c.text);
    out += "\n)";
    if (of.without_rowid) out += " WITHOUT ROWID";
    if (of.strict) out += of.without_rowid ? ", STRICT" : " STRICT";
    return out;
}

DATAFLOW_RUNTIME std::string create_index(const table& t, const index& i) {
    if (!i.definition.empty()) return made_in(t.schema, i.definition);
    auto out = std::string{i.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX "} +
               quoted_name(t.schema, i.name) + " ON " + quoted_name({}, t.name) + " (";
    for (std::size_t p = 0; p < i.parts.size(); ++p) {
        const auto& part = i.parts[p];
        if (p != 0) out += ", ";
        if (part.column.empty()) {
            out.append(part.expression);
            continue;
        }
        out += quoted_name({}, part.column);
        if (!part.collation.empty()) out.append(" COLLATE ").append(quoted_name({}, part.collation));
        if (part.descending) out += " DESC";
    }
    out += ")";
    if (!i.predicate.empty()) out.append(" WHERE ").append(i.predicate);
    return out;
}

DATAFLOW_RUNTIME std::string quoted_name(std::string_view schema, std::string_view name) {
    sql::writer w{dialect::sqlite};
    if (!schema.empty() && schema != "main") w.identifier(schema) << ".";
    w.identifier(name);
    return std::string{w.view()};
}

} // namespace dataflow::catalog
