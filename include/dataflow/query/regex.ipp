// The code of query/regex.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/utf8.hpp>
#include <dataflow/query/detail/bracket.hpp>
#include <dataflow/query/regex.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::query {

namespace detail {

/// Reads a pattern once, from the front, and writes its portable form. What programs that people know read
/// differently is refused, or written such that PostgreSQL and `regex_machine` read it alike.
class regex_translator {
  public:
    explicit regex_translator(std::string_view pattern) : in_{pattern} {}

    [[nodiscard]] std::string run() {
        if (const auto fault = check_text(in_); fault != text_fault::none)
            raise(error_kind::invalid_value,
                  {.message = "in the regular expression: " + std::string{message_of(fault)}});
        if (!in_.empty()) (void)alternatives(0);
        if (more()) refuse(at_, "a closing parenthesis without an opening one");
        return std::move(out_);
    }

  private:
    static constexpr int deepest_group = 50;           // both engines recurse
    static constexpr std::uint64_t most_repeats = 255; // PostgreSQL's limit
    static constexpr std::uint64_t most_steps = 5000;  // of the pattern with its repeats written out

    [[nodiscard]] bool more() const { return at_ < in_.size(); }
    [[nodiscard]] bool sees(char c, std::size_t ahead = 0) const {
        return at_ + ahead < in_.size() && in_[at_ + ahead] == c;
    }
    [[nodiscard]] bool sees_quantifier() const { return sees('*') || sees('+') || sees('?') || sees('{'); }

    [[noreturn]] void refuse(std::size_t where, std::string_view what) const {
        std::size_t character = 1;
        for (std::size_t i = 0; i < where; ++i)
            if ((static_cast<unsigned char>(in_[i]) & 0xC0U) != 0x80U) ++character;
        raise(error_kind::invalid_value,
              {.message = "the regular expression has " + std::string{what} +
                          ", which is not supported, at character " + std::to_string(character)});
    }

    static constexpr std::size_t nowhere = std::string_view::npos;

    /// What a part of the pattern holds.
    struct part {
        std::uint64_t steps = 1;      // with its repeats written out: they must not ask for all the memory
        std::size_t hat = nowhere;    // where a ^ stands in it
        std::size_t dollar = nowhere; // and a $
    };

    part alternatives(int depth) {
        auto all = branch(depth);
        while (sees('|')) {
            out_ += '|';
            ++at_;
            const auto next = branch(depth);
            all.steps += next.steps;
            all.hat = std::min(all.hat, next.hat);
            all.dollar = std::min(all.dollar, next.dollar);
        }
        return all;
    }

    // Anchors are taken at the very ends only: elsewhere glibc lets them match next to a line feed.
    part branch(int depth) {
        const auto start = at_;
        part all{.steps = 0};
        while (more() && !sees('|') && !(depth > 0 && sees(')'))) {
            const auto here = at_;
            if (all.dollar != nowhere) refuse(all.dollar, "a $ that is not at the end");
            const auto next = repeated(atom(depth));
            if (here == start) all.hat = next.hat;
            else if (next.hat != nowhere) refuse(next.hat, "a ^ that is not at the start");
            all.dollar = next.dollar;
            all.steps += next.steps;
            if (all.steps > most_steps) refuse(here, "too many steps");
        }
        if (at_ == start) refuse(at_, "an empty alternative");
        return all;
    }

    part atom(int depth) {
        const auto start = at_;
        if (sees_quantifier()) refuse(start, "a quantifier with nothing before it");
        const char c = in_[at_];
        switch (c) {
        case '(': return group(depth);
        case ')': refuse(start, "a closing parenthesis without an opening one");
        case '\\':
            escape();
            if (out_.ends_with("\\y") || out_.ends_with("\\Y")) // no other escape is written so
                if (sees_quantifier()) refuse(at_, "a quantifier after \\b or \\B");
            return {};
        case '[': {
            bracket set;
            const auto problem = set.read(in_, at_);
            if (!problem.empty()) refuse(at_, problem);
            set.write(out_);
            return {};
        }
        case ']':
        case '}': out_ += '\\'; break; // plain characters to one engine only
        default: break;
        }
        const auto length = std::max<std::size_t>(
            1, (static_cast<unsigned char>(c) & 0x80U) == 0
                   ? 1
                   : dataflow::detail::utf8_sequence(in_.data() + at_, in_.size() - at_));
        out_ += in_.substr(at_, length);
        at_ += length;
        return {.hat = c == '^' ? start : nowhere, .dollar = c == '$' ? start : nowhere};
    }

