// The code of migrate/detail/sqlite_dependents.hpp.
#pragma once

#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/detail/sqlite_dependents.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME sqlite_dependents sqlite_dependents_of(const catalog::database_description& all,
                                                        const std::vector<const sqlite_table*>& rebuilt) {
    sqlite_dependents out;
    std::vector<std::string_view> names;
    for (const auto* t : rebuilt) names.push_back(t->found->name);
    const auto reads = [&](std::string_view text) {
        return std::any_of(names.begin(), names.end(),
                           [&](std::string_view name) { return catalog::mentions(text, name); });
    };
    std::vector<const catalog::table*> views;
    const auto is_taken = [&](const catalog::table& t) {
        return std::find(views.begin(), views.end(), &t) != views.end();
    };
    for (bool more = true; more;) {
        more = false;
        for (const auto& t : all.tables) {
            if (t.kind != catalog::relation::view || is_taken(t)) continue;
            if (t.gap.empty() && !reads(t.definition)) continue; // one that is broken is in the way, too
            views.push_back(&t);
            names.push_back(t.name);
            more = true;
        }
    }
    for (const auto& t : all.tables) {
        const auto name = [&](std::string_view of) { return catalog::quoted_name(t.schema, of); };
        const auto again = [&](std::string_view text) {
            out.make.push_back(catalog::made_in(t.schema, text));
            out.former.push_back(out.make.back());
        };
        const auto takes = [&](std::string text) {
            out.leave.push_back(text);
            out.drop.push_back(std::move(text));
        };
        if (is_taken(t)) {
            takes("DROP VIEW " + name(t.name));
            again(t.definition);
            for (const auto& g : t.triggers) again(g.definition); // they go with it
            if (t.gap.empty()) out.prove.push_back("SELECT 1 FROM " + name(t.name) + " LIMIT 0");
            continue;
        }
        const sqlite_table* anew = nullptr;
        for (const auto* r : rebuilt)
            if (r->found == &t) anew = r;
        for (const auto& g : t.triggers) {
            if (anew == nullptr && !reads(g.definition)) continue;
            if (anew == nullptr || anew->stays(g)) {
                takes("DROP TRIGGER " + name(g.name));
                again(g.definition);
            } else if (!anew->is_of_words(g)) { // of no use any more
                out.drop.push_back("DROP TRIGGER " + name(g.name));
                out.former.push_back(catalog::made_in(t.schema, g.definition));
            }
        }
    }
    return out;
}

DATAFLOW_RUNTIME std::vector<std::string> sqlite_trigger_proofs(const catalog::table& t,
                                                                const std::vector<std::string>& columns) {
    std::uint8_t events = 0;
    for (const auto& g : t.triggers) events |= g.events;
    const auto name = catalog::quoted_name(t.schema, t.name);
    std::string all, nulls, same;
    for (const auto& c : columns) {
        const auto quoted = catalog::quoted_name({}, c);
        all.append(all.empty() ? "" : ", ").append(quoted);
        nulls.append(nulls.empty() ? "" : ", ").append("NULL");
        same.append(same.empty() ? "" : ", ").append(quoted).append(" = ").append(quoted);
    }
    std::vector<std::string> out;
    if ((events & catalog::deletes) != 0) out.push_back("EXPLAIN DELETE FROM " + name);
    if ((events & catalog::inserts) != 0 && !all.empty())
        out.push_back("EXPLAIN INSERT INTO " + name + " (" + all + ") VALUES (" + nulls + ")");
    if ((events & catalog::updates) != 0 && !all.empty())
        out.push_back("EXPLAIN UPDATE " + name + " SET " + same);
    return out;
}

} // namespace dataflow::migrate::detail
