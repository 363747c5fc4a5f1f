// The column of soft deletes, where a plan takes it away: without it, records that are marked as deleted
// would be back, and triggers that keep foreign keys for marks would fail.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/change.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/sql/policy.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

/// Whether a change takes the column away that hides deleted records. (A field of one's own that is called so
/// is meant like that, too.)
[[nodiscard]] inline bool loses_marks(const change& c) {
    return c.what == change_kind::drop_column && c.about.found_column->name == "deleted_at" &&
           c.about.found_column->nullable;
}

/// What is told of records that are in the way.
[[nodiscard]] inline std::string marks_are_lost(std::string_view table) {
    return "no deleted records in " + std::string{table} +
           ", for without deleted_at they would be back: purge them first, or clear their deleted_at";
}

/// A trigger of the library's own that would fail without the column.
struct lost_trigger {
    const catalog::table* table = nullptr;
    const catalog::trigger* trigger = nullptr;
};
/// Those over the marks of a table: of the table itself, of those that refer to it, and of those that it
/// refers to. The next opening makes what is still wanted again.
[[nodiscard]] inline std::vector<lost_trigger> triggers_over_marks(const catalog::table& of,
                                                                   const catalog::database_description& all) {
    const auto begins = [](std::string_view name, std::string_view table) {
        const auto start = std::string{sql::mark_prefix}.append(table).append("_");
        return name.starts_with(start.substr(0, std::min<std::size_t>(start.size(), 40)));
    };
    const auto refers = [](const catalog::table& t, const catalog::table& to) {
        return std::any_of(t.foreign_keys.begin(), t.foreign_keys.end(),
                           [&](const catalog::foreign_key& k) { return k.target == to.name; });
    };
    std::vector<lost_trigger> out;
    for (const auto& t : all.tables) {
        if (t.schema != of.schema) continue;
        const bool own = t.name == of.name, child = refers(t, of), parent = refers(of, t);
        for (const auto& g : t.triggers) {
            if (!g.name.starts_with(sql::mark_prefix)) continue;
            const bool over = own      ? catalog::mentions(g.definition, "deleted_at")
                              : child  ? g.name.find("_live") != std::string_view::npos
                              : parent ? begins(g.name, of.name) || begins(g.name, t.name)
                                       : false;
            if (over || (child && parent)) out.push_back({&t, &g});
        }
    }
    return out;
}

} // namespace dataflow::migrate::detail
