// The models and the rows of the benchmarks of queries and types.
#pragma once

#include <dataflow/dataflow.hpp>
#include <dataflow/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bench {

namespace df = dataflow;

using money = df::decimal<12, 2>;

struct Buyer {
    df::id<Buyer> id{};
    std::string name;
    std::string city;
    static constexpr auto dataflow = df::options{.timestamps = false};
};
struct Agent {
    df::id<Agent> id{};
    std::string name;
    static constexpr auto dataflow = df::options{.timestamps = false};
};
/// What joins, projections and aggregates are made of. Every other has no agent.
struct Sale {
    df::id<Sale> id{};
    df::id<Buyer> buyer_id{};
    std::optional<df::id<Agent>> agent_id{};
    std::string status;
    int pieces{};
    double weight{};
    money price{};
    static constexpr auto dataflow = df::options{.timestamps = false, .indexes = df::indexes({"buyer_id"})};
};
/// Decimals alone.
struct Entry {
    df::id<Entry> id{};
    money amount{};
    money balance{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};
/// A document: six members, a struct and a vector among them.
struct Address {
    std::string street;
    std::string city;
    int zip{};
};
struct Profile {
    std::string name;
    int level{};
    bool active{};
    double score{};
    Address home{};
    std::vector<std::string> tags{};
};
struct Account {
    df::id<Account> id{};
    df::json<Profile> profile{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};
struct Reading {
    df::id<Reading> id{};
    std::vector<int> values{};
    std::vector<std::string> labels{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};

using query_database = df::database<Buyer, Agent, Sale, Entry, Account, Reading>;

/// What the queries give.
struct Line {
    std::string status;
    int pieces{};
    double weight{};
};
struct ByStatus {
    std::string status;
    std::optional<std::int64_t> pieces{};
    std::optional<double> mean{};
    std::int64_t sales{};
};
struct Turnover {
    std::string status;
    std::optional<df::decimal<18, 2>> total{};
    std::optional<df::decimal<18, 8>> mean{};
};

/// What the hand-written code makes of joined rows.
struct SaleOfBuyer {
    Sale sale{};
    Buyer buyer{};
};
struct SaleByAgent {
    Sale sale{};
    std::optional<Agent> agent{};
};
struct BuyerWithSales {
    Buyer buyer{};
    std::vector<Sale> sales{};
};

struct query_sizes {
    std::int64_t sales = 10'000;
    std::int64_t buyers = 1'000; ///< with ten sales each
    std::int64_t agents = 100;
    std::int64_t some = 1'000; ///< of the other tables; what is listed at once
};

[[nodiscard]] inline Buyer buyer(std::int64_t n) {
    return {.name = "Augusta Lovelace " + std::to_string(10000 + n), .city = n % 3 == 0 ? "Rome" : "Naples"};
}
[[nodiscard]] inline Agent agent(std::int64_t n) {
    return {.name = "Charles Babbage " + std::to_string(10000 + n)};
}
[[nodiscard]] inline Sale sale(std::int64_t n, const query_sizes& sizes) {
    static constexpr const char* states[]{"new",  "paid",     "packed",   "shipped",
                                          "done", "returned", "refunded", "lost"};
    Sale out{.status = states[n % 8],
             .pieces = static_cast<int>(n * 7 % 60),
             .weight = static_cast<double>(n % 1000) / 8,
             .price = money::from_units(n * 7919 % 100'000'00)};
    out.buyer_id.value = n % sizes.buyers + 1;
    if (n % 2 == 0) out.agent_id.emplace().value = n / 2 % sizes.agents + 1;
    return out;
}
[[nodiscard]] inline Entry entry(std::int64_t n) {
    return {.amount = money::from_units(n * 7919 % 100'000'00 - 50'000'00),
            .balance = money::from_units(n * 104729 % 9'000'000'000)};
}
[[nodiscard]] inline Account account(std::int64_t n) {
    return {.profile = Profile{.name = "Augusta Ada King " + std::to_string(10000 + n),
                               .level = static_cast<int>(n % 7),
                               .active = n % 3 != 0,
                               .score = static_cast<double>(n % 1000) / 8,
                               .home = {.street = "St James's Square " + std::to_string(n % 100),
                                        .city = n % 3 == 0 ? "Rome" : "Naples",
                                        .zip = static_cast<int>(10000 + n)},
                               .tags = {"analyst", "countess \"enchantress\"", "of numbers"}}};
}
[[nodiscard]] inline Reading reading(std::int64_t n) {
    Reading out{.labels = {"north", "south", "a label that is longer"}};
    for (int i = 0; i < 16; ++i) out.values.push_back(static_cast<int>(n * 31 % 1000) + i);
    return out;
}
template <class Make>
[[nodiscard]] auto rows_of(std::int64_t count, Make make) {
    std::vector<decltype(make(std::int64_t{}))> out;
    for (std::int64_t i = 0; i < count; ++i) out.push_back(make(i));
    return out;
}

/// The same rows into each database, whose tables are empty.
inline void fill(query_database& db, const query_sizes& n) {
    db.run(df::bulk_create(rows_of(n.buyers, buyer)));
    db.run(df::bulk_create(rows_of(n.agents, agent)));
    db.run(df::bulk_create(rows_of(n.sales, [&](std::int64_t i) { return sale(i, n); })));
    db.run(df::bulk_create(rows_of(n.some, entry)));
    db.run(df::bulk_create(rows_of(n.some, account)));
    db.run(df::bulk_create(rows_of(n.some, reading)));
}

} // namespace bench
