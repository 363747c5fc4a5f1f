// The code of migrate/detail/sqlite_rebuild.hpp.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/detail/sqlite_rebuild.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

namespace sqlite_rebuilds {

/// Whether the key is the row's own number: INTEGER PRIMARY KEY, but for the odd `INTEGER PRIMARY KEY DESC`.
[[nodiscard]] inline bool has_numbered_key(const catalog::table_definition& of) {
    const auto whole = [&](std::string_view column) {
        const auto* const c = of.find(column);
        return c != nullptr && schema::same_name(c->type, "INTEGER");
    };
    for (const auto& c : of.columns)
        if (const auto* key = c.find(catalog::clause_kind::primary_key); key != nullptr)
            return whole(c.name) && !catalog::mentions(key->text, "desc");
    for (const auto& k : of.constraints)
        if (k.what == catalog::clause_kind::primary_key) return k.columns.size() == 1 && whole(k.columns[0]);
    return false;
}
[[nodiscard]] inline bool counts_keys(const catalog::table_definition& of) {
    return std::any_of(of.columns.begin(), of.columns.end(), [](const auto& c) {
        const auto* const key = c.find(catalog::clause_kind::primary_key);
        return key != nullptr && key->autoincrement;
    });
}
/// The name of the rows' numbers, where a table has them and no column takes the name; empty where not.
[[nodiscard]] inline std::string_view number_of_rows(const catalog::table_definition& a,
                                                     const catalog::table_definition& b) {
    if (a.without_rowid || b.without_rowid || has_numbered_key(a) || has_numbered_key(b)) return {};
    for (const std::string_view name : {"rowid", "_rowid_", "oid"})
        if (a.find(name) == nullptr && b.find(name) == nullptr) return name;
    return {};
}

} // namespace sqlite_rebuilds

DATAFLOW_RUNTIME void sqlite_rebuild::make(std::vector<std::string>& to,
                                           const catalog::table_definition& what, bool forth) const {
    using namespace sqlite_rebuilds;
    to.push_back(catalog::create_table(what, name_));
    std::string into, from;
    const auto add = [&](std::string_view column, std::string_view value) {
        into.append(into.empty() ? "" : ", ").append(column);
        from.append(from.empty() ? "" : ", ").append(value);
    };
    // Others may know a row by its number: an index of words, say.
    if (const auto number = number_of_rows(t_.before, t_.after); !number.empty()) add(number, number);
    for (const auto& c : t_.copies) {
        const auto* const there = what.find(c.name);
        if (there != nullptr && there->find(catalog::clause_kind::generated) != nullptr) continue;
        if (const auto& value = forth ? c.value : c.back; !value.empty()) add(c.column, value);
    }
    if (!into.empty())
        to.push_back("INSERT INTO " + name_ + " (" + into + ") SELECT " + from + " FROM " + t_.name());
    if (!counts_keys(t_.before) || !counts_keys(t_.after)) return;
    // A number that was given to a record that is gone is not given again.
    const auto counter = catalog::quoted_name(t_.found->schema, "sqlite_sequence");
    sql::writer fresh{dialect::sqlite}, former{dialect::sqlite};
    fresh.literal(plain_);
    former.literal(t_.found->name);
    to.push_back("DELETE FROM " + counter + " WHERE name = " + std::string{fresh.view()});
    to.push_back("INSERT INTO " + counter + " (name, seq) SELECT " + std::string{fresh.view()} +
                 ", seq FROM " + counter + " WHERE name = " + std::string{former.view()});
}

DATAFLOW_RUNTIME void sqlite_rebuild::put_in_place(std::vector<std::string>& to) const {
    to.push_back("DROP TABLE " + t_.name());
    to.push_back("ALTER TABLE " + name_ + " RENAME TO " + catalog::quoted_name({}, t_.found->name));
}

DATAFLOW_RUNTIME std::vector<std::string> sqlite_rebuild::copy() const {
    std::vector<std::string> out;
    make(out, t_.after, true);
    return out;
}

DATAFLOW_RUNTIME std::string sqlite_rebuild::lost_rows() const {
    return "SELECT 1 WHERE (SELECT count(*) FROM " + t_.name() + ") <> (SELECT count(*) FROM " + name_ + ")";
}

DATAFLOW_RUNTIME std::vector<std::string> sqlite_rebuild::swap() const {
    std::vector<std::string> out;
    put_in_place(out);
    for (const auto& i : t_.found->indexes)
        if (t_.stays(i)) out.push_back(catalog::create_index(*t_.found, i));
    return out;
}

DATAFLOW_RUNTIME std::vector<std::string> sqlite_rebuild::undo() const {
    std::vector<std::string> out;
    if (!irreversible().empty()) return out;
    make(out, t_.before, false);
    put_in_place(out);
    for (const auto& i : t_.found->indexes)
        if (i.origin == catalog::index_origin::created) out.push_back(catalog::create_index(*t_.found, i));
    return out;
}

DATAFLOW_RUNTIME std::string sqlite_rebuild::irreversible() const {
    for (const auto& c : t_.before.columns) {
        if (c.find(catalog::clause_kind::generated) != nullptr) continue;
        const auto* const there = t_.after.find(c.name);
        if (there == nullptr) return "the values of " + std::string{c.name} + " are gone";
        if (there->find(catalog::clause_kind::generated) != nullptr)
            return "the former values of " + std::string{c.name} + " are gone";
    }
    return {};
}

} // namespace dataflow::migrate::detail
