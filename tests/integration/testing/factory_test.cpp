// Copies of a template database, and records that a factory makes.
#include <dataflow/testing.hpp>

#include <support/fixture.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;

struct Country {
    df::id<Country, std::string> id{};
    std::string name{};
    static constexpr df::options dataflow{.unique = df::unique({"name"})};
};
struct Buyer {
    df::id<Buyer> id{};
    df::id<Country, std::string> country{};
    std::string email{};
    std::optional<df::id<Buyer>> friend_of{};
    static constexpr df::options dataflow{.unique = df::unique({"email"})};
};
enum class state { open, paid };
struct Sale {
    df::id<Sale> id{};
    df::id<Buyer> buyer{};
    df::decimal<10, 2> total{};
    std::int32_t pieces = 0;
    double weight = 0;
    std::string code{};
    state now = state::open;
    std::chrono::seconds lasts{};
    static constexpr df::options dataflow{
        .checks = df::checks(
            df::check("total_in_range", df::column("total") > df::decimal<10, 2>::from_units(500) &&
                                            df::column("total") <= 100),
            df::check("some", df::column("pieces") >= 3), df::check("heavy", df::column("weight") > 1.5),
            df::check("coded", df::column("code") != ""),
            df::check("long_enough", df::column("lasts") > std::chrono::minutes{2}))};
};

using test_database = df::test_database<Country, Buyer, Sale>;
using shop_template = df::test_template<Country, Buyer, Sale>;

class Factories : public support::database_test {};

TEST_P(Factories, FillInWhatTheTestDoesNotSay) {
    test_database db{url()};
    df::factory make{db};
    const auto sale = make.create<Sale>([](Sale& s) { s.pieces = 7; });
    EXPECT_EQ(sale.pieces, 7);
    EXPECT_EQ(sale.total, (df::decimal<10, 2>::from_units(501)));
    EXPECT_EQ(sale.code, "code");
    EXPECT_EQ(db.run(df::count<Buyer>()), 1);
    EXPECT_EQ(db.run(df::count<Country>()), 1);
    make.create<Sale>();
    EXPECT_EQ(db.run(df::count<Buyer>()), 2);
    const auto again = make.create<Sale>([&](Sale& s) { s.buyer = sale.buyer; });
    EXPECT_EQ(again.buyer, sale.buyer);
    EXPECT_EQ(db.run(df::count<Buyer>()), 2);
    db.transaction([](auto& tx) { df::factory{tx}.template create<Buyer>(); });
    EXPECT_EQ(db.run(df::count<Buyer>()), 3);
    const auto unsaved = make.build<Buyer>();
    EXPECT_FALSE(unsaved.id.is_set());
    EXPECT_EQ(db.run(df::count<Buyer>()), 3);
    EXPECT_EQ(db.run(df::count<Country>()), 4);
}

class Templates : public support::database_test {
  protected:
    /// Templates are databases of their own: no schema of this test's.
    [[nodiscard]] std::string server() const { return postgres() ? support::server_url() : url(); }
};

TEST_P(Templates, AreCopiedForTestsThatCommit) {
    const shop_template shop{server(), [](auto& db) { df::factory{db}.template create<Buyer>(); }};
    std::string where;
    {
        auto one = shop.clone();
        auto other = shop.clone();
        where = one.url();
        one.transaction([](auto& tx) { df::factory{tx}.template create<Sale>(); });
        df::database<Country, Buyer, Sale> second{one.url()};
        EXPECT_EQ(second.run(df::count<Buyer>()), 2);
        EXPECT_EQ(other.run(df::count<Buyer>()), 1);
        std::vector<std::thread> all;
        for (int i = 0; i < 4; ++i)
            all.emplace_back([&other] {
                for (int k = 0; k < 5; ++k) df::factory{other}.template create<Sale>();
            });
        for (auto& t : all) t.join();
        EXPECT_EQ(other.run(df::count<Sale>()), 20);
    }
    EXPECT_THROW((df::database<Country, Buyer, Sale>{df::open_options{.url = where, .create_tables = false}}),
                 df::error);
    EXPECT_EQ(shop.clone().run(df::count<Buyer>()), 1);
}

DATAFLOW_ON_ALL_DATABASES(Factories);
DATAFLOW_ON_ALL_DATABASES(Templates);

} // namespace
