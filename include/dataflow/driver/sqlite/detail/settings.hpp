// How an SQLite database is opened.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::driver::sqlite_ {

/// PRAGMA journal_mode. `wal` lets readers and one writer work side by side.
enum class journal : std::uint8_t { wal, rollback, truncate, persist, memory, off };

/// PRAGMA synchronous: what survives a loss of power. With `wal`, `normal` can lose the last commits
/// but never damages the file; `full` loses nothing.
enum class durability : std::uint8_t { off, normal, full, extra };

/// The word of a journal mode in PRAGMA journal_mode.
[[nodiscard]] constexpr std::string_view word_of(journal mode) noexcept {
    constexpr std::string_view words[] = {"WAL", "DELETE", "TRUNCATE", "PERSIST", "MEMORY", "OFF"};
    return words[static_cast<std::size_t>(mode)];
}
/// The word of a durability in PRAGMA synchronous.
[[nodiscard]] constexpr std::string_view word_of(durability level) noexcept {
    constexpr std::string_view words[] = {"OFF", "NORMAL", "FULL", "EXTRA"};
    return words[static_cast<std::size_t>(level)];
}

/// What becomes of a file that is missing.
enum class missing_file : std::uint8_t {
    made,
    empty, ///< none is made, and the connection sees an empty database, so that what it lacks can be told;
           ///< `accept` throws
    refused,
    gone, ///< refused: it was there before
};

/// Another file, whose tables are called `name.table`.
struct attached_file {
    std::string name{};
    std::string path{};
};

/// What to open, and how. The path is taken as it stands: it is never read as a URI.
struct settings {
    std::string path{}; ///< a file; empty or ":memory:" for a database in memory
    missing_file missing = missing_file::made;
    bool read_only = false; ///< writes are refused, and the file must exist
    bool immutable =
        false; ///< nobody writes to the file: no locks, and its folder need not be writable. With `read_only`
    bool unchecked = false; ///< the file is not changed by opening it, until `accept`
    bool unchanged = false; ///< nor later: it keeps its journal mode, even where it is empty
    std::chrono::milliseconds busy_timeout{5000};   ///< how long to wait for another connection's lock
    std::chrono::milliseconds statement_timeout{0}; ///< how long a statement may take; 0: as long as it does
    std::size_t kept_statements =
        256; ///< how many statements are kept prepared; the one used least makes room
    std::optional<journal>
        journal_mode{}; ///< of a file that can be written to; nothing: `wal` for a new one, else as it is
    durability synchronous = durability::normal;
    bool foreign_keys = true;
    std::vector<attached_file> attached{};
    std::optional<std::int64_t> cache_size{}; ///< as PRAGMA cache_size: pages, or KiB where negative
    std::optional<std::int64_t> mmap_size{};  ///< bytes of the file that are mapped into memory

    [[nodiscard]] bool in_memory() const noexcept { return path.empty() || path == ":memory:"; }
};

} // namespace dataflow::driver::sqlite_
