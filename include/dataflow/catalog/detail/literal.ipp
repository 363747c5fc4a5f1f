// The code of catalog/detail/literal.hpp.
#pragma once

#include <dataflow/catalog/detail/literal.hpp>
#include <dataflow/core/iso8601.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace dataflow::catalog {

namespace detail {

/// JSON with its members in order and no blanks; the rest of `text` stays.
inline std::string canonical_json(std::string_view& text) {
    const auto skip = [&] { text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size())); };
    const auto string = [&] {
        std::size_t end = 1;
        while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
        end = std::min(end + 1, text.size());
        std::string out{text.substr(0, end)};
        text.remove_prefix(end);
        return out;
    };
    skip();
    if (text.starts_with('"')) return string();
    if (!text.starts_with('{') && !text.starts_with('[')) {
        const auto end = std::min(text.find_first_of(" \t\r\n,]}"), text.size());
        std::string out{text.substr(0, end)};
        text.remove_prefix(end);
        return out;
    }
    const bool object = text.front() == '{';
    text.remove_prefix(1);
    std::vector<std::string> items;
    for (skip(); !text.empty() && text.front() != '}' && text.front() != ']'; skip()) {
        const auto before = text.size();
        std::string item;
        if (object && text.front() == '"') {
            item = string() + ":";
            skip();
            if (text.starts_with(':')) text.remove_prefix(1);
        }
        items.push_back(item + canonical_json(text));
        skip();
        if (text.starts_with(',')) text.remove_prefix(1);
        if (text.size() == before) break; // no JSON
    }
    if (!text.empty()) text.remove_prefix(1);
    if (object) std::sort(items.begin(), items.end());
    std::string out = object ? "{" : "[";
    for (std::size_t i = 0; i < items.size(); ++i) out += (i == 0 ? "" : ",") + items[i];
    return out + (object ? "}" : "]");
}

/// The elements of PostgreSQL's `{a,"b c",NULL}`, each as its own type says.
inline std::string canonical_array(std::string_view text, std::string_view type) {
    std::string out = "{";
    std::string item;
    bool quoted = false;
    const auto end_item = [&] {
        if (quoted || item != "NULL") item = literal_as("'" + item + "'", type);
        out += (out.size() == 1 ? "" : ",") + std::exchange(item, {});
        quoted = false;
    };
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == '"') {
            quoted = true;
            for (++i; i + 1 < text.size() && text[i] != '"'; ++i) {
                if (text[i] == '\\') ++i;
                item += text[i];
            }
        } else if (text[i] == ',') end_item();
        else item += text[i];
    }
    if (!item.empty() || quoted) end_item();
    return out + "}";
}

} // namespace detail

DATAFLOW_RUNTIME std::string canonical_number(std::string_view text) {
    std::string digits;
    int exponent = 0;
    bool point = false;
    std::size_t at = 0;
    for (; at < text.size() && ((text[at] >= '0' && text[at] <= '9') || (text[at] == '.' && !point)); ++at) {
        if (text[at] == '.') {
            point = true;
            continue;
        }
        if (point) --exponent;
        if (!digits.empty() || text[at] != '0') digits += text[at];
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        int power = 0;
        if (at + 1 < text.size() && text[at + 1] == '+') ++at;
        const auto* const end = text.data() + text.size();
        const auto read = std::from_chars(text.data() + at + 1, end, power);
        if (read.ec != std::errc{} || read.ptr != end) return std::string{text};
        exponent += power;
    } else if (at != text.size()) return std::string{text}; // 0x1F
    while (!digits.empty() && digits.back() == '0') {
        digits.pop_back();
        ++exponent;
    }
    if (digits.empty()) return "0";
    return exponent == 0 ? digits : digits + "e" + std::to_string(exponent);
}

DATAFLOW_RUNTIME std::string canonical_string(std::string_view content) {
    if (content.size() >= 16 && content[4] == '-' && content[13] == ':')
        if (const auto time = read_timestamp(content)) {
            char text[timestamp_text_size]{};
            if (write_timestamp(text, *time)) return "'" + std::string{text, timestamp_text_size} + "'";
        }
    if (content.size() > 9 && content[2] == ':' && content[5] == ':' && content[8] == '.') { // a time of day
        while (content.ends_with('0')) content.remove_suffix(1);
        if (content.ends_with('.')) content.remove_suffix(1);
    }
    return "'" + std::string{content} + "'";
}

DATAFLOW_RUNTIME std::string literal_as(const std::string& canonical, std::string_view type) {
    if (!canonical.starts_with('\'')) return canonical;
    std::string_view content{canonical};
    content = content.substr(1, content.size() - 2);
    for (const std::string_view number :
         {"integer", "bigint", "smallint", "numeric", "real", "double precision"}) {
        if (type != number) continue;
        const bool negative = content.starts_with('-');
        const auto digits = content.substr(negative ? 1 : 0);
        if (digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos || digits.empty())
            return canonical; // NaN
        return (negative ? "-" : "") + canonical_number(digits);
    }
    if (type.ends_with("[]") && content.starts_with('{'))
        return "'" + detail::canonical_array(content, type.substr(0, type.size() - 2)) + "'";
    if (type.starts_with("timestamp")) return canonical_string(content);
    if (type == "jsonb" || type == "json") return "'" + detail::canonical_json(content) + "'";
    return canonical;
}

} // namespace dataflow::catalog
