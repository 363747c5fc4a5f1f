// Reads CSV as RFC 4180 has it, and says what is wrong with a row that is none.
#pragma once

#include <cstddef>
#include <istream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace csv {

/// A row of a file. `problem` is empty where the row is good.
struct row {
    std::size_t line = 0; ///< the line that it begins in; the header is line 1
    std::vector<std::string> fields{};
    std::string problem{};
};

/// Rows of a file whose first row names the columns. Quoted fields may hold commas, line breaks and
/// doubled quotes; lines end in LF or CRLF; a byte order mark in front is skipped; empty lines are skipped.
class reader {
  public:
    /// Reads the header. Throws std::runtime_error where there is none.
    explicit reader(std::istream& from) : from_(from) {
        if (from_.peek() == 0xEF) // UTF-8's byte order mark: EF BB BF
            for (int i = 0; i < 3; ++i) from_.get();
        row header;
        if (!record(header) || !header.problem.empty()) throw std::runtime_error("the file has no header");
        columns_ = header.fields;
    }

    /// The position of a column. Throws std::runtime_error where the header does not name it.
    [[nodiscard]] std::size_t column(std::string_view name) const {
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (columns_[i] == name) return i;
        throw std::runtime_error("the file has no column " + std::string{name});
    }

    /// The next row, good or not; false at the end of the file.
    bool next(row& out) {
        if (!record(out)) return false;
        if (out.problem.empty() && out.fields.size() != columns_.size())
            out.problem =
                std::to_string(out.fields.size()) + " fields instead of " + std::to_string(columns_.size());
        return true;
    }

  private:
    static constexpr int end = std::istream::traits_type::eof();

    bool at_end_of_line() const {
        const int c = from_.peek();
        return c == end || c == '\n' || c == '\r';
    }
    void skip_end_of_line() {
        if (from_.peek() == '\r') from_.get();
        if (from_.peek() == '\n') from_.get();
        ++line_;
    }

    bool record(row& out) {
        while (from_.peek() != end && at_end_of_line()) skip_end_of_line();
        if (from_.peek() == end) return false;
        out = row{.line = line_};
        for (;;) {
            out.fields.push_back(from_.peek() == '"' ? quoted(out) : plain(out));
            if (from_.peek() != ',') break;
            from_.get();
        }
        while (!at_end_of_line()) from_.get(); // what is left of a row with a problem
        skip_end_of_line();
        return true;
    }

    std::string plain(row& out) {
        std::string field;
        while (!at_end_of_line() && from_.peek() != ',') {
            field += static_cast<char>(from_.get());
            if (field.back() == '"') out.problem = "a quote inside of a field without quotes";
        }
        return field;
    }

    std::string quoted(row& out) {
        std::string field;
        from_.get();
        for (;;) {
            const int c = from_.get();
            if (c == end) {
                const bool newline_last = !field.empty() && field.back() == '\n';
                const auto last = newline_last ? line_ - 1 : line_;
                out.problem = "a quote is never closed";
                if (last > out.line)
                    out.problem += ": the lines up to " + std::to_string(last) + " are lost in it";
                return field;
            }
            if (c == '"') {
                if (from_.peek() != '"') break;
                from_.get(); // a doubled quote stands for one
            }
            if (c == '\n') ++line_;
            field += static_cast<char>(c);
        }
        if (!at_end_of_line() && from_.peek() != ',') out.problem = "text behind a closing quote";
        return field;
    }

    std::istream& from_;
    std::vector<std::string> columns_{};
    std::size_t line_ = 1;
};

} // namespace csv
