// The code of database/unique_indexes.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/unique_indexes.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::database_ {

namespace detail {

inline void write_indexes(sql::writer& w, const sql::statement& s) {
    if (w.dialect().catalog == sql::catalog_form::pg_catalog) {
        w << "SELECT c.relname::TEXT, coalesce(a.attname::TEXT, ''), i.indisunique AND i.indisvalid AND NOT "
             "EXISTS (SELECT 1 "
             "FROM pg_collation AS o WHERE o.oid = ANY(i.indcollation::OID[]) AND NOT "
             "o.collisdeterministic), i.indpred IS NOT NULL "
             "FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid "
             "CROSS JOIN LATERAL unnest(i.indkey::INT2[]) WITH ORDINALITY AS k(n, place) "
             "LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.n AND k.n <> 0 WHERE "
             "i.indrelid = to_regclass(";
        w.name_literal(s.table->name) << ") AND k.place <= i.indnkeyatts ORDER BY i.indexrelid, k.place";
    } else {
        w << "SELECT l.name, coalesce(x.name, ''), l.\"unique\" AND x.coll = 'BINARY', l.partial FROM "
             "pragma_index_list(";
        w.literal(s.table->name)
            << ") AS l JOIN pragma_index_xinfo(l.name) AS x WHERE x.key ORDER BY l.name, x.seqno";
    }
}

/// Whether the columns that begin at `from`, all of one index, are those of `wanted`.
[[nodiscard]] inline bool same_columns(std::span<const found_index> columns, const schema::table& t,
                                       const schema::index& wanted) {
    if (columns.size() != wanted.size || columns.front().partial != (wanted.where.size != 0))
        return false;
    return std::all_of(columns.begin(), columns.end(), [&](const found_index& f) {
        return f.unique && std::any_of(wanted.parts().begin(), wanted.parts().end(),
                                       [&](std::uint16_t c) { return t.columns[c].name == f.column; });
    });
}

/// Calls `visit` with the columns of each index; ends where it gives true.
template <class Visit>
[[nodiscard]] bool any_index(std::span<const found_index> found, Visit visit) {
    while (!found.empty()) {
        std::size_t size = 1;
        while (size < found.size() && found[size].name == found.front().name)
            ++size;
        if (visit(found.first(size)))
            return true;
        found = found.subspan(size);
    }
    return false;
}

} // namespace detail

DATAFLOW_RUNTIME std::vector<found_index> indexes_of(driver::connection& c, const schema::table& t) {
    static constexpr std::array<field_access, 4> fields{
        field_access{offsetof(found_index, name), &schema::info_of<std::string>, "name"},
        field_access{offsetof(found_index, column), &schema::info_of<std::string>, "column"},
        field_access{offsetof(found_index, unique), &schema::info_of<bool>, "unique"},
        field_access{offsetof(found_index, partial), &schema::info_of<bool>, "partial"}};
    const sql::statement s{.node = "open", .table = &t, .own_text = &detail::write_indexes};
    std::vector<found_index> out;
    auto target = node_::rows_into(out, fields);
    c.run(s, 0, {}, &target);
    return out;
}

DATAFLOW_RUNTIME bool has_index(std::span<const found_index> found, std::string_view name) noexcept {
    return std::any_of(found.begin(), found.end(), [&](const found_index& f) { return f.name == name; });
}

DATAFLOW_RUNTIME bool keeps_unique(std::span<const found_index> found, std::string_view name,
                                   const schema::table& t, const schema::index& wanted) {
    return detail::any_index(found, [&](std::span<const found_index> one) {
        return one.front().name == name && detail::same_columns(one, t, wanted);
    });
}

DATAFLOW_RUNTIME bool kept_unique(std::span<const found_index> found, const schema::table& t,
                                  const schema::index& wanted) {
    return detail::any_index(
        found, [&](std::span<const found_index> one) { return detail::same_columns(one, t, wanted); });
}

DATAFLOW_RUNTIME void refuse_index(std::string_view name, const schema::table& t,
                                   const schema::index& wanted) {
    std::string columns;
    for (const auto c : wanted.parts())
        columns += (columns.empty() ? "" : ", ") + std::string{t.columns[c].name};
    error_info info;
    info.node = "open";
    info.model = std::string{t.model};
    info.constraint = std::string{name};
    info.message = "the table " + std::string{t.name} + " has an index " + std::string{name} +
                   " that does not keep " + columns + " unique: it must be a valid unique index of just " +
                   (wanted.size == 1 ? "this column" : "these columns") +
                   (wanted.where.size == 0 ? ", without a condition" : ", with a condition") +
                   ". Drop it, and it is made";
    throw schema_mismatch(std::move(info));
}

DATAFLOW_RUNTIME void expect_index(driver::connection& c, const schema::table& t, std::string_view name) {
    if (has_index(indexes_of(c, t), name))
        return;
    error_info info;
    info.node = "open";
    info.model = std::string{t.model};
    info.constraint = std::string{name};
    info.message = "the index " + std::string{name} + " of the table " + std::string{t.name} +
                   " cannot be made: another table has one of that name";
    throw schema_mismatch(std::move(info));
}

} // namespace dataflow::database_
