// What the database's user may do with the tables of a model, looked at when a database is opened whose
// tables others made.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/database/detail/ask.hpp>
#include <dataflow/database/detail/opening_view.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::database_ {

namespace detail {

/// A column of a model's table, whose rights are asked for.
struct asked_column {
    std::int64_t model = 0; ///< its position
    std::string table{};    ///< as it stands in a statement
    std::string column{};
};
inline constexpr std::array<field_access, 3> asked_fields{
    field_access{offsetof(asked_column, model), &schema::info_of<std::int64_t>, "model"},
    field_access{offsetof(asked_column, table), &schema::info_of<std::string>, "table"},
    field_access{offsetof(asked_column, column), &schema::info_of<std::string>, "column"}};

// The rights that are missing, as `INSERT, UPDATE`, a line for each model. A right on all columns of the
// model is one on the table; to write, one on some column is enough.
inline void write_missing_rights(sql::writer& w, const sql::statement&) {
    constexpr storage columns[]{storage::int64, storage::text, storage::text};
    w << "WITH asked AS (SELECT r.c0 AS model, to_regclass(min(r.c1)) AS t, array_agg(r.c2) AS columns FROM ";
    w.rows(columns) << " GROUP BY r.c0) SELECT coalesce(string_agg(concat_ws(', ', CASE WHEN NOT "
                       "(has_table_privilege(t, 'SELECT') OR NOT EXISTS (SELECT FROM pg_attribute AS a WHERE "
                       "a.attrelid = t AND a.attname::TEXT = ANY(columns) AND NOT "
                       "has_column_privilege(t, a.attnum, 'SELECT'))) THEN 'SELECT' END";
    for (const std::string_view right : {"INSERT", "UPDATE", "DELETE"}) {
        w << ", CASE WHEN NOT " << (right == "DELETE" ? "has_table_privilege" : "has_any_column_privilege")
          << "(t, ";
        (w.literal(right) << ") THEN ").literal(right) << " END";
    }
    w << "), chr(10) ORDER BY model), '') FROM asked";
}

} // namespace detail

/// Gathers the rights that are missing.
class rights_judge {
  public:
    /// Asks for the rights of all tables that are there, by one statement.
    rights_judge(context& c, std::span<const described> models, const opening_view& view,
                 std::vector<open_warning>& warnings)
        : warnings_(warnings), lacks_(models.size()) {
        if (c.dialect_data().catalog != sql::catalog_form::pg_catalog) return; // SQLite has no users
        std::vector<detail::asked_column> all;
        for (std::size_t m = 0; m < models.size(); ++m) {
            if (view.table_of(models[m]) == nullptr) continue;
            sql::writer name{c.dialect_data()};
            name.table(models[m].table->name);
            for (const auto& column : models[m].table->columns)
                all.push_back(
                    {static_cast<std::int64_t>(m), std::string{name.view()}, std::string{column.name}});
        }
        if (all.empty()) return;
        const rows_view asked{reinterpret_cast<const std::byte*>(all.data()), sizeof all[0], all.size(),
                              detail::asked_fields};
        const auto answer = ask<std::string>(c, {.node = "open", .own_text = &detail::write_missing_rights},
                                             0, {.rows = &asked});
        std::size_t from = 0; // of the line of the next table that is there
        for (std::size_t m = 0; m < models.size(); ++m) {
            if (view.table_of(models[m]) == nullptr) continue;
            const auto end = std::min(answer.find('\n', from), answer.size());
            lacks_[m] = answer.substr(from, end - from);
            from = std::min(end + 1, answer.size());
        }
    }

    /// Whether the table of a model, by its position, may be read; what may not be done besides is a warning.
    [[nodiscard]] bool may_read(std::size_t model, const schema::table& t) {
        auto lacks = lacks_[model];
        if (t.read_only) lacks = lacks.starts_with("SELECT") ? "SELECT" : "";
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
    std::vector<open_warning>& warnings_;
    std::vector<std::string> lacks_; ///< of each model
    std::string denied_{};
};

} // namespace dataflow::database_
