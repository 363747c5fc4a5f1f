// The code of database/enum_checks.hpp.
#pragma once

#include <dataflow/core/mapped.hpp>
#include <dataflow/database/enum_checks.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::database_ {

namespace detail {

/// A constraint by name, or (SQLite) the table itself, and the text that the database keeps of it.
struct found_check {
    std::string name;
    std::string text;
    std::int64_t version = 0; ///< of SQLite's schema
};

inline void write_checks(sql::writer& w, const sql::statement& s) {
    if (w.dialect().catalog == sql::catalog_form::pg_catalog) {
        w << "SELECT conname::TEXT, pg_get_constraintdef(oid), 0::BIGINT FROM pg_constraint WHERE contype = 'c' AND conrelid = to_regclass(";
        w.name_literal(s.table->name) << ")";
    } else {
        w << "SELECT name, sql, schema_version FROM sqlite_schema, pragma_schema_version WHERE type = 'table' AND name = ";
        w.literal(s.table->name) << " COLLATE NOCASE";
    }
}

[[nodiscard]] inline std::vector<found_check> checks_of(driver::connection& c, const schema::table& t) {
    static constexpr std::array<field_access, 3> fields{field_access{offsetof(found_check, name), &schema::info_of<std::string>, "name"},
                                                        field_access{offsetof(found_check, text), &schema::info_of<std::string>, "text"},
                                                        field_access{offsetof(found_check, version), &schema::info_of<std::int64_t>, "version"}};
    const sql::statement s{.node = "open", .table = &t, .own_text = &write_checks};
    std::vector<found_check> out;
    auto target = node_::rows_into(out, fields);
    c.run(s, 0, {}, &target);
    return out;
}

/// Reads a string literal that stands at the start of `text`, and takes it away.
[[nodiscard]] inline std::string take_literal(std::string_view& text) {
    std::string out;
    text.remove_prefix(1);
    while (!text.empty()) {
        if (text.front() == '\'') {
            text.remove_prefix(1);
            if (text.empty() || text.front() != '\'') break;
        }
        out += text.front();
        text.remove_prefix(1);
    }
    return out;
}

/// The names in PostgreSQL's `CHECK ((s = ANY (ARRAY['open'::text, 'closed'::text])))`, or `CHECK ((s = 'open'::text))`.
/// None where it is another condition.
[[nodiscard]] inline std::vector<std::string> names_in(std::string_view text, std::string_view column) {
    sql::writer quoted{dialect::postgres};
    quoted.identifier(column);
    std::vector<std::string> out;
    if (!text.starts_with("CHECK ((")) return out;
    text.remove_prefix(8);
    if (text.starts_with(quoted.view())) text.remove_prefix(quoted.view().size());
    else if (text.starts_with(column)) text.remove_prefix(column.size());
    else return out;
    if (text.starts_with(" = ANY (ARRAY[")) text.remove_prefix(14);
    else if (text.starts_with(" = ")) text.remove_prefix(3);
    else return out;
    while (text.starts_with("'")) {
        out.push_back(take_literal(text));
        if (text.starts_with("::text")) text.remove_prefix(6);
        if (text.starts_with(", ")) text.remove_prefix(2);
    }
    if (text != "])))" && text != "))") out.clear();
    return out;
}

inline void write_names(sql::writer& w, const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        w << (i == 0 ? "" : ", ");
        w.literal(names[i]);
    }
}

/// Adds the enumeration's names that are not in the list, and tells which.
[[nodiscard]] inline std::string add_missing(std::vector<std::string>& names, const type_info& type) {
    std::string missing;
    for (const auto& e : type.enumerators) {
        if (std::find(names.begin(), names.end(), e.name) != names.end()) continue;
        names.emplace_back(e.name);
        missing += (missing.empty() ? "" : ", ") + std::string{e.name};
    }
    return missing;
}

inline void narrow_on_postgres(const std::vector<found_check>& found, const schema::table& t, const schema::column& c, std::vector<narrow_check>& out) {
    const auto name = schema::range_check_name(t, c);
    const auto there = std::find_if(found.begin(), found.end(), [&](const found_check& f) { return f.name == name; });
    if (there == found.end()) return;
    auto names = names_in(there->text, c.name);
    if (names.empty()) return;
    auto missing = add_missing(names, stored_type(*c.type));
    if (missing.empty()) return;
    sql::writer w{dialect::postgres};
    w << "ALTER TABLE ";
    w.identifier(t.name) << " DROP CONSTRAINT ";
    w.identifier(name) << ", ADD CONSTRAINT ";
    w.identifier(name) << " CHECK (";
    w.identifier(c.name) << " IN (";
    write_names(w, names);
    w << "))";
    out.push_back({&c, std::move(missing), {std::string{w.view()}}});
}

/// SQLite cannot alter a check. Its manual's way ("Making Other Kinds Of Table Schema Changes") for a change that no stored row
/// can break: the text of the table itself, in the transaction, and a new number of the schema. `f` goes on with the new text.
inline void narrow_on_sqlite(found_check& f, const schema::table& t, const schema::column& c, std::vector<narrow_check>& out) {
    sql::writer start{dialect::sqlite};
    start << " CONSTRAINT ";
    start.identifier(schema::range_check_name(t, c)) << " CHECK (";
    start.identifier(c.name) << " IN (";
    const auto at = f.text.find(start.view());
    if (at == std::string::npos) return;
    const auto first = at + start.view().size();
    std::string_view rest = std::string_view{f.text}.substr(first);
    std::vector<std::string> names;
    while (rest.starts_with("'")) {
        names.push_back(take_literal(rest));
        if (rest.starts_with(", ")) rest.remove_prefix(2);
    }
    if (!rest.starts_with("))")) return;
    auto missing = add_missing(names, stored_type(*c.type));
    if (missing.empty()) return;
    sql::writer wider{dialect::sqlite};
    write_names(wider, names);
    f.text.replace(first, f.text.size() - rest.size() - first, wider.view());
    ++f.version;
    sql::writer w{dialect::sqlite};
    w << "UPDATE sqlite_schema SET sql = ";
    w.literal(f.text) << " WHERE type = 'table' AND name = ";
    w.literal(f.name);
    out.push_back({&c, std::move(missing), {"PRAGMA writable_schema = ON", std::string{w.view()}, "PRAGMA schema_version = " + std::to_string(f.version), "PRAGMA writable_schema = RESET"}});
}

} // namespace detail

DATAFLOW_RUNTIME std::vector<narrow_check> narrow_checks(driver::connection& c, const schema::table& t) {
    std::vector<narrow_check> out;
    std::vector<detail::found_check> found;
    for (const auto& column : t.columns) {
        if (stored_type(*column.type).memory != layout::enumeration) continue;
        if (found.empty()) found = detail::checks_of(c, t);
        if (found.empty()) break;
        if (c.speaks() == dialect::postgres) detail::narrow_on_postgres(found, t, column, out);
        else detail::narrow_on_sqlite(found.front(), t, column, out);
    }
    return out;
}

} // namespace dataflow::database_
