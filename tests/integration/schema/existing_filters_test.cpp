// Filters on columns whose forms keep no order: they find by what the values mean, whatever the spelling, and
// the databases use the indexes that docs/existing-types.md names.
#include <dataflow/dynamic.hpp>

#include "support/fixture.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace meant {

namespace df = dataflow;
using namespace df::literals;

struct Event { // of SQLite
    df::id<Event> id{};
    df::decimal<10, 2> price{};
    std::optional<df::decimal<10, 2>> fee{};
    df::timestamp julian{};
    std::optional<df::timestamp> seconds{};
    df::timestamp made{};
    df::date day{};
    df::uuid mark{};
    static constexpr auto dataflow = df::options{.table = "events", .timestamps = false};
};
struct Marked {
    df::uuid id{};
    std::int64_t n = 0;
    static constexpr auto dataflow =
        df::options{.table = "marked", .key = df::key("id"), .timestamps = false};
};
struct Meeting { // of PostgreSQL
    df::id<Meeting> id{};
    df::timestamp starts{};
    std::optional<df::timestamp> ends{};
    df::timestamp made{};
    df::uuid mark{};
    df::decimal<9, 0> seats{};
    static constexpr auto dataflow =
        df::options{.table = "meetings",
                    .timestamps = false,
                    .zone = "Europe/Berlin",
                    .zones = df::zones({"ends", "Pacific/Apia"}, {"made", "UTC"})};
};
struct Lost {
    df::id<Lost> id{};
    df::timestamp starts{};
    static constexpr auto dataflow = df::options{
        .table = "meetings", .timestamps = false, .zones = df::zones({"starts", "Europe/Nowhere"})};
};

} // namespace meant

namespace {

namespace df = dataflow;
using df::field;
using meant::Event;
using meant::Marked;
using meant::Meeting;
using support::has;
using support::thrown;
using namespace df::literals;
using namespace std::chrono_literals;

/// What the database says of how it runs a count with a filter.
template <class M>
struct explained {
    using model = M;
    using output = std::string;
    static constexpr df::node_::tables_read<explained> reads{};
    static constexpr df::node_::tables_written<explained, false> writes{};
    static void write(df::rooms::sql::writer& w, const df::rooms::sql::statement& s) {
        w << (w.dialect().columns_take_anything ? "EXPLAIN QUERY PLAN " : "EXPLAIN ");
        auto inner = s;
        inner.own_text = nullptr;
        df::rooms::sql::write(w, inner);
    }
    struct step {
        std::int64_t id = 0, parent = 0, unused = 0;
        std::string detail;
    };

    static constexpr df::rooms::sql::statement statement{.node = "explain",
                                                         .table = &df::schema::table_of<M>};
    df::rooms::sql::statement counts;
    std::uint64_t bits;
    std::vector<df::value> given;

    [[nodiscard]] std::uint64_t variant() const { return bits; }
    output execute(df::context& c) const {
        std::vector<step> rows;
        const auto next = [](void* to) -> void* {
            return &static_cast<std::vector<step>*>(to)->emplace_back();
        };
        using df::field_access;
        const field_access all[]{{offsetof(step, id), &df::schema::info_of<std::int64_t>, "id"},
                                 {offsetof(step, parent), &df::schema::info_of<std::int64_t>, "parent"},
                                 {offsetof(step, unused), &df::schema::info_of<std::int64_t>, "unused"},
                                 {offsetof(step, detail), &df::schema::info_of<std::string>, "detail"}};
        const bool sqlite = c.dialect() == df::sqlite;
        df::driver::row_target target{
            .next = next, .state = &rows, .fields = std::span{all}.subspan(sqlite ? 0 : 3)};
        auto what = counts;
        what.own_text = &write;
        what.cache = nullptr;
        (void)c.run(what, bits, {.given = given}, &target);
        std::string out;
        for (const auto& r : rows) out += r.detail + "; ";
        return out;
    }
};

class ExistingFilters : public support::shared_database_test {
  protected:
    template <class... M>
    [[nodiscard]] df::database<M...> open() {
        return df::database<M...>{df::open_options{
            .url = url() + (postgres() ? "%20-cenable_seqscan%3Doff" : ""), .existing_schema_mode = true}};
    }
    template <class M>
    [[nodiscard]] static std::string plan(df::database<M>& db, const auto& that) {
        const auto node = df::count<M>().where(that);
        std::array<df::value, 4> values{};
        std::array<df::rows_view, 4> lists{};
        df::query::binder to{values.data(), lists.data()};
        that.bind(to);
        return db.run(explained<M>{node.statement, node.variant(), {values.begin(), values.end()}});
    }
};
DATAFLOW_ON_SHARED_DATABASES(ExistingFilters);

std::mt19937 dice{7};
[[nodiscard]] std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>{0, n - 1}(dice);
}

