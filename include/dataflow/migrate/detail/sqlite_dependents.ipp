// The code of migrate/detail/sqlite_dependents.hpp.
#pragma once

#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/detail/sqlite_dependents.hpp>
#include <dataflow/sql/trigger_names.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME sqlite_dependents sqlite_dependents_of(const catalog::database_description& all,
                                                        const std::vector<const sqlite_table*>& rebuilt,
                                                        const std::vector<std::string_view>& gone) {
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
        const auto tell = [&](std::string_view what, std::string_view which) {
            out.names.append(out.names.empty() ? "" : ", ").append(what).append(which);
        };
        const auto again = [&](std::string_view text) {
            out.make.push_back(catalog::made_in(t.schema, text));
            out.former.push_back(out.make.back());
        };
        const auto takes = [&](std::string text) {
            out.leave.push_back(text);
            out.drop.push_back(std::move(text));
        };
        if (is_taken(t)) {
            tell("view ", t.name);
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
            if (std::find(gone.begin(), gone.end(), g.name) != gone.end()) continue;
            if (anew == nullptr && !reads(g.definition)) continue;
            if (anew == nullptr || anew->stays(g)) {
                tell("trigger ", g.name);
                takes("DROP TRIGGER " + name(g.name));
                // Made again since, those of options may have other names.
                if (sql::is_of_options(g.name)) out.leave.back() = "DROP TRIGGER IF EXISTS " + name(g.name);
                again(g.definition);
            } else if (!anew->is_of_words(g)) { // of no use any more
                out.drop.push_back("DROP TRIGGER " + name(g.name));
                out.former.push_back(catalog::made_in(t.schema, g.definition));
            }
        }
    }
    return out;
}

namespace sqlite_views {

using catalog::token;

/// Where a view's query begins: after the AS of its CREATE VIEW.
[[nodiscard]] inline std::size_t query_of(const std::vector<token>& tokens) {
    int depth = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].is("(")) ++depth;
        if (tokens[i].is(")")) --depth;
        if (depth == 0 && tokens[i].is("as")) return i + 1;
    }
    return tokens.size();
}
/// Whether a word after a table's name is no name that the query gives to it.
[[nodiscard]] inline bool ends_name(const token& t) {
    constexpr std::string_view words[]{"where",  "join",   "left",    "inner",    "cross", "natural",
                                       "on",     "using",  "group",   "order",    "limit", "union",
                                       "except", "having", "indexed", "not",      "right", "full",
                                       "outer",  "window", "as",      "intersect"};
    return !t.is_name() || std::any_of(std::begin(words), std::end(words), [&](auto w) { return t.is(w); });
}
/// Whether a query over a table names a column of it. A name alone is taken for one of it.
[[nodiscard]] inline bool names_column(const std::vector<token>& tokens, std::string_view table,
                                       std::string_view column) {
    const auto first = query_of(tokens);
    std::vector<std::string_view> called{table};
    for (auto i = first; i + 1 < tokens.size(); ++i) {
        if (!tokens[i].is_name() || !schema::same_name(tokens[i].text, table)) continue;
        const auto next = tokens[i + 1].is("as") && i + 2 < tokens.size() ? i + 2 : i + 1;
        if (next == i + 2 || !ends_name(tokens[next])) called.push_back(tokens[next].text);
    }
    for (auto i = first; i < tokens.size(); ++i) {
        if (!tokens[i].is_name() || !schema::same_name(tokens[i].text, column)) continue;
        if (i + 1 < tokens.size() && (tokens[i + 1].is(".") || tokens[i + 1].is("("))) continue;
        if (i > first && tokens[i - 1].is("as")) continue;
        if (i < first + 2 || !tokens[i - 1].is(".")) return true;
        for (const auto name : called)
            if (schema::same_name(tokens[i - 2].text, name)) return true;
    }
    return false;
}

} // namespace sqlite_views

DATAFLOW_RUNTIME std::vector<const catalog::table*>
sqlite_views_naming(const catalog::database_description& all, const catalog::table& t,
                    std::string_view column) {
    std::vector<const catalog::table*> out, through{&t};
    for (std::size_t i = 0; i < through.size(); ++i)
        for (const auto& view : all.tables) {
            if (view.kind != catalog::relation::view || !catalog::mentions(view.definition, through[i]->name))
                continue;
            const auto known = [&](const auto& in) {
                return std::find(in.begin(), in.end(), &view) != in.end();
            };
            const auto tokens = catalog::tokens_of(view.definition, dialect::sqlite);
            if (sqlite_views::names_column(tokens, through[i]->name, column)) {
                if (!known(out)) out.push_back(&view);
            } else if (!known(through) &&
                       std::any_of(tokens.begin(), tokens.end(), [](const auto& one) { return one.is("*"); }))
                through.push_back(&view);
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
