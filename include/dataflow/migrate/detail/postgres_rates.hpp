// How long PostgreSQL takes, about.
#pragma once

#include <chrono>
#include <cstdint>

namespace dataflow::migrate::detail {

// Measured with PostgreSQL 15 on 1 million rows of 93 bytes, two cores that others used, too: reading 93 MB
// to verify them took 0.17 s, rewriting them with their key's index 3.0 s, an index 0.9 s (a number) to 3.6 s
// (32 characters), a third more where it is built concurrently, a batch of 10,000 rows 0.5 s, a search for
// duplicates 2.3 s.
struct postgres_rates {
    static constexpr double bytes_read = 500e6; ///< a second
    static constexpr double bytes_rewritten = 31e6;
    static constexpr double rows_indexed = 300e3;
    static constexpr double rows_filled = 22e3;
    static constexpr double rows_sorted = 430e3;
    static constexpr std::chrono::milliseconds statement{5}; ///< of the catalog alone
    static constexpr std::chrono::milliseconds noticed{100}; ///< a longer wait is one that people notice
};

namespace postgres {
inline std::chrono::milliseconds time_for(std::int64_t amount, double each_second) {
    if (amount <= 0) return std::chrono::milliseconds{0};
    return std::chrono::milliseconds{
        static_cast<std::int64_t>(static_cast<double>(amount) * 1000 / each_second)};
}
} // namespace postgres

} // namespace dataflow::migrate::detail
