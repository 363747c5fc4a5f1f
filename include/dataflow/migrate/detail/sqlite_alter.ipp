// The code of migrate/detail/sqlite_alter.hpp.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/detail/sqlite_alter.hpp>
#include <dataflow/migrate/step.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

namespace sqlite_alters {

using catalog::clause_kind;

/// Whether a default is the same whenever it is asked: ADD COLUMN takes no other.
[[nodiscard]] inline bool is_constant(std::string_view expression) {
    if (expression.starts_with("(")) return false;
    for (const std::string_view word : {"current_time", "current_date", "current_timestamp"})
        if (schema::same_name(expression, word)) return false;
    return true;
}

/// The foreign key that comes with a column, over it alone; null where there is none.
[[nodiscard]] inline const catalog::foreign_key* key_with(const sqlite_table& t, std::string_view column) {
    for (const auto* c : t.changes)
        if (c->what == change_kind::add_foreign_key && c->about.wanted_key->columns.size() == 1 &&
            schema::same_name(c->about.wanted_key->columns[0], column))
            return c->about.wanted_key;
    return nullptr;
}

/// https://www.sqlite.org/lang_altertable.html#alter_table_add_column
[[nodiscard]] inline bool can_add(const sqlite_table& t, std::string_view column) {
    const auto& c = *t.model.find(t.name_now(column));
    if (c.find(clause_kind::primary_key) != nullptr || c.find(clause_kind::unique) != nullptr) return false;
    const auto* const made = c.find(clause_kind::generated);
    if (made != nullptr && catalog::mentions(made->text, "stored")) return false;
    const auto* const given = c.find(clause_kind::default_value);
    const bool nothing = given == nullptr || schema::same_name(given->expression, "null");
    if (given != nullptr && !is_constant(given->expression)) return false;
    if (c.find(clause_kind::not_null) != nullptr && nothing && made == nullptr) return false;
    return key_with(t, column) == nullptr || nothing; // SQLite takes no REFERENCES with a default
}

/// https://www.sqlite.org/lang_altertable.html#alter_table_drop_column
[[nodiscard]] inline bool can_drop(const sqlite_table& t, std::string_view column) {
    const auto says = [&](const catalog::definition_clause& k) { return catalog::mentions(k.text, column); };
    for (const auto& c : t.before.columns) {
        if (!schema::same_name(c.name, column)) {
            if (std::any_of(c.clauses.begin(), c.clauses.end(), says)) return false;
            continue;
        }
        for (const auto k : {clause_kind::primary_key, clause_kind::unique, clause_kind::foreign_key})
            if (c.find(k) != nullptr) return false;
    }
    return std::none_of(t.before.constraints.begin(), t.before.constraints.end(), says);
}

/// Whether undoing can add it again: with what the rows get, where it may not be NULL.
[[nodiscard]] inline bool needs_values(const catalog::column_definition& c) {
    return c.find(clause_kind::not_null) != nullptr && c.find(clause_kind::default_value) == nullptr &&
           c.find(clause_kind::generated) == nullptr;
}

/// Whether a check is a clause of a column that comes, or goes, with this plan.
[[nodiscard]] inline bool comes_with_column(const sqlite_table& t, const catalog::check& c) {
    for (const auto& column : t.model.columns)
        for (const auto& k : column.clauses)
            if (k.what == clause_kind::check && !c.name.empty() && schema::same_name(k.name, c.name))
                return t.before.find(column.name) == nullptr;
    return false;
}
[[nodiscard]] inline bool goes_with_column(const sqlite_table& t, const catalog::check& c) {
    for (const auto& column : t.before.columns)
        for (const auto& k : column.clauses)
            if (k.what == clause_kind::check && !c.name.empty() && schema::same_name(k.name, c.name))
                return t.after.find(column.name) == nullptr;
    return false;
}

[[nodiscard]] inline bool can_alter(const sqlite_table& t, const change& c, int version) {
    const bool newer = version >= sqlite_alters_constraints && !t.has(change_kind::rename_enumerator);
    const auto& d = c.about;
    switch (c.what) {
    case change_kind::rename_table:
    case change_kind::rename_column:
    case change_kind::add_index:
    case change_kind::change_index:
    case change_kind::rename_index:
    case change_kind::drop_index: return true;
    case change_kind::add_column: return can_add(t, d.wanted_column->name);
    case change_kind::drop_column:
        return can_drop(t, d.found_column->name) &&
               (c.back.empty() || !needs_values(*t.before.find(d.found_column->name)));
    case change_kind::add_foreign_key:
        return d.wanted_key->columns.size() == 1 && t.comes(d.wanted_key->columns[0]);
    case change_kind::add_check: return comes_with_column(t, *d.wanted_check) || newer;
    case change_kind::drop_check:
        return goes_with_column(t, *d.found_check) || (newer && !d.found_check->name.empty());
    case change_kind::change_check:
    case change_kind::rename_check:
    case change_kind::change_enumerators:
        return newer && (d.found_check == nullptr || !d.found_check->name.empty());
    case change_kind::set_not_null:
    case change_kind::drop_not_null: return newer;
    default: return false;
    }
}

[[nodiscard]] inline sqlite_alteration addition(const sqlite_table& t, const change& c) {
    const auto& wanted = *c.about.wanted_column;
    auto column = *t.model.find(t.name_now(wanted.name));
    const bool has_key = column.find(clause_kind::foreign_key) != nullptr;
    if (const auto* key = key_with(t, wanted.name); key != nullptr && !has_key)
        for (const auto& k : t.after.constraints)
            if (k.what == clause_kind::foreign_key && k.columns.size() == 1 &&
                schema::same_name(k.columns[0], column.name)) {
                auto one = k; // as a clause of the column
                const auto tokens = catalog::tokens_of(k.text, dialect::sqlite);
                for (const auto& token : tokens)
                    if (token.is("references"))
                        one.text = (k.name.empty() ? std::string{}
                                                   : "CONSTRAINT " + catalog::quoted_name({}, k.name) + " ") +
                                   k.text.substr(token.first);
                column.clauses.push_back(one);
                break;
            }
    const auto name = catalog::quoted_name({}, column.name);
    sqlite_alteration out;
    out.what = &c;
    out.sql = {"ALTER TABLE " + t.name() + " ADD COLUMN " + catalog::column_text(column)};
    out.undo = {"ALTER TABLE " + t.name() + " DROP COLUMN " + name};
    const bool reads =
        column.find(clause_kind::check) != nullptr || column.find(clause_kind::generated) != nullptr;
    if (reads) out.effects = scans;
    return out;
}

[[nodiscard]] inline std::string check_text(const sqlite_table& t, const catalog::check& c) {
    return (c.name.empty() ? std::string{} : "CONSTRAINT " + catalog::quoted_name({}, c.name) + " ") +
           "CHECK (" + catalog::with_names(c.expression, t.now) + ")";
}

/// What the newer versions can do: a check, or NOT NULL.
[[nodiscard]] inline sqlite_alteration constraint_change(const sqlite_table& t, const change& c) {
    sqlite_alteration out;
    out.what = &c;
    out.effects = scans;
    const auto alter = "ALTER TABLE " + t.name() + " ";
    const auto& d = c.about;
    if (d.wanted_check != nullptr || d.found_check != nullptr) {
        const auto drop = [&](const catalog::check& k) {
            return alter + "DROP CONSTRAINT " + catalog::quoted_name({}, k.name);
        };
        if (d.found_check != nullptr) {
            out.sql.push_back(drop(*d.found_check));
            out.undo.push_back(alter + "ADD " + check_text(t, *d.found_check));
        }
        if (d.wanted_check != nullptr) {
            out.sql.push_back(alter + "ADD " + check_text(t, *d.wanted_check));
            out.undo.insert(out.undo.begin(), drop(*d.wanted_check));
        }
        return out;
    }
    const auto column = catalog::quoted_name({}, t.name_now(d.wanted_column->name));
    const auto set = alter + "ALTER COLUMN " + column + " SET NOT NULL";
    const auto take = alter + "ALTER COLUMN " + column + " DROP NOT NULL";
    const bool sets = c.what == change_kind::set_not_null;
    if (sets && !d.wanted_column->default_text.empty()) {
        out.sql.push_back("UPDATE " + t.name() + " SET " + column + " = " +
                          std::string{d.wanted_column->default_text} + " WHERE " + column + " IS NULL");
        out.effects = scans | writes_rows;
    }
    out.sql.push_back(sets ? set : take);
    out.undo.push_back(sets ? take : set);
    return out;
}

} // namespace sqlite_alters

