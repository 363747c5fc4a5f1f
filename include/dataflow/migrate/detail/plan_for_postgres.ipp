// The planner of PostgreSQL: what is done in which order.
#pragma once

#include <dataflow/migrate/detail/postgres_columns.ipp>
#include <dataflow/migrate/detail/postgres_constraints.ipp>
#include <dataflow/migrate/detail/postgres_indexes.ipp>
#include <dataflow/migrate/detail/postgres_planner.hpp>
#include <dataflow/migrate/detail/postgres_renames.ipp>
#include <dataflow/migrate/detail/postgres_retyped.ipp>
#include <dataflow/migrate/detail/postgres_types_of_columns.ipp>
#include <dataflow/migrate/detail/postgres_values.ipp>
#include <dataflow/migrate/detail/postgres_views.ipp>
#include <dataflow/sql/trigger_names.hpp>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string>

namespace dataflow::migrate::detail {

template <class Do>
void postgres_planner::each(std::initializer_list<change_kind> kinds, Do&& what) {
    for (const auto& c : with_.all.changes)
        if (std::find(kinds.begin(), kinds.end(), c.what) != kinds.end()) what(c);
    next_transaction();
}

/// What reads a column whose type changes, and would not be made again.
DATAFLOW_RUNTIME void postgres_planner::find_readers_of(const change& c) {
    const auto& f = *c.about.found_table;
    const auto name = c.about.found_column->name;
    const auto reads = [&](std::string_view what, std::string_view called_so, std::string_view text,
                           std::string_view answer) {
        if (catalog::mentions(text, name, dialect::postgres))
            ask(c, std::string{what} + std::string{called_so} + " reads column " + std::string{name},
                std::string{answer});
    };
    for (const auto& other : f.columns)
        if (other.generated != catalog::generation::none && !goes(f, other.name))
            reads("computed column ", other.name, other.expression,
                  "drop it in one version, and add it again in the next");
    for (const auto& g : f.triggers) { // between UPDATE OF and ON, or after WHEN
        if (g.name.starts_with(sql::protect_prefix) || g.name.starts_with(sql::row_limit_prefix))
            continue; // see option_steps.hpp
        const auto when = g.definition.find(" WHEN ");
        reads("trigger ", g.name,
              std::string{g.definition.substr(0, g.definition.find(" ON "))} +
                  (when != std::string_view::npos ? std::string{g.definition.substr(when)} : ""),
              "DROP TRIGGER before the change, and make it again after it");
    }
}

/// What stands in the way of a change and is not the plan's to remove.
DATAFLOW_RUNTIME void postgres_planner::find_obstacles() {
    for (const auto& c : with_.all.changes) {
        if (c.what == change_kind::change_type) find_readers_of(c);
        if (c.what != change_kind::drop_column && c.what != change_kind::change_generation) continue;
        const auto& f = *c.about.found_table;
        const auto name = c.about.found_column->name;
        for (const auto& t : with_.all.found.tables)
            for (const auto& k : t.foreign_keys) {
                const bool refers = std::find(k.target_columns.begin(), k.target_columns.end(), name) !=
                                    k.target_columns.end();
                const bool goes_too =
                    std::any_of(with_.all.changes.begin(), with_.all.changes.end(), [&](const change& other) {
                        return (other.what == change_kind::drop_foreign_key ||
                                other.what == change_kind::change_foreign_key) && // to other columns, before
                               other.about.found_key == &k;
                    });
                if (refers && !goes_too && target_of(t, k) == &f && &t != &f)
                    ask(c,
                        "foreign key " + std::string{k.name} + " of " + called(t) + " refers to column " +
                            std::string{name},
                        "drop the foreign key first");
            }
    }
}

DATAFLOW_RUNTIME void postgres_planner::run() {
    using enum change_kind;
    find_obstacles();
    find_views();
    end_histories();
    each({rename_table, rename_column, rename_index, rename_check}, [&](auto& c) { rename(c); });
    for (const auto& w : with_.wanted.tables) rename_keys(w);
    next_transaction();

    // What stands in the way. What stands on a column that goes, goes with it.
    each({drop_foreign_key, drop_check, drop_unique, change_enumerators}, [&](auto& c) {
        const auto& f = *c.about.found_table;
        const auto any_goes = [&](constant_list<std::string_view> columns) {
            return std::any_of(columns.begin(), columns.end(), [&](auto name) { return goes(f, name); });
        };
        if (c.what == drop_foreign_key && !any_goes(c.about.found_key->columns)) drop_foreign_key_of(c);
        if (c.what == drop_unique && !any_goes(c.about.found_unique->columns)) drop_unique_of(c);
        if (c.what == drop_check &&
            std::none_of(f.columns.begin(), f.columns.end(), [&](const catalog::column& one) {
                return goes(f, one.name) &&
                       catalog::mentions(c.about.found_check->expression, one.name, dialect::postgres);
            }))
            drop_check_of(c);
        if (c.what == change_enumerators && writes_values(c)) drop_check_of(c);
    });
    free_foreign_keys();
    // A computed column goes before the type of what it is computed from changes, or that goes.
    each({drop_column}, [&](auto& c) {
        if (c.about.found_column->generated != catalog::generation::none) drop_column_of(c);
    });
    each({add_table}, [&](auto& c) { add_table_of(c); });
    each({add_column}, [&](auto& c) { add_column_of(c); });
    change_behind_views();
    each({change_type, change_collation}, [&](auto& c) {
        if (!is_behind_views(c) && !goes_along(c)) change_type_of(c);
    });
    each({change_generation}, [&](auto& c) {
        if (!is_behind_views(c)) change_generation_of(c);
    });
    each({change_default}, [&](auto& c) {
        if (!comes_with_type(c)) change_default_of(c);
    });
    each({change_identity}, [&](auto& c) { change_identity_of(c); });
    for (const auto& w : with_.wanted.tables) widen_numbers_of(w);
    next_transaction();
    each({rename_enumerator}, [&](auto& c) { rename_values(c); });
    each({set_not_null}, [&](auto& c) { require_values(c); });
    each({add_index, change_index}, [&](auto& c) {
        if (c.what == add_index) add_index_of(c);
        else change_index_of(c);
    });
    each({add_unique}, [&](auto& c) { add_unique_of(c); });
    each({change_key}, [&](auto& c) { change_key_of(c); });
    each({drop_not_null}, [&](auto& c) { drop_not_null_of(c); });
    each({add_table, add_foreign_key, change_foreign_key}, [&](auto& c) {
        if (c.what != add_table) return add_foreign_key_of(c);
        for (const auto& k : c.about.wanted_table->foreign_keys) {
            auto one = c;
            one.about.wanted_key = &k;
            one.least = risk::low; // of a table without rows
            add_foreign_key_of(one);
        }
    });
    for (const auto& c : tied_again_) add_foreign_key_of(c);
    each({add_check, change_check, change_enumerators}, [&](auto& c) { add_check_of(c); });
    each({drop_column}, [&](auto& c) {
        if (c.about.found_column->generated == catalog::generation::none) drop_column_of(c);
    });
    each({drop_index}, [&](auto& c) {
        const auto& f = *c.about.found_table;
        const auto& i = *c.about.found_index;
        const bool goes_along = std::any_of(f.columns.begin(), f.columns.end(), [&](const auto& one) {
            return goes(f, one.name) && names_column(i, one.name);
        });
        const bool dropped = std::any_of(out_.steps.begin(), out_.steps.end(), [&](const step& s) {
            return s.title == title("drop index", c, c.about.found_index->name).title;
        });
        if (!dropped && !goes_along) drop_index_of(c);
    });
    out_.steps.insert(out_.steps.begin(), std::make_move_iterator(first_.begin()),
                      std::make_move_iterator(first_.end()));
}

DATAFLOW_RUNTIME void plan_for_postgres(planning& with) { postgres_planner{with}.run(); }

} // namespace dataflow::migrate::detail
