// How the example prints.
#pragma once

#include "models.hpp"

#include <cinttypes>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <unistd.h>

inline void heading(const char* text) { std::printf("\n== %s\n", text); }

/// A time to the minute: 2001-01-06 08:15.
inline std::string minute(df::timestamp time) {
    auto text = df::iso8601(time).value_or("").substr(0, 16);
    if (text.size() > 10) text[10] = ' ';
    return text;
}

inline void print(const Flight& f) {
    std::printf("  %s  %s -> %s  %5d miles  %5d minutes late\n",
                minute(f.departure).c_str(),
                f.origin.value.c_str(),
                f.destination.value.c_str(),
                f.distance,
                f.delay);
}

/// Says how far a bulk operation is. On a terminal one line changes; elsewhere there is a line a batch.
class progress_line {
  public:
    progress_line(const char* what, std::size_t of) : what_(what), of_(of) {}

    void operator()(const df::bulk_progress& now) const {
        const bool terminal = ::isatty(STDOUT_FILENO) != 0;
        const bool last = now.done >= static_cast<std::int64_t>(of_);
        std::printf("%s  %s: %" PRId64 " of %zu rows%s",
                    terminal ? "\r" : "",
                    what_,
                    now.done,
                    of_,
                    !terminal || last ? "\n" : "");
        std::fflush(stdout);
    }

  private:
    const char* what_;
    std::size_t of_;
};
