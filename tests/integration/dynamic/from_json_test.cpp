// Filters and lists from JSON, on all databases: random ones against the same question in plain C++, and
// hostile text.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/core/uuid_text.hpp>
#include <dataflow/dynamic.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace from_json_models {

namespace df = dataflow;

enum class shade : std::uint8_t { dark, light, grey };

struct Cell {
    df::id<Cell> id{};
    bool flag = false;
    int number = 0;
    double real = 0;
    std::string text{};
    std::optional<std::int64_t> maybe_big{};
    std::optional<float> single{};
    std::optional<std::string> note{};
    std::optional<df::timestamp> moment{};
    std::optional<df::date> day{};
    std::optional<df::uuid> mark{};
    std::optional<shade> tone{};
};

} // namespace from_json_models

namespace {

namespace df = dataflow;
using df::field;
using namespace from_json_models;
using support::has;
using support::thrown;
using database = df::database<Cell>;
using row = df::record<Cell>;

const std::vector<std::string> texts{"",
                                     "a",
                                     "A",
                                     "ab",
                                     "aB",
                                     "b",
                                     "it's",
                                     "100%",
                                     "a_b",
                                     "\\",
                                     "{\"$gt\": 1}",
                                     "'; drop table cells; --",
                                     "$1",
                                     "\"",
                                     "\n",
                                     "\xC3\xA4",
                                     "\xF0\x9F\x98\x80",
                                     "a b"};

std::string text_json(std::string_view t) {
    std::string out;
    df::json_::writer{out}.text(t);
    return out;
}
template <class T>
std::string json_of(const T& v) {
    if constexpr (std::is_same_v<T, bool>) return v ? "true" : "false";
    else if constexpr (std::is_integral_v<T>) return std::to_string(v);
    else if constexpr (std::is_floating_point_v<T>) {
        char buffer[64];
        return {buffer, std::to_chars(buffer, buffer + sizeof buffer, v).ptr};
    } else if constexpr (std::is_same_v<T, df::timestamp> || std::is_same_v<T, df::date>)
        return text_json(*df::iso8601(v));
    else if constexpr (std::is_same_v<T, df::uuid>) return text_json(df::uuid_text(v));
    else if constexpr (std::is_same_v<T, shade>)
        return v == shade::dark ? "\"dark\"" : v == shade::light ? "\"light\"" : "\"grey\"";
    else return text_json(v);
}

// --- the same questions in C++ ------------------------------------------------------------------------
bool like(std::string_view t, std::string_view p) {
    if (p.empty()) return t.empty();
    if (p[0] == '%') return like(t, p.substr(1)) || (!t.empty() && like(t.substr(1), p));
    if (p[0] == '_') {
        if (t.empty()) return false;
        std::size_t n = 1;
        while (n < t.size() && (static_cast<unsigned char>(t[n]) & 0xC0U) == 0x80U) ++n;
        return like(t.substr(n), p.substr(1));
    }
    if (p[0] == '\\') p.remove_prefix(1);
    return !t.empty() && t[0] == p[0] && like(t.substr(1), p.substr(1));
}
std::string lower(std::string t) {
    for (auto& c : t)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return t;
}
/// A filter, and what it has to answer of a row.
struct question {
    std::string json;
    std::function<bool(const row&)> answer;
};

class asker {
  public:
    explicit asker(unsigned seed) : random_(seed) {}

    question ask(int depth) {
        if (depth > 0 && one_in(2)) return joined(depth);
        switch (pick(11)) {
        case 0:
            return about<bool>(
                "flag", [](const row& r) { return std::optional{r.flag}; }, {false, true}, true);
        case 1:
            return about<int>(
                "number", [](const row& r) { return std::optional{r.number}; },
                {0, 1, -1, 7, INT32_MAX, INT32_MIN}, true);
        case 2:
            return about<double>(
                "real", [](const row& r) { return std::optional{r.real}; },
                {0, 0.1, -2.5, 1e300, 5e-324, 100.0}, true);
        case 3: return about_text("text", [](const row& r) { return std::optional{r.text}; }, true);
        case 4:
            return about<std::int64_t>(
                "maybe_big", [](const row& r) { return r.maybe_big; },
                {0, 1, INT64_MAX, INT64_MIN, 1LL << 53}, false);
        case 5:
            return about<float>(
                "single", [](const row& r) { return r.single; }, {0, 0.1F, -2.5F, 3e38F}, false);
        case 6: return about_text("note", [](const row& r) { return r.note; }, false);
        case 7: return about("moment", [](const row& r) { return r.moment; }, moments, false);
        case 8: return about("day", [](const row& r) { return r.day; }, days, false);
        case 9: return about("mark", [](const row& r) { return r.mark; }, marks, false);
        default:
            return about<shade>(
                "tone", [](const row& r) { return r.tone; }, {shade::dark, shade::light, shade::grey}, false);
        }
    }

