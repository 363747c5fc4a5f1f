// How a migration that is written by hand becomes a plan: of the differences between the models and the
// database those that it names, with the steps that write rows in between.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/change.hpp>
#include <dataflow/migrate/change_set.hpp>
#include <dataflow/migrate/detail/data_step.hpp>
#include <dataflow/migrate/detail/findings.hpp>
#include <dataflow/migrate/detail/planner.hpp>
#include <dataflow/migrate/detail/table_after.hpp>
#include <dataflow/migrate/detail/texts.hpp>
#include <dataflow/migrate/migrations.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate {

/// Makes the plan of one: the description of the database is changed along with the plan.
class change_set_planner {
  public:
    change_set_planner(const change_set& of, driver::connection& on, const plan_options& how)
        : of_(of), how_(how), dialect_(on.dialect()), same_(on.dialect()), wanted_(of.models_(on.dialect())),
          found_(found_for(on, wanted_)), tables_(found_.tables.begin(), found_.tables.end()) {
        out_.change_set = of.name();
        out_.dialect = on.dialect();
        out_.server_version = on.version();
    }

    plan make(driver::connection& on) {
        if (!is_pending(on)) return std::move(out_);
        count(on);
        std::vector<const change_set::part*> come, go;
        const auto flush = [&] {
            if (!come.empty()) change(come, {});
            come.clear();
        };
        for (std::size_t i = 0; i < of_.parts_.size(); ++i) {
            const auto& p = of_.parts_[i];
            if (p.what == change_set::kind::add) {
                if (column_of(p) == nullptr) come.push_back(&p);
                continue;
            }
            flush();
            if (p.what == change_set::kind::data) add_data(p, i);
            else if (column_of(p) != nullptr) go.push_back(&p);
        }
        flush();
        change({}, go);
        detail::settle_findings(out_, how_);
        return std::move(out_);
    }

  private:
    using part = change_set::part;

    [[nodiscard]] const catalog::table& wanted(const part& p) const {
        const auto* const t = wanted_.find_exactly(schema::path_of(p.table));
        if (t == nullptr)
            throw std::invalid_argument{"dataflow: no model of the change set has table " + p.table};
        return *t;
    }
    [[nodiscard]] const catalog::table* find(const part& p) const {
        const auto path = schema::path_of(p.table);
        for (const auto& t : tables_)
            if (same_(t.name, path.name) && (path.space.empty() ? t.in_view : same_(t.schema, path.space)))
                return &t;
        return nullptr;
    }
    /// The place of its table in the description; throws where there is none.
    [[nodiscard]] const catalog::table& found(const part& p) const {
        if (const auto* const t = find(p)) return *t;
        const auto before = detail::where_it_was(wanted(p));
        throw std::invalid_argument{"dataflow: the database has no table " + p.table + before};
    }
    [[nodiscard]] const catalog::column* column_of(const part& p) const {
        return same_.find(found(p), p.column);
    }

    /// How long it takes, and so how dangerous it is, depends on the rows.
    void count(driver::connection& on) {
        plan touched;
        for (const auto& p : of_.parts_) touched.steps.emplace_back().table = found(p).name;
        if (count_rows(on, touched, found_)) tables_ = {found_.tables.begin(), found_.tables.end()};
    }

    /// Whether none of its tables is there: they will be made as the models have them, and have no rows.
    [[nodiscard]] bool comes_whole() const {
        return !of_.parts_.empty() && std::all_of(of_.parts_.begin(), of_.parts_.end(), [&](const part& p) {
            return wanted(p).renamed_table.empty() && find(p) == nullptr;
        });
    }

    [[nodiscard]] bool is_pending(driver::connection& on) {
        if (comes_whole()) return false;
        bool structure = false, rows = false;
        for (const auto& p : of_.parts_) {
            if (p.what == change_set::kind::add) {
                structure = true;
                if (same_.find(wanted(p), p.column) == nullptr)
                    throw std::invalid_argument{"dataflow: no model has column " + p.table + "." + p.column};
                if (column_of(p) == nullptr) return true;
            } else if (p.what == change_set::kind::drop) {
                structure = true;
                if (same_.find(wanted(p), p.column) != nullptr)
                    throw std::invalid_argument{"dataflow: " + p.table + "." + p.column +
                                                " is to be dropped, and the model has it"};
                if (column_of(p) != nullptr) return true;
            } else {
                const auto& where = p.where.of(dialect_);
                rows = rows || detail::gives_row(on, "SELECT 1 FROM " + detail::table_text_for(found(p)) +
                                                         (where.empty() ? "" : " WHERE " + where));
            }
        }
        return !structure && rows;
    }

