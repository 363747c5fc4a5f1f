// The tables of a database as structs, written by `dataflow pull`, which overwrites a change.
#pragma once

#include <dataflow/dataflow.hpp>
#include <dataflow/json.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace awkward_postgres {

namespace df = dataflow;

struct Beleg;
struct OrderDetailsOld;
struct Posten;
struct Twin;
struct Area;
struct Class;
struct Country;
struct DeviceCountry;
struct DeviceSettings;
struct Device;
struct Flight;
struct Happy;
struct Head;
struct Indexed;
struct Kept;
struct Log;
struct Measurement;
struct Mood;
struct Office;
struct Order;
struct Person;
struct Range;
struct Rectangle;
struct Seat;
struct Tag;
struct Type;
struct AwkwardSalesOrder;
struct Region;

enum class OddType { a, a_2, value_1, value };

enum class MoodValue { sad, so_so, class_, happy };

} // namespace awkward_postgres

template <>
inline constexpr auto dataflow::enum_names<awkward_postgres::OddType> = std::array{
    dataflow::enum_name{awkward_postgres::OddType::a, "a"},
    dataflow::enum_name{awkward_postgres::OddType::a_2, "A"},
    dataflow::enum_name{awkward_postgres::OddType::value_1, "1"},
    dataflow::enum_name{awkward_postgres::OddType::value, ""}};

template <>
inline constexpr auto dataflow::enum_names<awkward_postgres::MoodValue> = std::array{
    dataflow::enum_name{awkward_postgres::MoodValue::sad, "sad"},
    dataflow::enum_name{awkward_postgres::MoodValue::so_so, "so so"},
    dataflow::enum_name{awkward_postgres::MoodValue::class_, "class"},
    dataflow::enum_name{awkward_postgres::MoodValue::happy, "Happy!"}};

namespace awkward_postgres {

// BELEG
struct Beleg {
    std::int32_t mandant;
    std::int64_t beleg_nr{}; // the database would number it; a create gives the number
    df::id<Country, std::string> land{};
    std::int64_t lfd{}; // numbered by the database
    std::string stand = "N"; // the domain state

    static constexpr auto dataflow = df::options{
        .table = "BELEG",
        .naming = df::naming::upper_case,
        .key = df::key("land", "beleg_nr"),
        .generated = df::generated("lfd"),
        .timestamps = false};
};

// Order Details (old)
struct OrderDetailsOld {
    df::id<OrderDetailsOld> order_id{};
    std::optional<df::decimal<10, 2>> column_2nd_price = df::decimal<10, 2>{"9.50"};
    std::optional<std::string> say_hi{};
    std::int32_t grosse;
    std::optional<std::string> u540du524d{};
    std::optional<std::string> u1f600{};
    std::optional<std::string> line_feed{};
    std::optional<std::int32_t> column{};
    std::optional<std::int32_t> column_2{};
    std::optional<std::int32_t> user_id{};
    std::optional<std::int32_t> user_id_2{};
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
        .timestamps = false};
};

// POSTEN
struct Posten {
    df::id<Country, std::string> land{};
    std::int64_t beleg_nr{};
    std::int32_t pos{};

    static constexpr auto dataflow = df::options{
        .table = "POSTEN",
        .naming = df::naming::upper_case,
        .key = df::key("land", "beleg_nr", "pos"),
        .timestamps = false,
        .foreign_keys = df::foreign_keys(df::foreign_key_to<Beleg>({"land", "beleg_nr"}, df::on_delete::cascade))};
};

// Twin
struct Twin {
    df::id<Twin> id{};
    std::optional<std::int32_t> a{};
    // The column A (integer) is left out: its name differs from another one's in case only.

    static constexpr auto dataflow = df::options{.table = "Twin", .timestamps = false};
};

// areas
// it is a materialized view
struct Area {
    std::optional<std::int32_t> w{};
    std::optional<std::int32_t> h{};
    std::optional<std::int32_t> area{};

    static constexpr auto dataflow = df::options{.read_only = true};
};

// class
struct Class {
    df::id<Class> class_{};
    std::optional<std::int32_t> namespace_{};
    std::optional<df::id<Class>> template_{};
    std::optional<std::string> default_ = "new";
    std::optional<std::int16_t> int_ = -1;
    bool dataflow_ = true;
    std::optional<float> df_ = 0.1F;
    double std_ = 5.0;

