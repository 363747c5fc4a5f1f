// The code of migrate/drift.hpp.
#pragma once

#include <dataflow/catalog/print.hpp>
#include <dataflow/core/access.hpp>
#include <dataflow/core/json_members.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/detail/tables.hpp>
#include <dataflow/migrate/drift.hpp>
#include <dataflow/migrate/plan_json.hpp>
#include <dataflow/migrate/preview.hpp>
#include <dataflow/sql/trigger_names.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate {

namespace detail {

/// A table as a migration has left it: its listing.
struct known_table {
    std::string name{};
    std::string listing{};
    std::int64_t since = 0;
};

/// Each table of the history as the last migration has left it.
[[nodiscard]] inline std::vector<known_table> known_tables(const std::vector<migration>& all) {
    std::vector<known_table> out;
    for (const auto& m : all) {
        if (m.shape.empty()) continue;
        try {
            json_::reader r{m.shape};
            r.open_object();
            for (std::string_view key; r.next_key(key);) {
                std::string name{key};
                auto at = std::find_if(out.begin(), out.end(), [&](const auto& t) { return t.name == name; });
                if (at == out.end()) at = out.insert(at, {std::move(name), {}, 0});
                at->listing = r.text();
                at->since = m.id;
            }
        } catch (const access_fault&) { // it is sealed: another program's form
        }
    }
    return out;
}

/// The lines of a listing, without blanks at their ends, and without the triggers that options bring: the
/// opening that follows a migration makes them.
[[nodiscard]] inline std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        while (line.starts_with(' ')) line.remove_prefix(1);
        while (line.ends_with(' ') || line.ends_with(',')) line.remove_suffix(1);
        constexpr std::string_view trigger = "TRIGGER \"";
        const bool own = line.starts_with(trigger) && sql::is_of_options(line.substr(trigger.size()));
        if (!line.empty() && !own) out.emplace_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}
/// The lines of one text that another has not.
[[nodiscard]] inline std::vector<std::string> lines_without(std::vector<std::string> of,
                                                            std::vector<std::string> others) {
    std::erase_if(of, [&](const std::string& line) {
        const auto at = std::find(others.begin(), others.end(), line);
        if (at == others.end()) return false;
        others.erase(at);
        return true;
    });
    return of;
}

} // namespace detail

DATAFLOW_RUNTIME std::vector<changed_table> changed_since(const std::vector<migration>& all,
                                                          const catalog::database_description& found) {
    std::vector<changed_table> out;
    for (const auto& known : detail::known_tables(all)) {
        const auto* const t = detail::table_of(found, known.name);
        const auto before = detail::lines_of(known.listing);
        const auto now = detail::lines_of(t != nullptr ? catalog::to_string(*t) : std::string{});
        auto gone = detail::lines_without(before, now);
        auto appeared = detail::lines_without(now, before);
        if (!gone.empty() || !appeared.empty())
            out.push_back({known.name, known.since, std::move(gone), std::move(appeared)});
    }
    return out;
}

DATAFLOW_RUNTIME std::string to_text(const drift_report& d, const preview_options& how) {
    if (d.empty()) return "No drift: the database is as the models want it, and as its migrations left it.\n";
    std::string out;
    for (const auto& u : d.unfinished) out += u + '\n';
    if (!d.from_models.empty())
        out += "The database is not as the models want it. This would change it.\n" +
               preview(d.from_models, how);
    if (!d.triggers.empty())
        out += "Triggers that options of models need are missing, or do something else. The next opening "
               "makes them:\n";
    for (const auto& text : d.triggers) out += "  " + text.substr(0, text.find('\n')) + '\n';
    for (const auto& t : d.from_history) {
        out += "The table " + t.table + " is not as migration " + std::to_string(t.since) + " left it:\n";
        for (const auto& line : t.gone) out += "  - " + line + '\n';
        for (const auto& line : t.appeared) out += "  + " + line + '\n';
    }
    return out;
}

DATAFLOW_RUNTIME std::string to_json(const drift_report& d) {
    std::string out;
    json_::writer w{out};
    w.open_object();
    json_::write_member(w, "drift", !d.empty());
    w.member("from_models");
    w.number(to_json(d.from_models));
    w.member("from_history");
    w.open_array();
    for (const auto& t : d.from_history) {
        w.element();
        w.open_object();
        json_::write_member(w, "table", t.table);
        json_::write_member(w, "since", t.since);
        json_::write_member(w, "gone", t.gone);
        json_::write_member(w, "appeared", t.appeared);
        w.close_object();
    }
    w.close_array();
    json_::write_member(w, "unfinished", d.unfinished);
    json_::write_member(w, "triggers", d.triggers);
    w.close_object();
    return out;
}

} // namespace dataflow::migrate
