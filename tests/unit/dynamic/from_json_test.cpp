// Filters from JSON: the same texts and values as typed ones, the place of every mistake, and any bytes at
// all.
#include <dataflow/dataflow.hpp>
#include <dataflow/dynamic.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace from_json_models {

namespace df = dataflow;

enum class shade : std::uint8_t { dark, light };

struct Cell {
    df::id<Cell> id{};
    bool flag = false;
    std::int8_t tiny = 0;
    std::int16_t small = 0;
    std::uint32_t wide = 0;
    int number = 0;
    std::int64_t big = 0;
    float single = 0;
    double real = 0;
    std::string text;
    df::bytes raw{};
    df::timestamp moment{};
    df::date day{};
    df::uuid mark{};
    shade tone{};
    std::optional<int> maybe{};
    std::optional<std::string> note{};
    std::optional<shade> maybe_tone{};
};

struct Plain { // no managed times
    df::id<Plain> id{};
    int n = 0;
    static constexpr auto dataflow = df::options{.timestamps = false};
};

} // namespace from_json_models

namespace {

namespace df = dataflow;
using df::field;
using namespace from_json_models;

/// What a driver would be given.
struct seen {
    std::string sql;
    std::vector<std::string> values;
    friend bool operator==(const seen&, const seen&) = default;
};
std::ostream& operator<<(std::ostream& out, const seen& s) {
    out << s.sql;
    for (const auto& v : s.values) out << " | " << v;
    return out;
}

std::string printed(const df::value& v) {
    std::string out = std::to_string(static_cast<int>(v.stored)) + ":" + std::string{v.field} + ":";
    if (v.held == df::value::form::rows) {
        for (std::size_t i = 0; i < v.rows->count; ++i)
            out += printed(df::load(v.rows->fields[0], v.rows->row(i))) + ",";
        return out;
    }
    if (v.is_null()) return out + "NULL";
    switch (v.stored) {
    case df::storage::text:
    case df::storage::bytes:
    case df::storage::uuid: return out + std::string{v.text_view()};
    case df::storage::float32:
    case df::storage::float64: return out + std::to_string(v.real);
    default: return out + std::to_string(v.integer);
    }
}

template <class P>
seen look(df::dialect d, const P& predicate) {
    const auto list = df::count<Cell>().where(predicate);
    df::value values[100];
    df::rows_view lists[100];
    df::query::binder to{values, lists};
    list.predicate.bind(to);
    const df::rooms::sql::unfolded whole{list.statement,
                                         {.given = {values, static_cast<std::size_t>(to.values - values)}}};
    const auto written = whole.statement.written(d, list.variant());
    seen out{written.text, {}};
    for (const auto& s : written.sources) out.values.push_back(printed(whole.values[s.index]));
    return out;
}

template <class P>
void same(std::string_view json, const P& typed) {
    for (const auto d : {df::sqlite, df::postgres})
        EXPECT_EQ(look(d, df::filter_from_json<Cell>(json)), look(d, typed)) << json;
}

TEST(from_json, the_same_as_typed_filters) {
    using namespace std::chrono_literals;
    constexpr auto number = field<&Cell::number>;
    constexpr auto maybe = field<&Cell::maybe>;
    constexpr auto text = field<&Cell::text>;
    constexpr auto note = field<&Cell::note>;
    same(R"({"number": 5})", number == 5);
    same(R"({"number": {"$eq": 5.0}})", number == 5);
    same(R"({"number": {"$ne": -5e0}})", number != -5);
    same(R"({"maybe": 5})", maybe == 5);
    same(R"({"maybe": {"$ne": 5}})", maybe != 5);
    same(R"({"maybe": null})", maybe == std::nullopt);
    same(R"({"maybe": {"$eq": null}})", maybe.is_null());
    same(R"({"maybe": {"$ne": null}})", maybe.not_null());
    same(R"({"maybe": {"$null": true}})", maybe.is_null());
    same(R"({"maybe": {"$null": false}})", maybe.not_null());
    same(R"({"maybe": {"$exists": true}})", maybe.not_null());
    same(R"({"maybe": {"$exists": false}})", maybe.is_null());
    same(R"({"number": {"$gt": 18, "$lt": 65}})", number > 18 && number < 65);
    same(R"({"number": {"$gte": 18}, "maybe": {"$lte": 65}})", number >= 18 && maybe <= 65);
    same(R"({"number": {"$between": [1, 9]}})", number.between(1, 9));
    same(R"({"maybe": {"$in": [1, 9, 9]}})", maybe.in({1, 9, 9}));
    same(R"({"number": {"$in": []}})", number.in(std::vector<int>{}));
    same(R"({"maybe": {"$in": []}})", maybe.in(std::vector<int>{}));
    same(R"({"text": {"$in": []}})", text.in(std::vector<std::string>{}));
    same(R"({"note": {"$nin": []}})", note.not_in(std::vector<std::string>{}));
    same(R"({"single": {"$in": []}})", field<&Cell::single>.in(std::vector<float>{}));
    same(R"({"mark": {"$in": []}})", field<&Cell::mark>.in(std::vector<df::uuid>{}));
    same(R"({"moment": {"$in": []}})", field<&Cell::moment>.in(std::vector<df::timestamp>{}));
    same(R"({"number": {"$nin": [1]}})", number.not_in({1}));
    same(R"({"maybe": {"$nin": [1]}})", maybe.not_in({1}));
    same(R"({"flag": true})", field<&Cell::flag> == true);
    same(R"({"flag": {"$in": [true, false]}})", field<&Cell::flag>.in({true, false}));
    same(R"({"tiny": -128, "small": 32767})", field<&Cell::tiny> == -128 && field<&Cell::small> == 32767);
    same(R"({"wide": 4294967295})", field<&Cell::wide> == 4294967295U);
    same(R"({"big": -9223372036854775808})", field<&Cell::big> == INT64_MIN);
    same(R"({"big": {"$in": [9223372036854775807]}})", field<&Cell::big>.in({INT64_MAX}));
    same(R"({"id": {"$gt": 7}})", field<&Cell::id> > df::id<Cell>{7});
    same(R"({"real": {"$lt": 0.1}})", field<&Cell::real> < 0.1);
    same(R"({"real": {"$in": [0.1, 2]}})", field<&Cell::real>.in({0.1, 2.0}));
    same(R"({"single": 0.1})", field<&Cell::single> == 0.1F);
    same(R"({"single": {"$in": [0.1]}})", field<&Cell::single>.in({0.1F}));
    same(R"({"text": "it's"})", text == "it's");
    same(R"({"text": {"$in": ["a", "\u00e4"]}})", text.in({"a", "\xC3\xA4"}));
    same(R"({"text": {"$like": "a%"}})", text.like("a%"));
    same(R"({"text": {"$ilike": "a%"}})", text.ilike("a%"));
    same(R"({"text": {"$contains": "%"}})", text.contains("%"));
    same(R"({"text": {"$startsWith": "a"}})", text.starts_with("a"));
    same(R"({"text": {"$starts_with": "a"}})", text.starts_with("a"));
    same(R"({"text": {"$endsWith": "a"}})", text.ends_with("a"));
    same(R"({"note": {"$ends_with": "a"}})", note.ends_with("a"));
    same(R"({"note": {"$regex": "^Jo\\d"}})", note.matches("^Jo\\d"));
    same(R"({"moment": "1970-01-01T00:00:01+00:00"})", field<&Cell::moment> == df::timestamp{1s});
    same(R"({"moment": {"$in": ["1970-01-01 00:00:00.000001Z"]}})",
         field<&Cell::moment>.in({df::timestamp{1us}}));
    same(R"({"day": {"$gte": "2024-02-29"}})",
         field<&Cell::day> >= df::date{std::chrono::year{2024} / 2 / 29});
    same(R"({"day": {"$in": ["2024-02-29"]}})",
         field<&Cell::day>.in({df::date{std::chrono::year{2024} / 2 / 29}}));
    same(R"({"mark": "00000000-0000-0000-0000-000000000000"})", field<&Cell::mark> == df::uuid{});
    same(R"({"mark": {"$in": ["00000000-0000-0000-0000-000000000000"]}})",
         field<&Cell::mark>.in({df::uuid{}}));
    same(R"({"raw": "/+8="})", field<&Cell::raw> == df::bytes{std::byte{0xFF}, std::byte{0xEF}});
    same(R"({"raw": {"$gt": ""}})", field<&Cell::raw> > df::bytes{});
    same(R"({"raw": {"$in": ["AAAA", "AQ=="]}})",
         field<&Cell::raw>.in(
             std::vector{df::bytes{std::byte{}, std::byte{}, std::byte{}}, df::bytes{std::byte{1}}}));
    same(R"({"tone": "light"})", field<&Cell::tone> == shade::light);
    same(R"({"maybe_tone": {"$ne": "dark"}})", field<&Cell::maybe_tone> != shade::dark);
    same(R"({"maybe_tone": {"$in": ["dark"]}})", field<&Cell::maybe_tone>.in({shade::dark}));
    same(R"({"created_at": {"$lt": "1970-01-01"}})", df::created_at < df::timestamp{});
    same(R"({"$and": [{"number": 1}, {"number": 2}]})", number == 1 && number == 2);
    same(R"({"$or": [{"number": 1}, {"maybe": 2}]})", number == 1 || maybe == 2);
    same(R"({"$or": [{"number": 1}]})", number == 1);
    same(R"({"$nor": [{"number": 1}, {"number": 2}]})", !(number == 1 || number == 2));
    same(R"({"$not": {"maybe": 1}})", !(maybe == 1));
    same(R"({"number": {"$not": {"$gt": 1}}})", !(number > 1));
    same(R"({"maybe": {"$not": {"$not": {"$gt": 1}}}})", !!(maybe > 1));
    same(R"({"number": 1, "$or": [{"maybe": {"$gt": 2, "$lt": 5}}, {"text": "x"}]})",
         number == 1 && ((maybe > 2 && maybe < 5) || text == "x"));
}

TEST(from_json, a_part_of_typed_filters) {
    constexpr auto number = field<&Cell::number>;
    for (const auto d : {df::sqlite, df::postgres}) {
        const auto one = df::filter_from_json<Cell>(R"({"maybe": {"$in": [1]}})");
        const auto two = df::filter_from_json<Cell>(R"({"text": "x", "number": {"$lt": 3}})");
        const auto none = df::filter_from_json<Cell>("{}");
        constexpr auto maybe = field<&Cell::maybe>;
        const auto typed_one = maybe.in({1});
        const auto typed_two = field<&Cell::text> == "x" && number < 3;
        EXPECT_EQ(look(d, number > 1 && one && two), look(d, number > 1 && typed_one && typed_two));
        EXPECT_EQ(look(d, (two || number > 1) && !one), look(d, (typed_two || number > 1) && !typed_one));
        EXPECT_EQ(look(d, number > 1 && none), look(d, number > 1));
        EXPECT_EQ(look(d, none && number > 1 && none), look(d, number > 1));
        EXPECT_EQ(look(d, none).sql, "SELECT count(*) FROM \"cells\"");
        EXPECT_EQ(look(d, df::if_set(true, one) && df::if_set(false, two)), look(d, typed_one));
    }
    EXPECT_NO_THROW((void)df::filter_from_json<Plain>(R"({"n": 1})"));
    EXPECT_THROW((void)df::filter_from_json<Plain>(R"({"created_at": "2024-01-01"})"), df::invalid_value);
}

struct mistake {
    std::string json;
    std::string place;
    std::string words;
};

std::string nested(std::string_view open, std::string_view inner, std::string_view close, int n) {
    std::string out;
    for (int i = 0; i < n; ++i) out += open;
    out += inner;
    for (int i = 0; i < n; ++i) out += close;
    return out;
}
std::string repeated(std::string_view what, int n) {
    std::string out;
    for (int i = 0; i < n; ++i) out += (i == 0 ? "" : ",") + std::string{what};
    return out;
}

const std::vector<mistake> mistakes{
    {"", "filter", "not valid JSON"},
    {"x", "filter", "not valid JSON"},
    {R"({"number": 1)", "filter", "not valid JSON"},
    {R"({"number": 1} x)", "", "not valid JSON"},
    {R"({"number": 01})", "filter", "not valid JSON"},
    {"[]", "filter", "expected an object"},
    {"null", "filter", "expected an object"},
    {R"({"numbers": 1})", "filter.numbers", "no such field"},
    {R"({"Number": 1})", "filter.Number", "no such field"},
    {R"({"\"number\"": 1})", "filter.\"number\"", "no such field"},
    {R"({"number = 1; drop table cells; --": 1})", "filter.number = 1; drop table cells; --",
     "no such field"},
    {R"({"": 1})", "filter.?", "no such field"},
    {"{\"a\\nb\": 1}", "filter.a?b", "no such field"},
    {"{\"" + std::string(500, 'x') + "\": 1}", "filter." + std::string(64, 'x') + "...", "no such field"},
    {R"({"$where": "1"})", "filter.$where", "no such operator"},
    {R"({"number": {"$where": 1}})", "filter.number.$where", "no such operator"},
    {R"({"number": {"gt": 1}})", "filter.number.gt", "expected an operator"},
    {R"({"number": {}})", "filter.number", "no operator"},
    {R"({"number": {"$gt": 1, "$gt": 2}})", "filter.number.$gt", "twice"},
    {R"({"number": 1, "number": 2})", "filter.number", "twice"},
    {R"({"number": [1]})", "filter.number", "a list is not a value"},
    {R"({"number": {"$gt": "secret"}})", "filter.number.$gt", "expected a whole number"},
    {R"({"number": {"$gt": [1]}})", "filter.number.$gt", "expected a whole number"},
    {R"({"number": {"$gt": {"$gt": 1}}})", "filter.number.$gt", "expected a whole number"},
    {R"({"number": true})", "filter.number", "expected a whole number"},
    {R"({"number": 3.5})", "filter.number", "expected a whole number"},
    {R"({"number": 2147483648})", "filter.number", "out of the field's range"},
    {R"({"big": 9223372036854775808})", "filter.big", "out of the field's range"},
    {R"({"big": 1e300})", "filter.big", "out of the field's range"},
    {R"({"tiny": 128})", "filter.tiny", "out of the field's range"},
    {R"({"wide": -1})", "filter.wide", "out of the field's range"},
    {R"({"real": 1e999})", "filter.real", "out of the field's range"},
    {R"({"real": "1"})", "filter.real", "expected a number"},
    {R"({"single": 1e39})", "filter.single", "out of the field's range"},
    {R"({"flag": 1})", "filter.flag", "expected true or false"},
    {R"({"text": 5})", "filter.text", "expected a string"},
    {R"({"text": "secret\u0000"})", "filter.text", "NUL"},
    {R"({"text": "\ud800secret"})", "filter.text", "surrogate"},
    {R"({"moment": "yesterday secret"})", "filter.moment", "expected a time"},
    {R"({"moment": "2024-02-30T00:00:00Z"})", "filter.moment", "expected a time"},
    {R"({"moment": 5})", "filter.moment", "expected a time"},
    {R"({"day": "2024-02-29T00:00:00"})", "filter.day", "expected a day"},
    {R"({"mark": "secret"})", "filter.mark", "expected a UUID"},
    {R"({"tone": "secret"})", "filter.tone", "none of the enumeration's names"},
    {R"({"tone": 0})", "filter.tone", "one of the enumeration's names"},
    {R"({"tone": {"$gt": "dark"}})", "filter.tone.$gt", "have no order"},
    {R"({"tone": {"$between": ["dark", "light"]}})", "filter.tone.$between", "have no order"},
    {R"({"tone": {"$like": "dark"}})", "filter.tone.$like", "not a string"},
    {R"({"raw": "AAA"})", "filter.raw", "expected bytes in base64"},
    {R"({"raw": "AAB="})", "filter.raw", "expected bytes in base64"},
    {R"({"raw": "A==="})", "filter.raw", "expected bytes in base64"},
    {R"({"raw": 5})", "filter.raw", "expected bytes in base64"},
    {R"({"raw": {"$like": "AAAA"}})", "filter.raw.$like", "not a string"},
    {R"({"number": null})", "filter.number", "cannot be null"},
    {R"({"number": {"$ne": null}})", "filter.number.$ne", "cannot be null"},
    {R"({"number": {"$exists": true}})", "filter.number.$exists", "cannot be null"},
    {R"({"maybe": {"$null": 1}})", "filter.maybe.$null", "expected true or false"},
    {R"({"maybe": {"$gt": null}})", "filter.maybe.$gt", "null has no order"},
    {R"({"maybe": {"$in": [1, null]}})", "filter.maybe.$in[1]", "null in a list"},
    {R"({"maybe": {"$in": 1}})", "filter.maybe.$in", "expected a list"},
    {R"({"maybe": {"$nin": [1, "secret"]}})", "filter.maybe.$nin[1]", "expected a whole number"},
    {R"({"number": {"$between": [1]}})", "filter.number.$between", "two values"},
    {R"({"number": {"$between": [1, 2, 3]}})", "filter.number.$between[2]", "two values"},
    {R"({"number": {"$like": "1"}})", "filter.number.$like", "not a string"},
    {R"({"text": {"$like": 1}})", "filter.text.$like", "expected a string"},
    {R"({"text": {"$like": "secret\\"}})", "filter.text.$like", "escape character"},
    {R"j({"text": {"$regex": "(?=secret)"}})j", "filter.text.$regex", "regular expression"},
    {R"({"text": {"$regex": "secret("}})", "filter.text.$regex", "regular expression"},
    {R"({"$or": {"number": 1}})", "filter.$or", "expected a list"},
    {R"({"$or": []})", "filter.$or", "empty list"},
    {R"({"$or": [{"number": 1}, {}]})", "filter.$or[1]", "empty filter"},
    {R"({"$not": {}})", "filter.$not", "empty filter"},
    {R"({"$not": [1]})", "filter.$not", "expected an object"},
    {R"({"number": {"$not": 5}})", "filter.number.$not", "expected an object of operators"},
    {R"({"$or": [{"number": 1}, {"number": {"$gt": "secret"}}]})", "filter.$or[1].number.$gt",
     "expected a whole number"},
    {R"({"$and": [{"$or": [{"$nor": [{"number": "secret"}]}]}]})", "filter.$and[0].$or[0].$nor[0].number",
     "expected a whole number"},
    {nested(R"({"$not": )", R"({"number": 1})", "}", 32), "filter" + nested(".$not", "", "", 32),
     "deeper than 32"},
    {nested(R"({"$and": [)", R"({"number": 1})", "]}", 60), "", "nested deeper"},
    {nested("[", "", "]", 100'000), "filter", "expected an object"},
    {R"({"number": )" + nested("[", "", "]", 100'000) + "}", "filter.number", "a list is not a value"},
    {R"({"$or": [)" + repeated(R"({"number": 1})", 101) + "]}", "filter.$or", "more than 100"},
    {R"({"$or": [)" + repeated(R"({"number": {"$gt": 1, "$lt": 5}})", 51) + "]}", "filter.$or[50].number.$gt",
     "more than 100 comparisons"},
    {R"({"number": {"$in": [)" + repeated("1", 10'001) + "]}}", "filter.number.$in[10000]",
     "more than 10000 entries"},
};

TEST(from_json, every_mistake_has_its_place) {
    for (const auto& m : mistakes) {
        const auto start = m.json.substr(0, 80);
        try {
            (void)df::filter_from_json<Cell>(m.json);
            ADD_FAILURE() << "nothing was thrown for " << start;
        } catch (const df::invalid_value& e) {
            const std::string& message = e.info().message;
            EXPECT_TRUE(message.starts_with(m.place.empty() ? "" : m.place + ": ")) << start << "\n"
                                                                                    << message.substr(0, 300);
            EXPECT_NE(message.find(m.words), std::string::npos) << start << "\n" << message.substr(0, 300);
            EXPECT_EQ(e.model(), "Cell");
            EXPECT_EQ(std::string{e.what()}.find("secret"), std::string::npos) << e.what();
            if (m.place == "filter.number.$gt") {
                EXPECT_EQ(e.field(), "number");
            }
        }
    }
    EXPECT_NO_THROW((void)df::filter_from_json<Cell>(nested(R"({"$not": )", R"({"number": 1})", "}", 31)));
    EXPECT_NO_THROW(
        (void)df::filter_from_json<Cell>(R"({"$or": [)" + repeated(R"({"number": 1})", 100) + "]}"));
    EXPECT_NO_THROW(
        (void)df::filter_from_json<Cell>(R"({"number": {"$in": [)" + repeated("1", 10'000) + "]}}"));
}

TEST(from_json, only_some_fields) {
    const auto ask = [](std::string_view json) {
        return df::filter_from_json<Cell>(json, field<&Cell::number>, df::created_at);
    };
    EXPECT_NO_THROW((void)ask(R"({"number": 1, "$or": [{"created_at": {"$gt": "2024-01-01"}}]})"));
    EXPECT_THROW((void)ask(R"({"text": "x"})"), df::invalid_value);
    EXPECT_THROW((void)ask(R"({"$not": {"big": 1}})"), df::invalid_value);
    EXPECT_NO_THROW((void)df::list_from_json<Plain>(R"({"order_by": "n"})", field<&Plain::n>));
    EXPECT_THROW((void)df::list_from_json<Plain>(R"({"order_by": "id"})", field<&Plain::n>),
                 df::invalid_value);
}

TEST(from_json, lists) {
    const auto text = [](const auto& list) { return list.statement().sql(df::postgres, list.variant()); };
    const auto columns = df::list<Plain>();
    const std::string select{df::sql_of<df::postgres>(columns).view().substr(
        0, df::sql_of<df::postgres>(columns).view().find(" ORDER"))};
    EXPECT_EQ(text(df::list_from_json<Plain>("{}")), select + " ORDER BY \"id\"");
    EXPECT_EQ(text(df::list_from_json<Plain>(R"({"order_by": "-n"})")),
              select + " ORDER BY \"n\" DESC, \"id\" DESC");
    EXPECT_EQ(text(df::list_from_json<Plain>(
                  R"({"order_by": ["n", "-id"], "limit": 5, "offset": 2, "total": true})")),
              select + " ORDER BY \"n\", \"id\" DESC LIMIT $1 OFFSET $2");
    EXPECT_EQ(text(df::list_from_json<Plain>(R"({"order_by": {"n": -1, "id": 1}})")),
              select + " ORDER BY \"n\" DESC, \"id\"");
    EXPECT_EQ(text(df::list_from_json<Plain>(R"({"order_by": [{"n": 1}, "id"]})")),
              select + " ORDER BY \"n\", \"id\"");
    EXPECT_EQ(df::list_from_json<Plain>(R"({"limit": 50})").at_most(10).limit, 10);
    EXPECT_EQ(df::list_from_json<Plain>(R"({"limit": 5})").at_most(10).limit, 5);
    EXPECT_EQ(df::list_from_json<Plain>("{}").at_most(10).limit, 10);
    EXPECT_EQ(text(df::list_from_json<Cell>(R"({"order_by": ["maybe"]})"))
                  .substr(text(df::list_from_json<Cell>("{}")).find(" ORDER")),
              " ORDER BY \"maybe\" NULLS FIRST, \"id\"");
    const std::vector<mistake> wrong{
        {"[]", "expected an object", ""},
        {R"({"sort": 1})", "sort: no such part", ""},
        {R"({"limit": -1})", "limit: a negative number", ""},
        {R"({"limit": "5"})", "limit: expected a whole number", ""},
        {R"({"offset": 1.5})", "offset: expected a whole number", ""},
        {R"({"order_by": "nn"})", "order_by: the model has no such field", ""},
        {R"({"order_by": ["n", "-n"]})", "order_by[1]: a field that is already there", ""},
        {R"({"order_by": ["n; drop table plains"]})", "order_by[0]: the model has no such field", ""},
        {R"({"order_by": [1]})", "order_by[0]: expected a field's name", ""},
        {R"({"order_by": {"n": 2}})", "order_by.n: expected 1 or -1", ""},
        {R"({"order_by": {"n": "secret"}})", "order_by.n: expected 1 or -1", ""},
        {R"({"order_by": 1})", "order_by: expected a field's name", ""},
        {R"({"filter": {"n": "secret"}})", "filter.n: expected a whole number", ""},
        {R"({"total": 1})", "total: expected true or false", ""},
        {R"({"after": 1})", "after: expected the text of a cursor", ""},
        {R"({"after": "?"})", "not the text of a cursor", ""},
        {R"({"limit": 1, "limit": 2})", "limit: the key appears twice", ""},
    };
    for (const auto& m : wrong) {
        try {
            (void)df::list_from_json<Plain>(m.json);
            ADD_FAILURE() << "nothing was thrown for " << m.json;
        } catch (const df::invalid_value& e) {
            EXPECT_TRUE(e.info().message.starts_with(m.place)) << m.json << "\n" << e.info().message;
        }
    }
}

/// Any bytes at all: taken, or refused as an invalid value.
TEST(from_json, random_bytes) {
    std::mt19937 random{7};
    std::vector<std::string> seeds;
    for (const auto& m : mistakes)
        if (m.json.size() < 200) seeds.push_back(m.json);
    for (int i = 0; i < 60; ++i)
        seeds.emplace_back(
            R"({"number": {"$gt": 18, "$lt": 65}, "$or": [{"text": {"$regex": "^a"}}, {"maybe": null}], "moment": "2024-01-01T00:00:00Z"})");
    constexpr std::string_view pieces[]{
        "{",   "}",   "[",          "]",    ",",    ":",   "\"", "\\",   "\\u0000", "\\ud83d\\ude00",
        "$gt", "$or", "\"number\"", "null", "true", "1e9", "-0", "\xFF", "\xC3",    " "};
    int taken = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string text = i % 4 == 0 ? std::string{} : seeds[random() % seeds.size()];
        const auto changes = 1 + random() % 4;
        for (std::uint32_t c = 0; c < changes * (i % 4 == 0 ? 8 : 1); ++c) {
            const auto at = text.empty() ? 0 : random() % (text.size() + 1);
            switch (random() % 4) {
            case 0: text.insert(at, pieces[random() % std::size(pieces)]); break;
            case 1: text.insert(at, 1, static_cast<char>(random() % 256)); break;
            case 2:
                if (at < text.size()) text.erase(at, 1 + random() % 3);
                break;
            default:
                if (at < text.size()) text[at] = static_cast<char>(random() % 256);
            }
        }
        for (int list = 0; list < 2; ++list) {
            try {
                if (list == 0) (void)look(df::sqlite, df::filter_from_json<Cell>(text));
                else (void)df::list_from_json<Cell>("{\"filter\": " + text + "}");
                ++taken;
            } catch (const df::invalid_value&) {
            }
        }
    }
    EXPECT_GT(taken, 100);
}

} // namespace
