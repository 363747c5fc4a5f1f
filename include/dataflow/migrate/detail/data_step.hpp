// A step that writes the rows of a table, for a migration that is written by hand.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/migrate/detail/expansion.hpp>
#include <dataflow/migrate/detail/postgres_rates.hpp>
#include <dataflow/migrate/detail/postgres_text.hpp>
#include <dataflow/migrate/step.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

struct data_work {
    const catalog::table* table = nullptr;
    dataflow::dialect dialect{};
    std::string where{};
    std::int64_t batch = 0;
    std::vector<std::pair<std::string, std::string>> written{}; ///< columns and their values
    std::vector<std::string> read{};                            ///< by a function
    std::string function{}; ///< which gives the values; empty: there is none
};

[[nodiscard]] inline bool is_postgres(dataflow::dialect d) noexcept {
    return sql::data_of(d).catalog == sql::catalog_form::pg_catalog;
}

/// A table's name in quotes.
[[nodiscard]] inline std::string table_text_for(const catalog::table& t) {
    return catalog::quoted_name(t.in_view ? std::string_view{} : t.schema, t.name);
}

/// What to do where a model's table has still its former name; empty where it has none.
[[nodiscard]] inline std::string where_it_was(const catalog::table& wanted) {
    if (wanted.renamed_table.empty()) return {};
    return "; where it is called " + std::string{wanted.renamed_table} +
           " there, rename it in one version, and change its rows in the next";
}

inline void require_column(const catalog::name_rule& same, const catalog::table& t, std::string_view column) {
    if (same.find(t, column) == nullptr)
        throw std::invalid_argument{"dataflow: table " + std::string{t.name} + " has no column " +
                                    std::string{column}};
}

/// What batches go along, and what tells a row from the others.
struct row_key {
    std::string along{}, type{};      ///< in quotes; the type that a text is cast to
    std::vector<std::string> parts{}; ///< in quotes
    std::vector<std::string> types{};
};
[[nodiscard]] inline row_key key_of(const data_work& w) {
    row_key out;
    const auto& t = *w.table;
    if (!is_postgres(w.dialect) && !t.without_rowid) {
        for (const std::string_view name : {"rowid", "_rowid_", "oid"})
            if (t.find_column(name) == nullptr) out.along = name;
        out.type = "INTEGER";
        out.parts = {out.along};
        out.types = {out.type};
        return out;
    }
    for (const auto name : t.key.columns) {
        const auto* const c = t.find_column(name);
        if (c == nullptr) return {};
        out.parts.push_back(quoted_name(name));
        out.types.push_back(is_postgres(w.dialect) || !c->type.spelled.empty() ? std::string{c->type.spelled}
                                                                               : "BLOB");
    }
    if (out.parts.empty()) return out;
    out.along = out.parts.front();
    out.type = out.types.front();
    return out;
}

/// The step, but for its transaction, and whether it can be undone.
[[nodiscard]] inline step data_step(const data_work& w, const std::string& name) {
    const auto& t = *w.table;
    const auto path = table_text_for(t);
    const auto key = key_of(w);
    const bool on_sqlite = !is_postgres(w.dialect);
    step s;
    s.operation = "write";
    s.subject = name;
    s.title = "write " + plain_path(t.in_view ? std::string_view{} : t.schema, t.name) + ": " + name;
    s.table = plain_path(t.in_view ? std::string_view{} : t.schema, t.name);
    s.locks.push_back({s.table, on_sqlite ? lock_mode::exclusive : lock_mode::row_exclusive});
    s.effects = writes_rows;
    s.rows = t.rows;
    s.estimate = postgres_rates::statement + postgres::time_for(t.rows, postgres_rates::rows_filled);
    s.risk = risk::medium;
    s.function = w.function;
    std::string set;
    for (const auto& [column, value] : w.written)
        set += (set.empty() ? "" : ", ") + quoted_name(column) + " = " + value;
    if (key.parts.empty() && !w.function.empty())
        throw std::invalid_argument{"dataflow: table " + s.table +
                                    " has no key by which a function's rows are found"};
    if (key.parts.empty()) {
        s.sql = {"UPDATE " + path + " SET " + set + (w.where.empty() ? "" : " WHERE " + w.where)};
        return s;
    }
    s.kind = step_kind::batches;
    const auto cast = [&](const std::string& value, const std::string& type) {
        return on_sqlite ? "CAST(" + value + " AS " + type + ")" : "(" + value + "::text)::" + type;
    };
    const auto text = [&](const std::string& value) { return "CAST(" + value + " AS TEXT)"; };
    const auto from = key.along + " >= " + cast("{dataflow:0}", key.type);
    const auto until = key.along + " < " + cast("{dataflow:1}", key.type);
    const auto some = w.where.empty() ? std::string{} : " AND (" + w.where + ")";
    s.sql = {"SELECT " + text("min(" + key.along + ")") + " FROM " + path,
             "SELECT " + text("min(" + key.along + ")") + " FROM " + path + " WHERE " + key.along +
                 " > (SELECT max(" + key.along + ") FROM (SELECT " + key.along + " FROM " + path + " WHERE " +
                 from + " ORDER BY " + key.along + " LIMIT " + std::to_string(w.batch) + ") AS batch)"};
    if (w.function.empty()) {
        s.sql.push_back("UPDATE " + path + " SET " + set + " WHERE " + from + " AND " + until + some);
        s.sql.push_back("UPDATE " + path + " SET " + set + " WHERE " + from + some);
        return s;
    }
    std::string list, found;
    for (const auto& column : w.read) list += (list.empty() ? "" : ", ") + quoted_name(column);
    for (const auto& part : key.parts) list += ", " + text(part);
    const auto lock = on_sqlite ? "" : " FOR UPDATE";
    s.sql.push_back("SELECT " + list + " FROM " + path + " WHERE " + from + " AND " + until + some + lock);
    s.sql.push_back("SELECT " + list + " FROM " + path + " WHERE " + from + some + lock);
    set.clear();
    std::size_t n = 0;
    for (const auto& [column, value] : w.written)
        set += (n == 0 ? "" : ", ") + quoted_name(column) + " = {dataflow:" + std::to_string(n) + "}", ++n;
    for (std::size_t i = 0; i < key.parts.size(); ++i, ++n)
        found += (i == 0 ? "" : " AND ") + key.parts[i] + " = " +
                 cast("{dataflow:" + std::to_string(n) + "}", key.types[i]);
    s.sql.push_back("UPDATE " + path + " SET " + set + " WHERE " + found);
    return s;
}

} // namespace dataflow::migrate::detail
