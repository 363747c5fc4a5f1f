// What was found, under the names that the models want: a table or a column that they say was renamed has its
// new name in a copy, which is then compared. Names only; nothing is guessed.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/catalog/constant_vectors.hpp>
#include <dataflow/catalog/name_rule.hpp>
#include <dataflow/catalog/same.hpp>
#include <dataflow/core/text.hpp>
#include <dataflow/migrate/detail/literals.hpp>
#include <dataflow/schema/table.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

/// A rename that has not happened yet: of a table, or of one of its columns.
struct pending_rename {
    const catalog::table* wanted = nullptr;
    std::string_view former{};
    std::string_view latter{};
    bool whole_table = false;
};

/// An expression in which a column has its new name: texts and names of functions stay.
constexpr std::string_view with_column_renamed(catalog::arena& keeps, catalog::name_rule same,
                                               std::string_view sql, std::string_view former,
                                               std::string_view latter) {
    text out;
    for (std::size_t i = 0; i < sql.size();) {
        auto end = i + 1;
        bool name = false;
        auto word = sql.substr(i, 1);
        if (sql[i] == '\'' || sql[i] == '"') {
            end = after_quoted(sql, i);
            name = sql[i] == '"';
            word = sql.substr(i + 1, end - i - 2);
        } else if (begins_word(sql[i])) {
            while (end < sql.size() && is_in_word(sql[end])) ++end;
            word = sql.substr(i, end - i);
            name = (end == sql.size() || sql[end] != '(') && !sql.substr(0, i).ends_with("::");
        }
        if (name && same(word, former)) {
            out.append('"');
            out.append(latter);
            out.append('"');
        } else out.append(sql.substr(i, end - i));
        i = end;
    }
    return out.view() == sql ? sql : keeps.text(out.view());
}

/// Makes the copy.
class renamer {
  public:
    DATAFLOW_WITH_VECTORS renamer(catalog::arena& keeps, const catalog::database_description& wanted,
                                  const catalog::database_description& found) noexcept
        : keeps_(keeps), wanted_(wanted), found_(found), same_(wanted.dialect) {}

    [[nodiscard]] DATAFLOW_WITH_VECTORS catalog::database_description
    renamed(std::vector<pending_rename>& out) {
        auto to = found_;
        size_ = found_.tables.size();
        tables_ = keeps_.tables.take(size_);
        for (std::size_t i = 0; i < size_; ++i) tables_[i] = found_.tables[i];
        to.tables = {tables_, size_};
        for (const auto& w : wanted_.tables)
            if (const auto* const former = table_renamed_to(w); former != nullptr) {
                out.push_back({&w, former->name, w.name, true});
                rename_table(tables_[former - found_.tables.data()], w.name);
            }
        for (const auto& w : wanted_.tables) {
            const auto* const f = to.find_exactly({w.schema, w.name});
            if (f == nullptr || w.read_only) continue;
            auto& t = tables_[f - tables_];
            for (const auto& r : w.renamed)
                if (r.column.empty() && same_.find(t, r.former) != nullptr &&
                    same_.find(t, r.latter) == nullptr) {
                    out.push_back({&w, same_.find(t, r.former)->name, r.latter, false});
                    rename_column(t, r.former, r.latter);
                }
        }
        return to;
    }

  private:
    /// The found table that is to become a wanted one; null where there is none, or both are there.
    [[nodiscard]] DATAFLOW_WITH_VECTORS const catalog::table*
    table_renamed_to(const catalog::table& w) const {
        if (w.renamed_table.empty() || found_.find_exactly({w.schema, w.name}) != nullptr) return nullptr;
        auto path = schema::path_of(w.renamed_table);
        if (path.space.empty()) path.space = w.schema;
        for (const auto& other : wanted_.tables) // it is another model's
            if (same_(other.name, path.name) && same_(other.schema, path.space)) return nullptr;
        return found_.find_exactly(path);
    }

    /// Whether a foreign key of `from` is to `to`.
    [[nodiscard]] DATAFLOW_WITH_VECTORS bool refers(const catalog::table& from, const catalog::foreign_key& f,
                                                    const catalog::table& to) const {
        const auto space = f.target_schema.empty() ? from.schema : f.target_schema;
        return same_(f.target, to.name) && same_(space, to.schema);
    }
    /// Calls `change(key)` with a copy of each foreign key to a table.
    template <class Change>
    DATAFLOW_WITH_VECTORS void change_keys_to(const catalog::table& to, Change&& change) {
        for (std::size_t i = 0; i < size_; ++i) {
            auto& from = tables_[i];
            bool any = false;
            for (const auto& f : from.foreign_keys) any = any || refers(from, f, to);
            if (!any) continue;
            const auto size = from.foreign_keys.size();
            auto* const keys = keeps_.foreign_keys.take(size);
            for (std::size_t k = 0; k < size; ++k) {
                keys[k] = from.foreign_keys[k];
                if (refers(from, keys[k], to)) change(keys[k]);
            }
            from.foreign_keys = {keys, size};
        }
    }
    DATAFLOW_WITH_VECTORS void rename_table(catalog::table& t, std::string_view latter) {
        change_keys_to(t, [&](catalog::foreign_key& f) { f.target = latter; });
        t.name = latter;
    }

    /// A copy of a list in which each item was changed.
    template <class T, class Change>
    DATAFLOW_WITH_VECTORS void change_all(catalog::shelf<T>& shelf, constant_list<T>& list, Change&& change) {
        auto* const copy = shelf.take(list.size());
        for (std::size_t i = 0; i < list.size(); ++i) {
            copy[i] = list[i];
            change(copy[i]);
        }
        list = {copy, list.size()};
    }
    DATAFLOW_WITH_VECTORS void rename_column(catalog::table& t, std::string_view former,
                                             std::string_view latter) {
        const auto name = [&](std::string_view& of) {
            if (same_(of, former)) of = latter;
        };
        const auto names = [&](constant_list<std::string_view>& of) { change_all(keeps_.names, of, name); };
        const auto expression = [&](std::string_view& of) {
            of = with_column_renamed(keeps_, same_, of, former, latter);
        };
        change_keys_to(t, [&](catalog::foreign_key& f) { names(f.target_columns); });
        change_all(keeps_.columns, t.columns, [&](catalog::column& c) {
            name(c.name);
            expression(c.expression);
        });
        names(t.key.columns);
        change_all(keeps_.unique, t.unique, [&](catalog::unique_constraint& u) { names(u.columns); });
        change_all(keeps_.foreign_keys, t.foreign_keys, [&](catalog::foreign_key& f) { names(f.columns); });
        change_all(keeps_.checks, t.checks, [&](catalog::check& c) { expression(c.expression); });
        change_all(keeps_.indexes, t.indexes, [&](catalog::index& i) {
            expression(i.predicate);
            if (!catalog::after_using(i).empty()) expression(i.definition);
            change_all(keeps_.parts, i.parts, [&](catalog::index_part& p) {
                name(p.column);
                expression(p.expression);
            });
        });
    }

    catalog::arena& keeps_;
    const catalog::database_description& wanted_;
    const catalog::database_description& found_;
    catalog::name_rule same_;
    catalog::table* tables_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace dataflow::migrate::detail
