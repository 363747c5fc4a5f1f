// A table that changes on SQLite: its definition as it is and as it is to be, and where the values come from.
// Until the end of the plan it has the names that it has now; then SQLite itself renames it and its columns,
// with everything that mentions them.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/migrate/change.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

/// A column whose values go into the new table.
struct sqlite_copy {
    std::string name{};
    std::string column{}; ///< the name in quotes
    std::string value{};  ///< an expression over the former table
    std::string kept{};   ///< a condition that is true where nothing is lost; empty: always
    std::string back{};   ///< an expression over the new table; empty where the column did not exist
    bool filled = false;  ///< NULL becomes the default
};

struct sqlite_table {
    const catalog::table* wanted = nullptr;
    const catalog::table* found = nullptr; ///< under its own name
    std::vector<const change*> changes{};
    catalog::table_definition before{};
    catalog::table_definition after{};
    catalog::table_definition model{};            ///< of the wanted table, under the names of now
    std::vector<catalog::renamed_column> now{};   ///< the wanted names that are others now
    std::vector<catalog::renamed_column> later{}; ///< what is renamed at the end, one after the other
    std::vector<sqlite_copy> copies{};
    bool full_text_goes = false; ///< the library's index of words, which is made again when it is opened
    std::vector<std::string_view> words{}; ///< the triggers of that
    const catalog::table* words_table = nullptr;

    [[nodiscard]] std::string name() const { return catalog::quoted_name(found->schema, found->name); }
    /// The name that a wanted column has now.
    [[nodiscard]] std::string name_now(std::string_view column) const;
    [[nodiscard]] bool has(change_kind what, std::string_view column = {}) const;
    /// Whether a column comes with this plan.
    [[nodiscard]] bool comes(std::string_view wanted_column) const {
        return has(change_kind::add_column, wanted_column);
    }
    /// What a row is known by in a query about rows that are in the way.
    [[nodiscard]] std::string row_name() const;
    /// The index of the table that keeps its name, as it is.
    [[nodiscard]] bool stays(const catalog::index& i) const;
    [[nodiscard]] bool stays(const catalog::trigger& t) const;
    /// Whether a trigger belongs to the index of words that goes.
    [[nodiscard]] bool is_of_words(const catalog::trigger& t) const;
};

/// `found` is the table under the name that it has now, in the description that was read.
[[nodiscard]] sqlite_table sqlite_table_of(const catalog::table& wanted, const catalog::table& found,
                                           std::vector<const change*> changes,
                                           const catalog::database_description& all);

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/sqlite_table.ipp>
#endif
