// Characters that programs take for signs of their own: U+FFFD, U+FFFE and U+FFFF, other noncharacters, the
// ends of the planes. No function and no filter takes one for another.
#include "support/fixture.hpp"

#include <dataflow/dynamic.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace odd {

namespace df = dataflow;

struct Sign {
    std::string text;
    std::vector<std::string> list{};
    df::json_value held{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};
using database = df::database<Sign>;

} // namespace odd

namespace {

using namespace odd;
using namespace df::literals;
using df::field;

const std::vector<std::string> odd_ones{"\xEF\xBF\xBD",
                                        "\xEF\xBF\xBE",
                                        "\xEF\xBF\xBF", // U+FFFD to U+FFFF
                                        "\xEF\xBF\xBC",
                                        "\xEF\xB7\x90",
                                        "\xEF\xB7\xAF", // U+FFFC, U+FDD0, U+FDEF
                                        "\xF0\x9F\xBF\xBE",
                                        "\xF0\x9F\xBF\xBF",
                                        "\xF4\x8F\xBF\xBE",
                                        "\xF4\x8F\xBF\xBF", // the last of planes
                                        "\xED\x9F\xBF",
                                        "\xEE\x80\x80",
                                        "\xEE\xBF\xBF",
                                        "\xEF\xBB\xBF", // around surrogates, and a BOM
                                        "\x01",
                                        "\x7F",
                                        "\xC2\x80",
                                        "\xDF\xBF",
                                        "\xE0\xA0\x80",
                                        "\xF0\x90\x80\x80"};

class OddCharacters : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(OddCharacters);

TEST_P(OddCharacters, AreTakenForNothingElse) {
    database db{url()};
    for (const auto& one : odd_ones) db.run(df::create(Sign{"x" + one + "y", {one}}));
    const auto& text = field<&Sign::text>;
    for (const auto& one : odd_ones) {
        const auto whole = "x" + one + "y";
        const auto only = [&](const auto& predicate, const char* what) {
            EXPECT_EQ(db.run(df::select(text).where(predicate)), std::vector<std::string>{whole}) << what;
        };
        only(text == whole, "==");
        only(text.in(std::vector<std::string>{whole}), "in");
        only(text.like("x" + one + "_"), "like");
        only(text.like("%" + one + "%"), "like %");
        only(text.ilike("X" + one + "Y"), "ilike");
        only(df::lower(text).like("x" + one + "%"), "like of a call");
        only((text + "!").like("x" + one + "y!"), "like of an expression with a value of its own");
        only(text.starts_with("x" + one), "starts_with");
        only(text.ends_with(one + "y"), "ends_with");
        only(text.contains(one), "contains");
        only(text.matches("^x" + one + "y$"), "matches");
        only(text.matches("[" + one + "]"), "matches a set");
        only(df::substring(text, 2, 1) == one, "substring");
        only(df::replace(text, one, "") == "xy", "replace");
        only(df::left(text, 2) == "x" + one, "left");
        only(df::right(text, 2) == one + "y", "right");
        only(df::trim(df::replace(df::replace(text, "x", " "), "y", " ")) == one, "trim");
        only(field<&Sign::list>.contains(one), "an element");
        if (static_cast<unsigned char>(one[0]) >= 0x20) { // JSON takes no other
            const auto asked = R"({"text": {"$like": "%)" + one + R"(%"}})";
            only(df::filter_from_json<Sign>(asked), "$like");
            const auto group =
                df::aggregate<Sign>().where(df::filter_from_json<Sign>(asked)).select(df::count().as<"n">());
            EXPECT_EQ(db.run(group).at(0)["n"_n], 1);
        }
        EXPECT_EQ(db.run(df::count<Sign>().where(!text.like("%" + one + "%"))),
                  static_cast<std::int64_t>(odd_ones.size()) - 1);
        EXPECT_EQ(db.run(df::count<Sign>().where(df::length(text) == 3)),
                  static_cast<std::int64_t>(odd_ones.size()));
        EXPECT_EQ(db.run(df::list<Sign>().where(text == whole)).records.at(0).list.at(0), one);
    }
    // `_` is any of them.
    EXPECT_EQ(db.run(df::count<Sign>().where(text.like("x_y"))), static_cast<std::int64_t>(odd_ones.size()));
    auto sorted = odd_ones;
    for (auto& one : sorted) one = "x" + one + "y";
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(db.run(df::select(text).order_by(text)), sorted);
}

} // namespace
