// The code of sql/history_triggers.hpp.
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/sql/detail/trigger_text.hpp>
#include <dataflow/sql/history_triggers.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::rooms::sql {

namespace detail {

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
        (w << ", coalesce(last.").identifier(schema::history_number) << ", 0) + 1, " << latest() << clock();
        if (pg) (w << ", last.").identifier(schema::history_to) << ")";
        else (w << ", coalesce(last.").identifier(schema::history_to) << ", ''))";
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

} // namespace detail

DATAFLOW_RUNTIME std::vector<mark_trigger> history_triggers(dialect d, const schema::table& t) {
    std::vector<mark_trigger> out;
    if (t.history == nullptr) return out;
    const detail::history_writer h{d, t};
    const auto text = [&](auto write) { return detail::made_text(d, write); };
    if (h.pg) {
        constexpr int insert = 4, erase = 8, update = 16, truncate = 32; // bits of pg_trigger.tgtype
        const auto begins = text([&](writer& w) {
            h.begin(w, "(SELECT * FROM dataflow_after OFFSET 0) AS c JOIN ");
            w << ";";
        });
        const auto gone = text([&](writer& w) { // NOT EXISTS might read the whole table at once
            h.at(w << "(SELECT 1 FROM ", t) << " AS t WHERE ";
            h.same_key(w, "t", h.h);
            w << ") IS NULL";
        });
        const auto ends = text([&](writer& w) {
            h.end_of_rows(w, gone);
            w << ";";
        });
        out.push_back(
            h.by_statement("_insert", "INSERT", insert, " REFERENCING NEW TABLE AS dataflow_after", begins));
        out.push_back(h.by_statement("_update", "UPDATE", update,
                                     " REFERENCING OLD TABLE AS dataflow_before NEW TABLE AS dataflow_after",
                                     ends + "\n" + begins));
        out.push_back(
            h.by_statement("_delete", "DELETE", erase, " REFERENCING OLD TABLE AS dataflow_before", ends));
        out.push_back(h.by_statement("_truncate", "TRUNCATE", truncate, {}, text([&](writer& w) {
                                         h.still_open(h.end(w, "TRUE") << " WHERE ", h.h) << ";";
                                     })));
        return out;
    }
    const auto begins = text([&](writer& w) { h.begin_of_new(w); });
    const auto ends = [&](std::string_view row, std::string_view deleted) {
        return text([&](writer& w) { h.end_of_row(w, row, deleted); });
    };
    const auto between = std::string{";\n  "};
    const auto same = text([&](writer& w) { h.same_key(w, "old", "new"); });
    const auto is_kept = text([&](writer& w) {
        w << same;
        if (marks_pass(d, t)) write_passes(w << " AND NOT ", t, "new.");
    });
    // The first one ends what a REPLACE took away, of which SQLite tells no DELETE, not what triggers made.
    const auto replaced = text([&](writer& w) {
        h.at(w << "NOT EXISTS (SELECT 1 FROM ", t) << " AS t WHERE ";
        h.same_key(w, "t", "new");
        h.same_values(w << " AND ");
        w << ")";
    });
    out.push_back(h.by_row("_insert", "INSERT", "1", ends("new", replaced) + between + begins));
    out.push_back(h.by_row("_update", "UPDATE", is_kept, ends("old", "0") + between + begins));
    out.push_back(h.by_row("_move", "UPDATE", "NOT (" + same + ")",
                           ends("old", "1") + between + ends("new", "1") + between + begins));
    out.push_back(h.by_row("_delete", "DELETE", "1", ends("old", "1")));
    return out;
}

DATAFLOW_RUNTIME std::vector<std::string> catch_up_history(dialect d, const schema::table& t) {
    detail::history_writer h{d, t};
    h.inside = false;
    std::vector<std::string> out;
    const auto text = [&](auto write) { out.push_back(detail::made_text(d, write)); };
    if (h.pg)
        text([&](writer& w) {
            w << "LOCK TABLE ";
            w.table(t.name) << " IN SHARE ROW EXCLUSIVE MODE";
        });
    const auto there = [&](writer& w) -> writer& {
        w << "EXISTS (SELECT 1 FROM ";
        w.table(t.name) << " AS t WHERE ";
        h.same_key(w, "t", h.h);
        return w;
    };
    text([&](writer& w) {
        h.end(w, "NOT ");
        there(w) << ") WHERE ";
        h.still_open(w, h.h) << " AND NOT ";
        there(w) << " AND ";
        if (h.pg) { // as texts: not all types can be compared
            h.columns(w << "CAST(ROW(", "t");
            h.columns(w << ") AS TEXT) = CAST(ROW(", h.h);
            w << ") AS TEXT)";
        } else h.same_values(w);
        w << ")";
    });
    text([&](writer& w) { h.begin(w, {}); });
    return out;
}

} // namespace dataflow::rooms::sql
