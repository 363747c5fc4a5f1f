// The code of database/open.hpp: the one place that knows which drivers are built in.
#pragma once

#include <dataflow/database/detail/url.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/schema/name_checks.hpp>
#if DATAFLOW_SQLITE
#include <dataflow/driver/sqlite/connection.hpp>
#endif
#if DATAFLOW_POSTGRES
#include <dataflow/driver/postgres/connection.hpp>
#endif

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace dataflow::database_ {

namespace detail {

[[nodiscard]] inline std::int64_t whole_number(std::string_view name, std::string_view text) {
    std::int64_t n = 0;
    const auto end = text.data() + text.size();
    if (const auto r = std::from_chars(text.data(), end, n); r.ec != std::errc{} || r.ptr != end)
        refuse("the URL's setting " + std::string{name} + " is not a whole number");
    return n;
}

template <class Word, std::size_t N>
[[nodiscard]] Word one_of(std::string_view name, std::string_view text,
                          const std::pair<std::string_view, Word> (&words)[N]) {
    for (const auto& [word, meaning] : words)
        if (word == text) return meaning;
    std::string known;
    for (const auto& w : words) known += (known.empty() ? "" : ", ") + std::string{w.first};
    refuse("the URL's setting " + std::string{name} + " is one of: " + known);
}

/// How many statements are kept prepared, as a URL says it.
[[nodiscard]] inline std::size_t kept_statements(std::string_view name, std::string_view text) {
    const auto n = whole_number(name, text);
    if (n < 0) refuse("the URL's setting " + std::string{name} + " is negative");
    return static_cast<std::size_t>(n);
}

} // namespace detail

#if DATAFLOW_SQLITE

namespace detail {

/// `sales:/var/lib/sales.db`: the name by which its tables are called, and the file.
[[nodiscard]] inline driver::sqlite_::attached_file attached_file_of(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == text.npos || colon == 0 || colon + 1 == text.size())
        refuse("the URL's setting attach is <name>:<path>, as attach=sales:/var/lib/sales.db");
    const auto name = text.substr(0, colon);
    if (schema::same_name(name, "main") || schema::same_name(name, "temp"))
        refuse("the URL's setting attach uses a name that SQLite has for itself: main or temp");
    return {std::string{name}, std::string{text.substr(colon + 1)}};
}

[[nodiscard]] inline driver::sqlite_::settings sqlite_settings(const address& from, const open_options& how) {
    using driver::sqlite_::durability;
    using driver::sqlite_::journal;
    using driver::sqlite_::missing_file;
    driver::sqlite_::settings out;
    out.statement_timeout = how.statement_timeout;
    out.kept_statements = how.kept_statements;
    out.path = from.target;
    for (const auto& [name, text] : from.settings) {
        if (name == "mode") {
            out.read_only = text == "ro";
            out.missing = one_of<missing_file>(
                name, text,
                {{"ro", missing_file::refused}, {"rw", missing_file::refused}, {"rwc", missing_file::made}});
        } else if (name == "immutable") out.immutable = one_of<bool>(name, text, {{"1", true}, {"0", false}});
        else if (name == "busy_timeout") {
            const auto n = whole_number(name, text);
            if (n < 0 || n > INT32_MAX)
                refuse("the URL's setting busy_timeout is 0 to 2147483647 milliseconds");
            out.busy_timeout = std::chrono::milliseconds{n};
        } else if (name == "journal_mode")
            out.journal_mode = one_of<journal>(name, text,
                                               {{"wal", journal::wal},
                                                {"delete", journal::rollback},
                                                {"truncate", journal::truncate},
                                                {"persist", journal::persist},
                                                {"memory", journal::memory},
                                                {"off", journal::off}});
        else if (name == "synchronous")
            out.synchronous = one_of<durability>(name, text,
                                                 {{"off", durability::off},
                                                  {"normal", durability::normal},
                                                  {"full", durability::full},
                                                  {"extra", durability::extra}});
        else if (name == "foreign_keys")
            out.foreign_keys = one_of<bool>(name, text, {{"on", true}, {"off", false}});
        else if (name == "attach") out.attached.push_back(attached_file_of(text));
        else if (name == "cache_size") out.cache_size = whole_number(name, text);
        else if (name == "mmap_size") out.mmap_size = whole_number(name, text);
        else if (name == "kept_statements") out.kept_statements = kept_statements(name, text);
        else refuse("the URL's setting " + name + " is not known");
    }
    if (out.immutable && !out.read_only)
        refuse("the URL's setting immutable=1 goes with mode=ro: it is for a file that nobody writes to");
    return out;
}

class sqlite_connector final : public connector {
  public:
    explicit sqlite_connector(driver::sqlite_::settings how) : settings_(std::move(how)) {}
    [[nodiscard]] std::unique_ptr<driver::connection> connect() override {
        auto out = std::make_unique<driver::sqlite_::connection>(settings_);
        // The first one opens the database, and no other makes its file again.
        if (settings_.missing != driver::sqlite_::missing_file::gone && !settings_.in_memory()) {
            settings_.missing = driver::sqlite_::missing_file::gone;
            settings_.unchecked = false;
        }
        return out;
    }
    [[nodiscard]] bool remote() const noexcept override { return false; }

  private:
    driver::sqlite_::settings settings_; // changed by the first connection, while there is no other
};

} // namespace detail

