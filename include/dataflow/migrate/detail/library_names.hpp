// Which names in a database are those that the library gives, also under what its tables and columns were
// called before.
#pragma once

#include <dataflow/catalog/constant_vectors.hpp>
#include <dataflow/catalog/description.hpp>
#include <dataflow/core/text.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>

#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

/// What a table and its columns are called in the database where a rename is pending.
struct former_names {
    std::string_view table{};
    std::vector<schema::renaming> columns{};

    [[nodiscard]] DATAFLOW_WITH_VECTORS std::string_view of_table(std::string_view now) const {
        return table.empty() ? now : table;
    }
    [[nodiscard]] DATAFLOW_WITH_VECTORS std::string_view of_column(std::string_view now) const {
        for (const auto& r : columns)
            if (r.latter == now) return r.former;
        return now;
    }
};

/// Whether an index of a table has the name that the library gives to one over its columns, now or before.
[[nodiscard]] DATAFLOW_WITH_VECTORS bool is_library_index(const catalog::table& t, const catalog::index& i,
                                                          const former_names& before) {
    const auto fits = [&](bool former, std::string_view end) {
        text name;
        schema::put_name(name, [&](auto put) {
            put(former ? before.of_table(t.name) : t.name);
            for (const auto& p : i.parts) {
                put("_");
                put(former ? before.of_column(p.column) : p.column);
            }
            put(end);
        });
        return name.view() == i.name;
    };
    for (const std::string_view end : {"_idx", "_key"})
        if (fits(false, end) || fits(true, end)) return true;
    return i.method == "hnsw" && i.name.starts_with(t.name);
}

/// Whether `found` is the former name of a check of the library's own on a column (`users_age_range`).
[[nodiscard]] DATAFLOW_WITH_VECTORS bool is_same_range_check(const catalog::table& t, std::string_view wanted,
                                                             std::string_view found,
                                                             const former_names& before) {
    const auto spelled = [](std::string_view table, std::string_view column, std::string_view name) {
        text out;
        schema::put_name(out, [&](auto put) {
            put(table);
            put("_");
            put(column);
            put(schema::range_suffix);
        });
        return out.view() == name;
    };
    for (const auto& c : t.columns)
        if (spelled(t.name, c.name, wanted))
            return spelled(before.of_table(t.name), before.of_column(c.name), found) ||
                   spelled(t.name, before.of_column(c.name), found) ||
                   spelled(before.of_table(t.name), c.name, found);
    return false;
}

} // namespace dataflow::migrate::detail
