// The code of migrate/plan.hpp.
#pragma once

#include <dataflow/migrate/change.hpp>
#include <dataflow/migrate/detail/findings.hpp>
#include <dataflow/migrate/detail/past_versions.hpp>
#include <dataflow/migrate/detail/plan_for_postgres.ipp>
#include <dataflow/migrate/detail/plan_for_sqlite.ipp>
#include <dataflow/migrate/detail/planner.hpp>
#include <dataflow/migrate/plan.hpp>

#include <stdexcept>
#include <string>

namespace dataflow::migrate {

namespace detail {

inline std::string table_text(const catalog::table& t) { return plain_path(t.schema, t.name); }

inline question question_about(const doubtful_pair& d) {
    const auto from = std::string{d.dropped->name}, to = std::string{d.added->name};
    return {table_text(*d.table),
            "column " + from + " is no longer in the model, and " + to +
                ", of the same type, is new in it: was " + from + " renamed?",
            ".renamed = df::renamed({\"" + from + "\", \"" + to + "\"}) in the options of " +
                std::string{d.table->model} +
                "; where it was not, drop one column in a version of its own, or say what becomes of the "
                "values with a df::migrate::change_set"};
}

/// Whether a table has the columns of another one, and no more.
[[nodiscard]] inline bool has_same_columns(const catalog::table& a, const catalog::table& b) {
    if (a.columns.size() != b.columns.size()) return false;
    for (const auto& c : a.columns)
        if (const auto* const other = b.find_column(c.name);
            other == nullptr || other->type.spelled != c.type.spelled)
            return false;
    return true;
}

/// Tables that are in no model and look like one that comes: it may be one of them under another name. No
/// question, for other programs may have such tables, too.
inline void tell_former_tables(const catalog::database_description& wanted, const change_list& all,
                               plan& out) {
    for (const auto& c : all.changes) {
        const auto& w = *c.about.wanted_table;
        if (c.what != change_kind::add_table || w.model.empty()) continue;
        for (const auto& t : all.found.tables) {
            if (t.kind != catalog::relation::table || t.name.starts_with("dataflow_") ||
                (w.schema.empty() ? !t.in_view : w.schema != t.schema) ||
                wanted.find_exactly({w.schema, t.name}) != nullptr || !has_same_columns(w, t))
                continue;
            out.unknown.push_back(table_text(t) + " is in no model, and has the columns of " + table_text(w) +
                                  ", which comes: where it was renamed, say .renamed_table = \"" +
                                  std::string{t.name} + "\" in the options of " + std::string{w.model});
        }
    }
}

/// What is left alone and worth a word.
inline bool is_told(const left_alone& l) noexcept {
    using kind = catalog::difference_kind;
    return l.about.what != kind::type_spelled_otherwise && l.about.what != kind::identity_differs &&
           !l.about.wanted_table->read_only;
}

DATAFLOW_RUNTIME void plan_of_changes(const catalog::database_description& wanted,
                                      const catalog::database_description& found, const change_list& all,
                                      const plan_options& how, plan& out) {
    planning with{wanted, found, all, how, out};
    if (sql::data_of(wanted.dialect).catalog == sql::catalog_form::pg_catalog) plan_for_postgres(with);
    else plan_for_sqlite(with);
}

} // namespace detail

DATAFLOW_RUNTIME plan plan_of(const catalog::database_description& wanted,
                              const catalog::database_description& found, int server_version,
                              const plan_options& how) {
    if (wanted.dialect != found.dialect)
        throw std::invalid_argument{"dataflow: a plan is of one kind of database, and these are two"};
    plan out;
    out.dialect = wanted.dialect;
    out.server_version = server_version;
    auto all = changes_of(wanted, found);
    all.ended_histories = detail::ended_past_versions(wanted, all.found);
    for (const auto& d : all.doubts) out.questions.push_back(detail::question_about(d));
    for (const auto& l : all.left)
        if (detail::is_told(l))
            out.unknown.push_back(detail::table_text(*l.about.wanted_table) + ": " +
                                  catalog::to_string(l.about) + ": " + std::string{l.why});
    detail::tell_former_tables(wanted, all, out);
    detail::plan_of_changes(wanted, found, all, how, out);
    detail::settle_findings(out, how);
    return out;
}

} // namespace dataflow::migrate
