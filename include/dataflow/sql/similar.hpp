// How alike two vectors are, as SQL.
//
// All is computed as double, element by element in the order of the array, on both databases: SQLite calls a
// function of the driver, PostgreSQL unnests the two arrays side by side. Where pgvector is, its operators
// are used, which compute as float.
#pragma once

#include <dataflow/schema/table.hpp>
#include <dataflow/sql/as_of.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/select.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

enum class similarity : std::uint8_t { cosine_distance, cosine_similarity, l2_distance, inner_product };

/// One side: a column, or a value that is bound.
struct vector_side {
    void (*write_at)(writer&, place);
    place at{};
    bool bound = false;

    constexpr void write(writer& w) const { write_at(w, at); }
};

/// The two sides of a comparison: vectors of `size` numbers, float or double.
struct vector_pair {
    vector_side left; ///< a column
    vector_side right;
    storage element{};
    std::size_t size = 0;

    /// pgvector's vectors are of floats, 16000 at most.
    [[nodiscard]] constexpr bool fits_pgvector() const noexcept {
        return element == storage::float32 && size <= 16000;
    }
};

namespace detail {

constexpr std::string_view function_name(similarity what) noexcept {
    switch (what) {
    case similarity::cosine_distance: return "dataflow_cosine_distance";
    case similarity::cosine_similarity: return "dataflow_cosine_similarity";
    case similarity::l2_distance: return "dataflow_l2_distance";
    case similarity::inner_product: break;
    }
    return "dataflow_inner_product";
}

constexpr void write_array(writer& w, const vector_side& side, storage element) {
    side.write(w);
    if (side.bound) w << "::" << array_type_name(element);
}

/// Two columns made of the arrays, a and b. A bound array becomes one of doubles once, not once a row.
constexpr void write_elements(writer& w, const vector_pair& of) {
    const bool narrow = of.element == storage::float32;
    w << " FROM (SELECT unnest(";
    write_array(w, of.left, of.element);
    w << ") AS a, unnest(" << (of.right.bound ? "(SELECT " : "");
    write_array(w, of.right, of.element);
    if (narrow) w << "::DOUBLE PRECISION[]";
    w << (of.right.bound ? ")" : "") << ") AS b) AS u";
}

constexpr void write_cosine(writer& w, const vector_pair& of) {
    const std::string_view wide = of.element == storage::float32 ? "::DOUBLE PRECISION" : "";
    w << "(SELECT CASE WHEN s.c > 1 THEN 1 WHEN s.c < -1 THEN -1 ELSE s.c END FROM (SELECT NULLIF(sum(u.a * "
         "u.b) / NULLIF(sqrt(sum(u.a"
      << wide << " * u.a) * sum(u.b * u.b)), 0), 'NaN') AS c";
    write_elements(w, of);
    w << ") AS s)";
}

constexpr void write_pgvector(writer& w, const vector_pair& of, std::string_view op) {
    const auto side = [&](const vector_side& one) {
        write_array(w, one, of.element);
        w << "::VECTOR(";
        w.number(static_cast<std::int64_t>(of.size)) << ")";
    };
    side(of.left);
    w << " " << op << " ";
    side(of.right);
}

[[nodiscard]] constexpr bool by_pgvector(writer& w, const vector_pair& of) {
    return w.dialect().vectors == vector_form::arrays && of.fits_pgvector() && w.has_vectors();
}

} // namespace detail

/// A double; NULL where a side is NULL, and where the result is no number (the cosine of a vector of zeros).
constexpr void write_similarity(writer& w, similarity what, const vector_pair& of) {
    if (w.dialect().vectors == vector_form::none) return w.refuse("similarity of vectors");
    if (w.dialect().vectors == vector_form::functions) {
        w << detail::function_name(what) << "(";
        of.left.write(w);
        w << ", ";
        of.right.write(w);
        w << (of.element == storage::float32 ? ", 4)" : ", 8)");
        return;
    }
    const bool cosine = what == similarity::cosine_distance || what == similarity::cosine_similarity;
    if (detail::by_pgvector(w, of)) {
        w << "NULLIF("
          << (what == similarity::cosine_similarity ? "1 - ("
              : what == similarity::inner_product   ? "0 - ("
                                                    : "(");
        detail::write_pgvector(w, of, cosine ? "<=>" : what == similarity::l2_distance ? "<->" : "<#>");
        w << "), 'NaN')";
    } else if (cosine) {
        if (what == similarity::cosine_distance) w << "(1 - ";
        detail::write_cosine(w, of);
        if (what == similarity::cosine_distance) w << ")";
    } else {
        w << "(SELECT NULLIF("
          << (what == similarity::l2_distance ? "sqrt(sum((u.a - u.b) * (u.a - u.b)))" : "sum(u.a * u.b)")
          << ", 'NaN')";
        detail::write_elements(w, of);
        w << ")";
    }
}

