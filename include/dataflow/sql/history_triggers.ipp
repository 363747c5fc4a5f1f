// The code of sql/history_triggers.hpp.
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/sql/detail/history_writer.hpp>
#include <dataflow/sql/detail/trigger_text.hpp>
#include <dataflow/sql/history_triggers.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::rooms::sql {

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
    h.replaced(out, "_replace", false);
    h.replaced(out, "_replace_update", true);
    return out;
}

DATAFLOW_RUNTIME std::vector<std::string> catch_up_history(dialect d, const schema::table& t,
                                                           bool takes_away) {
    detail::history_writer h{d, t};
    h.inside = false;
    std::vector<std::string> out;
    const auto text = [&](auto write) { out.push_back(detail::made_text(d, write)); };
    if (h.pg)
        text([&](writer& w) {
            w << "LOCK TABLE ";
            w.table(t.name) << (takes_away ? " IN ACCESS EXCLUSIVE MODE" : " IN SHARE ROW EXCLUSIVE MODE");
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
