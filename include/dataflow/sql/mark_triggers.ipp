// The code of sql/mark_triggers.hpp.
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/sql/detail/mark_returns.hpp>
#include <dataflow/sql/detail/marked_reference.hpp>
#include <dataflow/sql/detail/trigger_text.hpp>
#include <dataflow/sql/mark_triggers.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::rooms::sql {

namespace detail {

/// A row of a table goes with a record that is marked just now, by a cascade that has not come to it yet: one
/// that is not deleted refers to a deleted one at no other time.
inline void goes_soon(writer& w, const schema::table& t, std::string_view name,
                      std::span<const schema::table* const> all, std::size_t depth = 0) {
    const std::string parent = "p" + std::to_string(depth);
    bool first = true;
    const auto same = [&](std::string_view there, std::string_view here) {
        ((w.identifier(parent) << ".").identifier(there) << " = ").identifier(name) << ".";
        w.identifier(here);
    };
    for (const auto& f : t.foreign_keys) {
        if (!f.marks || f.action != on_delete::cascade) continue;
        for (const auto* other : all) {
            if (other->name != f.table) continue;
            (beside(w << (first ? "" : " OR ") << "EXISTS (SELECT 1 FROM ", f.table) << " AS ")
                    .identifier(parent)
                << " WHERE ";
            first = false;
            same(f.target, t.columns[f.column].name);
            if (f.partitioned) {
                const auto tenant = t.columns[static_cast<std::size_t>(t.policy.partition)].name;
                w << " AND ";
                same(tenant, tenant);
            }
            (w << " AND (").identifier(parent) << ".";
            w.identifier(marked_reference::mark_of(*other)) << " IS NOT NULL";
            if (has_marked_cascade(*other)) goes_soon(w << " OR ", *other, parent, all, depth + 1);
            w << "))";
        }
    }
}

/// The trigger of the parent.
inline mark_trigger on_parent(dialect d, const marked_reference& r,
                              std::span<const schema::table* const> all) {
    const bool pg = data_of(d).trigger_functions;
    const auto constraint = schema::foreign_key_name(r.child, r.key);
    constexpr std::string_view actions[]{"restrict", "cascade", "null"};
    const bool restricts = r.key.action == on_delete::restrict;
    const auto name =
        r.name(std::string{r.key.action == on_delete::cascade && marked_reference::mark_of(r.child).empty()
                               ? "delete"
                               : actions[static_cast<std::size_t>(r.key.action)]});
    const auto events =
        made_text(d, [&](writer& w) { (w << "UPDATE OF ").identifier(marked_reference::mark_of(r.parent)); });
    const auto left = [&](writer& w) {
        beside(w << "EXISTS (SELECT 1 FROM ", r.child.name) << " WHERE ";
        r.children(w);
        if (has_marked_cascade(r.child)) {
            goes_soon(w << " AND NOT (", r.child, r.child.plain(), all);
            w << ")";
        }
        w << ")";
    };
    const auto when = made_text(d, [&](writer& w) {
        r.is_marked_now(w);
        if (!pg && restricts) left(w << " AND ");
    });
    const auto body = made_text(d, [&](writer& w) {
        if (!restricts) {
            if (goes_along(r)) {
                make_earlier(w, r, all);
                w << ";\n";
            }
            r.change(w);
            if (r.key.action == on_delete::set_null && has_marked_cascade(r.child)) {
                goes_soon(w << " AND NOT (", r.child, r.child.plain(), all);
                w << ")";
            }
            if (pg) w << ";";
        } else if (pg) {
            left(w << "IF ");
            w << " THEN RAISE EXCEPTION 'other records refer to it' USING ERRCODE = 'foreign_key_violation', "
                 "CONSTRAINT = ";
            w.literal(constraint) << "; END IF;";
        } else {
            (w << "SELECT RAISE(ABORT, ").literal(std::string{children_left_text} + constraint) << ")";
        }
    });
    return (pg ? trigger_by_function : trigger_by_itself)(d, name, events, r.parent.name, when,
                                                          r.of_all(d, body));
}

/// The triggers of the child.
inline void on_child(dialect d, const marked_reference& r, std::vector<mark_trigger>& out) {
    const bool pg = data_of(d).trigger_functions;
    const auto constraint = schema::foreign_key_name(r.child, r.key);
    const auto mark = marked_reference::mark_of(r.child);
    const auto update = made_text(d, [&](writer& w) {
        (w << "UPDATE OF ").identifier(r.column());
        if (!mark.empty()) (w << ", ").identifier(mark);
    });
    const auto parent = [&](writer& w, std::string_view state) {
        beside(w << "SELECT 1 FROM ", r.parent.name) << " WHERE ";
        r.meets(w, r.key.target, r.column());
        const auto mark_of_parent = marked_reference::mark_of(r.parent);
        if (!may_return_after(r)) {
            (w << " AND ").identifier(mark_of_parent) << state;
            return;
        }
        const bool live = state.starts_with(" IS NULL");
        (w << " AND (").identifier(mark_of_parent) << (live ? " IS NULL OR " : " IS NOT NULL AND ");
        write_is_returning(w << (live ? "" : "NOT "), {}, mark_of_parent);
        w << ")" << (live ? state.substr(8) : std::string_view{});
    };
    if (pg) { // the lock waits for whoever marks it meanwhile; that there is a record at all the foreign key
              // itself has seen
        const auto body = made_text(d, [&](writer& w) {
            parent(w << "PERFORM 1 FROM (", " IS NULL FOR SHARE");
            w << ") AS there;\nIF NOT FOUND THEN RAISE EXCEPTION 'the record that the foreign key refers to "
                 "is deleted' "
                 "USING ERRCODE = 'foreign_key_violation', CONSTRAINT = ";
            w.literal(constraint) << "; END IF;";
        });
        const auto name = r.name("live");
        out.push_back(trigger_by_function(d, name, "INSERT OR " + update, r.child.name,
                                          made_text(d, [&](writer& w) { r.refers(w); }), body));
        return;
    }
    const auto when = made_text(d, [&](writer& w) {
        r.refers(w);
        parent(w << " AND EXISTS (", " IS NOT NULL");
        w << ")";
    });
    const auto body = made_text(d, [&](writer& w) {
        (w << "SELECT RAISE(ABORT, ").literal(std::string{no_parent_text} + constraint) << ")";
    });
    out.push_back(trigger_by_itself(d, r.name("live_insert"), "INSERT", r.child.name, when, body));
    out.push_back(trigger_by_itself(d, r.name("live_update"), update, r.child.name, when, body));
}

} // namespace detail

