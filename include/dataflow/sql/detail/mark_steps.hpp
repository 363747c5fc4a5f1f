// How records come back with the one that they were deleted with: those that a cascade marked, and no others.
// They have the time of its mark, and the foreign key leads to it. Three things keep that true:
// - What was deleted before, by itself and at the very same time, gets a mark that is a microsecond earlier.
// - A mark that is changed to another time takes along the marks of what went with it.
// - All that comes back has a mark that says so first (`write_returning`), and is live when the last parent
// is
//   whose cascade would have taken it. What another deleted parent would have taken meanwhile gets that one's
//   mark. Past versions and the audit log do not tell of the step between.
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/sql/detail/mark_trigger.hpp>
#include <dataflow/sql/detail/marked_reference.hpp>
#include <dataflow/sql/detail/trigger_text.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/writer.hpp>

#include <span>
#include <string>
#include <string_view>

namespace dataflow::rooms::sql {

namespace detail {

inline bool has_marked_cascade(const schema::table& t) {
    for (const auto& f : t.foreign_keys)
        if (f.marks && f.action == on_delete::cascade) return true;
    return false;
}
/// Whether a child is marked with its parent.
inline bool goes_along(const marked_reference& r) {
    return r.key.action == on_delete::cascade && !marked_reference::mark_of(r.child).empty();
}
/// Whether a child that does not go with its parent may come back in the same statement as it does, and
/// before it.
inline bool may_return_after(const marked_reference& r) {
    return r.key.action != on_delete::cascade && !marked_reference::mark_of(r.child).empty() &&
           has_marked_cascade(r.child) && has_marked_cascade(r.parent);
}

/// `SELECT <item> FROM <parent> AS p WHERE <the child's parent by another foreign key> AND `
inline writer& other_parent(writer& w, const schema::table& child, const schema::foreign_key& f,
                            std::string_view item) {
    const auto same = [&](std::string_view there, std::string_view here) {
        ((w << "p.").identifier(there) << " = ").identifier(child.plain()) << ".";
        w.identifier(here);
    };
    w << "SELECT ";
    if (item.empty()) w << "1";
    else (w << "p.").identifier(item);
    beside(w << " FROM ", f.table) << " AS p WHERE ";
    same(f.target, child.columns[f.column].name);
    if (f.partitioned) {
        const auto tenant = child.columns[static_cast<std::size_t>(child.policy.partition)].name;
        w << " AND ";
        same(tenant, tenant);
    }
    return w << " AND ";
}
/// Calls `use(key, mark)` for each other foreign key whose cascade takes the child.
template <class Use>
void for_other_parents(const marked_reference& r, std::span<const schema::table* const> all, Use use) {
    for (const auto& f : r.child.foreign_keys)
        if (&f != &r.key && f.marks && f.action == on_delete::cascade)
            for (const auto* t : all)
                if (t->name == f.table) use(f, marked_reference::mark_of(*t));
}

/// `UPDATE <child> SET "deleted_at" = `
inline writer& set_mark(writer& w, const marked_reference& r) {
    beside(w << "UPDATE ", r.child.name) << " SET ";
    return w.identifier(marked_reference::mark_of(r.child)) << " = ";
}
/// ` WHERE <the children of the parent's row> AND "deleted_at"`
inline writer& where_mark(writer& w, const marked_reference& r) {
    w << " WHERE ";
    r.meets(w, r.column(), r.key.target);
    return (w << " AND ").identifier(marked_reference::mark_of(r.child));
}
/// ` WHERE <the children of the parent's row> AND <they come back>`
inline void where_returning(writer& w, const marked_reference& r) {
    w << " WHERE ";
    r.meets(w, r.column(), r.key.target);
    write_is_returning(w << " AND ", {}, marked_reference::mark_of(r.child));
}

/// That no other parent whose cascade takes the child `is` (a condition of its mark).
template <class Is>
void no_other_parent(writer& w, const marked_reference& r, std::span<const schema::table* const> all, Is is) {
    for_other_parents(r, all, [&](const schema::foreign_key& f, std::string_view mark) {
        other_parent(w << " AND NOT EXISTS (", r.child, f, {}) << "p.";
        w.identifier(mark);
        is();
        w << ")";
    });
}

/// Children that have the parent's mark already, and went with nothing, were deleted before it: now their
/// mark says so.
inline void make_earlier(writer& w, const marked_reference& r, std::span<const schema::table* const> all) {
    const auto mark = marked_reference::mark_of(r.child), of_parent = marked_reference::mark_of(r.parent);
    set_mark(w, r);
    if (w.dialect().trigger_functions) w.identifier(mark) << " - INTERVAL '1 microsecond'";
    else {
        const auto part = [&](std::string_view range) -> writer& {
            return (w << "substr(").identifier(mark) << range;
        };
        (w << "coalesce(CASE WHEN length(").identifier(mark) << ") = 27 AND ";
        part(", 21, 6) > '000000' THEN ");
        part(", 1, 20) || printf('%06d', ");
        part(", 21, 6) - 1) || 'Z' ELSE strftime('%Y-%m-%dT%H:%M:%S', ");
        (w.identifier(mark) << ", '-1 second') || '.999999Z' END, ").identifier(mark) << ")";
    }
    (where_mark(w, r) << " = new.").identifier(of_parent);
    no_other_parent(w, r, all, [&] { (w << " = new.").identifier(of_parent); });
}

/// The times and versions of children that come back: the time that the parent gets by the same statement,
/// else the database's.
inline void stamp_returned(writer& w, const marked_reference& r) {
    const auto& d = w.dialect();
    const std::string_view clock =
        d.trigger_functions ? "clock_timestamp()" : "strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z'";
    std::string_view time;
    for (const auto& s : r.parent.policy.stamps)
        if ((s.when & schema::stamp::on_update) != 0 && s.what == schema::stamp::source::now)
            time = r.parent.columns[s.column].name;
    write_child_stamps(w, r.child, schema::stamp::on_update, ", ", [&] {
        if (time.empty()) {
            w << clock;
            return;
        }
        ((w << "CASE WHEN new.").identifier(time) << " <> old.").identifier(time) << " THEN new.";
        (w.identifier(time) << " ELSE ") << clock << " END";
    });
}

/// What becomes of the children of a record that is changed: statements, each after the other.
struct steps {
    writer& w;
    bool any = false;