    part group(int depth) {
        const auto start = at_;
        if (depth == deepest_group) refuse(start, "groups nested too deep");
        const bool plain = sees('?', 1) && sees(':', 2);
        if (sees('?', 1) && !plain) refuse(start, "a group of the form (?...) other than (?:...)");
        const std::size_t length = plain ? 3 : 1;
        if (sees(')', length)) refuse(start, "an empty group");
        if (at_ + length == in_.size()) refuse(start, "an opening parenthesis without a closing one");
        out_ += in_.substr(at_, length);
        at_ += length;
        auto inner = alternatives(depth + 1);
        if (!more()) refuse(start, "an opening parenthesis without a closing one");
        out_ += ')';
        ++at_;
        ++inner.steps;
        return inner;
    }

    void escape() {
        const auto start = at_++;
        if (!more()) refuse(start, "a backslash at its end");
        const char c = in_[at_++];
        if (bracket set; set.add_shorthand(c)) {
            set.write(out_);
            return;
        }
        if (c == 'b' || c == 'B') { // PostgreSQL's letters for it; its \b is a backspace
            out_ += c == 'b' ? "\\y" : "\\Y";
            return;
        }
        if (!bracket::is_punctuation(c)) refuse(start, "an escape that the databases read differently");
        // Only these: glibc reads \< \> \` and \' as something else than the plain character.
        if (std::string_view{".[]{}()*+?|^$\\"}.find(c) != std::string_view::npos) out_ += '\\';
        out_ += c;
    }

    part repeated(part what) {
        if (!sees_quantifier()) return what;
        const auto start = at_;
        if (what.hat != nowhere || what.dollar != nowhere)
            refuse(start, "a quantifier after ^ or $, or a group that holds one");
        if (sees('{')) {
            what.steps *= interval();
        } else {
            out_ += in_[at_++];
        }
        if (sees_quantifier()) refuse(start, "a quantifier after a quantifier (lazy and possessive forms)");
        return what;
    }

    // {m}, {m,} or {m,n}; gives how often the part has to be written out.
    std::uint64_t interval() {
        const auto start = at_++;
        const auto least = count(start);
        auto most = least;
        if (sees(',')) {
            ++at_;
            most = sees('}') ? least + 1 : count(start);
        }
        if (!sees('}')) refuse(start, "an incomplete repeat count");
        if (most < least) refuse(start, "a repeat count that ends before it starts");
        ++at_;
        out_ += in_.substr(start, at_ - start);
        return std::max<std::uint64_t>(most, 1);
    }

    std::uint64_t count(std::size_t start) {
        const auto first = at_;
        std::uint64_t number = 0;
        while (more() && in_[at_] >= '0' && in_[at_] <= '9') {
            number = number * 10 + static_cast<std::uint64_t>(in_[at_++] - '0');
            if (number > most_repeats) refuse(start, "a repeat count over 255");
        }
        if (at_ == first) refuse(start, "an incomplete repeat count");
        return number;
    }

    std::string_view in_;
    std::size_t at_ = 0;
    std::string out_;
};

} // namespace detail

DATAFLOW_RUNTIME std::string portable_regex(std::string_view pattern, std::string_view field) {
    try {
        return detail::regex_translator{pattern}.run();
    } catch (const error& e) {
        error_info info = e.info();
        info.field = std::string{field};
        raise(e.kind(), std::move(info));
    }
}

} // namespace dataflow::query
