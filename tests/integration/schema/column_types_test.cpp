// Types of columns that are described in one file each (core/types/): each is asked for the same, on every
// way in and out, and what comes back is compared with plain C++ and with what the database's own tool shows.
#include <dataflow/dynamic.hpp>
#include <dataflow/json.hpp>
#include <dataflow/sql.hpp>

#include "support/fixture.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace df = dataflow;

// The models of a type, and what is asked: `samples` are different and in their order, `texts` theirs.
#define DATAFLOW_MODELS_OF(type)                                                                             \
    struct Inside {                                                                                          \
        type at{};                                                                                           \
        std::optional<type> maybe{};                                                                         \
        std::vector<type> all{};                                                                             \
        friend bool operator==(const Inside&, const Inside&) = default;                                      \
    };                                                                                                       \
    struct Entry {                                                                                           \
        df::id<Entry> id{};                                                                                  \
        type at{};                                                                                           \
        std::optional<type> maybe{};                                                                         \
        std::vector<type> all{};                                                                             \
        std::vector<std::optional<type>> gaps{};                                                             \
        std::array<type, 2> both{};                                                                          \
        df::json<Inside> doc{};                                                                              \
        type given = preset();                                                                               \
        friend bool operator==(const Entry&, const Entry&) = default;                                        \
    };                                                                                                       \
    struct Keyed {                                                                                           \
        type at{};                                                                                           \
        int n = 0;                                                                                           \
        static constexpr auto dataflow = df::options{.key = df::key("at"), .timestamps = false};             \
        friend bool operator==(const Keyed&, const Keyed&) = default;                                        \
    };                                                                                                       \
    struct Single {                                                                                          \
        df::id<Single> id{};                                                                                 \
        type at{};                                                                                           \
        int n = 0;                                                                                           \
        static constexpr auto dataflow = df::options{.timestamps = false, .unique = df::unique({"at"})};     \
    };                                                                                                       \
    using value = type

