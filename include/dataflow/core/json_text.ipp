// The code of core/json_text.hpp.
#pragma once

#include <dataflow/core/json_text.hpp>
#include <dataflow/core/number_text.hpp>
#include <dataflow/core/real_text.hpp>
#include <dataflow/core/utf8.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

namespace dataflow::json_ {

namespace detail {

[[nodiscard]] inline bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

[[nodiscard]] inline std::string_view wanted_words(shape wanted) noexcept {
    switch (wanted) {
    case shape::null: return "expected null";
    case shape::boolean: return "expected true or false";
    case shape::number: return "expected a number";
    case shape::text: return "expected a string";
    case shape::array: return "expected an array";
    case shape::object: return "expected an object";
    }
    return "expected another value";
}

inline constexpr std::string_view not_json = "not valid JSON";

/// The first place from `at` on where a character stands that a JSON text writes with a backslash, or that
/// ends it: a quote, a backslash or a control character; the size where there is none. Eight bytes at a time.
[[nodiscard]] inline std::size_t plain_end(std::string_view t, std::size_t at) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    constexpr std::uint64_t high = 0x8080808080808080U;
    for (; t.size() - at >= 8; at += 8) {
        std::uint64_t word;
        std::memcpy(&word, t.data() + at, 8);
        if constexpr (std::endian::native == std::endian::big)
            word = __builtin_bswap64(word); // the first byte is the lowest
        const auto quote = word ^ (ones * '"');
        const auto backslash = word ^ (ones * '\\');
        // A borrow can only mark a byte after one that is marked rightly, so the first mark is right.
        const auto found =
            ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | ((word - ones * 0x20) & ~word);
        if ((found & high) != 0) return at + static_cast<std::size_t>(std::countr_zero(found & high)) / 8;
    }
    while (at < t.size() && static_cast<unsigned char>(t[at]) >= 0x20 && t[at] != '"' && t[at] != '\\') ++at;
    return at;
}

inline void append_utf8(std::string& out, std::uint32_t c) {
    const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
    if (c < 0x80) out += static_cast<char>(c);
    else if (c < 0x800) {
        out += static_cast<char>(0xC0U | (c >> 6U));
        tail(0);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0U | (c >> 12U));
        tail(6), tail(0);
    } else {
        out += static_cast<char>(0xF0U | (c >> 18U));
        tail(12), tail(6), tail(0);
    }
}

/// Whether a number that is out of a double's range is too small, not too large: its first digit that is not
/// 0 follows the point, the exponent taken into account.
[[nodiscard]] inline bool is_tiny(std::string_view number) noexcept {
    std::int64_t exponent = 0;
    const auto e = number.find_first_of("eE");
    if (e != number.npos) {
        auto digits = number.substr(e + 1);
        const bool negative = digits.starts_with('-');
        if (negative || digits.starts_with('+')) digits.remove_prefix(1);
        if (std::from_chars(digits.data(), digits.data() + digits.size(), exponent).ec != std::errc{})
            return negative;
        if (negative) exponent = -exponent;
    }
    const auto mantissa = number.substr(0, e);
    const auto first = mantissa.find_first_of("123456789");
    if (first == mantissa.npos) return true;
    const auto point = std::min(mantissa.find('.'), mantissa.size());
    return static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first) + exponent < 0;
}

} // namespace detail

DATAFLOW_RUNTIME void path::enter() {
    if (depth_ == most_levels) fail("nested deeper than 100 levels");
    steps_[depth_++] = {};
}

DATAFLOW_RUNTIME void path::fail(std::string_view why) const {
    access_fault out{{}, why};
    for (std::size_t i = 0; i < depth_; ++i) {
        if (steps_[i].size != 0) out.path = joined_path(out.path, {steps_[i].name, steps_[i].size});
        else if (steps_[i].index != 0) out.path += "[" + std::to_string(steps_[i].index - 1) + "]";
    }
    throw out;
}

DATAFLOW_RUNTIME void writer::integer(std::int64_t n) {
    char digits[24];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
}

DATAFLOW_RUNTIME void writer::real(float x) {
    if (!shown_ || !std::isfinite(x)) return real(static_cast<double>(x));
    char digits[32];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, x == 0 ? 0.0F : x).ptr);
}

DATAFLOW_RUNTIME void writer::real(double x) {
    if (!std::isfinite(x)) fail("JSON has no NaN and no infinity");
    char digits[32];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, x == 0 ? 0.0 : x).ptr);
}

