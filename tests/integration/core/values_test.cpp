// Values go in and come out as they are, on every way; what a column cannot hold is refused.
#include "support/fixture.hpp"

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace value_models {

namespace df = dataflow;

enum class mood : std::int16_t { calm = -3, merry = 4, wild = 250 };

} // namespace value_models

template <> // names are looked for from 0 to 63 unless an enum says otherwise
struct dataflow::enum_range<value_models::mood> {
    static constexpr std::int64_t first = -3;
    static constexpr std::int64_t last = 250;
};

namespace value_models {

struct Values {
    df::id<Values> id{};
    bool flag = false;
    std::int8_t i8 = 0;
    std::uint8_t u8 = 0;
    std::int16_t i16 = 0;
    std::uint16_t u16 = 0;
    std::int32_t i32 = 0;
    std::uint32_t u32 = 0;
    std::int64_t i64 = 0;
    float f32 = 0;
    double f64 = 0;
    std::string text;
    df::bytes raw;
    df::timestamp moment{};
    df::date day{std::chrono::year{2000}, std::chrono::month{1}, std::chrono::day{1}};
    df::uuid mark{};
    mood state = mood::calm;

    friend bool operator==(const Values&, const Values&) = default;
};

struct Maybe {
    df::id<Maybe> id{};
    std::optional<bool> flag{};
    std::optional<std::int8_t> i8{};
    std::optional<std::uint8_t> u8{};
    std::optional<std::int16_t> i16{};
    std::optional<std::uint16_t> u16{};
    std::optional<std::int32_t> i32{};
    std::optional<std::uint32_t> u32{};
    std::optional<std::int64_t> i64{};
    std::optional<float> f32{};
    std::optional<double> f64{};
    std::optional<std::string> text{};
    std::optional<df::bytes> raw{};
    std::optional<df::timestamp> moment{};
    std::optional<df::date> day{};
    std::optional<df::uuid> mark{};
    std::optional<mood> state{};

    friend bool operator==(const Maybe&, const Maybe&) = default;
};

struct Tag { // ids with each Rep, as keys and as references
    df::id<Tag, std::string> id{};
    std::string title;
};
struct Mark {
    df::id<Mark, df::uuid> id{};
    std::optional<df::id<Tag, std::string>> tag{};
    std::optional<df::id<Mark, df::uuid>> parent{};
    std::optional<df::id<Values>> values{};
};

} // namespace value_models