namespace column_types_models {

namespace times_of_day {
using namespace std::chrono_literals;
[[nodiscard]] constexpr df::time_of_day preset() { return df::time_of_day{8h, 15min, 30s}; }
DATAFLOW_MODELS_OF(df::time_of_day);
struct about {
    using Entry = times_of_day::Entry;
    using Keyed = times_of_day::Keyed;
    using Single = times_of_day::Single;
    using Inside = times_of_day::Inside;
    using value = df::time_of_day;
    static constexpr bool ordered = true;
    static std::vector<value> samples() {
        return {value{},
                value{1us},
                value{0h, 59min, 59s, 999999us},
                value{8h, 15min},
                value{8h, 15min, 30s},
                value{23h, 59min, 59s, 999999us},
                value{24h}};
    }
    static std::vector<value> refused() {
        return {value{-1us}, value{24h + 1us}, value{std::chrono::microseconds::min()},
                value{std::chrono::microseconds::max()}};
    }
    static std::vector<std::string> texts() {
        return {"00:00:00.000000", "00:00:00.000001", "00:59:59.999999", "08:15:00.000000",
                "08:15:30.000000", "23:59:59.999999", "24:00:00.000000"};
    }
    static constexpr const char* postgres_text = "to_char($, 'HH24:MI:SS.US')";
    /// Texts from outside that both databases take for the sample of a number, and texts that neither takes.
    static std::vector<std::pair<std::string, std::size_t>> spellings() {
        return {{"00:00", 0},           {"00:00:00.0000019", 1}, {"00:59:59,9999994", 2},
                {"08:15:00", 3},        {"08:15:30.0", 4},       {"24:00", 6},
                {"24:00:00.000000", 6}, {"24:00:00.0000005", 6}};
    }
    static std::vector<std::string> nonsense() {
        return {"",
                "8:15",
                "08:15Z",
                "08:15+01:00",
                "25:00",
                "24:00:00.000001",
                "24:01",
                "08:60",
                "08:15:60",
                "08:15:00.",
                "08:15:00.1234567891",
                "allballs",
                " 08:15",
                "08:15 ",
                "08:15:00 PM",
                "noon",
                "-01:00",
                "08-15"};
    }
    /// Texts that another program may have left in SQLite, and that are none of the library's.
    static std::vector<std::string> other_texts() {
        return {"08:15", "08:15:00", "08:15:00.00000Z", "08-15-00.000000", "xx:xx:xx.xxxxxx"};
    }
};
} // namespace times_of_day

namespace local_times {
using namespace std::chrono_literals;
[[nodiscard]] constexpr df::local_time on(int y, unsigned m, unsigned d,
                                          std::chrono::microseconds clock = {}) {
    return df::local_time{
        std::chrono::local_days{std::chrono::year{y} / std::chrono::month{m} / std::chrono::day{d}} + clock};
}
[[nodiscard]] constexpr df::local_time preset() { return on(2024, 2, 29, 12h); }
DATAFLOW_MODELS_OF(df::local_time);
struct about {
    using Entry = local_times::Entry;
    using Keyed = local_times::Keyed;
    using Single = local_times::Single;
    using Inside = local_times::Inside;
    using value = df::local_time;
    static constexpr bool ordered = true;
    static std::vector<value> samples() {
        return {on(1, 1, 1),
                on(1969, 12, 31, 24h - 1us),
                value{},
                on(2000, 1, 1),
                on(2024, 2, 29, 12h + 1us),
                on(2024, 3, 31, 2h + 30min),
                on(9999, 12, 31, 24h - 1us)};
    }
    static std::vector<value> refused() {
        return {on(1, 1, 1) - 1us, on(9999, 12, 31, 24h), value::min(), value::max()};
    }
    static std::vector<std::string> texts() {
        return {"0001-01-01T00:00:00.000000", "1969-12-31T23:59:59.999999", "1970-01-01T00:00:00.000000",
                "2000-01-01T00:00:00.000000", "2024-02-29T12:00:00.000001", "2024-03-31T02:30:00.000000",
                "9999-12-31T23:59:59.999999"};
    }
    static constexpr const char* postgres_text = "to_char($, 'YYYY-MM-DD\"T\"HH24:MI:SS.US')";
    static std::vector<std::pair<std::string, std::size_t>> spellings() {
        return {{"0001-01-01", 0},
                {"1970-01-01 00:00", 2},
                {"2000-01-01t00:00:00", 3},
                {"2024-02-29T12:00:00,0000019", 4},
                {"9999-12-31T23:59:59.9999999", 6}};
    }
    static std::vector<std::string> nonsense() {
        return {"",
                "now",
                "infinity",
                "2024-02-30",
                "2023-02-29T00:00",
                "2024-02-29T12:00Z",
                "2024-02-29T12:00+01",
                "2024-02-29T24:00",
                "2024-02-29T",
                "24-02-29",
                "0000-01-01",
                "2024-02-29T12:60",
                "2024-02-29T12",
                "2024-02-29 BC",
                "J2451187",
                "2024-02-29T12:00:00.1234567891"};
    }
    static std::vector<std::string> other_texts() {
        return {"2024-02-29 12:00:00", "2024-02-29T12:00:00.000000Z", "2024-02-30T12:00:00.000000",
                "2024-02-29T12:00:00,000000"};
    }
};
} // namespace local_times

namespace addresses {
[[nodiscard]] constexpr df::inet preset() { return df::inet::v4({127, 0, 0, 1}); }
DATAFLOW_MODELS_OF(df::inet);
struct about {
    using Entry = addresses::Entry;
    using Keyed = addresses::Keyed;
    using Single = addresses::Single;
    using Inside = addresses::Inside;
    using value = df::inet;
    static constexpr bool ordered = false;
    static std::vector<value> samples() {
        std::vector<value> out;
        for (const auto& t : texts()) out.push_back(df::parse_inet(t).value());
        return out;
    }
    static std::vector<value> refused() {
        return {df::inet::v4({1, 2, 3, 4}, 33), df::inet::v6({}, 129), df::inet::v6({}, 255)};
    }
    static std::vector<std::string> texts() {
        return {"0.0.0.0", "9.0.0.0/8",       "10.0.0.0/8",     "10.0.0.0",   "255.255.255.255/0",
                "::",      "::ffff:10.0.0.0", "2001:db8::1/64", "2001:db8::1"};
    }
    static constexpr const char* postgres_text = "$";
    static std::vector<std::pair<std::string, std::size_t>> spellings() {
        return {{"0.0.0.0/32", 0},
                {"::/128", 5},
                {"0:0:0:0:0:0:0:0", 5},
                {"::FFFF:a00:0", 6},
                {"2001:DB8:0::1/64", 7},
                {"2001:0db8:0000:0:0:0:0.0.0.1", 8},
                {"0:0:0:0:0:ffff:10.0.0.0", 6}};
    }
    static std::vector<std::string> nonsense() {
        return {"",
                "10.0.0",
                "010.0.0.0",
                "10.0.0.256",
                "10.0.0.0/33",
                "10.0.0.0/08",
                "10.0.0.0/",
                "::/129",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1:2:3:4:5:6:1.2.3.4",
                "12345::",
                "fe80::1%1",
                "1.2.3.4::",
                " ::1",
                "localhost",
                "::1/064",
                "1:",
                ":1",
                "1:2:3:4:5:6:7",
                "g::"};
    }
    static std::vector<std::string> other_texts() {
        return {"2001:DB8::1", "10.0.0.0/32/", "0:0:0:0:0:0:0:0", "10.0.1", "2001:db8:0::1", "LOCALHOST"};
    }
};
} // namespace addresses

} // namespace column_types_models