    writer& next() {
        if (any) w << ";\n  ";
        any = true;
        return w;
    }
};
/// First all that went with it, and with that, gets the mark of what comes back.
inline void call_back(steps& to, const marked_reference& r) {
    auto& w = to.next();
    const auto mark = marked_reference::mark_of(r.parent);
    write_returning(set_mark(w, r), "old.", mark);
    (where_mark(w, r) << " = old.").identifier(mark);
    write_is_returning(w << " AND NOT ", "old.", mark);
}
/// Then children stay deleted with another parent, or are live again.
inline void bring_back(steps& to, const marked_reference& r, std::span<const schema::table* const> all) {
    auto& w = to.w;
    for_other_parents(r, all, [&](const schema::foreign_key& f, std::string_view of_other) {
        const auto deleted = [&] {
            (w << "p.").identifier(of_other) << " IS NOT NULL AND NOT ";
            write_is_returning(w, "p.", of_other);
            w << ")";
        };
        to.next();
        other_parent(set_mark(w, r) << "(", r.child, f, of_other);
        deleted();
        where_returning(w, r);
        other_parent(w << " AND EXISTS (", r.child, f, {});
        deleted();
    });
    to.next();
    set_mark(w, r) << "NULL";
    stamp_returned(w, r);
    where_returning(w, r);
    no_other_parent(w, r, all, [&] { w << " IS NOT NULL"; });
}
/// A mark that is changed is that of the children, too.
inline void move_along(steps& to, const marked_reference& r, std::span<const schema::table* const> all) {
    auto& w = to.w;
    to.next();
    make_earlier(w, r, all);
    to.next();
    const auto mark = marked_reference::mark_of(r.parent);
    (set_mark(w, r) << "new.").identifier(mark);
    (where_mark(w, r) << " = old.").identifier(mark);
}

} // namespace detail

} // namespace dataflow::rooms::sql
