// What is shown of rows before a change, in words: of both kinds of databases the same. Each follows "verify
// ".
#pragma once

#include <string>
#include <string_view>

namespace dataflow::migrate::detail {

/// Names that may be in quotes, for people.
[[nodiscard]] inline std::string without_quotes(std::string names) {
    std::erase(names, '"');
    return names;
}
/// "that no two rows of shelves have the same room, name"
[[nodiscard]] inline std::string no_two_rows(std::string_view table, std::string_view columns) {
    return without_quotes("that no two rows of " + std::string{table} + " have the same " +
                          std::string{columns});
}
/// "that books.shelf_id refers only to rows of shelves"
[[nodiscard]] inline std::string only_refers(std::string_view table, std::string_view columns,
                                             std::string_view target) {
    const bool one = columns.find(", ") == std::string_view::npos;
    return without_quotes("that " + std::string{table} + (one ? "." : " (") + std::string{columns} +
                          (one ? "" : ")") + " refers only to rows of " + std::string{target});
}
/// "that every value of books.pages fits integer"
[[nodiscard]] inline std::string values_fit(std::string_view table, std::string_view column,
                                            std::string_view type) {
    return without_quotes("that every value of " + std::string{table} + "." + std::string{column} + " fits " +
                          std::string{type});
}
/// "that books.title is never NULL"
[[nodiscard]] inline std::string never_null(std::string_view table, std::string_view column) {
    return without_quotes("that " + std::string{table} + "." + std::string{column} + " is never NULL");
}
/// "that every row of books fulfills books_pages_check"
[[nodiscard]] inline std::string all_fulfill(std::string_view table, std::string_view check) {
    return "that every row of " + std::string{table} + " fulfills " +
           std::string{check.empty() ? "a check" : check};
}
/// "that books has no rows, for pages may not be NULL and has no default"
[[nodiscard]] inline std::string no_rows(std::string_view table, std::string_view column) {
    return "that " + std::string{table} + " has no rows, for " + std::string{column} +
           " may not be NULL and has no default";
}

} // namespace dataflow::migrate::detail
