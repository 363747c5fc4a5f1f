// The change sets that a program hands to its commands: which one is meant, and what each is to the database.
#pragma once

#include <dataflow/core/json_members.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/change_set.hpp>
#include <dataflow/migrate/migrations.hpp>

#include <CLI/CLI.hpp>

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::tool {

using change_sets = std::vector<migrate::change_set>;

/// Throws std::invalid_argument where two have one name.
inline void require_names(const change_sets& all) {
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (all[i].name() == all[j].name())
                throw std::invalid_argument{"dataflow: two change sets are called '" + all[i].name() + "'"};
}
/// The one of a name, which is among them; nullptr for no name.
[[nodiscard]] inline const migrate::change_set* change_set_called(const change_sets& all,
                                                                  std::string_view name) {
    for (const auto& one : all)
        if (!name.empty() && one.name() == name) return &one;
    return nullptr;
}
/// `--change-set`, where the program has some.
inline void add_change_set(CLI::App& to, std::string& name, const change_sets& all) {
    if (all.empty()) return;
    std::vector<std::string> names;
    for (const auto& one : all) names.push_back(one.name());
    to.add_option("--change-set", name, "this change set of the program, and nothing else")
        ->check(CLI::IsMember(std::move(names)))
        ->excludes(to.get_option("--files"));
}

/// What a change set is to a database.
struct change_set_status {
    std::string name{};
    std::string_view state{};   ///< `done` (there is nothing to do), `pending`, `impossible`
    std::int64_t migration = 0; ///< the last one that did it; 0: none
    std::string when{};
    std::string message{}; ///< why it is impossible
};

[[nodiscard]] inline std::vector<change_set_status> states_of(const change_sets& all, const migrations& of,
                                                              const std::vector<migrate::migration>& past) {
    std::vector<change_set_status> out;
    for (const auto& one : all) {
        auto& s = out.emplace_back();
        s.name = one.name();
        try {
            s.state = of.pending(one).empty() ? "done" : "pending";
        } catch (const std::invalid_argument& e) {
            s.state = "impossible";
            s.message = e.what();
        }
        for (const auto& m : past)
            if (m.plan.change_set == s.name && m.state == migrate::migration_state::done)
                s.migration = m.id, s.when = m.started;
    }
    return out;
}
/// Whether one wants to be run, or cannot be.
[[nodiscard]] inline bool wants_work(const std::vector<change_set_status>& all) {
    for (const auto& s : all)
        if (s.state != "done") return true;
    return false;
}
inline void print_change_sets(std::ostream& out, const std::vector<change_set_status>& all) {
    for (const auto& s : all) {
        out << "change set '" << s.name << "'  " << s.state;
        if (s.migration != 0) out << "  migration " << s.migration << ", " << s.when;
        if (!s.message.empty()) out << "  " << s.message;
        out << '\n';
    }
}
inline void write_change_sets(json_::writer& w, const std::vector<change_set_status>& all) {
    w.member("change_sets");
    w.open_array();
    for (const auto& s : all) {
        w.element();
        w.open_object();
        json_::write_member(w, "name", s.name);
        json_::write_member(w, "state", s.state);
        json_::write_member(w, "migration", s.migration);
        json_::write_member(w, "when", s.when);
        json_::write_member(w, "message", s.message);
        w.close_object();
    }
    w.close_array();
}

} // namespace dataflow::tool
