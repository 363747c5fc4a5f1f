// Places that take a number take it without loss: keys, limits, sizes, values beside columns.
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/json.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct Count {
    df::id<Count> id{};
    double real{};
    float single{};
    df::timestamp moment{};
};
struct Narrow {
    std::int16_t code{};
    int n{};
    static constexpr auto dataflow = df::options{.key = df::key("code")};
};
struct Small {
    std::uint8_t shelf{};
    std::int32_t place{};
    int n{};
    static constexpr auto dataflow = df::options{.key = df::key("shelf", "place")};
};

enum old_style { seven = 7 };

/// Whether making something throws an `invalid_value` that names the node, the model and the field.
template <class Make>
std::string refusal(Make&& make) {
    try {
        (void)make();
        return "taken";
    } catch (const df::invalid_value& e) {
        return e.node() + " " + e.model() + "." + e.field();
    }
}

constexpr std::int64_t top = std::numeric_limits<std::int64_t>::max();
const std::uint64_t above = static_cast<std::uint64_t>(top) + 1;

/// What else would be cut or is no number does not compile: one rule for all places.
template <class Given>
using key_rule = df::rule::a_whole_number_is_expected<Count, "id", Given>;
static_assert(std::is_same_v<df::node_::by_key_verdict<Count, double>, key_rule<double>>);
static_assert(std::is_same_v<df::node_::by_key_verdict<Count, const float&>, key_rule<float>>);
static_assert(std::is_same_v<df::node_::by_key_verdict<Count, bool>, key_rule<bool>>);
static_assert(std::is_same_v<df::node_::by_key_verdict<Count, char>, key_rule<char>>);
static_assert(std::is_same_v<df::node_::by_key_verdict<Count, char32_t>, key_rule<char32_t>>);
struct Real {
    operator double() const { return 1.5; }
};
static_assert(!df::rule::is_ok<df::node_::by_key_verdict<Count, Real>>);
static_assert(!df::rule::is_ok<df::node_::by_key_verdict<Small, int, double>>);
static_assert(!df::rule::is_ok<df::node_::by_key_verdict<Small, std::tuple<bool, int>>>);
static_assert(!df::rule::is_ok<df::node_::bulk_erase_verdict<Narrow, std::vector<double>>>);
static_assert(!df::rule::is_ok<df::detail::whole_verdict<Count, "limit", double>>);
static_assert(!df::rule::is_ok<df::detail::whole_verdict<Count, "limit", wchar_t>>);
static_assert(!df::rule::is_ok<df::detail::whole_verdict<Count, "limit", std::nullptr_t>>);

