// Binary COPY: the fastest way in for many rows.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/postgres/buffer.hpp>
#include <dataflow/driver/postgres/encode.hpp>
#include <dataflow/driver/postgres/fault.hpp>
#include <dataflow/driver/postgres/handles.hpp>
#include <dataflow/driver/postgres/link.hpp>
#include <dataflow/driver/postgres/object.hpp>
#include <dataflow/driver/postgres/wire.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

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

/// Streams rows into `COPY ... FROM STDIN (FORMAT binary)`: the fields of each row, then the
/// constants. Gives the number of rows as the server counted them. Throws; then no row is stored.
inline std::int64_t copy_rows(link& on, const subject& about, const rows_view& rows,
                              std::span<const value> constants, buffer& out) {
    const result_ptr started{PQexec(on.get(), std::string{about.text}.c_str())};
    const auto status = PQresultStatus(started.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
        on.fail(about, error_kind::database_error, "the statement is no COPY from the client");
    if (status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
        on.give_up();
        on.fail(about, error_kind::database_error, "the statement is no COPY from the client");
    }
    if (status != PGRES_COPY_IN) on.fail(about, started.get());
    try {
        detail::send_rows(about, on, rows, constants, out);
    } catch (...) {
        if (PQputCopyEnd(on.get(), "stopped by the client") == 1) on.drain();
        throw;
    }
    if (PQputCopyEnd(on.get(), nullptr) != 1) on.fail(about, nullptr);
    const result_ptr done{PQgetResult(on.get())};
    on.drain();
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) on.fail(about, done.get());
    return tag_count(done.get());
}

} // namespace dataflow::driver::postgres_
