// What the policy of a table adds to the texts of statements: the guards of its rows, and the columns that it
// sets.
#pragma once

#include <dataflow/schema/table.hpp>
#include <dataflow/sql/tenant_keys.hpp>
#include <dataflow/sql/value_source.hpp>
#include <dataflow/sql/variant.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// Whether only deleted records of the first table of a statement are seen.
[[nodiscard]] constexpr bool sees_only_deleted(const writer& w) noexcept {
    return (w.variant() & policy_variant::only_deleted) == policy_variant::only_deleted;
}
/// Whether a statement is about the records of all tenants.
[[nodiscard]] constexpr bool reads_all_tenants(const writer& w) noexcept {
    return (w.variant() & policy_variant::all_tenants) != 0;
}
/// Whether a guard is part of this text. `first`: it is of the first table of a statement.
[[nodiscard]] constexpr bool stands(const writer& w, const schema::guard& g, bool first = true) noexcept {
    if (g.what == schema::guard::condition::equals_session && reads_all_tenants(w)) return w.met() != nullptr;
    return g.what != schema::guard::condition::is_null || (w.variant() & policy_variant::with_deleted) == 0 ||
           (first && sees_only_deleted(w));
}
/// Whether a statement does not see all rows of a table.
[[nodiscard]] constexpr bool is_guarded(const writer& w, const schema::table& t, bool first = true) noexcept {
    for (const auto& g : t.policy.guards)
        if (stands(w, g, first)) return true;
    return false;
}

/// The value of a session.
constexpr writer& write_session(writer& w, schema::session_value which) {
    return w.value({value_source::origin::session, static_cast<std::size_t>(which)});
}

[[nodiscard]] constexpr std::string_view tenant_column(const schema::table& t) noexcept {
    return t.columns[static_cast<std::size_t>(t.policy.partition)].name;
}
/// Whether records of several tenants that a statement is about may have one key.
[[nodiscard]] constexpr bool keys_repeat(const writer& w, const schema::table& t) noexcept {
    return has_keys_per_tenant(t) && reads_all_tenants(w);
}
/// `, "tenant_id"` after a key that records of several tenants may have.
constexpr void write_tenant_of_key(writer& w, const schema::table& t) {
    if (keys_repeat(w, t)) (w << ", ").identifier(tenant_column(t));
}
inline constexpr std::string_view common_table_of_tenants =
    "a common table of tenants' records beside others, over all tenants";
/// The tenant of the tables so far, in a statement about all tenants: where one of them may be missing in a
/// row, that of another one.
constexpr void write_tenant_met(writer& w) {
    std::size_t count = 0;
    const tenant_table* there = nullptr;
    for (const auto* t = w.met(); t != nullptr; t = t->before, ++count) {
        if (t->column.empty()) return w.refuse(common_table_of_tenants);
        if (!t->may_be_missing) there = t;
    }
    const auto one = [&](const tenant_table& t) {
        if (t.number >= 0) w.table_number(t.number);
        else w.identifier(t.name);
        (w << ".").identifier(t.column);
    };
    if (there != nullptr || count == 1) return one(there != nullptr ? *there : *w.met());
    std::string_view before = "coalesce(";
    for (const auto* t = w.met(); t != nullptr; t = t->before, before = ", ") {
        w << before;
        one(*t);
    }
    w << ")";
}

/// The guards of a table's rows, joined by AND. `column(name)` writes a column of the table as it is;
/// `before` comes before the first.
template <class Column>
constexpr void write_guards(writer& w, const schema::table& t, std::string_view before, bool first,
                            Column column) {
    for (const auto& g : t.policy.guards) {
        if (!stands(w, g, first)) continue;
        w << before;
        before = " AND ";
        const auto name = t.columns[g.column].name;
        if (g.what == schema::guard::condition::equals_session && reads_all_tenants(w)) {
            column(name);
            w << " = ";
            write_tenant_met(w);
            continue;
        }
        const auto* form = w.form_in(t.name, name);
        const facing as_kept{w, form, false};
        const bool wraps = form != nullptr && !form->compares(false);
        if (wraps) w << form->read.before;
        column(name);
        if (wraps) w << form->read.after;
        if (g.what == schema::guard::condition::is_null)
            w << (sees_only_deleted(w) ? " IS NOT NULL" : " IS NULL");
        else write_session(w << " = ", g.which);
    }
}
/// The same of the table that a statement is about.
constexpr void write_guards(writer& w, const schema::table& t, std::string_view before, bool first = true) {
    if (t.policy.guards.empty()) return;
    write_guards(w, t, before, first, [&](std::string_view name) { w.plain_column(name); });
}

/// Of the guards that which no node lifts: that a row is one of the session's tenant.
constexpr void write_tenant(writer& w, const schema::table& t, std::string_view before) {
    if (reads_all_tenants(w)) return;
    for (const auto& g : t.policy.guards)
        if (g.what == schema::guard::condition::equals_session) {
            (w << before).identifier(t.columns[g.column].name) << " = ";
            write_session(w, g.which);
        }
}

/// The value that a stamp gives in an UPDATE.
constexpr void write_stamp(writer& w, const schema::table& t, const schema::stamp& s) {
    switch (s.what) {
    case schema::stamp::source::now: w.value(value_source::origin::now); return;
    case schema::stamp::source::session: write_session(w, s.which); return;
    case schema::stamp::source::number: w.number(s.number); return;
    case schema::stamp::source::plus_one: w.column(t.columns[s.column].name) << " + 1"; return;
    }
}

