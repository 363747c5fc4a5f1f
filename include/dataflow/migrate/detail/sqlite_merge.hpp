// What changes of a definition of SQLite's: only that; all else stays word for word.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/change.hpp>
#include <dataflow/migrate/detail/sqlite_table.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

class sqlite_merge {
  public:
    using clause_kind = catalog::clause_kind;
    using clause = catalog::definition_clause;

    explicit sqlite_merge(sqlite_table& t) : t_(t) {}

    void merge() {
        auto& after = t_.after;
        after = t_.before;
        for (const auto* c : t_.changes) apply(*c);
        for (auto& c : after.columns)
            for (auto& k : c.clauses) follow_rename(k);
        for (auto& k : after.constraints) follow_rename(k);
        std::vector<catalog::column_definition> columns; // in the order that is wanted, then the others
        for (const auto& w : t_.model.columns)
            if (auto* one = after.find(w.name); one != nullptr) columns.push_back(std::move(*one));
        for (auto& c : after.columns)
            if (t_.model.find(c.name) == nullptr && !c.name.empty()) columns.push_back(std::move(c));
        after.columns = std::move(columns);
    }

  private:
    /// A foreign key that the library named after its table and columns gets the name that it has now. (Of a
    /// table that is made anew: nothing else gives it another one.)
    void follow_rename(clause& k) const {
        if (k.what != clause_kind::foreign_key || k.name.empty()) return;
        auto former = std::string{t_.found->name};
        for (const auto& column : k.columns) former.append("_").append(column);
        if (k.name != schema::limited_name(former.append("_fkey"))) return;
        const auto tokens = catalog::tokens_of(k.text, dialect::sqlite);
        for (const auto& f : t_.wanted->foreign_keys) {
            if (f.name.empty() || f.name == k.name || !same_names(k.columns, names_now(f.columns))) continue;
            k.name = f.name;
            k.text.replace(tokens[1].first, tokens[1].last - tokens[1].first,
                           catalog::quoted_name({}, f.name));
            return;
        }
    }
    void apply(const change& c) {
        const auto& d = c.about;
        const auto column = d.wanted_column != nullptr ? t_.name_now(d.wanted_column->name) : std::string{};
        switch (c.what) {
        case change_kind::add_column: t_.after.columns.push_back(*t_.model.find(column)); return;
        case change_kind::drop_column: return drop_column(t_.name_now(d.found_column->name));
        case change_kind::change_type:
            t_.after.find(column)->type = t_.model.find(column)->type;
            return replace(column, clause_kind::collation); // which is not compared then
        case change_kind::set_not_null:
        case change_kind::drop_not_null:
            take_away(t_.after.find(column)->clauses,
                      [](const clause& k) { return schema::same_name(k.text, "null"); });
            return replace(column, clause_kind::not_null);
        case change_kind::change_default: return replace(column, clause_kind::default_value);
        case change_kind::change_generation: return replace(column, clause_kind::generated);
        case change_kind::change_collation: return replace(column, clause_kind::collation);
        case change_kind::change_identity:
        case change_kind::change_key: return replace_all(clause_kind::primary_key);
        case change_kind::change_table_option: return change_options(d);
        case change_kind::add_unique:
            return add_constraint(clause_kind::unique, columns_of(*d.wanted_unique));
        case change_kind::drop_unique:
            return take_away_anywhere([&](const clause& k) {
                return k.what == clause_kind::unique && same_names(k.columns, columns_of(*d.found_unique));
            });
        case change_kind::drop_foreign_key: return drop_key(*d.found_key);
        case change_kind::change_foreign_key: drop_key(*d.found_key); [[fallthrough]];
        case change_kind::add_foreign_key:
            if (!comes_with_column(*d.wanted_key)) t_.after.constraints.push_back(key_of(*d.wanted_key));
            return;
        case change_kind::change_check:
        case change_kind::rename_check:
        case change_kind::change_enumerators:
            if (d.found_check != nullptr) drop_check(*d.found_check);
            return add_check(*d.wanted_check);
        case change_kind::add_check: return add_check(*d.wanted_check);
        case change_kind::drop_check: return drop_check(*d.found_check);
        default: return; // renames, which SQLite does; indexes; enumerators, which are rows'
        }
    }

