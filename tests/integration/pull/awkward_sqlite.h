// The tables of a database as structs, written by `dataflow pull`, which overwrites a change.
#pragma once

#include <dataflow/dataflow.hpp>
#include <dataflow/json.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace awkward_sqlite {

namespace df = dataflow;

struct Beleg;
struct OrderDetailsOld;
struct Posten;
struct PlaylistTrack;
struct AB;
struct CamelCase;
struct Capital;
struct Class;
struct Counted;
struct Country;
struct Flight;
struct HeadCountry;
struct Head;
struct Indexed;
struct Kept;
struct Log;
struct Office;
struct Person;
struct Rectangle;
struct Reused;
struct Seat;
struct StrictOne;
struct Tag;
struct Type;
struct Wide;

// BELEG
struct Beleg {
    df::id<Country, std::string> land{};
    std::int64_t beleg_nr{};
    std::optional<df::date> stand_am{};

    static constexpr auto dataflow = df::options{
        .table = "BELEG",
        .naming = df::naming::upper_case,
        .key = df::key("land", "beleg_nr"),
        .timestamps = false};
};

// Order Details (old)
struct OrderDetailsOld {
    df::id<OrderDetailsOld> order_id{};
    std::optional<df::decimal<10, 2>> column_2nd_price = df::decimal<10, 2>{"9.50"};
    std::optional<std::string> say_hi{};
    std::int64_t grosse;
    std::optional<std::string> u540du524d{};
    std::optional<std::string> u1f600{};
    std::optional<std::string> line_feed{};
    std::optional<std::int64_t> column{};
    std::optional<std::int64_t> column_2{};
    std::optional<std::int64_t> user_id{};
    std::optional<std::int64_t> user_id_2{};
    std::optional<std::string> back_slash = "a\\b\"c?";

    static constexpr auto dataflow = df::options{
        .table = "Order Details (old)",
        .columns = df::columns({"order_id", "Order ID"}, {"column_2nd_price", "2nd price"},
                               {"say_hi", "say \"hi\""}, {"grosse", "größe"},
                               {"u540du524d", "名前"}, {"u1f600", "😀"},
                               {"line_feed", "line\nfeed"}, {"column", "%"}, {"column_2", "!"},
                               {"user_id", "UserID"}, {"user_id_2", "user_id"},
                               {"back_slash", "back\\slash"}),
        .key = df::key("order_id"),
        .timestamps = false,
        .reuse_keys = true};
};

// POSTEN
struct Posten {
    df::id<Country, std::string> land{};
    std::int64_t beleg_nr{};
    std::int64_t pos{};

    static constexpr auto dataflow = df::options{
        .table = "POSTEN",
        .naming = df::naming::upper_case,
        .key = df::key("land", "beleg_nr", "pos"),
        .timestamps = false,
        .foreign_keys = df::foreign_keys(df::foreign_key_to<Beleg>({"land", "beleg_nr"}))};
};

// PlaylistTrack
struct PlaylistTrack {
    std::int64_t playlist_id{};
    std::int64_t track_id{};

    static constexpr auto dataflow = df::options{
        .table = "PlaylistTrack",
        .naming = df::naming::pascal_case,
        .key = df::key("playlist_id", "track_id"),
        .timestamps = false};
};

// a.b
struct AB {
    df::id<AB> id{};

    static constexpr auto dataflow = df::options{
        .table = "\"a.b\"",
        .timestamps = false,
        .reuse_keys = true};
};

// camelCase
struct CamelCase {
    df::id<CamelCase> id{};
    std::int64_t user_id;
    std::int64_t is_paid;
    std::optional<std::string> url{};

    static constexpr auto dataflow = df::options{
        .table = "camelCase",
        .naming = df::naming::camel_case,
        .columns = df::columns({"url", "URL"}),
        .timestamps = false,
        .reuse_keys = true};
};

// capitals
struct Capital {
    df::id<Country, std::string> country{};
    std::optional<std::string> name{};

    static constexpr auto dataflow = df::options{
        .key = df::key("country"),
        .timestamps = false,
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"country", df::on_delete::cascade})};
};

// class
struct Class {
    df::id<Class> class_{};
    std::optional<std::int64_t> namespace_{};
    std::optional<df::id<Class>> template_{};
    std::optional<std::string> default_ = "new";
    std::optional<std::int64_t> int_ = -1;
    bool dataflow_ = true;
    std::optional<double> df_ = 0.1;
    double std_ = 5.0;

    static constexpr auto dataflow = df::options{
        .table = "class",
        .naming = df::naming::camel_case,
        .key = df::key("class_"),
        .timestamps = false,
        .reuse_keys = true};
};

// counted
// TRIGGER counted_up
struct Counted {
    df::id<Counted> id{};
    std::int64_t n = 0;

    static constexpr auto dataflow = df::options{
        .table = "counted",
        .timestamps = false,
        .reuse_keys = true};
};

// countries
struct Country {
    df::id<Country, std::string> code{};
    std::string name{};

    static constexpr auto dataflow = df::options{
        .key = df::key("code"),
        .timestamps = false,
        .unique = df::unique({"name"})};
};

// flights
struct Flight {
    std::string airline{};
    std::int64_t number{};
    df::date day{};

    static constexpr auto dataflow = df::options{
        .key = df::key("airline", "number", "day"),
        .timestamps = false,
        .checks = df::checks(df::check("check_1", df::column("number") > 0))};
};

// head_countries
struct HeadCountry {
    df::id<Head> head{};
    df::id<Country, std::string> country{};

    static constexpr auto dataflow = df::options{
        .key = df::key("head", "country"),
        .timestamps = false};
};

