// Connection URLs.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::database_ {

/// A URL taken apart.
struct address {
    dataflow::dialect dialect = dataflow::dialect::sqlite;
    std::string target; ///< SQLite: the file, empty for memory; PostgreSQL: what libpq takes
    std::vector<std::pair<std::string, std::string>>
        settings{}; ///< what follows `?`; PostgreSQL: but for libpq's own
};

namespace detail {

[[noreturn]] inline void refuse(std::string message) {
    raise(error_kind::connection_error, {.message = std::move(message), .node = "open"});
}

/// `%2F` and the like.
[[nodiscard]] inline std::string decoded(std::string_view text) {
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else out += text[i];
    }
    return out;
}

[[nodiscard]] inline address sqlite_address(std::string_view rest) {
    address out{dialect::sqlite, {}};
    const auto question = rest.find('?');
    auto file = rest.substr(0, question);
    const bool with_authority = file.starts_with("//");
    if (with_authority) { // sqlite:///var/x.db, sqlite:////var/x.db, sqlite://localhost/var/x.db,
                          // sqlite://x.db
        file.remove_prefix(2);
        if (file.starts_with("localhost/")) file.remove_prefix(9);
        if (file.starts_with("//")) file.remove_prefix(1);
        else if (file.starts_with('/') && file != "/:memory:" && file.find('/', 1) == file.npos)
            refuse("three slashes before a name are a file of this folder to some programs and one of the "
                   "root folder to others: "
                   "sqlite:name, or sqlite:////name");
    }
    const bool memory = file == ":memory:" || (with_authority && file == "/:memory:");
    if (file.empty()) refuse("the URL names no file: sqlite:<path>, or sqlite::memory:");
    if (!memory) out.target = decoded(file);
    if (question == std::string_view::npos) return out;
    auto settings = rest.substr(question + 1);
    while (!settings.empty()) {
        const auto end = settings.find('&');
        const auto one = settings.substr(0, end);
        const auto equals = one.find('=');
        if (equals == std::string_view::npos)
            refuse("a setting of the URL has no value: " + std::string{one});
        out.settings.emplace_back(decoded(one.substr(0, equals)), decoded(one.substr(equals + 1)));
        settings = end == std::string_view::npos ? std::string_view{} : settings.substr(end + 1);
    }
    return out;
}

/// Whether a setting of a PostgreSQL URL is for this library, and not for libpq.
[[nodiscard]] inline bool is_own(std::string_view name) noexcept {
    return name == "statements" || name == "kept_statements";
}

/// Takes the settings that are this library's out of `postgresql://...?a=b&c=d`.
[[nodiscard]] inline address postgres_address(std::string_view url) {
    const auto question = url.find('?');
    address out{dialect::postgres, std::string{url.substr(0, question)}};
    if (question == url.npos) return out;
    char join = '?';
    for (auto rest = url.substr(question + 1); !rest.empty();) {
        const auto end = rest.find('&');
        const auto one = rest.substr(0, end);
        const auto equals = one.find('=');
        if (equals != one.npos && is_own(one.substr(0, equals))) {
            out.settings.emplace_back(one.substr(0, equals), decoded(one.substr(equals + 1)));
        } else {
            out.target += std::exchange(join, '&');
            out.target += one;
        }
        rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
    }
    return out;
}

/// The same for `key=value key='another value'`.
[[nodiscard]] inline address postgres_pairs(std::string_view text) {
    address out{dialect::postgres, {}};
    const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    for (std::size_t i = 0; i < text.size();) {
        const auto from = i;
        while (i < text.size() && text[i] != '=') ++i;
        auto name = text.substr(from, i - from);
        while (!name.empty() && blank(name.front())) name.remove_prefix(1);
        while (!name.empty() && blank(name.back())) name.remove_suffix(1);
        if (i < text.size()) ++i;
        while (i < text.size() && blank(text[i])) ++i;
        const bool quoted = i < text.size() && text[i] == '\'';
        if (quoted) ++i;
        std::string held;
        while (i < text.size() && (quoted ? text[i] != '\'' : !blank(text[i]))) {
            if (text[i] == '\\' && i + 1 < text.size()) ++i;
            held += text[i++];
        }
        if (quoted && i < text.size()) ++i;
        if (is_own(name)) out.settings.emplace_back(name, std::move(held));
        else out.target += text.substr(from, i - from);
    }
    return out;
}

} // namespace detail

/// Takes a URL apart: `sqlite::memory:`, `:memory:`, `sqlite:<path>[?setting=value&...]`, `file:<path>`,
/// `postgresql://...`, `postgres://...`, or libpq's `host=... dbname=...`. Throws connection_error for any
/// other scheme; the message never holds the URL, which may hold a password.
[[nodiscard]] inline address parse_url(std::string_view url) {
    const auto colon = url.find(':');
    const auto equals = url.find('=');
    if (equals != std::string_view::npos && (colon == std::string_view::npos || equals < colon) &&
        url.find('?') > equals)
        return detail::postgres_pairs(url);
    if (url == ":memory:" || url.starts_with(":memory:?")) return detail::sqlite_address(url);
    constexpr std::string_view known = "sqlite:<path>, sqlite::memory: or postgresql://user@host/database";
    if (colon == std::string_view::npos || colon == 0)
        detail::refuse("the URL has no scheme: " + std::string{known});
    std::string scheme{url.substr(0, colon)};
    for (auto& c : scheme)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const auto rest = url.substr(colon + 1);
    if (scheme == "sqlite" || scheme == "sqlite3" || scheme == "file") return detail::sqlite_address(rest);
    if (scheme == "postgresql" || scheme == "postgres") {
        if (!rest.starts_with("//")) detail::refuse("a PostgreSQL URL begins with postgresql://");
        return detail::postgres_address(scheme + ":" + std::string{rest}); // libpq knows both spellings
    }
    detail::refuse("the URL's scheme \"" + std::string{url.substr(0, colon)} +
                   "\" is not known: " + std::string{known});
}

/// The URL that is used when none is given: $DATABASE_URL, else the file dataflow.db in this folder.
[[nodiscard]] inline std::string default_url() {
    const char* given = std::getenv("DATABASE_URL"); // NOLINT(concurrency-mt-unsafe): read once, at opening
    return given != nullptr && *given != '\0' ? given : "sqlite:dataflow.db";
}

} // namespace dataflow::database_