constexpr void write_stored_stamp(writer& w, const schema::table& t, const schema::stamp& s) {
    stored_in(w, w.form_in(t.name, t.columns[s.column].name), [&] { write_stamp(w, t, s); });
}

/// `"updated_at" = ?`: the columns that are set on an event, each after `before`, the first one after
/// `first`.
constexpr void write_stamps(writer& w, const schema::table& t, std::uint8_t event,
                            std::string_view first = ", ") {
    for (const auto& s : t.policy.stamps) {
        if ((s.when & event) == 0) continue;
        w << first;
        first = ", ";
        w.identifier(t.columns[s.column].name) << " = ";
        write_stored_stamp(w, t, s);
    }
}

/// The name of the policy that keeps tenants apart, of PostgreSQL's row-level security.
inline constexpr std::string_view tenant_policy = "dataflow_tenant";
/// How the names of the triggers begin that keep foreign keys for records that are marked as deleted
/// (sql/mark_triggers.hpp).
inline constexpr std::string_view mark_prefix = "dataflow_fk_";
/// And those that keep past versions (sql/history_triggers.hpp).
inline constexpr std::string_view history_prefix = "dataflow_history_";

/// What the mark of a record holds between the two steps of a delete (`bulk_variant::leave`). No transaction
/// ends with it, and it is no time of a delete.
inline constexpr std::string_view leaving_mark = "0001-01-01T00:00:00.000000Z";

/// Whether records may be deleted together with others of their table that keep them (ON DELETE RESTRICT):
/// triggers that look after each record need two steps for that.
[[nodiscard]] constexpr bool marks_in_two_steps(const schema::table& t) noexcept {
    if (t.policy.deleted_mark() < 0) return false;
    for (const auto& f : t.foreign_keys)
        if (f.marks && f.action == on_delete::restrict && f.table == t.name) return true;
    return false;
}

/// Whether a mark may hold what is none before a statement is done: one of those above, or of a record that
/// comes back with another (sql/detail/mark_steps.hpp).
[[nodiscard]] constexpr bool marks_pass(dialect d, const schema::table& t) noexcept {
    if (t.policy.deleted_mark() < 0) return false;
    for (const auto& f : t.foreign_keys)
        if (f.marks && f.action == on_delete::cascade) return true;
    return !data_of(d).trigger_functions && marks_in_two_steps(t);
}
/// The mark of a record that comes back is its time in a form that no delete has, so that it is known what it
/// was: 4,000 years earlier, which are 1,460,970 days, or with a small z at its end. Is never NULL.
constexpr void write_is_returning(writer& w, std::string_view row, std::string_view mark) {
    const bool pg = w.dialect().trigger_functions;
    (w << (pg ? "coalesce(" : "coalesce(substr(") << row).identifier(mark);
    w << (pg ? " < TIMESTAMPTZ '0001-01-01 00:00:00+00 BC', FALSE)" : ", -1) = 'z', 0)");
}
constexpr void write_returning(writer& w, std::string_view row, std::string_view mark) {
    if (w.dialect().trigger_functions) {
        (w << "(" << row).identifier(mark) << " - INTERVAL '35063280 hours')";
        return;
    }
    (w << "(CASE length(" << row).identifier(mark) << ") WHEN 27 THEN substr(";
    ((w << row).identifier(mark) << ", 1, 26) ELSE " << row).identifier(mark) << " END || 'z')";
}

/// In a trigger of a table with `marks_pass`: that the mark of the new row is none. Is never NULL.
constexpr void write_passes(writer& w, const schema::table& t, std::string_view row) {
    const auto mark = t.columns[static_cast<std::size_t>(t.policy.deleted_mark())].name;
    const bool leaves = !w.dialect().trigger_functions && marks_in_two_steps(t);
    write_is_returning(w << (leaves ? "(" : ""), row, mark);
    if (leaves) ((w << " OR " << row).identifier(mark) << " IS ").literal(leaving_mark) << ")";
}

/// In a trigger: that a record of a table, by its mark, is deleted just now.
constexpr void write_marked_now(writer& w, const schema::table& t, std::string_view mark) {
    const auto of = [&](std::string_view row) -> writer& { return (w << row).identifier(mark); };
    if (w.dialect().trigger_functions || !marks_in_two_steps(t)) {
        of("old.") << " IS NULL AND ";
        of("new.") << " IS NOT NULL";
        return;
    }
    of("(old.") << " IS NULL OR ";
    of("old.") << " = ";
    w.literal(leaving_mark) << ") AND ";
    of("new.") << " <> ";
    w.literal(leaving_mark);
}

/// What SQLite's triggers raise, before the name of the foreign key.
inline constexpr std::string_view no_parent_text = "dataflow: no record for ";
inline constexpr std::string_view children_left_text = "dataflow: records left for ";

/// Whether a table may have such triggers.
[[nodiscard]] constexpr bool has_mark_triggers(const schema::table& t) noexcept {
    bool any = t.policy.deleted_mark() >= 0;
    for (const auto& f : t.foreign_keys) any = any || f.marks;
    return any;
}

} // namespace dataflow::rooms::sql
