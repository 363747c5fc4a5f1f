// Which row holds a value that does not fit its field: looked for after the statement has failed.
#pragma once

#include <dataflow/driver/sqlite/detail/errors.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/forms.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::driver::sqlite_ {

/// `; found text in the row with the id 7`, of the first row whose value a column's form does not take; empty
/// where none is found.
[[nodiscard, gnu::cold]] inline std::string misfit_row(sqlite3* db, const sql::column_form& form,
                                                       const subject& s) {
    sql::writer w{dialect::sqlite};
    const auto* t = s.what != nullptr ? s.what->table : nullptr;
    const bool keyed = t != nullptr && t->name == form.table && !t->key.empty();
    w << "SELECT typeof(";
    w.identifier(form.column) << ")";
    for (std::size_t i = 0; keyed && i < t->key.size(); ++i)
        (w << ", ").identifier(t->columns[t->key[i]].name);
    if (!keyed) w << ", rowid";
    w << " FROM ";
    w.table(form.table) << " WHERE dataflow_misfit(";
    w.identifier(form.column) << ", ";
    w.number(std::int64_t{form.number} - 1) << ") LIMIT 1";
    sqlite3_stmt* made = nullptr;
    const auto text = w.view();
    if (sqlite3_prepare_v2(db, text.data(), static_cast<int>(text.size()), &made, nullptr) != SQLITE_OK)
        return {};
    const statement_handle found{made};
    if (sqlite3_step(made) != SQLITE_ROW) return {};
    const auto column = [&](int i) {
        const auto* from = sqlite3_column_text(made, i);
        return std::string{from != nullptr ? reinterpret_cast<const char*>(from) : "NULL"};
    };
    std::string out = "; found " + column(0) + " in the row with the ";
    for (int i = 1; i < sqlite3_column_count(made); ++i) {
        if (i > 1) out += ", ";
        out += sqlite3_column_name(made, i);
        out += " " + column(i);
    }
    return out;
}

/// Throws what a form has refused, with the row.
[[noreturn, gnu::cold]] inline void raise_misfit(sqlite3* db, const callback_state& state, int code,
                                                 const subject& s, bool prepared) {
    auto found = *state.failed;
    const auto words = std::string{found.message} + misfit_row(db, *state.form, s);
    found.message = words;
    raise_failure(code, words, s, found, prepared);
}

} // namespace dataflow::driver::sqlite_
