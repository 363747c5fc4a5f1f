// How many connections of a pool one tenant has at once.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/limit.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace dataflow::database_ {

/// Lets at most so many of each tenant in; the one that waits longest is let in first. It stands before the
/// pool's queue, so that those who wait for their own tenant are in nobody's way there.
class tenant_gate {
    struct waiter;
    /// A tenant that has somebody in.
    struct line {
        std::string_view tenant{};
        std::vector<std::thread::id> in{}; ///< a place each
        waiter* first = nullptr;
        waiter* last = nullptr;
    };

  public:
    explicit tenant_gate(std::size_t most) noexcept : most_(most) {}
    tenant_gate(const tenant_gate&) = delete;
    tenant_gate& operator=(const tenant_gate&) = delete;
    ~tenant_gate() = default;

    /// A place; given back when this is destroyed.
    class place {
      public:
        place() = default;
        /// Waits for one. Throws timeout where none becomes free until then, protected_operation where this
        /// thread itself has all of them, and as the limit says.
        place(tenant_gate& of, std::string_view tenant, std::chrono::steady_clock::time_point until,
              driver::limit* within)
            : of_(&of), line_(&of.enter(tenant, until, within)), by_(std::this_thread::get_id()) {}
        place(place&& other) noexcept
            : of_(std::exchange(other.of_, nullptr)), line_(other.line_), by_(other.by_) {}
        place& operator=(place&& other) noexcept {
            std::swap(of_, other.of_);
            std::swap(line_, other.line_);
            std::swap(by_, other.by_);
            return *this;
        }
        ~place() {
            if (of_ != nullptr) of_->leave(*line_, by_);
        }

      private:
        tenant_gate* of_ = nullptr;
        line* line_ = nullptr;
        std::thread::id by_{};
    };

  private:
    line& enter(std::string_view tenant, std::chrono::steady_clock::time_point until, driver::limit* within);
    void leave(line& of, std::thread::id by) noexcept;

    std::size_t most_;
    std::mutex guard_{};
    std::map<std::string, line, std::less<>> lines_{}; // of those only that have somebody in
};

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/tenant_gate.ipp>
#endif
