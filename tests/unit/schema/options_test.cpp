// Options: lists, conditions, and options for a struct that cannot be changed.
#include <dataflow/schema/model.hpp>

#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

namespace df = dataflow;
using what = df::schema::condition_step::what;

struct Theirs {
    std::string code;
    int rank{};
};
struct Plain {
    int rank{};
};

} // namespace

template <>
inline constexpr df::options df::options_of<Theirs> = {
    .table = "theirs", .key = df::key("code"), .timestamps = false};

namespace {

static_assert(df::schema::table_of<Theirs>.name == "theirs" &&
              df::schema::table_of<Theirs>.columns.size() == 2);
static_assert(df::schema::table_of<Theirs>.columns[0].key && !df::schema::has_managed_key<Theirs>);
static_assert(df::options_of<Plain>.timestamps && !df::options_of<Plain>.reuse_keys &&
              df::options_of<Plain>.table.empty());

static_assert(df::indexes({"a"}, {"b", "c"}).size == 2 &&
              df::indexes({"a"}, {"b", "c"}).items[1].columns.size == 2);
// One item alone is a list of it.
struct One {
    df::id<One> id{};
    int rank{};
    std::optional<df::id<One>> above{};
    static constexpr auto dataflow =
        df::options{.unique = df::index{"rank"},
                    .indexes = df::index{"above"},
                    .checks = df::check("rank_is_positive", df::column("rank") > 0),
                    .foreign_keys = df::foreign_key_rule{"above", df::on_delete::cascade}};
};
constexpr auto& single = df::schema::table_of<One>;
static_assert(single.checks.size() == 1 && single.checks[0].name == "rank_is_positive");
static_assert(single.foreign_keys.size() == 1 && single.foreign_keys[0].action == df::on_delete::cascade);
static_assert(One::dataflow.unique.size == 1 && One::dataflow.indexes.size == 1);

static_assert(df::unique({"a"}).size == 1 && df::key("a", "b").size == 2 &&
              df::key("a", "b").names[1] == "b");
static_assert(df::indexes({"a"}, {"b"}, {"c"}, {"d"}, {"e"}, {"f"}, {"g"}, {"h"}).size == 8);
// With braces and without, where only one thing can be meant.
static_assert(df::key({"a", "b"}).size == 2 && df::key({"a", "b"}).names[1] == "b");
static_assert(df::full_text("a", "b").columns.size == 2 && df::full_text({"a"}).columns.size == 1);
constexpr auto rules =
    df::foreign_keys({"a", df::on_delete::cascade}, df::foreign_key_rule{"b"}, {"", df::on_delete::set_null});
static_assert(rules.size == 3 && rules.items[0].action == df::on_delete::cascade &&
              rules.items[1].column ==
                  "b"); // one without a name is not forgotten, but refused with the model
static_assert(df::columns("a", "A").unpaired && df::columns({"a"}).unpaired &&
              df::columns({"a", "A"}, {"b"}).unpaired && !df::columns({"a", "A"}, {"b", "B"}).unpaired);
static_assert(df::zones("a", "UTC").unpaired && df::zones({"a"}).unpaired &&
              df::zones({"a", "UTC"}).size == 1 && df::renamed_values({"a", "b"}).unpaired &&
              df::renamed_values({"a", "b", "c"}).size == 1 && df::kept({"a", "b", "c"}).unpaired &&
              df::renamed({"a", "b"}, {"c", "d"}).size == 2);

constexpr auto both = df::column("a") > 1 && (df::column("b") == "x" || df::is_null(df::column("c")));
static_assert(both.size == 10); // a 1 > b x = c null or and
static_assert(both.steps[0].step == what::column && both.steps[0].name == "a" && both.steps[1].integer == 1);
static_assert(both.steps[2].step == what::gt && both.steps[4].step == what::text &&
              both.steps[4].name == "x");
static_assert(both.steps[7].step == what::is_null && both.steps[8].step == what::either &&
              both.steps[9].step == what::both);
static_assert((df::column("a") <= 1.5).steps[1].step == what::real &&
              (df::column("a") <= 1.5).steps[1].real == 1.5);
static_assert((df::column("a") != true).steps[1].step == what::boolean &&
              (df::column("a") != true).steps[1].integer == 1);
static_assert((df::column("a") < df::column("b")).steps[1].step == what::column);
static_assert(df::not_null(df::column("a")).steps[1].step == what::not_null);

// What is too much is noted, and refused with the model: see the cases of tests/compile_fail.
static_assert(df::column_names({"1", "2", "3", "4", "5", "6", "7", "8", "9"}).too_many &&
              !df::key("a", "b").too_many);
static_assert(df::unique({"a"}, {"b"}, {"c"}, {"d"}, {"e"}, {"f"}, {"g"}, {"h"}, {"i"}).too_many);
static_assert(!df::indexes({"a"}, {"b"}, {"c"}, {"d"}, {"e"}, {"f"}, {"g"}, {"h"}).too_many);
constexpr auto one = df::column("a") > 1;
constexpr auto four = one && one && one && one;
static_assert(!four.too_long && (four && one).too_long && (one && (four && one)).too_long);
static_assert([] {
    df::foreign_key_list list;
    for (int i = 0; i < 9; ++i) list.add({"a", df::on_delete::cascade});
    return list.too_many && list.size == 8;
}());

struct Overfull {
    int a{};
    static constexpr auto dataflow = df::options{.checks = df::checks(df::check("c", four&& one))};
};
TEST(options, say_when_there_is_too_much) {
    using verdict = df::schema::model_verdict<Overfull>;
    EXPECT_TRUE(
        (std::is_same_v<verdict,
                        df::rule::a_condition_in_the_options_has_too_many_steps<Overfull, "checks">>));
}

} // namespace
