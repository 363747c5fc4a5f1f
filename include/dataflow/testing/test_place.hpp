// Databases that are made for a test, and gone after it: files of SQLite's, databases of a PostgreSQL server.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/open.hpp>

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace dataflow::testing {

/// Where the path or the server of a URL ends, and its settings begin.
[[nodiscard]] inline std::size_t end_of_place(std::string_view url) noexcept {
    const auto at = url.find('?');
    return at == url.npos ? url.size() : at;
}

/// A database that one test, or a template, has for itself. It does not exist before somebody makes it.
class test_place {
  public:
    /// `like`: a URL of the server, or of any file of SQLite's: its settings are those of the new one. `on`:
    /// speaks to that server; null for SQLite.
    test_place(std::string_view like, std::shared_ptr<database_::core> on) : server_(std::move(on)) {
        std::random_device random;
        name_ = "dataflow_test_" + std::to_string(random()) + "_" + std::to_string(random());
        const auto end = end_of_place(like);
        if (server_ == nullptr) {
            file_ = std::filesystem::temp_directory_path() / (name_ + ".db");
            url_ = "sqlite:" + file_.string() + std::string{like.substr(end)};
        } else if (like.find("://") == like.npos) url_ = std::string{like} + " dbname=" + name_; // key=value
        else url_ = std::string{like} + (end == like.size() ? "?" : "&") + "dbname=" + name_;
    }
    test_place(const test_place&) = delete;
    test_place& operator=(const test_place&) = delete;
    ~test_place() {
        if (server_ == nullptr) {
            for (const auto* suffix : {"", "-wal", "-shm", "-journal"}) {
                std::error_code ignored;
                std::filesystem::remove(file_.string() + suffix, ignored);
            }
            return;
        }
        try {
            run("DROP DATABASE IF EXISTS \"" + name_ + "\" WITH (FORCE)");
        } catch (const error&) { // the server is gone, or is older than 13 and somebody is still connected
        }
    }

    [[nodiscard]] const std::string& url() const noexcept { return url_; }

    /// Makes an empty one.
    void make() const {
        if (server_ != nullptr) run("CREATE DATABASE \"" + name_ + "\"");
    }
    /// Makes a copy of another one, which nobody uses meanwhile.
    [[nodiscard]] std::unique_ptr<test_place> copy(std::string_view like) const {
        auto out = std::make_unique<test_place>(like, server_);
        if (server_ != nullptr) {
            run("CREATE DATABASE \"" + out->name_ + "\" TEMPLATE \"" + name_ + "\"");
            return out;
        }
        std::error_code failed;
        std::filesystem::copy_file(file_, out->file_, failed);
        if (failed)
            raise(error_kind::connection_error, {.message = "the template's file cannot be copied: " +
                                                            failed.message() + " (" + file_.string() + ")"});
        return out;
    }

  private:
    void run(const std::string& text) const {
        server_->lease(&database_::opening_statement, access::read_write).connection().script(text);
    }

    std::shared_ptr<database_::core> server_;
    std::string name_;
    std::filesystem::path file_{};
    std::string url_;
};

} // namespace dataflow::testing
