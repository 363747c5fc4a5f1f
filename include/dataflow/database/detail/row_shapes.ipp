// The code of database/detail/row_shapes.hpp.
#pragma once

#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/database/detail/row_shapes.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/statement.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::database_ {

namespace detail {

// One character a column, 1 where some row holds a value of another form. Each is looked at where it lies: of
// long values only the type.
inline void write_odd_values(sql::writer& w, const sql::statement& s) {
    const auto& t = *s.table;
    w << "SELECT ''";
    for (std::size_t i = 0; i < s.columns.size(); ++i) {
        w << " || coalesce(max(x";
        w.number(static_cast<std::int64_t>(i));
        w << "), 0)";
    }
    const auto some = [&](bool last) {
        w << "SELECT * FROM (SELECT ";
        sql::listed(w, s.columns.size(), [&](std::size_t i) {
            const auto& column = t.columns[s.columns[i]];
            const auto stored = stored_type(*column.type).stored;
            const auto& facts =
                is_array(stored) ? facts_of(storage::text) : facts_of(stored); // arrays are texts
            w.identifier(column.name) << " IS NOT NULL AND NOT (typeof(";
            w.identifier(column.name) << ")" << facts.kept;
            if (!facts.pattern.empty()) {
                w << " AND ";
                w.identifier(column.name) << " GLOB ";
                w.literal(facts.pattern);
            }
            if (!facts.characters.empty()) {
                w << " AND ";
                w.identifier(column.name) << " NOT GLOB ";
                w.literal(facts.characters);
            }
            w << ") AS x";
            w.number(static_cast<std::int64_t>(i));
        });
        w << " FROM ";
        w.table(t.name) << " ORDER BY ";
        sql::listed(w, t.key.size(),
                    [&](std::size_t i) { w.identifier(t.columns[t.key[i]].name) << (last ? " DESC" : ""); });
        w << " LIMIT 1000)";
    };
    w << " FROM (";
    some(false);
    w << " UNION ALL ";
    some(true);
    w << ")";
}

} // namespace detail

DATAFLOW_RUNTIME std::string odd_values(context& c, const schema::table& t,
                                        constant_list<std::uint16_t> columns) {
    if (columns.empty()) return {};
    const sql::statement s{
        .node = "open", .table = &t, .columns = columns, .own_text = &detail::write_odd_values};
    std::string marks;
    node_::one_row row{&marks};
    constexpr std::array<field_access, 1> field{field_access{0, &schema::info_of<std::string>, "marks"}};
    auto target = row.target(field);
    c.run(s, 0, {}, &target);
    std::string out;
    for (std::size_t i = 0; i < columns.size() && i < marks.size(); ++i) {
        if (marks[i] == '0') continue;
        const auto& column = t.columns[columns[i]];
        const auto stored = stored_type(*column.type).stored;
        out += (out.empty() ? "column " : "; column ") + std::string{column.name} + " should hold " +
               std::string{facts_of(is_array(stored) ? storage::text : stored).plural};
    }
    return out;
}

namespace detail {

// `shape:count` of each shape; the variant is the question.
inline void write_shapes(sql::writer& w, const sql::statement& s) {
    const auto& t = *s.table;
    const auto name = t.columns[s.columns[0]].name;
    const char question[]{static_cast<char>(w.variant()), '\0'};
    const auto some = [&](std::string_view way) {
        w << "SELECT * FROM (SELECT ";
        w.identifier(name) << " AS v FROM ";
        w.table(t.name);
        if (!t.key.empty()) w << " ORDER BY ";
        sql::listed(w, t.key.size(), [&](std::size_t i) { w.identifier(t.columns[t.key[i]].name) << way; });
        w << " LIMIT 1000)";
    };
    w << "SELECT coalesce(group_concat(s || ':' || n), '') FROM (SELECT s, count(*) AS n FROM (SELECT "
         "dataflow_shape(";
    w.literal(question) << ", v) AS s FROM (";
    some("");
    w << " UNION ALL ";
    some(" DESC");
    w << ") WHERE v IS NOT NULL) GROUP BY s ORDER BY n DESC)";
}

} // namespace detail

DATAFLOW_RUNTIME std::vector<catalog::shape_count> shapes_of(context& c, const schema::table& t,
                                                             std::uint16_t column, sql::shape_question what) {
    const std::uint16_t columns[]{column};
    const sql::statement s{
        .node = "open", .table = &t, .columns = columns, .own_text = &detail::write_shapes};
    std::string all;
    node_::one_row row{&all};
    constexpr std::array<field_access, 1> field{field_access{0, &schema::info_of<std::string>, "shapes"}};
    auto target = row.target(field);
    c.run(s, static_cast<std::uint64_t>(what), {}, &target);
    return catalog::shapes_in(all);
}

DATAFLOW_RUNTIME bool odd_default(storage stored, std::string_view text) {
    if (is_array(stored) || facts_of(stored).now.empty()) return false;
    std::string name;
    for (const char c : text) {
        if (c == ' ' || (c == '(' && name.empty())) continue;
        if (c == '(') break;
        name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    if (name == "CURRENT_DATE" || name == "DATE") return stored != storage::date;
    for (const std::string_view other :
         {"CURRENT_TIMESTAMP", "CURRENT_TIME", "DATETIME", "TIME", "UNIXEPOCH", "JULIANDAY"})
        if (name.starts_with(other)) return true;
    return false;
}

} // namespace dataflow::database_
