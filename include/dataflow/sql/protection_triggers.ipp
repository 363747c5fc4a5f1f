// The code of sql/protection_triggers.hpp.
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/sql/detail/trigger_text.hpp>
#include <dataflow/sql/protection_triggers.hpp>
#include <dataflow/sql/replaced_rows.hpp>
#include <dataflow/sql/trigger_names.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::rooms::sql {

namespace detail {

/// Writes the triggers of a protected table.
struct protection_writer {
    dialect d;
    const schema::table& t;
    bool pg = data_of(d).trigger_functions;

    [[nodiscard]] std::string name(std::string_view what) const {
        std::string out{protect_prefix};
        // PostgreSQL's functions are in the schema of the connection, whatever that of the table is.
        if (const auto space = t.path().space; pg && !space.empty()) out.append(space).append("_");
        return schema::limited_name(out.append(t.plain()).append(what));
    }
    static constexpr std::string_view never_deleted = ": its records are never deleted";
    [[nodiscard]] std::string message(std::string_view what) const {
        return std::string{protects_text}.append(t.name).append(what);
    }
    [[nodiscard]] std::string field_message(std::string_view column) const {
        return message(field_protected_text).append(column).append(field_never_changes_text);
    }
    writer& raises(writer& w, std::string_view called, std::string_view text, std::string_view column) const {
        if (!pg) return (w << "SELECT RAISE(ABORT, ").literal(text) << ")";
        (w << "RAISE EXCEPTION USING MESSAGE = ").literal(text)
            << ", ERRCODE = 'restrict_violation', CONSTRAINT = ";
        w.literal(called);
        if (!column.empty()) (w << ", COLUMN = ").literal(column);
        return w << ";";
    }

    /// PostgreSQL's: `type` is its pg_trigger.tgtype.
    [[nodiscard]] mark_trigger by_function(const std::string& called, std::string_view event, int type,
                                           std::string_view when, std::string_view statements) const {
        const std::string body = std::string{"\nBEGIN\n"}.append(statements).append("\nRETURN NULL;\nEND ");
        writer w{d};
        (w << "CREATE OR REPLACE FUNCTION ").identifier(called)
            << "() RETURNS trigger LANGUAGE plpgsql AS $dataflow$" << body << "$dataflow$;\nCREATE TRIGGER ";
        (w.identifier(called) << " " << event << " ON ").table(t.name);
        w << ((type & 1) != 0 ? " FOR EACH ROW" : " FOR EACH STATEMENT");
        if (!when.empty()) w << " WHEN (" << when << ")";
        (w << " EXECUTE FUNCTION ").identifier(called) << "()";
        return {called, std::to_string(type) + body, std::string{w.view()}};
    }
    /// SQLite's.
    [[nodiscard]] mark_trigger by_itself(const std::string& called, std::string_view event,
                                         std::string_view when, std::string_view statements) const {
        return trigger_called(d, called, event, t.name, when, statements);
    }
    [[nodiscard]] mark_trigger refusal(std::string_view what, std::string_view event, int type,
                                       std::string_view never) const {
        const auto called = name(what);
        const auto body = made_text(d, [&](writer& w) { raises(w, called, message(never), {}); });
        return pg ? by_function(called, event, type, {}, body) : by_itself(called, event, {}, body);
    }
    /// SQLite calls no trigger of a DELETE for what REPLACE takes away.
    [[nodiscard]] mark_trigger no_replacement(std::string_view what, std::string_view event,
                                              bool has_old) const {
        const auto when = made_text(d, [&](writer& w) {
            write_replaced(w << "EXISTS (", t, has_old);
            w << ")";
        });
        const auto body = made_text(d, [&](writer& w) {
            write_whether_it_replaces(w);
            (w << ";\n  SELECT RAISE(ABORT, ").literal(message(never_deleted)) << ") FROM ";
            w.identifier(replaces_table) << " WHERE id = 1 AND replaces";
        });
        return by_itself(name(what),
                         made_text(d,
                                   [&](writer& w) {
                                       w << event;
                                       if (has_old) write_replacing_columns(w, t);
                                   }),
                         when, body);
    }