namespace {

using namespace column_types_models;
using df::field;
using support::thrown;

class ColumnTypes : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(ColumnTypes);
class ColumnTypesFromOutside : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(ColumnTypesFromOutside);

/// Entries of all samples, in which every column differs from row to row.
template <class About>
std::vector<typename About::Entry> entries() {
    const auto all = About::samples();
    std::vector<typename About::Entry> out;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& other = all[(i + 1) % all.size()];
        auto& e = out.emplace_back();
        e.at = all[i];
        if (i % 2 == 0) e.maybe = other;
        for (std::size_t n = 0; n < i; ++n) e.all.push_back(all[n]);
        e.gaps = {all[i], std::nullopt, other};
        e.both = {all[i], other};
        e.doc = typename About::Inside{all[i], e.maybe, e.all};
        e.given = other;
    }
    return out;
}

/// The numbers of the samples that a filter finds.
template <class About, class Filter>
std::vector<std::size_t>
found(df::database<typename About::Entry, typename About::Keyed, typename About::Single>& db,
      const Filter& filter) {
    const auto all = About::samples();
    std::vector<std::size_t> out;
    for (const auto& e :
         db.run(df::list<typename About::Entry>().where(filter).order_by(field<&About::Entry::id>)))
        out.push_back(static_cast<std::size_t>(std::find(all.begin(), all.end(), e.at) - all.begin()));
    return out;
}
template <class Test>
std::vector<std::size_t> expected(std::size_t count, Test test) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < count; ++i)
        if (test(i)) out.push_back(i);
    return out;
}

