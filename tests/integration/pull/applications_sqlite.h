// The tables of a database as structs, written by `dataflow pull`, which overwrites a change.
#pragma once

#include <dataflow/dataflow.hpp>
#include <dataflow/json.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace applications_sqlite {

namespace df = dataflow;

struct Post;
struct PostsUser;
struct ShopEverything;
struct ShopKind;
struct Type;
struct User;

// posts
struct Post {
    df::id<Post> id{};
    std::optional<std::string> title{};
    df::id<User> user_id{};
    df::json_value settings{}; // DEFAULT '{}'
    std::optional<df::decimal<8, 2>> price{};
    std::optional<df::date> published_on{};
    std::optional<std::int64_t> rank{};
    std::int64_t lock_version = 0;
    df::timestamp created_at{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};

// posts_users
// it has no primary key: no record of it can be written
struct PostsUser {
    std::int64_t post_id;
    std::int64_t user_id;

    static constexpr auto dataflow = df::options{.read_only = true};
};

// shop_everything
// CHECK (JSON_VALID("data") OR "data" IS NULL)
// CHECK price_ge_0 ("price" >= '0')
struct ShopEverything {
    df::id<ShopEverything> id{};
    std::int64_t big;
    std::optional<std::int64_t> small{};
    std::int64_t pos;
    df::decimal<18, 6> price{};
    std::optional<double> ratio{};
    bool flag;
    std::optional<bool> maybe{};
    std::optional<df::date> day{};
    df::timestamp at{};
    std::optional<df::time_of_day> time{};
    std::optional<std::int64_t> took{};
    std::optional<df::bytes> blob{};
    std::optional<std::string> data{};
    std::string ref{};
    std::string url{};
    df::id<ShopKind> kind_id{}; // REFERENCES shop_kind DEFERRABLE INITIALLY DEFERRED

    static constexpr auto dataflow = df::options{
        .table = "shop_everything",
        .timestamps = false,
        .unique = df::unique({"ref"}),
        .checks = df::checks(df::check("check_1", df::column("pos") >= 0))};
};

// shop_kind
struct ShopKind {
    df::id<ShopKind> id{};
    std::string label{};
    // REFERENCES shop_kind DEFERRABLE INITIALLY DEFERRED
    std::optional<df::id<ShopKind>> parent_id{};

    static constexpr auto dataflow = df::options{.table = "shop_kind", .timestamps = false};
};

// types
// CHECK b2_bool (b2 IN (0, 1))
struct Type {
    df::id<Type> id{};
    bool b2 = true;
    std::optional<std::string> c{};
    std::optional<df::timestamp> dt{};
    std::optional<df::decimal<12, 3>> n{};
    std::optional<double> f{};
    std::optional<std::int64_t> si{};
    std::optional<df::json_value> j{};
    std::optional<std::string> u{};
    std::optional<df::bytes> lb{};
    std::optional<std::int64_t> comp{}; // GENERATED ALWAYS AS (si + 1)

    static constexpr auto dataflow = df::options{
        .generated = df::generated("comp"),
        .timestamps = false,
        .reuse_keys = true};
};

// users
struct User {
    df::id<User> id{};
    std::string email = "";
    bool admin = false;
    df::timestamp created_at{};

    static constexpr auto dataflow = df::options{
        .timestamps = false,
        .unique = df::unique({"email"})};
};

using database = df::database<Post, PostsUser, ShopEverything, ShopKind, Type, User>;

} // namespace applications_sqlite
