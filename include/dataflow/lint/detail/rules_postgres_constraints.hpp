// Part of lint/detail/rules_postgres.hpp: indexes and constraints.
#pragma once

#include <dataflow/lint/detail/rules_postgres.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace dataflow::lint_ {

inline void postgres_rules::new_index() {
    const auto& a = *now_;
    indexes_.push_back(&a);
    const auto what = "index " + (a.name.empty() ? "on " + a.table : a.name) + " ";
    if (!a.unique && a.columns.size() > 3)
        tell("DF-H11", what + "has " + std::to_string(a.columns.size()) + " columns");
    if (is_new(a.table)) return;
    const auto* const t = found(a.table);
    const bool there = a.existing && t != nullptr && t->find_index(a.name) != nullptr;
    if (!there) does(migrate::builds_index);
    takes(a.concurrently ? lock_mode::share_update_exclusive : lock_mode::share);
    if (there) return;
    if (!a.concurrently)
        tell("DF-B01", what + "is built under a SHARE lock of " + a.table + ": writers wait");
    else {
        alone(true);
        if (a.name.empty() || !a.existing)
            tell("DF-T01",
                 what + (a.name.empty() ? "has no name" : "has no IF NOT EXISTS") +
                     ": where it fails half way, an invalid index stays, and the text cannot be run again");
    }
    if (a.unique)
        tell("DF-F01", what + "fails where rows of " + a.table + " are alike" +
                           (a.concurrently ? ", and leaves an invalid index" : ""));
}

inline void postgres_rules::new_foreign_key() {
    const auto& a = *now_;
    took(a.other, lock_mode::share_row_exclusive);
    if (is_new(a.table)) return;
    takes(lock_mode::share_row_exclusive);
    const auto* const t = found(a.table);
    if (a.not_valid && t != nullptr && t->kind == catalog::relation::partitioned_table &&
        how_.server_version < 180000)
        tell("DF-F13", a.table + " is partitioned");
    if (!a.not_valid) {
        does(migrate::scans);
        tell("DF-B09",
             "every row of " + a.table + " is looked up in " + a.other + " while writers of both wait");
    }
    if (t == nullptr || a.columns.empty()) return;
    const auto begins = [&](const auto& parts, const auto& name_of) {
        if (parts.size() < a.columns.size()) return false;
        for (std::size_t i = 0; i < a.columns.size(); ++i)
            if (std::find(a.columns.begin(), a.columns.end(), name_of(parts[i])) == a.columns.end())
                return false;
        return true;
    };
    bool indexed = false;
    for (const auto& i : t->indexes)
        indexed = indexed || (i.predicate.empty() && begins(i.parts, [](const auto& p) { return p.column; }));
    for (const auto* i : indexes_)
        indexed =
            indexed || (i->table == a.table && !i->partial &&
                        begins(i->columns, [](const std::string& name) { return std::string_view{name}; }));
    if (!indexed)
        tell("DF-B39", "no index of " + a.table + " begins with " + a.columns.front(), a.columns.front());
}

inline void postgres_rules::new_constraint() {
    const auto& a = *now_;
    using kind = action_kind;
    if (a.what == kind::add_foreign_key) return new_foreign_key();
    if (is_new(a.table)) return;
    takes(lock_mode::access_exclusive);
    if (a.using_index) {
        for (const auto* i : indexes_)
            if (i->name == a.type && (i->partial || i->other_form)) tell("DF-F15", "index " + a.type);
        if (const auto* t = found(a.table))
            if (const auto* i = t->find_index(a.type))
                for (const auto& p : i->parts)
                    if (p.column.empty() || p.descending || !i->predicate.empty()) {
                        tell("DF-F15", "index " + a.type);
                        break;
                    }
        if (a.what == kind::add_primary_key && !a.columns.empty()) not_null();
        return;
    }
    switch (a.what) {
    case kind::add_check:
        if (a.not_null && a.not_valid && !a.columns.empty())
            proofs_.push_back({a.table, a.name, a.columns.back()});
        if (a.not_valid) return;
        does(migrate::scans);
        return tell("DF-B12", "every row of " + a.table + " is read for the check");
    case kind::add_unique:
        does(migrate::builds_index);
        tell("DF-B05", "its index is built under an ACCESS EXCLUSIVE lock of " + a.table);
        return tell("DF-F01", "it fails where rows of " + a.table + " are alike");
    case kind::add_primary_key:
        does(migrate::builds_index);
        for (const auto& name : a.columns) {
            const auto* c = found(a.table, name);
            if ((c == nullptr || c->nullable) && !proved_not_null(a.table, name)) does(migrate::scans);
        }
        return tell("DF-B07", "its index is built under an ACCESS EXCLUSIVE lock of " + a.table);
    case kind::add_exclusion:
        does(migrate::builds_index);
        return tell("DF-B25", "its index is built under an ACCESS EXCLUSIVE lock of " + a.table);
    default: return;
    }
}

inline bool postgres_rules::proved_not_null(std::string_view table, std::string_view column) const {
    if (how_.server_version != 0 && how_.server_version < 120000) return false;
    for (const auto& one : proofs_)
        if (one.validated && one.table == table && one.column == column) return true;
    if (const auto* t = found(table))
        for (const auto& c : t->checks) {
            const auto bare = "(" + std::string{column} + " IS NOT NULL)";
            if (c.validated &&
                (c.expression == bare || c.expression == std::string_view{bare}.substr(1, bare.size() - 2)))
                return true;
        }
    return false;
}

inline void postgres_rules::not_null() {
    const auto& a = *now_;
    if (is_new(a.table)) return;
    takes(lock_mode::access_exclusive);
    if (const auto* c = found(a.table, a.name); c != nullptr && !c->nullable) return;
    if (proved_not_null(a.table, a.name)) return;
    does(migrate::scans);
    tell("DF-B15", "every row of " + a.table + " is read for " + a.name, a.name);
    tell("DF-F03", "it fails where " + at_column() + " is NULL", a.name);
}

} // namespace dataflow::lint_
