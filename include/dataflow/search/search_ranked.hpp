// The records that fit a full-text search best, with their ranks. docs/search.md.
#pragma once

#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/search/full_text.hpp>
#include <dataflow/select/select.hpp>
#include <dataflow/sql/full_text.hpp>
#include <dataflow/sql/select.hpp>
#include <dataflow/sql/statement.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace dataflow {

/// A record that fits a search, and how well: the greater the better.
template <class M>
struct hit {
    ::dataflow::record<M> record{};
    double rank{};
};

} // namespace dataflow

namespace dataflow::rooms::sql {

/// The records that fit, best first, those of one rank by their key.
/// SQLite: the search comes first, always (CROSS JOIN); without a predicate only the records asked for are
/// read.
constexpr void write_ranked(writer& w, const statement& s) {
    const auto v = w.variant();
    const auto& t = *s.table;
    const source names[]{{t.name, {}}};
    const scope here{names, w.number_tables(1), w.inside()};
    const auto* around = w.enter(&here);
    const bool filtered = is_filtered(w, s);
    const bool vector = w.dialect().search == search_form::tsvector;
    if (w.dialect().search == search_form::none) return w.refuse(search_lacks);
    if (reads_as_of(w)) return w.refuse(search_of_past);
    const bool hides = is_guarded(w, t);
    const auto key = [&]() -> writer& { return w.column(t.columns[t.key[0]].name); };
    w << "SELECT ";
    listed(w, t.columns.size(), [&](std::size_t i) { w.column(t.columns[i].name); });
    w << ", ";
    constexpr place query{};
    if (vector) {
        w << "CAST(ts_rank_cd(";
        w.column(search_column) << ", ";
        write_search_query(w, query);
        w << ", 1) AS DOUBLE PRECISION) AS dataflow_rank FROM ";
        w.table(t.name) << " AS ";
        w.table_number(here.first) << " WHERE ";
        w.column(search_column) << " @@ ";
        write_search_query(w, query);
    } else {
        w << "f.dataflow_rank FROM (SELECT rowid AS dataflow_key, ";
        write_search_score_of_row(w, t);
        w << " AS dataflow_rank";
        write_search_rows(w, t, query);
        if (!filtered && !hides && (v & (list_variant::limit | list_variant::offset)) != 0) {
            // A row that REPLACE took away, in another program, has its words still.
            w << " AND EXISTS (SELECT 1 FROM ";
            w.table(t.name) << " AS there WHERE there.";
            w.identifier(t.columns[t.key[0]].name) << " = ";
            write_search_table(w, t);
            w << ".rowid) ORDER BY rank, rowid";
            write_limits(w);
        }
        w << ") AS f CROSS JOIN ";
        w.table(t.name) << " AS ";
        w.table_number(here.first) << " ON ";
        key() << " = f.dataflow_key";
    }
    write_guards(w, t, vector ? " AND " : " WHERE ");
    if (filtered) {
        w << (vector || hides ? " AND " : " WHERE ");
        s.predicate(w);
    }
    w << " ORDER BY dataflow_rank DESC, ";
    key();
    if (vector || filtered || hides) write_limits(w);
    w.enter(around);
}

} // namespace dataflow::rooms::sql

namespace dataflow::node_ {

/// The best fits for a search; its clauses give new ones.
template <class M, class Words, class P = every>
struct ranked_node {
    using model = M;
    using output = std::vector<hit<M>>;
    using inputs = decltype(typename Words::inputs{} + typename P::inputs{});
    static constexpr node_::tables_read<ranked_node> reads{};
    static constexpr node_::tables_written<ranked_node, false> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{
        .node = "search_ranked",
        .table = &schema::table_of<M>,
        .cache = &cache,
        .predicate = predicate_clause<P>(sql::place{}.after(Words::parameters)),
        .own_text = &sql::write_ranked,
        .variants = sql::list_variant::limit | sql::list_variant::offset | sql::list_variant::filter};

    Words items; // by this name a workflow finds its input
    P predicate{};
    select_clauses clauses{};

    /// Only records that fulfill a predicate.
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const {
        using once = clause_verdict<M, "where", std::is_same_v<P, every>>;
        static_assert(once{});
        using checked = where_verdict<M, Q>;
        static_assert(rule::told<checked>::verdict);
        return ranked_node<M, Words, checked_type<M, Q>>{items, checked_predicate<M>(static_cast<Q&&>(q)),
                                                         clauses};
    }
    /// At most n records (n is not negative).
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) const& {
        return ranked_node{*this}.limit(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) && {
        using checked = dataflow::detail::whole_verdict<M, "limit", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) clauses.limit = counted(statement, n);
        return now_limited<limit_given>(static_cast<ranked_node&&>(*this));
    }
    /// Without the first n.
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) const& {
        return ranked_node{*this}.offset(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) && {
        using checked = dataflow::detail::whole_verdict<M, "offset", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) clauses.offset = counted(statement, n);
        return now_limited<offset_given>(static_cast<ranked_node&&>(*this));
    }

    [[nodiscard]] output execute(context& c) const {
        using checked = where_verdict<M, P>;
        static_assert(rule::told<checked>::verdict);
        output out;
        bound_values<P::parameters + 1, P::lists> values;
        items.bind(values.to);
        predicate.bind(values.to);
        run_select(c, plan, clauses, variant(), values.span(), &out);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        return clauses.variant() | predicate_variant(predicate, sql::list_variant::filter);
    }

  private:
    static constexpr auto fields = [] {
        constexpr auto own = schema::fields_of<M>;
        std::array<field_access, own.size() + 1> out{};
        for (std::size_t i = 0; i < own.size(); ++i) out[i] = own[i];
        constexpr auto at = (sizeof(record<M>) + alignof(double) - 1) / alignof(double) * alignof(double);
        out[own.size()] = {static_cast<std::uint32_t>(at), &schema::info_of<double>, "rank"};
        return out;
    }();
    static constexpr select_plan plan{
        &statement, fields, {}, &detail::add_record<hit<M>>, &detail::reserve_records<hit<M>>};
};

} // namespace dataflow::node_

namespace dataflow {

/// The records that fit a search best, with their ranks, best first:
/// `df::search_ranked<Article>("quick fox").where(...).limit(10)`. For the words, see `df::search`.
template <class M, class V>
[[nodiscard]] auto search_ranked(const V& words) {
    using verdict = query::search_verdict<M, V>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<std::vector<node_::refused_hit<M>>>{};
    else return node_::ranked_node<M, query::detail::words_type<V>>{query::detail::words_type<V>{words}};
}
template <class M, class V>
[[deprecated("the name is df::search_ranked now")]] auto best(const V& words) { // former name
    return search_ranked<M>(words);
}

} // namespace dataflow
