// The code of pull/plan.hpp: from tables to models.
#pragma once

#include <dataflow/catalog/details.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/pull/detail/checks.hpp>
#include <dataflow/pull/detail/choice.hpp>
#include <dataflow/pull/detail/columns.hpp>
#include <dataflow/pull/detail/constraints.hpp>
#include <dataflow/pull/detail/wide_keys.hpp>
#include <dataflow/pull/plan.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::pull {

namespace detail {

/// Plans a database's models, one step after another for all of them: types need names, foreign keys need
/// keys.
class planner {
  public:
    planner(const catalog::database_description& found, const options& how)
        : found_(found), all_(found), how_(how) {}

    [[nodiscard]] plan planned() {
        out_.of = &found_;
        out_.name_space = how_.name_space;
        check_name_space();
        const auto tables = chosen(found_, all_, how_, out_.left_out);
        for (const auto& pattern : how_.tables)
            if (std::none_of(found_.tables.begin(), found_.tables.end(),
                             [&](const catalog::table& t) { return fits_any(t, {pattern}); }))
                out_.unmatched.push_back(pattern);
        for (const auto* t : tables) {
            auto& m = out_.models.emplace_back();
            m.table = t;
            m.name = names_.take(pascal_case_name(t->name, "Table", true), [&] {
                return pascal_case_name(std::string{t->schema} + "_" + std::string{t->name}, "Table", true);
            });
            m.table_option = table_option(all_, *t, m.name);
        }
        name_enumerations(tables);
        for (auto& m : out_.models) plan_fields(m);
        std::map<const catalog::table*, planned_model*> models;
        for (auto& m : out_.models) models.emplace(m.table, &m);
        for (auto& m : out_.models)
            if (!m.read_only) plan_key(m);
        for (auto& m : out_.models) plan_foreign_keys(m, models, all_);
        wide_keys{out_.models, all_}.plan();
        for (auto& m : out_.models) {
            if (!m.read_only) plan_indexes(m);
            finish(m);
        }
        drop_empty();
        return std::move(out_);
    }

  private:
    void check_name_space() const {
        std::string_view rest = how_.name_space;
        for (bool more = true; more;) {
            const auto end = rest.find("::");
            const auto part = rest.substr(0, end);
            const bool name =
                !part.empty() && !begins_with_digit(part) && !is_taken_by_cpp(part) &&
                part.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") ==
                    std::string_view::npos;
            if (!name)
                raise(error_kind::invalid_value,
                      {.message = "the namespace is no name of C++", .node = "pull"});
            more = end != std::string_view::npos;
            if (more) rest.remove_prefix(end + 2);
        }
    }

    /// The enumerations that columns of the models have, each named once.
    void name_enumerations(const std::vector<const catalog::table*>& tables) {
        if (found_.enumerations.empty()) return;
        std::set<std::string_view> used;
        for (const auto* t : tables)
            for (const auto& c : t->columns) {
                auto spelled = c.type.spelled;
                if (spelled.ends_with("[]")) spelled.remove_suffix(2);
                used.insert(spelled);
            }
        for (const auto& d : found_.domains)
            if (used.contains(d.spelled)) used.insert(d.base.spelled);
        for (const auto& e : found_.enumerations) {
            if (!used.contains(e.spelled) || e.values.empty()) continue;
            const auto name = names_.take(pascal_case_name(e.name, "Enumeration", false), [&] {
                return pascal_case_name(std::string{e.name} + "_value", "Enumeration", false);
            });
            out_.enumerations.emplace_back(&e, name);
            enums_.emplace(e.spelled, name);
        }
    }

