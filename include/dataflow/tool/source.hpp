// The database that a command is about: its description, read without a change to it.
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/database/read_whole.hpp>
#include <dataflow/node/context.hpp>

#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>

namespace dataflow::tool {

/// A text without the passwords of the URLs and of libpq's settings in it: what a command prints of its
/// arguments.
[[nodiscard]] inline std::string without_passwords(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto setting = text.starts_with("password=") || text.starts_with("sslpassword=");
        const auto host = text.starts_with("://");
        if (!setting && !host) {
            out += text[0];
            text.remove_prefix(1);
            continue;
        }
        if (setting) {
            const auto value = text.find('=') + 1;
            const bool quoted = value < text.size() && text[value] == '\'';
            auto end = quoted ? text.find('\'', value + 1) : text.find_first_of(" &", value);
            if (quoted && end != std::string_view::npos) ++end;
            out += text.substr(0, value);
            out += "***";
            text.remove_prefix(end == std::string_view::npos ? text.size() : end);
            continue;
        }
        const auto rest = text.substr(3, text.find_first_of(" /?", 3) - 3);
        const auto at = rest.rfind('@'), colon = rest.find(':');
        out += "://";
        text.remove_prefix(3);
        if (at == std::string_view::npos || colon > at) continue;
        out += rest.substr(0, colon + 1);
        out += "***";
        text.remove_prefix(at);
    }
    return out;
}

/// What a URL is that was not given: that of the environment. Throws `connection_error`.
[[nodiscard]] inline std::string url_or_default(const std::string& given) {
    if (!given.empty()) return given;
    const char* const set = std::getenv("DATABASE_URL"); // NOLINT(concurrency-mt-unsafe): one thread
    if (set == nullptr || *set == '\0')
        raise(
            error_kind::connection_error,
            {.message = "no URL was given, and DATABASE_URL is not set: sqlite:<path> or postgresql://..."});
    return set;
}

/// Describes the database of a URL, empty: of `DATABASE_URL`. `version`: where it is given, told that of the
/// server, or of SQLite. Throws what opening and describing throw.
[[nodiscard]] inline catalog::live_description
described(const std::string& url, const catalog::read_options& how, int* version = nullptr) {
    const auto pools =
        database_::open_pools({.url = url_or_default(url), .connections = 1, .existing_schema_mode = true});
    const auto read = [&](database_::pool& from) {
        const auto lease = from.take();
        if (version != nullptr) *version = lease.connection().version();
        context inside{lease.connection()};
        return database_::read_whole(inside, how, "pull");
    };
    try {
        return read(pools.of(access::read_only));
    } catch (const error& e) {
        // SQLITE_READONLY_ROLLBACK and SQLITE_READONLY_RECOVERY: only one that writes may undo what a program
        // that crashed has left.
        if (e.code() != "776" && e.code() != "264") throw;
    }
    return read(*pools.writers);
}

} // namespace dataflow::tool
