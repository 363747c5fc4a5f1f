// SELECT: one record by key, lists, counts.
#pragma once

#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>

namespace dataflow::rooms::sql {

/// Bits of a list's variant.
struct list_variant {
    static constexpr std::uint64_t limit = 1;
    static constexpr std::uint64_t offset = 2;
    static constexpr std::uint64_t after = 4;  ///< continues behind a row, whose keys are parameters
    static constexpr std::uint64_t filter = 8; ///< something of the predicate is there
};

/// The lock on the rows of a SELECT, where it has one. `numbered`: its tables are called t0, t1, ...; else `only` is the one.
constexpr void write_lock(writer& w, const row_lock& lock, const schema::table& only, bool numbered) {
    if (lock.how == row_lock::strength::none) return;
    w << (lock.how == row_lock::strength::update ? " FOR UPDATE" : " FOR SHARE");
    bool first = true;
    for (int t = 0; t < 16; ++t) {
        if ((lock.tables >> t & 1) == 0) continue;
        w << (first ? " OF " : ", ");
        first = false;
        if (numbered) w.table_number(t);
        else w.identifier(only.name);
    }
    if (lock.where_locked == row_lock::waiting::skip) w << " SKIP LOCKED";
    if (lock.where_locked == row_lock::waiting::refuse) w << " NOWAIT";
}

/// One record by its key. Parameters: the key's columns.
constexpr void write_read(writer& w, const statement& s) {
    w << "SELECT ";
    all_columns(w, *s.table);
    w << " FROM ";
    w.identifier(s.table->name) << " WHERE ";
    key_equals_parameters(w, *s.table);
    write_lock(w, s.lock, *s.table, false);
}

namespace detail {

/// The rows that come strictly behind a given one in the order. Parameters: the order's columns of
/// that row. One comparison of rows where all columns go the same way and none can be NULL; else the
/// comparison written out.
constexpr void behind(writer& w, const statement& s) {
    const auto name = [&](std::size_t i) -> writer& { return w.column(s.table->columns[s.order[i].column].name); };
    bool plain = true;
    for (const auto& o : s.order) plain = plain && !o.nullable && o.descending == s.order[0].descending;
    if (plain) {
        w << "(";
        listed(w, s.order.size(), name);
        w << (s.order[0].descending ? ") < (" : ") > (");
        listed(w, s.order.size(), [&](std::size_t) { w.parameter(); });
        w << ")";
        return;
    }
    for (std::size_t i = 0; i < s.order.size(); ++i) {
        const auto& o = s.order[i];
        w << "(";
        name(i) << (o.descending ? " < " : " > ");
        const int n = w.parameter();
        if (o.nullable && o.nulls_first) {
            w << " OR (";
            name(i) << " IS NOT NULL AND ";
            w.repeat(n) << " IS NULL)";
        } else if (o.nullable) {
            w << " OR (";
            name(i) << " IS NULL AND ";
            w.repeat(n) << " IS NOT NULL)";
        }
        if (i + 1 == s.order.size()) break;
        w << " OR (";
        name(i) << (!o.nullable ? " = " : w.postgres() ? " IS NOT DISTINCT FROM " : " IS ");
        w.repeat(n) << " AND ";
    }
    for (std::size_t i = 0; i + 1 < s.order.size(); ++i) w << "))";
    w << ")";
}

constexpr void order_by(writer& w, const statement& s) {
    w << " ORDER BY ";
    listed(w, s.order.size(), [&](std::size_t i) {
        const auto& o = s.order[i];
        w.column(s.table->columns[o.column].name);
        direction(w, o.descending, o.nullable, o.nulls_first);
    });
}

/// The condition of a list or a count, where there is one.
constexpr void filter(writer& w, const statement& s, bool after) {
    const bool filtered = s.predicate != nullptr && (w.variant() & list_variant::filter) != 0;
    if (filtered || after) w << " WHERE ";
    if (filtered) s.predicate(w);
    if (filtered && after) w << " AND ";
    if (after) behind(w, s);
}

} // namespace detail

/// A list. Parameters: the predicate's, those of `after`, limit, offset.
constexpr void write_list(writer& w, const statement& s) {
    const auto v = w.variant();
    w << "SELECT ";
    all_columns(w, *s.table);
    w << " FROM ";
    w.identifier(s.table->name);
    detail::filter(w, s, (v & list_variant::after) != 0);
    detail::order_by(w, s);
    if ((v & list_variant::limit) != 0) {
        w << " LIMIT ";
        w.parameter();
    } else if ((v & list_variant::offset) != 0 && !w.postgres()) w << " LIMIT -1";
    if ((v & list_variant::offset) != 0) {
        w << " OFFSET ";
        w.parameter();
    }
    write_lock(w, s.lock, *s.table, false);
}

/// How many records fit. Parameters: the predicate's.
constexpr void write_count(writer& w, const statement& s) {
    w << "SELECT count(*) FROM ";
    w.identifier(s.table->name);
    detail::filter(w, s, false);
}

/// Whether any record fits. Parameters: the predicate's.
constexpr void write_exists(writer& w, const statement& s) {
    w << "SELECT EXISTS (SELECT 1 FROM ";
    w.identifier(s.table->name);
    detail::filter(w, s, false);
    w << ")";
}

} // namespace dataflow::rooms::sql
