// The settings of a session, where each transaction has to bring its own: behind a pooler.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/postgres/detail/connect.hpp>
#include <dataflow/driver/postgres/detail/handles.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::driver::postgres_ {

/// A setting of a session and its value.
using session_setting = std::pair<std::string, std::string>;

/// Takes `options` of a connection string apart: `-c name=value`, `--name=value`. Throws `connection_error`
/// for any other.
[[nodiscard]] inline std::vector<session_setting> settings_in(std::string_view options) {
    std::vector<std::string> words;
    bool open = false;
    for (std::size_t i = 0; i < options.size(); ++i) {
        const char c = options[i];
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            open = false;
            continue;
        }
        if (!std::exchange(open, true)) words.emplace_back();
        words.back() += c == '\\' && i + 1 < options.size() ? options[++i] : c;
    }
    std::vector<session_setting> out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string_view word = words[i];
        const bool apart = word == "-c" && i + 1 < words.size();
        if (apart) word = words[++i];
        else if (word.starts_with("-c") || word.starts_with("--")) word.remove_prefix(2);
        else word = {};
        const auto equals = word.find('=');
        if (equals == word.npos || equals == 0)
            detail::connect_failed(
                "behind a connection pooler, the options of a connection are settings: -c name=value");
        std::string name{word.substr(0, equals)};
        std::replace(name.begin(), name.end(), '-', '_');
        out.emplace_back(std::move(name), word.substr(equals + 1));
    }
    return out;
}

/// A query that gives settings their values until the end of its transaction; `out`: one to which it adds
/// them. Throws `connection_error`.
[[nodiscard]] inline std::string local_settings(PGconn* of, const std::vector<session_setting>& all,
                                                std::string out = {}) {
    const auto literal = [&](const std::string& text) {
        const std::unique_ptr<char, memory_deleter> quoted{PQescapeLiteral(of, text.data(), text.size())};
        if (quoted == nullptr)
            detail::connect_failed("a setting in the options of the connection is not well formed");
        out += quoted.get();
    };
    for (const auto& [name, value] : all) {
        out += out.empty() ? "SELECT pg_catalog.set_config(" : ", pg_catalog.set_config(";
        literal(name);
        out += ", ";
        literal(value);
        out += ", true)";
    }
    return out;
}

} // namespace dataflow::driver::postgres_
