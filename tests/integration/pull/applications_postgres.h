// The tables of a database as structs, written by `dataflow pull`, which overwrites a change.
#pragma once

#include <dataflow/dataflow.hpp>
#include <dataflow/json.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace applications_postgres {

namespace df = dataflow;

struct Post;
struct PostsUser;
struct ShopEverything;
struct ShopKind;
struct Type;
struct User;

enum class State { draft, live };

// posts
struct Post {
    df::id<Post> id{};
    std::optional<std::string> title{};
    df::id<User> user_id{};
    df::json_value settings{}; // DEFAULT '{}'::jsonb
    std::optional<df::decimal<8, 2>> price{};
    std::optional<df::date> published_on{};
    std::optional<std::int16_t> rank{};
    std::int32_t lock_version = 0;
    df::local_time created_at{};
    State state = State::draft;
    // numeric: a df::decimal<P, S> where all values fit in one
    std::optional<std::string> anything{};
    std::optional<std::string> wait{};
    std::optional<std::vector<std::string>> tags{}; // DEFAULT '{}'::character varying[]

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
struct ShopEverything {
    df::id<ShopEverything> id{};
    std::int64_t big;
    std::optional<std::int16_t> small{};
    std::int32_t pos;
    df::decimal<10, 2> price{};
    std::optional<double> ratio{};
    bool flag;
    std::optional<bool> maybe{};
    std::optional<df::date> day{};
    df::timestamp at{};
    std::optional<df::time_of_day> time{};
    std::optional<std::string> took{};
    std::optional<df::bytes> blob{};
    std::optional<df::json_value> data{};
    df::uuid ref{};
    std::string url{};
    df::id<ShopKind> kind_id{}; // REFERENCES shop_kind DEFERRABLE INITIALLY DEFERRED

    static constexpr auto dataflow = df::options{
        .table = "shop_everything",
        .timestamps = false,
        .unique = df::unique({"ref"}),
        .checks = df::checks(df::check("price_ge_0", df::column("price") >= 0),
                             df::check("shop_everything_pos_check", df::column("pos") >= 0))};
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
struct Type {
    df::id<Type> id{};
    bool b2 = true;
    std::optional<std::string> c{};
    std::optional<df::local_time> dt{};
    std::optional<df::decimal<12, 3>> n{};
    std::optional<double> f{};
    std::optional<std::int16_t> si{};
    std::optional<df::json_value> j{};
    std::optional<df::uuid> u{};
    std::optional<df::bytes> lb{};
    std::optional<std::int32_t> comp{}; // GENERATED ALWAYS AS (si + 1)

    static constexpr auto dataflow = df::options{
        .generated = df::generated("comp"),
        .timestamps = false};
};

// users
struct User {
    df::id<User> id{};
    std::string email = "";
    bool admin = false;
    df::local_time created_at{};

    static constexpr auto dataflow = df::options{
        .timestamps = false,
        .unique = df::unique({"email"})};
};

using database = df::database<Post, PostsUser, ShopEverything, ShopKind, Type, User>;

} // namespace applications_postgres
