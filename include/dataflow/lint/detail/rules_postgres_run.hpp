// Part of lint/detail/rules_postgres.hpp: one action after another.
#pragma once

#include <dataflow/lint/detail/rules_postgres_constraints.hpp>
#include <dataflow/lint/detail/rules_postgres_others.hpp>
#include <dataflow/lint/detail/rules_postgres_tables.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace dataflow::lint_ {

inline void postgres_rules::took(std::string_view table, lock_mode mode) {
    if (table.empty() || is_new(table)) return;
    auto& locks = out_.statements[now_->statement].locks;
    auto at = std::find_if(locks.begin(), locks.end(), [&](const auto& l) { return l.table == table; });
    if (at == locks.end()) at = locks.insert(locks.end(), {std::string{table}, mode});
    else at->mode = std::max(at->mode, mode);
    if (mode == lock_mode::access_exclusive) exclusive_now_ = table;
    if (mode >= lock_mode::share && !limited_ && !how_.limits_locks && !std::exchange(told_limit_, true))
        tell("DF-B35",
             "it waits for its lock of " + std::string{table} + ", and all that come later wait behind it");
}

inline void postgres_rules::does(std::uint8_t effects) {
    out_.statements[now_->statement].effects |= effects;
    if (!open_ || exclusive_.empty() || std::exchange(told_held_, true)) return;
    if (effects == migrate::writes_rows)
        tell("DF-B37", "the transaction holds an ACCESS EXCLUSIVE lock of " + exclusive_);
    else tell("DF-B33", "the transaction holds one of " + exclusive_ + " since a former statement");
}

inline void postgres_rules::begin_statement() {
    if (now_->statement == statement_) return;
    statement_ = now_->statement;
    if (open_ && !exclusive_now_.empty()) exclusive_ = exclusive_now_;
    for (const auto& [value, since] : values_)
        if (since != statement_ &&
            out_.statements[statement_].text.find("'" + value + "'") != std::string::npos)
            tell("DF-C11", "value " + value + " cannot be used before the COMMIT");
}

inline void postgres_rules::look() {
    using kind = action_kind;
    switch (now_->what) {
    case kind::create_table:
    case kind::create_table_as: return made_table();
    case kind::create_index: return new_index();
    case kind::add_column: return new_column();
    case kind::drop_column: return gone_column();
    case kind::change_type: return new_type();
    case kind::set_not_null: return not_null();
    case kind::drop_not_null:
        if (is_new(now_->table)) return;
        takes(lock_mode::access_exclusive);
        return tell("DF-C05", "column " + at_column(), now_->name);
    case kind::add_identity:
        if (is_new(now_->table)) return;
        takes(lock_mode::access_exclusive);
        if (const auto* c = found(now_->table, now_->name); c != nullptr && !c->default_text.empty())
            tell("DF-F17", "column " + at_column(), now_->name);
        return;
    case kind::set_default:
    case kind::drop_default:
    case kind::drop_identity: return takes(lock_mode::access_exclusive);
    case kind::add_check:
    case kind::add_unique:
    case kind::add_primary_key:
    case kind::add_foreign_key:
    case kind::add_exclusion: return new_constraint();
    case kind::drop_constraint: return gone_constraint();
    case kind::drop_table:
    case kind::drop_index:
    case kind::drop_schema:
    case kind::drop_view:
    case kind::drop_type:
    case kind::drop_trigger:
    case kind::drop_rule:
    case kind::drops: return gone();
    case kind::rename_table:
    case kind::rename_column:
    case kind::rename_index:
    case kind::rename_schema:
    case kind::renames:
    case kind::set_schema: return renamed();
    case kind::attach_partition:
    case kind::detach_partition: return partition();
    case kind::insert:
    case kind::update:
    case kind::erase:
    case kind::truncate: return rows();
    case kind::set_lock_timeout:
    case kind::set_statement_timeout: limited_ = true; return;
    case kind::begin: open_ = true; return;
    case kind::commit:
    case kind::rollback:
        open_ = false;
        exclusive_.clear();
        exclusive_now_.clear();
        values_.clear();
        return;
    default: return others();
    }
}

inline void postgres_rules::run() {
    open_ = how_.in_transaction;
    for (const auto& a : all_) {
        now_ = &a;
        begin_statement();
        look();
    }
    if (now_ != nullptr && open_ && !how_.in_transaction)
        tell("DF-T03", "what it did is undone when the connection ends");
}

} // namespace dataflow::lint_