namespace {

namespace df = dataflow;
using namespace value_models;
using df::field;
using support::has;
using support::thrown;
using namespace std::chrono_literals;
using database = df::database<Values, Maybe, Tag, Mark>;

class ValuesOf : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(ValuesOf);

[[nodiscard]] df::date day(int y, unsigned m, unsigned d) {
    return df::date{std::chrono::year{y}, std::chrono::month{m}, std::chrono::day{d}};
}
[[nodiscard]] df::uuid uuid_of(std::uint8_t n) {
    df::uuid out{};
    for (auto& b : out) b = n++;
    return out;
}

const std::string hostile[] = {
    "",
    "'",
    "\"",
    "'; DROP TABLE values; --",
    "\\",
    "\\x00\\101",
    "$1 ?1 :a @b $$ %s {}",
    "NULL",
    "\x01\x1f\x7f",
    "line\r\nline\ttab",
    "\xEF\xBB\xBF"
    "bom",
    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80 \xF4\x8F\xBF\xBF \xC2\x80 \xE0\xA0\x80",
    " leading and trailing ",
    "{1,2}",
    "(a,\"b\")"};

/// Extreme, hostile and plain values of all types, spread over some rows.
[[nodiscard]] std::vector<Values> extremes() {
    std::vector<Values> out(std::size(hostile));
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto& v = out[i];
        v.text = hostile[i];
        v.flag = i % 2 == 1;
        v.mark = uuid_of(static_cast<std::uint8_t>(i * 17));
        for (std::size_t b = 0; b < i * 3; ++b) v.raw.push_back(static_cast<std::byte>(b * 85));
    }
    out[1].i8 = INT8_MIN, out[1].i16 = INT16_MIN, out[1].i32 = INT32_MIN, out[1].i64 = INT64_MIN;
    out[2].i8 = INT8_MAX, out[2].i16 = INT16_MAX, out[2].i32 = INT32_MAX, out[2].i64 = INT64_MAX;
    out[3].u8 = UINT8_MAX, out[3].u16 = UINT16_MAX, out[3].u32 = UINT32_MAX;
    out[4].i8 = -1, out[4].i16 = -1, out[4].i32 = -1, out[4].i64 = -1;
    out[5].i64 = 9'007'199'254'740'993; // no double has this value
    const double reals[] = {-0.0,
                            0.1,
                            1.0 / 3,
                            std::numeric_limits<double>::max(),
                            std::numeric_limits<double>::lowest(),
                            std::numeric_limits<double>::min(),
                            std::numeric_limits<double>::denorm_min(),
                            std::numeric_limits<double>::infinity(),
                            -std::numeric_limits<double>::infinity(),
                            1e15,
                            123456789.123456789};
    const float floats[] = {-0.0F,
                            0.1F,
                            1.0F / 3,
                            std::numeric_limits<float>::max(),
                            std::numeric_limits<float>::lowest(),
                            std::numeric_limits<float>::min(),
                            std::numeric_limits<float>::denorm_min(),
                            std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity(),
                            1e15F,
                            16777217.0F};
    for (std::size_t i = 0; i < std::size(reals); ++i) out[i].f64 = reals[i], out[i].f32 = floats[i];
    const df::timestamp moments[] = {
        df::timestamp{},
        df::timestamp{-1us},
        df::timestamp{1us},
        df::timestamp{std::chrono::sys_days{day(1, 1, 1)}},
        df::timestamp{std::chrono::sys_days{day(9999, 12, 31)} + 24h - 1us},
        df::timestamp{std::chrono::sys_days{day(1900, 2, 28)} + 23h + 59min + 59s + 999'999us},
        df::timestamp{std::chrono::sys_days{day(2000, 2, 29)} + 12h}};
    const df::date days[] = {day(1970, 1, 1),  day(1969, 12, 31), day(1, 1, 1),     day(9999, 12, 31),
                             day(2000, 2, 29), day(1600, 2, 29),  day(1582, 10, 10)};
    for (std::size_t i = 0; i < std::size(moments); ++i) out[i].moment = moments[i], out[i].day = days[i];
    out[6].state = mood::merry, out[7].state = mood::wild;
    return out;
}

[[nodiscard]] Maybe optional_of(const Values& v) {
    return Maybe{{},    v.flag, v.i8,   v.u8,  v.i16,    v.u16, v.i32,  v.u32,  v.i64,
                 v.f32, v.f64,  v.text, v.raw, v.moment, v.day, v.mark, v.state};
}

template <class M>
void expect_same(const M& found, M wanted, const char* path, std::size_t i) {
    wanted.id = found.id;
    EXPECT_TRUE(found == wanted) << path << ", row " << i;
}

TEST_P(ValuesOf, EveryTypeComesBackAsItWasOnEveryWay) {
    database db{url()};
    const auto rows = extremes();
    const auto bulk = db.run(df::bulk_create(rows).returning_ids()).ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        expect_same<Values>(db.run(df::read<Values>(bulk[i])), rows[i], "bulk create", i);
        const auto made = db.run(df::create(rows[i]));
        expect_same<Values>(made, rows[i], "what create gives", i);
        const auto read = db.run(df::read<Values>(made.id));
        expect_same<Values>(read, rows[i], "create", i);
        if (postgres()) {
            EXPECT_EQ(std::signbit(read.f64), std::signbit(rows[i].f64)) << i;
        } // to SQLite, -0.0 is 0.0
        // over the values of another row
        auto other = db.run(df::create(rows[(i + 3) % rows.size()]));
        static_cast<Values&>(other) = [&] {
            auto v = rows[i];
            v.id = other.id;
            return v;
        }();
        expect_same<Values>(db.run(df::update(other)), rows[i], "what save gives", i);
        expect_same<Values>(db.run(df::read<Values>(other.id)), rows[i], "save", i);
        auto by_rows = rows[(i + 5) % rows.size()];
        by_rows.id = other.id;
        db.run(df::bulk_update(std::vector{by_rows}));
        expect_same<Values>(db.run(df::read<Values>(other.id)), by_rows, "bulk update", i);
        auto again = rows[i];
        again.id = other.id;
        expect_same<Values>(db.run(df::upsert(again).on_conflict(field<&Values::id>)).record, rows[i],
                            "upsert", i);
        EXPECT_EQ(db.run(df::count<Values>().where(
                      field<&Values::id> == other.id && field<&Values::text> == rows[i].text &&
                      field<&Values::raw> == rows[i].raw && field<&Values::moment> == rows[i].moment &&
                      field<&Values::day> == rows[i].day && field<&Values::mark> == rows[i].mark &&
                      field<&Values::f64> == rows[i].f64 && field<&Values::f32> == rows[i].f32 &&
                      field<&Values::i64> == rows[i].i64 && field<&Values::state> == rows[i].state &&
                      field<&Values::u32> == rows[i].u32)),
                  1)
            << i;
    }
    std::size_t i = 0;
    for (const auto& r : db.stream(df::list<Values>().where(field<&Values::id>.in(bulk)))) {
        expect_same<Values>(r, rows[i], "stream", i);
        ++i;
    }
    EXPECT_EQ(i, rows.size());
}

