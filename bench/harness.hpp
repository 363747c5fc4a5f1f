// Measures pairs of functions that do the same: a library's way and the hand-written one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

[[noreturn]] inline void stop(const std::string& why) {
    std::fprintf(stderr, "bench: %s\n", why.c_str());
    std::exit(1);
}

/// Keeps the compiler from leaving out what nobody reads.
template <class T>
void keep(const T& value) {
    asm volatile("" : : "r"(&value) : "memory");
}

[[nodiscard]] inline double median(std::vector<double> of) {
    std::sort(of.begin(), of.end());
    const auto half = of.size() / 2;
    return of.size() % 2 == 1 ? of[half] : (of[half - 1] + of[half]) / 2;
}

/// What so many of a hundred are not above.
[[nodiscard]] inline double part(std::vector<double> of, std::size_t percent) {
    std::sort(of.begin(), of.end());
    return of[(of.size() - 1) * percent / 100];
}

/// One way to do something. `prepare` is not timed; `run` does the operation as often as the pair says.
struct side {
    std::function<void()> prepare;
    std::function<void()> run;
};

struct pair {
    std::string name;
    std::int64_t operations; ///< of one run; a bulk operation counts its rows
    side library;            ///< or another library
    side hand;
    int more_rounds = 1; ///< times the usual number: for short runs, which a busy machine disturbs singly
};

struct options {
    int rounds = 9;
    std::string only{};     ///< a part of the names to be measured
    bool processor = false; ///< measures the program's own processor time: for SQLite on a busy machine
};

class harness {
  public:
    /// Prints RATIO lines (both times, the ratio, and between what a tenth and nine tenths of the rounds'
    /// ratios are), PEER lines where it is told which other library is measured; LOOP lines where it is a
    /// loop of single nodes, BEST lines where it is the best hand-written code for a size, TYPED lines where
    /// a node without a struct is measured beside one with.
    harness(std::string database, options how, std::string peer = {})
        : database_(std::move(database)), how_(std::move(how)), peer_(std::move(peer)) {}

    /// Both ways in each round, in changing order, after one round that does not count. The ratio is the
    /// median of the rounds' ratios: what disturbs the machine for longer disturbs both.
    void measure(const pair& p) const {
        const auto name = database_ + "." + p.name;
        if (!how_.only.empty() && name.find(how_.only) == std::string::npos) return;
        std::vector<double> library;
        std::vector<double> hand;
        std::vector<double> ratios;
        for (int round = -1; round < how_.rounds * p.more_rounds; ++round) {
            double l = 0;
            double h = 0;
            if (round % 2 == 0) {
                l = timed(p.library, p.operations);
                h = timed(p.hand, p.operations);
            } else {
                h = timed(p.hand, p.operations);
                l = timed(p.library, p.operations);
            }
            if (round < 0) continue;
            library.push_back(l);
            hand.push_back(h);
            ratios.push_back(l / h);
        }
        const auto head = peer_.empty()      ? "RATIO " + name
                          : peer_ == "loop"  ? "LOOP " + name
                          : peer_ == "best"  ? "BEST " + name
                          : peer_ == "typed" ? "TYPED " + name
                                             : "PEER " + name + " " + peer_;
        std::printf("%s %.1f %.1f %.3f %.3f %.3f\n", head.c_str(), median(library), median(hand),
                    median(ratios), part(ratios, 10), part(ratios, 90));
        std::fflush(stdout);
    }

  private:
    /// Nanoseconds: of a clock, or of the processor's time that the program has used.
    [[nodiscard]] double now() const {
        timespec t{};
        clock_gettime(how_.processor ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &t);
        return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
    }
    double timed(const side& s, std::int64_t operations) const {
        if (s.prepare) s.prepare();
        const auto start = now();
        s.run();
        return (now() - start) / static_cast<double>(operations);
    }

    std::string database_;
    options how_;
    std::string peer_;
};

} // namespace bench
