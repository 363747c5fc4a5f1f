// Differences become changes.
#pragma once

#include <dataflow/catalog/comparison.hpp>
#include <dataflow/catalog/same.hpp>
#include <dataflow/migrate/change.hpp>
#include <dataflow/migrate/detail/library_names.hpp>
#include <dataflow/migrate/detail/literals.hpp>
#include <dataflow/migrate/detail/renames.hpp>
#include <dataflow/migrate/detail/same_values.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

using catalog::difference, catalog::difference_kind;

class change_reader {
  public:
    DATAFLOW_WITH_VECTORS change_reader(change_list& out, const catalog::database_description& wanted,
                                        const catalog::database_description& found) noexcept
        : out_(out), wanted_(wanted), found_(found), same_(wanted.dialect) {}

    DATAFLOW_WITH_VECTORS void read() {
        std::vector<pending_rename> renames;
        static_cast<catalog::database_description&>(out_.found) =
            renamer{out_.found.keeps, wanted_, found_}.renamed(renames);
        all_ = catalog::comparison{wanted_, out_.found, {}}.differences();
        std::size_t at = 0;
        for (const auto& w : wanted_.tables) {
            begin_ = at;
            while (at < all_.size() && all_[at].wanted_table == &w) ++at;
            end_ = at;
            for (const auto& r : renames)
                if (r.wanted == &w) add_rename(r);
            first_ = out_.changes.size();
            for (auto i = begin_; i < end_; ++i) read(all_[i]);
            find_doubts();
        }
    }

  private:
    using kind = difference_kind;

    DATAFLOW_WITH_VECTORS change& add(change_kind what, const difference& d) {
        auto& c = out_.changes.emplace_back();
        c.what = what;
        c.about = d;
        c.least = least_risk(what);
        return c;
    }
    DATAFLOW_WITH_VECTORS void leave(const difference& d, std::string_view why) {
        out_.left.push_back({d, why});
    }

    DATAFLOW_WITH_VECTORS void add_rename(const pending_rename& r) {
        difference d;
        d.wanted_table = r.wanted;
        d.found_table = out_.found.find_exactly({r.wanted->schema, r.wanted->name});
        if (!r.whole_table) {
            d.wanted_column = same_.find(*r.wanted, r.latter);
            d.found_column = same_.find(*d.found_table, r.latter);
        }
        add(r.whole_table ? change_kind::rename_table : change_kind::rename_column, d).former = r.former;
    }

