// A disk that is as good as full.
#pragma once

#include <sys/resource.h>

#include <csignal>

namespace support {

/// Bounds the size of all files that this process writes, for the time of a block.
class file_limit {
  public:
    explicit file_limit(rlim_t bytes) : ignored_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit now{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    file_limit(const file_limit&) = delete;
    file_limit& operator=(const file_limit&) = delete;
    ~file_limit() {
        lift();
        std::signal(SIGXFSZ, ignored_);
    }
    void lift() const { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    rlimit before_{};
    void (*ignored_)(int);
};

} // namespace support
