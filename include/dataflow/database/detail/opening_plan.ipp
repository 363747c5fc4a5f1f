// The code of database/detail/opening_plan.hpp.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/database/detail/ask.hpp>
#include <dataflow/database/detail/column_forms.hpp>
#include <dataflow/database/detail/mends.hpp>
#include <dataflow/database/detail/opening_looks.hpp>
#include <dataflow/database/detail/opening_plan.hpp>
#include <dataflow/database/detail/promises.hpp>
#include <dataflow/database/detail/rights.hpp>
#include <dataflow/database/detail/row_shapes.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/sql/ddl.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::database_ {

namespace detail {

/// Judges the differences of one table after another.
class opening_judge {
  public:
    opening_judge(context& c, std::span<const described> models, const opening_view& view, opening how)
        : inside_(c), models_(models), view_(view), how_(how), create_(how == opening::creates),
          vectors_(has_vectors(c, models)) {
        out_.wrong = misfits{how == opening::respects};
    }

    [[nodiscard]] opening_plan plan() {
        const auto all = catalog::compare(view_.wanted, view_.found);
        rights_judge rights{inside_, create_ ? std::span<const described>{} : models_, view_, out_.warnings};
        std::size_t next = 0;
        for (std::size_t m = 0; m < models_.size(); ++m) {
            model_ = &models_[m];
            const auto* const wanted = &view_.wanted.tables[m];
            found_ = view_.table_of(*model_);
            generated_ = nullptr;
            promise_judge promises{inside_.dialect(), how_, *model_, out_.wrong, out_.warnings};
            bool is_table = true;
            for (; next < all.size() && all[next].wanted_table == wanted; ++next) {
                is_table = is_table && all[next].what != catalog::difference_kind::relation_differs;
                judge(all[next]);
                promises.judge(all[next]);
            }
            if (found_ == nullptr || !is_table) continue;
            if (!create_ && !rights.may_read(m, table())) continue;
            if (!table().read_only) promises.finish(*wanted, *found_);
            if (!create_ || table().read_only) judge_types(*wanted);
            if (!table().read_only || (catalog::is_a_table(found_->kind) && !table().key.empty()))
                look_further(*wanted);
        }
        rights.require();
        return std::move(out_);
    }

  private:
    using kind = catalog::difference_kind;

    [[nodiscard]] const schema::table& table() const noexcept { return *model_->table; }
    [[nodiscard]] std::string name() const { return std::string{table().name}; }
    [[nodiscard]] std::string the_table() const { return "the table " + name(); }
    [[nodiscard]] std::string off() const {
        return how_ == opening::respects ? "" : ", and create_tables is off";
    }
    /// What would mend it, where the database is somebody else's.
    [[nodiscard]] misfits::mends mends(const catalog::difference& d) const {
        return how_ == opening::respects ? mends_of(inside_.dialect(), *model_, d) : misfits::mends{};
    }

    void judge(const catalog::difference& d) {
        const auto* const f = d.found_column;
        if (f != nullptr && f == generated_) return; // what else it is does not matter
        switch (d.what) {
        case kind::table_missing: return make_table(d);
        case kind::relation_differs:
            return out_.wrong.add(table(),
                                  name() + " is " + std::string{kind_words(d)} +
                                      ", and a model needs a table of its own; df::sql reads it",
                                  {}, mends(d));
        case kind::table_option_differs:
            if (found_->replaces)
                out_.wrong.add(table(), name() + " is a table in which a new record takes the place of "
                                                 "another (ON CONFLICT REPLACE): make it "
                                                 "without that clause, as a migration does");
            return;
        case kind::generation_differs: generated_ = f; return shape(d);
        case kind::collation_differs:
            if (how_ == opening::respects) return; // a warning
            return f->folds && holds_text(*d.wanted_column->type.model) ? shape(d) : void();
        case kind::primary_key_differs: return d.wanted_column != nullptr ? shape(d) : void();
        case kind::identity_differs:
            return f->numbered == catalog::identity::none && f->default_text.empty() ? shape(d) : void();
        case kind::column_extra: {
            const bool filled = f->nullable || !f->default_text.empty() ||
                                f->numbered != catalog::identity::none ||
                                f->generated != catalog::generation::none;
            return filled ? void() : shape(d);
        }
        case kind::type_differs:
            if (create_ && !table().read_only) shape(d); // else `judge_types` says whether it fits
            return;
        case kind::column_missing:
        case kind::nullability_differs: return shape(d);
        case kind::index_missing: return make_index(d);
        case kind::index_differs:
            if (d.wanted_index->unique &&
                !catalog::keeps_unique(*d.found_table, *d.found_index, *d.wanted_index, inside_.dialect()))
                refuse_index(d);
            return;
        case kind::check_differs:
            if (d.wanted_check->enumeration >= 0 && how_ != opening::respects) widen_check(d);
            return;
        default: return; // harmless
        }
    }
    [[nodiscard]] bool has_form(std::string_view column) const noexcept {
        return out_.forms != nullptr && out_.forms->find(table().name, column) != nullptr;
    }
    void shape(const catalog::difference& d) {
        out_.wrong.add_shape(table(), catalog::to_string(d), mends(d));
        if (how_ != opening::respects && !table().read_only)
            out_.wrong.add_migration(migration_of(inside_.dialect(), *model_, d));
    }
    [[nodiscard]] static std::string_view kind_words(const catalog::difference& d) noexcept {
        const auto k = d.found_table->kind;
        return k == catalog::relation::view                ? "a view"
               : k == catalog::relation::materialized_view ? "a materialized view"
                                                           : "a foreign table";
    }