DATAFLOW_RUNTIME void writer::text(std::string_view t) {
    if (const auto fault = check_text(t); fault != text_fault::none) fail(message_of(fault));
    constexpr std::string_view hex = "0123456789abcdef";
    out_ += '"';
    std::size_t done = 0;
    for (std::size_t i = detail::plain_end(t, 0); i < t.size(); i = detail::plain_end(t, i + 1)) {
        const auto c = static_cast<unsigned char>(t[i]);
        out_.append(t, done, i - done);
        done = i + 1;
        switch (c) {
        case '"': out_ += "\\\""; break;
        case '\\': out_ += "\\\\"; break;
        case '\b': out_ += "\\b"; break;
        case '\f': out_ += "\\f"; break;
        case '\n': out_ += "\\n"; break;
        case '\r': out_ += "\\r"; break;
        case '\t': out_ += "\\t"; break;
        default: out_.append("\\u00").append(1, hex[c >> 4U]).append(1, hex[c & 15U]);
        }
    }
    out_.append(t, done, t.size() - done);
    out_ += '"';
}

DATAFLOW_RUNTIME void writer::comma() {
    if (!first_) out_ += ',';
    first_ = false;
}
DATAFLOW_RUNTIME void writer::open_array() {
    path_.enter();
    out_ += '[';
    first_ = true;
}
DATAFLOW_RUNTIME void writer::element() {
    comma();
    path_.element();
}
DATAFLOW_RUNTIME void writer::close_array() {
    path_.leave();
    out_ += ']';
    first_ = false;
}
DATAFLOW_RUNTIME void writer::open_object() {
    path_.enter();
    out_ += '{';
    first_ = true;
}
DATAFLOW_RUNTIME void writer::member(std::string_view name) {
    comma();
    path_.member(name);
    out_ += '"'; // an identifier has nothing to escape
    out_.append(name).append("\":", 2);
}
DATAFLOW_RUNTIME void writer::key(std::string_view name) {
    comma();
    path_.key();
    text(name);
    out_ += ':';
}
DATAFLOW_RUNTIME void writer::close_object() {
    path_.leave();
    out_ += '}';
    first_ = false;
}

DATAFLOW_RUNTIME reader::reader(std::string_view text) : text_(text) {
    if (const auto fault = check_text(text); fault != text_fault::none) fail(message_of(fault));
}

DATAFLOW_RUNTIME void reader::take(char c) {
    if (!sees(c)) fail(detail::not_json);
    ++at_;
}

DATAFLOW_RUNTIME shape reader::peek() {
    blank();
    if (at_ >= text_.size()) fail(detail::not_json);
    switch (text_[at_]) {
    case 'n': return shape::null;
    case 't':
    case 'f': return shape::boolean;
    case '"': return shape::text;
    case '[': return shape::array;
    case '{': return shape::object;
    default: break;
    }
    if (text_[at_] != '-' && !detail::is_digit(text_[at_])) fail(detail::not_json);
    return shape::number;
}

DATAFLOW_RUNTIME void reader::need(shape wanted) {
    if (peek() != wanted) fail(detail::wanted_words(wanted));
}

DATAFLOW_RUNTIME void reader::word(std::string_view spelled) {
    if (text_.compare(at_, spelled.size(), spelled) != 0) fail(detail::not_json);
    at_ += spelled.size();
}

DATAFLOW_RUNTIME void reader::null() {
    need(shape::null);
    word("null");
}

DATAFLOW_RUNTIME bool reader::boolean() {
    need(shape::boolean);
    const bool yes = text_[at_] == 't';
    word(yes ? "true" : "false");
    return yes;
}

DATAFLOW_RUNTIME std::string_view reader::number() {
    need(shape::number);
    const auto start = at_;
    const auto digits = [&] {
        const auto from = at_;
        while (at_ < text_.size() && detail::is_digit(text_[at_])) ++at_;
        if (at_ == from) fail(detail::not_json);
    };
    if (sees('-')) ++at_;
    if (sees('0')) ++at_;
    else digits();
    if (sees('.')) {
        ++at_;
        digits();
    }
    if (sees('e') || sees('E')) {
        ++at_;
        if (sees('+') || sees('-')) ++at_;
        digits();
    }
    return text_.substr(start, at_ - start);
}

DATAFLOW_RUNTIME bool reader::is_integer() {
    const auto start = at_;
    const auto digits = dataflow::detail::split_number(number());
    at_ = start;
    std::int64_t n = 0;
    return digits.fraction <= 0 &&
           dataflow::detail::scale_number(digits, 0, true, n) == dataflow::detail::number_fault::none;
}

DATAFLOW_RUNTIME std::int64_t reader::integer(std::int64_t low, std::int64_t high) {
    blank();
    std::int64_t n = 0;
    // Most have up to 18 digits and nothing more.
    const auto first = at_ + (sees('-') ? 1 : 0);
    const auto end = std::min(text_.size(), first + 18);
    auto p = first;
    for (; p < end && detail::is_digit(text_[p]); ++p) n = n * 10 + (text_[p] - '0');
    const char next = p < text_.size() ? text_[p] : ' ';
    if (p > first && (text_[first] != '0' || p - first == 1) && next != '.' && next != 'e' && next != 'E' &&
        !detail::is_digit(next)) {
        if (first != at_) n = -n;
        at_ = p;
        if (n < low || n > high) fail("a number out of the field's range");
        return n;
    }
    const auto fault = dataflow::detail::scale_number(dataflow::detail::split_number(number()), 0, true, n);
    if (fault == dataflow::detail::number_fault::fine) fail("expected a whole number");
    if (fault != dataflow::detail::number_fault::none || n < low || n > high)
        fail("a number out of the field's range");
    return n;
}

