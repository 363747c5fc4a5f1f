// The code of catalog/read.hpp.
#pragma once

#include <dataflow/catalog/detail/assemble.hpp>
#include <dataflow/catalog/detail/details.hpp>
#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/catalog/read.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
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

[[nodiscard]] inline live_description finished(live_description&& out, std::vector<table>& tables) {
    if (const auto resolve = source_of(out.dialect).resolve; resolve != nullptr) resolve(tables, out.keeps);
    out.tables = out.keeps.tables.keep(tables);
    return std::move(out);
}

/// Reads tables by their names, which may say the schema.
[[nodiscard]] inline live_description read_named(const runner& via, std::span<const std::string> names,
                                                 which_tables which, std::string_view node) {
    live_description out;
    out.dialect = via.dialect;
    std::vector<table> tables;
    std::vector<std::string> some;
    if (source_of(via.dialect).write_schemas == nullptr) { // as they stand in a statement
        for (const auto& name : names) {
            sql::writer w{via.dialect};
            w.table(name);
            some.emplace_back(w.view());
        }
        add_tables(out, tables, found_rows(via, some, which, {}, node));
        return finished(std::move(out), tables);
    }
    std::vector<std::string> schemas{"main"};
    for (const auto& name : names)
        if (!schema::path_of(name).space.empty()) {
            schemas = schemas_of(via, node); // one that is not attached has no tables
            break;
        }
    for (const auto& schema : schemas) {
        some.clear();
        for (const auto& name : names)
            if (const auto path = schema::path_of(name);
                path.space.empty() ? schema == "main" : schema::same_name(path.space, schema))
                some.emplace_back(path.name);
        if (!some.empty()) add_tables(out, tables, found_rows(via, some, which, schema, node));
    }
    return finished(std::move(out), tables);
}

} // namespace detail

DATAFLOW_RUNTIME live_description read(const runner& via, std::span<const std::string> names,
                                       std::string_view node) {
    return detail::read_named(via, names, which_tables::named, node);
}

DATAFLOW_RUNTIME live_description read_outlines(const runner& via, std::span<const std::string> names,
                                                std::string_view node) {
    return detail::read_named(via, names, which_tables::outlines, node);
}

DATAFLOW_RUNTIME live_description read(const runner& via, std::string_view node) {
    return read(via, read_options{}, node);
}

DATAFLOW_RUNTIME live_description read(const runner& via, const read_options& how, std::string_view node) {
    live_description out;
    out.dialect = via.dialect;
    const auto which = how.all_schemas       ? which_tables::everywhere
                       : how.schemas.empty() ? which_tables::all
                                             : which_tables::of_schemas;
    detail::detail_reader details{out, via, node};
    std::vector<table> tables;
    for (const auto& schema : schemas_of(via, node)) {
        const bool wanted = schema.empty() || which != which_tables::of_schemas ||
                            std::find(how.schemas.begin(), how.schemas.end(), schema) != how.schemas.end();
        if (!wanted) continue;
        const auto names = schema.empty() ? how.schemas : std::vector<std::string>{};
        const auto first = tables.size();
        detail::add_tables(out, tables, found_rows(via, names, which, schema, node));
        if (how.details) details.add(std::span{tables}.subspan(first), names, which, schema);
    }
    if (how.details) details.keep(tables);
    return detail::finished(std::move(out), tables);
}

} // namespace dataflow::catalog
