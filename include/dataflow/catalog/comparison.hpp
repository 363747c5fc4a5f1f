// How two descriptions differ, table by table. Constants are compared by the compiler, too, which knows all
// of a struct but how a database would tell its expressions again.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/catalog/constant_vectors.hpp>
#include <dataflow/catalog/detail/difference_list.hpp>
#include <dataflow/catalog/same.hpp>
#include <dataflow/sql/full_text.hpp>
#include <dataflow/sql/trigger_names.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

class comparison : detail::difference_list {
  public:
    DATAFLOW_WITH_VECTORS comparison(const database_description& wanted, const database_description& found,
                                     compare_options how) noexcept
        : difference_list(wanted, found, how) {}

    [[nodiscard]] DATAFLOW_WITH_VECTORS std::vector<difference> differences() {
        for (const auto& t : wanted_.tables) {
            w_ = &t;
            f_ = found_.find_exactly({t.schema, t.name});
            if (f_ == nullptr) add(difference_kind::table_missing);
            else compare_tables();
        }
        w_ = nullptr;
        if (how_.extra_tables)
            for (const auto& t : found_.tables)
                if (wanted_.find(t.name) == nullptr && !kept_for_searches(t.name)) {
                    f_ = &t;
                    add(difference_kind::table_extra);
                }
        return std::move(out_);
    }

  private:
    DATAFLOW_WITH_VECTORS void compare_tables() {
        if (w_->read_only) { // whatever it is, if it has the columns
            for (const auto& c : w_->columns) compare_column(c, named_.find(*f_, c.name));
            return;
        }
        if (is_a_table(w_->kind) != is_a_table(f_->kind) || (!is_a_table(w_->kind) && w_->kind != f_->kind)) {
            add(kind::relation_differs);
            return;
        }
        if (w_->strict != f_->strict || w_->without_rowid != f_->without_rowid ||
            w_->replaces != f_->replaces || w_->row_security != f_->row_security ||
            w_->forced_row_security != f_->forced_row_security || w_->partition_key != f_->partition_key ||
            w_->parents != f_->parents)
            add(kind::table_option_differs);
        for (const auto& c : w_->columns) compare_column(c, named_.find(*f_, c.name));
        for (const auto& c : f_->columns)
            if (named_.find(*w_, c.name) == nullptr && !(w_->full_text && c.name == sql::search_column))
                add(kind::column_extra).found_column = &c;
        compare_keys();
        compare_indexes();
        compare_unique();
        compare_foreign_keys();
        compare_checks();
        compare_triggers();
    }

    DATAFLOW_WITH_VECTORS void compare_column(const column& w, const column* f) {
        const auto say = [&](kind what) {
            auto& one = add(what);
            one.wanted_column = &w;
            one.found_column = f;
        };
        if (f == nullptr) return say(kind::column_missing);
        const bool written = !w_->read_only;
        const bool made = f->numbered != identity::none || !f->default_text.empty();
        const bool computed = w.computed && (made || f->generated != generation::none);
        if (written && !computed &&
            (w.computed || w.generated != f->generated || !same(w.expression, f->expression)))
            say(kind::generation_differs);
        // What an expression of a view of SQLite's gives is known when it is read.
        const bool has_type = written || !f->type.spelled.empty();
        if (has_type && !keeps(w.type, f->type)) say(kind::type_differs);
        else if (has_type && !named_(w.type.spelled, f->type.spelled)) say(kind::type_spelled_otherwise);
        if (out_.empty() || out_.back().what != kind::type_differs || out_.back().wanted_column != &w)
            if (w.collation != f->collation || w.folds != f->folds) say(kind::collation_differs);
        const bool given = !w.default_unknown && !f->default_unknown &&
                           (w.numbered != identity::sequence || f->numbered != identity::sequence);
        if (written && given && !same(w.default_text, f->default_text)) say(kind::default_differs);
        if (written && w_->in_key(w.name) != f_->in_key(f->name)) say(kind::primary_key_differs);
        // Which columns of a view can be NULL is not known; when it is read, it is.
        if (w.nullable != f->nullable && (written || (f->nullable && is_a_table(f_->kind))))
            say(kind::nullability_differs);
        if (written && w.numbered != f->numbered) say(kind::identity_differs);
    }

    DATAFLOW_WITH_VECTORS void compare_keys() {
        if (named_.all(w_->key.columns, f_->key.columns)) return;
        for (const auto name : f_->key.columns)
            if (const auto* c = f_->find_column(name); c != nullptr && named_.find(*w_, name) == nullptr)
                add(kind::primary_key_differs).found_column = c;
        if (std::is_permutation(w_->key.columns.begin(), w_->key.columns.end(), f_->key.columns.begin(),
                                f_->key.columns.end(), named_))
            add(kind::primary_key_differs);
    }

