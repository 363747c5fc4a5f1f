// The names that were given up: each still does what the new one does, with a warning that says the new name.
// The program says by the former macro that the code that knows no model is compiled elsewhere.
#undef DATAFLOW_SEPARATE_COMPILATION
#ifndef DATAFLOW_RUNTIME_APART
#define DATAFLOW_RUNTIME_APART 1
#endif

#include <dataflow/cancel.hpp>
#include <dataflow/dataflow.hpp>
#include <dataflow/dynamic.hpp>
#include <dataflow/outside.hpp>
#include <dataflow/search.hpp>
#include <dataflow/tenant.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <type_traits>

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

#ifndef DATAFLOW_SEPARATE_COMPILATION
#error "the former macro is not understood"
#endif

namespace former_names {

namespace df = dataflow;

struct City {
    df::id<City> id{};
    std::string name;
    static constexpr auto dataflow = df::options{.full_text = df::full_text({"name"})};
};
struct Person {
    df::id<Person> id{};
    df::id<City> city{};
    int age = 0;
};
struct Owned {
    df::id<Owned> id{};
    static constexpr auto dataflow = df::options{.multi_tenant = true};
};

} // namespace former_names

namespace {

using namespace former_names;
using df::field;

TEST(FormerNames, OfExpressions) {
    static_assert(
        std::is_same_v<decltype(df::maybe(field<&City::name>)), decltype(df::nullable(field<&City::name>))>);
    const auto old_part = df::when(true, field<&Person::age> == 1);
    const auto new_part = df::if_set(true, field<&Person::age> == 1);
    static_assert(std::is_same_v<decltype(old_part), decltype(new_part)>);
    const auto makes = [](int age) { return field<&Person::age> == age; };
    const std::optional<int> age = 7;
    static_assert(std::is_same_v<decltype(df::when(age, makes)), decltype(df::if_set(age, makes))>);
    EXPECT_EQ(df::list<Person>().where(df::when(false, field<&Person::age> == 1)).variant(),
              df::list<Person>().where(df::if_set(false, field<&Person::age> == 1)).variant());
    EXPECT_EQ(df::list<Person>().where(old_part).variant(), df::list<Person>().where(new_part).variant());
}

TEST(FormerNames, OfNodes) {
    static_assert(std::is_same_v<decltype(df::list<City>().with_many<&Person::city>()),
                                 decltype(df::list<City>().with_children<&Person::city>())>);
    static_assert(std::is_same_v<decltype(df::list<City>().limit(2).with_many<&Person::city>()),
                                 decltype(df::list<City>().limit(2).with_children<&Person::city>())>);
    static_assert(std::is_same_v<df::neighbour<City>, df::neighbor<City>>);
    static_assert(std::is_same_v<decltype(df::best<City>("x")), decltype(df::search_ranked<City>("x"))>);
}

// No former names: both stay.
TEST(FormerNames, BulkDeleteIsBulkErase) {
    static_assert(std::is_same_v<decltype(df::bulk_delete<Person>(field<&Person::age> == 1)),
                                 decltype(df::bulk_erase<Person>(field<&Person::age> == 1))>);
    static_assert(std::is_same_v<decltype(df::bulk_delete<Person>({df::id<Person>{1}, df::id<Person>{2}})),
                                 decltype(df::bulk_erase<Person>({df::id<Person>{1}, df::id<Person>{2}}))>);
    static_assert(std::is_same_v<decltype(df::bulk_delete<Person>(df::everything)),
                                 decltype(df::bulk_erase<Person>(df::everything))>);
    static_assert(
        std::is_same_v<decltype(df::bulk_delete_keys<Person>()), decltype(df::bulk_erase_keys<Person>())>);
}

TEST(FormerNames, OfRoundings) { static_assert(df::rounding::towards_zero == df::rounding::toward_zero); }

TEST(FormerNames, OfFiltersFromJson) {
    const auto text = R"({"age": {"$gt": 18}})";
    static_assert(std::is_same_v<decltype(df::from_outside<Person>(text)),
                                 decltype(df::filter_from_json<Person>(text))>);
    static_assert(std::is_same_v<decltype(df::outside_list<Person>(text, field<&Person::age>)),
                                 decltype(df::list_from_json<Person>(text, field<&Person::age>))>);
    EXPECT_NO_THROW((void)df::from_outside<Person>(text));
    EXPECT_NO_THROW((void)df::outside_list<Person>(R"({"limit": 3})"));
    EXPECT_THROW((void)df::from_outside<Person>(text, field<&Person::id>), df::invalid_value);
}

TEST(FormerNames, OfLimits) {
    using namespace std::chrono_literals;
    EXPECT_EQ(df::within(500ms).length, df::timeout_after(500ms).length);
}

TEST(FormerNames, OfDatabases) {
    using one = df::database<Person, City>;
    static_assert(std::is_same_v<decltype(std::declval<const one&>().speaks()), df::dialect>);
    static_assert(std::is_same_v<decltype(std::declval<df::context&>().speaks()), df::dialect>);
    static_assert(
        std::is_same_v<decltype(std::declval<df::database<Owned>&>().tenant("a").speaks()), df::dialect>);
}

} // namespace
