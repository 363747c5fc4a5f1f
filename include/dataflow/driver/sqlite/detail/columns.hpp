// Whether the columns of SQLite's tables are still those of the models: another program may have made a table
// again, and a column of another affinity would convert what it gets, and compare it in another way.
#pragma once

#include <dataflow/driver/sqlite/detail/errors.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/column_type.hpp>
#include <dataflow/sql/select_query.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace dataflow::driver::sqlite_ {

namespace detail {

/// Adds what differs between a table and its model.
inline void add_differences(sqlite3* db, const schema::table& t, const sql::forms* forms, std::string& words,
                            std::string& names) {
    const auto path = t.path();
    const std::string table{path.name}, space{path.space};
    for (const auto& c : t.columns) {
        if (forms != nullptr && forms->find(t.name, c.name) != nullptr) continue; // seen at the opening
        const std::string name{c.name};
        const char* found = nullptr;
        if (sqlite3_table_column_metadata(db, space.empty() ? nullptr : space.c_str(), table.c_str(),
                                          name.c_str(), &found, nullptr, nullptr, nullptr,
                                          nullptr) != SQLITE_OK)
            continue; // what is not there, the statement has told
        const auto declared = sql::in_capitals(found != nullptr ? found : "");
        if (sql::keeps_values(*c.type, declared)) continue;
        words += (words.empty() ? "the table " + table + " has a different shape: column " : "; column ") +
                 name + " is " + (declared.empty() ? "without a type" : declared) + " and should be " +
                 sql::column_type(dialect::sqlite, *c.type);
        names += (names.empty() ? "" : ", ") + name;
    }
}

} // namespace detail

/// Compares the tables that a node's statement names with their models, by the rule that holds when a
/// database is opened. `more` is added to the message. Throws `schema_mismatch`.
inline void require_columns(sqlite3* db, const subject& s, const sql::forms* forms,
                            std::string_view more = {}) {
    const auto& what = *s.what;
    if (what.raw || (what.cache == nullptr && what.fragments.empty())) return; // no node's
    std::string words;
    std::string names;
    if (what.table != nullptr) detail::add_differences(db, *what.table, forms, words, names);
    if (what.select != nullptr)
        for (const auto& joined : what.select->tables)
            if (joined.table != what.table) detail::add_differences(db, *joined.table, forms, words, names);
    if (!words.empty()) refuse(s, error_kind::schema_mismatch, words.append(more), names);
}

} // namespace dataflow::driver::sqlite_
