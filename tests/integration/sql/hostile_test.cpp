// Hostile text in every place where text can come in: it comes back as it was, or is refused with an error
// that loses nothing and shows no value; it is never part of a statement.
#include <dataflow/dynamic.hpp>
#include <dataflow/json.hpp>
#include <dataflow/sql.hpp>

#include <dataflow/core/json_text.hpp>

#include "support/fixture.hpp"
#include "support/hostile.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hostile {

namespace df = dataflow;

class Word { // stored as text
  public:
    Word() = default;
    explicit Word(std::string t) : text_(std::move(t)) {}
    [[nodiscard]] const std::string& text() const { return text_; }
    friend bool operator==(const Word&, const Word&) = default;

  private:
    std::string text_;
};
enum class mood : std::uint8_t { calm, wild };

} // namespace hostile

template <>
struct dataflow::mapped<hostile::Word> {
    using stored = std::string;
    static stored to(const hostile::Word& w) { return w.text(); }
    static hostile::Word from(const stored& s) { return hostile::Word{s}; }
};
template <>
inline constexpr auto dataflow::enum_names<hostile::mood> =
    std::array{dataflow::enum_name{hostile::mood::calm, "'; DROP TABLE hostiles; -- \"\\$1?1"},
               dataflow::enum_name{hostile::mood::wild, "\xE2\x80\xAE{}%s"}};

namespace hostile {

struct Doc {
    std::string text{};
    std::optional<std::string> note{};
    std::vector<std::string> list{};
    std::map<std::string, std::string> map{};
    Word word{};
};
struct Hostile {
    df::id<Hostile> id{};
    std::string text{};
    std::optional<std::string> note{};
    std::vector<std::string> tags{};
    std::vector<std::optional<Word>> words{};
    df::json<Doc> doc{};
    df::json_value any{};
    Word word{};
    mood state = mood::wild;

    static constexpr auto dataflow = df::options{.unique = df::unique({"text"})};
};
struct Large {
    df::id<Large> id{};
    std::string text{};
    std::vector<std::string> tags{};
    df::json<Doc> doc{};
    df::bytes raw{};
};
struct Keyed {
    df::id<Keyed, std::string> id{};
    std::optional<df::id<Keyed, std::string>> parent{};
    int number = 0;
};
struct Preset {
    df::id<Preset> id{};
    int number = 0;
    std::string quotes = "'; DROP TABLE presets; -- \" \\ $1 ?1 {} %s";
    std::string lines = "a\n\tb\r";
    std::optional<std::string> unicode = "\xF0\x9F\x98\x80 \xE2\x80\xAE \xCC\x81";
    Word word{"it's $$"};
    mood state = mood::wild;
};

} // namespace hostile

