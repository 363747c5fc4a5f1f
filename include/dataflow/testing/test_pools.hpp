// The one connection of a database for tests, and the databases that wait for the next test.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/connector.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/testing/undone_connection.hpp>

#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::testing {

/// Where tests run that name no database: $DATAFLOW_TEST_URL, else SQLite in memory. Never $DATABASE_URL,
/// which may be the application's own.
[[nodiscard]] inline std::string test_url() {
    const char* given =
        std::getenv("DATAFLOW_TEST_URL"); // NOLINT(concurrency-mt-unsafe): read once, at opening
    return given != nullptr && *given != '\0' ? given : "sqlite::memory:";
}

/// The connection of a database, which tests reach from outside.
struct test_seat {
    undone_connection* connection = nullptr;
};

/// Connects once: a second connection would see nothing of the test.
class test_connector final : public database_::connector {
  public:
    test_connector(std::unique_ptr<connector> real, test_seat& seat) noexcept
        : real_(std::move(real)), seat_(&seat) {}
    [[nodiscard]] std::unique_ptr<driver::connection> connect() override {
        if (seat_->connection != nullptr)
            raise(error_kind::connection_error, {.message = "the connection of the test was lost"});
        auto out = std::make_unique<undone_connection>(real_->connect());
        seat_->connection = out.get();
        return out;
    }
    [[nodiscard]] bool remote() const noexcept override { return false; } // it is not looked at between uses

  private:
    std::unique_ptr<connector> real_;
    test_seat* seat_;
};

/// An open database of one connection. Between two tests it rests.
struct test_core : test_seat, database_::core {
    explicit test_core(const open_options& how)
        : core(database_::open_wrapped(
              how,
              [](std::unique_ptr<database_::connector> real, void* seat) {
                  return std::unique_ptr<database_::connector>{
                      std::make_unique<test_connector>(std::move(real), *static_cast<test_seat*>(seat))};
              },
              static_cast<test_seat*>(this))) {}

    void start() {
        const auto held = lease(&database_::opening_statement, access::read_write);
        connection->start();
    }
    /// Whether it can be used by another test.
    [[nodiscard]] bool undo() noexcept {
        try {
            const auto held = lease(&database_::opening_statement, access::read_write);
            return connection->undo();
        } catch (...) {
            return false;
        }
    }
};

/// Databases of one list of models that rest, by their URL.
class resting {
  public:
    [[nodiscard]] std::shared_ptr<test_core> take(const std::string& url) {
        const std::scoped_lock lock{guard_};
        auto& of = all_[url];
        if (of.empty()) return nullptr;
        auto out = std::move(of.back());
        of.pop_back();
        return out;
    }
    void give(const std::string& url, std::shared_ptr<test_core> one) {
        const std::scoped_lock lock{guard_};
        all_[url].push_back(std::move(one));
    }

  private:
    std::mutex guard_;
    std::map<std::string, std::vector<std::shared_ptr<test_core>>> all_;
};

} // namespace dataflow::testing
