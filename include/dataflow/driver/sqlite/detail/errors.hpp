// From SQLite's result codes and messages to this library's errors.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/violations.hpp>
#include <dataflow/driver/assigned.hpp>
#include <dataflow/driver/constraints.hpp>
#include <dataflow/driver/sqlite/detail/error_kinds.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/replaced_rows.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/trigger_names.hpp>
#include <dataflow/sql/writer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::driver::sqlite_ {

/// What an error is about: a statement of a node, or a text (of a script, or of the driver itself).
struct subject {
    const sql::statement* what = nullptr;
    std::uint64_t variant = 0;
    std::string_view text{};
};

/// An error's description with node, model and SQL text filled in.
[[nodiscard]] inline error_info about(const subject& s) {
    error_info info;
    if (s.what == nullptr) {
        info.sql = s.text;
        return info;
    }
    info.node = s.what->node;
    if (s.what->table != nullptr) info.model = s.what->table->model;
    info.sql = s.what->sql(dialect::sqlite, s.variant);
    return info;
}

/// Throws an error whose field is a column: the program's name for it is told, except of a statement by hand.
[[noreturn, gnu::cold]] inline void raise_for(const subject& s, error_kind kind, error_info info) {
    if (s.what != nullptr && s.what->table != nullptr && !s.what->raw)
        info.field = schema::fields_of_columns(*s.what->table, info.field);
    raise(kind, std::move(info));
}

/// Throws for a cause that the driver itself has found.
[[noreturn, gnu::cold]] inline void refuse(const subject& s, error_kind kind, std::string_view message,
                                           std::string_view field = {}) {
    auto info = about(s);
    info.message = message;
    info.field = field;
    raise_for(s, kind, std::move(info));
}

namespace detail {

// Columns of an index as SQLite's messages list them: "t.a, t.b".
template <class Positions>
[[nodiscard]] std::string listed(const schema::table& t, const Positions& columns) {
    std::string out;
    for (const auto c : columns) {
        if (!out.empty()) out += ", ";
        out.append(t.plain()).append(1, '.').append(t.columns[c].name);
    }
    return out;
}

// "t.a, t.b" becomes "a, b". SQLite quotes nothing, so the known table's name is the best guide.
[[nodiscard]] inline std::string without_table(std::string_view list, const schema::table* t) {
    std::string out;
    while (!list.empty()) {
        const auto end = list.find(", ");
        auto part = list.substr(0, end);
        list = end == list.npos ? std::string_view{} : list.substr(end + 2);
        const auto name = t == nullptr ? std::string_view{} : t->plain();
        if (t != nullptr && part.starts_with(name) && part.substr(name.size()).starts_with('.'))
            part.remove_prefix(name.size() + 1);
        else if (const auto dot = part.find('.'); dot != part.npos) part.remove_prefix(dot + 1);
        if (!out.empty()) out += ", ";
        out += part;
    }
    return out;
}

inline void describe_unique(error_info& info, std::string_view tail, const schema::table* t) {
    info.message = violation_text::same_value;
    if (tail.starts_with(sql::replaces_table)) return; // a trigger found it before the table's own constraint
    if (tail.starts_with("index '") && tail.ends_with('\'')) { // an index over expressions
        info.constraint = tail.substr(7, tail.size() - 8);
        return;
    }
    if (const auto dot = tail.find('.');
        t != nullptr && dot != tail.npos &&
        sqlite3_stricmp(std::string{tail.substr(0, dot)}.c_str(), std::string{t->plain()}.c_str()) != 0) {
        info.message.append(" in ").append(tail); // of another table, which a trigger changes
        return;
    }
    if (t != nullptr && t->policy.partition >= 0) { // that it is within a tenant goes without saying
        const std::array<std::uint16_t, 1> tenant{static_cast<std::uint16_t>(t->policy.partition)};
        if (const auto first = listed(*t, tenant) + ", "; tail.starts_with(first))
            tail.remove_prefix(first.size());
    }
    info.field = without_table(tail, t);
    if (t == nullptr) return;
    if (!t->key.empty() && listed(*t, t->key) == tail) {
        info.constraint = schema::primary_key_name(*t);
        return;
    }
    for (const auto& i : t->indexes)
        if (i.unique && listed(*t, i.parts()) == tail) {
            info.constraint = schema::index_name(*t, i);
            return;
        }
}

// A foreign key to a record that is marked as deleted, or whose children are left.
[[noreturn, gnu::cold]] inline void raise_marked(error_info info, std::string_view constraint, bool no_parent,
                                                 const subject& s) {
    info.constraint = constraint;
    info.message =
        no_parent ? "the record that the foreign key refers to is deleted" : violation_text::children;
    if (no_parent && s.what != nullptr && s.what->table != nullptr)
        info.field = look_up_constraint(*s.what->table, constraint).columns;
    raise_for(s, error_kind::foreign_key_violation, std::move(info));
}

// A write that its model is without, or rows above a limit, by the trigger that refuses it.
[[noreturn, gnu::cold]] inline void raise_refused(error_info info, std::string_view text, const subject& s) {
    info.message = told_by_database(text);
    constexpr auto before = sql::field_protected_text, after = sql::field_never_changes_text;
    if (const auto at = text.rfind(before); at != text.npos && text.ends_with(after))
        info.field = text.substr(at + before.size(), text.size() - at - before.size() - after.size());
    using enum error_kind;
    raise_for(s, text.starts_with(sql::limits_text) ? resource_exhausted : protected_operation, info);
}

/// What an expression fails to make, by what the library's own function says.
[[nodiscard]] inline made what_is_not_made(std::string_view message) noexcept {
    for (const auto start : {"a number is out of range", "number out of range", "integer out of range",
                             "division by zero", "NaN ", "a power or a root"})
        if (message.starts_with(start)) return made::number;
    return message == "a date or time is out of range" ? made::time : made::nothing;
}

// Gives the class too, for the library's own checks tell of a value that the column cannot hold.
[[nodiscard]] inline error_kind describe_check(error_info& info, std::string_view name,
                                               const schema::table* t) {
    info.constraint = name;
    const auto found = t != nullptr
                           ? look_up_constraint(*t, name)
                           : constraint_facts{.columns = {}, .range = name.ends_with(schema::range_suffix)};
    info.field = found.columns;
    if (!found.range) {
        info.message = violation_text::check;
        return error_kind::check_violation;
    }
    info.message = "out of the column's range";
    return error_kind::invalid_value;
}

} // namespace detail