    DATAFLOW_WITH_VECTORS void read(const difference& d) {
        const auto plain = [&](change_kind what) { add(what, d); };
        if (d.wanted_table->read_only) return leave(d, "the model is only read");
        switch (d.what) {
        case kind::table_missing: return plain(change_kind::add_table);
        case kind::table_extra:
        case kind::relation_differs: return leave(d, "what is there is no table");
        case kind::table_option_differs:
            if (!d.wanted_table->model.empty() && !d.found_table->replaces) // which no database opens with
                return leave(d, "a model says nothing about it");
            return plain(change_kind::change_table_option);
        case kind::column_missing:
            if (d.wanted_column->computed) return leave(d, "a model does not say how it is computed");
            if (auto& c = add(change_kind::add_column, d); !d.wanted_column->nullable) c.least = risk::medium;
            return;
        case kind::column_extra: return plain(change_kind::drop_column);
        case kind::type_differs: return plain(change_kind::change_type);
        case kind::type_spelled_otherwise:
            return d.wanted_table->model.empty() ? plain(change_kind::change_type)
                                                 : leave(d, "it keeps the same values");
        case kind::nullability_differs:
            add(d.wanted_column->nullable ? change_kind::drop_not_null : change_kind::set_not_null, d);
            return;
        case kind::default_differs:
            if (d.wanted_column->numbered != catalog::identity::sequence &&
                d.found_column->numbered != catalog::identity::sequence)
                add(change_kind::change_default, d);
            return;
        case kind::identity_differs:
            if (gives_numbers(d.found_column->numbered) && gives_numbers(d.wanted_column->numbered))
                return leave(d, "a sequence gives its numbers as well");
            return plain(change_kind::change_identity);
        case kind::generation_differs:
            if (d.wanted_column->computed) return leave(d, "a model does not say how it is computed");
            return plain(change_kind::change_generation);
        case kind::collation_differs: return plain(change_kind::change_collation);
        case kind::primary_key_differs: return read_key(d);
        case kind::unique_missing: return plain(change_kind::add_unique);
        case kind::unique_extra:
            return serves_another(d.found_unique->columns) ? void() : plain(change_kind::drop_unique);
        case kind::foreign_key_missing: return plain(change_kind::add_foreign_key);
        case kind::foreign_key_differs: return plain(change_kind::change_foreign_key);
        case kind::foreign_key_extra: return plain(change_kind::drop_foreign_key);
        case kind::index_missing: return read_missing_index(d);
        case kind::index_differs: return plain(change_kind::change_index);
        case kind::index_extra: return read_extra_index(d);
        case kind::check_missing:
        case kind::check_differs: return read_check(d);
        case kind::check_extra:
            return renamed_to_another(*d.found_check) ? void() : plain(change_kind::drop_check);
        case kind::trigger_missing:
        case kind::trigger_differs:
        case kind::trigger_extra: return leave(d, "triggers are left to who made them");
        }
    }

    /// One change of a key, however many columns differ.
    DATAFLOW_WITH_VECTORS void read_key(difference d) {
        for (auto i = first_; i < out_.changes.size(); ++i)
            if (out_.changes[i].what == change_kind::change_key) return;
        d.wanted_column = d.found_column = nullptr;
        add(change_kind::change_key, d);
    }

    // An index of another name that does the same gets the name; one that keeps unique what is wanted does.
    DATAFLOW_WITH_VECTORS void read_missing_index(const difference& d) {
        const auto* const f = d.found_index;
        if (f != nullptr && f->origin != catalog::index_origin::primary_key &&
            becomes_same_index(wanted_.dialect, d)) {
            if (d.wanted_table->find_index(f->name) != nullptr)
                return leave(d, "another index does the same");
            add(change_kind::rename_index, d).former = f->name;
        } else if (f != nullptr) leave(d, "another index keeps the same unique");
        else if (auto& c = add(change_kind::add_index, d); d.wanted_index->unique) c.least = risk::medium;
    }
    DATAFLOW_WITH_VECTORS void read_extra_index(const difference& d) {
        for (auto i = begin_; i < end_; ++i)
            if (all_[i].what == kind::index_missing && all_[i].found_index == d.found_index) return;
        const auto& f = *d.found_index;
        if (f.unique || is_library_index(*d.found_table, f, former_of(*d.wanted_table)))
            add(change_kind::drop_index, d);
        else leave(d, "an index that others made");
    }
    /// Whether a unique constraint is what keeps unique the columns of a wanted index.
    [[nodiscard]] DATAFLOW_WITH_VECTORS bool serves_another(constant_list<std::string_view> columns) const {
        const auto same = [&](const catalog::index_part& p, std::string_view c) {
            return same_(p.column, c);
        };
        for (auto i = begin_; i < end_; ++i)
            if (const auto* const f = all_[i].found_index;
                f != nullptr && all_[i].what == kind::index_missing)
                if (std::equal(f->parts.begin(), f->parts.end(), columns.begin(), columns.end(), same))
                    return true;
        return false;
    }
    /// The names that the table and its columns have in the database, as pairs.
    [[nodiscard]] DATAFLOW_WITH_VECTORS former_names former_of(const catalog::table& w) const {
        former_names out;
        for (const auto& c : out_.changes)
            if (c.about.wanted_table == &w) {
                if (c.what == change_kind::rename_table) out.table = c.former;
                if (c.what == change_kind::rename_column)
                    out.columns.push_back({c.former, c.about.wanted_column->name, {}});
            }
        return out;
    }

