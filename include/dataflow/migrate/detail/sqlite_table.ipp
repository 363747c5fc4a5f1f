// The code of migrate/detail/sqlite_table.hpp.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/detail/sqlite_merge.hpp>
#include <dataflow/migrate/detail/sqlite_table.hpp>
#include <dataflow/migrate/detail/sqlite_values.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/sql/trigger_names.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME std::string sqlite_table::name_now(std::string_view column) const {
    for (const auto& n : now)
        if (schema::same_name(n.former, column)) return n.latter;
    return std::string{column};
}

DATAFLOW_RUNTIME bool sqlite_table::has(change_kind what, std::string_view column) const {
    return std::any_of(changes.begin(), changes.end(), [&](const change* c) {
        return c->what == what && (column.empty() || schema::same_name(c->column(), column));
    });
}

DATAFLOW_RUNTIME std::string sqlite_table::row_name() const {
    for (const std::string_view name : {"rowid", "_rowid_", "oid"})
        if (!before.without_rowid && before.find(name) == nullptr) return std::string{name};
    std::string out;
    for (const auto c : found->key.columns)
        out.append(out.empty() ? "" : ", ").append(catalog::quoted_name({}, c));
    return out.empty() ? "1" : out;
}

DATAFLOW_RUNTIME bool sqlite_table::stays(const catalog::index& i) const {
    if (i.origin != catalog::index_origin::created) return false;
    for (const auto* c : changes) {
        const auto* const gone = c->about.found_index;
        if (c->what != change_kind::drop_index && c->what != change_kind::change_index &&
            c->what != change_kind::rename_index)
            continue;
        if (gone != nullptr && schema::same_name(gone->name, i.name)) return false;
    }
    for (const auto& c : before.columns) // over a column that goes
        if (after.find(c.name) == nullptr && catalog::mentions(i.definition, c.name)) return false;
    return true;
}

DATAFLOW_RUNTIME bool sqlite_table::is_of_words(const catalog::trigger& t) const {
    return full_text_goes && std::find(words.begin(), words.end(), t.name) != words.end();
}

DATAFLOW_RUNTIME bool sqlite_table::stays(const catalog::trigger& t) const {
    if (is_of_words(t)) return false;
    if (!sql::is_of_options(t.name)) return true;
    for (const auto& c : before.columns) // the library's own, over a column that goes
        if (after.find(c.name) == nullptr && catalog::mentions(t.definition, c.name)) return false;
    return true;
}

namespace sqlite_tables {

/// A name that is not among those of a definition.
[[nodiscard]] inline std::string free_name(const sqlite_table& t, std::string_view of) {
    auto out = "new_" + std::string{of};
    while (t.before.find(out) != nullptr ||
           catalog::name_rule{dialect::sqlite}.find(*t.wanted, out) != nullptr)
        out += "_";
    return out;
}

/// Which names the columns have until the end, and what is renamed then.
inline void settle_names(sqlite_table& t) {
    std::vector<catalog::renamed_column> first, second;
    const auto stays_there = [&](std::string_view name) { // under this name, until the renames
        if (t.before.find(name) == nullptr) return false;
        for (const auto* c : t.changes)
            if (c->what == change_kind::drop_column && schema::same_name(c->about.found_column->name, name))
                return false;
        return true;
    };
    for (const auto* c : t.changes) {
        const auto name = std::string{c->column()};
        if (c->what == change_kind::rename_column) {
            const std::string former{c->former};
            t.now.push_back({name, former});
            const bool clash = stays_there(name) && !schema::same_name(name, former);
            const auto to = clash ? free_name(t, name) : name;
            first.push_back({former, to});
            if (clash) second.push_back({to, name});
        }
        if (c->what == change_kind::add_column && stays_there(name)) {
            const auto to = free_name(t, name);
            t.now.push_back({name, to});
            second.push_back({to, name});
        }
    }
    t.later = std::move(first);
    t.later.insert(t.later.end(), second.begin(), second.end());
}

/// The clause of a foreign key under the names of now. What it refers to keeps the new name, unless it is
/// the table itself.
inline void rename_in(catalog::definition_clause& k, const sqlite_table& t) {
    for (auto& c : k.columns) c = t.name_now(c);
    k.expression = catalog::with_names(k.expression, t.now);
    if (k.what != catalog::clause_kind::foreign_key) {
        k.text = catalog::with_names(k.text, t.now);
        return;
    }
    std::size_t target = k.text.size(), end = k.text.size();
    std::string itself;
    const auto tokens = catalog::tokens_of(k.text, dialect::sqlite);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i)
        if (tokens[i].is("references")) {
            target = tokens[i + 1].first;
            end = tokens[i + 1].last;
            if (schema::same_name(tokens[i + 1].text, t.wanted->name)) itself = tokens[i + 1].text;
            break;
        }
    const auto rest = k.text.substr(end);
    k.text = catalog::with_names(k.text.substr(0, target), t.now) +
             (itself.empty() ? k.text.substr(target, end - target) + rest
                             : catalog::quoted_name({}, t.found->name) + catalog::with_names(rest, t.now));
}

