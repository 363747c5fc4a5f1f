// The code of migrate/difference.hpp.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/json_members.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/detail/postgres_text.hpp>
#include <dataflow/migrate/difference.hpp>
#include <dataflow/migrate/plan_json.hpp>
#include <dataflow/migrate/preview.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate {

namespace detail {

/// Whether the library keeps a table for itself.
[[nodiscard]] inline bool is_the_librarys(std::string_view table) noexcept {
    return table.starts_with("dataflow_");
}

/// What a plan can make: tables. The others are told as what it leaves.
[[nodiscard]] inline catalog::database_description plannable(catalog::live_description& wanted,
                                                             const catalog::database_description& found,
                                                             std::vector<std::string>& left) {
    std::vector<catalog::table> tables;
    for (const auto& t : wanted.tables) {
        if (t.kind == catalog::relation::table && t.parents.empty()) {
            for (const auto& c : t.columns) {
                if (c.type.kind == catalog::type_kind::plain) continue;
                const auto known = [&](const catalog::enumeration& e) { return e.spelled == c.type.spelled; };
                if (!std::any_of(found.enumerations.begin(), found.enumerations.end(), known))
                    left.push_back(plain_path(t.schema, t.name) + ": column " + std::string{c.name} +
                                   " has the type " + std::string{c.type.spelled} +
                                   ", which must be there first: no plan makes it");
            }
            tables.push_back(t);
        } else if (found.find_exactly({t.schema, t.name}) == nullptr)
            left.push_back(plain_path(t.schema, t.name) +
                           " is no table of its own (a view, or a partition): no "
                           "plan makes it");
    }
    catalog::database_description out = wanted;
    out.tables = wanted.keeps.tables.keep(tables);
    return out;
}

} // namespace detail

DATAFLOW_RUNTIME catalog::live_description own_tables(const catalog::database_description& of) {
    catalog::live_description out;
    out.dialect = of.dialect;
    out.enumerations = of.enumerations;
    out.search_path = of.search_path;
    std::vector<catalog::table> tables;
    for (auto t : of.tables) {
        if (detail::is_the_librarys(t.name)) continue;
        if (t.in_view && !t.schema.empty()) {
            auto* const keys = out.keeps.foreign_keys.take(t.foreign_keys.size());
            for (std::size_t i = 0; i < t.foreign_keys.size(); ++i) {
                keys[i] = t.foreign_keys[i];
                if (keys[i].target_schema == t.schema) keys[i].target_schema = {};
            }
            t.foreign_keys = {keys, t.foreign_keys.size()};
            t.schema = {};
        }
        tables.push_back(t);
    }
    out.tables = out.keeps.tables.keep(tables);
    return out;
}

DATAFLOW_RUNTIME difference_report differences(const found_database& from, const found_database& to,
                                               const plan_options& how) {
    if (from.tables.dialect != to.tables.dialect)
        raise(error_kind::invalid_value,
              {.message = "the two are of different kinds: one is of SQLite, and the "
                          "other of PostgreSQL",
               .node = "diff"});
    difference_report out;
    auto wanted = own_tables(to.tables);
    catalog::live_description found; // with its schemas: its statements name them
    static_cast<catalog::database_description&>(found) = from.tables;
    std::vector<catalog::table> others;
    for (const auto& t : from.tables.tables)
        if (!detail::is_the_librarys(t.name)) others.push_back(t);
    found.tables = found.keeps.tables.keep(others);
    for (const auto& d : catalog::compare(wanted, found, {.extra_tables = true})) {
        if (d.what == catalog::difference_kind::type_spelled_otherwise) continue; // it keeps the same values
        const auto& t = d.wanted_table != nullptr ? *d.wanted_table : *d.found_table;
        const auto name =
            d.wanted_table != nullptr ? detail::plain_path(t.schema, t.name) : std::string{t.name};
        auto at = std::find_if(out.tables.begin(), out.tables.end(),
                               [&](const table_differences& one) { return one.table == name; });
        if (at == out.tables.end()) at = out.tables.insert(at, {name, {}});
        at->lines.push_back(catalog::to_string(d));
    }
    std::vector<std::string> left;
    const auto tables = detail::plannable(wanted, found, left);
    out.leads = plan_of(tables, found, from.server_version, how);
    out.leads.unknown.insert(out.leads.unknown.begin(), left.begin(), left.end());
    return out;
}

DATAFLOW_RUNTIME std::string to_text(const difference_report& d, const preview_options& how) {
    if (d.empty()) return "No difference.\n";
    std::string out;
    for (const auto& t : d.tables) {
        out += t.table + ":\n";
        for (const auto& line : t.lines) out += "  - " + line + '\n';
    }
    if (!d.leads.empty()) out += "\nThis leads from the first to the second.\n" + preview(d.leads, how);
    else out += "\nNothing of it is changed by a plan.\n";
    return out;
}

DATAFLOW_RUNTIME std::string to_json(const difference_report& d) {
    std::string out;
    json_::writer w{out};
    w.open_object();
    json_::write_member(w, "different", !d.empty());
    w.member("tables");
    w.open_array();
    for (const auto& t : d.tables) {
        w.element();
        w.open_object();
        json_::write_member(w, "table", t.table);
        w.member("differences");
        w.open_array();
        for (const auto& line : t.lines) {
            w.element();
            w.text(line);
        }
        w.close_array();
        w.close_object();
    }
    w.close_array();
    w.member("plan");
    w.number(to_json(d.leads));
    w.close_object();
    return out;
}

} // namespace dataflow::migrate
