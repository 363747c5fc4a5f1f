// The triggers that keep the past versions of a table's records, where a migration is in their way: their
// texts name the table and its columns. What is still wanted is made again at its end, or by the next
// opening.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/migrate/change.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/sql/dialect_data.hpp>
#include <dataflow/sql/policy.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

/// The name of the table of a table's past versions.
[[nodiscard]] inline std::string past_of(const catalog::table& t) {
    return std::string{t.name}.append(schema::history_suffix);
}

/// The statements that take the triggers of a table away which keep its past versions; on PostgreSQL with
/// their functions, and so whatever the table is called by then.
[[nodiscard]] inline std::vector<std::string> drop_past_versions(dialect d, const catalog::table& t) {
    std::vector<std::string> out;
    for (const auto& g : t.triggers) {
        if (!g.name.starts_with(sql::history_prefix)) continue;
        constexpr std::string_view calls = " EXECUTE FUNCTION ";
        const auto at = g.definition.rfind(calls);
        if (!sql::data_of(d).trigger_functions)
            out.push_back("DROP TRIGGER IF EXISTS " + catalog::quoted_name(t.schema, g.name));
        else if (at != std::string_view::npos)
            out.push_back("DROP FUNCTION IF EXISTS " + std::string{g.definition.substr(at + calls.size())} +
                          " CASCADE");
    }
    return out;
}

/// The tables whose models keep no past versions any more.
[[nodiscard]] inline std::vector<catalog::difference>
ended_past_versions(const catalog::database_description& wanted, const catalog::database_description& found) {
    std::vector<catalog::difference> out;
    for (const auto& w : wanted.tables) {
        const auto past = past_of(w);
        const auto is_past = [&](const catalog::table& t) { return t.schema == w.schema && t.name == past; };
        if (w.read_only || std::any_of(wanted.tables.begin(), wanted.tables.end(), is_past)) continue;
        const auto* const f = found.find_exactly({w.schema, w.name});
        if (f == nullptr || drop_past_versions(wanted.dialect, *f).empty()) continue;
        auto& one = out.emplace_back();
        one.wanted_table = &w, one.found_table = f;
    }
    return out;
}

/// What is told of them.
[[nodiscard]] inline std::string past_versions_end(std::string_view table) {
    return "past versions of " + std::string{table} + " are no longer kept; those that are there stay";
}

} // namespace dataflow::migrate::detail