    void plan_fields(planned_model& m) {
        using catalog::relation;
        std::size_t computes = 0;
        for (const auto& c : m.table->columns) {
            auto fault = column_fault(c, m.fields);
            const bool computed = is_filled(*m.table, c);
            if (fault.empty() && computed && (m.table->in_key(c.name) || ++computes > schema::index_capacity))
                fault = "it is generated: " + std::string{c.expression};
            planned_field one{&c, field_type_of(found_, *m.table, c, enums_)};
            if (!fault.empty()) one.type = {.kind = family::none, .name = std::move(fault)};
            m.fields.push_back(std::move(one));
        }
        name_fields(m);
        for (auto& f : m.fields) {
            if (f.name.empty()) {
                if (needed(*f.column)) {
                    m.read_only = true;
                    m.notes.push_back("the column " + std::string{f.column->name} +
                                      " needs a value and has no field: no record can be written");
                }
                continue;
            }
            if (!f.type.note.empty()) f.notes.push_back(f.type.note);
            if (f.column->generated != catalog::generation::none)
                f.notes.push_back(words_of_computed(*f.column));
            if (f.column->numbered != catalog::identity::none &&
                (m.table->key.columns.size() > 1 || !m.table->in_key(f.column->name)))
                f.notes.push_back(words_of_numbers(*m.table, *f.column));
            if (f.column->default_text.empty() || f.column->numbered != catalog::identity::none) continue;
            const auto value = initializer_of(found_, f.type, f.column->default_text);
            if (!value.empty()) f.initializer = " = " + value;
            else if (!schema::same_name(f.column->default_text, "NULL") &&
                     !f.column->default_text.starts_with("NULL::") &&
                     !(f.type.kind == family::uuid && m.table->in_key(f.column->name)))
                f.notes.push_back("DEFAULT " + std::string{f.column->default_text});
        }
        if (m.table->kind != relation::table && m.table->kind != relation::partitioned_table) {
            constexpr std::string_view kinds[]{"a table",         "a partitioned table",
                                               "a view",          "a materialized view",
                                               "a foreign table", "a virtual table"};
            m.read_only = true;
            m.notes.push_back("it is " + std::string{kinds[static_cast<std::size_t>(m.table->kind)]});
        }
    }

    /// Whether the database alone gives a column its values: it computes them, or numbers what is no key.
    [[nodiscard]] static bool is_filled(const catalog::table& of, const catalog::column& c) noexcept {
        return c.generated != catalog::generation::none ||
               (c.numbered != catalog::identity::none && !of.in_key(c.name));
    }

    /// Whether a record cannot be made without a value for a column.
    [[nodiscard]] static bool needed(const catalog::column& c) noexcept {
        return !c.nullable && c.default_text.empty() && c.numbered == catalog::identity::none &&
               c.generated == catalog::generation::none;
    }

    [[nodiscard]] static std::string words_of_computed(const catalog::column& c) {
        const std::string text{c.expression};
        return "GENERATED ALWAYS AS " +
               (text.starts_with('(') && text.ends_with(')') ? text : "(" + text + ")");
    }
    [[nodiscard]] static std::string words_of_numbers(const catalog::table& of, const catalog::column& c) {
        if (!of.in_key(c.name)) return "numbered by the database";
        return c.numbered == catalog::identity::always
                   ? "GENERATED ALWAYS AS IDENTITY, in a key of several columns: no record can be created"
                   : "the database would number it; a create gives the number";
    }
    /// Spells the types, and notes what no option says.
    void finish(planned_model& m) {
        for (auto& f : m.fields) {
            if (f.name.empty()) continue;
            const bool filled = is_filled(*m.table, *f.column);
            if (!m.read_only && filled) m.generated.push_back(f.name);
            const bool id = !f.spelled.empty();
            if (!id) f.spelled = f.type.name;
            const bool key = std::find(m.table->key.columns.begin(), m.table->key.columns.end(),
                                       f.column->name) != m.table->key.columns.end();
            const bool optional = f.column->nullable && !(key && !m.read_only);
            if (optional) f.spelled = "std::optional<" + f.spelled + ">";
            const bool number =
                f.type.kind == family::boolean || f.type.kind == family::whole || f.type.kind == family::real;
            if (f.initializer.empty() && (id || optional || !number || key || filled)) f.initializer = "{}";
            if (id) f.initializer = "{}";
            if (!f.column->comment.empty()) f.notes.insert(f.notes.begin(), std::string{f.column->comment});
        }
        plan_checks(m, found_.dialect);
        std::vector<std::string> triggers;
        for (const auto& t : m.table->triggers) triggers.push_back("TRIGGER " + std::string{t.name});
        std::sort(triggers.begin(), triggers.end());
        m.notes.insert(m.notes.end(), triggers.begin(), triggers.end());
        if (m.table->row_security) m.notes.emplace_back("row-level security");
    }

    /// A struct without fields is none.
    void drop_empty() {
        const auto empty = [&](const planned_model& m) {
            const bool none =
                std::all_of(m.fields.begin(), m.fields.end(), [](const auto& f) { return f.name.empty(); });
            if (none) out_.left_out.push_back({m.table, "no field can hold any of its columns"});
            return none;
        };
        out_.models.erase(std::remove_if(out_.models.begin(), out_.models.end(), empty), out_.models.end());
    }

    const catalog::database_description& found_;
    const all_tables all_;
    const options& how_;
    plan out_{};
    name_set names_{};
    enum_names enums_{};
};

} // namespace detail

inline plan plan_of(const catalog::database_description& found, const options& how) {
    return detail::planner{found, how}.planned();
}

} // namespace dataflow::pull
