// The pool and its shared writes, on a connection that only takes notes.
#include <dataflow/database/detail/pool.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace df = dataflow;
using namespace std::chrono_literals;
using df::database_::commits;
using df::database_::pool;
using df::database_::shared_write;

/// What all connections of a test do and say.
struct notes {
    std::mutex guard{};
    std::vector<std::string> log{};
    std::atomic<int> connects{0};
    std::function<void()> on_connect{}, on_begin{}, on_commit{}, on_savepoint{};
    std::atomic<bool> usable{true};

    void note(std::string what) {
        const std::scoped_lock lock{guard};
        log.push_back(std::move(what));
    }
    [[nodiscard]] int count(const std::string& what) {
        const std::scoped_lock lock{guard};
        int n = 0;
        for (const auto& line : log) n += line == what ? 1 : 0;
        return n;
    }
};

class fake final : public df::driver::connection {
  public:
    explicit fake(notes& s) : notes_(s) {}
    ~fake() override { EXPECT_FALSE(busy_) << "a connection was destroyed while it was used"; }

    /// Notes that two threads never use it at once.
    void use() {
        EXPECT_FALSE(busy_.exchange(true));
        std::this_thread::yield();
        busy_ = false;
    }

    [[nodiscard]] df::dialect dialect() const noexcept override { return df::dialect::sqlite; }
    df::driver::outcome run(const df::rooms::sql::statement&, std::uint64_t, const df::rooms::sql::bindings&,
                            df::driver::row_target*) override {
        return {};
    }
    std::int64_t run_each(const df::rooms::sql::statement&, std::uint64_t,
                          const df::rooms::sql::bindings&) override {
        return 0;
    }
    [[nodiscard]] std::unique_ptr<df::driver::cursor> open(const df::rooms::sql::statement&, std::uint64_t,
                                                           const df::rooms::sql::bindings&,
                                                           std::span<const df::field_access>) override {
        return nullptr;
    }
    void script(std::string_view) override {}
    void begin(df::access, df::isolation) override { step("begin", notes_.on_begin), open_ = true; }
    void commit() override {
        open_ = false;
        step("commit", notes_.on_commit);
    }
    void rollback() noexcept override {
        open_ = false;
        notes_.note("rollback");
    }
    void savepoint(int) override { step("savepoint", notes_.on_savepoint); }
    void release(int) override { notes_.note("release"); }
    void rollback_to(int) noexcept override { notes_.note("rollback to"); }
    [[nodiscard]] bool in_transaction() const noexcept override { return open_; }
    [[nodiscard]] bool usable() const noexcept override { return notes_.usable; }

  private:
    void step(const char* what, const std::function<void()>& then) {
        use();
        notes_.note(what);
        if (then) then();
    }
    notes& notes_;
    bool open_ = false;
    std::atomic<bool> busy_{false};
};

class fakes final : public df::database_::connector {
  public:
    explicit fakes(notes& s) : notes_(s) {}
    [[nodiscard]] std::unique_ptr<df::driver::connection> connect() override {
        ++notes_.connects;
        if (notes_.on_connect) notes_.on_connect();
        return std::make_unique<fake>(notes_);
    }

  private:
    notes& notes_;
};

const df::rooms::sql::statement statement_of_test{.node = "create", .writes = true};

/// How a write went.
enum class went { shared, alone, failed };

class PoolOfThreads : public testing::Test {
  protected:
    notes notes_{};
    std::vector<std::thread> threads_{};