/// The distance by a measure, as an index of pgvector knows it: less is nearer.
constexpr void write_distance(writer& w, measure by, const vector_pair& of) {
    if (detail::by_pgvector(w, of)) {
        w << "(";
        detail::write_pgvector(w, of, by == measure::cosine ? "<=>" : by == measure::l2 ? "<->" : "<#>");
        w << ")";
        return;
    }
    if (by == measure::dot) w << "(0 - ";
    write_similarity(w,
                     by == measure::cosine ? similarity::cosine_distance
                     : by == measure::l2   ? similarity::l2_distance
                                           : similarity::inner_product,
                     of);
    if (by == measure::dot) w << ")";
}

/// Bits of the variant of `write_nearest`.
struct nearest_variant {
    static constexpr std::uint64_t limit = list_variant::limit;
    static constexpr std::uint64_t within = 2;
    static constexpr std::uint64_t l2 = 4;
    static constexpr std::uint64_t filter = list_variant::filter;
    static constexpr std::uint64_t dot = 16;
    static constexpr std::uint64_t all = limit | within | l2 | filter | dot;

    [[nodiscard]] static constexpr std::uint64_t of(measure m) noexcept {
        return m == measure::l2 ? l2 : m == measure::dot ? dot : 0;
    }
};

/// The nearest rows: all columns, and the distance. The greatest distance is its argument. The limit comes
/// before the distance is judged, which changes no result, for the nearest come first: so each distance is
/// computed once, and an index of pgvector gives its rows in order. `column`: the position of the pair's left
/// side.
constexpr void write_nearest(writer& w, const statement& s, const vector_pair& of, std::size_t column) {
    const auto v = w.variant();
    const bool nullable = s.table->columns[column].nullable();
    const auto by = (v & nearest_variant::l2) != 0    ? measure::l2
                    : (v & nearest_variant::dot) != 0 ? measure::dot
                                                      : measure::cosine;
    bool indexed = false; // PostgreSQL takes such an index only for an order that it knows as a whole
    for (const auto& i : s.table->similar) indexed = indexed || (i.column == column && i.by == by);
    const bool arrays =
        w.dialect().vectors == vector_form::arrays; // PostgreSQL: a distance may be NaN, which comes last
    indexed = indexed && arrays && w.has_vectors();
    const auto order = [&](std::string_view nulls, bool by_key) {
        w << " ORDER BY \"dataflow_distance\"" << nulls;
        if (!by_key) return;
        for (const auto k : s.table->key) {
            w << ", ";
            w.identifier(s.table->columns[k].name);
        }
        write_tenant_of_key(w, *s.table);
    };
    w << "SELECT ";
    all_columns(w, *s.table);
    w << ", \"dataflow_distance\" FROM (SELECT ";
    all_columns(w, *s.table);
    w << ", ";
    write_distance(w, by, of);
    w << " AS \"dataflow_distance\" FROM ";
    write_source(w, *s.table);
    const bool filtered = s.predicate != nullptr && (v & nearest_variant::filter) != 0;
    const bool hides = is_guarded(w, *s.table);
    write_guards(w, *s.table, " WHERE ");
    if (filtered || nullable) w << (hides ? " AND " : " WHERE ");
    if (nullable) {
        of.left.write(w);
        w << " IS NOT NULL" << (filtered ? " AND (" : "");
    }
    if (filtered) s.predicate(w);
    if (filtered && nullable) w << ")";
    if ((v & nearest_variant::limit) != 0) {
        order(arrays ? "" : " NULLS LAST", !indexed);
        w << " LIMIT ";
        w.value(value_source::origin::limit);
    } else
        w << (arrays ? " OFFSET 0"
                     : " LIMIT -1"); // else it would be merged with the SELECT around it, and compute twice
    w << ") AS d WHERE \"dataflow_distance\"";
    if ((v & nearest_variant::within) != 0) {
        w << " <= ";
        w.value(value_source::origin::argument);
    } else w << (arrays ? " < 'NaN'" : " IS NOT NULL");
    order("", true);
}

} // namespace dataflow::rooms::sql
