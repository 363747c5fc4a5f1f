// The table-valued function `dataflow_rows(?)`: the caller's own rows, read in place by SQLite.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/sqlite/detail/encode.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/plain.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <string_view>

namespace dataflow::driver::sqlite_ {

/// The type under which a `rows_view` is bound by sqlite3_bind_pointer.
inline constexpr const char* rows_pointer = "dataflow_rows";
/// Columns of `dataflow_rows`: c0 to c127; after them come `ord` and the hidden `source`.
inline constexpr int rows_columns = 128;

namespace detail {

inline constexpr int ord_column = rows_columns;
inline constexpr int source_column = rows_columns + 1;

struct rows_table : sqlite3_vtab {
    callback_state* state = nullptr;
};

struct rows_scan : sqlite3_vtab_cursor {
    const rows_view* rows = nullptr; // null: an empty table
    std::size_t at = 0;
    callback_state* state = nullptr;
    constant_list<field_access> fields{}; // of the rows
    const void* row = nullptr;            // at `at`

    [[nodiscard]] bool ended() const noexcept { return rows == nullptr || at >= rows->count; }
    // Kept for the connection, so that it can tell at which row a constraint failed.
    void mark() noexcept {
        if (ended()) return state->row.reset();
        state->row = at;
        row = rows->row(at);
    }
};

inline int rows_connect(sqlite3* db, void* state, int, const char* const*, sqlite3_vtab** out, char**) {
    try {
        // Columns without a type have no affinity: values arrive as they are.
        std::string shape{"CREATE TABLE x("};
        for (int i = 0; i < rows_columns; ++i) shape.append(1, 'c').append(std::to_string(i)).append(1, ',');
        shape += "ord, source HIDDEN)";
        if (const int code = sqlite3_declare_vtab(db, shape.c_str()); code != SQLITE_OK) return code;
    } catch (const std::bad_alloc&) {
        return SQLITE_NOMEM;
    }
    sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
    auto* table = new (std::nothrow) rows_table;
    if (table == nullptr) return SQLITE_NOMEM;
    table->state = static_cast<callback_state*>(state);
    *out = table;
    return SQLITE_OK;
}

inline int rows_disconnect(sqlite3_vtab* table) {
    delete static_cast<rows_table*>(table);
    return SQLITE_OK;
}

inline int rows_best_index(sqlite3_vtab*, sqlite3_index_info* info) {
    info->idxNum = 0;
    // So cheap that the planner makes it the outer loop: each row is looked up in the real table,
    // and not the whole of the rows for each row of the table.
    info->estimatedCost = 1;
    info->estimatedRows = 1;
    for (int i = 0; i < info->nConstraint; ++i) {
        const auto& wanted = info->aConstraint[i];
        if (wanted.iColumn != source_column || wanted.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
        if (wanted.usable == 0) return SQLITE_CONSTRAINT;
        info->idxNum = 1;
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        break;
    }
    if (info->nOrderBy == 1 && info->aOrderBy[0].desc == 0 &&
        (info->aOrderBy[0].iColumn == ord_column || info->aOrderBy[0].iColumn == -1))
        info->orderByConsumed = 1;
    return SQLITE_OK;
}

inline int rows_open(sqlite3_vtab* table, sqlite3_vtab_cursor** out) {
    auto* scan = new (std::nothrow) rows_scan;
    if (scan == nullptr) return SQLITE_NOMEM;
    scan->state = static_cast<rows_table*>(table)->state;
    *out = scan;
    return SQLITE_OK;
}

inline int rows_close(sqlite3_vtab_cursor* scan) {
    delete static_cast<rows_scan*>(scan);
    return SQLITE_OK;
}

inline int rows_filter(sqlite3_vtab_cursor* cursor, int plan, const char*, int, sqlite3_value** arguments) {
    auto* scan = static_cast<rows_scan*>(cursor);
    scan->rows = plan == 1 ? static_cast<const rows_view*>(sqlite3_value_pointer(arguments[0], rows_pointer))
                           : nullptr;
    scan->at = 0;
    scan->fields = scan->rows != nullptr ? scan->rows->fields : constant_list<field_access>{};
    ++scan->state->scans;
    scan->mark();
    return SQLITE_OK;
}

inline int rows_next(sqlite3_vtab_cursor* cursor) {
    auto* scan = static_cast<rows_scan*>(cursor);
    ++scan->at;
    scan->mark();
    return SQLITE_OK;
}

inline int rows_eof(sqlite3_vtab_cursor* cursor) { return static_cast<rows_scan*>(cursor)->ended() ? 1 : 0; }

inline int rows_rowid(sqlite3_vtab_cursor* cursor, sqlite3_int64* out) {
    *out = static_cast<sqlite3_int64>(static_cast<rows_scan*>(cursor)->at) + 1;
    return SQLITE_OK;
}

/// Where `give_plain` gives a field to; each tells that it was given.
struct result_column {
    sqlite3_context* of;

    bool null() const { return true; } // as it is
    bool integer(std::int64_t n) const { return sqlite3_result_int64(of, n), true; }
    bool real(double x) const { return sqlite3_result_double(of, x), true; }
    bool text(std::string_view s) const {
        return sqlite3_result_text64(of, s.data(), s.size(), SQLITE_STATIC, SQLITE_UTF8), true;
    }
};

/// Every kind of column, and every refusal.
[[gnu::noinline]] inline int rows_any_column(const rows_scan* scan, sqlite3_context* to, int i) {
    if (i == ord_column) {
        sqlite3_result_int64(to, static_cast<sqlite3_int64>(scan->at) + 1);
        return SQLITE_OK;
    }
    if (i >= source_column) return SQLITE_OK; // NULL: a pointer cannot be read back
    const auto failed = [&](std::string_view why, std::string_view field, error_kind kind) {
        scan->state->scans = 1; // this row it is, also where several sources are read
        scan->state->row = scan->at;
        scan->state->failed = fault{kind, why, field};
        sqlite3_result_error(to, why.data(), static_cast<int>(why.size()));
        return SQLITE_ERROR;
    };
    const auto fields = scan->fields;
    if (static_cast<std::size_t>(i) >= fields.size())
        return failed("the rows have fewer columns than the statement reads", {}, error_kind::database_error);
    const auto& field = fields[static_cast<std::size_t>(i)];
    const auto give = [&](const value& v, sqlite3_destructor_type keep) {
        char scratch[scratch_size];
        const cell c = encode(v, scratch);
        switch (c.held) {
        case cell::kind::null: break;
        case cell::kind::integer: sqlite3_result_int64(to, c.integer); break;
        case cell::kind::real: sqlite3_result_double(to, c.real); break;
        case cell::kind::text: sqlite3_result_text64(to, c.data, c.size, keep, SQLITE_UTF8); break;
        case cell::kind::temporary:
            sqlite3_result_text64(to, c.data, c.size, SQLITE_TRANSIENT, SQLITE_UTF8);
            break;
        case cell::kind::blob: sqlite3_result_blob64(to, c.data, c.size, keep); break;
        case cell::kind::refused: return failed(c.problem, field.name, error_kind::invalid_value);
        }
        return SQLITE_OK;
    };
    const value v = load(field, scan->row);
    if (v.held == value::form::object) {
        std::string text;
        try { // SQLite is no place for exceptions to pass through
            object_text(text, v);
        } catch (const access_fault& f) {
            scan->state->path = std::make_unique<std::string>(joined_path(v.field, f.path));
            return failed(f.why, *scan->state->path, error_kind::invalid_value);
        } catch (const std::bad_alloc&) {
            return SQLITE_NOMEM;
        }
        sqlite3_result_text64(to, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        return SQLITE_OK;
    }
    if (v.held != value::form::mapped) return give(v, SQLITE_STATIC);
    int code = SQLITE_OK;
    try {
        with_stored(v, [&](const value& inner) { code = give(inner, SQLITE_TRANSIENT); });
    } catch (const std::bad_alloc&) {
        return SQLITE_NOMEM;
    } catch (...) {
        return failed(refused_by_mapping, field.name, error_kind::invalid_value);
    }
    return code;
}

inline int rows_column(sqlite3_vtab_cursor* cursor, sqlite3_context* to, int i) {
    const auto* scan = static_cast<const rows_scan*>(cursor);
    const auto column = static_cast<std::size_t>(i);
    if (column < scan->fields.size() && give_plain(scan->fields[column], scan->row, result_column{to}, false))
        return SQLITE_OK;
    return rows_any_column(scan, to, i);
}

} // namespace detail

/// Registers the table with a connection. It needs no CREATE, takes part only in statements given by
/// the program (not in views or triggers), and can only be read. `state` must outlive the connection.
inline int register_rows(sqlite3* db, callback_state& state) {
    static const sqlite3_module module = [] {
        sqlite3_module m{};
        m.iVersion = 1;
        m.xConnect = detail::rows_connect;
        m.xBestIndex = detail::rows_best_index;
        m.xDisconnect = detail::rows_disconnect;
        m.xDestroy = detail::rows_disconnect;
        m.xOpen = detail::rows_open;
        m.xClose = detail::rows_close;
        m.xFilter = detail::rows_filter;
        m.xNext = detail::rows_next;
        m.xEof = detail::rows_eof;
        m.xColumn = detail::rows_column;
        m.xRowid = detail::rows_rowid;
        return m;
    }();
    return sqlite3_create_module_v2(db, "dataflow_rows", &module, &state, nullptr);
}

} // namespace dataflow::driver::sqlite_