    /// Adds the steps of some columns that come, or go: then those that came may no longer be NULL.
    void change(const std::vector<const part*>& come, const std::vector<const part*>& go) {
        found_.tables = {tables_.data(), tables_.size()};
        auto to = static_cast<catalog::database_description>(wanted_);
        std::vector<catalog::table> wanted_tables{wanted_.tables.begin(), wanted_.tables.end()};
        if (!come.empty()) // until they have values
            for (auto& t : wanted_tables) {
                std::vector<catalog::column> columns{t.columns.begin(), t.columns.end()};
                for (auto& c : columns)
                    if (is_one_of(come, t, c.name) && !c.nullable && c.default_text.empty() && !c.stamped) {
                        c.nullable = true;
                        required_.push_back({t.name, c.name});
                    }
                t.columns = found_.keeps.columns.keep(columns);
            }
        to.tables = {wanted_tables.data(), wanted_tables.size()};
        auto all = changes_of(to, found_);
        std::erase_if(all.changes, [&](const migrate::change& c) { return !is_meant(c, come, go); });
        for (auto& c : all.changes)
            for (const auto* p : go)
                if (c.what == change_kind::drop_column && is_one_of({p}, *c.about.wanted_table, c.column()))
                    c.back = found_.keeps.text(p->back.of(dialect_));
        all.doubts.clear();
        plan made;
        made.dialect = out_.dialect;
        made.server_version = out_.server_version;
        detail::plan_of_changes(to, found_, all, how_, made);
        append(std::move(made));
        for (const auto& c : all.changes) apply(c, to);
    }
    [[nodiscard]] bool is_one_of(const std::vector<const part*>& parts, const catalog::table& t,
                                 std::string_view column) const {
        return std::any_of(parts.begin(), parts.end(), [&](const part* p) {
            return same_(schema::path_of(p->table).name, t.name) && same_(p->column, column);
        });
    }
    [[nodiscard]] bool mentions_one_of(const std::vector<const part*>& parts, const catalog::table& t,
                                       std::string_view expression) const {
        return std::any_of(parts.begin(), parts.end(), [&](const part* p) {
            return same_(schema::path_of(p->table).name, t.name) &&
                   catalog::mentions(expression, p->column, dialect_);
        });
    }
    /// Whether a difference is one of those that are to be made now.
    [[nodiscard]] bool is_meant(const migrate::change& c, const std::vector<const part*>& come,
                                const std::vector<const part*>& go) const {
        const auto& t = *c.about.wanted_table;
        switch (c.what) {
        case change_kind::add_column: return is_one_of(come, t, c.column());
        case change_kind::add_check:
            return mentions_one_of(come, t, c.about.wanted_check->expression) &&
                   std::none_of(t.columns.begin(), t.columns.end(), [&](const catalog::column& other) {
                       return catalog::mentions(c.about.wanted_check->expression, other.name, dialect_) &&
                              !is_one_of(come, t, other.name) &&
                              same_.find(*c.about.found_table, other.name) == nullptr;
                   });
        case change_kind::set_not_null:
            return come.empty() && std::any_of(required_.begin(), required_.end(), [&](const auto& one) {
                       return one.first == t.name && same_(one.second, c.column());
                   });
        case change_kind::drop_column: return is_one_of(go, t, c.about.found_column->name);
        case change_kind::drop_check: return mentions_one_of(go, t, c.about.found_check->expression);
        case change_kind::drop_unique: return is_over(go, t, c.about.found_unique->columns);
        case change_kind::drop_foreign_key: return is_over(go, t, c.about.found_key->columns);
        case change_kind::drop_index: {
            const auto& parts = c.about.found_index->parts;
            return std::any_of(parts.begin(), parts.end(),
                               [&](const catalog::index_part& p) { return is_one_of(go, t, p.column); });
        }
        default: return false;
        }
    }
    [[nodiscard]] bool is_over(const std::vector<const part*>& parts, const catalog::table& t,
                               constant_list<std::string_view> columns) const {
        return std::any_of(columns.begin(), columns.end(),
                           [&](auto name) { return is_one_of(parts, t, name); });
    }

    /// The description as it is after a column came.
    void apply(const migrate::change& c, const catalog::database_description& to) {
        if (c.what != change_kind::add_column && c.what != change_kind::add_check) return;
        const auto& w = *c.about.wanted_table;
        for (auto& t : tables_) {
            if (!same_(t.name, w.name) || (!w.schema.empty() && !same_(t.schema, w.schema))) continue;
            detail::add_to(t, c, found_, to);
        }
    }

    void append(plan&& made) {
        int last = transaction_;
        for (auto& s : made.steps) {
            if (s.transaction != no_transaction) s.transaction += transaction_ + 1;
            last = std::max(last, s.transaction);
            out_.steps.push_back(std::move(s));
        }
        transaction_ = last;
        for (auto& q : made.questions) out_.questions.push_back(std::move(q));
        for (auto& u : made.unknown) out_.unknown.push_back(std::move(u));
    }

    void add_data(const part& p, std::size_t at) {
        const auto& t = found(p);
        detail::data_work work{
            .table = &t, .dialect = dialect_, .where = p.where.of(dialect_), .batch = how_.batch};
        for (const auto& c : p.columns) work.written.push_back({c.column, c.value.of(dialect_)});
        if (p.function != nullptr) {
            for (const auto& f : p.function->read()) work.read.emplace_back(f.name);
            for (const auto& f : p.function->written()) work.written.push_back({std::string{f.name}, {}});
            work.function = of_.function_name(at);
        }
        for (const auto& name : work.read) detail::require_column(same_, t, name);
        bool all_new = true;
        for (const auto& [name, value] : work.written) {
            detail::require_column(same_, t, name);
            all_new = all_new && std::any_of(of_.parts_.begin(), of_.parts_.end(), [&](const part& other) {
                          return other.what == change_set::kind::add && other.table == p.table &&
                                 same_(other.column, name);
                      });
        }
        auto s = detail::data_step(work, of_.name());
        s.transaction = s.kind == step_kind::batches ? no_transaction : ++transaction_;
        if (!all_new) s.irreversible = "the former values are not kept";
        out_.steps.push_back(std::move(s));
    }
    const change_set& of_;
    const plan_options& how_;
    dialect dialect_;
    catalog::name_rule same_;
    catalog::live_description wanted_, found_;
    std::vector<catalog::table> tables_;
    std::vector<std::pair<std::string_view, std::string_view>> required_{};
    int transaction_ = 0;
    plan out_{};
};

} // namespace dataflow::migrate
