// How many of one tenant are let in at once.
#include <dataflow/database/detail/tenant_gate.hpp>

#include <gtest/gtest.h>

#include <dataflow/core/error.hpp>

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using namespace std::chrono_literals;
using df::database_::tenant_gate;

[[nodiscard]] auto soon(std::chrono::milliseconds in = 20s) { return std::chrono::steady_clock::now() + in; }

TEST(TenantGate, CountsEachTenantForItself) {
    tenant_gate gate{2};
    const tenant_gate::place a{gate, "acme", soon(), nullptr}, b{gate, "acme", soon(), nullptr};
    const tenant_gate::place c{gate, "globex", soon(), nullptr};
    std::thread{[&] {
        EXPECT_THROW((tenant_gate::place{gate, "acme", soon(20ms), nullptr}), df::timeout);
        const tenant_gate::place d{gate, "globex", soon(20ms), nullptr};
    }}.join();
}

TEST(TenantGate, AThreadThatHasAllOfThemDoesNotWaitForItself) {
    tenant_gate gate{2};
    std::optional<tenant_gate::place> a{std::in_place, gate, "acme", soon(), nullptr};
    const tenant_gate::place b{gate, "acme", soon(), nullptr};
    EXPECT_THROW((tenant_gate::place{gate, "acme", soon(), nullptr}), df::protected_operation);
    a.reset();
    EXPECT_NO_THROW((tenant_gate::place{gate, "acme", soon(20ms), nullptr}));
}

TEST(TenantGate, TheOneThatWaitsLongestIsLetInFirst) {
    tenant_gate gate{1};
    std::optional<tenant_gate::place> held{std::in_place, gate, "acme", soon(), nullptr};
    std::mutex guard;
    std::vector<int> order;
    std::vector<std::thread> threads;
    std::atomic<int> started{0};
    for (int t = 0; t < 5; ++t) {
        threads.emplace_back([&, t] {
            ++started;
            if (t == 2) { // one gives up meanwhile
                EXPECT_THROW((tenant_gate::place{gate, "acme", soon(10ms), nullptr}), df::timeout);
                return;
            }
            const tenant_gate::place mine{gate, "acme", soon(), nullptr};
            const std::scoped_lock lock{guard};
            order.push_back(t);
        });
        while (started <= t) std::this_thread::yield();
        std::this_thread::sleep_for(150ms); // it has only the lock to take until it waits
    }
    held.reset();
    for (auto& t : threads) t.join();
    EXPECT_EQ(order, (std::vector{0, 1, 3, 4}));
}

TEST(TenantGate, WhoeverIsStoppedLeavesTheQueue) {
    tenant_gate gate{1};
    std::optional<tenant_gate::place> held{std::in_place, gate, "acme", soon(), nullptr};
    df::driver::limit of_two;
    std::thread first{
        [&] { EXPECT_THROW((tenant_gate::place{gate, "acme", soon(), &of_two}), df::cancelled); }};
    std::thread second{[&] {
        df::driver::limit short_one;
        short_one.not_after(soon(50ms));
        try {
            const tenant_gate::place mine{gate, "acme", soon(), &short_one};
            ADD_FAILURE();
        } catch (const df::timeout& e) {
            EXPECT_NE(std::string{e.what()}.find("connections_per_tenant"), std::string::npos);
        }
    }};
    std::this_thread::sleep_for(20ms);
    of_two.stop();
    first.join();
    second.join();
    held.reset();
    EXPECT_NO_THROW((tenant_gate::place{gate, "acme", soon(20ms), nullptr}));
}

TEST(TenantGate, NeverLetsMoreInThanItSays) {
    tenant_gate gate{3};
    std::atomic<int> in{0}, most{0}, served{0}, late{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 300; ++i) {
                try {
                    // Some wait for so short a time that they give up while they are being served.
                    tenant_gate::place one{gate, "acme", soon(t % 2 == 0 ? 20'000ms : 0ms), nullptr};
                    const int now = ++in;
                    for (int m = most; now > m && !most.compare_exchange_weak(m, now);) {
                    }
                    std::this_thread::yield();
                    --in;
                    const auto moved = std::move(one);
                    ++served;
                } catch (const df::timeout&) {
                    ++late;
                }
            }
        });
    for (auto& t : threads) t.join();
    EXPECT_LE(most, 3);
    EXPECT_EQ(served + late, 8 * 300);
    EXPECT_GE(served, 4 * 300);
}

} // namespace
