// A table of SQLite's that is made anew under another name, filled, and put in the place of the former one:
// https://www.sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/migrate/detail/sqlite_table.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

class sqlite_rebuild {
  public:
    /// `name`: that of the new table until it takes the place of the former one.
    sqlite_rebuild(const sqlite_table& t, std::string_view name) : t_(t), plain_(name) {
        name_ = catalog::quoted_name(t.found->schema, plain_);
    }

    /// The new table, with its rows and its counter of keys.
    [[nodiscard]] std::vector<std::string> copy() const;
    /// A query that gives a row if not all rows are in it.
    [[nodiscard]] std::string lost_rows() const;
    /// It takes the place of the former one, with the indexes that stay. Triggers: see sqlite_dependents.
    [[nodiscard]] std::vector<std::string> swap() const;
    /// The former one again, out of the new one; a column whose values are lost is NULL there, or its
    /// default.
    [[nodiscard]] std::vector<std::string> undo() const;
    /// What the way back does not bring back; empty where it brings back everything.
    [[nodiscard]] std::string irreversible() const;

  private:
    void make(std::vector<std::string>& to, const catalog::table_definition& what, bool forth) const;
    /// Whether the values of a column of the former one are nowhere.
    [[nodiscard]] bool is_lost(const catalog::column_definition& c) const;
    /// Whether such a column can be made again all the same: not where it is in the key, or all rows would
    /// have the same value where that must be unique or refer to something.
    [[nodiscard]] bool comes_back_empty(const catalog::column_definition& c) const;
    void put_in_place(std::vector<std::string>& to) const;

    const sqlite_table& t_;
    std::string plain_;
    std::string name_;
};

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/sqlite_rebuild.ipp>
#endif
