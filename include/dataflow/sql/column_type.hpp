// The type of a column in SQL, and which declared types of SQLite keep the same values.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/writer.hpp>

#include <string>
#include <string_view>

namespace dataflow::rooms::sql {

/// A column's type, as the database shows it again. SQLite keeps a decimal as a whole number of its last
/// digits: the digits stand in the type, for whoever reads it and for the check when a database is opened.
[[nodiscard]] inline std::string column_type(any_dialect dialect, const type_info& type) {
    const dialect_data& d = dialect;
    writer w{d};
    w.type(type.stored);
    std::string out{w.view()};
    const auto digits = [](const type_info& t) {
        return "(" + std::to_string(t.digits) + "," + std::to_string(t.scale) + ")";
    };
    if (type.stored == storage::decimal) out += digits(type);
    if (type.stored == array_of(storage::decimal) && d.arrays.native)
        out.insert(out.size() - 2, digits(*type.sequence->element));
    return out;
}

/// A declared type with its letters A to Z in upper case, as SQLite compares them.
[[nodiscard]] inline std::string in_capitals(std::string_view declared) {
    std::string out{declared};
    for (auto& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

/// SQLite's affinity of a declared type in upper case (section 3.1 of "Datatypes In SQLite").
[[nodiscard]] inline std::string_view affinity(std::string_view declared) noexcept {
    const auto has = [&](std::string_view part) { return declared.find(part) != std::string_view::npos; };
    if (has("INT")) return "INTEGER";
    if (has("CHAR") || has("CLOB") || has("TEXT")) return "TEXT";
    if (has("BLOB") || declared.empty()) return "BLOB";
    if (has("REAL") || has("FLOA") || has("DOUB")) return "REAL";
    return "NUMERIC";
}

/// Whether a column of SQLite that is declared so, in upper case, keeps the values of a type as they are
/// sent.
[[nodiscard]] inline bool keeps_values(const type_info& type, std::string_view declared) {
    const bool digits = declared.find(',') != std::string_view::npos; // of a decimal
    if (type.stored == storage::decimal || digits) return declared == column_type(dialect::sqlite, type);
    return affinity(declared) == type_name(dialect::sqlite, type.stored);
}

} // namespace dataflow::rooms::sql
