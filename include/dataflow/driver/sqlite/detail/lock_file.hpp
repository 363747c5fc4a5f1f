// A lock that processes hold on a file next to a database, by which one of them at a time changes its tables.
#pragma once

#include <dataflow/core/error.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::driver::sqlite_ {

/// The lock is the kernel's (flock), so that it ends with its process, however that ends, and nobody can take
/// it away. The file only tells who has it; it is removed when the lock is given back.
class lock_file {
  public:
    lock_file() = default;
    lock_file(const lock_file&) = delete;
    lock_file& operator=(const lock_file&) = delete;
    ~lock_file() { give_back(); }

    /// Tries to take it; gives what the file tells where another has it. Throws `connection_error` where
    /// there can be no such file.
    [[nodiscard]] std::optional<std::string> take(const std::string& path, std::string_view holder) {
        if (file_ >= 0) return std::string{"this connection"};
        for (;;) {
            const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
            if (file < 0)
                raise(errno == EACCES || errno == EROFS ? error_kind::read_only
                                                        : error_kind::connection_error,
                      {.message = "the file '" + path + "' for the lock cannot be made"});
            if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
                auto told = content_of(file);
                ::close(file);
                return told.empty() ? std::string{"another process"} : told;
            }
            if (!is_at(file, path)) { // whoever had it has removed it meanwhile
                ::close(file);
                continue;
            }
            if (::ftruncate(file, 0) == 0)
                (void)!::pwrite(file, holder.data(), holder.size(), 0); // it only tells
            file_ = file;
            path_ = path;
            told_ = holder;
            return std::nullopt;
        }
    }
    void give_back() noexcept {
        const int file = std::exchange(file_, -1);
        if (file < 0) return;
        ::unlink(path_.c_str()); // while it is locked
        ::close(file);
    }

    /// Whether the lock is still had: the file that is locked is the one at the path. Then `sign` stands
    /// after what the file tells.
    [[nodiscard]] bool keeps(std::string_view sign) noexcept {
        if (file_ < 0 || !is_at(file_, path_)) return false;
        const auto at = static_cast<off_t>(told_.size());
        (void)!::pwrite(file_, sign.data(), sign.size(), at); // all signs have one length
        return true;
    }
    /// What the file tells of whoever has it; nothing where nobody has.
    [[nodiscard]] static std::optional<std::string> holder_of(const std::string& path) {
        const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0) return std::nullopt;
        // Shared, for a moment: who asks for it then asks again.
        const bool held = ::flock(file, LOCK_SH | LOCK_NB) != 0;
        auto told = held ? content_of(file) : std::string{};
        ::close(file);
        if (!held) return std::nullopt;
        return told.empty() ? std::string{"another process"} : told;
    }

  private:
    [[nodiscard]] static std::string content_of(int file) {
        char text[300];
        const auto size = ::pread(file, text, sizeof text, 0);
        return size > 0 ? std::string{text, static_cast<std::size_t>(size)} : std::string{};
    }
    [[nodiscard]] static bool is_at(int file, const std::string& path) noexcept {
        struct stat open{}, there{};
        return ::fstat(file, &open) == 0 && ::stat(path.c_str(), &there) == 0 &&
               open.st_ino == there.st_ino && open.st_dev == there.st_dev;
    }

    int file_ = -1;
    std::string path_{};
    std::string told_{}; ///< what the file tells, without the sign of life
};

} // namespace dataflow::driver::sqlite_
