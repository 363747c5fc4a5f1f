// What a catalog tells of a table's triggers and policies, and what makes its triggers those that are wanted.
#pragma once

#include <dataflow/database/trigger_change.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/replaced_rows.hpp>
#include <dataflow/sql/statement.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::database_ {

/// A name in a catalog, and what it does: nothing where it is disabled.
struct found_object {
    std::string name;
    std::string does;
    std::string make; ///< what makes it, where that is asked for
};

/// Those that a statement gives, which `look` writes: their `name` and `does`; `with_make`: and `make`.
[[nodiscard]] inline std::vector<found_object> objects_of(driver::connection& c, const schema::table& t,
                                                          void (*look)(sql::writer&, const sql::statement&),
                                                          bool with_make = false) {
    static constexpr auto text = &schema::info_of<std::string>;
    static constexpr std::array<field_access, 3> fields{
        field_access{offsetof(found_object, name), text, "name"},
        field_access{offsetof(found_object, does), text, "does"},
        field_access{offsetof(found_object, make), text, "make"}};
    const sql::statement s{.node = "open", .table = &t, .own_text = look};
    std::vector<found_object> out;
    auto target = node_::rows_into(out, std::span{fields}.first(with_make ? 3 : 2));
    c.run(s, 0, {}, &target);
    return out;
}

/// What makes a table's triggers those that are wanted, each with `name`, `does` and `make`, and what takes
/// that back. `drop(name)` is the text that takes one away; `unwanted`: those that nothing wants go, too.
template <class Wanted, class Drop>
[[nodiscard]] trigger_change change_to(const std::vector<Wanted>& wanted,
                                       const std::vector<found_object>& found, dialect d,
                                       const schema::table& t, bool unwanted, const Drop& drop) {
    trigger_change out;
    const auto among = [](const auto& list, const auto& one) {
        return std::any_of(list.begin(), list.end(), [&](const auto& other) {
            return other.name == one.name && other.does == one.does;
        });
    };
    for (const auto& f : found) {
        if (among(wanted, f)) continue;
        if (!unwanted &&
            std::none_of(wanted.begin(), wanted.end(), [&](const auto& w) { return w.name == f.name; }))
            continue;
        out.make.push_back(drop(f.name));
        out.undo.push_back(f.make);
    }
    bool made = false;
    for (const auto& w : wanted) {
        if (among(found, w)) continue;
        if (!made && w.make.find(sql::replaces_table) != w.make.npos) {
            for (auto& text : sql::make_replaces_table(d, t)) out.make.push_back(std::move(text));
            made = true;
        }
        out.make.push_back(w.make);
        out.undo.insert(out.undo.begin(), drop(w.name));
    }
    return out;
}

} // namespace dataflow::database_