/// Throws what a failed call means. `message` is sqlite3_errmsg, read before anything else is called;
/// `prepared` tells that the statement was compiled, and its values may have got into the message.
[[noreturn, gnu::cold]] inline void raise_failure(int code, std::string_view message, const subject& s,
                                                  const std::optional<fault>& inside, bool prepared) {
    auto info = about(s);
    if (inside && code == SQLITE_ERROR) { // the library's own: no code of SQLite's says more
        info.message = inside->message;
        info.field = inside->field;
        if (info.field.empty())
            info.field = assigned_columns(s.what, detail::what_is_not_made(inside->message));
        raise_for(s, inside->kind, std::move(info));
    }
    info.code = std::to_string(code);
    if (code == SQLITE_CONSTRAINT_TRIGGER) {
        for (const auto start : {sql::protects_text, sql::limits_text})
            if (message.starts_with(start)) detail::raise_refused(info, message, s);
        for (const auto start : {sql::no_parent_text, sql::children_left_text})
            if (message.starts_with(start))
                detail::raise_marked(info, message.substr(start.size()), start == sql::no_parent_text, s);
    }
    const auto* table =
        s.what == nullptr || s.what->raw ? nullptr : s.what->table; // of one written by hand, the Row
    auto kind = kind_of(code);
    // "UNIQUE constraint failed: t.a, t.b"
    const auto colon = message.find(": ");
    const auto tail = colon == message.npos ? std::string_view{} : message.substr(colon + 2);
    switch (kind) {
    case error_kind::unique_violation: detail::describe_unique(info, tail, table); break;
    case error_kind::check_violation: kind = detail::describe_check(info, tail, table); break;
    case error_kind::not_null_violation:
        info.message = violation_text::null;
        info.field = detail::without_table(tail, table);
        break;
    case error_kind::foreign_key_violation:
        info.message = "a referenced row does not exist, or rows still refer to this one";
        break;
    case error_kind::invalid_value:
        info.message = code == SQLITE_TOOBIG ? "a string or bytes longer than SQLite can store"
                                             : "a value of a type that the column cannot hold";
        break;
    case error_kind::protected_operation:
        info.message = "it would change the one connection of a database in memory for all that is run "
                       "later: a setting, an attached file or a temporary table";
        break;
    case error_kind::database_error:
        if (code == SQLITE_ERROR && message == "integer overflow") {
            kind = error_kind::invalid_value;
            info.message = "integer out of range";
            info.field = assigned_columns(s.what, made::number);
            break;
        }
        if (code == SQLITE_ERROR && message == "too many levels of trigger recursion") {
            kind = error_kind::resource_exhausted;
            info.message = "triggers and cascades go deeper than SQLite allows, which is 1,000 levels";
            break;
        }
        if (table != nullptr && message.starts_with("cannot ") &&
            message.find(" generated column ") != message.npos) {
            kind = error_kind::schema_mismatch; // it quotes the column's name only
            info.message = std::string{generated_column_text}.append(message);
            break;
        }
        // What SQLite quotes while a statement runs may be a value: a JSON path, a search expression.
        info.message =
            prepared && code == SQLITE_ERROR ? message.substr(0, message.find_first_of("'\"[")) : message;
        break;
    default: info.message = code == SQLITE_READONLY_DBMOVED ? not_in_place : message; break;
    }
    raise_for(s, kind, std::move(info));
}

/// Whether AUTOINCREMENT is at its end: it has the same code and text as a full disk.
[[nodiscard]] inline bool keys_are_used_up(sqlite3* db, const subject& s) {
    if (s.what == nullptr || s.what->table == nullptr || s.what->table->generated_key < 0) return false;
    const auto path = s.what->table->path();
    sql::writer w{dialect::sqlite};
    w << "SELECT 1 FROM ";
    w.identifier(path.space.empty() ? "main" : path.space)
        << ".sqlite_sequence WHERE name = ? AND seq = 9223372036854775807";
    const std::string text{w.view()};
    sqlite3_stmt* made = nullptr;
    sqlite3_prepare_v2(db, text.c_str(), -1, &made, nullptr);
    const statement_handle statement{made};
    if (made == nullptr) return false;
    sqlite3_bind_text64(made, 1, path.name.data(), path.name.size(), SQLITE_STATIC, SQLITE_UTF8);
    return sqlite3_step(made) == SQLITE_ROW;
}

} // namespace dataflow::driver::sqlite_