TEST_P(ValuesOf, EveryOptionalTypeHoldsAValueOrNothing) {
    database db{url()};
    std::vector<Maybe> rows{Maybe{}};
    for (const auto& v : extremes()) rows.push_back(optional_of(v));
    rows.push_back(Maybe{.i16 = 3, .text = "", .day = day(1999, 1, 1)});
    const auto bulk = db.run(df::bulk_create(rows).returning_ids()).ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        expect_same<Maybe>(db.run(df::read<Maybe>(bulk[i])), rows[i], "bulk create", i);
        const auto made = db.run(df::create(rows[i]));
        expect_same<Maybe>(db.run(df::read<Maybe>(made.id)), rows[i], "create", i);
        auto other = rows[(i + 1) % rows.size()];
        other.id = made.id;
        expect_same<Maybe>(db.run(df::update(other)), other, "save", i);
        db.run(df::bulk_update(std::vector{other}));
        expect_same<Maybe>(db.run(df::read<Maybe>(made.id)), other, "bulk update", i);
    }
    EXPECT_EQ(db.run(df::count<Maybe>().where(field<&Maybe::text> == "")),
              db.run(df::count<Maybe>().where(field<&Maybe::text>.in({""}))));
}

TEST_P(ValuesOf, AMegabyteOfTextAndOfBytes) {
    database db{url()};
    Values v;
    for (std::size_t i = 0; v.text.size() < 1'000'000; ++i) v.text += hostile[i % std::size(hostile)];
    for (std::size_t i = 0; i < 1'000'000; ++i) v.raw.push_back(static_cast<std::byte>(i * 31));
    const auto made = db.run(df::create(v));
    expect_same<Values>(db.run(df::read<Values>(made.id)), v, "create", 0);
    const auto ids = db.run(df::bulk_create(std::vector{v, v}).returning_ids()).ids;
    expect_same<Values>(db.run(df::read<Values>(ids[1])), v, "bulk create", 0);
    EXPECT_EQ(db.run(df::count<Values>().where(field<&Values::text> == v.text)), 3);
}

TEST_P(ValuesOf, IdsOfEachKindAreKeysAndReferences) {
    database db{url()};
    const auto values = db.run(df::create(Values{}));
    for (const auto& text : hostile) {
        if (text.empty()) continue;
        const auto tag = db.run(df::create(Tag{df::id<Tag, std::string>{text}, "t"}));
        const auto root = db.run(df::create(Mark{.tag = tag.id, .values = values.id}));
        const auto leaf = db.run(df::create(Mark{.parent = root.id}));
        EXPECT_EQ(db.run(df::read<Tag>(text)).id.value, text);
        EXPECT_EQ(db.run(df::read<Mark>(root.id)).tag, tag.id);
        EXPECT_EQ(db.run(df::read<Mark>(root.id)).values, values.id);
        EXPECT_EQ(db.run(df::list<Mark>().where(field<&Mark::parent> == root.id)).records.at(0).id, leaf.id);
        EXPECT_EQ(db.run(df::count<Mark>().where(field<&Mark::tag> == tag.id)), 1);
    }
    const auto e = thrown<df::foreign_key_violation>(
        [&] { db.run(df::create(Mark{.tag = df::id<Tag, std::string>{"secret"}})); });
    EXPECT_EQ(e.field(), "tag");
    EXPECT_FALSE(has(e.what(), "secret"));
    EXPECT_THROW(db.run(df::create(Mark{.parent = df::id<Mark, df::uuid>{uuid_of(9)}})),
                 df::foreign_key_violation);
}

// --- what is refused -----------------------------------------------------------------------------

