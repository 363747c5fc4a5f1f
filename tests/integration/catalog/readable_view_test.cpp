// A view of the library's own table, looked at by programs that do not know the library.
#include <dataflow/catalog/readable_view.hpp>

#include "support/fixture.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

namespace readable {

namespace df = dataflow;

struct Product {
    df::id<Product> id{};
    std::string name;
    df::decimal<10, 2> price{};
    std::optional<df::decimal<18, 3>> weight{};
    df::decimal<6, 0> pieces{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};

} // namespace readable

namespace {

namespace df = dataflow;
using namespace df::literals;
using readable::Product;

class ReadableView : public support::shared_database_test {
  protected:
    /// What a program prints; nothing where it is not there.
    [[nodiscard]] static std::optional<std::string> printed(const std::string& command) {
        const std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen((command + " 2>/dev/null").c_str(), "r"),
                                                         &pclose};
        std::string out;
        std::array<char, 256> some{};
        while (pipe != nullptr &&
               std::fgets(some.data(), static_cast<int>(some.size()), pipe.get()) != nullptr)
            out += some.data();
        return out.empty() ? std::nullopt : std::optional{out};
    }
};
DATAFLOW_ON_SHARED_DATABASES(ReadableView);

TEST_P(ReadableView, ShowsDecimalsAsPlainNumbers) {
    df::database<Product> db{url()};
    (void)db.run(
        df::create(Product{.name = "tea", .price = "0.99"_dec, .weight = "-0.125"_dec, .pieces = "12"_dec}));
    (void)db.run(df::create(
        Product{.name = "ore", .price = "-12345678.90"_dec, .weight = "-123456789012345.678"_dec}));
    (void)db.run(df::create(Product{.name = "air"}));
    const auto text = df::catalog::readable_view_of<Product>(postgres() ? df::postgres : df::sqlite);
    plain().run(text);
    plain().run(text); // again
    const auto rows = plain().run("SELECT name, price, weight, pieces FROM products_readable ORDER BY id");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0][1], "0.99");
    EXPECT_EQ(rows[0][2], "-0.125");
    EXPECT_EQ(rows[0][3], "12");
    EXPECT_EQ(rows[1][1], postgres() ? "-12345678.90" : "-12345678.9");
    EXPECT_EQ(rows[1][2], "-123456789012345.678");
    EXPECT_EQ(rows[2][1], postgres() ? "0.00" : "0.0");
    EXPECT_FALSE(rows[2][2].has_value());
    if (postgres()) return;
    const auto file = where().file();
    const auto by_program =
        printed("sqlite3 '" + file + "' 'SELECT price, weight FROM products_readable WHERE price > 0.5'");
    EXPECT_EQ(by_program.value_or("0.99|-0.125\n"), "0.99|-0.125\n");
    const auto by_python =
        printed("python3 -c \"import sqlite3; print(sqlite3.connect('" + file +
                "').execute('SELECT price, weight FROM products_readable ORDER BY id').fetchall())\"");
    const std::string wanted = "[(0.99, -0.125), (-12345678.9, '-123456789012345.678'), (0.0, None)]\n";
    EXPECT_EQ(by_python.value_or(wanted), wanted);
    df::database<Product> again{url()}; // the view is in nobody's way
    EXPECT_EQ(again.run(df::read<Product>(1)).price, "0.99"_dec);
}

} // namespace