template <class About>
void goes_in_and_out(const std::string& url) {
    using Entry = typename About::Entry;
    using Keyed = typename About::Keyed;
    using Single = typename About::Single;
    df::database<Entry, Keyed, Single> db{url};
    const auto all = About::samples();
    const auto rows = entries<About>();
    const auto check = [&](std::string_view way) {
        std::vector<Entry> back;
        for (const auto& r : db.run(df::list<Entry>().order_by(field<&Entry::id>))) {
            back.push_back(r);
            back.back().id = {};
        }
        EXPECT_EQ(back, rows) << way;
        db.run(df::bulk_erase<Entry>(df::everything));
    };
    for (const auto& e : rows) {
        const auto made = db.run(df::create(e));
        EXPECT_EQ(made.at, e.at);
        EXPECT_EQ(db.run(df::read<Entry>(made.id)).gaps, e.gaps);
    }
    check("one by one");
    db.run(df::bulk_create(rows));
    check("bulk");
    const auto ids = db.run(df::bulk_create(rows).batch_size(3).returning_ids()).ids; // statements, not COPY
    auto changed = rows;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        changed[i] = rows[(i + 1) % rows.size()];
        changed[i].id = ids[i];
    }
    db.run(df::bulk_update(changed));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(db.run(df::read<Entry>(ids[i])), changed[i]);
        changed[i] = rows[i];
        changed[i].id = ids[i];
    }
    for (const auto& e : changed) db.run(df::update(e));
    std::size_t n = 0;
    for (const auto& r : db.stream(df::list<Entry>().order_by(field<&Entry::id>))) EXPECT_EQ(r.at, all[n++]);
    EXPECT_EQ(n, all.size());
    check("bulk update and save");

    // What is not given has the struct's default, in the database, too.
    const auto plain = db.run(df::create(Entry{}));
    EXPECT_EQ(plain.given, (Entry{}.given));
    db.run(df::update<Entry>(plain.id, field<&Entry::at> = all[2], field<&Entry::maybe> = all[3]));
    EXPECT_EQ(db.run(df::read<Entry>(plain.id)).maybe, std::optional{all[3]});
    db.run(df::update<Entry>(plain.id, field<&Entry::maybe> = std::nullopt));
    EXPECT_EQ(db.run(df::read<Entry>(plain.id)).maybe, std::nullopt);

    // What cannot be stored is refused on every way, and the message tells no value.
    for (const auto& bad : About::refused()) {
        auto e = rows[0];
        e.at = bad;
        EXPECT_EQ(thrown<df::invalid_value>([&] { db.run(df::create(e)); }).field(), "at");
        EXPECT_EQ(
            thrown<df::invalid_value>([&] { db.run(df::bulk_create(std::vector{rows[0], e})); }).field(),
            "at");
        EXPECT_EQ(thrown<df::invalid_value>([&] {
                      db.run(df::bulk_create(std::vector{rows[0], e}).returning_ids());
                  }).field(),
                  "at");
        EXPECT_EQ(thrown<df::invalid_value>([&] {
                      (void)db.run(df::count<Entry>().where(field<&Entry::at> == bad));
                  }).field(),
                  "at");
        e.at = rows[0].at;
        e.all = {bad};
        EXPECT_NE(thrown<df::invalid_value>([&] { db.run(df::create(e)); }).field().find("all"),
                  std::string::npos);
        e.all = {};
        e.doc = typename About::Inside{bad, {}, {}};
        EXPECT_NE(thrown<df::invalid_value>([&] { db.run(df::create(e)); }).field().find("doc"),
                  std::string::npos);
        EXPECT_THROW((void)df::to_json(bad), df::invalid_value);
    }
}