DATAFLOW_RUNTIME double reader::real(bool infinite) {
    const auto digits = number();
    double x = 0;
    if (dataflow::detail::read_real(digits.data(), digits.data() + digits.size(), x).ec ==
        std::errc::result_out_of_range) {
        x = 0;
        if (!detail::is_tiny(digits)) {
            if (!infinite) fail("a number out of the field's range");
            x = digits.front() == '-' ? -HUGE_VAL : HUGE_VAL;
        }
    }
    if (x == 0 && !infinite) return 0; // as it is written, and as PostgreSQL's JSONB keeps it: without a sign
    return x;
}

DATAFLOW_RUNTIME std::uint32_t reader::four_digits() {
    std::uint32_t out = 0;
    if (text_.size() - at_ < 4) fail(detail::not_json);
    for (int i = 0; i < 4; ++i) {
        const char c = text_[at_++];
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) fail(detail::not_json);
        out = out * 16 + static_cast<std::uint32_t>(digit);
    }
    return out;
}

DATAFLOW_RUNTIME std::string_view reader::text() {
    need(shape::text);
    const auto start = ++at_;
    const auto plain = [&] {
        at_ = detail::plain_end(text_, at_);
        if (at_ >= text_.size() || static_cast<unsigned char>(text_[at_]) < 0x20) fail(detail::not_json);
    };
    plain();
    if (text_[at_] == '"') return text_.substr(start, at_++ - start);
    buffer_.assign(text_, start, at_ - start);
    while (text_[at_] != '"') {
        ++at_; // the backslash
        if (at_ >= text_.size()) fail(detail::not_json);
        switch (text_[at_++]) {
        case '"': buffer_ += '"'; break;
        case '\\': buffer_ += '\\'; break;
        case '/': buffer_ += '/'; break;
        case 'b': buffer_ += '\b'; break;
        case 'f': buffer_ += '\f'; break;
        case 'n': buffer_ += '\n'; break;
        case 'r': buffer_ += '\r'; break;
        case 't': buffer_ += '\t'; break;
        case 'u': {
            auto c = four_digits();
            if (c >= 0xDC00 && c <= 0xDFFF) fail("half of a surrogate pair");
            if (c >= 0xD800 && c <= 0xDBFF) {
                if (!text_.substr(at_).starts_with("\\u")) fail("half of a surrogate pair");
                at_ += 2;
                const auto low = four_digits();
                if (low < 0xDC00 || low > 0xDFFF) fail("half of a surrogate pair");
                c = 0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00);
            }
            if (c == 0) fail("text holds a NUL character");
            detail::append_utf8(buffer_, c);
            break;
        }
        default: fail(detail::not_json);
        }
        const auto from = at_;
        plain();
        buffer_.append(text_, from, at_ - from);
    }
    ++at_;
    return buffer_;
}

DATAFLOW_RUNTIME void reader::open_array() {
    need(shape::array);
    path_.enter();
    ++at_;
    first_ = true;
}

/// Whether another element or member comes before the end of the array or object.
DATAFLOW_RUNTIME bool reader::next(char close) {
    blank();
    const bool first = first_;
    first_ = false;
    if (sees(close)) {
        ++at_;
        path_.leave();
        return false;
    }
    if (!first) take(',');
    return true;
}

DATAFLOW_RUNTIME bool reader::next_element() {
    if (!next(']')) return false;
    path_.element();
    return true;
}

DATAFLOW_RUNTIME void reader::open_object() {
    need(shape::object);
    path_.enter();
    ++at_;
    first_ = true;
}

DATAFLOW_RUNTIME bool reader::next_key(std::string_view& key, std::string_view expected) {
    if (!next('}')) return false;
    blank();
    if (!sees('"')) fail(detail::not_json);
    path_.key();
    const auto size = expected.size();
    if (size != 0 && text_.size() - at_ > size + 2 && text_[at_ + 1 + size] == '"' &&
        std::memcmp(text_.data() + at_ + 1, expected.data(), size) == 0) {
        at_ += size + 2;
        key = expected;
    } else key = text();
    blank();
    take(':');
    return true;
}

DATAFLOW_RUNTIME void reader::skip() {
    switch (peek()) {
    case shape::null: return null();
    case shape::boolean: (void)boolean(); return;
    case shape::number: (void)number(); return;
    case shape::text: (void)text(); return;
    case shape::array:
        open_array();
        while (next_element()) skip();
        return;
    case shape::object: {
        std::string_view key;
        open_object();
        while (next_key(key)) skip();
        return;
    }
    }
}

DATAFLOW_RUNTIME void reader::finish() {
    blank();
    if (at_ != text_.size()) fail(detail::not_json);
}

} // namespace dataflow::json_
