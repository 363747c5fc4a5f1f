// The code of migrate/sql_statements.hpp.
#pragma once

#include <dataflow/migrate/sql_statements.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate {

class statement_splitter {
  public:
    statement_splitter(std::string_view sql, dialect d)
        : sql_(sql), lite_(rooms::sql::data_of(d).catalog == rooms::sql::catalog_form::sqlite_schema) {}

    [[nodiscard]] sql_statements split() {
        while (at_ < sql_.size() && out_.problem.empty()) one();
        if (out_.problem.empty() && begun_) {
            if (lite_ ? trigger_ : depth_ > 0) fail(first_line_, "a statement has no end");
            else end_statement(sql_.size());
        }
        return std::move(out_);
    }

  private:
    [[nodiscard]] static bool is_word(char c) noexcept {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '$' || static_cast<unsigned char>(c) >= 0x80;
    }
    [[nodiscard]] std::string_view here(std::size_t n) const noexcept { return sql_.substr(at_, n); }

    void fail(std::size_t line, std::string why) {
        out_.problem = std::move(why);
        out_.line = line;
    }
    /// Goes to a place, and counts the lines on the way.
    void go(std::size_t to) {
        line_ += static_cast<std::size_t>(std::count(sql_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                     sql_.begin() + static_cast<std::ptrdiff_t>(to), '\n'));
        at_ = to;
    }
    void begin_statement() {
        if (begun_) return;
        begun_ = true;
        first_ = at_;
        first_line_ = line_;
    }
    void end_statement(std::size_t at) {
        auto last = at;
        while (last > first_ &&
               std::string_view{" \t\r\n\f\v"}.find(sql_[last - 1]) != std::string_view::npos)
            --last;
        // What comes after the last word may be a comment: only of a statement without a semicolon.
        last = std::max(last, first_);
        if (last_token_ > first_) last = std::min(last, last_token_);
        out_.all.push_back({first_, last, first_line_});
        begun_ = trigger_ = false;
        depth_ = blocks_ = 0;
        words_ = 0;
        previous_.clear();
        before_.clear();
        makes_routine_ = false;
    }

    void one() {
        const char c = sql_[at_];
        if (std::string_view{" \t\r\n\f\v"}.find(c) != std::string_view::npos) return go(at_ + 1);
        if (here(2) == "--") {
            const auto end = sql_.find('\n', at_);
            return go(end == sql_.npos ? sql_.size() : end + 1);
        }
        if (here(2) == "/*") return comment();
        if (c == ';') return semicolon();
        begin_statement();
        if (c == '\\' && !lite_) return fail(line_, "a command of psql, which only psql knows");
        token();
        last_token_ = at_;
    }

    void comment() {
        const auto begin = line_;
        auto at = at_ + 2;
        for (int depth = 1; depth > 0;) { // PostgreSQL nests them
            if (at >= sql_.size()) {
                if (!lite_) return fail(begin, "a comment has no end");
                break; // SQLite takes the end of the text for it
            }
            if (sql_.substr(at, 2) == "*/") --depth, at += 2;
            else if (!lite_ && sql_.substr(at, 2) == "/*") ++depth, at += 2;
            else ++at;
        }
        go(std::min(at, sql_.size()));
    }

    void semicolon() {
        if (!begun_) return go(at_ + 1);
        // In a trigger of SQLite's, `;END;` is the end; see sqlite3_complete().
        const bool inside =
            lite_ ? trigger_ && !(previous_ == "end" && before_ == ";") : depth_ > 0 || blocks_ > 0;
        if (!inside) {
            end_statement(at_);
            return go(at_ + 1);
        }
        remember(";");
        go(at_ + 1);
        last_token_ = at_;
    }

    void token() {
        const char c = sql_[at_];
        if (c == '\'') return quoted('\'', false);
        if (c == '"') return quoted('"', false);
        if (lite_ && (c == '`' || c == '[')) return quoted(c == '[' ? ']' : '`', false);
        if (!lite_ && c == '$' && (at_ == 0 || !is_word(sql_[at_ - 1])))
            if (dollar()) return;
        if (is_word(c)) return word();
        if (c == '(') ++depth_;
        if (c == ')' && depth_ > 0) --depth_;
        remember({});
        go(at_ + 1);
    }

    void quoted(char end, bool escapes) {
        const auto begin = line_;
        auto at = at_ + 1;
        for (;; ++at) {
            if (at >= sql_.size()) return fail(begin, "a quote has no end");
            if (escapes && sql_[at] == '\\') {
                ++at;
                continue;
            }
            if (sql_[at] != end) continue;
            if (end != ']' && sql_.substr(at + 1, 1) == std::string_view{&end, 1}) {
                ++at;
                continue;
            }
            break;
        }
        remember({});
        go(at + 1);
    }

    /// `$tag$ ... $tag$`; false where this begins none.
    [[nodiscard]] bool dollar() {
        auto end = at_ + 1;
        while (end < sql_.size() && is_word(sql_[end]) && sql_[end] != '$') ++end;
        if (end >= sql_.size() || sql_[end] != '$') return false;
        if (sql_[at_ + 1] >= '0' && sql_[at_ + 1] <= '9') return false; // a parameter
        const auto tag = sql_.substr(at_, end + 1 - at_);
        const auto close = sql_.find(tag, end + 1);
        if (close == sql_.npos) {
            fail(line_, "the quote " + std::string{tag} + " has no end");
            return true;
        }
        remember({});
        go(close + tag.size());
        return true;
    }

    void word() {
        auto end = at_;
        std::string text;
        while (end < sql_.size() && is_word(sql_[end])) {
            const char c = sql_[end++];
            text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        if (!lite_ && text == "e" && end < sql_.size() && sql_[end] == '\'') { // E'\'': backslashes escape
            go(end);
            return quoted('\'', true);
        }
        ++words_;
        if (lite_) {
            if (words_ == 1) creates_ = text == "create" || text == "explain";
            if (words_ <= 5 && creates_ && text == "trigger" && depth_ == 0) trigger_ = true;
        } else routine(text);
        if (words_ == 1) copies_ = text == "copy";
        if (!lite_ && copies_ && text == "stdin" && previous_ == "from")
            return fail(line_, "COPY FROM STDIN, which only psql can feed: write INSERT");
        remember(std::move(text));
        go(end);
    }

    /// BEGIN ATOMIC ... END of a function.
    void routine(const std::string& text) {
        if (words_ == 1) creates_ = text == "create";
        if (words_ <= 4 && creates_ && (text == "function" || text == "procedure")) makes_routine_ = true;
        if (!makes_routine_ || depth_ > 0) return;
        if (text == "atomic" && previous_ == "begin") blocks_ = 1;
        else if (blocks_ > 0 && text == "case") ++blocks_;
        else if (blocks_ > 0 && text == "end") --blocks_;
    }

    void remember(std::string text) {
        before_ = std::move(previous_);
        previous_ = std::move(text);
    }

    std::string_view sql_;
    bool lite_;
    sql_statements out_{};
    std::size_t at_ = 0, line_ = 1, first_ = 0, first_line_ = 1, last_token_ = 0, words_ = 0;
    int depth_ = 0, blocks_ = 0;
    bool begun_ = false, trigger_ = false, creates_ = false, copies_ = false, makes_routine_ = false;
    std::string previous_{}, before_{};
};

DATAFLOW_RUNTIME sql_statements statements_in(std::string_view sql, dialect d) {
    return statement_splitter{sql, d}.split();
}

} // namespace dataflow::migrate