    template <class T>
    T one_of(const std::vector<T>& list) {
        return list[pick(list.size())];
    }
    template <class T>
    std::optional<T> maybe(const std::vector<T>& list) {
        if (one_in(4)) return std::nullopt;
        return one_of(list);
    }
    std::size_t pick(std::size_t n) { return random_() % n; }
    bool one_in(std::size_t n) { return pick(n) == 0; }

    std::vector<df::timestamp> moments{df::timestamp{}, df::timestamp{std::chrono::microseconds{-1}},
                                       df::timestamp{std::chrono::seconds{1'600'000'000}}};
    std::vector<df::date> days{df::date{std::chrono::year{1970} / 1 / 1},
                               df::date{std::chrono::year{1969} / 12 / 31},
                               df::date{std::chrono::year{2024} / 2 / 29}};
    std::vector<df::uuid> marks{mark(0), mark(1), mark(255)};

  private:
    static df::uuid mark(unsigned char n) {
        df::uuid out{};
        *out.begin() = n;
        return out;
    }

    question joined(int depth) {
        const auto how = pick(5);
        std::vector<question> inner;
        for (std::size_t n = how == 3 ? 1 : 1 + pick(3), i = 0; i < n; ++i) inner.push_back(ask(depth - 1));
        question out;
        if (how == 3) out.json = "{\"$not\": " + inner[0].json + "}";
        else {
            out.json = how == 0   ? "{\"$and\": ["
                       : how == 1 ? "{\"$or\": ["
                       : how == 2 ? "{\"$nor\": ["
                                  : "{\"$and\": [";
            for (std::size_t i = 0; i < inner.size(); ++i) out.json += (i == 0 ? "" : ", ") + inner[i].json;
            out.json += "]}";
        }
        out.answer = [how, inner](const row& r) {
            const auto yes = [&](const question& q) { return q.answer(r); };
            switch (how) {
            case 1: return std::any_of(inner.begin(), inner.end(), yes);
            case 2: return std::none_of(inner.begin(), inner.end(), yes);
            case 3: return !yes(inner[0]);
            default: return std::all_of(inner.begin(), inner.end(), yes);
            }
        };
        return out;
    }

    template <class Get>
    static question made(std::string_view name, std::string operators, Get get) {
        return {"{" + text_json(name) + ": " + std::move(operators) + "}", get};
    }

    template <class T, class Get>
    question about(std::string_view name, Get get, std::vector<T> pool, bool required) {
        const T a = one_of(pool);
        const T b = one_of(pool);
        const auto test = [&](std::string_view op, const std::string& operand, auto holds) {
            const std::string plain = "{\"" + std::string{op} + "\": " + operand + "}";
            const bool negated = one_in(5);
            return made(
                name, negated ? "{\"$not\": " + plain + "}" : plain,
                [get, holds, negated](const row& r) { return holds(std::optional<T>{get(r)}) != negated; });
        };
        const auto way = pick(std::is_same_v<T, shade> ? 6 : 12);
        if (required && way == 5) return about(name, get, std::move(pool), required);
        switch (way) {
        case 0:
            return made(name, json_of(a), [get, a](const row& r) { return std::optional<T>{get(r)} == a; });
        case 1: return test("$eq", json_of(a), [a](auto v) { return v == a; });
        case 2: return test("$ne", json_of(a), [a](auto v) { return v != a; });
        case 3:
            return test("$in", "[" + json_of(a) + "," + json_of(b) + "]",
                        [a, b](auto v) { return v == a || v == b; });
        case 4: {
            const bool empty = one_in(3);
            return test("$nin", empty ? "[]" : "[" + json_of(a) + "]",
                        [a, empty](auto v) { return empty || v != a; });
        }
        case 5:
            switch (pick(4)) {
            case 0: return made(name, "null", [get](const row& r) { return !get(r).has_value(); });
            case 1: return test("$null", "true", [](auto v) { return !v.has_value(); });
            case 2: return test("$exists", "true", [](auto v) { return v.has_value(); });
            default: return test("$ne", "null", [](auto v) { return v.has_value(); });
            }
        default: break;
        }
        if constexpr (!std::is_same_v<T, shade>) switch (way) {
            case 6: return test("$lt", json_of(a), [a](auto v) { return v.has_value() && *v < a; });
            case 7: return test("$lte", json_of(a), [a](auto v) { return v.has_value() && !(a < *v); });
            case 8: return test("$gt", json_of(a), [a](auto v) { return v.has_value() && a < *v; });
            case 9: return test("$gte", json_of(a), [a](auto v) { return v.has_value() && !(*v < a); });
            case 10:
                return test("$between", "[" + json_of(a) + "," + json_of(b) + "]",
                            [a, b](auto v) { return v.has_value() && !(*v < a) && !(b < *v); });
            default: { // two operators of one field
                return made(name, "{\"$gte\": " + json_of(a) + ", \"$ne\": " + json_of(b) + "}",
                            [get, a, b](const row& r) {
                                const std::optional<T> v = get(r);
                                return v.has_value() && !(*v < a) && *v != b;
                            });
            }
            }
        return test("$eq", json_of(a), [a](auto v) { return v == a; });
    }

    template <class Get>
    question about_text(std::string_view name, Get get, bool required) {
        if (one_in(2)) return about(name, get, texts, required);
        const auto a = one_of(texts);
        const auto test = [&](std::string_view op, const std::string& operand, auto holds) {
            return made(name, "{\"" + std::string{op} + "\": " + text_json(operand) + "}",
                        [get, holds](const row& r) {
                            const std::optional<std::string> v = get(r);
                            return v.has_value() && holds(*v);
                        });
        };
        const std::vector<std::string> patterns{"%", "a%", "%b", "_", "a\\_b", "A%", "%\\%", "100\\%"};
        const std::vector<std::string> prefixes{"", "a", "A", "it'", "\xC3\xA4"};
        const auto p = one_of(patterns);
        const auto s = one_of(prefixes);
        switch (pick(6)) {
        case 0: return test("$like", p, [p](const std::string& v) { return like(v, p); });
        case 1: return test("$ilike", p, [p](const std::string& v) { return like(lower(v), lower(p)); });
        case 2: return test("$contains", a, [a](const std::string& v) { return v.find(a) != v.npos; });
        case 3: return test("$startsWith", s, [s](const std::string& v) { return v.starts_with(s); });
        case 4: return test("$ends_with", s, [s](const std::string& v) { return v.ends_with(s); });
        default:
            return test("$regex", "^a|b$",
                        [](const std::string& v) { return v.starts_with("a") || v.ends_with("b"); });
        }
    }

    std::mt19937 random_;
};

class outside : public support::database_test {
  protected:
    void SetUp() override {
        database_test::SetUp();
        if (IsSkipped()) return;
        db = std::make_unique<database>(url());
    }
    void TearDown() override {
        db.reset();
        database_test::TearDown();
    }
    std::vector<row> fill(unsigned seed, int count) {
        asker random{seed};
        for (int i = 0; i < count; ++i)
            db->run(df::create(Cell{
                .flag = random.one_in(2),
                .number = random.one_of(std::vector{0, 1, -1, 7, INT32_MAX, INT32_MIN}),
                .real = random.one_of(std::vector{0.0, 0.1, -2.5, 1e300, 5e-324, 100.0}),
                .text = random.one_of(texts),
                .maybe_big = random.maybe(std::vector<std::int64_t>{0, 1, INT64_MAX, INT64_MIN, 1LL << 53}),
                .single = random.maybe(std::vector<float>{0, 0.1F, -2.5F, 3e38F}),
                .note = random.maybe(texts),
                .moment = random.maybe(random.moments),
                .day = random.maybe(random.days),
                .mark = random.maybe(random.marks),
                .tone = random.maybe(std::vector{shade::dark, shade::light, shade::grey})}));
        return db->run(df::list<Cell>()).records;
    }
    static std::vector<std::int64_t> ids(const std::vector<row>& rows) {
        std::vector<std::int64_t> out;
        for (const auto& r : rows) out.push_back(r.id.value);
        return out;
    }

    std::unique_ptr<database> db;
};

TEST_P(outside, random_filters_answer_as_plain_code) {
    const auto rows = fill(3, 40);
    asker random{11};
    int some = 0;
    for (int i = 0; i < 600; ++i) {
        const auto q = random.ask(3);
        std::vector<std::int64_t> expected;
        for (const auto& r : rows)
            if (q.answer(r)) expected.push_back(r.id.value);
        some += !expected.empty() && expected.size() < rows.size() ? 1 : 0;
        const auto filter = df::filter_from_json<Cell>(q.json);
        ASSERT_EQ(ids(db->run(df::list<Cell>().where(filter)).records), expected) << q.json;
        ASSERT_EQ(db->run(df::count<Cell>().where(!filter)),
                  static_cast<std::int64_t>(rows.size() - expected.size()))
            << q.json;
        if (i % 10 == 0) {
            ASSERT_EQ(db->run(df::exists<Cell>().where(filter)), !expected.empty()) << q.json;
            std::erase_if(expected,
                          [&](auto id) { return rows[static_cast<std::size_t>(id - 1)].number < 1; });
            ASSERT_EQ(ids(db->run(df::list<Cell>().where(field<&Cell::number> >= 1 && filter)).records),
                      expected)
                << q.json;
        }
    }
    EXPECT_GT(some, 200);
}

TEST_P(outside, hostile_text_is_only_text) {
    for (const auto& t : texts) db->run(df::create(Cell{.text = t}));
    for (const auto& t : texts) {
        for (const auto* op : {"$eq", "$contains", "$startsWith", "$endsWith"})
            EXPECT_GE(db->run(df::count<Cell>().where(df::filter_from_json<Cell>(
                          "{\"text\": {\"" + std::string{op} + "\": " + text_json(t) + "}}"))),
                      1)
                << t;
        EXPECT_EQ(db->run(df::count<Cell>().where(
                      df::filter_from_json<Cell>("{\"text\": {\"$in\": [" + text_json(t) + "]}}"))),
                  1)
            << t;
        if (t.empty()) continue;
        EXPECT_THROW((void)df::filter_from_json<Cell>("{" + text_json(t) + ": 1}"), df::invalid_value) << t;
        EXPECT_THROW((void)df::filter_from_json<Cell>("{\"number\": {" + text_json(t) + ": 1}}"),
                     df::invalid_value)
            << t;
        EXPECT_THROW((void)df::list_from_json<Cell>("{\"order_by\": [" + text_json(t) + "]}"),
                     df::invalid_value)
            << t;
    }
    EXPECT_EQ(db->run(df::count<Cell>()), static_cast<std::int64_t>(texts.size()));
}

TEST_P(outside, bulk_nodes_take_them) {
    for (int i = 0; i < 6; ++i) db->run(df::create(Cell{.number = i}));
    const auto three = df::filter_from_json<Cell>(R"({"number": {"$in": [1, 2, 3]}})");
    EXPECT_EQ(db->run(df::bulk_update<Cell>(three, field<&Cell::text> = "three")).updated, 3);
    EXPECT_EQ(
        db->run(df::bulk_update<Cell>(three && field<&Cell::number> > 1, field<&Cell::text> = "two").limit(1))
            .updated,
        1);
    EXPECT_EQ(db->run(df::bulk_erase<Cell>(df::filter_from_json<Cell>(R"({"text": "three"})"))).deleted, 2);
    EXPECT_EQ(
        db->run(df::bulk_erase<Cell>(df::filter_from_json<Cell>(R"({"text": {"$ne": "two"}})")).limit(2))
            .deleted,
        2);
    (void)thrown<df::protected_operation>(
        [&] { (void)db->run(df::bulk_erase<Cell>(df::filter_from_json<Cell>("{}"))); });
    (void)thrown<df::protected_operation>([&] {
        (void)db->run(df::bulk_update<Cell>(df::filter_from_json<Cell>(" { } "), field<&Cell::number> = 1));
    });
    EXPECT_EQ(db->run(df::count<Cell>()), 2);
}

TEST_P(outside, lists_have_pages) {
    for (int i = 0; i < 10; ++i)
        db->run(df::create(Cell{.number = i % 3,
                                .text = std::string(1, static_cast<char>('a' + i)),
                                .maybe_big = i % 2 == 0 ? std::optional<std::int64_t>{i} : std::nullopt}));
    std::string all;
    std::string after;
    int pages = 0;
    do {
        const auto page = db->run(df::list_from_json<Cell>(
            R"({"filter": {"number": {"$lt": 2}}, "order_by": ["-number", {"maybe_big": -1}], "limit": 3, "total": true)" +
            (after.empty() ? "" : ", \"after\": " + text_json(after)) + "}"));
        EXPECT_EQ(page.total, 7);
        for (const auto& r : page.records) all += r.text;
        after = page.next ? page.next->text() : "";
        ++pages;
    } while (!after.empty());
    EXPECT_EQ(pages, 3);
    std::string typed;
    for (const auto& r :
         db->run(df::list<Cell>()
                     .where(field<&Cell::number> < 2)
                     .order_by(df::desc(field<&Cell::number>), df::desc(field<&Cell::maybe_big>)))
             .records)
        typed += r.text;
    EXPECT_EQ(all, typed);
    EXPECT_EQ(db->run(df::list_from_json<Cell>(R"({"limit": 8, "offset": 9})")).records.size(), 1U);
    EXPECT_EQ(db->run(df::list_from_json<Cell>("{}").at_most(4)).records.size(), 4U);
    EXPECT_EQ(
        db->run(df::list_from_json<Cell>("{}").at_most(4).where(field<&Cell::text> == "b")).records.size(),
        1U);
    EXPECT_EQ(db->run(df::list_from_json<Cell>(R"({"offset": 3})")).records.size(), 7U);
    EXPECT_EQ(db->run(df::list_from_json<Cell>(R"({"limit": 0})")).records.size(), 0U);
    const auto cursor = db->run(df::list<Cell>().limit(1)).next->text();
    EXPECT_NO_THROW((void)db->run(df::list_from_json<Cell>("{\"after\": " + text_json(cursor) + "}")));
    (void)thrown<df::invalid_value>([&] {
        (void)db->run(
            df::list_from_json<Cell>("{\"order_by\": \"number\", \"after\": " + text_json(cursor) + "}"));
    });
    db->transaction([&](auto& tx) { EXPECT_EQ(tx.run(df::list_from_json<Cell>("{}")).records.size(), 10U); });
}

TEST_P(outside, streams) {
    for (int i = 0; i < 5; ++i) db->run(df::create(Cell{.number = i}));
    int sum = 0;
    for (const auto& r :
         db->stream(df::list<Cell>().where(df::filter_from_json<Cell>(R"({"number": {"$in": [1, 2, 4]}})"))))
        sum += r.number;
    EXPECT_EQ(sum, 7);
}

TEST_P(outside, errors_of_the_database_carry_the_whole_text) {
    if (memory()) return;
    db->run(df::create(Cell{.number = 1}));
    plain().run("drop table cells");
    const auto gone = thrown<df::database_error>([&] {
        (void)db->run(df::list<Cell>().where(df::filter_from_json<Cell>(R"({"number": {"$gt": 123456}})")));
    });
    EXPECT_TRUE(has(gone.sql(), "\"number\" > ")) << gone.sql();
    EXPECT_FALSE(has(gone.what(), "123456"));
    EXPECT_EQ(gone.node(), "list");
    EXPECT_EQ(gone.model(), "Cell");
}

DATAFLOW_ON_ALL_DATABASES(outside);

} // namespace
