// What writes the statements that keep past versions: of triggers, and of rows whose triggers were away.
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/detail/mark_trigger.hpp>
#include <dataflow/sql/detail/trigger_text.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/replaced_rows.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::rooms::sql::detail {

/// Writes the statements of a table with history.
///
/// A version begins at the time of the transaction (PostgreSQL) or of the statement (SQLite, which knows no
/// more, and to the millisecond), but never before the last one of its key ended: of two transactions that
/// overlap, the one that began first may write last. What is stored is the row that the table has now, not
/// the one that the trigger was called for: a trigger of someone else may have changed it since.
struct history_writer {
    dialect d;
    const schema::table& t;
    const schema::table& past = *t.history;
    bool pg = data_of(d).trigger_functions;
    bool inside = true; ///< a trigger
    std::string h = made_text(d, [&](writer& w) { w.identifier(past.plain()); });

    writer& at(writer& w, const schema::table& of) const {
        return inside ? beside(w, of.name) : w.table(of.name);
    }
    [[nodiscard]] std::string_view clock() const {
        return pg ? "now()" : "strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z'";
    }
    [[nodiscard]] std::string_view latest() const { return pg ? "greatest(" : "max("; }
    [[nodiscard]] std::string name(std::string_view what) const {
        std::string out{history_prefix};
        // PostgreSQL's functions are in the schema of the connection, whatever that of the table is.
        if (const auto space = t.path().space; pg && !space.empty()) out.append(space).append("_");
        return schema::limited_name(out.append(t.plain()).append(what));
    }

    /// `a."tenant_id" = b."tenant_id" AND a."id" = b."id"`
    void same_key(writer& w, std::string_view a, std::string_view b) const {
        const auto one = [&](std::size_t column) {
            const auto of = t.columns[column].name;
            (w << a << ".").identifier(of) << " = " << b << ".";
            w.identifier(of);
        };
        if (t.policy.partition >= 0) {
            one(static_cast<std::size_t>(t.policy.partition));
            w << " AND ";
        }
        for (std::size_t i = 0; i < t.key.size(); ++i) {
            if (i != 0) w << " AND ";
            one(t.key[i]);
        }
    }
    /// `SELECT max("history_number") FROM <past> AS x WHERE <of the key of a row>`
    void last_number(writer& w, std::string_view row) const {
        (w << "SELECT max(x.").identifier(schema::history_number) << ") FROM ";
        at(w, past) << " AS x WHERE ";
        same_key(w, "x", row);
    }
    /// `UPDATE <past> SET <ended now>, <deleted>`
    writer& end(writer& w, std::string_view deleted) const {
        at(w << "UPDATE ", past) << " SET ";
        w.identifier(schema::history_to) << " = " << latest() << clock() << ", " << h << ".";
        w.identifier(schema::history_from) << "), ";
        return w.identifier(schema::history_deleted) << " = " << deleted;
    }
    writer& still_open(writer& w, std::string_view of) const {
        return (w << of << ".").identifier(schema::history_to) << " IS NULL";
    }
    /// Ends the version of the key of a row: on SQLite `new` or `old`.
    void end_of_row(writer& w, std::string_view row, std::string_view deleted) const {
        end(w, deleted) << " WHERE ";
        same_key(w, h, row);
        (w << " AND " << h << ".").identifier(schema::history_number) << " = (";
        last_number(w, row);
        still_open(w << ") AND ", h);
    }
    /// The same of all rows that a statement has changed.
    void end_of_rows(writer& w, std::string_view deleted) const {
        const auto key = [&](std::size_t c) { (w << "o.").identifier(t.columns[c].name) << ", "; };
        end(w, deleted) << " FROM (SELECT ";
        if (t.policy.partition >= 0) key(static_cast<std::size_t>(t.policy.partition));
        for (const auto k : t.key) key(k);
        last_number(w << "(", "o");
        w << ") AS last FROM dataflow_before AS o OFFSET 0) AS o WHERE "; // OFFSET 0: found once a row
        same_key(w, h, "o");
        (w << " AND " << h << ".").identifier(schema::history_number) << " = o.last AND ";
        still_open(w, h);
        if (!marks_pass(d, t)) return;
        write_passes(w << " AND (SELECT ", t,
                     "t."); // what is not deleted yet, or not back yet, is no version
        at(w << " FROM ", t) << " AS t WHERE ";
        same_key(w, "t", h);
        w << ") IS NOT TRUE";
    }
    void columns(writer& w, std::string_view of) const {
        listed(w, t.columns.size(), [&](std::size_t i) {
            if (!of.empty()) w << of << ".";
            w.identifier(t.columns[i].name);
        });
    }
    /// SQLite: a version is what the row `t` of its table is.
    void same_values(writer& w) const {
        for (std::size_t i = 0; i < t.columns.size(); ++i) {
            (w << (i == 0 ? "t." : " AND t.")).identifier(t.columns[i].name) << " IS " << h << ".";
            w.identifier(t.columns[i].name);
        }
    }
    /// Begins a version of each row of the table that is among `rows` (`rows` is a part of a FROM).
    void begin(writer& w, std::string_view rows) const {
        at(w << "INSERT INTO ", past) << " (";
        columns(w, {});
        for (const auto c : schema::history_columns) (w << ", ").identifier(c);
        w << ") SELECT ";
        columns(w, "t");
        (w << ", coalesce(last.").identifier(schema::history_number) << ", 0) + 1, ";
        // SQLite: the version before was ended by another statement, a little earlier, and there is no gap.
        const bool follows = !pg && !inside;
        if (follows) {
            (w << "CASE WHEN last.").identifier(schema::history_deleted) << " = 0 THEN last.";
            w.identifier(schema::history_to) << " ELSE ";
        }
        w << latest() << clock();
        if (pg) (w << ", last.").identifier(schema::history_to) << ")";
        else (w << ", coalesce(last.").identifier(schema::history_to) << ", ''))";
        if (follows) w << " END";
        w << ", NULL, " << (pg ? "FALSE" : "0") << " FROM " << rows;
        at(w, t) << " AS t ";
        if (!rows.empty()) same_key(w << "ON ", "t", "c");
        at(w << " LEFT JOIN ", past) << " AS last ON ";
        same_key(w, "last", "t");
        (w << " AND last.").identifier(schema::history_number) << " = (";
        last_number(w, "t");
        w << ") WHERE ";
        (w << "(last.").identifier(schema::history_number) << " IS NULL OR last.";
        w.identifier(schema::history_to) << " IS NOT NULL)";
    }
    void begin_of_new(writer& w) const {
        begin(w, {});
        same_key(w << " AND ", "t", "new");
    }