    void make_table(const catalog::difference& d) {
        if (table().read_only) {
            out_.wrong.add(table(), the_table() + " does not exist, and a model that is only read makes none",
                           {}, mends(d));
            return;
        }
        if (create_ && schema::computes(table())) {
            out_.wrong.add(table(),
                           the_table() + " does not exist, and cannot be made: how its generated columns are "
                                         "computed is not known here",
                           {}, mends(d));
            return;
        }
        out_.tables.push_back(model_);
        for (const auto& i : table().indexes) add_index(i);
        if (vectors_)
            for (const auto& i : table().similar) add_index(i);
        if (model_->search != nullptr) out_.searched.push_back(model_);
        if (!create_) out_.wrong.add(table(), the_table() + " does not exist" + off(), {}, mends(d));
    }
    void add_index(const auto& i) {
        out_.indexes.push_back(
            {&table(), schema::index_name(table(), i), sql::create_index(inside_.dialect(), table(), i)});
    }
    void make_index(const catalog::difference& d) {
        const auto& i =
            table().indexes[static_cast<std::size_t>(d.wanted_index - d.wanted_table->indexes.data())];
        add_index(i);
        if (i.unique && d.found_index == nullptr && !create_)
            out_.wrong.add(table(),
                           "the unique index " + std::string{d.wanted_index->name} + " of " + the_table() +
                               " is missing" + off(),
                           {}, mends(d));
    }
    void refuse_index(const catalog::difference& d) {
        const auto& wanted = *d.wanted_index;
        std::string columns;
        for (const auto& p : wanted.parts) columns += (columns.empty() ? "" : ", ") + std::string{p.column};
        out_.wrong.add(table(),
                       the_table() + " has an index " + std::string{wanted.name} + " that does not keep " +
                           columns + " unique: it must be a valid unique index of just " +
                           (wanted.parts.size() == 1 ? "this column" : "these columns") +
                           (wanted.predicate.empty() ? ", without a condition" : ", with a condition") +
                           (how_ == opening::respects ? "" : ". Drop it, and it is made"),
                       wanted.name, mends(d));
    }
    void widen_check(const catalog::difference& d) {
        const auto& column = table().columns[static_cast<std::size_t>(d.wanted_check->enumeration)];
        auto narrow = narrow_check_of(inside_.dialect(), table(), column, *d.found_check, found_->definition);
        if (narrow.missing.empty()) return;
        // The text of a table in an attached file is not written again.
        const bool elsewhere = !table().path().space.empty() && !inside_.dialect_data().alters_checks;
        if (elsewhere) return out_.wrong.add_shape(table(), narrow.difference());
        if (!create_) out_.wrong.add_check(table(), narrow.difference());
        out_.checks.push_back(std::move(narrow));
    }

    /// Of tables that others made, which columns fit in a form of their own.
    void judge_types(const catalog::table& wanted) {
        for (auto& one : fit_columns(inside_, table(), wanted, *found_, generated_, out_.forms)) {
            if (one.fits) {
                out_.warnings.push_back({std::string{table().model}, name(), std::string{one.wanted->name},
                                         std::move(one.words)});
                continue;
            }
            catalog::difference d{.what = kind::type_differs, .wanted_table = &wanted};
            d.found_table = found_, d.wanted_column = one.wanted, d.found_column = one.found;
            out_.wrong.add_shape(table(), std::move(one.words), mends(d));
        }
    }

    /// What no difference tells.
    void look_further(const catalog::table& wanted) {
        if (inside_.dialect_data().columns_take_anything) {
            for (const auto& c : wanted.columns) {
                const auto* const f = found_->find_column(c.name);
                const auto stored = stored_type(*c.type.model).stored;
                if (f != nullptr && !has_form(c.name) && odd_default(stored, f->default_text))
                    out_.wrong.add_shape(table(),
                                         "column " + std::string{c.name} + " " + words_for_default(stored));
            }
            if (!out_.wrong.has(table()))
                if (const auto odd = odd_values(inside_, table(), columns_without(out_.forms.get(), table()));
                    !odd.empty())
                    out_.wrong.add(table(),
                                   the_table() +
                                       " holds values of another form, written by another program: " + odd);
        }
        if (vectors_)
            for (const auto& i : table().similar)
                if (found_->find_index(schema::index_name(table(), i)) == nullptr) add_index(i);
        if (model_->search == nullptr ||
            model_->search->is_there(inside_, table(), *found_, view_.words_of(*model_)))
            return;
        out_.searched.push_back(model_);
        if (!create_)
            out_.wrong.add(table(),
                           "the full-text index of " + the_table() + " is missing or another one" + off());
    }

    context& inside_;
    std::span<const described> models_;
    const opening_view& view_;
    opening how_;
    bool create_;
    bool vectors_;
    const described* model_ = nullptr;
    const catalog::table* found_ = nullptr;
    const catalog::column* generated_ = nullptr;
    opening_plan out_{};
};

} // namespace detail

DATAFLOW_RUNTIME opening_plan plan_of(context& c, std::span<const described> models, const opening_view& view,
                                      opening how) {
    return detail::opening_judge{c, models, view, how}.plan();
}

} // namespace dataflow::database_