namespace {

using namespace hostile;
using df::field;
using support::has;
using support::thrown;

[[nodiscard]] std::string json_text(std::string_view t) {
    std::string out;
    df::json_::writer{out}.text(t);
    return out;
}
[[nodiscard]] Hostile filled(const std::string& t) {
    Hostile h;
    h.text = t;
    h.note = t;
    h.tags = {t, "", t};
    h.words = {Word{t}, std::nullopt};
    h.doc->text = t;
    h.doc->note = t;
    h.doc->list = {t, t};
    h.doc->map = {{t, t}};
    h.doc->word = Word{t};
    h.any[t] = t;
    h.word = Word{t};
    h.state = mood::calm;
    return h;
}

class HostileText : public support::database_test {
  protected:
    /// The error is an invalid_value, and no part of it has the text.
    template <class Work>
    static void refused(const std::string& what, Work&& work) {
        const auto e = thrown<df::invalid_value>(work);
        EXPECT_FALSE(has(e.what(), "secret") || has(e.field(), "secret") || has(e.sql(), "secret"))
            << what << ": " << e.what();
    }
    static void same(const Hostile& found, const Hostile& h) {
        EXPECT_TRUE(found.text == h.text && found.note == h.note && found.tags == h.tags &&
                    found.words == h.words && found.word == h.word && found.state == h.state)
            << h.text.substr(0, 60);
        EXPECT_TRUE(found.doc->text == h.doc->text && found.doc->note == h.doc->note &&
                    found.doc->list == h.doc->list && found.doc->map == h.doc->map &&
                    found.doc->word == h.doc->word)
            << h.text.substr(0, 60);
        EXPECT_EQ(df::to_json(found.any), df::to_json(h.any)) << h.text.substr(0, 60);
    }
};
DATAFLOW_ON_ALL_DATABASES(HostileText);

TEST_P(HostileText, ComesBackFromEveryColumnOnEveryWay) {
    df::database<Hostile> db{url()};
    std::vector<Hostile> all;
    for (const auto& t : texts()) all.push_back(filled(t));
    for (const auto& h : all) same(db.run(df::create(h)), h);
    auto found = db.run(df::list<Hostile>().order_by(field<&Hostile::id>)).records;
    ASSERT_EQ(found.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        same(found[i], all[i]);
        same(db.run(df::update<Hostile>(found[i].id, field<&Hostile::note> = all[i].text,
                                        field<&Hostile::word> = all[i].word,
                                        field<&Hostile::tags> = all[i].tags)),
             all[i]);
        same(db.run(df::upsert(all[i]).on_conflict(field<&Hostile::text>)).record, all[i]);
    }
    for (auto& r : found) r.note = r.text + "'";
    EXPECT_EQ(db.run(df::bulk_update(found).set(field<&Hostile::note>)).updated,
              static_cast<std::int64_t>(all.size()));
    EXPECT_EQ(db.run(df::bulk_upsert(all).on_conflict(field<&Hostile::text>)).updated,
              static_cast<std::int64_t>(all.size()));
    found = db.run(df::list<Hostile>().order_by(field<&Hostile::id>)).records;
    for (std::size_t i = 0; i < all.size(); ++i) same(found[i], all[i]);
    db.run(df::bulk_erase<Hostile>(df::everything));
    std::vector<Hostile> many;
    for (std::size_t n = 0; n < 30; ++n)
        for (const auto& h : all)
            if (h.text.size() < 1000) many.push_back(h), many.back().text += "#" + std::to_string(n);
    EXPECT_EQ(db.run(df::bulk_create(many)).created,
              static_cast<std::int64_t>(many.size())); // by COPY where there is one
    found = db.run(df::list<Hostile>().order_by(field<&Hostile::id>)).records;
    ASSERT_EQ(found.size(), many.size());
    for (std::size_t i = 0; i < many.size(); i += 7) same(found[i], many[i]);
}

TEST_P(HostileText, IsOnlyTextInEveryFilter) {
    df::database<Hostile> db{url()};
    std::vector<Hostile> all;
    for (const auto& t : texts()) all.push_back(filled(t));
    db.run(df::bulk_create(all));
    const auto total = static_cast<std::int64_t>(all.size());
    const auto count = [&](const auto& p) { return db.run(df::count<Hostile>().where(p)); };
    const auto expected = [&](auto holds) {
        return static_cast<std::int64_t>(std::count_if(texts().begin(), texts().end(), holds));
    };
    constexpr auto& text = field<&Hostile::text>;
    constexpr auto& doc = field<&Hostile::doc>;
    for (const auto& t : texts()) {
        const auto shown = t.substr(0, 60);
        EXPECT_EQ(count(text == t), 1) << shown;
        EXPECT_EQ(count(text != t), total - 1) << shown;
        EXPECT_EQ(count(text < t) + count(text >= t), total) << shown;
        EXPECT_EQ(count(text <= t), expected([&](const std::string& o) { return o <= t; })) << shown;
        EXPECT_EQ(count(text.in({t})), 1) << shown;
        EXPECT_EQ(count(field<&Hostile::note>.not_in({t, t})), total - 1) << shown;
        EXPECT_EQ(count(text.between(t, t)), 1) << shown;
        EXPECT_EQ(count(text.starts_with(t)),
                  expected([&](const std::string& o) { return o.starts_with(t); }))
            << shown;
        EXPECT_EQ(count(text.ends_with(t)), expected([&](const std::string& o) { return o.ends_with(t); }))
            << shown;
        EXPECT_EQ(count(text.contains(t)),
                  expected([&](const std::string& o) { return o.find(t) != o.npos; }))
            << shown;
        EXPECT_EQ(count(doc.at<&Doc::text> == t), 1) << shown;
        EXPECT_EQ(count(doc.at<&Doc::list>.item<1> == t), 1) << shown;
        EXPECT_EQ(count(doc.at<&Doc::note>.starts_with(t)),
                  expected([&](const std::string& o) { return o.starts_with(t); }))
            << shown;
        EXPECT_EQ(count(doc.at<&Doc::word> == Word{t}), 1) << shown;
        EXPECT_EQ(count(field<&Hostile::word> == Word{t}), 1) << shown;
        EXPECT_EQ(count(field<&Hostile::tags>.contains(t)), t.empty() ? total : 1) << shown;
        EXPECT_EQ(count(field<&Hostile::tags>.any_of({t, t})), t.empty() ? total : 1) << shown;
        EXPECT_EQ(count(field<&Hostile::tags> == std::vector<std::string>{t, "", t}), 1) << shown;
        EXPECT_EQ(count(field<&Hostile::words>.contains(Word{t})), 1) << shown;
        if (t.size() > 1000) continue;
        std::string escaped;
        for (const char c : t) {
            if (c == '%' || c == '_' || c == '\\') escaped += '\\';
            escaped += c;
        }
        EXPECT_EQ(count(text.like(escaped)), 1) << shown;
        EXPECT_GE(count(text.ilike(escaped)), 1) << shown;
        EXPECT_GE(count(text.like(escaped + "%")), 1) << shown;
        try { // any text may be a pattern: it is one, or it is refused where it is given
            EXPECT_GE(count(text.like(t)), 0) << shown;
        } catch (const df::invalid_value& e) {
            EXPECT_EQ(t.back(), '\\') << e.what();
        }
        try {
            EXPECT_GE(count(text.matches(t)), 0) << shown;
        } catch (const df::invalid_value&) { // is not supported, and says so
        }
        EXPECT_EQ(db.run(df::sql<"select text from hostiles where text = {} and note = {}", std::string>(
                      t, std::optional{t})),
                  std::vector{t})
            << shown;
        EXPECT_EQ(db.run(df::sql<"select text from hostiles where text in {}", std::string>(std::vector{t})),
                  std::vector{t})
            << shown;
        EXPECT_EQ(db.run(df::list<Hostile>().where(text == t).order_by(text)).records.at(0).text, t);
    }
    EXPECT_EQ(count(field<&Hostile::state> == mood::calm), total);
    EXPECT_EQ(count(field<&Hostile::state>.in({mood::wild})), 0);
}

TEST_P(HostileText, WhatIsNoTextIsRefusedOnEveryWayAndNothingIsLost) {
    df::database<Hostile, Keyed> db{url()};
    const auto kept = filled("kept");
    const auto there = db.run(df::create(kept));
    constexpr auto& text = field<&Hostile::text>;
    for (const auto& t : refused_texts()) {
        std::vector<Hostile> each(7, filled("other"));
        each[0].text = t;
        each[1].note = t;
        each[2].tags = {"a", t};
        each[3].words = {std::nullopt, Word{t}};
        each[4].doc->list = {t};
        each[5].any["a"] = t;
        each[6].word = Word{t};
        auto in_key = filled("other");
        in_key.any[t] = 1;
        each.push_back(in_key);
        in_key = filled("other");
        in_key.doc->map = {{t, "a"}};
        each.push_back(in_key);
        for (std::size_t i = 0; i < each.size(); ++i) {
            const auto what = "column " + std::to_string(i);
            refused(what, [&] { (void)db.run(df::create(each[i])); });
            refused(what, [&] {
                (void)db.run(df::bulk_create(std::vector{filled("before"), each[i], filled("after")}));
            });
            refused(what, [&] { (void)db.run(df::bulk_upsert(std::vector{each[i]}).on_conflict(text)); });
            refused(what, [&] { (void)db.run(df::upsert(each[i]).on_conflict(text)); });
            auto changed = there;
            static_cast<Hostile&>(changed) = each[i];
            changed.id = there.id;
            refused(what, [&] { (void)db.run(df::update(changed)); });
            refused(what, [&] { (void)db.run(df::bulk_update(std::vector{changed})); });
            const auto done = db.run(df::bulk_create(std::vector{each[i]}).per_row());
            ASSERT_EQ(done.failures.size(), 1U);
            EXPECT_FALSE(has(done.failures[0].error.what(), "secret"));
        }
        const auto count = [&](const auto& p) {
            return [&] { (void)db.run(df::count<Hostile>().where(p)); };
        };
        refused("==", count(text == t));
        refused("<", count(text < t));
        refused("in", count(text.in({std::string{"a"}, t})));
        refused("between", count(text.between("a", t)));
        refused("starts_with", count(text.starts_with(t)));
        refused("ends_with", count(text.ends_with(t)));
        refused("contains", count(text.contains(t)));
        refused("like", [&] { (void)db.run(df::count<Hostile>().where(text.like(t))); });
        refused("ilike", [&] { (void)db.run(df::count<Hostile>().where(text.ilike(t))); });
        refused("matches", [&] { (void)db.run(df::count<Hostile>().where(text.matches(t))); });
        refused("array contains", count(field<&Hostile::tags>.contains(t)));
        refused("array any_of", count(field<&Hostile::tags>.any_of({t})));
        refused("array ==", count(field<&Hostile::tags> == std::vector{t}));
        refused("JSON", count(field<&Hostile::doc>.at<&Doc::text> == t));
        refused("mapped", count(field<&Hostile::word> == Word{t}));
        refused("assignment", [&] { (void)db.run(df::bulk_update<Hostile>(df::everything, text = t)); });
        refused("JSON assignment", [&] {
            (void)db.run(df::bulk_update<Hostile>(df::everything, field<&Hostile::doc>.at<&Doc::text> = t));
        });
        refused("array assignment",
                [&] { (void)db.run(df::update<Hostile>(there.id, field<&Hostile::tags> = std::vector{t})); });
        refused("df::sql",
                [&] { (void)db.run(df::sql<"select text from hostiles where text = {}", std::string>(t)); });
        refused("df::sql, a list", [&] {
            (void)db.run(df::sql<"select text from hostiles where text in {}", std::string>(std::vector{t}));
        });
        refused("key", [&] { (void)db.run(df::create(Keyed{.id = df::id<Keyed, std::string>{t}})); });
        refused("read", [&] { (void)db.run(df::read<Keyed>(t)); });
        refused("erase", [&] { (void)db.run(df::erase<Keyed>(t)); });
        refused("outside", [&] {
            (void)db.run(
                df::count<Hostile>().where(df::filter_from_json<Hostile>("{\"text\": \"" + t + "\"}")));
        });
        refused("outside", [&] { (void)df::filter_from_json<Hostile>("{\"" + t + "\": 1}"); });
        refused("cursor", [&] { (void)db.run(df::list<Hostile>().after(df::cursor::parse(t)).limit(1)); });
    }
    const auto all = db.run(df::list<Hostile>()).records;
    ASSERT_EQ(all.size(), 1U);
    same(all[0], kept);
}

TEST_P(HostileText, OfAMegabyteComesBack) {
    df::database<Large> db{url()};
    for (const auto& t :
         {std::string(1'000'000, '\''), std::string(400'000, '\\') + std::string(400'000, '"'),
          std::string(300'000, '\x01') + "\xF0\x9F\x98\x80"}) {
        const std::string part = t.substr(0, 50'000);
        Large h{.text = t, .tags = {part, part}, .raw = df::bytes(t.size(), std::byte{0xFF})};
        h.doc->text = part;
        h.doc->map[part] = "a";
        const auto same = [&](const Large& f) {
            EXPECT_TRUE(f.text == t && f.tags == h.tags && f.doc->text == part && f.doc->map == h.doc->map &&
                        f.raw == h.raw);
        };
        same(db.run(df::create(h)));
        EXPECT_EQ(db.run(df::bulk_create(std::vector{h, h})).created, 2);
        for (const auto& f :
             db.run(df::list<Large>().where(field<&Large::text> == t && field<&Large::tags>.contains(part) &&
                                            field<&Large::text>.ends_with(t)))
                 .records)
            same(f);
        EXPECT_EQ(db.run(df::count<Large>().where(field<&Large::doc>.at<&Doc::text> == part &&
                                                  field<&Large::text>.contains(t))),
                  3);
        EXPECT_EQ(db.run(df::bulk_erase<Large>(field<&Large::text>.in({t}))).deleted, 3);
    }
}

TEST_P(HostileText, IsAKeyLikeAnyOther) {
    df::database<Keyed> db{url()};
    using key = df::id<Keyed, std::string>;
    for (const auto& t : texts()) {
        if (t.empty() || t.size() > 1000) continue; // PostgreSQL's index takes 2.7 kB
        const auto shown = t;
        db.run(df::create(Keyed{.id = key{t}}));
        db.run(df::create(Keyed{.id = key{t + "+"}, .parent = key{t}}));
        EXPECT_EQ(db.run(df::read<Keyed>(t)).id.value, t);
        EXPECT_EQ(db.run(df::update<Keyed>(key{t}, field<&Keyed::number> += 1)).number, 1) << shown;
        EXPECT_EQ(db.run(df::upsert(Keyed{.id = key{t}, .number = 7})).record.number, 7) << shown;
        EXPECT_EQ(db.run(df::count<Keyed>().where(field<&Keyed::parent> == key{t})), 1) << shown;
        const auto taken =
            thrown<df::unique_violation>([&] { (void)db.run(df::create(Keyed{.id = key{t}})); });
        EXPECT_FALSE(t.size() > 3 && has(taken.what(), t)) << taken.what();
        const auto used = thrown<df::foreign_key_violation>([&] { (void)db.run(df::erase<Keyed>(t)); });
        EXPECT_FALSE(t.size() > 3 && has(used.what(), t)) << used.what();
        EXPECT_FALSE(t.size() > 3 && has(thrown<df::foreign_key_violation>([&] {
                                             (void)db.run(df::create(
                                                 Keyed{.id = key{"x" + t}, .parent = key{t + "missing"}}));
                                         }).what(),
                                         t));
    }
    // Pages over hostile keys: each once, by cursors that went through text.
    std::vector<std::string> wanted;
    for (const auto& r : db.run(df::list<Keyed>()).records) wanted.push_back(r.id.value);
    EXPECT_TRUE(std::is_sorted(wanted.begin(), wanted.end(),
                               [](const std::string& a, const std::string& b) { return a < b; }));
    std::vector<std::string> found;
    const auto list = df::list<Keyed>().order_by(df::desc(field<&Keyed::parent>)).limit(7);
    auto page = db.run(list);
    for (;;) {
        for (const auto& r : page.records) found.push_back(r.id.value);
        if (!page.next) break;
        page = db.run(list.after(df::cursor::parse(page.next->text())));
    }
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, wanted);
    std::vector<key> keys;
    for (const auto& r : wanted) keys.emplace_back(r);
    EXPECT_EQ(db.run(df::bulk_update<Keyed>(df::everything, field<&Keyed::parent> = std::nullopt)).updated,
              static_cast<std::int64_t>(wanted.size()));
    EXPECT_EQ(db.run(df::bulk_erase<Keyed>(keys)).deleted, static_cast<std::int64_t>(wanted.size()));
}

TEST_P(HostileText, IsADefaultLikeAnyOther) {
    df::database<Preset> db{url()};
    df::database<Preset> again{url()};
    const Preset wanted{};
    const auto same = [&](const Preset& p) {
        EXPECT_TRUE(p.quotes == wanted.quotes && p.lines == wanted.lines && p.unicode == wanted.unicode &&
                    p.word == wanted.word && p.state == wanted.state);
    };
    same(db.run(df::create<Preset>(field<&Preset::number> = 1)));
    if (memory()) return;
    const std::string now =
        postgres() ? "now(), now()" : "'2024-02-29T12:30:00.000000Z', '2024-02-29T12:30:00.000000Z'";
    plain().run("INSERT INTO presets (number, created_at, updated_at) VALUES (2, " + now + ")");
    same(db.run(df::list<Preset>().where(field<&Preset::number> == 2)).records.at(0));
}

TEST_P(HostileText, FromOutsideIsAValueOrRefused) {
    df::database<Hostile> db{url()};
    std::vector<Hostile> all;
    for (const auto& t : texts())
        if (t.size() < 1000) all.push_back(filled(t));
    db.run(df::bulk_create(all));
    const auto count = [&](const std::string& filter) {
        return db.run(df::count<Hostile>().where(df::filter_from_json<Hostile>(filter)));
    };
    for (const auto& h : all) {
        const auto& t = h.text;
        const auto j = json_text(t);
        EXPECT_EQ(count("{\"text\": " + j + "}"), 1) << t;
        EXPECT_EQ(count("{\"text\": {\"$in\": [" + j + ", " + j + "]}}"), 1) << t;
        EXPECT_GE(count("{\"note\": {\"$contains\": " + j + "}}"), 1) << t;
        EXPECT_GE(count("{\"word\": {\"$gte\": " + j + "}}"), 1) << t;
        EXPECT_GE(count("{\"text\": {\"$startsWith\": " + j + ", \"$endsWith\": " + j + "}}"), 1) << t;
        for (const auto* op : {"$like", "$ilike", "$regex"}) try {
                EXPECT_GE(count("{\"text\": {\"" + std::string{op} + "\": " + j + "}}"), 0) << t;
            } catch (const df::invalid_value&) { // a pattern that is none
            }
        EXPECT_THROW((void)count("{\"state\": " + j + "}"), df::invalid_value) << t; // no name of a value
        EXPECT_THROW((void)count("{\"id\": " + j + "}"), df::invalid_value) << t;
        const auto after = t.empty() ? json_text("x") : j; // nothing is the first page
        EXPECT_THROW((void)db.run(df::list_from_json<Hostile>("{\"after\": " + after + "}").at_most(1)),
                     df::invalid_value)
            << t;
        EXPECT_THROW((void)df::list_from_json<Hostile>("{\"limit\": " + j + "}"), df::invalid_value) << t;
        EXPECT_THROW((void)df::list_from_json<Hostile>("{" + j + ": 1}"), df::invalid_value) << t;
        const auto name =
            thrown<df::invalid_value>([&] { (void)df::filter_from_json<Hostile>("{" + j + ": 1}"); });
        EXPECT_EQ(std::count_if(std::string_view{name.what()}.begin(), std::string_view{name.what()}.end(),
                                [](char c) { return static_cast<unsigned char>(c) < 0x20; }),
                  0)
            << t;
        EXPECT_THROW((void)df::filter_from_json<Hostile>("{\"text\": {" + j + ": 1}}"), df::invalid_value)
            << t;
        EXPECT_THROW((void)df::list_from_json<Hostile>("{\"order_by\": " + j + "}"), df::invalid_value) << t;
        EXPECT_THROW((void)df::list_from_json<Hostile>("{\"order_by\": {" + j + ": 1}}"), df::invalid_value)
            << t;
        const auto raw = t.find_first_of("{[") == 0 ? "x" + t : t; // no JSON at all
        EXPECT_THROW((void)df::filter_from_json<Hostile>(raw), df::invalid_value) << t;
        EXPECT_THROW((void)df::filter_from_json<Hostile>("{\"text\": x" + t + "}"), df::invalid_value) << t;
    }
    EXPECT_EQ(count("{\"state\": " + json_text("'; DROP TABLE hostiles; -- \"\\$1?1") + "}"),
              static_cast<std::int64_t>(all.size()));
    EXPECT_EQ(db.run(df::count<Hostile>()), static_cast<std::int64_t>(all.size()));
}

struct Given {
    std::string text;
    df::id<Keyed, std::string> key;
    std::vector<std::string> tags;
};

TEST_P(HostileText, GoesOverTheWiresOfAWorkflow) {
    df::database<Hostile, Keyed> db{url()};
    const auto flow = df::workflow<Given>(
        df::node<"made">(df::create<Hostile>()), df::node<"keyed">(df::create<Keyed>()),
        df::node<"found">(df::count<Hostile>().where(field<&Hostile::text> == df::param<"t"> &&
                                                     field<&Hostile::note>.contains(df::param<"t">))),
        df::wire<"input.text", "made.text">, df::wire<"input.text", "made.note">,
        df::wire<"input.tags", "made.tags">, df::constant<"made.word">(Word{"x"}),
        df::constant<"made.words">(std::vector<std::optional<Word>>{}),
        df::constant<"made.doc">(df::json<Doc>{}), df::constant<"made.any">(df::json_value{}),
        df::wire<"input.key", "keyed.id">, df::wire<"made.text", "found.t">);
    std::int64_t made = 0;
    for (const auto& t : texts()) {
        if (t.empty() || t.size() > 1000) continue;
        const auto run = db.run(flow, Given{t, df::id<Keyed, std::string>{t}, {t}});
        EXPECT_EQ(run.get<"made">().text, t);
        EXPECT_EQ(run.get<"found">(), 1) << t;
        ++made;
    }
    for (const auto& t : refused_texts()) {
        refused("workflow", [&] { (void)db.run(flow, Given{t, df::id<Keyed, std::string>{"a"}, {}}); });
        refused("workflow", [&] { (void)db.run(flow, Given{"a", df::id<Keyed, std::string>{t}, {}}); });
        refused("workflow", [&] { (void)db.run(flow, Given{"a", df::id<Keyed, std::string>{"b"}, {t}}); });
    }
    EXPECT_EQ(db.run(df::count<Hostile>()), made); // each is whole or not there
    EXPECT_EQ(db.run(df::count<Keyed>()), made);
}

} // namespace