    // Checks.

    /// The found check of another name that says what a missing one says; null where there is none.
    [[nodiscard]] DATAFLOW_WITH_VECTORS const catalog::check* twin_of(const catalog::check& w) const {
        for (auto i = begin_; i < end_; ++i)
            if (const auto* const f = all_[i].found_check;
                all_[i].what == kind::check_extra && w.validated == f->validated &&
                catalog::same_text(wanted_.dialect, w.expression, f->expression))
                return f;
        return nullptr;
    }
    [[nodiscard]] DATAFLOW_WITH_VECTORS bool renamed_to_another(const catalog::check& f) const {
        for (auto i = first_; i < out_.changes.size(); ++i)
            if (out_.changes[i].about.found_check == &f) return true;
        return false;
    }
    /// The check of a column's range or names that it had under its former name.
    [[nodiscard]] DATAFLOW_WITH_VECTORS const catalog::check* former_check(const difference& d) const {
        const auto former = former_of(*d.wanted_table);
        for (auto i = begin_; i < end_; ++i)
            if (all_[i].what == kind::check_extra &&
                is_same_range_check(*d.wanted_table, d.wanted_check->name, all_[i].found_check->name, former))
                return all_[i].found_check;
        return nullptr;
    }
    DATAFLOW_WITH_VECTORS void read_check(difference d) {
        const auto& w = *d.wanted_check;
        if (d.what == kind::check_missing) {
            if (const auto* const twin = twin_of(w); twin != nullptr) {
                d.found_check = twin;
                add(change_kind::rename_check, d).former = twin->name;
                return;
            }
            d.found_check = former_check(d);
        }
        const auto* const f = d.found_check;
        if (w.enumeration < 0) {
            add(f == nullptr ? change_kind::add_check : change_kind::change_check, d);
            return;
        }
        d.wanted_column = &d.wanted_table->columns[static_cast<std::size_t>(w.enumeration)];
        d.found_column = same_.find(*d.found_table, d.wanted_column->name);
        if (d.found_column == nullptr) { // the column comes with it
            add(change_kind::add_check, d);
            return;
        }
        bool renamed = false;
        if (f != nullptr)
            for (const auto& r : d.wanted_table->renamed)
                if (r.column == d.wanted_column->name && has_literal(f->expression, r.former)) {
                    auto& c = add(change_kind::rename_enumerator, d);
                    c.former = r.former;
                    c.latter = r.latter;
                    renamed = true;
                }
        const bool more = f == nullptr || !has_each_former_name(*d.wanted_table, *d.wanted_column, w, *f);
        const bool fewer = f != nullptr && !literals_within(w.expression, f->expression);
        if (!more && !fewer && !renamed && w.validated == f->validated && f->name == w.name)
            return; // another order
        auto& c = add(change_kind::change_enumerators, d);
        if (more) c.least = risk::high; // what was allowed is no longer
    }

    /// A column that goes and one of the same type that comes.
    DATAFLOW_WITH_VECTORS void find_doubts() {
        for (auto i = begin_; i < end_; ++i)
            for (auto k = begin_; k < end_; ++k) {
                const auto &gone = all_[i], &come = all_[k];
                if (gone.what == kind::column_extra && come.what == kind::column_missing &&
                    may_be_renamed(gone, come))
                    out_.doubts.push_back({gone.wanted_table, gone.found_column, come.wanted_column});
            }
    }

    change_list& out_;
    const catalog::database_description &wanted_, &found_;
    catalog::name_rule same_;
    std::vector<difference> all_{};
    std::size_t begin_ = 0, end_ = 0; // the differences of the table that is read
    std::size_t first_ = 0;           // its changes, but for renames
};

} // namespace dataflow::migrate::detail