    /// SQLite's: for each row.
    [[nodiscard]] mark_trigger by_row(std::string_view what, std::string_view event, std::string_view when,
                                      std::string_view statements) const {
        return trigger_by_itself(d, name(what), event, t.name, when, statements);
    }
    /// SQLite's: ends the versions of what REPLACE takes away by anything but its key, of which the trigger
    /// after it knows. Nothing where a row has one key and nothing else that is unique.
    void replaced(std::vector<mark_trigger>& out, std::string_view what, bool has_old) const {
        const bool other_tenants = t.policy.partition >= 0 && t.generated_key >= 0;
        const auto ways = count_unique_ways(t);
        if (ways == 1 && !other_tenants) return;
        const auto rows = [&](writer& w) {
            (w << " FROM ").identifier(t.plain()) << " AS r WHERE (";
            for (std::size_t way = other_tenants ? 0 : 1, first = way; way < ways; ++way)
                write_replaced_by(w << (way == first ? "(" : " OR ("), t, way, !has_old), w << ")";
            same_key(w << ") AND NOT (", "r", "new");
            if (!has_old && t.generated_key >= 0) write_has_unknown_key(w << " AND NOT ", t);
            w << ")";
            if (has_old) write_other_than_old(w, t);
        };
        const auto body = made_text(d, [&](writer& w) {
            write_whether_it_replaces(w);
            end(w << ";\n  ", "1") << " WHERE ";
            (still_open(w, h) << " AND (");
            listed(w, t.key.size() + (t.policy.partition >= 0 ? 1 : 0),
                   [&](std::size_t i) { key_column(w << h << ".", i); });
            w << ") IN (SELECT ";
            listed(w, t.key.size() + (t.policy.partition >= 0 ? 1 : 0),
                   [&](std::size_t i) { key_column(w << "r.", i); });
            rows(w);
            (w << ") AND (SELECT replaces FROM ").identifier(replaces_table) << " WHERE id = 1);\n  UPDATE ";
            (w.identifier(replaces_table) << " SET replaces = 0 WHERE id = 1;\n  DELETE FROM ")
                    .identifier(replaces_table)
                << " WHERE id = 2";
        });
        const auto event = made_text(d, [&](writer& w) {
            w << (has_old ? "BEFORE UPDATE" : "BEFORE INSERT");
            if (has_old) write_replacing_columns(w, t);
        });
        const auto when = made_text(d, [&](writer& w) {
            rows(w << "EXISTS (SELECT 1");
            w << ")";
        });
        out.push_back(trigger_called(d, name(what), event, t.name, when, body));
    }
    /// The columns of the key, the tenant's first.
    void key_column(writer& w, std::size_t i) const {
        const bool tenants = t.policy.partition >= 0;
        const auto at = tenants && i == 0 ? static_cast<std::size_t>(t.policy.partition)
                                          : std::size_t{t.key[i - (tenants ? 1 : 0)]};
        w.identifier(t.columns[at].name);
    }
    /// PostgreSQL's: once a statement, with all of its rows. Their keys lead to the versions and to the
    /// table's rows, however many the plan was made for first.
    [[nodiscard]] mark_trigger by_statement(std::string_view what, std::string_view event, int bits,
                                            std::string_view rows, std::string_view statements) const {
        const auto all = t.policy.partition >= 0 ? over_all_tenants(statements) : std::string{statements};
        const std::string body = std::string{"\nBEGIN\n"}.append(all).append("\nRETURN NULL;\nEND ");
        const auto called = name(what);
        writer w{d};
        (w << "CREATE OR REPLACE FUNCTION ").identifier(called)
            << "() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off "
               "SET enable_hashjoin = off SET enable_mergejoin = off SET join_collapse_limit = 1 "
               "AS $dataflow$"
            << body << "$dataflow$;\nCREATE TRIGGER ";
        w.identifier(called) << " AFTER " << event << " ON ";
        w.table(t.name) << rows << " FOR EACH STATEMENT EXECUTE FUNCTION ";
        w.identifier(called) << "()";
        return {called, std::to_string(bits) + body, std::string{w.view()}};
    }
};

} // namespace dataflow::rooms::sql::detail
