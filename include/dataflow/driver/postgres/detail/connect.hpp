// Opens a connection of libpq, and keeps passwords out of what it says when that fails.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/postgres/detail/handles.hpp>
#include <dataflow/driver/postgres/detail/sqlstate.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::driver::postgres_ {

/// How to reach a server.
struct settings {
    std::string
        conninfo; ///< a connection string or URI of libpq's; what it leaves out comes from PG* variables
    std::chrono::seconds connect_timeout{10};       ///< for each host, unless the string names its own
    std::chrono::milliseconds statement_timeout{0}; ///< how long a statement may take; 0: as long as it does
    std::string application_name = "dataflow";      ///< unless the string or PGAPPNAME names another
    dataflow::statements statements = dataflow::statements::automatic; ///< how statements are kept prepared
    std::size_t kept_statements = 256;                                 ///< how many are, at most
};

/// A connection as libpq made it.
struct connected {
    handle_ptr handle;
    std::string options;  ///< the settings of its session that were asked for: `-c search_path=mine`
    bool refused = false; ///< the other side, a pooler, has not taken them
};

namespace detail {

[[noreturn]] inline void connect_failed(std::string message, error_kind kind = error_kind::connection_error,
                                        std::string_view code = {}) {
    error_info info;
    info.message = std::move(message);
    info.code = code;
    raise(kind, std::move(info));
}

/// The SQLSTATE at the end of a line of libpq's: "... failed: FATAL:  53300". Empty where there is none.
[[nodiscard]] inline std::string_view code_at_end(std::string_view message) noexcept {
    while (!message.empty() && message.back() == '\n') message.remove_suffix(1);
    if (message.size() < 7) return {};
    const auto code = message.substr(message.size() - 5);
    return message.substr(message.size() - 7, 2) == "  " &&
                   code.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == code.npos
               ? code
               : std::string_view{};
}

/// libpq's message in one line, with every occurrence of the secrets blanked.
[[nodiscard]] inline std::string without_secrets(std::string_view message,
                                                 const std::vector<std::string>& secrets) {
    std::string out{message};
    for (const auto& secret : secrets)
        for (std::size_t at = out.find(secret); at != std::string::npos; at = out.find(secret, at + 3))
            out.replace(at, secret.size(), "***");
    while (!out.empty() && out.back() == '\n') out.pop_back();
    for (auto& c : out)
        if (c == '\n' || c == '\t') c = ' ';
    return out;
}

/// What a refused connection means. libpq gives the server's code only in its words, and only when it was
/// told to before it connects: so it connects once more, unless the first time was long. May end with a
/// connection.
[[gnu::cold]] inline void look_at_refusal(PGconn* c, bool quick, const std::vector<std::string>& secrets) {
    std::string words = without_secrets(PQerrorMessage(c), secrets);
    std::string code;
    if (quick) {
        PQsetErrorVerbosity(c, PQERRORS_SQLSTATE);
        PQreset(c);
        PQsetErrorVerbosity(c, PQERRORS_DEFAULT);
        if (PQstatus(c) == CONNECTION_OK) return;
        code = code_at_end(PQerrorMessage(c));
    }
    // A server that is not there, or not yet, may be there soon; one that refuses the user or the database
    // will not change its mind.
    auto kind = code.empty() ? error_kind::not_done : kind_of(code);
    if (kind == error_kind::connection_error && code.starts_with("57P")) kind = error_kind::not_done;
    if (kind != error_kind::resource_exhausted && kind != error_kind::not_done)
        kind = error_kind::connection_error;
    connect_failed(std::move(words), kind, code);
}

} // namespace detail

