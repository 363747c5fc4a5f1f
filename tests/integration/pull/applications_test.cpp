// Tables that other frameworks made and wrote to: read as they mean it, and written as they would.
#include "support/fixture.hpp"

#include <dataflow/dataflow.hpp>
#include <dataflow/json.hpp>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace applications {

namespace df = dataflow;

struct Kind {
    df::id<Kind> id{};
    std::string label{};
    std::optional<df::id<Kind>> parent_id{};
    static constexpr auto dataflow = df::options{.table = "shop_kind", .timestamps = false};
};
struct Everything {
    df::id<Everything> id{};
    std::int64_t big = 0;
    std::optional<std::int16_t> small{};
    std::int32_t pos = 0;
    df::decimal<10, 2> price{};
    std::optional<double> ratio{};
    bool flag = false;
    std::optional<bool> maybe{};
    std::optional<df::date> day{};
    df::timestamp at{};
    std::optional<df::time_of_day> time{};
    std::optional<std::chrono::microseconds> took{};
    std::optional<df::bytes> blob{};
    std::optional<df::json_value> data{};
    df::uuid ref{};
    std::string url{};
    df::id<Kind> kind_id{};
    static constexpr auto dataflow = df::options{.table = "shop_everything", .timestamps = false};
};
struct User {
    df::id<User> id{};
    std::string email{};
    bool admin = false;
    df::local_time created_at{};
    static constexpr auto dataflow = df::options{.timestamps = false, .unique = df::unique({"email"})};
};
struct Post {
    df::id<Post> id{};
    std::optional<std::string> title{};
    df::id<User> user_id{};
    df::json_value settings{};
    std::optional<df::decimal<8, 2>> price{};
    std::optional<df::date> published_on{};
    std::optional<std::int16_t> rank{};
    std::int32_t lock_version = 0;
    df::timestamp created_at{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};
struct PostUser {
    std::int64_t post_id{};
    std::int64_t user_id{};
    static constexpr auto dataflow =
        df::options{.table = "posts_users", .read_only = true, .timestamps = false};
};
struct Type {
    df::id<Type> id{};
    bool b2 = true;
    std::optional<std::string> c{};
    std::optional<df::timestamp> dt{};
    std::optional<df::decimal<12, 3>> n{};
    std::optional<double> f{};
    std::optional<std::int16_t> si{};
    std::optional<df::json_value> j{};
    std::optional<df::uuid> u{};
    std::optional<df::bytes> lb{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};

/// What only PostgreSQL has: a name of an enumeration, numbers of any digits, intervals with months, arrays.
struct PostgresPost {
    df::id<PostgresPost> id{};
    std::string state = "draft";
    std::optional<std::string> anything{};
    std::optional<std::string> wait{};
    std::optional<std::vector<std::string>> tags{};
    std::int64_t user_id = 0;
    df::timestamp created_at{};
    static constexpr auto dataflow = df::options{.table = "posts", .timestamps = false};
};

} // namespace applications

namespace {

using namespace applications;
using df::field;

class Applications : public support::shared_database_test {
  protected:
    void SetUp() override {
        shared_database_test::SetUp();
        const std::string path =
            std::string{DATAFLOW_TEST_SOURCE_DIR} + "/tests/integration/pull/applications_";
        std::ifstream in{path + (postgres() ? "postgres.sql" : "sqlite.sql")};
        const std::string sql{std::istreambuf_iterator<char>{in}, {}};
        ASSERT_FALSE(sql.empty());
        plain().run(sql);
    }
    [[nodiscard]] df::open_options how() const { return {.url = url(), .existing_schema_mode = true}; }
    [[nodiscard]] std::string value(const std::string& sql) {
        return plain().run(sql).at(0).at(0).value_or("NULL");
    }
};
DATAFLOW_ON_SHARED_DATABASES(Applications);

TEST_P(Applications, AreReadAsTheyMeanIt) {
    df::database<Kind, Everything, User, Post, PostUser, Type> db{how()};
    EXPECT_EQ(df::to_json(db.run(df::list<Kind>()).records),
              R"([{"id":1,"label":"root","parent_id":null},{"id":2,"label":"leaf","parent_id":1}])");
    EXPECT_EQ(
        df::to_json(db.run(df::list<Everything>()).records),
        R"([{"id":1,"big":0,"small":null,"pos":1,"price":12.50,"ratio":null,"flag":false,"maybe":null,"day":null,)"
        R"("at":"2024-02-29T23:59:59.123456Z","time":null,"took":null,"blob":null,"data":null,)"
        R"("ref":"db41a391-9313-4e69-8cb1-a8b826dd735a","url":"","kind_id":1},)"
        R"({"id":2,"big":-9223372036854775808,"small":-32768,"pos":2147483647,"price":99999999.99,"ratio":0.1,)"
        R"("flag":true,"maybe":false,"day":"1899-12-31","at":"1969-12-31T00:00:00.000000Z","time":"23:59:59.999999",)"
        R"("took":-86396999995,"blob":"AP8n","data":{"a":[1,null,"é"]},)"
        R"("ref":"f842a39f-4d31-496b-b43e-6b4d4e05f261","url":"http://x","kind_id":2}])");
    EXPECT_EQ(df::to_json(db.run(df::list<User>()).records),
              R"([{"id":1,"email":"a@b","admin":true,"created_at":"1969-12-31T23:59:59.999999"},)"
              R"({"id":2,"email":"c@d","admin":false,"created_at":"2024-01-01T00:00:00.000000"}])");
    EXPECT_EQ(
        df::to_json(db.run(df::list<Post>()).records),
        R"([{"id":1,"title":"Hi 'x'","user_id":1,"settings":{"a":1.5},"price":12.50,"published_on":"2024-02-29",)"
        R"("rank":-3,"lock_version":0,"created_at":"2024-01-01T00:00:00.000001Z"},)"
        R"({"id":2,"title":null,"user_id":2,"settings":{},"price":-0.01,"published_on":null,"rank":null,)"
        R"("lock_version":7,"created_at":"2024-01-01T00:00:00.000000Z"}])");
    EXPECT_EQ(df::to_json(db.run(df::list<PostUser>()).records),
              R"([{"post_id":1,"user_id":2},{"post_id":1,"user_id":2}])");
    EXPECT_EQ(
        df::to_json(db.run(df::list<Type>()).records),
        R"([{"id":1,"b2":false,"c":"green","dt":"2024-02-29T01:02:03.000004Z","n":1.005,"f":0.1,"si":-5,)"
        R"("j":{"k":[1]},"u":"00000000-0000-0000-0000-000000000005","lb":"AGE="},)"
        R"({"id":2,"b2":true,"c":null,"dt":null,"n":null,"f":null,"si":2,"j":null,"u":null,"lb":null}])");
}

TEST_P(Applications, AreWrittenAsTheyWould) {
    df::database<Kind, Everything, User, Post, PostUser, Type> db{how()};
    const auto second = db.run(df::read<Everything>(2));
    Everything copy = second;
    copy.id = {};
    copy.kind_id = df::id<Kind>{1};
    copy.ref = {};
    copy.ref.data[15] = 0xff;
    db.run(df::create(copy));
    const std::string same =
        "SELECT count(*) FROM shop_everything AS a, shop_everything AS b WHERE a.id = 2 AND b.id = 3 AND "
        "a.price = b.price AND a.day = b.day AND a.at = b.at AND a.\"time\" = b.\"time\" AND a.took = b.took "
        "AND a.ratio = b.ratio AND a.flag = b.flag AND a.maybe = b.maybe AND a.big = b.big AND a.blob = "
        "b.blob";
    EXPECT_EQ(value(same), "1");
    if (!postgres()) {
        EXPECT_EQ(value("SELECT ref FROM shop_everything WHERE id = 3"), "000000000000000000000000000000ff");
        EXPECT_EQ(
            value("SELECT count(*) FROM shop_everything AS a, shop_everything AS b WHERE a.id = 2 AND b.id "
                  "= 3 AND typeof(a.price) = typeof(b.price) AND typeof(a.flag) = typeof(b.flag) AND "
                  "typeof(a.at) = typeof(b.at) AND typeof(a.ref) = typeof(b.ref)"),
            "1");
    }
    db.run(df::update<Post>(2, field<&Post::price> = df::decimal<8, 2>{"0.10"},
                            field<&Post::rank> = std::int16_t{4}));
    EXPECT_EQ(
        value("SELECT count(*) FROM posts WHERE id = 2 AND price = 0.10 AND rank = 4 AND lock_version = 7"),
        "1");
    EXPECT_EQ(db.run(df::count<Post>().where(field<&Post::price> == df::decimal<8, 2>{"0.10"})), 1);
    const auto made = db.run(df::create(Type{.c = "red", .n = df::decimal<12, 3>{"1.005"}, .u = second.ref}));
    EXPECT_EQ(db.run(df::count<Type>().where(field<&Type::n> == df::decimal<12, 3>{"1.005"})), 2);
    EXPECT_EQ(db.run(df::list<Type>().where(field<&Type::u> == second.ref)).records.at(0).id, made.id);
    EXPECT_EQ(value("SELECT count(*) FROM types AS a, types AS b WHERE a.id = 1 AND b.id = 3 AND a.n = b.n"),
              "1");
}

TEST_P(Applications, KeepTextsThatNoOtherFieldHolds) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no such types";
    df::database<PostgresPost> db{how()};
    const auto first = db.run(df::read<PostgresPost>(1));
    EXPECT_EQ(first.anything, "123456789012345678901.50");
    EXPECT_EQ(first.wait, "1 mon 2 days");
    PostgresPost copy = first;
    copy.id = {};
    copy.state = "live";
    copy.tags = std::vector<std::string>{"a", "b c", ""};
    db.run(df::create(copy));
    EXPECT_EQ(value("SELECT count(*) FROM posts WHERE id = 3 AND anything = 123456789012345678901.5 AND wait "
                    "= '1 mon "
                    "2 days' AND tags = '{a,\"b c\",\"\"}' AND state = 'live'"),
              "1");
    EXPECT_EQ(db.run(df::count<PostgresPost>().where(field<&PostgresPost::anything> ==
                                                     "123456789012345678901.500")),
              2);
    EXPECT_EQ(db.run(df::count<PostgresPost>().where(field<&PostgresPost::anything> > "9")), 2); // as numbers
}

} // namespace