template <class About>
void filters_mean_the_same(const std::string& url) {
    using Entry = typename About::Entry;
    using value = typename About::value;
    df::database<Entry, typename About::Keyed, typename About::Single> db{url};
    const auto all = About::samples();
    const auto count = all.size();
    db.run(df::bulk_create(entries<About>()));
    constexpr auto& at = field<&Entry::at>;
    constexpr auto& maybe = field<&Entry::maybe>;
    using indices = std::vector<std::size_t>;
    const auto other = [&](std::size_t i) { return (i + 1) % count; };
    for (std::size_t k = 0; k < count; ++k) {
        EXPECT_EQ((found<About>(db, at == all[k])), indices{k});
        EXPECT_EQ((found<About>(db, at != all[k])), expected(count, [&](auto i) { return i != k; }));
        EXPECT_EQ((found<About>(db, maybe == all[k])),
                  expected(count, [&](auto i) { return i % 2 == 0 && other(i) == k; }));
        EXPECT_EQ((found<About>(db, maybe != all[k])),
                  expected(count, [&](auto i) { return i % 2 != 0 || other(i) != k; }));
        EXPECT_EQ((found<About>(db, field<&Entry::all>.contains(all[k]))),
                  expected(count, [&](auto i) { return k < i; }));
        EXPECT_EQ((found<About>(db, field<&Entry::doc>.template at<&About::Inside::at> == all[k])),
                  indices{k});
        EXPECT_EQ((found<About>(db, at.in(std::vector<value>{all[k], all[0]}))),
                  (k == 0 ? indices{0} : indices{0, k}));
        EXPECT_EQ((found<About>(db, at == std::optional<value>{all[k]})), indices{k});
        EXPECT_EQ((found<About>(db, at == field<&Entry::given> || at == all[k])), indices{k});
        if constexpr (About::ordered) {
            EXPECT_EQ((found<About>(db, at < all[k])), expected(count, [&](auto i) { return i < k; }));
            EXPECT_EQ((found<About>(db, at >= all[k])), expected(count, [&](auto i) { return i >= k; }));
            EXPECT_EQ((found<About>(db, at.between(all[1], all[k]))),
                      expected(count, [&](auto i) { return i >= 1 && i <= k; }));
            EXPECT_EQ((found<About>(db, field<&Entry::doc>.template at<&About::Inside::at> > all[k])),
                      expected(count, [&](auto i) { return i > k; }));
        }
    }
    EXPECT_EQ((found<About>(db, at.in(std::vector<value>{}))), indices{});
    EXPECT_EQ((found<About>(db, field<&Entry::all> == std::vector<value>{all[0], all[1]})), indices{2});
    EXPECT_EQ((found<About>(db, field<&Entry::doc>.template at<&About::Inside::all>.contains(all[0]))),
              expected(count, [](auto i) { return i > 0; }));
    EXPECT_EQ(db.run(df::select(at).distinct()).size(), count);
    EXPECT_EQ(db.run(df::select(df::coalesce(maybe, all[0])).where(maybe == std::nullopt)),
              std::vector<value>(count / 2, all[0]));
    EXPECT_EQ(db.run(df::sql<"SELECT at FROM entries WHERE at = {}", value>(all[1])),
              std::vector<value>{all[1]});
    if constexpr (About::ordered) {
        std::vector<value> up;
        for (const auto& e : db.run(df::list<Entry>().order_by(df::desc(at)))) up.push_back(e.at);
        std::reverse(up.begin(), up.end());
        EXPECT_EQ(up, all);
        EXPECT_EQ(db.run(df::select(df::min(at))), std::vector<std::optional<value>>{all.front()});
        EXPECT_EQ(db.run(df::select(df::max(at))), std::vector<std::optional<value>>{all.back()});
        EXPECT_EQ(db.run(df::select(df::max(at)).where(at < all[0])),
                  std::vector<std::optional<value>>{std::nullopt});
        std::vector<value> walked; // pages by cursors, which hold the values
        auto list = df::list<Entry>().order_by(at).limit(3);
        auto page = db.run(list);
        for (;;) {
            for (const auto& e : page.records) walked.push_back(e.at);
            if (!page.next || walked.size() > count) break;
            page = db.run(list.after(df::cursor::parse(page.next->text())));
        }
        EXPECT_EQ(walked, all);
    }
    // One place inside of JSON, set by a value and by an expression, has the library's form again.
    const auto first = db.run(df::list<Entry>().where(at == all[1])).records.at(0).id;
    db.run(df::update<Entry>(first, field<&Entry::doc>.template at<&About::Inside::at> = all[2]));
    EXPECT_EQ(db.run(df::read<Entry>(first)).doc->at, all[2]);
    db.run(df::update<Entry>(first, field<&Entry::doc>.template at<&About::Inside::at> = at));
    EXPECT_EQ(db.run(df::read<Entry>(first)).doc->at, all[1]);
    EXPECT_EQ(
        db.run(
            df::select(field<&Entry::doc>.template at<&About::Inside::at>).where(field<&Entry::id> == first)),
        std::vector<std::optional<value>>{all[1]});
}

