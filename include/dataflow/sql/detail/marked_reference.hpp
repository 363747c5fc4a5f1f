// A foreign key to a table whose deleted records are only marked, as the triggers that keep it see it.
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/sql/detail/mark_trigger.hpp>
#include <dataflow/sql/detail/trigger_text.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::rooms::sql {

namespace detail {

/// What is set in children by the way: the times to `time()`, and versions count up.
template <class Time>
void write_child_stamps(writer& w, const schema::table& t, std::uint8_t event, std::string_view before,
                        Time time) {
    for (const auto& s : t.policy.stamps) {
        const bool counts = s.what == schema::stamp::source::plus_one;
        if ((s.when & event) == 0 || (!counts && s.what != schema::stamp::source::now)) continue;
        w << before;
        before = ", ";
        const auto name = t.columns[s.column].name;
        w.identifier(name) << " = ";
        if (counts) w.identifier(name) << " + 1";
        else time();
    }
}

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
    /// PostgreSQL: who changes the parent may not see all of its children, for they are of several tenants.
    [[nodiscard]] bool may_hide_children() const { return child.policy.partition >= 0 && !key.partitioned; }
    /// The statements of a trigger of the parent: of all of its children.
    [[nodiscard]] std::string of_all(dialect d, std::string statements) const {
        if (!data_of(d).trigger_functions || !may_hide_children()) return statements;
        return over_all_tenants(statements);
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
            const bool clears = key.action == on_delete::set_null;
            if (clears) w.identifier(column()) << " = NULL";
            write_child_stamps(w, child, clears ? schema::stamp::on_update : schema::stamp::on_erase,
                               clears ? ", " : "", [&] { (w << "new.").identifier(mark_of(parent)); });
        }
        w << " WHERE ";
        children(w);
    }
};

} // namespace detail

} // namespace dataflow::rooms::sql