/// Each way of writing refuses a row for `field`, and nothing is written.
template <class Db>
void expect_refused(Db& db, const Values& bad, const char* name, const char* what) {
    SCOPED_TRACE(what);
    const auto good = db.run(df::create(Values{.text = "good"}));
    const auto before = db.run(df::count<Values>());
    auto there = bad;
    there.id = good.id;
    const auto refused = [&](auto&& work, const char* path) {
        const auto e = thrown<df::invalid_value>(work);
        EXPECT_EQ(e.field(), name) << path << ": " << e.what();
        EXPECT_EQ(e.model(), "Values") << path << ": " << e.what();
        EXPECT_EQ(db.run(df::count<Values>()), before) << path;
        EXPECT_EQ(db.run(df::read<Values>(good.id)).text, "good") << path;
    };
    refused([&] { db.run(df::create(bad)); }, "create");
    refused([&] { db.run(df::update(there)); }, "save");
    refused([&] { db.run(df::upsert(there).on_conflict(field<&Values::id>)); }, "upsert");
    refused([&] { db.run(df::bulk_create(std::vector{Values{}, bad, Values{}})); }, "bulk create");
    refused([&] { db.run(df::bulk_update(std::vector{there})); }, "bulk update");
    refused([&] { db.run(df::bulk_upsert(std::vector{there}).on_conflict(field<&Values::id>)); },
            "bulk upsert");
}

TEST_P(ValuesOf, TextThatIsNotUtf8OrHasANulIsRefusedEverywhere) {
    database db{url()};
    const std::string bad[] = {std::string("a\0b", 3), std::string("\0", 1), "\xff",     "a\xC3", "\xC0\x80",
                               "\xED\xA0\x80",         "\xF4\x90\x80\x80",   "\xE2\x82", "ok\x80"};
    for (const auto& text : bad) {
        expect_refused(db, Values{.text = text}, "text", "bad text");
        const auto filter = thrown<df::invalid_value>(
            [&] { db.run(df::count<Values>().where(field<&Values::text> == text)); });
        EXPECT_EQ(filter.field(), "text");
        const auto set = thrown<df::invalid_value>(
            [&] { db.run(df::count<Values>().where(field<&Values::text>.in({std::string{"a"}, text}))); });
        EXPECT_EQ(set.field(), "text");
        EXPECT_THROW(db.run(df::read<Tag>(text)), df::invalid_value);
        EXPECT_THROW(db.run(df::bulk_update<Values>(df::everything, field<&Values::text> = text)),
                     df::invalid_value);
    }
}