template <class About>
void keys_and_conflicts(const std::string& url) {
    using Keyed = typename About::Keyed;
    using Single = typename About::Single;
    df::database<typename About::Entry, Keyed, Single> db{url};
    const auto all = About::samples();
    for (int n = 0; const auto& v : all) db.run(df::create(Keyed{v, n++}));
    EXPECT_THROW(db.run(df::create(Keyed{all[3], 1})), df::unique_violation);
    for (int n = 0; const auto& v : all) EXPECT_EQ(db.run(df::read<Keyed>(v)).n, n++);
    EXPECT_EQ(db.run(df::upsert(Keyed{all[2], 20})).record.n, 20);
    std::vector<Keyed> rows;
    for (const auto& v : all) rows.push_back({v, 7});
    EXPECT_EQ(db.run(df::bulk_upsert(rows)).updated, static_cast<std::int64_t>(all.size()));
    rows.push_back(rows.front()); // one key twice in one statement
    rows.back().n = 9;
    db.run(df::bulk_upsert(rows));
    EXPECT_EQ(db.run(df::read<Keyed>(all.front())).n, 9);
    EXPECT_EQ(db.run(df::bulk_erase<Keyed>(std::vector{all[0], all[1]})).deleted, 2);
    EXPECT_EQ(db.run(df::count<Keyed>()), static_cast<std::int64_t>(all.size() - 2));

    db.run(df::create(Single{.at = all[1], .n = 1}));
    EXPECT_EQ(thrown<df::unique_violation>([&] { db.run(df::create(Single{.at = all[1], .n = 2})); }).field(),
              "at");
    EXPECT_FALSE(db.run(df::upsert(Single{.at = all[1], .n = 3}).on_conflict(field<&Single::at>)).created);
    const auto done = db.run(df::bulk_create(std::vector{Single{.at = all[1]}, Single{.at = all[2]}})
                                 .on_conflict(df::conflict::skip, field<&Single::at>));
    EXPECT_EQ(done.created, 1);
    EXPECT_EQ(db.run(df::list<Single>().where(field<&Single::at> == all[1])).records.at(0).n, 3);
}