/// Connects. Throws `connection_error`, with libpq's message but never with a password; `not_done` where the
/// server cannot be reached, `resource_exhausted` where it takes no more connections. A pooler that takes no
/// `options` is asked again without them.
[[nodiscard]] inline connected connect(const settings& how) {
    if (how.conninfo.find('\0') != std::string::npos)
        detail::connect_failed("the connection string holds a NUL byte");
    char* reason = nullptr;
    const std::unique_ptr<PQconninfoOption, options_deleter> options{
        PQconninfoParse(how.conninfo.c_str(), &reason)};
    const std::unique_ptr<char, memory_deleter> reason_owner{reason};
    if (options == nullptr) // libpq's reason quotes parts of the string, and so of a password in it
        detail::connect_failed("the connection string is not well formed: expected key=value pairs or "
                               "postgresql://user:password@host:port/database, with special characters in "
                               "percent-encoding");
    const std::string timeout = std::to_string(how.connect_timeout.count());
    std::vector<const char*> keywords;
    std::vector<const char*> values;
    std::vector<std::string> secrets;
    connected out;
    std::size_t options_at = 0;
    const auto add = [&](const char* keyword, const char* value) {
        keywords.push_back(keyword);
        values.push_back(value);
    };
    bool own_timeout = false;
    for (const auto* o = options.get(); o->keyword != nullptr; ++o) {
        if (o->val == nullptr || *o->val == '\0') continue;
        const std::string_view keyword = o->keyword;
        const std::string_view text = o->val;
        if (keyword.find("password") != std::string_view::npos) secrets.emplace_back(text);
        // An '@', '/' or ':' of a password that is not percent-encoded makes libpq take its rest for a
        // host or a port, which libpq's messages then show.
        if ((keyword == "host" && text.find('@') != std::string_view::npos) ||
            (keyword == "port" && text.find_first_not_of("0123456789, ") != std::string_view::npos))
            detail::connect_failed("the connection string's " + std::string{keyword} +
                                   " is not valid: special characters of a password must be percent-encoded");
        own_timeout = own_timeout || keyword == "connect_timeout";
        if (keyword == "options") {
            out.options = text;
            options_at = keywords.size();
        }
        if (keyword != "client_encoding") add(o->keyword, o->val);
    }
    if (!own_timeout) add("connect_timeout", timeout.c_str());
    if (!how.application_name.empty()) add("fallback_application_name", how.application_name.c_str());
    add("client_encoding", "UTF8");
    add(nullptr, nullptr);
    auto& handle = out.handle;
    const auto started = std::chrono::steady_clock::now();
    handle.reset(PQconnectdbParams(keywords.data(), values.data(), 0));
    // PgBouncer: "unsupported startup parameter: options", or "... in options: search_path".
    if (handle != nullptr && PQstatus(handle.get()) != CONNECTION_OK && !out.options.empty() &&
        std::string_view{PQerrorMessage(handle.get())}.find("unsupported startup parameter") !=
            std::string_view::npos) {
        out.refused = true;
        values[options_at] = "";
        handle.reset(PQconnectdbParams(keywords.data(), values.data(), 0));
    }
    if (handle == nullptr) detail::connect_failed("out of memory");
    if (const char* used = PQpass(handle.get()); used != nullptr && *used != '\0') secrets.emplace_back(used);
    if (PQstatus(handle.get()) != CONNECTION_OK)
        detail::look_at_refusal(
            handle.get(), std::chrono::steady_clock::now() - started < std::chrono::seconds{5}, secrets);
    if (PQserverVersion(handle.get()) < 140000)
        detail::connect_failed("the server is older than PostgreSQL 14, the oldest that is supported");
    // It counts bytes as characters, and takes any bytes for text.
    if (const char* encoding = PQparameterStatus(handle.get(), "server_encoding");
        encoding != nullptr && std::string_view{encoding} == "SQL_ASCII")
        detail::connect_failed("the encoding of the database is SQL_ASCII, which knows no characters: one "
                               "made with ENCODING 'UTF8' is needed");
    if (!out.options.empty()) return out;
    const std::unique_ptr<PQconninfoOption, options_deleter> used{
        PQconninfo(handle.get())}; // PGOPTIONS, or of a service
    for (const auto* o = used.get(); o != nullptr && o->keyword != nullptr; ++o)
        if (std::string_view{o->keyword} == "options" && o->val != nullptr) out.options = o->val;
    return out;
}

} // namespace dataflow::driver::postgres_