TEST(whole_numbers, keys_take_what_they_can_hold) {
    EXPECT_EQ(df::find<Count>(static_cast<std::uint64_t>(top)).key.first.value, top);
    EXPECT_EQ(df::find<Count>(seven).key.first.value, 7);
    EXPECT_EQ(df::find<Count>(std::integral_constant<int, 8>{}).key.first.value, 8);
    EXPECT_EQ(refusal([] { return df::find<Count>(above); }), "find Count.id");
    EXPECT_EQ(refusal([] { return df::read<Count>(~0ULL); }), "read Count.id");
    EXPECT_EQ(refusal([] { return df::erase<Count>(above); }), "erase Count.id");
    EXPECT_EQ(refusal([] { return df::update<Count>(above, field<&Count::real> = 1.0); }), "update Count.id");
    EXPECT_EQ(refusal([] { return df::bulk_erase<Count>(std::vector<std::uint64_t>{1, above}); }),
              "bulk erase Count.id");

    EXPECT_EQ(df::find<Narrow>(std::int64_t{-32768}).key.first, -32768);
    EXPECT_EQ(refusal([] { return df::find<Narrow>(32768); }), "find Narrow.code");
    EXPECT_EQ(refusal([] { return df::find<Narrow>(-32769L); }), "find Narrow.code");
    EXPECT_EQ(refusal([] { return df::bulk_erase<Narrow>(std::vector<int>{1, 70'000}); }),
              "bulk erase Narrow.code");

    EXPECT_EQ(df::erase<Small>(255, 5).key.first, 255);
    EXPECT_EQ(refusal([] { return df::erase<Small>(256, 5); }), "erase Small.shelf");
    EXPECT_EQ(refusal([] { return df::erase<Small>(-1, 5); }), "erase Small.shelf");
    EXPECT_EQ(refusal([] { return df::find<Small>(1, std::int64_t{1} << 40); }), "find Small.place");
    EXPECT_EQ(refusal([] { return df::update<Small>(std::tuple{1, 3'000'000'000U}, field<&Small::n> = 1); }),
              "update Small.place");
}

TEST(whole_numbers, an_id_is_made_of_whole_numbers) {
    EXPECT_EQ(df::id<Count>(static_cast<unsigned char>(200)).value, 200);
    EXPECT_EQ(df::id<Count>{5U}.value, 5);
    EXPECT_THROW((void)df::id<Count>{above}, df::invalid_value);
    static_assert(!std::is_convertible_v<int, df::id<Count>>);
    static_assert(!std::is_constructible_v<df::id<Count>, std::string>);
    static_assert(!std::is_constructible_v<df::id<Count>, df::id<Narrow>>);
    static_assert(!std::is_constructible_v<df::id<Count, std::string>, int>);
}

TEST(whole_numbers, limits_and_sizes_take_what_they_can_hold) {
    EXPECT_EQ(*df::list<Count>().limit(5U).clauses.limit, 5);
    EXPECT_EQ(df::list<Count>().offset(seven).clauses.offset, 7);
    EXPECT_EQ(refusal([] { return df::list<Count>().limit(above); }), "list Count.");
    EXPECT_EQ(refusal([] { return df::list<Count>().with_total().offset(above); }), "list Count.");
    EXPECT_EQ(refusal([] { return df::select(field<&Count::real>).limit(above); }), "select Count.");
    EXPECT_EQ(refusal([] { return df::bulk_erase<Count>(df::everything).limit(above); }),
              "bulk erase Count.");
    EXPECT_EQ(df::bulk_create(std::vector<Count>{}).batch_size(100).how.size, 100U);
    EXPECT_EQ(refusal([] { return df::bulk_create(std::vector<Count>{}).batch_size(-1); }),
              "bulk create Count.");
    EXPECT_EQ(refusal([] { return df::bulk_erase<Count>(std::vector<int>{}).batch_size(-5L); }),
              "bulk erase Count.");
    EXPECT_EQ(refusal([] { return df::bulk_create(std::vector<Count>{}).batch_size(0); }),
              "bulk create Count.");
    EXPECT_EQ(refusal([] { return df::bulk_update(std::vector<Count>{}).batch_size(std::size_t{0}); }),
              "bulk update Count.");
    EXPECT_EQ(refusal([] { return df::bulk_create(std::vector<Count>{}).batch_size(~0ULL); }),
              "bulk create Count.");
}

TEST(whole_numbers, real_columns_take_the_numbers_that_they_have) {
    const std::int64_t exact = std::int64_t{1} << 53;
    EXPECT_EQ((field<&Count::real> = exact).expression.held, 9007199254740992.0);
    EXPECT_EQ((field<&Count::real> = -exact).expression.held, -9007199254740992.0);
    EXPECT_EQ(refusal([&] { return field<&Count::real> = exact + 1; }), " .real");
    EXPECT_EQ(refusal([] { return field<&Count::real> = top; }), " .real");
    EXPECT_EQ(refusal([] { return field<&Count::real> = ~0ULL; }), " .real");
    EXPECT_EQ((field<&Count::real> = above).expression.held, 9223372036854775808.0);
    EXPECT_EQ(refusal([] { return field<&Count::single> = 16777217; }), " .single");
    EXPECT_EQ((field<&Count::single> = 16777216).expression.held, 16777216.0F);
    EXPECT_EQ(refusal([] { return field<&Count::single> = 1e300; }), " .single");
    EXPECT_EQ((field<&Count::single> = 0.1).expression.held, 0.1F); // a fraction is rounded
    const double infinite = std::numeric_limits<double>::infinity();
    EXPECT_EQ((field<&Count::single> = infinite).expression.held, std::numeric_limits<float>::infinity());
    EXPECT_EQ((field<&Count::real> < exact + 1).rest.first.held,
              9007199254740992.0); // compared as C++ compares them
}

TEST(whole_numbers, times_do_not_wrap) {
    using seconds = std::chrono::sys_seconds;
    EXPECT_EQ(refusal([] { return field<&Count::moment> == seconds{std::chrono::seconds{top / 1000}}; }),
              " .moment");
}

TEST(whole_numbers, decimal_places_and_json_too) {
    EXPECT_NO_THROW((void)df::round(field<&Count::real>, 2U));
    EXPECT_NO_THROW((void)df::round(field<&Count::real>, top)); // more places than any number has
    EXPECT_THROW((void)df::round(field<&Count::real>, above), df::invalid_value);
    const df::json_value number{std::uint64_t{7}};
    EXPECT_EQ(*number.get_if<std::int64_t>(), 7);
    EXPECT_THROW((void)df::json_value{above}, df::invalid_value);
    const df::json_value list{df::json_value::array{1, 2}};
    EXPECT_EQ(*list.find(1)->get_if<std::int64_t>(), 2);
    EXPECT_EQ(list.find(-1), nullptr);
    EXPECT_EQ(list.find(above), nullptr);
}

} // namespace
