// The code of migrate/detail/ddl_text.hpp.
#pragma once

#include <dataflow/migrate/detail/ddl_text.hpp>

#include <string>
#include <string_view>

namespace dataflow::migrate::detail {

namespace ddl {

inline std::string doubled(std::string_view of, char quote) {
    std::string out{quote};
    for (const char c : of) {
        if (c == quote) out += c;
        out += c;
    }
    return out += quote;
}

inline std::string named(std::string_view name) {
    return name.empty() ? std::string{} : "CONSTRAINT " + quoted(name) + " ";
}

inline std::string_view action_text(catalog::action what) {
    constexpr std::string_view texts[]{"", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"};
    return texts[static_cast<std::size_t>(what)];
}

inline std::string index_part_text(dialect d, const catalog::index_part& p) {
    auto out = p.column.empty() ? "(" + std::string{p.expression} + ")" : quoted(p.column);
    if (!p.collation.empty() && sql::data_of(d).names_fold) out += " COLLATE " + quoted(p.collation);
    if (p.descending) out += " DESC";
    // Each database's own order of NULL needs no words.
    if (sql::data_of(d).null_is_greatest && p.nulls_first != p.descending)
        out += p.nulls_first ? " NULLS FIRST" : " NULLS LAST";
    return out;
}

} // namespace ddl

DATAFLOW_RUNTIME std::string quoted(std::string_view name) { return ddl::doubled(name, '"'); }
DATAFLOW_RUNTIME std::string literal(std::string_view text) { return ddl::doubled(text, '\''); }
DATAFLOW_RUNTIME std::string quoted_list(constant_list<std::string_view> names) {
    std::string out;
    for (const auto name : names) out += (out.empty() ? "" : ", ") + quoted(name);
    return out;
}
DATAFLOW_RUNTIME std::string path_text(std::string_view schema, std::string_view name) {
    return schema.empty() ? quoted(name) : quoted(schema) + "." + quoted(name);
}
DATAFLOW_RUNTIME std::string plain_path(std::string_view schema, std::string_view name) {
    return schema.empty() ? std::string{name} : std::string{schema} + "." + std::string{name};
}

DATAFLOW_RUNTIME std::string column_definition(dialect d, const catalog::column& c) {
    using catalog::identity;
    const auto& data = sql::data_of(d);
    auto out = quoted(c.name);
    if (!c.type.spelled.empty()) out += " " + std::string{c.type.spelled};
    if (!c.collation.empty()) out += " COLLATE " + quoted(c.collation);
    if (c.generated != catalog::generation::none)
        return out + " GENERATED ALWAYS AS (" + std::string{c.expression} +
               (c.generated == catalog::generation::stored ? ") STORED" : ") VIRTUAL") +
               (c.nullable ? "" : " NOT NULL");
    if (data.made_key_is_primary && (c.numbered == identity::rowid || c.numbered == identity::autoincrement))
        return out + std::string{data.made_key} +
               (c.numbered == identity::autoincrement ? std::string{data.made_key_once} : "");
    if (c.numbered == identity::always) out += " GENERATED ALWAYS AS IDENTITY";
    else if (c.numbered != identity::none) out += std::string{data.made_key};
    if (!c.nullable) out += " NOT NULL";
    if (!c.default_text.empty() && c.numbered == identity::none) {
        // SQLite takes an expression in parentheses only.
        const bool bare = !data.names_fold || c.default_text.find('(') == std::string_view::npos ||
                          c.default_text.front() == '(' || c.default_text.front() == '\'';
        out += bare ? " DEFAULT " + std::string{c.default_text}
                    : " DEFAULT (" + std::string{c.default_text} + ")";
    }
    return out;
}

DATAFLOW_RUNTIME std::string key_definition(const catalog::primary_key& k) {
    return ddl::named(k.name) + "PRIMARY KEY (" + quoted_list(k.columns) + ")";
}
DATAFLOW_RUNTIME std::string unique_definition(const catalog::unique_constraint& u) {
    return ddl::named(u.name) + "UNIQUE (" + quoted_list(u.columns) + ")" +
           (u.deferrable ? " DEFERRABLE" : "");
}
DATAFLOW_RUNTIME std::string foreign_key_definition(dialect d, const catalog::foreign_key& f) {
    // A table that a foreign key of SQLite's names is in the same file.
    const auto space = sql::data_of(d).names_fold ? std::string_view{} : f.target_schema;
    auto out = ddl::named(f.name) + "FOREIGN KEY (" + quoted_list(f.columns) + ") REFERENCES " +
               path_text(space, f.target);
    if (!f.target_columns.empty()) out += " (" + quoted_list(f.target_columns) + ")";
    if (f.on_delete != catalog::action::none)
        out += " ON DELETE " + std::string{ddl::action_text(f.on_delete)};
    if (f.on_update != catalog::action::none)
        out += " ON UPDATE " + std::string{ddl::action_text(f.on_update)};
    if (f.deferrable) out += f.deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
    return out;
}
DATAFLOW_RUNTIME std::string check_definition(const catalog::check& c) {
    return ddl::named(c.name) + "CHECK (" + std::string{c.expression} + ")";
}

DATAFLOW_RUNTIME std::string create_table(dialect d, const catalog::table& t, std::string_view name) {
    const auto& data = sql::data_of(d);
    auto out = "CREATE TABLE " + path_text(t.schema, name.empty() ? t.name : name) + " (";
    bool key_inside = false;
    bool first = true;
    const auto line = [&](const std::string& text) {
        out += (first ? "\n  " : ",\n  ") + text;
        first = false;
    };
    for (const auto& c : t.columns) {
        line(column_definition(d, c));
        key_inside =
            key_inside || (data.made_key_is_primary && (c.numbered == catalog::identity::rowid ||
                                                        c.numbered == catalog::identity::autoincrement));
    }
    if (!key_inside && !t.key.columns.empty()) line(key_definition(t.key));
    for (const auto& u : t.unique) line(unique_definition(u));
    for (const auto& c : t.checks) line(check_definition(c));
    if (data.foreign_keys_inside)
        for (const auto& f : t.foreign_keys) line(foreign_key_definition(d, f));
    out += "\n)";
    if (t.without_rowid) out += " WITHOUT ROWID";
    if (t.strict) out += t.without_rowid ? ", STRICT" : " STRICT";
    return out;
}

DATAFLOW_RUNTIME std::string create_index(dialect d, const catalog::table& t, const catalog::index& i,
                                          std::string_view how, std::string_view name) {
    const auto called = name.empty() ? i.name : name;
    std::string out = i.unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX";
    out += std::string{how} + " ";
    if (sql::data_of(d).names_fold) out += path_text(t.schema, called) + " ON " + quoted(t.name);
    else out += quoted(called) + " ON " + path_text(t.schema, t.name);
    if (!i.method.empty() && i.method != "btree") out += " USING " + std::string{i.method};
    out += " (";
    for (std::size_t p = 0; p < i.parts.size(); ++p)
        out += (p == 0 ? "" : ", ") + ddl::index_part_text(d, i.parts[p]);
    out += ")";
    if (!i.predicate.empty()) out += " WHERE " + std::string{i.predicate};
    return out;
}

} // namespace dataflow::migrate::detail