    /// Whether a name is one that the library gives to what keeps the words of the table.
    [[nodiscard]] DATAFLOW_WITH_VECTORS bool is_for_words(std::string_view name) const {
        if (!name.starts_with(w_->name)) return false;
        const auto rest = name.substr(w_->name.size());
        return rest.starts_with(sql::search_suffix) &&
               rest.substr(sql::search_suffix.size()).starts_with("_");
    }
    DATAFLOW_WITH_VECTORS void compare_indexes() {
        for (const auto& i : w_->indexes) {
            if (i.origin != index_origin::created && i.origin != index_origin::exclusion) continue;
            const auto* f = f_->find_index(i.name);
            if (f == nullptr ? i.optional : same_index(dialect_, i, *f) && same_after_using(*w_, i, *f))
                continue;
            if (f == nullptr)
                for (const auto& other : f_->indexes)
                    if (i.unique ? keeps_unique_by(named_, *f_, other, i) : same_index(dialect_, i, other))
                        f = &other;
            auto& one = add(f != nullptr && f->name == i.name ? kind::index_differs : kind::index_missing);
            one.wanted_index = &i;
            one.found_index = f;
        }
        for (const auto& i : f_->indexes)
            if (i.origin == index_origin::created && w_->find_index(i.name) == nullptr &&
                !(w_->full_text && is_for_words(i.name)))
                add(kind::index_extra).found_index = &i;
    }

    DATAFLOW_WITH_VECTORS void compare_unique() {
        const auto has = [&](constant_list<unique_constraint> list, const unique_constraint& one) {
            return std::any_of(list.begin(), list.end(), [&](const auto& u) {
                return named_.all(u.columns, one.columns) && u.deferrable == one.deferrable;
            });
        };
        for (const auto& u : w_->unique)
            if (!has(f_->unique, u)) add(kind::unique_missing).wanted_unique = &u;
        for (const auto& u : f_->unique) {
            const bool wanted =
                has(w_->unique, u) ||
                std::any_of(w_->indexes.begin(), w_->indexes.end(), [&](const index& i) {
                    return i.unique && i.predicate.empty() &&
                           std::equal(i.parts.begin(), i.parts.end(), u.columns.begin(), u.columns.end(),
                                      [&](const index_part& p, std::string_view name) {
                                          return named_(p.column, name);
                                      });
                });
            if (!wanted) add(kind::unique_extra).found_unique = &u;
        }
    }

    DATAFLOW_WITH_VECTORS void compare_foreign_keys() {
        std::vector<const foreign_key*> left;
        for (const auto& f : f_->foreign_keys) left.push_back(&f);
        for (const auto& w : w_->foreign_keys) {
            const auto named = std::find_if(left.begin(), left.end(), [&](const auto* f) {
                return !w.name.empty() && f->name == w.name;
            });
            const auto over = std::find_if(left.begin(), left.end(), [&](const auto* f) {
                return named_.all(f->columns, w.columns) && named_(f->target, w.target);
            });
            const auto at = named != left.end() ? named : over;
            if (at == left.end()) {
                add(kind::foreign_key_missing).wanted_key = &w;
                continue;
            }
            const auto& f = **at;
            left.erase(at);
            const bool same_target = named_(w.target, f.target) &&
                                     named_.all(w.target_columns, f.target_columns) &&
                                     (w.target_schema.empty() || w.target_schema == f.target_schema);
            if (same_target && named_.all(w.columns, f.columns) && w.on_delete == f.on_delete &&
                w.on_update == f.on_update && w.deferrable == f.deferrable && w.deferred == f.deferred &&
                w.validated == f.validated)
                continue;
            auto& one = add(kind::foreign_key_differs);
            one.wanted_key = &w;
            one.found_key = &f;
        }
        for (const auto* f : left) add(kind::foreign_key_extra).found_key = f;
    }

    DATAFLOW_WITH_VECTORS void compare_checks() {
        std::vector<const check*> left;
        for (const auto& f : f_->checks) left.push_back(&f);
        for (const auto& w : w_->checks) {
            const auto at = std::find_if(left.begin(), left.end(), [&](const auto* f) {
                return w.name.empty() ? same(w.expression, f->expression) : f->name == w.name;
            });
            const auto* const f = at == left.end() ? nullptr : *at;
            if (f != nullptr) left.erase(at);
            if (f != nullptr && same(w.expression, f->expression) && w.validated == f->validated) continue;
            auto& one = add(f == nullptr ? kind::check_missing : kind::check_differs);
            one.wanted_check = &w;
            one.found_check = f;
        }
        for (const auto* f : left) add(kind::check_extra).found_check = f;
    }

    DATAFLOW_WITH_VECTORS void compare_triggers() {
        const auto named = [](const table& of, std::string_view name) -> const trigger* {
            for (const auto& t : of.triggers)
                if (t.name == name) return &t;
            return nullptr;
        };
        for (const auto& w : w_->triggers) {
            const auto* const f = named(*f_, w.name);
            if (f != nullptr && f->definition == w.definition) continue;
            auto& one = add(f == nullptr ? kind::trigger_missing : kind::trigger_differs);
            one.wanted_trigger = &w, one.found_trigger = f;
        }
        for (const auto& f : f_->triggers)
            if (named(*w_, f.name) == nullptr && !(w_->full_text && is_for_words(f.name)) &&
                !sql::is_of_options(f.name))
                add(kind::trigger_extra).found_trigger = &f;
    }
};

} // namespace dataflow::catalog
