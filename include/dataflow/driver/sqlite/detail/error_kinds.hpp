// What SQLite's result codes mean.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>

#include <cerrno>
#include <string_view>

namespace dataflow::driver::sqlite_ {

/// The class of an extended result code.
[[nodiscard]] inline error_kind kind_of(int code) noexcept {
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return error_kind::unique_violation;
    case SQLITE_CONSTRAINT_FOREIGNKEY: return error_kind::foreign_key_violation;
    case SQLITE_CONSTRAINT_CHECK: return error_kind::check_violation;
    case SQLITE_CONSTRAINT_NOTNULL: return error_kind::not_null_violation;
    case 3091:
        return error_kind::invalid_value; // SQLITE_CONSTRAINT_DATATYPE, from 3.37 on
    // A read transaction cannot become a writing one once others have written: waiting does not help.
    case SQLITE_BUSY_SNAPSHOT: return error_kind::serialization_failure;
    case SQLITE_IOERR_NOMEM: return error_kind::resource_exhausted;
    case SQLITE_READONLY_DBMOVED: return error_kind::connection_error;
    case SQLITE_IOERR_SHORT_READ:
    case 8202: // SQLITE_IOERR_DATA: a checksum is wrong
    case 8458: // SQLITE_IOERR_CORRUPTFS
        return error_kind::corrupt_database;
    default: break;
    }
    switch (code & 0xFF) {
    case SQLITE_CANTOPEN:
    case SQLITE_PERM: return error_kind::connection_error;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return error_kind::corrupt_database;
    case SQLITE_READONLY: return error_kind::read_only;
    case SQLITE_AUTH: return error_kind::protected_operation; // by the session's judge
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL: // the locks of a WAL were contended for too long
    case SQLITE_INTERRUPT: return error_kind::timeout;
    case SQLITE_FULL:
    case SQLITE_NOLFS: // a file system that takes no larger files
    case SQLITE_NOMEM: return error_kind::resource_exhausted;
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH: return error_kind::invalid_value;
    default: return error_kind::database_error;
    }
}

/// Whether a failure of reading or writing means that there is no room: SQLite itself tells so only of a full
/// disk, and not of a quota or the limit of a file's size.
[[nodiscard]] inline bool has_no_room(sqlite3* db, int code) noexcept {
    constexpr auto is_of_room = [](int system) {
        return system == EFBIG || system == ENOSPC || system == EDQUOT;
    };
    if ((code & 0xFF) != SQLITE_IOERR) return false;
    if (code == SQLITE_IOERR_SHMSIZE) return true; // the index of a log does not grow
    for (const int which : {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER}) {
        sqlite3_file* file = nullptr;
        int last = 0; // the error of the system that the file has met last
        if (sqlite3_file_control(db, "main", which, static_cast<void*>(&file)) != SQLITE_OK ||
            file == nullptr || file->pMethods == nullptr)
            continue;
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &last);
        if (is_of_room(last)) return true;
    }
    return is_of_room(sqlite3_system_errno(db)); // of a temporary file
}
/// Whether a file could not be opened because this process, or the system, has as many open as it may.
[[nodiscard]] inline bool has_no_descriptors(sqlite3* db, int code) noexcept {
    if ((code & 0xFF) != SQLITE_CANTOPEN || db == nullptr) return false;
    const int system = sqlite3_system_errno(db);
    return system == EMFILE || system == ENFILE;
}
inline constexpr std::string_view no_descriptors =
    "no more files can be opened: this process, or the system, has as many open as it may";
/// Words for a file that is not the one that was opened.
inline constexpr std::string_view not_in_place =
    "the file was deleted, moved or replaced after it had been opened";
inline constexpr std::string_view no_room =
    "out of space: the disk is full, or a quota or the limit of a file's size is reached";

} // namespace dataflow::driver::sqlite_
