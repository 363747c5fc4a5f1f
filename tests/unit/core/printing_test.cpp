// What a program prints: to the standard's streams, and to those that have a member template of their own, as
// GoogleTest's messages have.
#include <gtest/gtest.h>

#include <dataflow/dataflow.hpp>

#include <iomanip>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace {

namespace df = dataflow;
using namespace df::literals;

struct Printed {
    df::id<Printed> id{};
    df::decimal<10, 2> price{};
};

/// A stream that takes anything that a std::ostream takes, and is none.
struct log_line {
    std::ostringstream text;
    template <class T>
    log_line& operator<<(const T& what) {
        text << what;
        return *this;
    }
};

df::uuid some_uuid() { return *df::parse_uuid("0b8e1a57-5a0f-4c0e-9d3c-1f2e3d4c5b6a"); }

template <class Sink>
void print_all(Sink& sink) {
    sink << df::decimal<10, 2>{"12.5"} << ' ' << "7.250"_dec << ' ' << df::id<Printed>{42} << ' ';
    sink << df::id<Printed, std::string>{"AB-1"} << ' ' << df::id<Printed, df::uuid>{some_uuid()} << ' ';
    sink << df::sql_of<df::sqlite>(df::count<Printed>());
}
constexpr std::string_view all_printed =
    "12.50 7.250 42 AB-1 0b8e1a57-5a0f-4c0e-9d3c-1f2e3d4c5b6a SELECT count(*) FROM \"printeds\"";

TEST(printing, the_streams_of_the_standard) {
    std::ostringstream out;
    print_all(out);
    EXPECT_EQ(out.str(), all_printed);
    std::ostringstream wide;
    wide << std::setw(8) << df::decimal<10, 2>{"-1.5"} << std::setw(5) << df::id<Printed>{7};
    EXPECT_EQ(wide.str(), "   -1.50    7");
}

TEST(printing, streams_with_a_member_template_of_their_own) {
    log_line line;
    print_all(line);
    EXPECT_EQ(line.text.str(), all_printed);
    testing::Message message;
    print_all(message);
    EXPECT_EQ(message.GetString(), all_printed);
    EXPECT_EQ(testing::PrintToString(df::decimal<10, 2>{"3"}), "3.00");
    EXPECT_EQ(testing::PrintToString(df::id<Printed>{5}), "5");
    EXPECT_TRUE(true) << df::id<Printed>{1} << "1.0"_dec;
}

TEST(ids, are_keys_of_hash_maps_and_are_made_of_views) {
    using text_id = df::id<Printed, std::string>;
    const std::unordered_map<df::id<Printed>, int> numbers{{df::id<Printed>{4}, 1}, {df::id<Printed>{5}, 2}};
    EXPECT_EQ(numbers.at(df::id<Printed>{5}), 2);
    const std::unordered_map<text_id, int> texts{{text_id{"a"}, 1},
                                                 {text_id{std::string_view{"bcd"}.substr(1)}, 2}};
    EXPECT_EQ(texts.at(text_id{"cd"}), 2);
    using uuid_id = df::id<Printed, df::uuid>;
    const std::unordered_set<uuid_id> some{uuid_id{some_uuid()}};
    EXPECT_TRUE(some.contains(uuid_id{some_uuid()}));
    EXPECT_FALSE(some.contains(uuid_id{}));
}

struct Item {
    df::id<Item, std::string> sku{};
    static constexpr auto dataflow = df::options{.key = df::key("sku")};
};

TEST(ids, a_key_of_text_is_given_as_a_view) {
    df::database<Item> db{"sqlite::memory:"};
    const std::string_view sku = std::string_view{"xA-1"}.substr(1);
    db.run(df::create(Item{.sku = df::id<Item, std::string>{sku}}));
    EXPECT_EQ(db.run(df::read<Item>(sku)).sku.value, "A-1");
    EXPECT_FALSE(db.run(df::find<Item>(sku.substr(1))));
    EXPECT_TRUE(db.run(df::erase<Item>(sku)));
}

} // namespace