TEST_P(ValuesOf, EnumsAndTimesWithoutAFormAreRefusedEverywhere) {
    database db{url()};
    expect_refused(db, Values{.state = static_cast<mood>(99)}, "state", "an enum's value without a name");
    expect_refused(db, Values{.day = day(2023, 2, 29)}, "day", "a day that is none");
    expect_refused(db, Values{.day = day(0, 1, 1)}, "day", "the year 0");
    expect_refused(db, Values{.day = day(10'000, 1, 1)}, "day", "the year 10000");
    expect_refused(db, Values{.moment = df::timestamp{std::chrono::sys_days{day(1, 1, 1)}} - 1us}, "moment",
                   "before the year 1");
    expect_refused(db, Values{.moment = df::timestamp{std::chrono::sys_days{day(9999, 12, 31)}} + 24h},
                   "moment", "after the year 9999");
    expect_refused(db, Values{.moment = df::timestamp::max()}, "moment", "the end of time");
    EXPECT_THROW(db.run(df::count<Values>().where(field<&Values::state> == static_cast<mood>(99))),
                 df::invalid_value);
}

TEST_P(ValuesOf, NanIsKeptByPostgresAndRefusedBySqlite) {
    database db{url()};
    const auto nan = std::numeric_limits<double>::quiet_NaN();
    const auto small_nan = std::numeric_limits<float>::quiet_NaN();
    if (!postgres()) {
        expect_refused(db, Values{.f64 = nan}, "f64", "NaN");
        expect_refused(db, Values{.f32 = small_nan}, "f32", "NaN");
        EXPECT_THROW(db.run(df::count<Values>().where(field<&Values::f64> == nan)), df::invalid_value);
        return;
    }
    const auto made = db.run(df::create(Values{.f32 = small_nan, .f64 = nan}));
    EXPECT_TRUE(std::isnan(db.run(df::read<Values>(made.id)).f64));
    EXPECT_TRUE(std::isnan(db.run(df::read<Values>(made.id)).f32));
    const auto bulk =
        db.run(df::bulk_create(std::vector{Values{.f32 = small_nan, .f64 = nan}}).returning_ids()).ids;
    EXPECT_TRUE(std::isnan(db.run(df::read<Values>(bulk[0])).f64));
}

TEST_P(ValuesOf, ArithmeticBeyondTheColumnIsRefusedEverywhere) {
    database db{url()};
    const auto low =
        db.run(df::create(Values{.i8 = INT8_MIN, .i16 = INT16_MIN, .i32 = INT32_MIN, .i64 = INT64_MIN}));
    const auto high = db.run(df::create(Values{.i8 = INT8_MAX,
                                               .u8 = UINT8_MAX,
                                               .i16 = INT16_MAX,
                                               .u16 = UINT16_MAX,
                                               .i32 = INT32_MAX,
                                               .u32 = UINT32_MAX,
                                               .i64 = INT64_MAX}));
    const auto refused = [&](const auto& id, auto assignment, const char* name) {
        const auto before = db.run(df::read<Values>(id));
        for (int way = 0; way < 3; ++way) {
            const auto e = thrown<df::invalid_value>([&] {
                if (way == 0) db.run(df::update<Values>(id, assignment));
                if (way == 1) db.run(df::update<Values>(field<&Values::id> == id, assignment));
                if (way == 2) db.run(df::bulk_update<Values>(field<&Values::id> == id, assignment));
            });
            EXPECT_EQ(e.model(), "Values") << name;
        }
        EXPECT_TRUE(static_cast<const Values&>(db.run(df::read<Values>(id))) ==
                    static_cast<const Values&>(before))
            << name;
    };
    refused(high.id, field<&Values::i8> += 1, "i8 +");
    refused(high.id, field<&Values::u8> += 1, "u8 +");
    refused(high.id, field<&Values::i16> += 1, "i16 +");
    refused(high.id, field<&Values::u16> += 1, "u16 +");
    refused(high.id, field<&Values::i32> += 1, "i32 +");
    refused(high.id, field<&Values::u32> += 1, "u32 +");
    refused(high.id, field<&Values::i64> += 1, "i64 +");
    refused(low.id, field<&Values::i8> -= 1, "i8 -");
    refused(low.id, field<&Values::u8> -= 1, "u8 -");
    refused(low.id, field<&Values::i16> -= 1, "i16 -");
    refused(low.id, field<&Values::u16> -= 1, "u16 -");
    refused(low.id, field<&Values::i32> -= 1, "i32 -");
    refused(low.id, field<&Values::u32> -= 1, "u32 -");
    refused(low.id, field<&Values::i64> -= 1, "i64 -");
    refused(high.id, field<&Values::i64> *= 2, "i64 *");
    refused(high.id, field<&Values::i32> = field<&Values::i64> + 0, "i32 = i64");
    refused(high.id, field<&Values::i16> = 40'000, "i16 = 40,000");
    refused(high.id, field<&Values::u8> = -1, "u8 = -1");
    EXPECT_EQ(db.run(df::update<Values>(high.id, field<&Values::i16> -= 1)).i16, INT16_MAX - 1);
}

TEST_P(ValuesOf, ALiteralBeyondTheColumnIsRefusedInACreateAndHarmlessInAFilter) {
    database db{url()};
    const auto e = thrown<df::invalid_value>([&] { db.run(df::create<Maybe>(field<&Maybe::i16> = 40'000)); });
    EXPECT_EQ(e.field(), "i16");
    db.run(df::create(Values{.i16 = 5}));
    EXPECT_EQ(db.run(df::count<Values>().where(field<&Values::i16> < 40'000)), 1);
    EXPECT_EQ(db.run(df::count<Values>().where(field<&Values::u8> == -1)), 0);
    EXPECT_EQ(db.run(df::count<Values>().where(field<&Values::i32> > INT64_MIN)), 1);
    EXPECT_EQ(db.run(df::count<Values>().where(field<&Values::i16>.in({std::int64_t{5}, INT64_MAX}))), 1);
    EXPECT_EQ(db.run(df::count<Values>().where(field<&Values::i64> == UINT64_MAX)), 0);
    EXPECT_EQ(db.run(df::count<Values>().where(field<&Values::i64> < UINT64_MAX)), 1);
}

} // namespace
