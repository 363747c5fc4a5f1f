// The code of sql/mark_triggers.hpp.
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/sql/detail/trigger_text.hpp>
#include <dataflow/sql/mark_triggers.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::rooms::sql {

namespace detail {

/// A foreign key from `child` to `parent`, whose deleted records are only marked.
struct marked_reference {
    const schema::table& child;
    const schema::foreign_key& key;
    const schema::table& parent;

    [[nodiscard]] static std::string_view mark_of(const schema::table& t) {
        const int at = t.policy.deleted_mark();
        return at < 0 ? std::string_view{} : t.columns[static_cast<std::size_t>(at)].name;
    }
    [[nodiscard]] std::string_view column() const { return child.columns[key.column].name; }
    [[nodiscard]] std::string name(std::string_view what) const {
        std::string out{mark_prefix};
        out.append(child.plain()).append("_").append(column()).append("_").append(what);
        return schema::limited_name(std::move(out));
    }
    /// `"note_id" = new."id" AND "tenant_id" = new."tenant_id"`: the children of the new row of the parent,
    /// or the other way round.
    void meets(writer& w, std::string_view here, std::string_view there) const {
        w.identifier(here) << " = new.";
        w.identifier(there);
        if (!key.partitioned) return;
        const auto tenant = child.columns[static_cast<std::size_t>(child.policy.partition)].name;
        (w << " AND ").identifier(tenant) << " = new.";
        w.identifier(tenant);
    }
    /// The live children of a row of the parent.
    void children(writer& w) const {
        meets(w, column(), key.target);
        if (const auto mark = mark_of(child); !mark.empty()) (w << " AND ").identifier(mark) << " IS NULL";
    }
    /// A row of the child that must have a parent.
    void refers(writer& w) const {
        (w << "new.").identifier(column()) << " IS NOT NULL";
        if (const auto mark = mark_of(child); !mark.empty())
            (w << " AND new.").identifier(mark) << " IS NULL";
    }
    void is_marked_now(writer& w) const { write_marked_now(w, parent, mark_of(parent)); }
    /// What becomes of the children: an UPDATE or a DELETE.
    void change(writer& w) const {
        const auto mark = mark_of(child);
        if (key.action == on_delete::cascade && mark.empty()) {
            beside(w << "DELETE FROM ", child.name);
        } else {
            beside(w << "UPDATE ", child.name) << " SET ";
            if (key.action == on_delete::set_null) w.identifier(column()) << " = NULL";
            else {
                bool first = true;
                for (const auto& s : child.policy.stamps) {
                    if ((s.when & schema::stamp::on_erase) == 0 || s.what != schema::stamp::source::now)
                        continue;
                    if (!first) w << ", ";
                    first = false;
                    w.identifier(child.columns[s.column].name) << " = new.";
                    w.identifier(mark_of(parent));
                }
            }
        }
        w << " WHERE ";
        children(w);
    }
};

inline bool has_marked_cascade(const schema::table& t) {
    for (const auto& f : t.foreign_keys)
        if (f.marks && f.action == on_delete::cascade) return true;
    return false;
}
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
            r.change(w);
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
    return (pg ? trigger_by_function : trigger_by_itself)(d, name, events, r.parent.name, when, body);
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
        (w << " AND ").identifier(marked_reference::mark_of(r.parent)) << state;
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
            if (f.marks && f.table == t.name) out.push_back(detail::on_parent(d, {*other, f, t}, all));
    }
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
