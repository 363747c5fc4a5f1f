// What may end a run before its end: a point in time, and whoever stops it.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/error.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string_view>

namespace dataflow::driver {

/// Bounds what runs on a connection; may stand inside another one, which then counts, too. Only `stop` may
/// be called from another thread.
class limit {
  public:
    using clock = std::chrono::steady_clock;
    static constexpr clock::time_point never = clock::time_point::max();

    /// Why a run ends.
    enum class end : std::uint8_t { none, time, stop };

    limit() = default;
    limit(const limit&) = delete;
    limit& operator=(const limit&) = delete;

    void not_after(clock::time_point t) noexcept {
        if (t < deadline_) deadline_ = t;
    }
    void inside(limit* outer) noexcept { outer_ = outer; }
    [[nodiscard]] limit* outer() const noexcept { return outer_; }

    /// Ends what runs, and lets nothing more begin.
    void stop() noexcept;

    /// The earliest deadline; `never` where there is none.
    [[nodiscard]] clock::time_point deadline() const noexcept {
        const auto out = outer_ != nullptr ? outer_->deadline() : never;
        return out < deadline_ ? out : deadline_;
    }
    [[nodiscard]] bool stopped() const noexcept {
        return stopped_.load(std::memory_order_acquire) || (outer_ != nullptr && outer_->stopped());
    }
    [[nodiscard]] end reached() const noexcept {
        if (stopped()) return end::stop;
        const auto until = deadline();
        return until != never && clock::now() >= until ? end::time : end::none;
    }
    /// Throws where it is reached.
    void require() const;

    /// While it lives, `wake` is called when somebody stops the run, by that thread. Look at `stopped` after
    /// its making: a thread that had stopped it before does not call.
    class watch {
      public:
        watch(limit* of, void (*wake)(void*), void* state) noexcept;
        watch(const watch&) = delete;
        watch& operator=(const watch&) = delete;
        ~watch();

      private:
        limit* of_;
    };

  private:
    clock::time_point deadline_ = never;
    limit* outer_ = nullptr;
    std::atomic<bool> stopped_{false};
    std::mutex guard_{};
    void (*wake_)(void*) = nullptr; // under `guard_`, which is held while it is called
    void* state_ = nullptr;
};

/// The kind of error of a run that was ended so, and words for it.
[[nodiscard]] constexpr error_kind kind_of(limit::end why) noexcept {
    return why == limit::end::stop ? error_kind::cancelled : error_kind::timeout;
}
[[nodiscard]] constexpr std::string_view words_for(limit::end why) noexcept {
    return why == limit::end::stop ? "stopped by its token" : "its time limit was reached";
}

} // namespace dataflow::driver

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/driver/limit.ipp>
#endif