    [[nodiscard]] std::unique_ptr<pool> make(std::size_t limit, commits how,
                                             std::chrono::milliseconds wait = 20s) {
        return std::make_unique<pool>(std::make_unique<fakes>(notes_), limit, wait, how);
    }
    /// A write that does `work`; tells how it went.
    static went write(pool& from, const std::function<void()>& work, std::optional<df::error>* why = nullptr,
                      const df::rooms::sql::statement& what = statement_of_test) {
        shared_write own{[](shared_write& self, df::context* inside) {
                             static_cast<fake&>(inside->connection()).use();
                             (*static_cast<const std::function<void()>*>(self.node))();
                         },
                         &work, nullptr, what};
        try {
            const auto lease = from.take_or_share(own);
            if (!lease) return went::shared;
            static_cast<fake&>(lease.connection()).use();
            work();
            return went::alone;
        } catch (const df::error& e) {
            if (why != nullptr) *why = e;
            return went::failed;
        }
    }
    /// Holds the one connection until `count` threads wait for it, each doing `work(number)`.
    void waiting(pool& from, int count, const std::function<void(int)>& work) {
        std::atomic<int> started{0};
        {
            const auto held = from.take();
            for (int t = 0; t < count; ++t)
                threads_.emplace_back([&work, &started, t] {
                    ++started;
                    work(t);
                });
            while (started != count) std::this_thread::yield();
            std::this_thread::sleep_for(100ms);
        }
        for (auto& t : threads_) t.join();
        threads_.clear();
    }
};

TEST_F(PoolOfThreads, AWriteThatFindsTheConnectionFreeRunsByItself) {
    const auto p = make(1, commits::together);
    EXPECT_EQ(write(*p, [] {}), went::alone);
    EXPECT_EQ(write(*p, [] {}), went::alone);
    EXPECT_TRUE(notes_.log.empty());
    EXPECT_EQ(notes_.connects, 1);
}

TEST_F(PoolOfThreads, OneCommitForAllThatWait) {
    const auto p = make(1, commits::together);
    std::atomic<int> ran{0}, shared{0};
    waiting(*p, 6, [&](int) { shared += write(*p, [&] { ++ran; }) == went::shared ? 1 : 0; });
    EXPECT_EQ(shared, 6);
    EXPECT_EQ(ran, 6);
    EXPECT_EQ(notes_.count("begin"), 1);
    EXPECT_EQ(notes_.count("commit"), 1);
    EXPECT_EQ(notes_.count("savepoint"), 6);
    EXPECT_EQ(notes_.count("release"), 6);
}

TEST_F(PoolOfThreads, OneThatWaitsAloneRunsByItself) {
    const auto p = make(1, commits::together);
    waiting(*p, 1, [&](int) { EXPECT_EQ(write(*p, [] {}), went::alone); });
    EXPECT_TRUE(notes_.log.empty());
}

TEST_F(PoolOfThreads, WithoutSharingEachRunsByItself) {
    const auto p = make(1, commits::alone);
    waiting(*p, 4, [&](int) { EXPECT_EQ(write(*p, [] {}), went::alone); });
    EXPECT_TRUE(notes_.log.empty());
}

TEST_F(PoolOfThreads, AFailureUndoesItsOwnAndGoesToItsCaller) {
    const auto p = make(1, commits::together);
    waiting(*p, 5, [&](int t) {
        std::optional<df::error> why;
        const auto how = write(
            *p,
            [&] {
                if (t == 2) df::raise(df::error_kind::not_found, {.message = "two"});
            },
            &why);
        EXPECT_EQ(how, t == 2 ? went::failed : went::shared);
        if (t == 2) {
            EXPECT_EQ(why->info().message, "two");
        }
    });
    EXPECT_EQ(notes_.count("rollback to"), 1);
    EXPECT_EQ(notes_.count("commit"), 1);
}

TEST_F(PoolOfThreads, WhatIsNoErrorOfTheLibraryComesBackToo) {
    const auto p = make(1, commits::together);
    std::atomic<int> caught{0};
    waiting(*p, 3, [&](int t) {
        try {
            (void)write(*p, [&] {
                if (t == 1) throw std::bad_alloc{};
            });
        } catch (const std::bad_alloc&) {
            ++caught;
        }
    });
    EXPECT_EQ(caught, 1);
}