    /// Of a key that SQLite may make, a trigger before the INSERT sees -1 in place of it, and so cannot tell
    /// a record that has -1 indeed: whether there is one is noted, and the trigger after it sees the key.
    void no_replacement_of_unknown_key(std::vector<mark_trigger>& out) const {
        const auto noted = [&](writer& w) {
            (w << "EXISTS (SELECT 1 FROM ").identifier(replaces_table) << " WHERE id = 0)";
        };
        const auto there = [&](writer& w) {
            ((w << " FROM ").identifier(t.plain()) << " WHERE ").identifier(t.columns[t.key[0]].name)
                << " = -1";
        };
        const auto text = [&](auto write) { return made_text(d, write); };
        out.push_back(by_itself(name("_replace_note"), "BEFORE INSERT", text([&](writer& w) {
                                    write_has_unknown_key(w, t);
                                    there(w << " AND (EXISTS (SELECT 1");
                                    noted(w << ") OR ");
                                    w << ")";
                                }),
                                text([&](writer& w) {
                                    (w << "DELETE FROM ").identifier(replaces_table) << " WHERE id = 0;\n  ";
                                    (w << "INSERT INTO ").identifier(replaces_table) << " SELECT 0, 0";
                                    there(w);
                                })));
        out.push_back(by_itself(name("_replace_key"), "AFTER INSERT", text([&](writer& w) {
                                    write_has_unknown_key(w, t);
                                    noted(w << " AND ");
                                }),
                                text([&](writer& w) { raises(w, {}, message(never_deleted), {}); })));
    }

    /// Numbers, times, days and bytes are compared as what they are, so that 0.0 and -0.0 are one number; all
    /// else as what is stored: neither a collation, nor a type like citext, nor JSON's or an interval's own
    /// meaning of "equal" takes a change for none.
    void differs(writer& w, const schema::column& c) const {
        auto kind = c.type->stored;
        if (is_array(kind)) kind = element_of(kind);
        const bool as_text = pg && (kind == storage::text || kind >= storage::duration);
        const auto of = [&](std::string_view row) {
            (w << (as_text ? "CAST(" : "") << row).identifier(c.name)
                << (as_text ? " AS TEXT) COLLATE \"C\"" : "");
        };
        of("old.");
        w << (pg ? " IS DISTINCT FROM " : " IS NOT ");
        of("new.");
        if (!pg) w << " COLLATE BINARY";
    }
    void fields(std::vector<mark_trigger>& out) const {
        const auto& columns = t.policy.immutable;
        if (columns.empty()) return;
        if (!pg) {
            for (const auto i : columns) {
                const auto& c = t.columns[i];
                const auto called = name(std::string{"_field_"}.append(c.name));
                const auto text = [&](auto write) { return made_text(d, write); };
                // A key may be SQLite's row number, which has other names, too: UPDATE OF sees those of
                // columns.
                const bool key = std::find(t.key.begin(), t.key.end(), i) != t.key.end();
                const auto event = text([&](writer& w) {
                    w << "AFTER UPDATE";
                    if (!key) (w << " OF ").identifier(c.name);
                });
                out.push_back(
                    by_itself(called, event, text([&](writer& w) { differs(w, c); }),
                              text([&](writer& w) { raises(w, called, field_message(c.name), c.name); })));
            }
            return;
        }
        // After all others, which may change the row; the condition is asked before anything is called.
        const auto called = name("_fields");
        const auto when = made_text(d, [&](writer& w) {
            bool first = true;
            for (const auto i : columns) {
                w << (first ? "" : " OR ");
                first = false;
                differs(w, t.columns[i]);
            }
        });
        const auto body = made_text(d, [&](writer& w) {
            bool first = true;
            for (const auto i : columns) {
                const auto& c = t.columns[i];
                w << (first ? "" : "\n");
                first = false;
                differs(w << "IF ", c);
                raises(w << " THEN ", called, field_message(c.name), c.name) << " END IF;";
            }
        });
        constexpr int after_update_of_row = 1 | 16;
        out.push_back(by_function(called, "AFTER UPDATE", after_update_of_row, when, body));
    }
};

} // namespace detail

DATAFLOW_RUNTIME std::vector<mark_trigger> protection_triggers(dialect d, const schema::table& t) {
    constexpr int row = 1, before = 2, insert = 4, erase = 8, update = 16, truncate = 32; // of tgtype
    std::vector<mark_trigger> out;
    if (!t.policy.protects() || t.read_only) return out;
    const detail::protection_writer p{d, t};
    const auto without = [&](write_kind k) { return (t.policy.without & k) != write_kind::none; };
    if (without(write_kind::create))
        out.push_back(p.refusal("_insert", "BEFORE INSERT", row | before | insert, ": none are created"));
    if (without(write_kind::update))
        out.push_back(
            p.refusal("_update", "BEFORE UPDATE", row | before | update, ": its records are never updated"));
    if (without(write_kind::erase)) {
        constexpr auto never = detail::protection_writer::never_deleted;
        out.push_back(p.refusal("_delete", "BEFORE DELETE", row | before | erase, never));
        if (p.pg) out.push_back(p.refusal("_truncate", "BEFORE TRUNCATE", before | truncate, never));
        else {
            if (!without(write_kind::create)) {
                out.push_back(p.no_replacement("_replace", "BEFORE INSERT", false));
                if (t.generated_key >= 0) p.no_replacement_of_unknown_key(out);
            }
            if (!without(write_kind::update))
                out.push_back(p.no_replacement("_replace_update", "BEFORE UPDATE", true));
        }
    }
    p.fields(out);
    return out;
}

} // namespace dataflow::rooms::sql
