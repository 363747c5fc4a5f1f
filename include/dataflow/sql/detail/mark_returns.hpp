// The triggers that bring records back with the one that they were deleted with (sql/detail/mark_steps.hpp).
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/sql/detail/mark_steps.hpp>
#include <dataflow/sql/detail/mark_trigger.hpp>
#include <dataflow/sql/detail/marked_reference.hpp>
#include <dataflow/sql/detail/trigger_text.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/writer.hpp>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::rooms::sql {

namespace detail {

/// The triggers of a table whose records take children along when they are deleted.
inline void returns(dialect d, const schema::table& t, std::span<const schema::table* const> all,
                    std::vector<mark_trigger>& out) {
    std::vector<marked_reference> with;
    for (const auto* other : all)
        for (const auto& f : other->foreign_keys)
            if (const marked_reference r{*other, f, t}; f.marks && f.table == t.name && goes_along(r))
                with.push_back(r);
    if (with.empty()) return;
    const bool pg = data_of(d).trigger_functions;
    const auto mark = marked_reference::mark_of(t);
    const auto trigger = [&](std::string_view what, auto when, auto each) {
        const auto name = schema::limited_name(std::string{mark_prefix}.append(t.plain()).append(what));
        const auto events = made_text(d, [&](writer& w) { (w << "UPDATE OF ").identifier(mark); });
        auto body = made_text(d, [&](writer& w) {
            steps to{w};
            each(to);
            if (pg) w << ";";
        });
        for (const auto& r : with)
            if (r.may_hide_children()) {
                body = r.of_all(d, std::move(body));
                break;
            }
        const auto text = made_text(d, [&](writer& w) {
            (w << "old.").identifier(mark) << " IS NOT NULL AND ";
            when(w);
        });
        out.push_back((pg ? trigger_by_function : trigger_by_itself)(d, name, events, t.name, text, body));
    };
    const auto call_all = [&](steps& to) {
        for (const auto& r : with) call_back(to, r);
    };
    trigger(
        "_returns", [&](writer& w) { (w << "new.").identifier(mark) << " IS NULL"; },
        [&](steps& to) {
            call_all(to);
            for (const auto& r : with) bring_back(to, r, all);
        });
    if (has_marked_cascade(t))
        trigger("_is_called", [&](writer& w) { write_is_returning(w, "new.", mark); }, call_all);
    trigger(
        "_moves",
        [&](writer& w) { // between two times; of them all others are none
            (w << "new.").identifier(mark) << " <> ";
            write_is_returning(w.literal(leaving_mark) << " AND NOT ", "new.", mark);
            (w << " AND old.").identifier(mark) << " NOT IN (";
            w.literal(leaving_mark) << ", new.";
            w.identifier(mark) << ")";
        },
        [&](steps& to) {
            for (const auto& r : with) move_along(to, r, all);
        });
}

/// A record that was to come back, and stays deleted with another parent, holds back what is live again by
/// then and refers to it.
inline mark_trigger on_parent_that_stays(dialect d, const marked_reference& r) {
    const bool pg = data_of(d).trigger_functions;
    const auto constraint = schema::foreign_key_name(r.child, r.key);
    const auto mark = marked_reference::mark_of(r.parent);
    const auto events = made_text(d, [&](writer& w) { (w << "UPDATE OF ").identifier(mark); });
    const auto left = [&](writer& w) {
        beside(w << "EXISTS (SELECT 1 FROM ", r.child.name) << " WHERE ";
        r.children(w);
        w << ")";
    };
    const auto when = made_text(d, [&](writer& w) {
        write_is_returning(w, "old.", mark);
        (w << " AND new.").identifier(mark) << " IS NOT NULL";
        if (!pg) left(w << " AND ");
    });
    const auto body = made_text(d, [&](writer& w) {
        if (!pg) {
            (w << "SELECT RAISE(ABORT, ").literal(std::string{no_parent_text} + constraint) << ")";
            return;
        }
        left(w << "IF ");
        w << " THEN RAISE EXCEPTION 'the record that the foreign key refers to is deleted' USING ERRCODE = "
             "'foreign_key_violation', CONSTRAINT = ";
        w.literal(constraint) << "; END IF;";
    });
    return (pg ? trigger_by_function : trigger_by_itself)(d, r.name("stays"), events, r.parent.name, when,
                                                          r.of_all(d, body));
}

} // namespace detail

} // namespace dataflow::rooms::sql