inline void settle_model(sqlite_table& t) {
    t.model = catalog::definition_of(*t.wanted);
    for (auto& c : t.model.columns) {
        c.name = t.name_now(c.name);
        for (auto& k : c.clauses) rename_in(k, t);
    }
    for (auto& k : t.model.constraints) rename_in(k, t);
}

/// Where the values of a column come from.
[[nodiscard]] inline sqlite_copy copy_of(const sqlite_table& t, const catalog::column& to) {
    sqlite_copy out;
    const auto now = t.name_now(to.name);
    out.name = now;
    out.column = out.value = out.back = catalog::quoted_name({}, now);
    const auto* const from = catalog::name_rule{dialect::sqlite}.find(*t.found, now);
    sql::writer into{dialect::sqlite}, back{dialect::sqlite};
    bool names = false;
    for (const auto* c : t.changes) {
        if (!schema::same_name(c->column(), to.name)) continue;
        if (c->what == change_kind::change_type && from != nullptr) {
            const auto there = sqlite_conversion_of(from->type, to.type, out.column);
            out.value = there.value;
            out.kept = there.kept;
            out.back = sqlite_conversion_of(to.type, from->type, out.column).value;
        }
        if (c->what != change_kind::rename_enumerator) continue;
        if (!names) (into << "CASE ") << out.value, (back << "CASE ") << out.back;
        names = true;
        (into << " WHEN ").literal(c->former) << " THEN ";
        into.literal(c->latter);
        (back << " WHEN ").literal(c->latter) << " THEN ";
        back.literal(c->former);
    }
    if (names) {
        into << " ELSE " << out.value << " END";
        back << " ELSE " << out.back << " END";
        out.value = std::string{into.view()};
        out.back = std::string{back.view()};
    }
    if (t.has(change_kind::set_not_null, to.name) && !to.default_text.empty()) {
        out.value = "ifnull(" + out.value + ", " + std::string{to.default_text} + ")";
        out.filled = true;
    }
    return out;
}

/// The library's index of words, and whether it has to go.
inline void settle_words(sqlite_table& t, const catalog::database_description& all) {
    const auto name = std::string{t.found->name} + std::string{schema::search_suffix};
    const auto* const words = all.find(name, t.found->schema);
    if (words == nullptr || words->kind != catalog::relation::virtual_table ||
        !catalog::mentions(words->definition, "fts5"))
        return;
    for (const auto& g : t.found->triggers)
        if (g.name.starts_with(name + "_") && catalog::mentions(g.definition, name))
            t.words.push_back(g.name);
    if (t.words.empty()) return;
    t.words_table = words;
    t.full_text_goes = t.has(change_kind::rename_table) || (!t.wanted->model.empty() && !t.wanted->full_text);
    for (const auto* c : t.changes)
        if (c->what == change_kind::drop_column || c->what == change_kind::rename_column)
            t.full_text_goes =
                t.full_text_goes || catalog::mentions(words->definition, c->what == change_kind::drop_column
                                                                             ? c->about.found_column->name
                                                                             : c->former);
}

} // namespace sqlite_tables

DATAFLOW_RUNTIME sqlite_table sqlite_table_of(const catalog::table& wanted, const catalog::table& found,
                                              std::vector<const change*> changes,
                                              const catalog::database_description& all) {
    using namespace sqlite_tables;
    sqlite_table out;
    out.wanted = &wanted;
    out.found = &found;
    out.changes = std::move(changes);
    out.before = catalog::definition_of(found);
    settle_names(out);
    settle_model(out);
    sqlite_merge{out}.merge();
    for (const auto& c : out.after.columns) {
        if (c.find(catalog::clause_kind::generated) != nullptr) continue;
        if (out.before.find(c.name) == nullptr) { // older rows get the time of the change
            const auto* const w = wanted.find_column(c.name);
            const auto name = catalog::quoted_name({}, c.name);
            if (w != nullptr && w->stamped)
                out.copies.push_back(
                    {c.name, name, "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')", {}, {}, false});
            continue;
        }
        const catalog::column* to = nullptr;
        for (const auto& w : wanted.columns)
            if (schema::same_name(out.name_now(w.name), c.name) && !out.comes(w.name)) to = &w;
        const auto name = catalog::quoted_name({}, c.name);
        out.copies.push_back(to != nullptr ? copy_of(out, *to)
                                           : sqlite_copy{c.name, name, name, {}, name, false});
    }
    for (const auto* c : out.changes) // which goes, and comes back out of others
        if (!c->back.empty()) {
            const auto name = std::string{c->about.found_column->name};
            out.copies.push_back({name, catalog::quoted_name({}, name), {}, {}, std::string{c->back}, false});
        }
    settle_words(out, all);
    return out;
}

} // namespace dataflow::migrate::detail
