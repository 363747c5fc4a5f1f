// Whether a file can have lost its name since it was looked at: asked of its folder, with one look for all
// files.
#pragma once

#include <dataflow/driver/sqlite/detail/path.hpp>

#include <sys/stat.h>

#ifdef __linux__
#include <sys/vfs.h>
#endif

#include <chrono>
#include <string>
#include <utility>

namespace dataflow::driver::sqlite_ {

/// A folder whose time of change tells that none of its files was deleted, moved, or replaced.
///
/// Each of these changes the folder's ctime, which no program can set back. A clock of the file system ticks
/// slowly, though: two changes of one tick have the same time. So a time counts only when the folder has been
/// seen with it for longer than a tick of any of these file systems lasts. (Git's index looks at times in the
/// same way: "racy git".) In a folder where files come and go all the time each file is looked at.
class quiet_folder {
  public:
    /// Of this file. The names of none, and files on a file system that is not known, are looked at each
    /// time.
    explicit quiet_folder(const char* file) {
        if (file == nullptr || *file == '\0') return;
        path_ = detail::folder_of(file);
        if (!tells_changes()) path_.clear();
    }

    /// After a commit. False: the files have to be looked at, and `in_place` told where they are there.
    [[nodiscard]] bool unchanged() noexcept {
        if (quiet_ && same_now()) return true;
        looked_twice_ = false;
        if (path_.empty()) return false;
        const auto now = std::chrono::steady_clock::now();
        if (std::exchange(quiet_, false)) next_ = now + tick;
        if (now < next_) return false;
        looked_twice_ = same_now();
        next_ = now + tick;
        return false;
    }
    /// The files were found in their place, after `unchanged` gave false.
    void in_place() noexcept { quiet_ = looked_twice_; }

  private:
    static constexpr std::chrono::seconds tick{2};

    /// Whether the folder is as it was seen last; it is remembered as it is.
    [[nodiscard]] bool same_now() noexcept {
        struct stat now{};
        if (::stat(path_.c_str(), &now) != 0) now.st_ino = 0;
        const bool same = now.st_ino != 0 && now.st_ino == seen_.st_ino && now.st_dev == seen_.st_dev &&
                          now.st_ctim.tv_sec == seen_.st_ctim.tv_sec &&
                          now.st_ctim.tv_nsec == seen_.st_ctim.tv_nsec;
        if (!same) seen_ = now;
        return same;
    }
    /// Whether the file system is known to keep a folder's ctime as POSIX says: those of a network, and of
    /// programs, keep what they like.
    [[nodiscard]] bool tells_changes() const noexcept {
#ifdef __linux__
        struct statfs of{};
        if (::statfs(path_.c_str(), &of) != 0) return false;
        switch (static_cast<unsigned long>(of.f_type) & 0xFFFFFFFFUL) { // of linux/magic.h
        case 0xEF53UL:                                                  // ext2, ext3, ext4
        case 0x58465342UL:                                              // XFS
        case 0x9123683EUL:                                              // Btrfs
        case 0x794C7630UL:                                              // OverlayFS
        case 0x01021994UL: return true;                                 // tmpfs
        default: return false;
        }
#else
        return false;
#endif
    }

    std::string path_;
    struct stat seen_{};
    std::chrono::steady_clock::time_point next_{};
    bool quiet_ = false;
    bool looked_twice_ = false;
};

} // namespace dataflow::driver::sqlite_
