// The code of migrate/detail/sqlite_verify.hpp.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/migrate/detail/lost_marks.hpp>
#include <dataflow/migrate/detail/sqlite_verify.hpp>
#include <dataflow/migrate/detail/verify_texts.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

class sqlite_verifier {
  public:
    sqlite_verifier(const sqlite_table& t, const change_list& all)
        : t_(t), list_(all), label_(t.found->name) {}

    [[nodiscard]] std::vector<sqlite_verify> all() {
        for (const auto* c : t_.changes)
            if (c->what == change_kind::add_column) new_column(*c->about.wanted_column);
        for (const auto& c : t_.copies)
            if (!c.kept.empty())
                add(values_fit(label_, c.name, t_.after.find(c.name)->type), "NOT (" + c.kept + ")");
        for (const auto* c : t_.changes) one(*c);
        for (const auto& column : t_.after.columns)
            for (const auto& k : column.clauses) check(k);
        for (const auto& k : t_.after.constraints) check(k);
        return std::move(out_);
    }

  private:
    void add(std::string what, const std::string& condition) {
        out_.push_back(
            {std::move(what), "SELECT " + t_.row_name() + " FROM " + t_.name() + " WHERE " + condition});
    }

    void new_column(const catalog::column& c) {
        if (c.nullable || !c.default_text.empty() || c.generated != catalog::generation::none ||
            c.default_unknown || c.stamped)
            return;
        out_.push_back({no_rows(label_, c.name), "SELECT " + t_.row_name() + " FROM " + t_.name()});
    }

    void one(const change& c) {
        switch (c.what) {
        case change_kind::drop_column:
            if (loses_marks(c)) add("that there are " + marks_are_lost(label_), "\"deleted_at\" IS NOT NULL");
            return;
        case change_kind::set_not_null:
            if (c.about.wanted_column->default_text.empty()) {
                const auto name = t_.name_now(c.about.wanted_column->name);
                add(never_null(label_, name), catalog::quoted_name({}, name) + " IS NULL");
            }
            return;
        case change_kind::add_index:
        case change_kind::change_index:
            if (c.about.wanted_index->unique) unique(*c.about.wanted_index);
            return;
        case change_kind::add_check:
        case change_kind::change_check: return form(*c.about.wanted_check);
        case change_kind::add_unique: return unique(c.about.wanted_unique->columns, {});
        case change_kind::change_key: return unique(t_.wanted->key.columns, {});
        case change_kind::add_foreign_key:
        case change_kind::change_foreign_key: return refers(*c.about.wanted_key);
        default: return;
        }
    }

    [[nodiscard]] bool was_there(const catalog::definition_clause& k) const {
        const auto same = [&](const catalog::definition_clause& other) {
            return other.what == k.what && other.expression == k.expression;
        };
        for (const auto& c : t_.before.columns)
            if (std::any_of(c.clauses.begin(), c.clauses.end(), same)) return true;
        return std::any_of(t_.before.constraints.begin(), t_.before.constraints.end(), same);
    }
    /// A check that is new, or about values that change, over those that the rows are to have.
    void check(const catalog::definition_clause& k) {
        if (k.what != catalog::clause_kind::check) return;
        const auto& condition = k.expression;
        bool plain = true, of_rows = false;
        std::string values = t_.row_name() + " AS \"new row\"";
        for (const auto& column : t_.after.columns) {
            if (!catalog::mentions(condition, column.name)) continue;
            const auto name = catalog::quoted_name({}, column.name);
            std::string value;
            for (const auto& copy : t_.copies)
                if (copy.column == name) value = copy.value;
            of_rows = of_rows || !value.empty();
            if (value.empty() && column.find(catalog::clause_kind::generated) != nullptr)
                return; // it is made with the row
            if (value.empty()) {
                const auto* const given = column.find(catalog::clause_kind::default_value);
                value = given != nullptr ? given->expression : "NULL";
            }
            plain = plain && value == name;
            values += ", " + value + " AS " + name;
        }
        if (!of_rows || (plain && was_there(k))) return;
        const auto what = all_fulfill(label_, k.name);
        if (plain) return add(what, "NOT (" + condition + ")");
        if (t_.row_name().find(',') != std::string::npos) // of several columns: the number of rows is told
            values.replace(0, values.find(" AS "), "1");
        out_.push_back({what, "SELECT \"new row\" FROM (SELECT " + values + " FROM " + t_.name() +
                                  ") WHERE NOT (" + condition + ")"});
    }

