// The records whose vectors are nearest to one, nearest first.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/search/detail/vector.hpp>
#include <dataflow/sql/similar.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow {

/// A record and how far its vector is: by `df::dot`, minus the inner product.
template <class M>
struct neighbor {
    dataflow::record<M> record;
    double distance{};
};
template <class M>
using neighbour [[deprecated("the name is df::neighbor now")]] = neighbor<M>; // former name

} // namespace dataflow

namespace dataflow::search_ {

namespace detail {

template <class M>
inline constexpr auto neighbor_fields = [] {
    constexpr auto fields = schema::fields_of<M>;
    std::array<field_access, fields.size() + 1> out{};
    for (std::size_t i = 0; i < fields.size(); ++i) out[i] = fields[i];
    // `distance` follows `record`, which as a member keeps its whole size.
    constexpr auto at = (sizeof(record<M>) + alignof(double) - 1) / alignof(double) * alignof(double);
    static_assert(sizeof(neighbor<M>) == at + sizeof(double));
    out[fields.size()] = {static_cast<std::uint32_t>(at), &schema::info_of<double>, "distance"};
    return out;
}();

} // namespace detail

/// The clauses that have no type.
struct nearest_clauses {
    measure by = measure::cosine;
    std::optional<double> farthest{};
    std::optional<std::int64_t> limit{};

    [[nodiscard]] constexpr std::uint64_t variant() const {
        using bits = sql::nearest_variant;
        return bits::of(by) | (limit ? bits::limit : 0) | (farthest ? bits::within : 0);
    }
};

/// Runs a search; `given`: its vector and the values of its predicate.
void run_nearest(context& c, const sql::statement& s, const nearest_clauses& clauses, std::uint64_t filter,
                 std::span<const value> given, driver::row_target target);

/// A search; its clauses give new ones. C: the column, Q: the vector.
template <class C, class Q, class P = node_::every>
struct nearest_node {
    using model = typename C::model;
    using row = neighbor<model>;
    using output = std::vector<row>;
    using inputs = decltype(typename Q::inputs{} + typename P::inputs{});
    static constexpr node_::tables_read<nearest_node> reads{};
    static constexpr node_::tables_written<nearest_node, false> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr auto at = static_cast<std::size_t>(schema::table_of<model>.find(C::name));
    static constexpr void write(sql::writer& w, const sql::statement& s) {
        sql::write_nearest(w, s, pair_of<C, Q>({}), at);
    }
    static constexpr sql::statement statement{
        .node = "nearest",
        .table = &schema::table_of<model>,
        .cache = &cache,
        .predicate = node_::predicate_clause<P>(sql::place{}.after(Q::parameters)),
        .own_text = &write,
        .variants = sql::nearest_variant::all};

    Q items; ///< the vector that is searched for
    P predicate{};
    nearest_clauses clauses{};

    /// How distances are measured: `df::cosine` (where nothing is said), `df::l2` or `df::dot`.
    [[nodiscard]] constexpr auto by(measure m) const& { return nearest_node{*this}.by(m); }
    [[nodiscard]] constexpr auto by(measure m) && {
        clauses.by = m;
        return node_::now_limited<node_::by_given>(static_cast<nearest_node&&>(*this));
    }
    /// Only records at this distance or nearer. By `df::cosine` a similarity of 0.8 or more is `within(0.2)`;
    /// by `df::dot` an inner product of 0.8 or more is `within(-0.8)`.
    [[nodiscard]] constexpr auto within(double distance) const& {
        return nearest_node{*this}.within(distance);
    }
    [[nodiscard]] constexpr auto within(double distance) && {
        clauses.farthest = distance;
        return node_::now_limited<node_::within_given>(static_cast<nearest_node&&>(*this));
    }
    /// Only records that fulfill a predicate.
    template <class W>
    [[nodiscard]] constexpr auto where(W&& w) const {
        using once = node_::clause_verdict<model, "where", std::is_same_v<P, node_::every>>;
        static_assert(once{});
        using checked = node_::where_verdict<model, W>;
        static_assert(rule::told<checked>::verdict);
        return nearest_node<C, Q, node_::checked_type<model, W>>{
            items, node_::checked_predicate<model>(static_cast<W&&>(w)), clauses};
    }
    /// At most n records (n is not negative).
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) const& {
        return nearest_node{*this}.limit(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) && {
        using checked = dataflow::detail::whole_verdict<model, "limit", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) clauses.limit = node_::counted(statement, n);
        return node_::now_limited<node_::limit_given>(static_cast<nearest_node&&>(*this));
    }

    [[nodiscard]] output execute(context& c) const {
        output out;
        node_::bound_values<1 + P::parameters, P::lists> values;
        items.bind(values.to);
        predicate.bind(values.to);
        run_nearest(c, statement, clauses, filter(), values.span(),
                    node_::rows_into(out, detail::neighbor_fields<model>));
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return filter() | clauses.variant(); }

  private:
    [[nodiscard]] constexpr std::uint64_t filter() const {
        return node_::predicate_variant(predicate, sql::nearest_variant::filter);
    }
};

namespace detail {
template <class C, class V>
constexpr auto find_nearest_verdict() {
    if constexpr (!rule::is_ok<schema::model_verdict<typename C::model>>)
        return schema::model_verdict<typename C::model>{};
    else if constexpr (query::scalar<V>)
        return rule::a_vector_is_compared_with_another_type<typename C::model, query::detail::field_text<C>,
                                                            typename C::type, V>{};
    else return vector_verdict<C, V>{};
}
} // namespace detail

/// The verdict on a column and what is searched for: a value or a `df::param`.
template <class C, class V>
using nearest_verdict = rule::diagnostic<decltype(detail::find_nearest_verdict<C, std::remove_cvref_t<V>>())>;

} // namespace dataflow::search_

namespace dataflow {

/// The records whose vectors are nearest to one, nearest first, equally near ones by their key:
/// `df::nearest<&Doc::embedding>(query).within(0.3).limit(10)`. Records without a vector, and those whose
/// distance is no number, take no part. Throws `invalid_value` for a query that holds NaN or an infinity.
template <auto Member, class V>
[[nodiscard]] constexpr auto nearest(const V& wanted) {
    using C = query::column<Member>;
    using verdict = search_::nearest_verdict<C, V>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>)
        return node_::refused_as<std::vector<node_::refused_hit<typename C::model>>>{};
    else {
        auto vector = search_::other_vector<C>(wanted);
        return search_::nearest_node<C, decltype(vector)>{std::move(vector)};
    }
}

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/search/nearest.ipp>
#endif