TEST_F(PoolOfThreads, ACommitThatFailsIsTheErrorOfEachUnderItsOwnName) {
    const auto p = make(1, commits::together);
    notes_.on_commit = [] {
        df::raise(df::error_kind::resource_exhausted, {.message = "full", .code = "13", .sql = "COMMIT"});
    };
    const df::rooms::sql::statement other{.node = "delete", .writes = true};
    waiting(*p, 4, [&](int t) {
        std::optional<df::error> why;
        EXPECT_EQ(write(*p, [] {}, &why, t % 2 == 0 ? statement_of_test : other), went::failed);
        ASSERT_TRUE(why);
        EXPECT_EQ(why->kind(), df::error_kind::resource_exhausted);
        EXPECT_EQ(why->node(), t % 2 == 0 ? "create" : "delete");
        EXPECT_EQ(why->info().message, "full");
        EXPECT_EQ(why->code(), "13");
    });
    EXPECT_EQ(notes_.count("commit"), 1);
}

TEST_F(PoolOfThreads, WhatFailedBesideACommitThatFailsRunsOnceMore) {
    const auto p = make(1, commits::together);
    notes_.on_commit = [] { df::raise(df::error_kind::resource_exhausted, {.message = "full"}); };
    std::atomic<int> runs{0};
    waiting(*p, 3, [&](int t) {
        const auto how = write(*p, [&] {
            if (t == 1 && ++runs == 1)
                df::raise(df::error_kind::unique_violation, {.message = "of one that is undone"});
        });
        EXPECT_EQ(how, t == 1 ? went::alone : went::failed);
    });
    EXPECT_EQ(runs, 2);
}

TEST_F(PoolOfThreads, AConstraintThatBreaksAtTheCommitLetsEachRunAlone) {
    const auto p = make(1, commits::together);
    notes_.on_commit = [] { df::raise(df::error_kind::foreign_key_violation, {.message = "deferred"}); };
    std::atomic<int> runs{0};
    waiting(*p, 5, [&](int) { EXPECT_EQ(write(*p, [&] { ++runs; }), went::alone); });
    EXPECT_EQ(runs, 10) << "each once in the group, once alone";
    EXPECT_EQ(notes_.count("begin"), 1);
}

TEST_F(PoolOfThreads, ATransactionThatTheDatabaseUndidLetsEachRunAlone) {
    const auto p = make(1, commits::together);
    std::atomic<bool> broken{false};
    notes_.on_savepoint = [&] {
        if (broken) df::raise(df::error_kind::database_error, {.message = "no transaction"});
    };
    waiting(*p, 5, [&](int t) {
        const auto how = write(*p, [&] {
            if (t == 3 && !broken.exchange(true))
                df::raise(df::error_kind::resource_exhausted, {.message = "full"});
        });
        EXPECT_EQ(how, went::alone);
    });
    EXPECT_EQ(notes_.count("commit"), 0);
    EXPECT_EQ(notes_.count("rollback"), 1);
}

TEST_F(PoolOfThreads, ABeginThatFailsIsTheErrorOfAllThatWaited) {
    const auto p = make(1, commits::together);
    notes_.on_begin = [] { df::raise(df::error_kind::timeout, {.message = "locked"}); };
    waiting(*p, 5, [&](int) {
        std::optional<df::error> why;
        EXPECT_EQ(write(*p, [] { ADD_FAILURE() << "it must not run"; }, &why), went::failed);
        EXPECT_EQ(why->kind(), df::error_kind::timeout);
        EXPECT_EQ(why->node(), "create");
    });
    EXPECT_EQ(notes_.count("begin"), 1);
    EXPECT_EQ(write(*p, [] {}), went::alone);
}

TEST_F(PoolOfThreads, AGroupIsBounded) {
    const auto p = make(1, commits::together);
    std::atomic<int> shared{0};
    waiting(*p, 100, [&](int) { shared += write(*p, [] {}) == went::shared ? 1 : 0; });
    EXPECT_GE(shared, 99);
    EXPECT_EQ(notes_.count("commit"), 2);
}

