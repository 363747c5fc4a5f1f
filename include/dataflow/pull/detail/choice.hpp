// Which tables are pulled, and what each is called.
#pragma once

#include <dataflow/catalog/details.hpp>
#include <dataflow/catalog/name_index.hpp>
#include <dataflow/core/pattern.hpp>
#include <dataflow/pull/names.hpp>
#include <dataflow/pull/planned.hpp>
#include <dataflow/schema/name_checks.hpp>
#include <dataflow/schema/naming.hpp>
#include <dataflow/sql/dialect.hpp>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace dataflow::pull::detail {

[[nodiscard]] inline std::string in_small_letters(std::string_view name) {
    std::string out{name};
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

/// Whether a list of patterns has one that a table fits.
[[nodiscard]] inline bool fits_any(const catalog::table& t, const std::vector<std::string>& patterns) {
    const auto whole = std::string{t.schema} + "." + std::string{t.name};
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) {
        return dataflow::detail::fits_pattern(t.name, p) ||
               (p.find('.') != std::string::npos && dataflow::detail::fits_pattern(whole, p));
    });
}

/// The tables of a database, for questions about each of many.
class all_tables {
  public:
    explicit all_tables(const catalog::database_description& in)
        : in_(in), names_(in.dialect, {in.tables.begin(), in.tables.end()}) {
        for (const auto& t : in.tables) {
            if (t.kind == catalog::relation::virtual_table) virtual_.push_back(&t);
            if (t.kind == catalog::relation::partitioned_table)
                parts_.insert(t.partitions.begin(), t.partitions.end());
        }
    }

    /// What a foreign key of a table leads to; null where it is not there.
    [[nodiscard]] const catalog::table* target_of(const catalog::foreign_key& k,
                                                  const catalog::table& of) const {
        return names_.find(k.target, k.target_schema.empty() ? of.schema : k.target_schema);
    }
    /// Whether a table is one that a virtual table of SQLite keeps beside itself.
    [[nodiscard]] bool is_shadow(const catalog::table& t) const {
        for (const auto* v : virtual_) {
            if (v->schema != t.schema || !t.name.starts_with(v->name)) continue;
            const auto rest = t.name.substr(v->name.size());
            for (const std::string_view kept :
                 {"_data", "_idx", "_content", "_docsize", "_config", "_segments", "_segdir", "_stat",
                  "_node", "_rowid", "_parent"})
                if (rest == kept) return true;
        }
        return false;
    }
    /// Whether a table is a part of a table that is pulled as a whole.
    [[nodiscard]] bool is_partition(const catalog::table& t) const {
        return !parts_.empty() &&
               (parts_.contains(t.name) ||
                parts_.contains(std::string_view{std::string{t.schema} + "." + std::string{t.name}}));
    }
    /// Whether a table's name alone names another table: one of a schema that comes first.
    [[nodiscard]] bool needs_schema(const catalog::table& t) const {
        if (in_.search_path.empty() || t.schema.empty()) return false;
        const auto place = [&](std::string_view schema) {
            return std::find(in_.search_path.begin(), in_.search_path.end(), schema);
        };
        const auto own = place(t.schema);
        if (own == in_.search_path.end()) return true;
        const auto same = names_.places(t.name);
        return std::any_of(same.begin(), same.end(), [&](std::size_t i) {
            return in_.tables[i].name == t.name && place(in_.tables[i].schema) < own;
        });
    }

  private:
    const catalog::database_description& in_;
    catalog::name_index names_;
    std::vector<const catalog::table*> virtual_{};
    std::set<std::string_view> parts_{};
};

/// Why no model can have a table; empty where one can.
[[nodiscard]] inline std::string fault_of(const catalog::table& t) {
    using schema::detail::name_fault;
    if (t.kind == catalog::relation::virtual_table) return "it is a virtual table";
    switch (schema::detail::fault_of(t.name, false)) {
    case name_fault::too_long: return "its name has more than 63 bytes";
    case name_fault::not_taken: return "its name is kept by a database or by the library";
    case name_fault::none: break;
    }
    const auto has = [&](char c) { return t.name.find(c) != std::string_view::npos; };
    if (has('.') && has('"')) return "its name has a point and a quotation mark";
    return t.columns.empty() ? "it has no columns" + (t.gap.empty() ? "" : ": " + std::string{t.gap}) : "";
}

/// The tables that are pulled, by schema and name; `out` gets those that no model can have.
[[nodiscard]] inline std::vector<const catalog::table*> chosen(const catalog::database_description& found,
                                                               const all_tables& in, const options& how,
                                                               std::vector<left_out_table>& out) {
    std::vector<const catalog::table*> all;
    for (const auto& t : found.tables)
        if ((how.tables.empty() ? !in.is_shadow(t) && !in.is_partition(t) : fits_any(t, how.tables)) &&
            !fits_any(t, how.without))
            all.push_back(&t);
    const auto place = [&](const catalog::table* t) { // those that a plain name finds come first
        return std::tuple{std::find(found.search_path.begin(), found.search_path.end(), t->schema), t->schema,
                          t->name};
    };
    std::sort(all.begin(), all.end(), [&](const auto* a, const auto* b) { return place(a) < place(b); });
    std::vector<const catalog::table*> tables;
    std::set<std::pair<std::string_view, std::string>> folded;
    for (const auto* t : all) {
        auto why = fault_of(*t);
        if (why.empty() && !folded.emplace(t->schema, in_small_letters(t->name)).second)
            why = "its name differs from another one's in case only";
        if (why.empty()) tables.push_back(t);
        else out.push_back({t, std::move(why)});
    }
    return tables;
}

/// The option that names a model's table; empty where its plural does.
[[nodiscard]] inline std::string table_option(const all_tables& in, const catalog::table& t,
                                              std::string_view model) {
    const auto part = [](std::string_view name) { // one with a point stands in quotes
        const bool quoted = name.find('.') != std::string_view::npos || name.starts_with('"');
        return quoted ? "\"" + std::string{name} + "\"" : std::string{name};
    };
    if (in.needs_schema(t)) return part(t.schema) + "." + part(t.name);
    std::string plural(2 * model.size() + 8, '\0');
    plural.resize(schema::plural_snake_case(model, plural.data()));
    return plural == t.name ? std::string{} : part(t.name);
}

} // namespace dataflow::pull::detail