    template <class Is>
    static void take_away(std::vector<clause>& from, Is&& is) {
        from.erase(std::remove_if(from.begin(), from.end(), is), from.end());
    }
    template <class Is>
    void take_away_anywhere(Is&& is) {
        for (auto& c : t_.after.columns) take_away(c.clauses, is);
        take_away(t_.after.constraints, is);
    }
    /// Puts a clause where the library would write it.
    static void put(std::vector<clause>& to, const clause& one) {
        for (const auto& k : to)
            if (k.text == one.text) return; // it has come with its column
        const auto at = std::find_if(to.begin(), to.end(), [&](const clause& k) {
            return k.what != clause_kind::other && k.what > one.what;
        });
        to.insert(at, one);
    }
    void replace(const std::string& column, clause_kind what) {
        auto& clauses = t_.after.find(column)->clauses;
        take_away(clauses, [&](const clause& k) { return k.what == what; });
        if (const auto* wanted = t_.model.find(column)->find(what); wanted != nullptr) put(clauses, *wanted);
    }
    void replace_all(clause_kind what) {
        take_away_anywhere([&](const clause& k) { return k.what == what; });
        for (const auto& c : t_.model.columns)
            if (const auto* wanted = c.find(what); wanted != nullptr)
                if (auto* to = t_.after.find(c.name); to != nullptr) put(to->clauses, *wanted);
        for (const auto& k : t_.model.constraints)
            if (k.what == what) put(t_.after.constraints, k);
    }
    void drop_column(const std::string& name) {
        auto& columns = t_.after.columns;
        columns.erase(std::remove_if(columns.begin(), columns.end(),
                                     [&](const auto& c) { return schema::same_name(c.name, name); }),
                      columns.end());
    }
    void change_options(const catalog::difference& d) {
        if (t_.wanted->model.empty()) { // a model says nothing about these
            t_.after.strict = t_.wanted->strict;
            t_.after.without_rowid = t_.wanted->without_rowid;
        }
        if (d.wanted_table->replaces == d.found_table->replaces) return;
        if (d.wanted_table->replaces) {
            replace_all(clause_kind::primary_key);
            return replace_all(clause_kind::unique);
        }
        for (auto& c : t_.after.columns)
            for (auto& k : c.clauses) refuse_others(k);
        for (auto& k : t_.after.constraints) refuse_others(k);
    }
    /// A key without ON CONFLICT REPLACE.
    static void refuse_others(clause& k) {
        if (!std::exchange(k.replaces, false)) return;
        const auto tokens = catalog::tokens_of(k.text, dialect::sqlite);
        for (std::size_t i = 0; i + 2 < tokens.size(); ++i)
            if (tokens[i].is("on") && tokens[i + 1].is("conflict"))
                return (void)k.text.erase(tokens[i].first, tokens[i + 2].last - tokens[i].first);
    }

    [[nodiscard]] std::vector<std::string> names_now(constant_list<std::string_view> of) const {
        std::vector<std::string> out;
        for (const auto name : of) out.push_back(t_.name_now(name));
        return out;
    }
    [[nodiscard]] std::vector<std::string> columns_of(const catalog::unique_constraint& u) const {
        return names_now(u.columns);
    }
    [[nodiscard]] static bool same_names(const std::vector<std::string>& a,
                                         const std::vector<std::string>& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                          [](const auto& x, const auto& y) { return schema::same_name(x, y); });
    }
    void add_constraint(clause_kind what, const std::vector<std::string>& columns) {
        for (const auto& k : t_.model.constraints)
            if (k.what == what && same_names(k.columns, columns)) return put(t_.after.constraints, k);
        for (const auto& c : t_.model.columns)
            for (const auto& k : c.clauses)
                if (k.what == what && same_names(k.columns, columns))
                    if (auto* to = t_.after.find(c.name); to != nullptr) put(to->clauses, k);
    }
    /// Whether a foreign key is a clause of a column that comes with this plan.
    [[nodiscard]] bool comes_with_column(const catalog::foreign_key& f) const {
        if (f.columns.size() != 1 || !t_.comes(f.columns[0])) return false;
        for (const auto& k : t_.model.find(t_.name_now(f.columns[0]))->clauses)
            if (k.what == clause_kind::foreign_key && schema::same_name(k.name, f.name)) return true;
        return false;
    }
    /// A foreign key's clause, within the names of now: its own table's, too.
    [[nodiscard]] clause key_of(const catalog::foreign_key& f) const {
        for (const auto& k : t_.model.constraints)
            if (k.what == clause_kind::foreign_key && same_names(k.columns, names_now(f.columns)) &&
                schema::same_name(k.name, f.name))
                return k;
        for (const auto& c : t_.model.columns)
            for (const auto& k : c.clauses)
                if (k.what == clause_kind::foreign_key && same_names(k.columns, names_now(f.columns))) {
                    auto out = k;
                    out.text =
                        (k.name.empty() ? "" : "CONSTRAINT " + catalog::quoted_name({}, k.name) + " ") +
                        "FOREIGN KEY (" + catalog::quoted_name({}, c.name) + ") " +
                        k.text.substr(k.text.size() - references_size(k.text));
                    return out;
                }
        return {};
    }
    [[nodiscard]] static std::size_t references_size(const std::string& text) {
        const auto tokens = catalog::tokens_of(text, dialect::sqlite);
        for (const auto& t : tokens)
            if (t.is("references")) return text.size() - t.first;
        return 0;
    }
    void drop_key(const catalog::foreign_key& f) {
        const auto columns = names_now(f.columns);
        bool gone = false;
        take_away_anywhere([&](const clause& k) {
            if (gone || k.what != clause_kind::foreign_key || !same_names(k.columns, columns) ||
                !schema::same_name(k.name, f.name))
                return false;
            return gone = true;
        });
    }

    [[nodiscard]] bool is(const clause& k, const catalog::check& c) const {
        if (k.what != clause_kind::check) return false;
        if (!c.name.empty() || !k.name.empty()) return schema::same_name(k.name, c.name);
        return catalog::same_meaning(dialect::sqlite, k.expression,
                                     catalog::with_names(c.expression, t_.now));
    }
    void drop_check(const catalog::check& c) {
        take_away_anywhere([&](const clause& k) { return is(k, c); });
    }
    void add_check(const catalog::check& c) {
        for (const auto& k : t_.model.constraints)
            if (is(k, c)) return put(t_.after.constraints, k);
        for (const auto& column : t_.model.columns)
            for (const auto& k : column.clauses) {
                if (!is(k, c)) continue;
                auto* const to = t_.after.find(column.name);
                if (to == nullptr) return; // it comes with its column
                for (const auto& there : to->clauses)
                    if (is(there, c)) return; // it has come with it
                return put(to->clauses, k);
            }
    }

    sqlite_table& t_;
};

} // namespace dataflow::migrate::detail
