// What only the text of a CREATE statement tells of SQLite's tables and indexes: names of constraints,
// checks, collations, expressions. (No pragma gives them.)
#pragma once

#include <dataflow/core/config.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

/// A constraint of a table or of one of its columns.
struct text_constraint {
    enum class kind { primary_key, unique, check, foreign_key };

    kind what = kind::check;
    std::string name{};
    std::vector<std::string> columns{};
    std::string_view expression{}; ///< of a check
    bool deferrable = false;
    bool deferred = false;
};

/// What a column's definition says besides its name and its type.
struct text_column {
    std::string name{};
    std::string collation{};
    std::string_view expression{}; ///< of a generated column
};

/// The parts of a CREATE TABLE, in the order of the text. Views into it.
struct table_text {
    std::vector<text_column> columns{};
    std::vector<text_constraint> constraints{};
    bool autoincrement = false;
    bool replaces = false; ///< PRIMARY KEY or UNIQUE ... ON CONFLICT REPLACE
    bool strict = false;
    bool without_rowid = false;
};

[[nodiscard]] table_text read_table_text(std::string_view sql);

/// The parts of a CREATE INDEX.
struct index_text {
    std::vector<std::string_view> parts{}; ///< columns and expressions as they stand there, with their order
    std::string_view predicate{};
};

[[nodiscard]] index_text read_index_text(std::string_view sql);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/detail/sqlite_text.ipp>
#endif
