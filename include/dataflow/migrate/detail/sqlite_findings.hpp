// What a change on SQLite is called, and what it means for programs of the former version.
#pragma once

#include <dataflow/migrate/change.hpp>
#include <dataflow/migrate/detail/findings.hpp>
#include <dataflow/migrate/step.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace dataflow::migrate::detail {

/// `add column`.
[[nodiscard]] inline std::string sqlite_operation(const change& c) {
    std::string out{name_of(c.what)};
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}
/// What a change is about: `age`; empty where that is the table.
[[nodiscard]] inline std::string_view sqlite_subject(const change& c) {
    const auto& d = c.about;
    return !c.column().empty()          ? c.column()
           : d.wanted_index != nullptr  ? d.wanted_index->name
           : d.found_index != nullptr   ? d.found_index->name
           : d.wanted_check != nullptr  ? d.wanted_check->name
           : d.found_check != nullptr   ? d.found_check->name
           : d.wanted_key != nullptr    ? d.wanted_key->name
           : d.found_key != nullptr     ? d.found_key->name
           : d.wanted_unique != nullptr ? d.wanted_unique->name
           : d.found_unique != nullptr  ? d.found_unique->name
                                        : std::string_view{};
}

/// What a change means for programs of the former version.
inline void sqlite_findings(step& s, const change& c) {
    const std::string name{sqlite_subject(c)};
    const auto column = "column " + s.table + "." + name;
    switch (c.what) {
    case change_kind::drop_column: return find(s, "DF-D02", column, name);
    case change_kind::drop_not_null: return find(s, "DF-C05", column, name);
    case change_kind::add_column:
        if (c.about.wanted_column->nullable || !c.about.wanted_column->default_text.empty() ||
            c.about.wanted_column->stamped || c.about.wanted_column->generated != catalog::generation::none)
            return;
        return find(s, "DF-C07", column, name);
    case change_kind::change_type:
    case change_kind::change_generation: return find(s, "DF-C09", column, name);
    case change_kind::drop_unique: return find(s, "DF-C13", s.table);
    case change_kind::rename_enumerator:
        return find(s, "DF-C15", std::string{c.former} + " becomes " + std::string{c.latter}, name);
    case change_kind::change_foreign_key:
    case change_kind::drop_foreign_key: return find(s, "DF-C17", "a foreign key of " + s.table);
    case change_kind::change_key: return find(s, "DF-C19", "of " + s.table);
    case change_kind::change_enumerators:
        if (c.least >= risk::high) find(s, "DF-C21", column, name);
        return;
    default: return;
    }
}

} // namespace dataflow::migrate::detail