/// What other programs see, and what they write.
template <class About>
void others_see_the_same(const std::string& url, support::plain_connection plain, bool postgres) {
    using Entry = typename About::Entry;
    using Inside = typename About::Inside;
    df::database<Entry, typename About::Keyed, typename About::Single> db{url};
    const auto all = About::samples();
    const auto texts = About::texts();
    auto rows = entries<About>();
    db.run(df::bulk_create(rows));
    std::string shown = postgres ? About::postgres_text : "$";
    shown.replace(shown.find('$'), 1, "at");
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto id = std::to_string(i + 1);
        EXPECT_EQ(plain.value("SELECT " + shown + " FROM entries WHERE id = " + id), texts[i]);
        EXPECT_EQ(plain.number("SELECT count(*) FROM entries WHERE at = '" + texts[i] + "'"), 1);
        EXPECT_EQ(plain.value(postgres ? "SELECT doc ->> 'at' FROM entries WHERE id = " + id
                                       : "SELECT doc ->> '$.at' FROM entries WHERE id = " + id),
                  texts[i]);
        EXPECT_EQ(df::to_json(all[i]), "\"" + texts[i] + "\"");
        EXPECT_EQ(df::from_json<typename About::value>("\"" + texts[i] + "\""), all[i]);
        // A place inside of JSON that was set by an expression.
        db.run(df::update<Entry>(df::id<Entry>{static_cast<std::int64_t>(i + 1)},
                                 field<&Entry::doc>.template at<&Inside::at> = field<&Entry::at>));
        EXPECT_EQ(plain.value(postgres ? "SELECT doc ->> 'at' FROM entries WHERE id = " + id
                                       : "SELECT doc ->> '$.at' FROM entries WHERE id = " + id),
                  texts[i]);
    }
    // Other spellings in JSON, written by another program.
    const auto write = [&](const std::string& text) {
        plain.run("UPDATE entries SET doc = '{\"at\": \"" + text + "\", \"all\": [\"" + text +
                  "\"]}' WHERE id = 1");
    };
    constexpr auto& inside = field<&Entry::doc>.template at<&Inside::at>;
    for (const auto& [text, sample] : About::spellings()) {
        write(text);
        EXPECT_EQ(db.run(df::select(inside).where(field<&Entry::id> == df::id<Entry>{1})),
                  std::vector<std::optional<typename About::value>>{all[sample]})
            << text;
        EXPECT_EQ(
            db.run(df::count<Entry>().where(inside == all[sample] && field<&Entry::id> == df::id<Entry>{1})),
            1)
            << text;
        // Of lists inside of JSON, SQLite compares the elements as they are spelled.
        if (postgres || text == texts[sample]) {
            EXPECT_EQ(db.run(df::count<Entry>().where(
                          field<&Entry::doc>.template at<&Inside::all>.contains(all[sample]) &&
                          field<&Entry::id> == df::id<Entry>{1})),
                      1)
                << text;
        }
        EXPECT_EQ(db.run(df::read<Entry>(df::id<Entry>{1})).doc->at, all[sample]) << text;
        EXPECT_EQ(df::from_json<typename About::value>("\"" + text + "\""), all[sample]) << text;
    }
    for (const auto& text : About::nonsense()) {
        write(text);
        EXPECT_EQ(db.run(df::select(inside).where(field<&Entry::id> == df::id<Entry>{1})),
                  std::vector<std::optional<typename About::value>>{std::nullopt})
            << text;
        EXPECT_THROW((void)db.run(df::read<Entry>(df::id<Entry>{1})), df::invalid_value) << text;
        EXPECT_THROW((void)df::from_json<typename About::value>("\"" + text + "\""), df::invalid_value)
            << text;
        EXPECT_THROW((void)df::filter_from_json<Entry>("{\"at\": \"" + text + "\"}"), df::invalid_value)
            << text;
    }
    for (const auto* other : {"7", "true", "null", "[]", "{}", "1e3"}) {
        plain.run(std::string{"UPDATE entries SET doc = '{\"at\": "} + other + "}' WHERE id = 1");
        EXPECT_EQ(db.run(df::select(inside).where(field<&Entry::id> == df::id<Entry>{1})),
                  std::vector<std::optional<typename About::value>>{std::nullopt})
            << other;
    }
    write(texts[0]);

    // Filters from JSON.
    const auto asked = [&](const std::string& json) {
        return found<About>(db, df::filter_from_json<Entry>(json));
    };
    const auto count = all.size();
    for (std::size_t k = 0; k < count; ++k) {
        const auto t = "\"" + texts[k] + "\"";
        EXPECT_EQ(asked("{\"at\": " + t + "}"), std::vector<std::size_t>{k});
        EXPECT_EQ(asked("{\"at\": {\"$ne\": " + t + "}}"), expected(count, [&](auto i) { return i != k; }));
        EXPECT_EQ(asked("{\"at\": {\"$in\": [" + t + "]}}"), std::vector<std::size_t>{k});
        EXPECT_EQ(asked("{\"all\": {\"$contains\": " + t + "}}"),
                  expected(count, [&](auto i) { return i > k; }));
        EXPECT_EQ(asked("{\"doc.at\": " + t + "}"), std::vector<std::size_t>{k});
        EXPECT_EQ(asked("{\"gaps\": [" + t + ", null, \"" + texts[(k + 1) % count] + "\"]}"),
                  std::vector<std::size_t>{k});
        if constexpr (About::ordered) {
            EXPECT_EQ(asked("{\"at\": {\"$lt\": " + t + "}}"),
                      expected(count, [&](auto i) { return i < k; }));
        } else {
            EXPECT_THROW((void)df::filter_from_json<Entry>("{\"at\": {\"$lt\": " + t + "}}"),
                         df::invalid_value);
        }
    }
    if constexpr (!About::ordered) {
        EXPECT_THROW((void)df::list_from_json<Entry>(R"({"order_by": ["at"]})"), df::invalid_value);
    }
    EXPECT_THROW((void)df::filter_from_json<Entry>("{\"at\": 5}"), df::invalid_value);

    // Defaults stand in the table; a text of another form is refused by it, or noticed.
    if (postgres) {
        plain.run("INSERT INTO entries (at, \"all\", gaps, \"both\", doc, created_at, updated_at) SELECT at, "
                  "\"all\", gaps, \"both\", doc, created_at, updated_at FROM entries WHERE id = 2");
        EXPECT_EQ(db.run(df::read<Entry>(df::id<Entry>{
                             static_cast<std::int64_t>(plain.number("SELECT max(id) FROM entries"))}))
                      .given,
                  Entry{}.given);
    } else {
        plain.run("INSERT INTO entries (at, \"all\", gaps, \"both\", doc, created_at, updated_at) SELECT at, "
                  "\"all\", gaps, \"both\", doc, created_at, updated_at FROM entries WHERE id = 2");
        EXPECT_EQ(db.run(df::read<Entry>(df::id<Entry>{
                             static_cast<std::int64_t>(plain.number("SELECT max(id) FROM entries"))}))
                      .given,
                  Entry{}.given);
        for (const auto& text : About::other_texts()) {
            plain.run("PRAGMA ignore_check_constraints = ON; UPDATE entries SET at = '" + text +
                      "' WHERE id = 1");
            const auto e =
                thrown<df::invalid_value>([&] { (void)db.run(df::read<Entry>(df::id<Entry>{1})); });
            EXPECT_EQ(e.field(), "at");
            EXPECT_EQ(std::string_view{e.what()}.find(text.empty() ? "?" : text), std::string_view::npos)
                << e.what();
        }
        plain.run("PRAGMA ignore_check_constraints = OFF");
        EXPECT_THROW(plain.run("UPDATE entries SET at = '" + About::other_texts().front() + "' WHERE id = 2"),
                     std::runtime_error);
        EXPECT_THROW((df::database<Entry, typename About::Keyed, typename About::Single>{url}),
                     df::schema_mismatch);
        plain.run("UPDATE entries SET at = '" + texts[0] + "' WHERE id = 1");
    }
    df::database<Entry, typename About::Keyed, typename About::Single> again{url}; // its own tables fit
    plain.run("DROP TABLE singles");
    plain.run(std::string{"CREATE TABLE singles (id "} +
              (postgres ? "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY" : "INTEGER PRIMARY KEY") +
              ", at " + (postgres ? "TEXT" : "BLOB") + " NOT NULL UNIQUE, n INTEGER NOT NULL)");
    EXPECT_THROW((df::database<Entry, typename About::Keyed, typename About::Single>{url}),
                 df::schema_mismatch);
}

