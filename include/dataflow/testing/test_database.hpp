// A database whose changes are undone at the end of a test.
#pragma once

#include <dataflow/database/database.hpp>
#include <dataflow/testing/test_pools.hpp>

#include <memory>
#include <string>
#include <utility>

namespace dataflow {

/// A `database<Models...>` for one test: whatever the code under test does with it, in transactions,
/// workflows, threads and views of it, is undone when this is destroyed. The tables are made once in a
/// program; after that, a test begins a transaction and rolls it back.
///
/// It has one connection: threads take turns, and a stream that is open while the same thread runs something
/// else is refused, as with SQLite in memory. What only a real commit shows needs a `df::test_template`:
/// listeners of other programs, isolation, constraints that SQLite defers, a statement that was cut short.
/// On PostgreSQL the time of the database (`now()`) stands still, and sequences are not put back.
template <class... Models>
class test_database : public database<Models...> {
    using base = database<Models...>;

  public:
    /// On $DATAFLOW_TEST_URL, else on SQLite in memory. Throws as the constructors of `database`.
    test_database() : test_database(open_options{}) {}
    explicit test_database(std::string_view url)
        : test_database(open_options{.url = database_::required_url(url)}) {}
    explicit test_database(open_options how) : test_database(ready(how), how.url) {}

    test_database(const test_database&) = delete;
    test_database& operator=(const test_database&) = delete;
    ~test_database() {
        const bool whole = core_->undo();
        (void)base{std::move(static_cast<base&>(*this))}; // its own share
        // What outlives the test keeps the database, and cannot use it.
        if (whole && core_.use_count() == 1) rest().give(url_, std::move(core_));
    }

  private:
    test_database(std::shared_ptr<testing::test_core> on, std::string url)
        : base(std::shared_ptr<database_::core>{on}), core_(std::move(on)), url_(std::move(url)) {
        core_->start();
    }

    /// One that rests, or a new one with its tables.
    [[nodiscard]] static std::shared_ptr<testing::test_core> ready(open_options& how) {
        if (how.url.empty()) how.url = testing::test_url();
        if (auto out = rest().take(how.url)) return out;
        auto out = std::make_shared<testing::test_core>(how);
        const opened made{out, how};
        return out;
    }
    struct opened : base {
        opened(std::shared_ptr<database_::core> on, const open_options& how)
            : base(std::move(on), database_::opening_of(how)) {}
    };
    [[nodiscard]] static testing::resting& rest() {
        static testing::resting all;
        return all;
    }

    std::shared_ptr<testing::test_core> core_;
    std::string url_;
};

} // namespace dataflow
