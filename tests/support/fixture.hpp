// The databases that an integration test runs on, each empty at the start of a test; a second way into
// them with plain SQL; and how to look at an error.
#pragma once

#include <dataflow/dataflow.hpp>

#if DATAFLOW_SQLITE
#include <sqlite3.h>
#endif
#if DATAFLOW_POSTGRES
#include <libpq-fe.h>
#endif

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace support {

namespace df = dataflow;

enum class backend { sqlite_memory, sqlite_file, postgres };

inline std::ostream& operator<<(std::ostream& out, backend b) {
    return out << (b == backend::sqlite_memory ? "sqlite_memory"
                   : b == backend::sqlite_file ? "sqlite_file"
                                               : "postgres");
}

/// A row of a plain SQL query: each value as the database writes it, nothing for NULL.
using plain_row = std::vector<std::optional<std::string>>;

/// The server of DATAFLOW_TEST_POSTGRES, or null.
[[nodiscard]] inline const char* server_url() { return std::getenv("DATAFLOW_TEST_POSTGRES"); }

/// A connection of its own that knows nothing of the library: to look at what was written, to prepare
/// tables by hand, to hold locks.
class plain_connection {
  public:
    plain_connection(backend kind, const std::string& where) : kind_(kind) {
#if DATAFLOW_SQLITE
        if (kind == backend::sqlite_file) {
            sqlite3* raw = nullptr;
            const int code = sqlite3_open(where.c_str(), &raw);
            file_.reset(raw);
            if (code != SQLITE_OK) throw std::runtime_error("cannot open " + where);
            sqlite3_busy_timeout(raw, 10'000);
        }
#endif
#if DATAFLOW_POSTGRES
        if (kind == backend::postgres) {
            server_.reset(PQconnectdb(where.c_str()));
            if (PQstatus(server_.get()) != CONNECTION_OK)
                throw std::runtime_error(PQerrorMessage(server_.get()));
            PQsetNoticeProcessor(server_.get(), [](void*, const char*) {}, nullptr);
        }
#endif
        (void)where;
    }

    /// Runs statements and gives the rows of the last. Throws std::runtime_error.
    std::vector<plain_row> run(const std::string& sql) {
        std::vector<plain_row> out;
#if DATAFLOW_SQLITE
        if (kind_ == backend::sqlite_file) {
            char* message = nullptr;
            const auto take = [](void* to, int n, char** values, char**) {
                auto& row = static_cast<std::vector<plain_row>*>(to)->emplace_back();
                for (int i = 0; i < n; ++i)
                    row.push_back(values[i] == nullptr ? std::optional<std::string>{} : values[i]);
                return 0;
            };
            if (sqlite3_exec(file_.get(), sql.c_str(), take, &out, &message) != SQLITE_OK) {
                const std::string text = message == nullptr ? "?" : message;
                sqlite3_free(message);
                throw std::runtime_error(text);
            }
        }
#endif
#if DATAFLOW_POSTGRES
        if (kind_ == backend::postgres) {
            const std::unique_ptr<PGresult, void (*)(PGresult*)> r{PQexec(server_.get(), sql.c_str()),
                                                                   &PQclear};
            const auto status = PQresultStatus(r.get());
            if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
                throw std::runtime_error(PQerrorMessage(server_.get()));
            for (int i = 0; i < PQntuples(r.get()); ++i) {
                auto& row = out.emplace_back();
                for (int c = 0; c < PQnfields(r.get()); ++c)
                    row.push_back(PQgetisnull(r.get(), i, c) ? std::optional<std::string>{}
                                                             : PQgetvalue(r.get(), i, c));
            }
        }
#endif
        return out;
    }
    /// The single value of a query.
    std::string value(const std::string& sql) {
        const auto rows = run(sql);
        if (rows.empty() || rows[0].empty()) throw std::runtime_error("no row: " + sql);
        return rows[0][0].value_or("NULL");
    }
    std::int64_t number(const std::string& sql) { return std::stoll(value(sql)); }

  private:
    backend kind_;
#if DATAFLOW_SQLITE
    std::unique_ptr<sqlite3, int (*)(sqlite3*)> file_{nullptr, &sqlite3_close};
#endif
#if DATAFLOW_POSTGRES
    std::unique_ptr<PGconn, void (*)(PGconn*)> server_{nullptr, &PQfinish};
#endif
};

/// An empty place for a database: memory, a file in a folder of its own, or a schema of its own on the
/// server, so that programs can run side by side. Gone at the end.
class place {
  public:
    explicit place(backend kind) : kind_(kind) {
        static int counter = 0;
        const auto mark = std::to_string(::getpid()) + "_" + std::to_string(++counter);
        if (kind == backend::sqlite_file) {
            folder_ = std::filesystem::temp_directory_path() / ("dataflow_test_" + mark);
            std::filesystem::create_directories(folder_);
        }
        if (kind == backend::postgres) {
            schema_ = "it_" + mark;
            plain_connection admin{kind, server_url()};
            admin.run("DROP SCHEMA IF EXISTS " + schema_ + " CASCADE; CREATE SCHEMA " + schema_);
        }
    }
    place(const place&) = delete;
    place& operator=(const place&) = delete;
    ~place() {
        if (kind_ == backend::sqlite_file) {
            std::error_code ignored;
            std::filesystem::remove_all(folder_, ignored);
        }
        if (kind_ == backend::postgres) try {
                plain_connection admin{kind_, server_url()};
                admin.run("DROP SCHEMA IF EXISTS " + schema_ + " CASCADE");
            } catch (const std::exception&) { // the server may be gone; it is a private one
            }
    }

    /// `settings`: what follows the `?`, as "busy_timeout=100".
    [[nodiscard]] std::string url(const std::string& settings = {}) const {
        std::string out;
        if (kind_ == backend::sqlite_memory) out = "sqlite::memory:";
        if (kind_ == backend::sqlite_file) out = "sqlite:" + file();
        if (kind_ == backend::postgres) {
            out = server_url();
            out += (out.find('?') == std::string::npos ? "?" : "&") + ("options=-csearch_path%3D" + schema_);
        }
        if (!settings.empty()) out += (out.find('?') == std::string::npos ? "?" : "&") + settings;
        return out;
    }
    [[nodiscard]] std::string file() const { return (folder_ / "test.db").string(); }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] const std::string& schema() const { return schema_; }
    [[nodiscard]] plain_connection plain() const {
        return {kind_, kind_ == backend::postgres ? url() : file()};
    }

  private:
    backend kind_;
    std::filesystem::path folder_;
    std::string schema_;
};

/// A test that runs on all databases.
class database_test : public testing::TestWithParam<backend> {
  protected:
    void SetUp() override {
        if (GetParam() == backend::postgres && server_url() == nullptr)
            GTEST_SKIP() << "DATAFLOW_TEST_POSTGRES names no server (tests/support/postgres.sh starts one)";
        place_ = std::make_unique<place>(GetParam());
    }
    void TearDown() override { place_.reset(); }

    [[nodiscard]] std::string url(const std::string& settings = {}) const { return place_->url(settings); }
    [[nodiscard]] const place& where() const { return *place_; }
    [[nodiscard]] bool postgres() const { return GetParam() == backend::postgres; }
    [[nodiscard]] bool memory() const { return GetParam() == backend::sqlite_memory; }
    [[nodiscard]] plain_connection plain() const { return place_->plain(); }

    /// The same, on another place of the same kind.
    [[nodiscard]] std::unique_ptr<place> another() const { return std::make_unique<place>(GetParam()); }

  private:
    std::unique_ptr<place> place_;
};

/// A test that also looks at the database from a second connection, which one in memory has not.
class shared_database_test : public database_test {};

[[nodiscard]] inline std::vector<backend> all_backends() {
    std::vector<backend> out;
#if DATAFLOW_SQLITE
    out = {backend::sqlite_memory, backend::sqlite_file};
#endif
#if DATAFLOW_POSTGRES
    out.push_back(backend::postgres);
#endif
    return out;
}
[[nodiscard]] inline std::vector<backend> shared_backends() {
    auto out = all_backends();
    std::erase(out, backend::sqlite_memory);
    return out;
}
[[nodiscard]] inline std::string backend_name(const testing::TestParamInfo<backend>& info) {
    return testing::PrintToString(info.param);
}

/// Runs `work`, which has to throw an `Error`; gives a copy of it, to be looked at.
template <class Error, class Work>
df::error thrown(Work&& work) {
    try {
        work();
    } catch (const Error& e) {
        return e;
    } catch (const df::error& e) {
        ADD_FAILURE() << "another class of error was thrown: " << e.what();
        return e;
    } catch (const std::exception& e) {
        ADD_FAILURE() << "what was thrown is no df::error: " << e.what();
        return df::error{df::error_kind::database_error, {.message = e.what()}};
    }
    ADD_FAILURE() << "nothing was thrown";
    return df::error{df::error_kind::database_error, {.message = "nothing was thrown"}};
}

/// Whether a text is in another.
[[nodiscard]] inline bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

} // namespace support

/// Instantiates a suite on all databases, or on those that a second connection can look at.
#define DATAFLOW_ON_ALL_DATABASES(suite)                                                                     \
    INSTANTIATE_TEST_SUITE_P(On, suite, testing::ValuesIn(support::all_backends()), support::backend_name)
#define DATAFLOW_ON_SHARED_DATABASES(suite)                                                                  \
    INSTANTIATE_TEST_SUITE_P(On, suite, testing::ValuesIn(support::shared_backends()), support::backend_name)
