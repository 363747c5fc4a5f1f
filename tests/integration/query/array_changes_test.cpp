// Arrays that an update appends to and removes from, and arrays that hold all of a list.
#include "support/fixture.hpp"

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace array_changes_models {

namespace df = dataflow;

enum class shade : std::uint8_t { light, dark };

struct Post {
    df::id<Post> id{};
    std::vector<std::string> tags{};
    std::optional<std::vector<std::int8_t>> votes{};
    std::vector<double> reals{};
    std::vector<float> singles{};
    std::vector<df::decimal<6, 2>> prices{};
    std::vector<std::optional<int>> gaps{};
    std::vector<bool> flags{};
    std::vector<shade> shades{};
    std::vector<df::date> days{};
    std::vector<df::uuid> marks{};
    std::vector<std::chrono::seconds> pauses{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};

} // namespace array_changes_models

namespace {

namespace df = dataflow;
using namespace array_changes_models;
using df::field;
using support::thrown;

class ArrayChanges : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(ArrayChanges);

using texts = std::vector<std::string>;

TEST_P(ArrayChanges, AppendAndRemove) {
    df::database<Post> db{url()};
    const auto id = db.run(df::create(Post{.gaps = {std::nullopt, 1}})).id;
    const auto set = [&](const auto&... assignments) { return db.run(df::update<Post>(id, assignments...)); };
    const std::string hostile = "'\",]\\ \n$1 ?1 {NULL}";
    EXPECT_EQ(set(field<&Post::tags>.append("a")).tags, texts{"a"});
    EXPECT_EQ(set(field<&Post::tags>.append(hostile)).tags, (texts{"a", hostile}));
    EXPECT_EQ(set(field<&Post::tags>.append("")).tags, (texts{"a", hostile, ""}));
    EXPECT_EQ(set(field<&Post::tags>.append("a")).tags, (texts{"a", hostile, "", "a"}));
    EXPECT_EQ(set(field<&Post::tags>.remove("a")).tags, (texts{hostile, ""})); // all that equal it
    EXPECT_EQ(set(field<&Post::tags>.remove("A")).tags, (texts{hostile, ""}));
    EXPECT_EQ(set(field<&Post::tags>.remove(hostile)).tags, texts{""});
    EXPECT_EQ(set(field<&Post::tags>.remove("")).tags, texts{});

    EXPECT_EQ(set(field<&Post::votes>.remove(1)).votes, std::nullopt);
    EXPECT_EQ(set(field<&Post::votes>.append(-128)).votes,
              (std::vector<std::int8_t>{-128})); // NULL is as empty
    EXPECT_EQ(set(field<&Post::votes>.append(127)).votes, (std::vector<std::int8_t>{-128, 127}));
    EXPECT_EQ(set(field<&Post::votes>.remove(-128)).votes, (std::vector<std::int8_t>{127}));
    EXPECT_EQ(thrown<df::invalid_value>([&] { (void)field<&Post::votes>.append(128); }).field(), "votes");

    constexpr auto inf = std::numeric_limits<double>::infinity();
    for (const double x : {0.1, -inf, 1e300, 5e-324}) (void)set(field<&Post::reals>.append(x));
    EXPECT_EQ(set(field<&Post::reals>.remove(0.1)).reals, (std::vector<double>{-inf, 1e300, 5e-324}));
    EXPECT_EQ(set(field<&Post::reals>.remove(-inf)).reals, (std::vector<double>{1e300, 5e-324}));
    (void)set(field<&Post::singles>.append(0.1F));
    EXPECT_EQ(set(field<&Post::singles>.append(0.2F)).singles, (std::vector<float>{0.1F, 0.2F}));
    EXPECT_EQ(set(field<&Post::singles>.remove(0.1F)).singles, (std::vector<float>{0.2F}));
    (void)set(field<&Post::prices>.append(df::decimal<6, 2>{"12.50"}));
    EXPECT_EQ(set(field<&Post::prices>.append(3)).prices,
              (std::vector<df::decimal<6, 2>>{df::decimal<6, 2>{"12.5"}, 3}));
    EXPECT_EQ(set(field<&Post::prices>.remove(df::decimal<6, 1>{"12.5"})).prices,
              (std::vector<df::decimal<6, 2>>{3}));
    EXPECT_EQ(set(field<&Post::gaps>.append(2)).gaps, (std::vector<std::optional<int>>{std::nullopt, 1, 2}));
    EXPECT_EQ(set(field<&Post::gaps>.remove(1)).gaps, (std::vector<std::optional<int>>{std::nullopt, 2}));
    (void)set(field<&Post::flags>.append(true));
    EXPECT_EQ(set(field<&Post::flags>.append(false)).flags, (std::vector<bool>{true, false}));
    EXPECT_EQ(set(field<&Post::flags>.remove(true)).flags, (std::vector<bool>{false}));
    (void)set(field<&Post::shades>.append(shade::dark));
    EXPECT_EQ(set(field<&Post::shades>.append(shade::light)).shades,
              (std::vector<shade>{shade::dark, shade::light}));
    EXPECT_EQ(set(field<&Post::shades>.remove(shade::dark)).shades, (std::vector<shade>{shade::light}));
    const df::date day{std::chrono::year{2024}, std::chrono::month{2}, std::chrono::day{29}};
    EXPECT_EQ(set(field<&Post::days>.append(day)).days, (std::vector<df::date>{day}));
    EXPECT_EQ(set(field<&Post::days>.remove(day)).days, (std::vector<df::date>{}));
    EXPECT_EQ(set(field<&Post::marks>.append(df::uuid{})).marks, (std::vector<df::uuid>{df::uuid{}}));
    EXPECT_EQ(set(field<&Post::marks>.remove(df::uuid{})).marks, (std::vector<df::uuid>{}));
    EXPECT_EQ(set(field<&Post::pauses>.append(std::chrono::minutes{1})).pauses,
              (std::vector<std::chrono::seconds>{std::chrono::seconds{60}}));
    EXPECT_EQ(set(field<&Post::pauses>.remove(std::chrono::minutes{1})).pauses.size(), 0U);

    db.run(df::create(Post{.tags = {"x"}}));
    EXPECT_EQ(db.run(df::bulk_update<Post>(field<&Post::tags>.contains("x"), field<&Post::tags>.append("y"),
                                           field<&Post::gaps>.append(9)))
                  .updated,
              1);
    EXPECT_EQ(db.run(df::list<Post>().where(field<&Post::tags> == texts{"x", "y"} &&
                                            field<&Post::gaps>.size() == 1))
                  .records.size(),
              1U);
}

TEST_P(ArrayChanges, AllOfAList) {
    df::database<Post> db{url()};
    db.run(df::create(Post{.tags = {"a", "b", "c"},
                           .votes = std::vector<std::int8_t>{1, 2},
                           .prices = {df::decimal<6, 2>{"12.50"}}}));
    db.run(df::create(Post{.tags = {"b"}}));
    const auto n = [&](const auto& where) { return db.run(df::count<Post>().where(where)); };
    EXPECT_EQ(n(field<&Post::tags>.all_of({"a", "c"})), 1);
    EXPECT_EQ(n(field<&Post::tags>.all_of({"b"})), 2);
    EXPECT_EQ(n(field<&Post::tags>.all_of({"a", "x"})), 0);
    EXPECT_EQ(n(!field<&Post::tags>.all_of({"a", "c"})), 1);
    EXPECT_EQ(n(field<&Post::tags>.all_of(texts{})), 2);
    EXPECT_EQ(n(field<&Post::votes>.all_of({1, 2})), 1); // NULL holds none
    EXPECT_EQ(n(field<&Post::votes>.all_of({1, 300})), 0);
    EXPECT_EQ(n(field<&Post::prices>.all_of({df::decimal<6, 2>{"12.5"}})), 1);
}

} // namespace
