// A line to a server that can be cut: a small TCP proxy of the test's own.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace support {

/// Passes on what comes, until it is told to cut.
class cut_line {
  public:
    enum class cut { never, before, after };

    /// To 127.0.0.1 at this port.
    explicit cut_line(int port) : port_(port), entry_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in at = local(0);
        socklen_t size = sizeof at;
        if (::bind(entry_, reinterpret_cast<sockaddr*>(&at), size) != 0 || ::listen(entry_, 64) != 0 ||
            ::getsockname(entry_, reinterpret_cast<sockaddr*>(&at), &size) != 0)
            throw std::runtime_error("no port to listen at");
        mine_ = ntohs(at.sin_port);
        door_ = std::thread{[this] { admit(); }};
    }
    cut_line(const cut_line&) = delete;
    cut_line& operator=(const cut_line&) = delete;
    ~cut_line() {
        ended_ = true;
        door_.join();
        cut_all();
        for (auto& t : lines_) t.join();
        ::close(entry_);
    }
    [[nodiscard]] int port() const noexcept { return mine_; }

    /// The next message of a client's that holds `text` is not passed on (`before`), or its answer is not
    /// (`after`), and the connection ends.
    void arm(cut how, std::string text = {}) {
        const std::scoped_lock lock{guard_};
        text_ = std::move(text);
        how_ = how;
    }
    [[nodiscard]] bool armed() {
        const std::scoped_lock lock{guard_};
        return how_ != cut::never;
    }
    /// How often a client has sent something after it had an answer, on all connections together.
    [[nodiscard]] int trips() const noexcept { return trips_; }
    /// Ends all connections at once.
    void cut_all() { ++round_; }

  private:
    static sockaddr_in local(int port) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(static_cast<std::uint16_t>(port));
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return at;
    }
    static bool wait(int a, int b, short& first, short& second) {
        pollfd on[]{{a, POLLIN, 0}, {b, POLLIN, 0}};
        if (::poll(on, b < 0 ? 1 : 2, 5) < 0) return false;
        first = on[0].revents;
        second = b < 0 ? short{0} : on[1].revents;
        return true;
    }
    void admit() {
        short ready = 0;
        short none = 0;
        while (!ended_) {
            if (!wait(entry_, -1, ready, none) || ready == 0) continue;
            const int client = ::accept(entry_, nullptr, nullptr);
            if (client >= 0) lines_.emplace_back([this, client] { serve(client); });
        }
    }
    [[nodiscard]] cut take(std::string_view message) {
        const std::scoped_lock lock{guard_};
        if (how_ == cut::never || message.find(text_) == message.npos) return cut::never;
        return std::exchange(how_, cut::never);
    }
    static bool pass(int to, const char* bytes, std::size_t n) {
        while (n != 0) {
            const auto sent = ::send(to, bytes, n, MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes += sent;
            n -= static_cast<std::size_t>(sent);
        }
        return true;
    }
    void serve(int client) {
        const int round = round_;
        const int server = ::socket(AF_INET, SOCK_STREAM, 0);
        const int on = 1;
        ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ::setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        auto at = local(port_);
        bool open = ::connect(server, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0;
        std::vector<char> buffer(1 << 16);
        bool asking = false;
        while (open && round_ == round && !ended_) {
            short asked = 0;
            short answered = 0;
            if (!wait(client, server, asked, answered)) break;
            if (asked != 0) {
                if (!std::exchange(asking, true)) ++trips_;
                const auto n = ::recv(client, buffer.data(), buffer.size(), 0);
                if (n <= 0) break;
                const auto how = take({buffer.data(), static_cast<std::size_t>(n)});
                if (how == cut::before) break;
                open = pass(server, buffer.data(), static_cast<std::size_t>(n));
                if (how == cut::after) { // the server answers, and so has done it
                    (void)::recv(server, buffer.data(), buffer.size(), 0);
                    break;
                }
            }
            if (answered != 0) {
                asking = false;
                const auto n = ::recv(server, buffer.data(), buffer.size(), 0);
                if (n <= 0 || !pass(client, buffer.data(), static_cast<std::size_t>(n))) break;
            }
        }
        ::close(client);
        ::close(server);
    }

    int port_;
    int entry_;
    int mine_ = 0;
    std::atomic<bool> ended_{false};
    std::atomic<int> round_{0};
    std::atomic<int> trips_{0};
    std::mutex guard_{};
    cut how_ = cut::never; // under `guard_`
    std::string text_{};
    std::thread door_{};
    std::vector<std::thread> lines_{}; // of `door_`, until it has ended
};

} // namespace support
