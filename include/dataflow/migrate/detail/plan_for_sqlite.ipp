// The plan of a database of SQLite's: ALTER TABLE where it can, else a table made anew, once for all of its
// changes; all of it one transaction.
#pragma once

#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/migrate/detail/lost_marks.hpp>
#include <dataflow/migrate/detail/planner.hpp>
#include <dataflow/migrate/detail/sqlite_alter.hpp>
#include <dataflow/migrate/detail/sqlite_dependents.hpp>
#include <dataflow/migrate/detail/sqlite_rebuild.hpp>
#include <dataflow/migrate/detail/sqlite_steps.hpp>
#include <dataflow/migrate/detail/sqlite_table.hpp>
#include <dataflow/migrate/detail/sqlite_verify.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

class sqlite_planner {
  public:
    sqlite_planner(plan& out, const catalog::database_description& wanted,
                   const catalog::database_description& found, const change_list& list)
        : steps_(out), plan_(out), wanted_(wanted), found_(found), list_(list) {}

    void make() {
        group();
        find_views();
        for (const auto& t : tables_)
            if (is_rebuilt(t)) rebuilt_.push_back(&t);
        steps_.rebuilds = !rebuilt_.empty();
        for (const auto& t : tables_)
            for (auto& v : sqlite_verifies_of(t, list_))
                steps_.verify(t, std::move(v.what), std::move(v.query));
        drop_triggers_over_marks();
        end_histories();
        const auto others =
            rebuilt_.empty() ? sqlite_dependents{} : sqlite_dependents_of(found_, rebuilt_, gone_);
        if (!others.drop.empty()) steps_.take_away_dependents(others);
        for (const auto& t : tables_) {
            if (t.full_text_goes) steps_.drop_words(t);
            if (is_rebuilt(t)) rebuild(t);
            else alter(t);
        }
        for (const auto* t : new_) add_table(*t);
        if (!others.make.empty()) steps_.make_dependents(others);
        prove_triggers();
        for (const auto& t : tables_) rename_columns(t);
        for (const auto& t : tables_)
            for (const auto* c : t.changes)
                if (c->what == change_kind::rename_table) steps_.rename_table(t, *c);
        for (const auto& t : tables_) add_indexes(t);
        for (const auto& t : tables_)
            if (is_rebuilt(t) && t.found->rows >= 0 && !t.found->counted) steps_.count_again(t);
        if (!rebuilt_.empty()) verify_foreign_keys();
    }

  private:
    [[nodiscard]] bool is_rebuilt(const sqlite_table& t) const {
        return needs_rebuild(t, plan_.server_version);
    }

    /// Views that name a column which goes: their text does not hold any more.
    void find_views() {
        for (const auto& t : tables_)
            for (const auto* c : t.changes) {
                if (c->what != change_kind::drop_column) continue;
                const std::string column{c->about.found_column->name};
                for (const auto* view : sqlite_views_naming(found_, *t.found, column))
                    plan_.questions.push_back(
                        {std::string{t.wanted->name},
                         "view " + std::string{view->name} + " names column " + column + ", which goes",
                         "drop the view, or make it without the column, before this change"});
            }
    }

    void group() {
        for (const auto& w : wanted_.tables) {
            std::vector<const change*> changes;
            std::string_view former = w.name;
            for (const auto& c : list_.changes) {
                if (c.about.wanted_table != &w) continue;
                if (c.what == change_kind::rename_table) former = c.former;
                if (c.what == change_kind::add_table) {
                    if (w.kind == catalog::relation::table) new_.push_back(&w);
                    else leave(w);
                    say_unknown_defaults(w, {});
                } else {
                    changes.push_back(&c);
                    if (c.what == change_kind::add_column) say_unknown_defaults(w, c.column());
                }
            }
            if (changes.empty()) continue;
            if (w.kind != catalog::relation::table) {
                leave(w);
                continue;
            }
            const auto* const f = found_.find_exactly({w.schema, former});
            if (f != nullptr) tables_.push_back(sqlite_table_of(w, *f, std::move(changes), found_));
        }
    }
    void leave(const catalog::table& w) {
        plan_.unknown.push_back(std::string{w.name} + " is no plain table, and is left as it is");
    }
    void say_unknown_defaults(const catalog::table& t, std::string_view column) {
        for (const auto& c : t.columns)
            if (c.default_unknown && (column.empty() || schema::same_name(c.name, column)))
                plan_.unknown.push_back("the default of " + std::string{t.name} + "." + std::string{c.name} +
                                        " is known to the running program only, and is left out");
    }

