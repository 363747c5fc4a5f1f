// The code of database/open.hpp: the one place that knows which drivers are built in.
#pragma once

#include <dataflow/database/connector.hpp>
#include <dataflow/database/detail/pool.hpp>
#include <dataflow/database/detail/url.hpp>
#include <dataflow/database/open.hpp>
#if DATAFLOW_SQLITE
#include <dataflow/database/detail/open_sqlite.ipp>
#endif
#if DATAFLOW_POSTGRES
#include <dataflow/database/detail/open_postgres.ipp>
#endif

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::database_ {

namespace detail {

inline constexpr std::chrono::milliseconds longest_timeout{INT32_MAX}; // as both databases hold it: 24 days

/// Refuses numbers that say nothing, or would be cut.
inline void check_numbers(const open_options& how) {
    using namespace std::chrono_literals;
    const auto out_of_range = [](std::string_view what) {
        raise(error_kind::invalid_value, {.message = "open_options: " + std::string{what}, .node = "open"});
    };
    if (how.connections < 1 || how.connections > 10'000) out_of_range("connections are 1 to 10000");
    if (how.connections_per_tenant > 10'000) out_of_range("connections_per_tenant are 0 to 10000");
    if (how.wait < 0ms || how.wait > 24h * 366) out_of_range("wait is 0 to 366 days");
    if (how.statement_timeout < 0ms || how.statement_timeout > longest_timeout)
        out_of_range("statement_timeout is 0 to 24 days");
}

/// How a database is opened, and what is said where its driver was left out of the program.
struct opener {
    pools (*open)(const address& from, const open_options& how) = nullptr;
    std::unique_ptr<connector> (*connect)(const address& from, const open_options& how) = nullptr;
    const char* left_out = "";
};
/// One for each dialect, in the order of `df::dialect`.
inline constexpr opener openers[]{
#if DATAFLOW_SQLITE
    {&open_sqlite, &connect_sqlite},
#else
    {nullptr, nullptr, "this program was built without SQLite: link dataflow::sqlite (DATAFLOW_SQLITE=1)"},
#endif
#if DATAFLOW_POSTGRES
    {&open_postgres, &connect_postgres},
#else
    {nullptr, nullptr,
     "this program was built without PostgreSQL: link dataflow::postgres (DATAFLOW_POSTGRES=1)"},
#endif
};

} // namespace detail

namespace detail {

/// Whoever opens the database of a URL.
[[nodiscard]] inline const opener& opener_of(const address& from, const open_options& how) {
    check_numbers(how);
    const auto& by = openers[static_cast<std::size_t>(from.dialect)];
    if (by.open == nullptr) refuse(by.left_out);
    return by;
}

} // namespace detail

DATAFLOW_RUNTIME pools open_pools(const open_options& how) {
    const auto from = parse_url(how.url.empty() ? default_url() : how.url);
    auto out = detail::opener_of(from, how).open(from, how);
    out.limit_tenants(how.connections_per_tenant);
    return out;
}

DATAFLOW_RUNTIME pools open_wrapped(const open_options& how,
                                    std::unique_ptr<connector> (*wrap)(std::unique_ptr<connector> real,
                                                                       void* state),
                                    void* state) {
    const auto from = parse_url(how.url.empty() ? default_url() : how.url);
    auto one = wrap(detail::opener_of(from, how).connect(from, how), state);
    pools out{from.dialect, nullptr, nullptr};
    out.writers = std::make_unique<pool>(std::move(one), 1, how.wait);
    return out;
}

DATAFLOW_RUNTIME dataflow::dialect dialect_of(std::string_view url) { return parse_url(url).dialect; }

DATAFLOW_RUNTIME std::string required_url(std::string_view url) {
    if (url.empty()) detail::refuse("the URL is empty: sqlite:<path>, sqlite::memory: or postgresql://...");
    return std::string{url};
}

} // namespace dataflow::database_
