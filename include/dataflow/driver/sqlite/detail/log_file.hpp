// Whether an open file, and its write-ahead log, are still those of their names.
#pragma once

#include <dataflow/driver/sqlite/detail/handles.hpp>

#include <sys/stat.h>

namespace dataflow::driver::sqlite_ {

/// Whether the database's file has been deleted, moved or replaced.
[[nodiscard]] inline bool has_moved(sqlite3* database) noexcept {
    int moved = 0;
    return sqlite3_file_control(database, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

/// Remembers which file holds the log. SQLite goes on writing to a log that was deleted, where nobody else
/// sees it, and where it ends with the process.
class log_file {
  public:
    /// After a commit: false where the log has been deleted or replaced. The first call finds out which file
    /// it is.
    [[nodiscard]] bool in_place(sqlite3* database) noexcept {
        struct stat now{};
        const char* file = sqlite3_db_filename(database, "main");
        if (file == nullptr || *file == '\0') return true;
        const bool there = ::stat(sqlite3_filename_wal(file), &now) == 0;
        if (!known_) {
            known_ = there;
            device_ = now.st_dev;
            number_ = now.st_ino;
            return true;
        }
        return there && now.st_dev == device_ && now.st_ino == number_;
    }
    /// Brings what a log that is not in place holds into the database's file, such that nobody reads from it
    /// any more. False where not all of it could be brought there.
    [[nodiscard, gnu::cold]] static bool rescue(sqlite3* database) noexcept {
        int frames = -1;
        int brought = -1;
        const int code =
            sqlite3_wal_checkpoint_v2(database, "main", SQLITE_CHECKPOINT_RESTART, &frames, &brought);
        return code == SQLITE_OK && frames == brought;
    }
    void forget() noexcept { known_ = false; }

  private:
    bool known_ = false;
    dev_t device_{};
    ino_t number_{};
};

} // namespace dataflow::driver::sqlite_
