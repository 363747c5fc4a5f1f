// A database that is made once, and copied for each test that commits.
#pragma once

#include <dataflow/database/database.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/testing/test_place.hpp>
#include <dataflow/testing/test_pools.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow {

/// A database of its own for one test, with all that a real one has: connections, commits, isolation. It is
/// gone when this is destroyed.
template <class... Models>
class cloned_database : public database<Models...> {
  public:
    cloned_database(std::unique_ptr<testing::test_place> at, open_options how)
        : database<Models...>(named(std::move(how), at->url())), place_(std::move(at)) {}
    cloned_database(const cloned_database&) = delete;
    cloned_database& operator=(const cloned_database&) = delete;
    ~cloned_database() {
        (void)database<Models...>{std::move(static_cast<database<Models...>&>(*this))}; // before its place
    }

    /// For what opens it a second time.
    [[nodiscard]] const std::string& url() const noexcept { return place_->url(); }

  private:
    [[nodiscard]] static open_options named(open_options how, const std::string& url) {
        how.url = url;
        return how;
    }
    std::unique_ptr<testing::test_place> place_;
};

/// The tables of some models, and the records that all tests begin with, made once; `clone` copies them: on
/// SQLite a file in the folder for temporary files, on PostgreSQL a database of the server (CREATE DATABASE
/// ... TEMPLATE, which needs the right to create databases). Safe to clone from several threads.
///
///     df::test_template<Customer, Order> shop{[](auto& db) { db.run(df::create(Customer{.name = "Ann"}));
///     }}; auto db = shop.clone();
///
/// A program that is killed leaves its databases behind: their names begin with `dataflow_test_`.
template <class... Models>
class test_template {
  public:
    /// On $DATAFLOW_TEST_URL, else on SQLite. A URL of PostgreSQL's names a database of the server to which
    /// templates and copies are added; nothing is changed in it. `populate(df::database<Models...>&)` is
    /// called once. Throws what opening and `populate` throw.
    test_template() : test_template(std::string{}) {}
    explicit test_template(std::string url) : test_template(std::move(url), [](auto&) {}) {}
    template <class Populate>
        requires requires(Populate& p, database<Models...>& db) { p(db); }
    explicit test_template(Populate populate) : test_template(std::string{}, std::move(populate)) {}
    template <class Populate>
        requires requires(Populate& p, database<Models...>& db) { p(db); }
    test_template(std::string url, Populate populate)
        : test_template(open_options{.url = std::move(url)}, std::move(populate)) {}
    template <class Populate>
        requires requires(Populate& p, database<Models...>& db) { p(db); }
    test_template(open_options how, Populate populate) : how_(std::move(how)) {
        if (how_.url.empty()) how_.url = testing::test_url();
        std::shared_ptr<database_::core> server;
        if (sql::data_of(database_::dialect_of(how_.url)).has_databases)
            server = std::make_shared<database_::core>(how_);
        place_ = std::make_unique<testing::test_place>(how_.url, std::move(server));
        place_->make();
        auto made = how_;
        made.url = place_->url();
        database<Models...> db{made};
        populate(db);
    }

    [[nodiscard]] cloned_database<Models...> clone() const { return {place_->copy(how_.url), how_}; }

  private:
    open_options how_;
    std::unique_ptr<testing::test_place> place_;
};

} // namespace dataflow
