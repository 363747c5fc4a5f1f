// The code of database/detail/marks.hpp.
#pragma once

#include <dataflow/database/detail/marks.hpp>
#include <dataflow/database/detail/tables.hpp>
#include <dataflow/database/found_objects.hpp>
#include <dataflow/sql/mark_triggers.hpp>
#include <dataflow/sql/statement.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::database_ {

namespace detail {

inline void write_mark_triggers(sql::writer& w, const sql::statement& s) {
    if (w.dialect().catalog == sql::catalog_form::pg_catalog) {
        w << "SELECT tgname::TEXT, CASE WHEN tgenabled IN ('O', 'A') AND tgqual IS NOT NULL "
             "AND proname = tgname THEN tgtype::TEXT || prosrc ELSE '' END "
             "FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
             "WHERE NOT tgisinternal AND tgrelid = to_regclass(";
        w.name_literal(s.table->name) << ") AND starts_with(tgname::TEXT, ";
    } else {
        const auto path = s.table->path();
        w << "SELECT name, sql FROM ";
        w.identifier(path.space.empty() ? "main" : path.space)
            << ".sqlite_schema WHERE type = 'trigger' AND tbl_name = ";
        w.literal(path.name) << " COLLATE NOCASE AND 1 = instr(name, ";
    }
    w.literal(sql::mark_prefix) << ")";
}

/// The tables that a trigger reads or changes.
[[nodiscard]] inline std::vector<std::string> tables_of_trigger(std::string_view does) {
    std::vector<std::string> out;
    for (const std::string_view before : {"UPDATE \"", "FROM \""})
        for (auto at = does.find(before); at != does.npos; at = does.find(before, at + 1)) {
            auto rest = does.substr(at + before.size());
            auto name = rest.substr(0, rest.find('"'));
            if (rest.substr(name.size()).starts_with("\".\"")) { // after its schema
                rest.remove_prefix(name.size() + 3);
                name = rest.substr(0, rest.find('"'));
            }
            out.emplace_back(name);
        }
    return out;
}
/// Whether a trigger is that of a program with more models, and does what is wanted as well, if anything is.
[[nodiscard]] inline bool is_of_more_models(const found_object& f,
                                            const std::vector<sql::mark_trigger>& wanted,
                                            const std::vector<const schema::table*>& models) {
    const auto there = tables_of_trigger(f.does);
    const auto known = [&](std::string_view name) {
        return std::any_of(models.begin(), models.end(), [&](const auto* t) { return t->plain() == name; });
    };
    if (std::all_of(there.begin(), there.end(), known)) return false;
    for (const auto& w : wanted)
        if (w.name == f.name)
            for (const auto& name : tables_of_trigger(w.does))
                if (std::find(there.begin(), there.end(), name) == there.end()) return false;
    return true;
}

} // namespace detail

DATAFLOW_RUNTIME std::vector<std::string> mark_changes(driver::connection& c,
                                                       std::span<const described> models) {
    std::vector<std::string> out;
    std::vector<const schema::table*> tables;
    for (const auto& m : models) tables.push_back(m.table);
    if (std::none_of(tables.begin(), tables.end(), [](const auto* t) { return sql::has_mark_triggers(*t); }))
        return out;
    for (const auto* t : tables) {
        if (!sql::has_mark_triggers(*t) || t->read_only) continue;
        auto wanted = sql::mark_triggers(c.dialect(), *t, tables);
        auto found = objects_of(c, *t, &detail::write_mark_triggers);
        std::erase_if(found, [&](const auto& f) {
            const bool stays = detail::is_of_more_models(f, wanted, tables);
            if (stays) std::erase_if(wanted, [&](const auto& w) { return w.name == f.name; });
            return stays;
        });
        // of one that was changed the name alone is the same: it is made anew
        const auto among = [](const auto& list, const auto& one) {
            return std::any_of(list.begin(), list.end(), [&](const auto& other) {
                return other.name == one.name && other.does == one.does;
            });
        };
        for (const auto& f : found)
            if (!among(wanted, f)) out.push_back(sql::drop_mark_trigger(c.dialect(), *t, f.name));
        for (const auto& w : wanted)
            if (!among(found, w)) out.push_back(w.make);
    }
    return out;
}

} // namespace dataflow::database_
