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
    for (const auto* c : t_.changes)
        if (!c->back.empty())
            out.push_back("SELECT " + std::string{c->back} + " FROM " + t_.name() + " LIMIT 0");
    return out;
}

DATAFLOW_RUNTIME std::vector<std::string> sqlite_rebuild::undo() const {
    std::vector<std::string> out;
    auto former = t_.before;
    for (auto& c : former.columns) {
        if (!is_lost(c)) continue;
        if (!comes_back_empty(c)) return out;
        std::erase_if(c.clauses, [&](const auto& k) {
            return k.what == catalog::clause_kind::not_null &&
                   c.find(catalog::clause_kind::default_value) == nullptr;
        });
    }
    make(out, former, false);
    put_in_place(out);
    for (const auto& i : t_.found->indexes)
        if (i.origin == catalog::index_origin::created) out.push_back(catalog::create_index(*t_.found, i));
    return out;
}

DATAFLOW_RUNTIME std::string sqlite_rebuild::irreversible() const {
    for (const auto& c : t_.before.columns)
        if (is_lost(c))
            return (t_.after.find(c.name) == nullptr ? "the values of " : "the former values of ") +
                   std::string{c.name} + " are gone";
    return {};
}

DATAFLOW_RUNTIME bool sqlite_rebuild::is_lost(const catalog::column_definition& c) const {
    if (c.find(catalog::clause_kind::generated) != nullptr) return false;
    if (const auto* const there = t_.after.find(c.name); there != nullptr)
        return there->find(catalog::clause_kind::generated) != nullptr;
    return std::none_of(t_.copies.begin(), t_.copies.end(), [&](const sqlite_copy& k) {
        return schema::same_name(k.name, c.name) && !k.back.empty();
    });
}

DATAFLOW_RUNTIME bool sqlite_rebuild::comes_back_empty(const catalog::column_definition& c) const {
    using enum catalog::clause_kind;
    const bool given = c.find(default_value) != nullptr;
    const auto stands = [&](const catalog::definition_clause& k) {
        return k.what == primary_key || (given && (k.what == unique || k.what == foreign_key));
    };
    return t_.after.find(c.name) == nullptr && std::none_of(c.clauses.begin(), c.clauses.end(), stands) &&
           std::none_of(t_.before.constraints.begin(), t_.before.constraints.end(), [&](const auto& k) {
               return stands(k) && std::any_of(k.columns.begin(), k.columns.end(), [&](const auto& name) {
                          return schema::same_name(name, c.name);
                      });
           });
}

} // namespace dataflow::migrate::detail
