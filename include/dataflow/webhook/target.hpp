// Where a webhook sends to.
#pragma once

#include <dataflow/core/error.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::webhook {

/// A URL in its parts. Messages show `shown` alone: the path, the query and the user are often secrets.
struct target {
    bool secure = false;
    std::string host{}; ///< without the brackets of an IPv6 address
    std::string port{};
    std::string path{};  ///< with the query; begins with a slash
    std::string user{};  ///< `name:password`; empty: nobody
    std::string shown{}; ///< `http://host:8080`
};

[[noreturn]] inline void refuse(std::string why) {
    raise(error_kind::invalid_value, {.message = std::move(why), .node = "migrate_webhook"});
}

/// `%40` is `@`.
[[nodiscard]] inline std::string decoded(std::string_view text) {
    const auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool two =
            text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
        out += two ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
        if (two) i += 2;
    }
    return out;
}

/// Throws `invalid_value`, which does not repeat it, for what is no URL of http or https.
[[nodiscard]] inline target target_of(std::string_view url) {
    target out;
    for (const char c : url)
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f)
            refuse("the URL of a webhook has no blanks and no control characters");
    if (url.starts_with("https://")) out.secure = true;
    else if (!url.starts_with("http://")) refuse("the URL of a webhook begins with http:// or https://");
    url.remove_prefix(out.secure ? 8 : 7);
    url = url.substr(0, url.find('#'));
    const auto end = std::min(url.find_first_of("/?"), url.size());
    auto place = url.substr(0, end);
    out.path = url.substr(end);
    if (!out.path.starts_with('/')) out.path.insert(0, 1, '/');
    if (const auto at = place.rfind('@'); at != std::string_view::npos) {
        out.user = decoded(place.substr(0, at));
        place.remove_prefix(at + 1);
    }
    auto colon = place.rfind(':');
    if (place.starts_with('[')) {
        const auto close = place.find(']');
        if (close == std::string_view::npos) refuse("the URL of a webhook has an address without its ]");
        out.host = place.substr(1, close - 1);
        colon = close + 1 < place.size() && place[close + 1] == ':' ? close + 1 : std::string_view::npos;
    } else out.host = place.substr(0, colon);
    out.port = colon == std::string_view::npos ? std::string{} : std::string{place.substr(colon + 1)};
    if (out.port.empty()) out.port = out.secure ? "443" : "80";
    if (out.host.empty() || out.port.size() > 5 ||
        out.port.find_first_not_of("0123456789") != std::string::npos)
        refuse("the URL of a webhook names no host, or a port that is no number");
    const bool brackets = out.host.find(':') != std::string::npos;
    out.shown =
        (out.secure ? "https://" : "http://") + (brackets ? "[" + out.host + "]" : out.host) + ":" + out.port;
    return out;
}

} // namespace dataflow::webhook
