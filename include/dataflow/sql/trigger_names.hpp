// How the triggers are called that the options of models bring, and what those raise that refuse something.
#pragma once

#include <dataflow/schema/table.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/variant.hpp>
#include <dataflow/sql/writer.hpp>

#include <string_view>

namespace dataflow::rooms::sql {

/// How the names of the triggers begin that write what changes into the audit log.
inline constexpr std::string_view audit_prefix = "dataflow_audit_";

/// And those that refuse the writes that a model is without (sql/protection_triggers.hpp).
inline constexpr std::string_view protect_prefix = "dataflow_protect_";
/// What these raise: this, the table's name, and what is refused.
inline constexpr std::string_view protects_text = "dataflow protects ";
inline constexpr std::string_view field_protected_text = ": its field ";
inline constexpr std::string_view field_never_changes_text = " never changes";

/// And those that count the rows of each tenant (sql/row_limit_triggers.hpp).
inline constexpr std::string_view row_limit_prefix = "dataflow_rows_";
/// What these raise: this, the table's name, and that it has a limit.
inline constexpr std::string_view limits_text = "dataflow limits ";

/// Whether a trigger of this name is one of those that options bring: opening a database looks after them.
[[nodiscard]] constexpr bool is_of_options(std::string_view trigger) noexcept {
    return trigger.starts_with(mark_prefix) || trigger.starts_with(audit_prefix) ||
           trigger.starts_with(history_prefix) || trigger.starts_with(protect_prefix) ||
           trigger.starts_with(row_limit_prefix);
}
/// Whether a table may have one.
[[nodiscard]] constexpr bool has_triggers_of_options(const schema::table& t) noexcept {
    return has_mark_triggers(t) || t.policy.audited || !(t.history == nullptr) || t.policy.protects() ||
           t.policy.rows_per_tenant != 0;
}
/// ` AND NOT ...`: that the trigger of this name is none of them.
constexpr void write_not_of_options(writer& w, const schema::table& t, std::string_view name) {
    const bool pg = w.dialect().catalog == catalog_form::pg_catalog;
    const auto but = [&](std::string_view prefix) {
        w << (pg ? " AND NOT starts_with(" : " AND instr(") << name << ", ";
        w.literal(prefix) << (pg ? ")" : ") <> 1");
    };
    if (has_mark_triggers(t)) but(mark_prefix);
    if (t.policy.audited) but(audit_prefix);
    if (!(t.history == nullptr)) but(history_prefix);
    if (t.policy.protects()) but(protect_prefix);
    if (t.policy.rows_per_tenant != 0) but(row_limit_prefix);
}

namespace detail {

/// With `watch`, whether the row's table has triggers. `name`: what it is called in the statement.
constexpr void tell_of_triggers(writer& w, const schema::table& t, std::string_view name) {
    if (w.dialect().catalog != catalog_form::pg_catalog || (w.variant() & single_variant::watch) == 0) return;
    w << ", EXISTS (SELECT FROM pg_trigger WHERE tgrelid IN (";
    w.identifier(name) << ".tableoid, ";
    w.name_literal(t.name) << "::regclass) AND NOT tgisinternal";
    write_not_of_options(w, t, "tgname::TEXT");
    w << ")";
}

} // namespace detail

} // namespace dataflow::rooms::sql