    void rebuild(const sqlite_table& t) {
        auto name = "new_" + std::string{t.found->name};
        while (found_.find(name) != nullptr || wanted_.find(name) != nullptr ||
               std::any_of(found_.tables.begin(), found_.tables.end(),
                           [&](const auto& other) { return other.find_index(name) != nullptr; }))
            name += "_";
        steps_.rebuild(t, sqlite_rebuild{t, name});
    }

    void alter(const sqlite_table& t) {
        for (const auto& i : t.found->indexes)
            if (i.origin == catalog::index_origin::created && !t.stays(i)) steps_.drop_index(t, i);
        for (const auto& g : t.found->triggers)
            if (!t.stays(g) && std::find(t.words.begin(), t.words.end(), g.name) == t.words.end() &&
                std::find(gone_.begin(), gone_.end(), g.name) == gone_.end())
                steps_.drop_trigger(*t.found, g);
        for (auto& one : alterations_of(t)) steps_.alter(t, std::move(one));
    }

    /// They are in the way of a DROP COLUMN, of whatever table they are.
    void drop_triggers_over_marks() {
        for (const auto& t : tables_)
            for (const auto* c : t.changes)
                if (loses_marks(*c))
                    for (const auto& g : triggers_over_marks(*t.found, found_))
                        if (std::find(gone_.begin(), gone_.end(), g.trigger->name) == gone_.end()) {
                            gone_.push_back(g.trigger->name);
                            steps_.drop_trigger(*g.table, *g.trigger);
                        }
    }

    void end_histories() {
        for (const auto& one : list_.ended_histories) {
            for (const auto& g : one.found_table->triggers)
                if (g.name.starts_with(sql::history_prefix)) gone_.push_back(g.name);
            steps_.end_history(one);
        }
    }

    void add_table(const catalog::table& w) {
        std::vector<std::string> sql{
            catalog::create_table(catalog::definition_of(w), catalog::quoted_name(w.schema, w.name))};
        for (const auto& i : w.indexes)
            if (i.origin == catalog::index_origin::created) sql.push_back(catalog::create_index(w, i));
        steps_.add_table(w, std::move(sql));
    }

    /// Triggers of tables that were made anew, as they stand now.
    void prove_triggers() {
        for (const auto& t : tables_) {
            if (!is_rebuilt(t) || t.found->triggers.empty()) continue;
            std::vector<std::string> columns;
            for (const auto& c : t.after.columns)
                if (c.find(catalog::clause_kind::generated) == nullptr) columns.push_back(c.name);
            steps_.prove(t, sqlite_trigger_proofs(*t.found, columns));
        }
    }

    void rename_columns(const sqlite_table& t) {
        for (const auto& n : t.later) steps_.rename_column(t, n);
    }

    void add_indexes(const sqlite_table& t) {
        for (const auto* c : t.changes) {
            if (c->what != change_kind::add_index && c->what != change_kind::change_index &&
                c->what != change_kind::rename_index)
                continue;
            steps_.add_index(t, *c);
        }
    }

    /// Of the tables that were made anew, and of those that refer to them, under their new names.
    void verify_foreign_keys() {
        std::vector<std::string> queries;
        const auto verify = [&](std::string_view schema, std::string_view name) {
            sql::writer w{dialect::sqlite};
            (w << "SELECT * FROM pragma_foreign_key_check(").literal(name);
            if (!schema.empty() && schema != "main") (w << ", ").literal(schema);
            w << ")";
            const std::string query{w.view()};
            if (std::find(queries.begin(), queries.end(), query) == queries.end()) queries.push_back(query);
        };
        for (const auto& t : list_.found.tables) { // which has the new names
            bool touched = false;
            for (const auto& r : tables_) {
                if (!is_rebuilt(r)) continue;
                const auto* const now = list_.found.find_exactly({r.found->schema, r.wanted->name});
                if (now == &t) touched = true;
                for (const auto& f : t.foreign_keys)
                    if (now != nullptr && t.schema == now->schema && schema::same_name(f.target, now->name))
                        touched = true;
            }
            if (touched && t.kind == catalog::relation::table) verify(t.schema, t.name);
        }
        steps_.verify_all("the foreign keys of what was made anew", std::move(queries));
    }

    sqlite_steps steps_;
    plan& plan_;
    const catalog::database_description& wanted_;
    const catalog::database_description& found_;
    const change_list& list_;
    std::vector<sqlite_table> tables_{};
    std::vector<const catalog::table*> new_{};
    std::vector<const sqlite_table*> rebuilt_{};
    std::vector<std::string_view> gone_{}; ///< triggers that are dropped at the beginning
};

DATAFLOW_RUNTIME void plan_for_sqlite(planning& with) {
    sqlite_planner{with.out, with.wanted, with.found, with.all}.make();
}

} // namespace dataflow::migrate::detail