/// One of the ways to write a decimal that mean the same.
[[nodiscard]] std::string spelled(df::decimal<10, 2> d) {
    auto text = d.str();
    const bool minus = text[0] == '-';
    if (minus) text.erase(0, 1);
    switch (below(5)) {
    case 0: text += "0000"; break;
    case 1: text = "00" + text; break;
    case 2: text += "e0"; break;
    case 3:
        if (text.ends_with("00")) text.resize(text.size() - 3);
        break;
    default: break;
    }
    return "'" + (minus ? "-" + text : text) + "'";
}
/// One of the ways to write a time.
[[nodiscard]] std::string spelled(df::timestamp t) {
    const auto moved = [&](std::chrono::minutes offset, const char* end) {
        auto text = *df::iso8601(t + offset);
        text.pop_back();
        return "'" + text + end + "'";
    };
    switch (below(6)) {
    case 0: return moved(0min, "");
    case 1: return moved(14h, "+14:00");
    case 2: return moved(-(23h + 59min), "-2359");
    case 3: return moved(23h + 59min, "+23:59");
    case 4: {
        auto text = moved(0min, " UTC");
        text[11] = ' ';
        return text;
    }
    default: return moved(0min, "Z");
    }
}
[[nodiscard]] std::string spelled(const df::uuid& u) {
    auto text = df::uuid_text(u);
    std::string digits;
    for (const char c : text)
        if (c != '-') digits += c;
    const auto capitals = [](std::string s, std::size_t step) {
        for (std::size_t i = 0; i < s.size(); i += step)
            if (s[i] >= 'a') s[i] = static_cast<char>(s[i] - 32);
        return s;
    };
    switch (below(6)) {
    case 0: return "'" + capitals(text, 1) + "'";
    case 1: return "'" + capitals(text, 2) + "'";
    case 2: return "'" + digits + "'";
    case 3: return "'" + capitals(digits, 3) + "'";
    case 4: return "X'" + digits + "'";
    default: return "'" + text + "'";
    }
}

const auto noon = *df::parse_timestamp("2009-01-02T12:00:00Z");

/// Tests a field against plain C++: each comparison with each of some values.
template <auto Field, class M, class T, class Of>
void expect_same(df::database<M>& db, const std::vector<M>& rows, const std::vector<T>& probes, Of of) {
    const auto counted = [&](const std::function<bool(const T&)>& fits) {
        std::int64_t n = 0;
        for (const auto& r : rows)
            if (const std::optional<T> v = of(r); v && fits(*v)) ++n;
        return n;
    };
    const auto all = static_cast<std::int64_t>(rows.size());
    for (const auto& p : probes) {
        const auto found = [&](const auto& that) { return db.run(df::count<M>().where(that)); };
        EXPECT_EQ(found(field<Field> == p), counted([&](const T& v) { return v == p; }));
        EXPECT_EQ(found(field<Field> != p), all - counted([&](const T& v) { return v == p; }));
        EXPECT_EQ(found(field<Field> < p), counted([&](const T& v) { return v < p; }));
        EXPECT_EQ(found(field<Field> <= p), counted([&](const T& v) { return v <= p; }));
        EXPECT_EQ(found(field<Field> > p), counted([&](const T& v) { return v > p; }));
        EXPECT_EQ(found(!(field<Field> >= p)), all - counted([&](const T& v) { return v >= p; }));
        EXPECT_EQ(found(field<Field>.in({p, probes[0]})),
                  counted([&](const T& v) { return v == p || v == probes[0]; }));
        EXPECT_EQ(found(field<Field>.between(p, probes[0])),
                  counted([&](const T& v) { return v >= p && v <= probes[0]; }));
    }
}

