// Part of lint/detail/rules_postgres.hpp: what goes, rows, and transactions.
#pragma once

#include <dataflow/lint/detail/rules_postgres.hpp>

#include <string>
#include <string_view>

namespace dataflow::lint_ {

inline void postgres_rules::with_partners(lock_mode mode, std::string_view column) {
    takes(mode);
    const auto* const t = found(now_->table);
    if (t == nullptr) return;
    const auto named = [&](const catalog::foreign_key& f) {
        return column.empty() || std::find(f.columns.begin(), f.columns.end(), column) != f.columns.end();
    };
    for (const auto& f : t->foreign_keys)
        if (named(f)) took(f.target, mode);
    for (const auto& other : how_.found->tables)
        for (const auto& f : other.foreign_keys)
            if (&other != t && found(f.target) == t &&
                (column.empty() || std::find(f.target_columns.begin(), f.target_columns.end(), column) !=
                                       f.target_columns.end()))
                took(path_of(other), mode);
}

inline const catalog::table* postgres_rules::table_with_index(std::string_view path) const {
    if (how_.found != nullptr)
        for (const auto& t : how_.found->tables)
            if (t.find_index(path.substr(path.rfind('.') + 1)) != nullptr) return &t;
    return nullptr;
}

/// The tables whose foreign keys lead to this one.
inline void postgres_rules::referring(lock_mode mode) {
    const auto* const t = found(now_->table);
    if (t == nullptr) return;
    for (const auto& other : how_.found->tables)
        for (const auto& f : other.foreign_keys)
            if (&other != t && found(f.target) == t) took(path_of(other), mode);
}

/// The tables that have columns of a type that is about to change or to go.
inline void postgres_rules::users_of_type(lock_mode mode) {
    if (how_.found == nullptr) return;
    for (const auto& t : how_.found->tables)
        if (catalog::is_a_table(t.kind))
            for (const auto& c : t.columns)
                if (c.type.spelled == now_->table || c.type.spelled == now_->table + "[]") {
                    took(path_of(t), mode);
                    break;
                }
}

inline void postgres_rules::alone(bool concurrently) {
    if (!concurrently) return;
    if (open_) return tell("DF-B03", "PostgreSQL refuses it in a transaction");
    std::size_t last = 0;
    for (const auto& a : all_) last = std::max(last, a.statement);
    if (last != 0 && !std::exchange(told_alone_, true))
        tell("DF-T09", "what stands beside it is done or not done by itself");
}

inline void postgres_rules::gone() {
    using kind = action_kind;
    const auto& a = *now_;
    if (a.cascade && a.what != kind::drop_schema)
        tell("DF-D07", "what depends on " + a.table + " goes with it");
    switch (a.what) {
    case kind::drop_table:
        if (is_new(a.table)) return;
        with_partners(lock_mode::access_exclusive);
        return tell("DF-D01", "table " + a.table + " and its rows");
    case kind::drop_schema:
        if (a.cascade && how_.found != nullptr)
            for (const auto& t : how_.found->tables)
                if (t.schema == a.table) took(path_of(t), lock_mode::access_exclusive);
        return tell("DF-D03", "schema " + a.table);
    case kind::drop_type:
        if (a.cascade) users_of_type(lock_mode::access_exclusive); // their columns go
        return;
    case kind::drop_index: {
        if (const auto* t = table_with_index(a.table)) {
            took(path_of(*t),
                 a.concurrently ? lock_mode::share_update_exclusive : lock_mode::access_exclusive);
            if (t->find_index(a.table.substr(a.table.rfind('.') + 1))->unique)
                tell("DF-C13", "index " + a.table + " is unique");
        }
        if (a.concurrently) return alone(true);
        return tell("DF-B02", "its table is locked, for a moment, behind whatever runs on it");
    }
    case kind::drop_trigger:
    case kind::drop_rule: return takes(lock_mode::access_exclusive);
    case kind::drop_view: return takes(lock_mode::access_exclusive);
    default: return;
    }
}

inline void postgres_rules::gone_column() {
    if (is_new(now_->table)) return;
    with_partners(lock_mode::access_exclusive, now_->name);
    tell("DF-D02", "column " + at_column() + " and its values", now_->name);
    if (now_->cascade) tell("DF-D07", "what depends on " + at_column() + " goes with it", now_->name);
}

inline void postgres_rules::gone_constraint() {
    if (is_new(now_->table)) return;
    takes(lock_mode::access_exclusive);
    if (now_->cascade) tell("DF-D07", "what depends on " + now_->name + " goes with it");
    if (const auto* t = found(now_->table)) {
        for (const auto& f : t->foreign_keys)
            if (f.name == now_->name) took(f.target, lock_mode::access_exclusive);
        if (now_->cascade) // foreign keys to a key
            if (t->key.name == now_->name || t->find_index(now_->name) != nullptr)
                referring(lock_mode::access_exclusive);
        for (const auto& u : t->unique)
            if (u.name == now_->name) tell("DF-C13", "constraint " + now_->name + " is unique");
    }
}

inline void postgres_rules::renamed() {
    using kind = action_kind;
    const auto& a = *now_;
    if (a.what == kind::rename_schema) return tell("DF-C03", "schema " + a.name + " becomes " + a.other);
    if (is_new(a.table)) return;
    if (a.what == kind::rename_index) return; // its table is not locked
    if (!a.table.empty()) takes(lock_mode::access_exclusive);
    if (a.what == kind::rename_column)
        tell("DF-C01", "column " + at_column() + " becomes " + a.other, a.name);
    if (a.what == kind::rename_table) tell("DF-C02", "table " + a.table + " becomes " + a.other);
    if (a.what == kind::set_schema) tell("DF-C03", "table " + a.table + " goes to the schema " + a.other);
}

inline void postgres_rules::partition() {
    const auto& a = *now_;
    if (is_new(a.table)) return;
    if (a.what == action_kind::attach_partition) {
        takes(lock_mode::share_update_exclusive);
        took(a.other, lock_mode::access_exclusive);
        if (is_new(a.other)) return;
        does(migrate::scans);
        return tell("DF-B28", "every row of " + a.other + " is read, unless a check says that it fits");
    }
    if (a.concurrently) {
        takes(lock_mode::share_update_exclusive);
        return alone(true);
    }
    takes(lock_mode::access_exclusive);
    took(a.other, lock_mode::access_exclusive);
    tell("DF-B27", a.table + " and " + a.other + " are locked");
}

inline void postgres_rules::rows() {
    using kind = action_kind;
    const auto& a = *now_;
    if (is_new(a.table)) return;
    if (a.what == kind::truncate) {
        takes(lock_mode::access_exclusive);
        does(migrate::rewrites);
        if (a.cascade) {
            referring(lock_mode::access_exclusive);
            tell("DF-D07", "so are the tables that refer to " + a.table);
        }
        return tell("DF-D05", "all rows of " + a.table);
    }
    takes(lock_mode::row_exclusive);
    does(migrate::writes_rows);
    if (a.everything)
        tell("DF-D13", "all rows of " + a.table + " are " + (a.what == kind::erase ? "deleted" : "updated") +
                           " and stay locked until the end");
}

inline void postgres_rules::others() {
    using kind = action_kind;
    const auto& a = *now_;
    switch (a.what) {
    case kind::create_trigger:
    case kind::toggle_trigger:
        if (is_new(a.table)) return;
        takes(lock_mode::share_row_exclusive);
        return tell("DF-B41", "on " + a.table);
    case kind::rewrites:
    case kind::cluster:
    case kind::vacuum_full:
        if (is_new(a.table)) return;
        takes(lock_mode::access_exclusive);
        does(migrate::rewrites);
        return tell("DF-B29", "table " + a.table);
    case kind::settles:
    case kind::vacuum: return takes(lock_mode::share_update_exclusive);
    case kind::alter_table:
    case kind::replaces_view: return takes(lock_mode::access_exclusive);
    case kind::refresh_view:
        takes(a.concurrently ? lock_mode::exclusive : lock_mode::access_exclusive);
        does(migrate::rewrites);
        if (!a.concurrently) tell("DF-B30", "materialized view " + a.table);
        return;
    case kind::reindex:
        if (const auto* t = a.how == "REINDEX_OBJECT_INDEX" ? table_with_index(a.table) : nullptr)
            took(path_of(*t), a.concurrently ? lock_mode::share_update_exclusive : lock_mode::share);
        else takes(a.concurrently ? lock_mode::share_update_exclusive : lock_mode::share);
        does(migrate::builds_index);
        if (a.concurrently) return alone(true);
        return tell("DF-B32", a.table.empty() ? "its tables are locked" : "table " + a.table + " is locked");
    case kind::lock_table: {
        const auto mode = static_cast<lock_mode>(a.how.empty() ? 8 : a.how[0] - '0');
        takes(mode);
        if (mode >= lock_mode::share)
            tell("DF-B34", "table " + a.table + ", in the mode " + std::string{migrate::name_of(mode)});
        return;
    }
    case kind::lock_rows: return takes(lock_mode::row_share);
    case kind::select: return takes(lock_mode::access_share);
    case kind::create_domain:
        if (a.has_check) domains_.push_back(a.table);
        if (a.has_check) tell("DF-H07", "domain " + a.table);
        return;
    case kind::add_domain_check:
        if (a.not_valid) return;
        users_of_type(lock_mode::share);
        does(migrate::scans);
        return tell("DF-B31", "of every table that has columns of " + a.table + ", with a SHARE lock");
    case kind::validate_domain_check: return does(migrate::scans);
    case kind::rename_enum_value: return tell("DF-C15", "value " + a.name + " of " + a.table);
    case kind::add_enum_value:
        if (open_) values_.emplace_back(a.name, a.statement);
        return;
    case kind::validate_constraint: {
        if (is_new(a.table)) return;
        takes(lock_mode::share_update_exclusive);
        does(migrate::scans);
        if (const auto* t = found(a.table))
            for (const auto& f : t->foreign_keys)
                if (f.name == a.name) took(f.target, lock_mode::row_share);
        for (auto& one : proofs_)
            if (one.table == a.table && one.name == a.name) one.validated = true;
        return;
    }
    case kind::unknown:
        out_.statements[a.statement].understood = false;
        return tell("DF-U01", a.how.empty() ? std::string{"a part of it"} : a.how);
    default: return;
    }
}

} // namespace dataflow::lint_