// heads
struct Head {
    df::id<Head> head_id{};
    // REFERENCES offices ON DELETE SET NULL ON UPDATE CASCADE
    std::optional<df::id<Office>> office{};

    static constexpr auto dataflow = df::options{
        .key = df::key("head_id"),
        .timestamps = false,
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"office", df::on_delete::set_null})};
};

// indexed
// INDEX indexed_a_b USING btree (a, b COLLATE NOCASE DESC)
// UNIQUE INDEX indexed_lower_b USING btree (lower(b)) WHERE a > 0
struct Indexed {
    df::id<Indexed> id{};
    std::optional<std::int64_t> a{};
    // texts that its collation NOCASE takes for equal are equal to it
    std::optional<std::string> b{};
    std::optional<std::int64_t> d{};

    static constexpr auto dataflow = df::options{
        .table = "indexed",
        .timestamps = false,
        .reuse_keys = true,
        .unique = df::unique({"b"}, {"d"}),
        .indexes = df::indexes({"a"})};
};

// kept
struct Kept {
    df::id<Kept> id{};
    std::string created_at{}; // DEFAULT CURRENT_TIMESTAMP
    std::string updated_at{};
    std::optional<std::string> deleted_at{};
    std::string tenant_id = "";

    static constexpr auto dataflow = df::options{
        .table = "kept",
        .timestamps = false,
        .reuse_keys = true};
};

// log
// it has no primary key: no record of it can be written
struct Log {
    df::timestamp at{}; // DEFAULT CURRENT_TIMESTAMP
    std::string line{};

    static constexpr auto dataflow = df::options{.table = "log", .read_only = true};
};

// offices
struct Office {
    df::id<Office> office_no{};
    df::id<Head> head{};

    static constexpr auto dataflow = df::options{
        .key = df::key("office_no"),
        .timestamps = false,
        .reuse_keys = true,
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"head", df::on_delete::cascade})};
};

// people
struct Person {
    df::id<Person> id{};
    std::optional<df::id<Person>> mother{};
    std::optional<df::id<Person>> father{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};

// rectangles
// CHECK not too large (w * h < 1000000)
struct Rectangle {
    df::id<Rectangle> id{};
    std::int64_t w;
    std::int64_t h;
    std::optional<std::int64_t> area{}; // GENERATED ALWAYS AS (w * h)

    static constexpr auto dataflow = df::options{
        .generated = df::generated("area"),
        .timestamps = false,
        .reuse_keys = true,
        .unique = df::unique({"w", "h"}),
        .checks = df::checks(df::check("check_1", df::column("w") > 0))};
};

// reused
struct Reused {
    df::id<Reused> id{};
    std::optional<std::string> note{};

    static constexpr auto dataflow = df::options{
        .table = "reused",
        .timestamps = false,
        .reuse_keys = true};
};

// seats
struct Seat {
    std::string airline{};
    std::int64_t number{};
    df::date day{};
    std::string seat{};

    static constexpr auto dataflow = df::options{
        .key = df::key("airline", "number", "day", "seat"),
        .timestamps = false,
        .foreign_keys = df::foreign_keys(df::foreign_key_to<Flight>({"airline", "number", "day"}))};
};

// strict_ones
struct StrictOne {
    df::id<StrictOne> id{};
    // The column a (ANY) is left out: the type ANY says nothing of its values, and it holds none
    // that tells.
    std::optional<std::int64_t> i{};
    std::string t = "";

    static constexpr auto dataflow = df::options{.timestamps = false, .reuse_keys = true};
};

// tags
// it has no primary key: no record of it can be written
struct Tag {
    std::string tag{};

    static constexpr auto dataflow = df::options{.read_only = true};
};

// types
struct Type {
    std::int64_t id{};
    std::optional<bool> b{};
    std::optional<std::int64_t> i{};
    std::optional<std::int64_t> ti{};
    std::optional<std::int64_t> bi{};
    std::optional<double> f{};
    std::optional<double> d{};
    std::optional<df::decimal<18, 6>> n{};
    std::optional<df::decimal<10, 2>> dc{};
    std::optional<df::decimal<18, 2>> dl{};
    std::optional<std::string> c{};
    std::optional<std::string> v{};
    std::optional<std::string> tx{};
    std::optional<df::bytes> bl{};
    // The column untyped () is left out: it declares no type, and it holds none that tells.
    std::optional<df::date> dt = df::date{std::chrono::year{2024}, std::chrono::month{2}, std::chrono::day{29}};
    std::optional<df::time_of_day> tm{};
    std::optional<df::timestamp> ts{};
    std::optional<df::timestamp> dtm{};
    std::optional<df::json_value> j{};
    // The column s (STRING) is left out: the type STRING says nothing of its values, and it holds
    // none that tells.

    static constexpr auto dataflow = df::options{.key = df::key("id"), .timestamps = false};
};

// wide
// it is a view
struct Wide {
    std::optional<std::int64_t> id{};
    std::optional<std::int64_t> w{};
    std::optional<std::int64_t> twice{};

    static constexpr auto dataflow = df::options{.table = "wide", .read_only = true};
};

// The table broken is left out: it has no columns: its columns cannot be read: no such table:
// main.gone.

// The table words is left out: it is a virtual table.

using database = df::database<Beleg, OrderDetailsOld, Posten, PlaylistTrack, AB, CamelCase, Capital,
                              Class, Counted, Country, Flight, HeadCountry, Head, Indexed, Kept,
                              Log, Office, Person, Rectangle, Reused, Seat, StrictOne, Tag, Type,
                              Wide>;

} // namespace awkward_sqlite
