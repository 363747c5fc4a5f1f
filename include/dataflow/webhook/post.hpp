// One POST with a deadline, by Boost.Beast.
#pragma once

#include <dataflow/core/base64.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/webhook/target.hpp>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/dynamic_body.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#if DATAFLOW_WEBHOOK_TLS
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#endif

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace dataflow::webhook {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

/// What is sent.
struct request {
    target to{};
    std::string body{};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string certificates{}; ///< https: a file with those that are trusted; empty: the system's
    std::chrono::steady_clock::time_point until{};
};

/// Sends it and reads the answer's first lines. Throws std::runtime_error, without a secret, where it was not
/// taken.
class post {
  public:
    explicit post(const request& what) : what_(&what) {}

    void run(const net::ip::tcp::resolver::results_type& places) {
#if DATAFLOW_WEBHOOK_TLS
        if (what_->to.secure) {
            net::ssl::context trust{net::ssl::context::tls_client};
            trust.set_verify_mode(net::ssl::verify_peer);
            if (what_->certificates.empty()) trust.set_default_verify_paths();
            else trust.load_verify_file(what_->certificates);
            beast::ssl_stream<beast::tcp_stream> stream{io_, trust};
            stream.set_verify_callback(net::ssl::host_name_verification{what_->to.host});
            (void)SSL_set_tlsext_host_name(stream.native_handle(), what_->to.host.c_str());
            connect(beast::get_lowest_layer(stream), places);
            await([&](auto done) { stream.async_handshake(net::ssl::stream_base::client, done); },
                  "the TLS handshake");
            exchange(stream);
            return;
        }
#endif
        beast::tcp_stream stream{io_};
        connect(stream, places);
        exchange(stream);
    }

  private:
    [[noreturn]] static void fail(const std::string& why) { throw std::runtime_error{why}; }

    /// Runs one operation to its end, or to the deadline.
    template <class Start>
    void await(Start&& start, std::string_view what) {
        boost::system::error_code failed;
        start([&](boost::system::error_code e, auto&&...) { failed = e; });
        io_.restart();
        io_.run();
        if (failed == beast::error::timeout) fail("no answer in time");
        if (failed) fail(std::string{what} + " failed: " + failed.message());
    }
    template <class Stream>
    void connect(Stream& stream, const net::ip::tcp::resolver::results_type& places) {
        stream.expires_at(what_->until);
        await([&](auto done) { stream.async_connect(places, done); }, "the connection");
    }
    template <class Stream>
    void exchange(Stream& stream) {
        const auto& to = what_->to;
        http::request<http::string_body> out{http::verb::post, to.path, 11};
        const auto plain = to.port == (to.secure ? "443" : "80");
        const auto host = to.host.find(':') != std::string::npos ? "[" + to.host + "]" : to.host;
        out.set(http::field::host, plain ? host : host + ":" + to.port);
        out.set(http::field::user_agent, "dataflow");
        out.set(http::field::content_type, "application/json");
        if (!to.user.empty())
            out.set(http::field::authorization, "Basic " + dataflow::detail::to_base64(bytes_of(to.user)));
        for (const auto& [name, value] : what_->headers) out.set(name, value);
        out.body() = what_->body;
        out.keep_alive(false);
        out.prepare_payload();
        await([&](auto done) { http::async_write(stream, out, done); }, "sending");
        beast::flat_buffer buffer;
        http::response_parser<http::empty_body> answer;
        await([&](auto done) { http::async_read_header(stream, buffer, answer, done); }, "the answer");
        const auto status = answer.get().result_int();
        if (status < 200 || status > 299) fail("it answered " + std::to_string(status));
    }
    [[nodiscard]] static bytes bytes_of(std::string_view text) {
        bytes out;
        for (const char c : text) out.push_back(static_cast<std::byte>(c));
        return out;
    }

    const request* what_;
    net::io_context io_{1};
};

/// The addresses of a host. The system's look-up cannot be stopped: where it takes too long, its thread is
/// left to it.
[[nodiscard]] inline net::ip::tcp::resolver::results_type addresses_of(const request& what) {
    struct search {
        std::mutex guard{};
        std::condition_variable ended{};
        bool done = false;
        boost::system::error_code failed{};
        net::ip::tcp::resolver::results_type found{};
    };
    const auto mine = std::make_shared<search>();
    std::thread{[mine, host = what.to.host, port = what.to.port] {
        net::io_context io;
        boost::system::error_code failed;
        auto found = net::ip::tcp::resolver{io}.resolve(host, port, failed);
        const std::scoped_lock lock{mine->guard};
        mine->found = std::move(found);
        mine->failed = failed;
        mine->done = true;
        mine->ended.notify_all();
    }}.detach();
    std::unique_lock lock{mine->guard};
    if (!mine->ended.wait_until(lock, what.until, [&] { return mine->done; }))
        throw std::runtime_error{"its name was not found in time"};
    if (mine->failed) throw std::runtime_error{"its name was not found: " + mine->failed.message()};
    return mine->found;
}

} // namespace dataflow::webhook
