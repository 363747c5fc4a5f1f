// What a careful programmer writes to keep one struct as JSON: a writer and a reader for just this one. Texts
// are escaped, keys may come in any order, unknown ones are passed over; what is no such document stops the
// program.
#pragma once

#include "harness.hpp"
#include "query_model.hpp"

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

class json_text {
  public:
    explicit json_text(std::string& out) : out_(out) {}
    void raw(std::string_view t) { out_ += t; }
    template <class N>
    void number(N n) {
        char digits[32];
        out_.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
    }
    void text(std::string_view t) {
        out_ += '"';
        std::size_t done = 0;
        for (std::size_t i = 0; i < t.size(); ++i) {
            const auto c = static_cast<unsigned char>(t[i]);
            if (c >= 0x20 && c != '"' && c != '\\') continue;
            out_.append(t, done, i - done);
            done = i + 1;
            if (c == '"') out_ += "\\\"";
            else if (c == '\\') out_ += "\\\\";
            else if (c == '\n') out_ += "\\n";
            else {
                constexpr std::string_view hex = "0123456789abcdef";
                out_.append("\\u00").append(1, hex[c >> 4U]).append(1, hex[c & 15U]);
            }
        }
        out_.append(t, done);
        out_ += '"';
    }
    void write(const Profile& p) {
        raw("{\"name\":");
        text(p.name);
        raw(",\"level\":");
        number(p.level);
        raw(p.active ? ",\"active\":true,\"score\":" : ",\"active\":false,\"score\":");
        number(p.score);
        raw(",\"home\":{\"street\":");
        text(p.home.street);
        raw(",\"city\":");
        text(p.home.city);
        raw(",\"zip\":");
        number(p.home.zip);
        raw("},\"tags\":");
        write(p.tags);
        raw("}");
    }
    template <class T>
    void write(const std::vector<T>& v) {
        char before = '[';
        for (const auto& e : v) {
            out_ += before;
            before = ',';
            if constexpr (std::is_same_v<T, std::string>) text(e);
            else number(e);
        }
        if (v.empty()) out_ += '[';
        out_ += ']';
    }

  private:
    std::string& out_;
};

class json_cursor {
  public:
    explicit json_cursor(std::string_view t) : at_(t.data()), end_(t.data() + t.size()) {}

    void read(Profile& p) {
        object([&](std::string_view key) {
            if (key == "name") text(p.name);
            else if (key == "level") number(p.level);
            else if (key == "active") boolean(p.active);
            else if (key == "score") number(p.score);
            else if (key == "home") read(p.home);
            else if (key == "tags") read(p.tags);
            else skip();
        });
    }
    void read(Address& a) {
        object([&](std::string_view key) {
            if (key == "street") text(a.street);
            else if (key == "city") text(a.city);
            else if (key == "zip") number(a.zip);
            else skip();
        });
    }
    template <class T>
    void read(std::vector<T>& v) {
        v.clear();
        array([&] {
            if constexpr (std::is_same_v<T, std::string>) text(v.emplace_back());
            else number(v.emplace_back());
        });
    }

  private:
    [[noreturn]] static void failed() { stop("no such JSON"); }
    char peek() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
        if (at_ == end_) failed();
        return *at_;
    }
    void take(char c) {
        if (peek() != c) failed();
        ++at_;
    }
    template <class Use>
    void object(Use use) {
        take('{');
        if (peek() == '}') return void(++at_);
        for (;;) {
            std::string escaped;
            const auto key = piece(escaped);
            take(':');
            use(key);
            if (peek() == '}') return void(++at_);
            take(',');
        }
    }
    template <class Use>
    void array(Use use) {
        take('[');
        if (peek() == ']') return void(++at_);
        for (;;) {
            use();
            if (peek() == ']') return void(++at_);
            take(',');
        }
    }
    template <class N>
    void number(N& n) {
        (void)peek();
        const auto r = std::from_chars(at_, end_, n);
        if (r.ec != std::errc{}) failed();
        at_ = r.ptr;
    }
    void boolean(bool& b) {
        b = peek() == 't';
        word(b ? "true" : "false");
    }
    void word(std::string_view w) {
        if (!std::string_view{at_, static_cast<std::size_t>(end_ - at_)}.starts_with(w)) failed();
        at_ += w.size();
    }
    void text(std::string& to) {
        std::string escaped;
        const auto t = piece(escaped);
        if (t.data() == escaped.data()) to = std::move(escaped);
        else to.assign(t);
    }
    /// A text where it stands, or without its escapes in `escaped`.
    std::string_view piece(std::string& escaped) {
        take('"');
        const char* from = at_;
        while (at_ != end_ && *at_ != '"' && *at_ != '\\') ++at_;
        if (at_ == end_) failed();
        if (*at_ == '"') return {from, static_cast<std::size_t>(at_++ - from)};
        for (;;) {
            escaped.append(from, at_);
            if (*at_++ == '"') return escaped;
            if (at_ == end_) failed();
            switch (*at_++) {
            case 'n': escaped += '\n'; break;
            case 't': escaped += '\t'; break;
            case 'r': escaped += '\r'; break;
            case 'b': escaped += '\b'; break;
            case 'f': escaped += '\f'; break;
            case 'u': unicode(escaped); break;
            default: escaped += at_[-1];
            }
            from = at_;
            while (at_ != end_ && *at_ != '"' && *at_ != '\\') ++at_;
            if (at_ == end_) failed();
        }
    }
    void unicode(std::string& to) {
        unsigned c = hex();
        if (c >= 0xD800 && c < 0xDC00) {
            word("\\u");
            c = 0x10000 + ((c - 0xD800) << 10U) + (hex() - 0xDC00);
        }
        const auto tail = [&](unsigned shift) { to += static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
        if (c < 0x80) to += static_cast<char>(c);
        else if (c < 0x800) to += static_cast<char>(0xC0U | (c >> 6U)), tail(0);
        else if (c < 0x10000) to += static_cast<char>(0xE0U | (c >> 12U)), tail(6), tail(0);
        else to += static_cast<char>(0xF0U | (c >> 18U)), tail(12), tail(6), tail(0);
    }
    unsigned hex() {
        unsigned c = 0;
        if (end_ - at_ < 4 || std::from_chars(at_, at_ + 4, c, 16).ptr != at_ + 4) failed();
        at_ += 4;
        return c;
    }
    void skip() {
        switch (peek()) {
        case '{': return object([&](std::string_view) { skip(); });
        case '[': return array([&] { skip(); });
        case '"': {
            std::string escaped;
            (void)piece(escaped);
            return;
        }
        case 't': return word("true");
        case 'f': return word("false");
        case 'n': return word("null");
        default: double n = 0; number(n);
        }
    }

    const char* at_;
    const char* end_;
};

} // namespace bench