TEST_P(ExistingFilters, FindByWhatIsMeantInSqlite) {
    if (postgres()) GTEST_SKIP() << "its types say how values are kept";
    auto hand = plain();
    hand.run("CREATE TABLE events (id INTEGER PRIMARY KEY, price TEXT NOT NULL, fee, julian REAL NOT NULL, "
             "seconds REAL, made TEXT NOT NULL, day DATETIME NOT NULL, mark TEXT NOT NULL);"
             "CREATE INDEX i_julian ON events (julian); CREATE INDEX i_seconds ON events (seconds);"
             "CREATE INDEX i_made ON events (made); CREATE INDEX i_day ON events (day);"
             // as docs/existing-types.md has them
             "CREATE INDEX i_price ON events (CAST(price AS REAL));"
             "CREATE INDEX i_fee ON events (CAST(fee AS REAL));"
             "CREATE INDEX i_mark ON events (lower(trim(replace(quote(mark), '-', ''), 'X''')))");
    std::vector<Event> rows;
    std::vector<df::decimal<10, 2>> prices{"0"_dec,   "0.99"_dec,        "-0.01"_dec,       "10"_dec,
                                           "9.5"_dec, "99999999.99"_dec, "-99999999.99"_dec};
    std::vector<df::timestamp> times{noon,
                                     noon + 1ms,
                                     noon - 1ms,
                                     noon + 12h,
                                     noon - 12h,
                                     noon + 24h,
                                     noon - 24h,
                                     noon + 36h,
                                     noon + 366 * 24h,
                                     *df::parse_timestamp("0001-01-01T00:00:00Z"),
                                     *df::parse_timestamp("9999-12-31T23:59:59Z")};
    std::vector<df::date> days;
    for (const auto t : times) days.emplace_back(std::chrono::floor<std::chrono::days>(t));
    std::vector<df::uuid> marks{*df::parse_uuid("abcdef01-2345-6789-abcd-ef0123456789"),
                                *df::parse_uuid("abcdef01-2345-6789-abcd-ef012345678a"),
                                *df::parse_uuid("00000000-0000-0000-0000-000000000001"),
                                *df::parse_uuid("ffffffff-ffff-ffff-ffff-ffffffffffff"),
                                *df::parse_uuid("12345678-1234-1234-1234-123456789012")};
    std::string values;
    const auto number = [](double x) {
        std::array<char, 40> text{};
        (void)std::snprintf(text.data(), text.size(), "%.17g", x);
        return std::string{text.data()};
    };
    for (int i = 0; i < 400; ++i) {
        Event e;
        e.price = prices[below(prices.size())];
        if (below(4) != 0) e.fee = prices[below(prices.size())];
        e.julian = times[below(times.size())];
        if (below(4) != 0) e.seconds = times[below(times.size())];
        e.made = times[below(times.size() - 2)]; // an offset would leave the years that there are
        e.day = days[below(days.size())];
        e.mark = marks[below(marks.size())];
        const auto since = [](df::timestamp t) { return static_cast<double>(t.time_since_epoch().count()); };
        const bool late = i >= 200; // of which the opening sees the first and the last thousand
        std::string fee = "NULL";
        if (e.fee) fee = below(3) == 0 ? number(std::stod(e.fee->str())) : spelled(*e.fee);
        std::string julian = number(since(e.julian) / 86'400e6 + 2440587.5);
        (void)late;
        values += (values.empty() ? "(" : ", (") + spelled(e.price) + ", " + fee + ", " + julian + ", " +
                  (e.seconds ? number(since(*e.seconds) / 1e6) : "NULL") + ", " + spelled(e.made) + ", '" +
                  *df::iso8601(e.day) + (below(2) == 0 ? "" : " 00:00:00") + "', " + spelled(e.mark) + ")";
        rows.push_back(e);
    }
    hand.run("INSERT INTO events (price, fee, julian, seconds, made, day, mark) VALUES " + values);
    auto db = open<Event>();
    // A text in a column of numbers that came later means what it says.
    const auto late = *df::parse_timestamp("2009-01-02T12:00:00Z");
    hand.run("UPDATE events SET julian = '2009-01-02 12:00:00' WHERE id IN (3, 4)");
    rows[2].julian = rows[3].julian = late;
    expect_same<&Event::price>(db, rows, prices, [](const Event& e) { return std::optional{e.price}; });
    expect_same<&Event::fee>(db, rows, prices, [](const Event& e) { return e.fee; });
    expect_same<&Event::julian>(db, rows, times, [](const Event& e) { return std::optional{e.julian}; });
    expect_same<&Event::seconds>(db, rows, times, [](const Event& e) { return e.seconds; });
    expect_same<&Event::made>(db, rows, times, [](const Event& e) { return std::optional{e.made}; });
    expect_same<&Event::day>(db, rows, days, [](const Event& e) { return std::optional{e.day}; });
    std::int64_t of_none = 0;
    for (const auto& r : rows) of_none += !r.seconds ? 1 : 0;
    const std::optional<df::timestamp> none, some{noon};
    EXPECT_EQ(db.run(df::count<Event>().where(field<&Event::seconds> == none)), of_none);
    std::int64_t of_some = 0;
    for (const auto& r : rows) of_some += r.seconds == some ? 1 : 0;
    EXPECT_EQ(db.run(df::count<Event>().where(field<&Event::seconds> == some)), of_some);
    for (const auto& m : marks) {
        std::int64_t same = 0;
        for (const auto& r : rows) same += r.mark == m ? 1 : 0;
        EXPECT_EQ(db.run(df::count<Event>().where(field<&Event::mark> == m)), same);
        EXPECT_EQ(db.run(df::count<Event>().where(field<&Event::mark>.in({m, m}))), same);
        EXPECT_EQ(
            db.run(df::count<Event>().where(
                df::filter_from_json<Event>(R"({"mark": {"$in": [")" + df::uuid_text(m) +
                                            R"("]}, "price": {"$between": [-1, 99999999.99]}})"))),
            db.run(df::count<Event>().where(field<&Event::mark> == m &&
                                            field<&Event::price>.between("-1"_dec, "99999999.99"_dec))));
    }

    const auto index = [&](const char* name, const auto& that) {
        const auto p = plan(db, that);
        EXPECT_TRUE(has(p, name)) << name << ": " << p;
        EXPECT_FALSE(has(p, "SCAN events")) << name << ": " << p;
    };
    index("i_price", field<&Event::price> == "0.99"_dec);
    index("i_price", field<&Event::price> < "0.99"_dec);
    index("i_fee", field<&Event::fee>.between("0.99"_dec, "1"_dec));
    index("i_julian", field<&Event::julian> == noon);
    index("i_julian", field<&Event::julian> <= noon);
    index("i_julian", field<&Event::julian> > noon);
    index("i_seconds", field<&Event::seconds> == noon);
    index("i_seconds", field<&Event::seconds> == some);
    index("i_made", field<&Event::made> == noon);
    index("i_made", field<&Event::made>.between(noon, noon + 1h));
    index("i_day", field<&Event::day> >= days[0]);
    index("i_mark", field<&Event::mark> == marks[0]);
    index("i_mark", field<&Event::mark>.in({marks[0], marks[1]}));
    index("i_price", df::filter_from_json<Event>(R"({"price": 0.99})"));
}