TEST_F(PoolOfThreads, WhoWantsTheConnectionForItselfIsServedInTurn) {
    const auto p = make(1, commits::together);
    std::atomic<bool> over{false};
    std::vector<std::thread> writers;
    for (int t = 0; t < 6; ++t)
        writers.emplace_back([&] {
            while (!over) (void)write(*p, [] {});
        });
    for (int i = 0; i < 200; ++i) {
        const auto lease = p->take();
        static_cast<fake&>(lease.connection()).use();
    }
    over = true;
    for (auto& w : writers) w.join();
}

TEST_F(PoolOfThreads, WhoWaitsTooLongIsToldSo) {
    const auto p = make(1, commits::together, 50ms);
    std::atomic<int> timeouts{0};
    {
        const auto held = p->take();
        for (int t = 0; t < 4; ++t)
            threads_.emplace_back([&, t] {
                std::optional<df::error> why;
                try {
                    if (t % 2 == 0) (void)p->take();
                    else if (write(*p, [] {}, &why) == went::failed) throw df::error{*why};
                } catch (const df::error& e) {
                    if (e.kind() == df::error_kind::timeout) ++timeouts;
                }
            });
        for (auto& t : threads_) t.join();
    }
    EXPECT_EQ(timeouts, 4);
    EXPECT_EQ(write(*p, [] {}), went::alone);
}

TEST_F(PoolOfThreads, TheThreadThatHoldsTheOnlyConnectionIsRefused) {
    const auto p = make(1, commits::together);
    const auto held = p->take();
    EXPECT_THROW((void)p->take(), df::protected_operation);
    std::optional<df::error> why;
    EXPECT_EQ(write(*p, [] {}, &why), went::failed);
    EXPECT_EQ(why->kind(), df::error_kind::protected_operation);
}

TEST_F(PoolOfThreads, AConnectFailureIsPassedOnAndTheNextTriesAgain) {
    const auto p = make(1, commits::together);
    notes_.usable = false; // so that what comes back is thrown away
    std::atomic<int> attempts{0};
    std::atomic<int> failed{0};
    notes_.on_connect = [&] {
        if (++attempts == 2) df::raise(df::error_kind::connection_error, {.message = "no"});
    };
    waiting(*p, 4, [&](int) { failed += write(*p, [] {}) == went::failed ? 1 : 0; });
    EXPECT_EQ(failed, 1);
}

TEST_F(PoolOfThreads, ManyThreadsShareAFewConnections) {
    for (const std::size_t limit : {std::size_t{1}, std::size_t{3}, std::size_t{16}}) {
        notes_.connects = 0;
        const auto p = make(limit, commits::alone);
        std::atomic<int> served{0};
        for (int t = 0; t < 12; ++t)
            threads_.emplace_back([&] {
                for (int i = 0; i < 2'000; ++i) {
                    const auto lease = p->take();
                    static_cast<fake&>(lease.connection()).use();
                    ++served;
                }
            });
        for (auto& t : threads_) t.join();
        threads_.clear();
        EXPECT_EQ(served, 24'000);
        EXPECT_LE(notes_.connects, static_cast<int>(limit));
    }
}

TEST_F(PoolOfThreads, AThreadGetsTheConnectionThatItHadBefore) {
    const auto p = make(8, commits::alone);
    df::driver::connection* mine = nullptr;
    {
        mine = &p->take().connection();
    }
    {
        std::vector<pool::lease> all;
        for (int i = 0; i < 8; ++i) all.push_back(p->take());
    }
    for (int i = 0; i < 5; ++i) {
        auto* now = &p->take().connection();
        if (i != 0) {
            EXPECT_EQ(now, mine);
        }
        mine = now;
    }
    EXPECT_EQ(notes_.connects, 8);
}

} // namespace
