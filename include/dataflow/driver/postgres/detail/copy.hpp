// Binary COPY: the fastest way in for many rows.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/postgres/detail/buffer.hpp>
#include <dataflow/driver/postgres/detail/column_types.hpp>
#include <dataflow/driver/postgres/detail/encode.hpp>
#include <dataflow/driver/postgres/detail/fault.hpp>
#include <dataflow/driver/postgres/detail/handles.hpp>
#include <dataflow/driver/postgres/detail/link.hpp>
#include <dataflow/driver/postgres/detail/object.hpp>
#include <dataflow/driver/postgres/detail/wire.hpp>
#include <dataflow/sql/writer.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

namespace dataflow::driver::postgres_ {

/// The count in a command's tag ("INSERT 0 5"); 0 where there is none.
[[nodiscard]] inline std::int64_t tag_count(PGresult* result) noexcept {
    const std::string_view digits = PQcmdTuples(result);
    std::int64_t n = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), n);
    return n;
}

namespace detail {

inline void send_rows(const subject& about, link& on, const rows_view& rows, std::span<const value> constants,
                      buffer& out) {
    constexpr std::size_t chunk = 65536;
    const auto send = [&] {
        // A refusal of the server is reported at the end; here only a lost connection shows.
        if (PQputCopyData(on.get(), out.data(), static_cast<int>(out.size())) != 1) on.fail(about, nullptr);
        out.clear();
    };
    buffer tail; // the constants are the same bytes in every row
    for (const auto& v : constants) append_sized(about, v, false, tail);
    const auto columns = static_cast<std::int16_t>(rows.fields.size() + constants.size());
    out.clear();
    out.append({"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19}); // signature, flags, length of extensions
    for (std::size_t i = 0; i < rows.count; ++i) {
        put(out.extend(2), columns);
        for (const auto& field : rows.fields) append_sized(about, load(field, rows.row(i)), false, out);
        out.append({tail.data(), tail.size()});
        if (out.size() >= chunk) send();
    }
    put(out.extend(2), std::int16_t{-1});
    send();
}

} // namespace detail

/// Prepares a COPY, in a transaction that it begins where none is open: locks the table against changes of
/// its shape, and looks whether its columns are of the types that are going to be sent. False where COPY is
/// not for this table, or for this user. Throws `schema_mismatch`, or what the server reports.
[[nodiscard]] inline bool begin_copy(link& on, const subject& about, const std::string& table,
                                     const std::string& columns, std::span<const field_access> fields,
                                     std::span<const value> constants) {
    sql::writer w{dialect::postgres};
    w << "SELECT row_security_active(";
    w.literal(table) << ") OR EXISTS (SELECT FROM pg_rewrite WHERE ev_type = '3' AND ev_class = ";
    w.literal(table)
        << "::regclass) OR EXISTS (SELECT FROM pg_attribute WHERE attgenerated <> '' AND attrelid = ";
    w.literal(table) << "::regclass AND attname IN (";
    bool first = true;
    const auto name = [&](std::string_view column) {
        if (!first) w << ", ";
        first = false;
        w.literal(column);
    };
    for (const auto& f : fields) name(f.name);
    for (const auto& v : constants) name(v.field);
    w << "))"; // a rule on INSERT; a generated column, of which INSERT tells in better words
    const std::string security{w.view()};
    // It is never run: the server only tells of what types its columns are, and locks the table for that.
    const std::string look = "SELECT " + columns + " FROM " + table;
    const bool begin = !on.in_transaction();
    const auto results = on.together(about, [&](PGconn* c) {
        const auto plain = [&](const std::string& text) {
            return PQsendQueryParams(c, text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 1;
        };
        return (!begin ||
                (plain("BEGIN") && (on.for_transactions().empty() || plain(on.for_transactions())))) &&
               plain(security) && PQsendPrepare(c, "", look.c_str(), 0, nullptr) == 1 &&
               PQsendDescribePrepared(c, "") == 1;
    });
    if (results.empty() || link::failed(results.back().get()))
        on.fail(about, results.empty() ? nullptr : results.back().get());
    const PGresult* found = results.back().get();
    const PGresult* secured = results[results.size() - 3].get();
    bool fits = std::string_view{PQgetvalue(secured, 0, 0)} != "t";
    column_differences different;
    int at = 0;
    const auto compare = [&](const auto&... wanted) {
        const auto fit = different.look(wanted..., PQftype(found, at), PQfmod(found, at));
        ++at;
        fits = fits && fit != column_fit::fits_otherwise;
    };
    for (const auto& f : fields) compare(f.name, *f.type);
    for (const auto& v : constants) compare(v);
    if (!different.none()) different.fail(about);
    return fits;
}

/// Streams rows into `COPY ... FROM STDIN (FORMAT binary)`: the fields of each row, then the
/// constants. Gives the number of rows as the server counted them. Throws; then no row is stored.
inline std::int64_t copy_rows(link& on, const subject& about, const rows_view& rows,
                              std::span<const value> constants, buffer& out) {
    const result_ptr started{PQexec(on.get(), std::string{about.text}.c_str())};
    const auto status = PQresultStatus(started.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
        on.fail(about, error_kind::database_error, "the statement is not a COPY from the client");
    if (status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
        on.give_up();
        on.fail(about, error_kind::database_error, "the statement is not a COPY from the client");
    }
    if (status != PGRES_COPY_IN) on.fail(about, started.get());
    try {
        detail::send_rows(about, on, rows, constants, out);
    } catch (...) {
        if (PQputCopyEnd(on.get(), "stopped by the client") == 1) on.drain();
        throw;
    }
    on.risk(about); // nothing is stored before its end has come
    if (PQputCopyEnd(on.get(), nullptr) != 1) on.fail(about, nullptr);
    const result_ptr done{PQgetResult(on.get())};
    on.drain();
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) on.fail(about, done.get());
    return tag_count(done.get());
}

} // namespace dataflow::driver::postgres_
