// The code of catalog/read.hpp.
#pragma once

#include <dataflow/catalog/detail/assemble.hpp>
#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/catalog/read.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::catalog {

namespace detail {

inline void add_tables(live_description& to, std::vector<table>& tables, std::span<const found_row> rows) {
    while (!rows.empty()) {
        std::size_t size = 1;
        while (size < rows.size() && rows[size].table == rows.front().table &&
               rows[size].schema == rows.front().schema)
            ++size;
        tables.push_back(assemble(to.keeps, to.dialect, rows.first(size)));
        rows = rows.subspan(size);
    }
}

/// SQLite: a foreign key that names no columns means the target's key.
inline void resolve_targets(std::vector<table>& tables, arena& keeps) {
    for (auto& t : tables) {
        std::vector<foreign_key> keys{t.foreign_keys.begin(), t.foreign_keys.end()};
        bool any = false;
        for (auto& k : keys) {
            if (!k.target_columns.empty()) continue;
            for (const auto& other : tables)
                if (schema::same_name(other.name, k.target) && other.schema == t.schema)
                    k.target_columns = other.key.columns, any = true;
        }
        if (any) t.foreign_keys = keeps.foreign_keys.keep(keys);
    }
}

[[nodiscard]] inline live_description finished(live_description&& out, std::vector<table>& tables) {
    if (out.dialect == dialect::sqlite) resolve_targets(tables, out.keeps);
    out.tables = out.keeps.tables.keep(tables);
    return std::move(out);
}

} // namespace detail

DATAFLOW_RUNTIME live_description read(const runner& via, std::span<const std::string> names,
                                       std::string_view node) {
    live_description out;
    out.dialect = via.dialect;
    std::vector<table> tables;
    detail::add_tables(out, tables, found_rows(via, names, which_tables::named, "main", node));
    return detail::finished(std::move(out), tables);
}

DATAFLOW_RUNTIME live_description read_outlines(const runner& via, std::span<const std::string> names,
                                                std::string_view node) {
    live_description out;
    out.dialect = via.dialect;
    std::vector<table> tables;
    detail::add_tables(out, tables, found_rows(via, names, which_tables::outlines, "main", node));
    return detail::finished(std::move(out), tables);
}

DATAFLOW_RUNTIME live_description read(const runner& via, std::string_view node) {
    live_description out;
    out.dialect = via.dialect;
    std::vector<table> tables;
    if (via.dialect == dialect::postgres)
        detail::add_tables(out, tables, found_rows(via, {}, which_tables::all, {}, node));
    else
        for (const auto& schema : attached_databases(via, node))
            detail::add_tables(out, tables, found_rows(via, {}, which_tables::all, schema, node));
    return detail::finished(std::move(out), tables);
}

} // namespace dataflow::catalog