#define DATAFLOW_TESTS_OF(space, name)                                                                       \
    TEST_P(ColumnTypes, name##GoInAndOut) { goes_in_and_out<space::about>(url()); }                          \
    TEST_P(ColumnTypes, name##AreFiltered) { filters_mean_the_same<space::about>(url()); }                   \
    TEST_P(ColumnTypes, name##AreKeys) { keys_and_conflicts<space::about>(url()); }                          \
    TEST_P(ColumnTypesFromOutside, name##AreSeenByOthers) {                                                  \
        others_see_the_same<space::about>(url(), plain(), postgres());                                       \
    }

DATAFLOW_TESTS_OF(times_of_day, TimesOfDay)
DATAFLOW_TESTS_OF(local_times, LocalTimes)
DATAFLOW_TESTS_OF(addresses, Addresses)

/// Thousands of addresses, spelled and ordered by the server and by the library.
TEST_P(ColumnTypesFromOutside, AddressesAreSpelledAndOrderedAsPostgresDoes) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no such type";
    std::mt19937_64 random{3};
    std::vector<df::inet> all;
    std::string values;
    for (int i = 0; i < 3000; ++i) {
        std::array<std::uint8_t, 16> bytes{};
        for (std::size_t n = 0; n < 16; ++n)
            bytes[n] = random() % 3 == 0 ? static_cast<std::uint8_t>(random() % 4 == 0 ? 255 : random())
                                         : std::uint8_t{};
        const auto prefix = static_cast<std::uint8_t>(random() % 2 == 0 ? 128 : random() % 129);
        all.push_back(random() % 4 == 0 ? df::inet::v4({bytes[0], bytes[1], bytes[2], bytes[3]},
                                                       static_cast<std::uint8_t>(prefix % 33))
                                        : df::inet::v6(bytes, prefix));
        values += (i == 0 ? "('" : "), ('") + df::inet_text(all.back()).value() + "'::INET";
    }
    std::stable_sort(all.begin(), all.end());
    const auto found = plain().run("SELECT a FROM (VALUES " + values + ")) AS v(a) ORDER BY a");
    ASSERT_EQ(found.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(found[i][0], df::inet_text(all[i]));
}

} // namespace