DATAFLOW_RUNTIME std::vector<mark_trigger> mark_triggers(dialect d, const schema::table& t,
                                                         std::span<const schema::table* const> all) {
    std::vector<mark_trigger> out;
    for (const auto* other : all) {
        for (const auto& f : t.foreign_keys)
            if (f.marks && f.table == other->name) detail::on_child(d, {t, f, *other}, out);
        for (const auto& f : other->foreign_keys)
            if (f.marks && f.table == t.name) {
                const detail::marked_reference r{*other, f, t};
                out.push_back(detail::on_parent(d, r, all));
                if (detail::may_return_after(r)) out.push_back(detail::on_parent_that_stays(d, r));
            }
    }
    detail::returns(d, t, all, out);
    return out;
}

DATAFLOW_RUNTIME std::string drop_mark_trigger(dialect d, const schema::table& t, std::string_view name) {
    writer w{d};
    w << "DROP TRIGGER ";
    if (const auto space = t.path().space; !space.empty() && !data_of(d).trigger_functions)
        w.identifier(space) << ".";
    w.identifier(name);
    if (data_of(d).trigger_functions) {
        (w << " ON ").table(t.name) << ";\nDROP FUNCTION IF EXISTS ";
        w.identifier(name) << "()";
    }
    return std::string{w.view()};
}

} // namespace dataflow::rooms::sql