[[nodiscard]] inline pools open_sqlite(const address& from, const open_options& how) {
    auto settings = detail::sqlite_settings(from, how);
    settings.unchecked = true;
    if (how.existing_schema_mode) {
        if (settings.journal_mode)
            detail::refuse(
                "the URL's setting journal_mode changes the file, and existing_schema_mode does not");
        settings.unchanged = true;
        if (settings.missing == driver::sqlite_::missing_file::made)
            settings.missing = driver::sqlite_::missing_file::refused;
    } else if (!how.create_tables && settings.missing == driver::sqlite_::missing_file::made)
        settings.missing = driver::sqlite_::missing_file::empty;
    pools out{dialect::sqlite, nullptr, nullptr};
    out.writers = std::make_unique<pool>(std::make_unique<detail::sqlite_connector>(settings), 1, how.wait,
                                         settings.in_memory() ? commits::alone : commits::together);
    if (settings.in_memory()) return out; // a database in memory belongs to its one connection
    settings.read_only = true;
    // In that mode a reader is the first to open the file.
    if (!settings.unchanged) settings.missing = driver::sqlite_::missing_file::gone;
    out.readers = std::make_unique<pool>(std::make_unique<detail::sqlite_connector>(std::move(settings)),
                                         how.connections, how.wait);
    out.writers->tells(*out.readers);
    return out;
}

#endif

#if DATAFLOW_POSTGRES

namespace detail {

class postgres_connector final : public connector {
  public:
    explicit postgres_connector(driver::postgres_::settings how) : settings_(std::move(how)) {}
    [[nodiscard]] std::unique_ptr<driver::connection> connect() override {
        return std::make_unique<driver::postgres_::connection>(settings_);
    }

  private:
    driver::postgres_::settings settings_;
};

[[nodiscard]] inline driver::postgres_::settings postgres_settings(const address& from,
                                                                   const open_options& how) {
    driver::postgres_::settings out;
    out.conninfo = from.target;
    out.statement_timeout = how.statement_timeout;
    out.statements = how.statements;
    out.kept_statements = how.kept_statements;
    for (const auto& [name, text] : from.settings) {
        if (name == "kept_statements") out.kept_statements = kept_statements(name, text);
        else
            out.statements = one_of<statements>(name, text,
                                                {{"automatic", statements::automatic},
                                                 {"named", statements::named},
                                                 {"unnamed", statements::unnamed}});
    }
    return out;
}

} // namespace detail

[[nodiscard]] inline pools open_postgres(const address& from, const open_options& how) {
    pools out{dialect::postgres, nullptr, nullptr};
    out.writers = std::make_unique<pool>(
        std::make_unique<detail::postgres_connector>(detail::postgres_settings(from, how)), how.connections,
        how.wait);
    return out;
}

#endif

namespace detail {

inline constexpr std::chrono::milliseconds longest_timeout{INT32_MAX}; // as both databases hold it: 24 days

/// Refuses numbers that say nothing, or would be cut.
inline void check_numbers(const open_options& how) {
    using namespace std::chrono_literals;
    const auto out_of_range = [](std::string_view what) {
        raise(error_kind::invalid_value, {.message = "open_options: " + std::string{what}, .node = "open"});
    };
    if (how.connections < 1 || how.connections > 10'000) out_of_range("connections are 1 to 10000");
    if (how.wait < 0ms || how.wait > 24h * 366) out_of_range("wait is 0 to 366 days");
    if (how.statement_timeout < 0ms || how.statement_timeout > longest_timeout)
        out_of_range("statement_timeout is 0 to 24 days");
}

/// How a database is opened, and what is said where its driver was left out of the program.
struct opener {
    pools (*open)(const address& from, const open_options& how) = nullptr;
    const char* left_out = "";
};
/// One for each dialect, in the order of `df::dialect`.
inline constexpr opener openers[]{
#if DATAFLOW_SQLITE
    {&open_sqlite},
#else
    {nullptr, "this program was built without SQLite: link dataflow::sqlite (DATAFLOW_SQLITE=1)"},
#endif
#if DATAFLOW_POSTGRES
    {&open_postgres},
#else
    {nullptr, "this program was built without PostgreSQL: link dataflow::postgres (DATAFLOW_POSTGRES=1)"},
#endif
};

} // namespace detail

DATAFLOW_RUNTIME pools open_pools(const open_options& how) {
    detail::check_numbers(how);
    const auto from = parse_url(how.url.empty() ? default_url() : how.url);
    const auto& by = detail::openers[static_cast<std::size_t>(from.dialect)];
    if (by.open == nullptr) detail::refuse(by.left_out);
    return by.open(from, how);
}

DATAFLOW_RUNTIME std::string required_url(std::string_view url) {
    if (url.empty()) detail::refuse("the URL is empty: sqlite:<path>, sqlite::memory: or postgresql://...");
    return std::string{url};
}

} // namespace dataflow::database_