    /// Of a column whose type is one of the library's texts from now on, a day or a UUID: its check looks at
    /// the length alone.
    void form(const catalog::check& k) {
        if (!k.name.ends_with(schema::range_suffix)) return;
        for (const auto& w : t_.wanted->columns) {
            if (w.type.model == nullptr || is_array(w.type.stored) || t_.comes(w.name) ||
                !catalog::mentions(k.expression, w.name))
                continue;
            const auto& facts = facts_of(w.type.stored);
            if (facts.pattern.empty() || facts.length == 0) continue;
            const auto name = t_.name_now(w.name);
            auto value = catalog::quoted_name({}, name);
            for (const auto& copy : t_.copies)
                if (copy.name == name) value = copy.value;
            sql::writer fits{dialect::sqlite};
            (fits << value << " GLOB ").literal(facts.pattern);
            if (!facts.characters.empty())
                (fits << " AND " << value << " NOT GLOB ").literal(facts.characters);
            if (!facts.calendar.empty()) fits << " AND ";
            for (const char c : facts.calendar)
                fits << (c == '$' ? std::string_view{value} : std::string_view{&c, 1});
            add("that " + label_ + "." + name + " holds " + std::string{facts.plural},
                value + " IS NOT NULL AND NOT coalesce(" + std::string{fits.view()} + ", 0)");
        }
    }

    void unique(const catalog::index& i) {
        std::vector<std::string_view> columns;
        for (const auto& p : i.parts) {
            if (p.column.empty()) return; // the index itself tells
            columns.push_back(p.column);
        }
        unique(columns, i.predicate);
    }
    void unique(constant_list<std::string_view> columns, std::string_view predicate) {
        std::string names, filled;
        for (const auto c : columns) {
            if (t_.comes(c)) return;
            const auto name = catalog::quoted_name({}, t_.name_now(c));
            names.append(names.empty() ? "" : ", ").append(name);
            filled.append(filled.empty() ? "" : " AND ").append(name).append(" IS NOT NULL");
        }
        if (!predicate.empty()) {
            for (const auto* c : t_.changes)
                if (c->what == change_kind::add_column && catalog::mentions(predicate, c->column())) return;
            filled += " AND (" + catalog::with_names(predicate, t_.now) + ")";
        }
        out_.push_back({no_two_rows(label_, names), "SELECT " + names + ", count(*) AS \"rows\" FROM " +
                                                        t_.name() + " WHERE " + filled + " GROUP BY " +
                                                        names + " HAVING count(*) > 1"});
    }

    /// Of a foreign key that is new. One over values that change, or into a table that comes, is looked at
    /// when all is done.
    void refers(const catalog::foreign_key& k) {
        const auto* const to = list_.found.find(k.target, t_.found->schema);
        if (to == nullptr) return;
        const auto targets = k.target_columns.empty() ? to->key.columns : k.target_columns;
        if (targets.size() != k.columns.size()) return;
        std::string target{to->name};
        std::vector<std::string> names{targets.begin(), targets.end()}; // as they are now
        for (const auto& c : list_.changes) {
            if (!schema::same_name(c.table(), to->name)) continue;
            if (c.what == change_kind::rename_table) target = c.former;
            for (std::size_t i = 0; i < names.size(); ++i)
                if (schema::same_name(c.column(), targets[i])) {
                    if (c.what == change_kind::add_column || c.what == change_kind::change_type) return;
                    if (c.what == change_kind::rename_column) names[i] = c.former;
                }
        }
        std::string filled, match, columns;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (t_.comes(k.columns[i]) || t_.has(change_kind::change_type, k.columns[i])) return;
            const auto name = catalog::quoted_name({}, t_.name_now(k.columns[i]));
            const auto value = t_.name() + "." + name;
            columns.append(i == 0 ? "" : ", ").append(name);
            filled.append(value).append(" IS NOT NULL AND ");
            match.append(i == 0 ? "" : " AND ").append("p.").append(catalog::quoted_name({}, names[i]));
            match.append(" = ").append(value);
        }
        add(only_refers(label_, columns, target), filled + "NOT EXISTS (SELECT 1 FROM " +
                                                      catalog::quoted_name(t_.found->schema, target) +
                                                      " AS p WHERE " + match + ")");
    }

    const sqlite_table& t_;
    const change_list& list_;
    std::string label_;
    std::vector<sqlite_verify> out_{};
};

DATAFLOW_RUNTIME std::vector<sqlite_verify> sqlite_verifies_of(const sqlite_table& t,
                                                               const change_list& all) {
    return sqlite_verifier{t, all}.all();
}

} // namespace dataflow::migrate::detail
