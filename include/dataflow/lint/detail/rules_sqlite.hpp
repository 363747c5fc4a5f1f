// What SQLite's statements do: https://www.sqlite.org/lang_altertable.html, tried with 3.40.
#pragma once

#include <dataflow/lint/detail/read_sqlite.hpp>
#include <dataflow/lint/detail/rules_base.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dataflow::lint_ {

class sqlite_rules : rules_base {
  public:
    sqlite_rules(lint_report& out, const lint_options& how, const std::vector<action>& all)
        : rules_base(out, how, all) {}

    void run() {
        open_ = how_.in_transaction;
        for (const auto& a : all_) {
            now_ = &a;
            look();
        }
        if (now_ != nullptr && open_ && !how_.in_transaction)
            tell("DF-T03", "what it did is undone when the connection ends");
    }

  private:
    void writes(std::uint8_t effects = 0) {
        auto& s = out_.statements[now_->statement];
        if (s.locks.empty() && !is_new(now_->table)) s.locks.push_back({now_->table, lock_mode::exclusive});
        s.effects |= effects;
    }
    [[nodiscard]] std::string at_column() const { return now_->table + "." + now_->name; }
    /// Whether a later statement gives another table this one's name: a rebuild.
    [[nodiscard]] bool is_rebuilt() const {
        for (const auto& a : all_)
            if (a.statement > now_->statement && a.what == action_kind::rename_table &&
                a.other == now_->table)
                return true;
        return false;
    }
    [[nodiscard]] bool is_referred_to() const {
        if (how_.found == nullptr) return true; // not known
        for (const auto& t : how_.found->tables)
            for (const auto& f : t.foreign_keys)
                if (f.target == now_->table && t.name != now_->table) return true;
        return false;
    }

    void look() {
        using kind = action_kind;
        const auto& a = *now_;
        switch (a.what) {
        case kind::create_table: made_.push_back(a.table); return;
        case kind::create_index:
            if (is_new(a.table)) return;
            writes(migrate::builds_index);
            if (a.unique)
                tell("DF-F01", "index " + a.name + " fails where rows of " + a.table + " are alike");
            return;
        case kind::add_column: return new_column();
        case kind::drop_column:
            writes(migrate::rewrites);
            tell("DF-D02", "column " + at_column() + " and its values", a.name);
            return used_column();
        case kind::rename_column:
            writes();
            return tell("DF-C01", "column " + at_column() + " becomes " + a.other, a.name);
        case kind::rename_table: {
            writes();
            if (is_new(a.table)) { // the end of a rebuild
                made_.push_back(a.other);
                return;
            }
            for (const auto& later : all_)
                if (later.statement > a.statement && later.what == kind::create_table &&
                    later.table == a.table)
                    return tell("DF-L13",
                                "table " + a.table + " becomes " + a.other + " before the new one is made");
            return tell("DF-C02", "table " + a.table + " becomes " + a.other);
        }
        case kind::drop_table:
            if (is_new(a.table)) return;
            writes();
            if (!is_rebuilt()) tell("DF-D01", "table " + a.table + " and its rows");
            if (enforced_ && is_referred_to()) tell("DF-L11", "table " + a.table);
            return;
        case kind::change_type:
        case kind::add_check:
        case kind::drop_constraint: writes(); return tell("DF-L01", "table " + a.table);
        case kind::insert:
        case kind::update:
        case kind::erase:
            writes(migrate::writes_rows);
            if (a.everything && a.what != kind::insert && !is_new(a.table))
                tell("DF-D13", "all rows of " + a.table);
            return;
        case kind::vacuum_full:
        case kind::reindex: return writes(migrate::rewrites);
        case kind::pragma:
            // In a transaction it does nothing, and says so to nobody.
            if (a.name == "foreign_keys" && !open_)
                enforced_ = !(a.how == "off" || a.how == "0" || a.how == "false" || a.how == "no");
            return;
        case kind::begin: open_ = true; return;
        case kind::commit:
        case kind::rollback: open_ = false; return;
        case kind::unknown: out_.statements[a.statement].understood = false; return tell("DF-U01", a.how);
        default: return writes();
        }
    }
    void new_column() {
        const auto& a = *now_;
        const auto begin = "column " + at_column() + " ";
        writes();
        if (!a.calls.empty()) tell("DF-L03", begin + "has a default that is an expression", a.name);
        if (a.refers && a.has_default) tell("DF-L05", begin + "refers to " + a.other, a.name);
        if (a.not_null && !a.has_default && !a.generated)
            tell("DF-C07", begin + "is NOT NULL and has no default: an error", a.name);
        if (a.key || a.unique || (a.generated && a.made))
            tell("DF-L01", begin + "is a key, unique, or computed and stored", a.name);
        if (a.has_check || (a.generated && a.not_null)) {
            out_.statements[a.statement].effects |= migrate::scans;
            tell("DF-L07", begin + "has a check", a.name);
        }
    }
    void used_column() {
        const auto& a = *now_;
        const auto* const t = found(a.table);
        if (t == nullptr) return;
        bool used = t->in_key(a.name);
        for (const auto& i : t->indexes) {
            used = used || names(i.predicate, a.name);
            for (const auto& p : i.parts) used = used || p.column == a.name || names(p.expression, a.name);
        }
        for (const auto& c : t->checks) used = used || names(c.expression, a.name);
        for (const auto& f : t->foreign_keys)
            for (const auto name : f.columns) used = used || name == a.name;
        for (const auto& c : t->columns) used = used || names(c.expression, a.name);
        for (const auto& tr : t->triggers) used = used || names(tr.definition, a.name);
        if (used) tell("DF-L09", "column " + at_column(), a.name);
    }

    bool enforced_ = true; // foreign keys
};

} // namespace dataflow::lint_
