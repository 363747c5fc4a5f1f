// Waiting for the server within a limit, and asking it to stop.
#pragma once

#include <dataflow/driver/limit.hpp>
#include <dataflow/driver/postgres/detail/handles.hpp>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

namespace dataflow::driver::postgres_ {

/// Asks the server to stop what a connection is doing. The request is a connection of its own, and knows no
/// more of the first.
class cancel_request {
  public:
    explicit cancel_request(PGconn* running) noexcept
#ifdef LIBPQ_HAS_ASYNC_CANCEL // libpq 17: encrypted like the connection itself
        : request_(PQcancelCreate(running)) {
    }
    ~cancel_request() { PQcancelFinish(request_); }
    [[nodiscard]] bool send() noexcept { return request_ != nullptr && PQcancelBlocking(request_) == 1; }
#else
        : request_(PQgetCancel(running)) {
    }
    ~cancel_request() { PQfreeCancel(request_); }
    [[nodiscard]] bool send() noexcept {
        char reason[256];
        return request_ != nullptr && PQcancel(request_, reason, sizeof reason) == 1;
    }
#endif
    cancel_request(const cancel_request&) = delete;
    cancel_request& operator=(const cancel_request&) = delete;

  private:
#ifdef LIBPQ_HAS_ASYNC_CANCEL
    PGcancelConn* request_;
#else
    PGcancel* request_;
#endif
};

/// The same, and waits for it; false where the server could not be asked.
[[nodiscard]] inline bool cancel(PGconn* running) noexcept { return cancel_request{running}.send(); }

/// Wakes a thread that waits for a socket.
class wake_pipe {
  public:
    wake_pipe() {
        if (::pipe(ends_) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
        for (const int end : ends_) {
            ::fcntl(end, F_SETFD, FD_CLOEXEC);
            ::fcntl(end, F_SETFL, O_NONBLOCK);
        }
    }
    wake_pipe(const wake_pipe&) = delete;
    wake_pipe& operator=(const wake_pipe&) = delete;
    ~wake_pipe() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }
    [[nodiscard]] int end_to_wait_at() const noexcept { return ends_[0]; }
    void wake() noexcept {
        const char byte = 0;
        (void)!::write(ends_[1], &byte, 1); // where it is full, it wakes already
    }
    void clear() noexcept {
        char bytes[64];
        while (::read(ends_[0], bytes, sizeof bytes) > 0) {
        }
    }

  private:
    int ends_[2]{-1, -1};
};

/// How a wait has ended.
enum class waited : unsigned char {
    there, ///< a result, or the loss of the connection, can be read
    last,  ///< the same; but the request to stop is still under way, and could hit a next statement
    mute,  ///< the server was asked to stop, and has not answered: the connection is of no more use
};

/// How long the server may take to stop what it was asked to stop.
inline constexpr std::chrono::seconds patience{5};

/// Waits for results of one connection.
class waiting {
  public:
    /// Waits until something can be read without blocking. When the limit or `until` is reached, the server
    /// is asked to stop by a thread of its own, for that may block; and its answer is waited for. The request
    /// has ended when this returns `there`, so that it cannot hit the next statement. `why` is set when it is
    /// sent.
    [[nodiscard]] waited wait(PGconn* c, limit* within, limit::clock::time_point until, limit::end& why) {
        if (PQisBusy(c) == 0) return waited::there;
        if (pipe_ == nullptr) pipe_ = std::make_shared<wake_pipe>();
        const limit::watch woken{within, [](void* pipe) { static_cast<wake_pipe*>(pipe)->wake(); },
                                 pipe_.get()};
        std::shared_ptr<request> asked;
        limit::clock::time_point again = limit::never; // when to ask again
        std::chrono::milliseconds pause{20};
        while (PQisBusy(c) != 0 || (asked != nullptr && !asked->ended.load())) {
            const auto now = limit::clock::now();
            const bool first = asked == nullptr;
            if (first) {
                why = within != nullptr && within->stopped() ? limit::end::stop
                      : now >= until                         ? limit::end::time
                                                             : limit::end::none;
                if (why != limit::end::none) until = now + patience;
            } else if (now >= until || (asked->ended.load() && !asked->taken)) {
                return PQisBusy(c) == 0 ? waited::last : waited::mute;
            }
            // The server drops a request that overtakes its statement: it is repeated.
            if (first ? why != limit::end::none : asked->ended.load() && now >= again) {
                asked = ask(c);
                if (asked == nullptr) return waited::mute;
                again = now + pause;
                pause *= 2;
            }
            if (PQsocket(c) < 0) break;
            struct pollfd on[]{{PQsocket(c), POLLIN, 0}, {pipe_->end_to_wait_at(), POLLIN, 0}};
            if (PQisBusy(c) == 0) on[0].fd = -1; // the result is there: only the request is waited for
            const bool asking = asked != nullptr && !asked->ended.load(); // its end wakes
            (void)::poll(on, 2, milliseconds_to(asking ? until : std::min(until, again), now));
            if (on[1].revents != 0) pipe_->clear();
            if (on[0].revents != 0 && PQconsumeInput(c) == 0) break; // lost: the next result says so
        }
        return waited::there;
    }

  private:
    struct request {
        explicit request(PGconn* c, std::shared_ptr<wake_pipe> p) noexcept : sent(c), pipe(std::move(p)) {}
        cancel_request sent;
        std::shared_ptr<wake_pipe> pipe;
        std::atomic<bool> ended{false};
        bool taken = false; ///< before `ended`
    };

    [[nodiscard]] std::shared_ptr<request> ask(PGconn* c) {
        auto out = std::make_shared<request>(c, pipe_);
        try {
            std::thread([out] {
                out->taken = out->sent.send();
                out->ended.store(true);
                out->pipe->wake();
            }).detach();
        } catch (const std::system_error&) {
            return nullptr;
        }
        return out;
    }
    [[nodiscard]] static int milliseconds_to(limit::clock::time_point until,
                                             limit::clock::time_point now) noexcept {
        if (until == limit::never) return -1;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now).count();
        return left <= 0 ? 0 : left > INT_MAX ? INT_MAX : static_cast<int>(left);
    }

    std::shared_ptr<wake_pipe> pipe_{};
};

} // namespace dataflow::driver::postgres_
