// The code of sql/replaced_rows.hpp.
#pragma once

#include <dataflow/sql/ddl.hpp>
#include <dataflow/sql/replaced_rows.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace dataflow::rooms::sql {

namespace detail {

[[nodiscard]] inline const schema::index* unique_at(const schema::table& t, std::size_t way) {
    for (const auto& i : t.indexes)
        if (i.unique && --way == 0) return &i;
    return nullptr;
}

} // namespace detail

DATAFLOW_RUNTIME std::vector<std::string> make_replaces_table(dialect d, const schema::table& t) {
    std::vector<std::string> out;
    const auto space = t.path().space;
    const auto add = [&](std::string_view what, std::string_view name, std::string_view rest) {
        writer w{d};
        w << what;
        if (!space.empty()) w.identifier(space) << ".";
        w.identifier(name) << rest;
        out.emplace_back(w.view());
    };
    add("CREATE TABLE IF NOT EXISTS ", replaces_table,
        " (id INTEGER PRIMARY KEY, replaces INTEGER NOT NULL)");
    add("INSERT OR IGNORE INTO ", replaces_table, " VALUES (1, 0)");
    // Called for a row that is replaced where triggers are recursive, and so are those of other tables.
    add("CREATE TRIGGER IF NOT EXISTS ", "dataflow_replaces_recursive",
        " AFTER DELETE ON \"dataflow_replaces\" WHEN old.id = 1 BEGIN\n  INSERT OR IGNORE INTO "
        "\"dataflow_replaces\" VALUES (2, 1);\nEND");
    return out;
}

DATAFLOW_RUNTIME std::size_t count_unique_ways(const schema::table& t) {
    std::size_t out = 1;
    for (const auto& i : t.indexes) out += i.unique ? 1U : 0U;
    return out;
}

DATAFLOW_RUNTIME void write_replacing_columns(writer& w, const schema::table& t) {
    std::vector<std::size_t> columns(t.key.begin(), t.key.end());
    for (const int one : {t.policy.partition, t.policy.deleted_mark()})
        if (one >= 0) columns.push_back(static_cast<std::size_t>(one));
    for (const auto& i : t.indexes) {
        if (!i.unique) continue;
        if (i.where.size != 0) return;
        for (const auto c : i.parts()) columns.push_back(c);
    }
    for (const auto c : columns)
        if (t.columns[c].computed()) return;
    w << " OF rowid, oid, _rowid_"; // other names of a key that is SQLite's row number
    for (const auto c : columns) (w << ", ").identifier(t.columns[c].name);
}

DATAFLOW_RUNTIME void write_has_unknown_key(writer& w, const schema::table& t) {
    (w << "new.").identifier(t.columns[t.key[0]].name) << " = -1";
}

DATAFLOW_RUNTIME void write_replaced_by(writer& w, const schema::table& t, std::size_t way, bool inserts) {
    const auto* const index = way == 0 ? nullptr : detail::unique_at(t, way);
    const auto same = [&](std::size_t column) {
        (w << "r.").identifier(t.columns[column].name) << " = new.";
        w.identifier(t.columns[column].name);
    };
    if (t.policy.partition >= 0 && (index != nullptr || t.generated_key < 0)) { // within a tenant
        same(static_cast<std::size_t>(t.policy.partition));
        w << " AND ";
    }
    const auto columns = index != nullptr ? index->parts() : t.key;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        w << (i == 0 ? "" : " AND ");
        same(columns[i]);
    }
    if (index == nullptr) {
        if (inserts && t.generated_key >= 0) {
            write_has_unknown_key(w << " AND NOT ", t);
        }
        return;
    }
    detail::index_condition(w, t, *index, " AND "); // of r
    if (index->where.size == 0 && t.policy.deleted_mark() < 0) return;
    w << " AND EXISTS (SELECT 1 FROM (SELECT ";
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        (w << (i == 0 ? "new." : ", new.")).identifier(t.columns[i].name) << " AS ";
        w.identifier(t.columns[i].name);
    }
    w << ")";
    detail::index_condition(w, t, *index, " WHERE ");
    w << ")";
}

DATAFLOW_RUNTIME void write_other_than_old(writer& w, const schema::table& t) {
    w << " AND NOT (";
    if (t.policy.partition >= 0 && t.generated_key < 0) {
        const auto tenant = t.columns[static_cast<std::size_t>(t.policy.partition)].name;
        ((w << "r.").identifier(tenant) << " IS old.").identifier(tenant) << " AND ";
    }
    for (std::size_t i = 0; i < t.key.size(); ++i) {
        (w << (i == 0 ? "r." : " AND r.")).identifier(t.columns[t.key[i]].name) << " IS old.";
        w.identifier(t.columns[t.key[i]].name);
    }
    w << ")";
}

DATAFLOW_RUNTIME void write_replaced(writer& w, const schema::table& t, bool has_old) {
    (w << "SELECT 1 FROM ").identifier(t.plain()) << " AS r WHERE ";
    const auto ways = count_unique_ways(t);
    w << (ways > 1 ? "(" : "");
    for (std::size_t i = 0; i < ways; ++i) {
        w << (i == 0 ? "" : " OR ");
        write_replaced_by(w, t, i, !has_old);
    }
    w << (ways > 1 ? ")" : "");
    if (has_old) write_other_than_old(w, t);
}

/// The statements of a trigger follow the OR clause of the statement that called it, where that has one: the
/// row is replaced only then. https://www.sqlite.org/lang_createtrigger.html
DATAFLOW_RUNTIME void write_whether_it_replaces(writer& w) {
    (w << "INSERT OR IGNORE INTO ").identifier(replaces_table) << " VALUES (1, 1)";
}

} // namespace dataflow::rooms::sql
