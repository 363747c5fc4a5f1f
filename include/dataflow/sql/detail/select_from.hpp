// What a SELECT gives of its tables, and its FROM: the tables, how they are joined, and their guards.
#pragma once

#include <dataflow/sql/as_of.hpp>
#include <dataflow/sql/detail/meeting.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/select_parts.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow::rooms::sql::detail {

constexpr void all_columns_of_tables(writer& w, const select_parts& q, int first, bool numbered) {
    if (!numbered) return record_columns(w, *q.tables[0].table);
    for (std::size_t t = 0; t < q.tables.size(); ++t) {
        const auto& from = *q.tables[t].table;
        if (t != 0) w << ", ";
        listed(w, from.columns.size(), [&](std::size_t i) {
            const auto name = from.columns[i].name;
            const auto* form = q.tables[t].is_derived() ? nullptr : w.form_in(from.name, name);
            numbered_column{first + static_cast<int>(t), name, form}.write(w, w.note_result(form));
        });
    }
    for (std::size_t t = 0; t < q.tables.size(); ++t) {
        if (!q.tables[t].may_be_missing) continue;
        const auto& from = *q.tables[t].table;
        w << ", (";
        for (std::size_t i = 0; i < from.columns.size(); ++i) { // without a key, any column tells
            if (!from.key.empty() && i != from.key[0]) continue;
            if (from.key.empty() && i != 0) w << " OR ";
            w.table_number(first + static_cast<int>(t)) << ".";
            w.identifier(from.columns[i].name) << " IS NOT NULL";
        }
        w << ")";
    }
}

/// Whether a part of a FROM is a table with guards. Rows that another SELECT makes were guarded there; in a
/// statement about all tenants they are those of the tenant that was met.
constexpr bool hides_rows(const writer& w, const joined_table& t, bool first) noexcept {
    if (t.is_derived()) return w.met() != nullptr && has_tenant_column(w, t, true);
    return is_guarded(w, *t.table, first);
}
constexpr void guards_of_rows(writer& w, std::string_view before, int number) {
    w << before;
    if (number >= 0) w.table_number(number) << ".";
    w.identifier(tenant_of_rows) << " = ";
    write_tenant_met(w);
}

/// Whether rows of a table that is joined to others come without a partner: then its guards cannot stand
/// next to the join.
constexpr bool keeps_both_sides(const select_parts& q) noexcept {
    for (const auto& t : q.tables)
        if (t.how == join_kind::right || t.how == join_kind::full) return true;
    return false;
}

/// The guards of a table of the FROM: of the first one in the WHERE, of the others in their ON, so that a
/// left join finds no row where it would find one that is hidden. With right and full joins each guarded
/// table is a SELECT of its own.
constexpr void guards_of_table(writer& w, const select_parts& q, std::size_t t, int first, bool numbered,
                               std::string_view before, bool leads) {
    if (!hides_rows(w, q.tables[t], leads)) return;
    if (q.tables[t].is_derived())
        return guards_of_rows(w, before, numbered ? first + static_cast<int>(t) : -1);
    write_guards(w, *q.tables[t].table, before, leads, [&](std::string_view name) {
        if (numbered) w.table_number(first + static_cast<int>(t)) << ".";
        w.identifier(name);
    });
}
constexpr void guarded_table(writer& w, const joined_table& from, bool leads) {
    w << "(SELECT * FROM ";
    if (from.is_derived()) guards_of_rows(w.identifier(from.name()), " WHERE ", -1);
    else {
        write_source(w, *from.table);
        write_guards(w, *from.table, " WHERE ", leads, [&](std::string_view name) { w.identifier(name); });
    }
    w << ")";
}

constexpr void from_tables(writer& w, const select_parts& q, int first, bool numbered, bool inside,
                           const meeting& tenants) {
    constexpr std::string_view how[]{" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN "};
    const bool apart = keeps_both_sides(q);
    w << " FROM ";
    for (std::size_t t = 0; t < q.tables.size(); ++t) {
        const auto& joined = q.tables[t];
        if (t != 0) w << how[static_cast<std::size_t>(joined.how)];
        if (t != 0 && joined.how == join_kind::full && !w.dialect().full_joins) w.refuse("full joins");
        const bool leads = t == 0 && !inside;
        w.meet(tenants.before(0));
        if (apart && hides_rows(w, joined, leads)) guarded_table(w, joined, leads);
        else if (joined.is_derived()) w.identifier(joined.name());
        else if (numbered) write_rows_of(w, *joined.table);
        else write_source(w, *joined.table);
        if (numbered) w << " AS ";
        if (numbered) w.table_number(first + static_cast<int>(t));
        if (t == 0) continue;
        w << " ON ";
        w.meet(tenants.before(t + 1));
        if (!(joined.condition == nullptr)) joined.condition.inside(q.held)(w);
        else {
            const auto form = [&](const joined_table& of, std::string_view column) {
                return of.is_derived() ? nullptr : w.form_in(of.name(), column);
            };
            columns_meet(w, {first + static_cast<int>(t), joined.own, form(joined, joined.own)},
                         {first + joined.from, joined.column, form(q.tables[joined.from], joined.column)});
        }
        w.meet(tenants.before(t));
        if (!apart) guards_of_table(w, q, t, first, numbered, " AND ", leads);
        else tenants.join(w, t);
    }
    w.meet(tenants.before(q.tables.size()));
}

} // namespace dataflow::rooms::sql::detail
