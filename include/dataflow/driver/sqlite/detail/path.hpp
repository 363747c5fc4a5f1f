// What the file system tells about a database's file.
#pragma once

#include <dataflow/driver/sqlite/detail/settings.hpp>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

namespace dataflow::driver::sqlite_ {

/// Whether an empty database is opened in the place of a file that is missing.
[[nodiscard]] inline bool stands_in(const settings& how) noexcept {
    return how.missing == missing_file::empty && !how.read_only && !how.in_memory() &&
           ::access(how.path.c_str(), F_OK) != 0 && errno == ENOENT;
}

namespace detail {

[[nodiscard]] inline std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}
[[nodiscard]] inline bool holds_changes(const std::string& log) noexcept {
    struct stat found{};
    return ::stat(log.c_str(), &found) == 0 && found.st_size > 0;
}
/// Whether the file's head says that it is kept with a write-ahead log.
[[nodiscard]] inline bool is_logged(const std::string& path) noexcept {
    unsigned char head[20]{};
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    const auto n = ::read(file, head, sizeof head);
    ::close(file);
    return n == static_cast<ssize_t>(sizeof head) && head[18] == 2;
}

/// Why a file cannot be opened, as far as the file system tells; empty where it does not.
[[nodiscard, gnu::cold]] inline std::string reason(const settings& how) {
    const char* path = how.path.c_str();
    const auto folder = folder_of(how.path);
    struct stat found{};
    if (::stat(path, &found) != 0) {
        if (errno == EACCES)
            return "it, or its folder, may not be looked at (" + std::generic_category().message(EACCES) +
                   ")";
        if (errno != ENOENT && errno != ENOTDIR) return {};
        if (::stat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode))
            return "its folder does not exist";
        if (how.missing == missing_file::gone)
            return "the file is gone: it was deleted or moved after it had been opened";
        if (how.read_only || how.missing != missing_file::made)
            return "there is no such file, and none is to be made";
        if (::access(folder.c_str(), W_OK | X_OK) != 0)
            return "its folder cannot be written to (" + std::generic_category().message(errno) + ")";
        return {};
    }
    if (S_ISDIR(found.st_mode)) return "it is a folder";
    if (::access(path, R_OK) != 0)
        return "the file may not be read (" + std::generic_category().message(errno) + ")";
    if (!how.immutable && is_logged(how.path) && ::access(folder.c_str(), W_OK | X_OK) != 0)
        return "the file is kept with a write-ahead log (WAL), for which its folder must be writable; where "
               "nobody writes to it, "
               "mode=ro&immutable=1 in the URL reads it";
    return {};
}

/// SQLite's words for a code; where nothing may be written, with the file, or the folder, that is in the way:
/// one of `-wal` and `-shm` may be left from when the database's own could not be written to.
[[nodiscard, gnu::cold]] inline std::string message_of(sqlite3* db, int code) {
    std::string out{sqlite3_errmsg(db)};
    const char* name = (code & 0xFF) == SQLITE_READONLY ? sqlite3_db_filename(db, "main") : nullptr;
    if (name == nullptr || *name == '\0') return out;
    const std::string path{name};
    for (const char* end : {"", "-wal", "-shm", "-journal"})
        if (const auto file = path + end;
            ::access(file.c_str(), F_OK) == 0 && ::access(file.c_str(), W_OK) != 0)
            return out + ": '" + file + "' cannot be written to";
    if (const auto folder = folder_of(path); ::access(folder.c_str(), W_OK | X_OK) != 0)
        return out + ": the folder of '" + path + "' cannot be written to";
    return out;
}

/// The name by which SQLite opens a file that nobody changes.
[[nodiscard]] inline std::string immutable_uri(std::string_view path) {
    std::string out = "file:";
    constexpr char digits[] = "0123456789ABCDEF";
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '/' || c == '.' || c == '-' || c == '_';
        if (plain) out += c;
        else (out += '%').append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
    }
    return out + "?immutable=1";
}

} // namespace detail

} // namespace dataflow::driver::sqlite_