DATAFLOW_RUNTIME bool needs_rebuild(const sqlite_table& t, int version) {
    return std::any_of(t.changes.begin(), t.changes.end(),
                       [&](const change* c) { return !sqlite_alters::can_alter(t, *c, version); });
}

DATAFLOW_RUNTIME std::vector<sqlite_alteration> alterations_of(const sqlite_table& t) {
    using namespace sqlite_alters;
    std::vector<sqlite_alteration> out;
    for (const auto* c : t.changes) // a name may be free only then
        if (c->what == change_kind::drop_column) {
            auto& one = out.emplace_back();
            one.what = c;
            one.sql = {"ALTER TABLE " + t.name() + " DROP COLUMN " +
                       catalog::quoted_name({}, c->about.found_column->name)};
            one.effects = rewrites;
            const auto name = c->about.found_column->name;
            if (c->about.found_column->generated == catalog::generation::stored) {
                one.irreversible = "ALTER TABLE adds no stored column";
                continue;
            }
            auto former = *t.before.find(name);
            const auto* const given = former.find(clause_kind::default_value);
            const bool lost =
                c->about.found_column->generated == catalog::generation::none && c->back.empty();
            if (lost) one.irreversible = "the values of " + std::string{name} + " are gone";
            if (given != nullptr && !is_constant(given->expression)) {
                one.irreversible = "ALTER TABLE adds no column with the default of " + std::string{name};
                continue;
            }
            if (needs_values(former))
                std::erase_if(former.clauses, [](const auto& k) { return k.what == clause_kind::not_null; });
            one.undo = {"ALTER TABLE " + t.name() + " ADD COLUMN " + catalog::column_text(former)};
            if (c->back.empty()) continue;
            one.sql.push_back("SELECT " + std::string{c->back} + " FROM " + t.name() + " LIMIT 0");
            one.undo.push_back("UPDATE " + t.name() + " SET " + catalog::quoted_name({}, name) + " = " +
                               std::string{c->back});
        }
    for (const auto* c : t.changes) {
        const auto& d = c->about;
        switch (c->what) {
        case change_kind::add_column: out.push_back(addition(t, *c)); break;
        case change_kind::add_check:
            if (!comes_with_column(t, *d.wanted_check)) out.push_back(constraint_change(t, *c));
            break;
        case change_kind::drop_check:
            if (!goes_with_column(t, *d.found_check)) out.push_back(constraint_change(t, *c));
            break;
        case change_kind::change_check:
        case change_kind::rename_check:
        case change_kind::change_enumerators:
        case change_kind::set_not_null:
        case change_kind::drop_not_null: out.push_back(constraint_change(t, *c)); break;
        default: break;
        }
    }
    return out;
}

} // namespace dataflow::migrate::detail
