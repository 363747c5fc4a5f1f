// Boost.JSON's values inside of df::json.
#include <dataflow/json.hpp>
#include <dataflow/json/boost.hpp>

#include <boost/json/src.hpp> // this program does not link Boost.JSON

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace {

namespace df = dataflow;

TEST(JsonBoost, ValuesComeBackAsTheyWere) {
    static_assert(df::schema::storable<df::json<boost::json::value>>);
    const std::string text = R"({"a":[1,2.5,"x\"\n",null,true,{}],"b":{"c":-9223372036854775808},"d":[]})";
    const auto value = df::from_json<boost::json::value>(text);
    EXPECT_EQ(df::to_json(value), text);
    EXPECT_EQ(df::from_json<df::json<boost::json::value>>(text)->as_object().at("a").as_array().size(), 6U);
    EXPECT_EQ(df::from_json<boost::json::value>("0.30000000000000004").as_double(), 0.1 + 0.2);
    EXPECT_THROW((void)df::to_json(boost::json::value(UINT64_MAX)), df::invalid_value);
    EXPECT_THROW((void)df::from_json<boost::json::value>("[1,]"), df::invalid_value);
}

} // namespace