TEST_P(ExistingFilters, AKeyThatIsSpelledOtherwiseIsFoundWithAnIndex) {
    auto hand = plain();
    hand.run("CREATE TABLE marked (id VARCHAR(36) PRIMARY KEY NOT NULL, n BIGINT NOT NULL);"
             "INSERT INTO marked VALUES ('ABCDEF01-2345-6789-ABCD-EF0123456789', 1), "
             "('abcdef01-2345-6789-abcd-ef012345678a', 2), ('AbCdef0123456789abcdef012345678b', 3)");
    hand.run(postgres()
                 ? "CREATE INDEX i_marked ON marked (CAST(id AS uuid))"
                 : "CREATE INDEX i_marked ON marked (lower(trim(replace(quote(id), '-', ''), 'X''')))");
    auto db = open<Marked>();
    const auto mark = [](const char* end) {
        return *df::parse_uuid(std::string{"abcdef01-2345-6789-abcd-ef01234567"} + end);
    };
    for (int i = 0; i < 3; ++i) {
        const char* const ends[]{"89", "8a", "8b"};
        EXPECT_EQ(db.run(df::read<Marked>(mark(ends[i]))).n, i + 1);
    }
    EXPECT_EQ(db.run(df::update(Marked{mark("8a"), 20})).n, 20);
    EXPECT_EQ(db.run(df::bulk_update(std::vector<Marked>{{mark("89"), 10}, {mark("8b"), 30}})).updated, 2);
    EXPECT_EQ(hand.value("SELECT sum(n) FROM marked"), "60");
    EXPECT_EQ(db.run(df::bulk_erase<Marked>(std::vector{mark("89"), mark("8b"), mark("00")})).deleted, 2);
    const auto p = plan(db, field<&Marked::id> == mark("8a"));
    EXPECT_TRUE(has(p, "i_marked")) << p;
}

