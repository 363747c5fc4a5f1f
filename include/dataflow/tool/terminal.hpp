// How commands print on a terminal, and elsewhere: colors and lines of boxes are for terminals alone.
#pragma once

#include <dataflow/migrate/options.hpp>
#include <dataflow/migrate/preview.hpp>

#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <ostream>
#include <string>
#include <string_view>

namespace dataflow::tool {

/// Whether a stream of the program's own goes to a terminal.
[[nodiscard]] inline bool is_terminal(const std::ostream& out) noexcept {
    if (&out == &std::cout) return ::isatty(1) == 1;
    return (&out == &std::cerr || &out == &std::clog) && ::isatty(2) == 1;
}

/// Whether words may be colored: on a terminal, where NO_COLOR is not set (https://no-color.org) and TERM is
/// not `dumb`.
[[nodiscard]] inline bool shows_colors(const std::ostream& out) noexcept {
    const char* const refused = std::getenv("NO_COLOR"); // NOLINT(concurrency-mt-unsafe): one thread
    const char* const kind = std::getenv("TERM");        // NOLINT(concurrency-mt-unsafe)
    return is_terminal(out) && (refused == nullptr || *refused == '\0') && kind != nullptr &&
           std::string_view{kind} != "dumb";
}

[[nodiscard]] inline migrate::preview_options preview_for(const std::ostream& out) noexcept {
    return {.boxes = is_terminal(out), .colors = shows_colors(out)};
}

/// A line that tells how far a migration is, drawn again and again: on a terminal only.
class progress_line {
  public:
    explicit progress_line(std::ostream& out) noexcept : out_(&out), draws_(is_terminal(out)) {}
    progress_line(const progress_line&) = delete;
    progress_line& operator=(const progress_line&) = delete;
    ~progress_line() { clear(); }

    void tell(const migrate::progress& p) {
        if (!draws_) return;
        using stage = migrate::progress::stage;
        const auto now = std::chrono::steady_clock::now();
        if (p.at == stage::batch && now - last_ < std::chrono::milliseconds{100}) return;
        last_ = now;
        const auto text = line_of(p, 24);
        clear();
        *out_ << text << std::flush;
        shown_ = true;
    }
    void clear() {
        if (!shown_) return;
        *out_ << "\r\x1b[K" << std::flush;
        shown_ = false;
    }

    /// `[######......] 3/6 fill users.age: 20000 of about 100000 rows`, with a bar of so many places.
    [[nodiscard]] static std::string line_of(const migrate::progress& p, std::size_t width) {
        double done = static_cast<double>(p.step) - (p.at == migrate::progress::stage::ended ? 0 : 1);
        if (p.about > 0 && p.at != migrate::progress::stage::ended)
            done += p.rows >= p.about ? 1 : static_cast<double>(p.rows) / static_cast<double>(p.about);
        const double part = p.steps == 0 ? 1 : done / static_cast<double>(p.steps);
        const auto full = static_cast<std::size_t>((part < 0   ? 0
                                                    : part > 1 ? 1
                                                               : part) *
                                                   static_cast<double>(width));
        std::string out = "[" + std::string(full, '#') + std::string(width - full, '.') + "] " +
                          std::to_string(p.step) + "/" + std::to_string(p.steps) + " " +
                          (p.undoing ? "undo " : "");
        out += p.title.size() > 60 ? std::string{p.title.substr(0, 57)} + "..." : std::string{p.title};
        if (p.rows > 0) {
            out += ": " + std::to_string(p.rows);
            if (p.about > 0) out += " of about " + std::to_string(p.about);
            out += " rows";
        }
        return out;
    }

  private:
    std::ostream* out_;
    bool draws_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point last_{};
};

} // namespace dataflow::tool
