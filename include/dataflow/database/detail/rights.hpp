// What the database's user may do with the tables of a model, looked at when a database is opened whose
// tables others made.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/detail/ask.hpp>
#include <dataflow/database/detail/opening_plan.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::database_ {

namespace detail {

// The rights that are missing, as `INSERT, UPDATE`. A right on all columns of the model is one on the table;
// to write, one on some column is enough.
inline void write_missing_rights(sql::writer& w, const sql::statement& s) {
    const auto& t = *s.table;
    const auto may = [&](std::string_view function, std::string_view right, std::string_view column = {}) {
        w << function << "(to_regclass(";
        w.name_literal(t.name) << ")";
        if (!column.empty()) (w << ", ").literal(column);
        (w << ", ").literal(right) << ")";
    };
    w << "SELECT concat_ws(', ', CASE WHEN NOT (";
    may("has_table_privilege", "SELECT");
    w << " OR (true";
    for (const auto& c : t.columns) {
        w << " AND ";
        may("has_column_privilege", "SELECT", c.name);
    }
    w << ")) THEN 'SELECT' END";
    if (!t.read_only)
        for (const std::string_view right : {"INSERT", "UPDATE", "DELETE"}) {
            w << ", CASE WHEN NOT ";
            may(right == "DELETE" ? "has_table_privilege" : "has_any_column_privilege", right);
            (w << " THEN ").literal(right) << " END";
        }
    w << ")";
}

} // namespace detail

/// Gathers the rights that are missing.
class rights_judge {
  public:
    rights_judge(context& c, std::vector<open_warning>& warnings) noexcept
        : inside_(c), warnings_(warnings) {}

    /// Whether a table may be read; what may not be done besides is a warning.
    [[nodiscard]] bool may_read(const schema::table& t) {
        if (inside_.dialect_data().catalog != sql::catalog_form::pg_catalog)
            return true; // SQLite has no users
        const auto lacks = ask<std::string>(inside_, &detail::write_missing_rights, &t);
        if (lacks.empty()) return true;
        const bool reads = !lacks.starts_with("SELECT");
        if (reads)
            warnings_.push_back({std::string{t.model},
                                 std::string{t.name},
                                 {},
                                 "the database's user lacks the right to " + lacks});
        else denied_ += (denied_.empty() ? "" : "; ") + lacks + " on " + std::string{t.name};
        return reads;
    }
    /// Throws `permission_denied` where a table may not be read.
    void require() const {
        if (!denied_.empty())
            raise(error_kind::permission_denied,
                  {.message = "the database's user lacks the right to " + denied_, .node = "open"});
    }

  private:
    context& inside_;
    std::vector<open_warning>& warnings_;
    std::string denied_{};
};

} // namespace dataflow::database_
