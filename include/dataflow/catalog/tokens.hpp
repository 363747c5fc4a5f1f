// The words of SQL that a database tells of itself: of CREATE statements and of expressions.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

struct token {
    enum class kind : std::uint8_t { end, word, quoted, string, bytes, number, symbol };

    kind what = kind::end;
    std::string text{};    ///< of a word in lower case; of what is quoted, what it means
    std::size_t first = 0; ///< where it stands in the text
    std::size_t last = 0;  ///< where it ends

    /// Whether it is this word, not quoted, in lower case; or this symbol.
    [[nodiscard]] bool is(std::string_view wanted) const noexcept {
        return (what == kind::word || what == kind::symbol) && text == wanted;
    }
    [[nodiscard]] bool is_name() const noexcept { return what == kind::word || what == kind::quoted; }
};

/// The tokens of a text, without comments; the last one is `end`. Brackets quote a name where the dialect
/// says so.
[[nodiscard]] std::vector<token> tokens_of(std::string_view sql, dialect d);

/// Whether a name stands in a text of SQL, quoted or not; not in its strings and comments.
[[nodiscard]] bool mentions(std::string_view sql, std::string_view name, dialect d = dialect::sqlite);

/// Reads tokens one after another.
class token_reader {
  public:
    token_reader(std::string_view sql, dialect d) : tokens_(tokens_of(sql, d)), text_(sql) {}

    [[nodiscard]] const token& now() const noexcept { return tokens_[at_]; }
    [[nodiscard]] const token& ahead(std::size_t n = 1) const noexcept {
        return tokens_[at_ + n < tokens_.size() ? at_ + n : tokens_.size() - 1];
    }
    [[nodiscard]] bool at_end() const noexcept { return now().what == token::kind::end; }
    const token& next() noexcept {
        const auto& out = now();
        if (!at_end()) ++at_;
        return out;
    }
    /// Takes a name: what is quoted as it is meant, a word in the case in which it is written.
    [[nodiscard]] std::string name() noexcept(false) {
        const auto& t = next();
        return t.what == token::kind::word ? std::string{text_.substr(t.first, t.last - t.first)} : t.text;
    }
    /// Takes a word or a symbol where it stands next.
    bool take(std::string_view word) noexcept {
        if (!now().is(word)) return false;
        ++at_;
        return true;
    }
    /// After an opening parenthesis: the text to its closing one, which is taken, too.
    [[nodiscard]] std::string_view inside() noexcept {
        const auto first = now().first;
        auto last = first;
        for (int depth = 1; !at_end();) {
            const auto& t = next();
            if (t.is("(")) ++depth;
            if (t.is(")") && --depth == 0) break;
            last = t.last;
        }
        return text_.substr(first, last - first);
    }
    [[nodiscard]] std::string_view text() const noexcept { return text_; }

  private:
    std::vector<token> tokens_;
    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/tokens.ipp>
#endif