    static constexpr auto dataflow = df::options{
        .table = "class",
        .naming = df::naming::camel_case,
        .key = df::key("class_"),
        .timestamps = false};
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

// device_countries
struct DeviceCountry {
    df::id<Device, df::uuid> device{};
    df::id<Country, std::string> country{};

    static constexpr auto dataflow = df::options{
        .key = df::key("device", "country"),
        .timestamps = false,
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"device", df::on_delete::cascade})};
};

// device_settings
struct DeviceSettings {
    df::id<Device, df::uuid> device{};
    df::json_value settings{}; // DEFAULT '{}'::jsonb
    std::optional<df::json_value> old{};

    static constexpr auto dataflow = df::options{
        .key = df::key("device"),
        .timestamps = false,
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"device", df::on_delete::cascade})};
};

// devices
struct Device {
    df::id<Device, df::uuid> device{};
    std::optional<df::id<Country, std::string>> country{};
    std::optional<df::inet> address{};
    std::optional<df::inet> network{};
    std::optional<df::timestamp> seen{}; // DEFAULT now()

    static constexpr auto dataflow = df::options{
        .key = df::key("device"),
        .timestamps = false,
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"country", df::on_delete::set_null})};
};

// flights
struct Flight {
    std::string airline{};
    std::int32_t number{};
    df::date day{};

    static constexpr auto dataflow = df::options{
        .key = df::key("airline", "number", "day"),
        .timestamps = false,
        .checks = df::checks(df::check("flights_number_check", df::column("number") > 0))};
};

// happy
// it is a view
struct Happy {
    std::optional<std::int64_t> id{};
    std::optional<MoodValue> now{};
    std::optional<std::string> mail{};

    static constexpr auto dataflow = df::options{.table = "happy", .read_only = true};
};

// heads
struct Head {
    df::id<Head> head_id{};
    // REFERENCES offices ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE
    std::optional<df::id<Office>> office{};

    static constexpr auto dataflow = df::options{
        .key = df::key("head_id"),
        .timestamps = false,
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"office", df::on_delete::set_null})};
};

// indexed
// INDEX indexed_a_b USING btree (a, b DESC)
// INDEX indexed_c USING gin (c)
// UNIQUE INDEX indexed_lower_b USING btree (lower(b)) WHERE (a > 0)
struct Indexed {
    df::id<Indexed> id{};
    std::optional<std::int32_t> a{};
    std::optional<std::string> b{};
    std::optional<df::json_value> c{};
    std::optional<std::int32_t> d{};

    static constexpr auto dataflow = df::options{
        .table = "indexed",
        .timestamps = false,
        .unique = df::unique({"d"}),
        .indexes = df::indexes({"a"})};
};

// kept
struct Kept {
    df::id<Kept> id{};
    df::timestamp created_at{}; // DEFAULT now()
    df::timestamp updated_at{}; // DEFAULT now()
    std::optional<df::timestamp> deleted_at{};
    std::string tenant_id = "";

    static constexpr auto dataflow = df::options{.table = "kept", .timestamps = false};
};

// log
// it has no primary key: no record of it can be written
struct Log {
    df::local_time at{};
    std::string line{};

    static constexpr auto dataflow = df::options{.table = "log", .read_only = true};
};

// measurements
struct Measurement {
    df::date day{};
    std::int32_t sensor{};
    std::optional<double> value{};

    static constexpr auto dataflow = df::options{
        .key = df::key("day", "sensor"),
        .timestamps = false};
};

// moods
struct Mood {
    df::id<Mood> id{};
    MoodValue now = MoodValue::so_so;
    std::optional<OddType> odd{};
    std::optional<std::string> mail{}; // the domain email
    std::optional<std::string> work = "a@b"; // the domain work_email

    static constexpr auto dataflow = df::options{.timestamps = false};
};

// offices
struct Office {
    df::id<Office> office_no{};
    df::id<Head> head{};

    static constexpr auto dataflow = df::options{
        .key = df::key("office_no"),
        .timestamps = false,
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"head", df::on_delete::cascade})};
};

// orders
struct Order {
    df::id<Order> id{};
    df::decimal<12, 2> total_price{};
    df::timestamp created_at{};
    bool is_paid;