TEST_P(ExistingFilters, FindLocalTimesByTheInstantInPostgresql) {
    if (!postgres()) GTEST_SKIP() << "SQLite knows no zones";
    auto hand = plain();
    hand.run(
        "CREATE TABLE meetings (id serial PRIMARY KEY, starts timestamp NOT NULL, ends timestamp, made "
        "timestamp NOT NULL, mark text NOT NULL, seats integer NOT NULL);"
        "CREATE INDEX i_starts ON meetings (starts); CREATE INDEX i_ends ON meetings (ends);"
        "CREATE INDEX i_made ON meetings (made); CREATE INDEX i_seats ON meetings (seats);"
        "CREATE INDEX i_mark ON meetings (CAST(mark AS uuid));"
        // around the clocks' changes in Berlin, and the day that Samoa left out
        "INSERT INTO meetings (starts, ends, made, mark, seats) SELECT t, CASE WHEN n % 7 <> 0 THEN u END, "
        "t, "
        "CASE n % 3 WHEN 0 THEN upper(m::text) WHEN 1 THEN '{' || m || '}' ELSE m::text END, n FROM (SELECT "
        "n, "
        "timestamp '2024-10-26 12:00' + n * interval '10 minutes' AS t, timestamp '2011-12-29 00:00' + n * "
        "interval '23 minutes' AS u, gen_random_uuid() AS m FROM generate_series(1, 200) AS n) AS s;"
        "INSERT INTO meetings (starts, ends, made, mark, seats) SELECT timestamp '2024-03-31 00:00' + n * "
        "interval '7 minutes', NULL, now(), gen_random_uuid()::text, -n FROM generate_series(1, 60) AS n");
    auto db = open<Meeting>();
    const auto time = [](const std::string& text) { return *df::parse_timestamp(text); };
    const auto expect = [&](auto member, const std::string& column, const std::string& zone,
                            const std::vector<std::string>& probes) {
        (void)member;
        using column_of = decltype(member);
        constexpr auto f = column_of::value;
        for (const auto& p : probes) {
            const auto there = [&](const char* op) {
                return hand.number("SELECT count(*) FROM meetings WHERE (" + column + " AT TIME ZONE '" +
                                   zone + "') " + op + " timestamptz '" + p + "'");
            };
            const auto found = [&](const auto& that) { return db.run(df::count<Meeting>().where(that)); };
            const auto t = time(p);
            EXPECT_EQ(found(field<f> == t), there("=")) << column << " " << p;
            EXPECT_EQ(found(field<f> < t), there("<")) << column << " " << p;
            EXPECT_EQ(found(field<f> <= t), there("<=")) << column << " " << p;
            EXPECT_EQ(found(field<f> > t), there(">")) << column << " " << p;
            EXPECT_EQ(found(field<f> >= t), there(">=")) << column << " " << p;
            EXPECT_EQ(found(field<f>.between(t, t + 1h)),
                      there(">=") -
                          hand.number("SELECT count(*) FROM meetings WHERE (" + column + " AT TIME ZONE '" +
                                      zone + "') > timestamptz '" + p + "' + interval '1 hour'"));
            EXPECT_EQ(found(df::filter_from_json<Meeting>("{\"" + column + "\": {\"$gte\": \"" + p + "\"}}")),
                      there(">="));
        }
    };
    using starts = std::integral_constant<df::timestamp Meeting::*, &Meeting::starts>;
    using ends = std::integral_constant<std::optional<df::timestamp> Meeting::*, &Meeting::ends>;
    using made = std::integral_constant<df::timestamp Meeting::*, &Meeting::made>;
    const std::vector<std::string> autumn{
        "2024-10-26T10:10:00Z", "2024-10-27T00:00:00Z", "2024-10-27T00:30:00Z", "2024-10-27T01:00:00Z",
        "2024-10-27T01:30:00Z", "2024-10-27T02:00:00Z", "2024-03-31T00:59:00Z", "2024-03-31T01:00:00Z",
        "2024-03-31T01:07:00Z", "1900-01-01T00:00:00Z", "2100-01-01T00:00:00Z"};
    expect(starts{}, "starts", "Europe/Berlin", autumn);
    expect(made{}, "made", "UTC", autumn);
    expect(ends{}, "ends", "Pacific/Apia",
           {"2011-12-29T10:23:00Z", "2011-12-30T09:59:00Z", "2011-12-30T10:00:00Z", "2011-12-30T11:00:00Z",
            "2011-12-31T10:00:00Z", "2011-12-29T00:00:00Z"});
    const std::optional<df::timestamp> none;
    EXPECT_EQ(db.run(df::count<Meeting>().where(field<&Meeting::ends> == none)),
              hand.number("SELECT count(*) FROM meetings WHERE ends IS NULL"));

    const auto index = [&](const char* name, const auto& that) {
        const auto p = plan(db, that);
        EXPECT_TRUE(has(p, name)) << name << ": " << p;
    };
    const auto t = time("2024-10-27T00:30:00Z");
    index("i_starts", field<&Meeting::starts> == t);
    index("i_starts", field<&Meeting::starts> >= t);
    index("i_starts", field<&Meeting::starts>.between(t, t + 1h));
    index("i_ends", field<&Meeting::ends> == std::optional{t});
    index("i_made", field<&Meeting::made> == t);
    index("i_seats", field<&Meeting::seats> == "7"_dec);
    EXPECT_EQ(db.run(df::count<Meeting>().where(field<&Meeting::seats> >= "-3"_dec)), 203);
    index("i_mark", field<&Meeting::mark> == df::uuid{});
    hand.run(
        "DROP INDEX i_starts; CREATE INDEX i_instant ON meetings ((starts AT TIME ZONE 'Europe/Berlin'))");
    index("i_instant", field<&Meeting::starts> == t);
    const auto lost = thrown<df::schema_mismatch>([&] { (void)open<meant::Lost>(); });
    EXPECT_TRUE(has(lost.what(), "knows no time zone Europe/Nowhere")) << lost.what();
}

} // namespace
