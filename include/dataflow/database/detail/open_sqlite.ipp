// How SQLite's pools are opened.
#pragma once

#include <dataflow/database/detail/pool.hpp>
#include <dataflow/database/detail/url.hpp>
#include <dataflow/database/detail/url_settings.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/driver/sqlite/connection.hpp>
#include <dataflow/schema/name_checks.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::database_ {

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

namespace detail {

/// The settings of the connection that writes.
[[nodiscard]] inline driver::sqlite_::settings sqlite_writer(const address& from, const open_options& how) {
    auto settings = sqlite_settings(from, how);
    settings.unchecked = true;
    if (how.existing_schema_mode) {
        if (settings.journal_mode)
            refuse("the URL's setting journal_mode changes the file, and existing_schema_mode does not");
        settings.unchanged = true;
        if (settings.missing == driver::sqlite_::missing_file::made)
            settings.missing = driver::sqlite_::missing_file::refused;
    } else if (!how.create_tables && settings.missing == driver::sqlite_::missing_file::made)
        settings.missing = driver::sqlite_::missing_file::empty;
    return settings;
}

[[nodiscard]] inline std::unique_ptr<connector> connect_sqlite(const address& from, const open_options& how) {
    return std::make_unique<sqlite_connector>(sqlite_writer(from, how));
}

} // namespace detail

[[nodiscard]] inline pools open_sqlite(const address& from, const open_options& how) {
    auto settings = detail::sqlite_writer(from, how);
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

} // namespace dataflow::database_
