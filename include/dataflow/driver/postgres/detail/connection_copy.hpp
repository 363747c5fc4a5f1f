// How a connection to PostgreSQL stores rows by COPY.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/postgres/connection.hpp>
#include <dataflow/driver/postgres/detail/copy.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::driver::postgres_ {

inline std::optional<std::int64_t> connection::copy(const sql::statement& what, const rows_view& rows,
                                                    std::span<const value> constants) {
    if (forms() != nullptr && forms()->has(what.table->name)) return std::nullopt; // INSERT converts
    // A COPY that is held up stops in the middle of what is sent: within a limit the rows go in by
    // INSERT.
    if (rows.count < fewest_to_copy || link_.limited()) return std::nullopt;
    sql::writer w{dialect::postgres};
    bool first = true;
    const auto column = [&](std::string_view name) {
        if (!std::exchange(first, false)) w << ", ";
        w.identifier(name);
    };
    for (const auto& f : rows.fields) column(f.name);
    for (const auto& v : constants) column(v.field);
    const std::string columns{w.view()};
    sql::writer t{dialect::postgres};
    t.table(what.table->name);
    const std::string table{t.view()};
    const std::string text = "COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)";
    const subject about{&what, 0, text};
    remember(what);
    link_.require_ready(about);
    link_.bring_late(about);
    const bool alone = !link_.in_transaction();
    try {
        std::int64_t stored = 0;
        const bool possible = begin_copy(link_, about, table, columns, rows.fields, constants);
        link_.enter_transaction();
        if (possible) stored = copy_rows(link_, about, rows, constants, copy_buffer_);
        if (alone) {
            writes_ = possible;
            commit(about);
        }
        return possible ? std::optional{stored} : std::nullopt;
    } catch (...) {
        if (alone) rollback();
        throw;
    }
}

inline std::int64_t connection::copy_in(const sql::statement& what, std::string_view copy_sql,
                                        const rows_view& rows, std::span<const value> constants) {
    const subject about{&what, 0, copy_sql};
    link_.require_ready(about);
    return copy_rows(link_, about, rows, constants, copy_buffer_);
}

} // namespace dataflow::driver::postgres_