    static constexpr auto dataflow = df::options{
        .naming = df::naming::camel_case,
        .timestamps = false};
};

// people
struct Person {
    df::id<Person> id{};
    std::optional<df::id<Person>> mother{};
    std::optional<df::id<Person>> father{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};

// ranges
// the column r needs a value and has no field: no record can be written
struct Range {
    // The column r (int4range) is left out: a range fits no field: leave the column out, and read
    // its ends with df::sql.
    std::optional<std::string> note{};

    static constexpr auto dataflow = df::options{.read_only = true};
};

// rectangles: What has two sides \ .
// CHECK not too large ((w * h) < 1000000)
struct Rectangle {
    df::id<Rectangle> id{};
    std::int32_t w; // width, in mm /* */ // ??/ .
    std::int32_t h;
    std::optional<std::int32_t> area{}; // GENERATED ALWAYS AS (w * h)

    static constexpr auto dataflow = df::options{
        .generated = df::generated("area"),
        .timestamps = false,
        .unique = df::unique({"w", "h"}),
        .checks = df::checks(df::check("rectangles_w_check", df::column("w") > 0))};
};

// seats
struct Seat {
    std::string airline{};
    std::int32_t number{};
    df::date day{};
    std::string seat{};
    std::optional<df::id<Device, df::uuid>> device{};

    static constexpr auto dataflow = df::options{
        .key = df::key("airline", "number", "day", "seat"),
        .timestamps = false,
        .foreign_keys = df::foreign_keys(df::foreign_key_to<Flight>({"airline", "number", "day"}))};
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
    std::optional<std::int16_t> i2{};
    std::optional<std::int32_t> i4{};
    std::optional<std::int64_t> i8{};
    std::optional<float> f4{};
    std::optional<double> f8{};
    std::optional<std::string> n{}; // numeric: a df::decimal<P, S> where all values fit in one
    std::optional<df::decimal<18, 4>> n18{};
    // numeric(20,2): a df::decimal<P, S> where all values fit in one
    std::optional<std::string> n20{};
    std::optional<std::string> c3{};
    std::optional<std::string> v{};
    std::optional<df::date> d = df::date{std::chrono::year{2024}, std::chrono::month{2}, std::chrono::day{29}};
    std::optional<df::time_of_day> t{};
    std::optional<std::string> tz{};
    std::optional<df::local_time> ts{};
    std::optional<df::timestamp> tstz{};
    std::optional<std::string> iv{};
    std::optional<df::bytes> by{};
    // The column m (money) is left out: how it reads depends on the session's locale: make the
    // column NUMERIC(19,2).
    // The column p (pair) is left out: a composite value fits no field: leave the column out, and
    // read its parts with df::sql.
    // The column r (int4range) is left out: a range fits no field: leave the column out, and read
    // its ends with df::sql.
    std::optional<std::vector<std::int32_t>> ia{};
    std::optional<std::vector<std::string>> ta{}; // DEFAULT '{}'::text[]
    std::optional<std::vector<MoodValue>> ma{};
    // The column x (xml) is left out: no field's type holds xml.
    // The column char ("char") is left out: no field's type holds "char".
    // The column nm (name) is left out: no field's type holds name.

    static constexpr auto dataflow = df::options{.key = df::key("id"), .timestamps = false};
};

// awkward_sales.orders
struct AwkwardSalesOrder {
    df::id<AwkwardSalesOrder> id{};
    std::optional<df::id<Order>> order{};

    static constexpr auto dataflow = df::options{
        .table = "awkward_sales.orders",
        .timestamps = false};
};

// awkward_sales.regions
struct Region {
    std::int64_t region{};
    std::optional<df::id<Region>> parent{};

    static constexpr auto dataflow = df::options{
        .table = "awkward_sales.regions",
        .key = df::key("region"),
        .timestamps = false,
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"parent", df::on_delete::cascade})};
};

// The table twin is left out: its name differs from another one's in case only.

using database = df::database<Beleg, OrderDetailsOld, Posten, Twin, Area, Class, Country,
                              DeviceCountry, DeviceSettings, Device, Flight, Happy, Head, Indexed,
                              Kept, Log, Measurement, Mood, Office, Order, Person, Range, Rectangle,
                              Seat, Tag, Type, AwkwardSalesOrder, Region>;

} // namespace awkward_postgres
