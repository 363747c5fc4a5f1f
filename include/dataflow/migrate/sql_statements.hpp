// The statements of a text of SQL that somebody wrote, one by one.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate {

/// A statement of a text: from its first word to before its semicolon.
struct sql_statement {
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t line = 0; ///< of its first word, from 1
};
struct sql_statements {
    std::vector<sql_statement> all{};
    std::string problem{}; ///< why the text ends in the middle, or cannot be run here; empty where it can
    std::size_t line = 0;  ///< where that begins
};

/// Semicolons in strings, names, comments, parentheses, PostgreSQL's dollar quotes and BEGIN ATOMIC, and
/// SQLite's triggers do not end a statement. What only psql knows (`\connect`, COPY FROM STDIN) is a problem.
[[nodiscard]] sql_statements statements_in(std::string_view sql, dialect d);

/// What a statement does, as far as its first words tell.
struct statement_words {
    std::string operation{}; ///< `ALTER TABLE`
    std::string table{};     ///< `orders`, `sales.orders`; empty where the first words do not say
    std::string index{};     ///< of what CREATE INDEX and DROP INDEX name, in quotes
    bool concurrently = false;
    bool of_transactions = false; ///< BEGIN, COMMIT, ROLLBACK
    bool setting = false;         ///< what it does is said to the session: SET, set_config(), PRAGMA a = b
};
[[nodiscard]] statement_words words_of(std::string_view statement, dialect d);

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/statement_words.ipp>
#include <dataflow/migrate/sql_statements.ipp>
#endif
