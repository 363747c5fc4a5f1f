// The process in which something was opened: connections do not outlive a fork.
#pragma once

#include <pthread.h>

#include <atomic>
#include <string_view>

namespace dataflow::driver {

/// Remembers the process in which it was made. To look costs no call of the system.
class home {
  public:
    home() noexcept : at_(forks_so_far()) {}
    /// Whether this is another process now: a child of the one in which it was made.
    [[nodiscard]] bool left() const noexcept { return forks().load(std::memory_order_relaxed) != at_; }

    /// Told to a thread that uses a connection in a child.
    static constexpr std::string_view left_text = "the database was opened before the process was forked, "
                                                  "and belongs to the parent: open databases after the fork";

  private:
    static std::atomic<unsigned>& forks() noexcept {
        static constinit std::atomic<unsigned> count{0};
        return count;
    }
    static unsigned forks_so_far() noexcept {
        static const int watched =
            ::pthread_atfork(nullptr, nullptr, [] { forks().fetch_add(1, std::memory_order_relaxed); });
        (void)watched;
        return forks().load(std::memory_order_relaxed);
    }

    unsigned at_;
};

} // namespace dataflow::driver
