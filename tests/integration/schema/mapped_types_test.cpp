// Types of the program's own as columns, and enumerations with names of one's own.
#include "support/fixture.hpp"
#include "support/oracle.hpp"

#include <dataflow/core/uuid_text.hpp>

#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>

namespace mapped_models {

namespace df = dataflow;

/// Not default comparable at compile time, not an aggregate, refuses some texts.
class Email {
  public:
    Email() = default;
    explicit Email(std::string text) : text_(std::move(text)) {
        if (!text_.empty() && text_.find('@') == std::string::npos)
            throw std::invalid_argument("no address: " + text_);
    }
    [[nodiscard]] const std::string& text() const { return text_; }
    friend bool operator==(const Email&, const Email&) = default;

  private:
    std::string text_;
};

struct Color { // stored as a number
    std::uint8_t red = 0, green = 0, blue = 0;
    friend bool operator==(const Color&, const Color&) = default;
};

struct Weight { // stored as a decimal
    df::decimal<12, 3> kilograms{};
    friend bool operator==(const Weight&, const Weight&) = default;
};

struct Blob {
    df::bytes data;
    friend bool operator==(const Blob&, const Blob&) = default;
};

struct Stamp {
    df::timestamp at{};
    friend bool operator==(const Stamp&, const Stamp&) = default;
};

struct Mark {
    df::uuid id{};
    friend bool operator==(const Mark&, const Mark&) = default;
};

struct Flag {
    bool up = false;
    friend bool operator==(const Flag&, const Flag&) = default;
};

struct Ratio {
    double part = 0.5;
    friend bool operator==(const Ratio&, const Ratio&) = default;
};

enum class status { open, closed, lost };
enum class suit : std::uint8_t { hearts = 3, spades = 200 };

} // namespace mapped_models

template <>
struct dataflow::mapped<mapped_models::Email> {
    using stored = std::string;
    static stored to(const mapped_models::Email& e) {
        if (e.text() == "secret@nowhere") throw std::runtime_error("secret@nowhere");
        return e.text();
    }
    static mapped_models::Email from(const stored& s) { return mapped_models::Email{s}; }
};
template <>
struct dataflow::mapped<mapped_models::Color> {
    using stored = std::int32_t;
    static stored to(const mapped_models::Color& c) { return c.red << 16 | c.green << 8 | c.blue; }
    static mapped_models::Color from(const stored& n) {
        return {static_cast<std::uint8_t>(n >> 16 & 255), static_cast<std::uint8_t>(n >> 8 & 255),
                static_cast<std::uint8_t>(n & 255)};
    }
};
template <>
struct dataflow::mapped<mapped_models::Weight> {
    using stored = dataflow::decimal<12, 3>;
    static stored to(const mapped_models::Weight& w) { return w.kilograms; }
    static mapped_models::Weight from(const stored& s) { return {s}; }
};
template <>
struct dataflow::mapped<mapped_models::Blob> {
    using stored = dataflow::bytes;
    static stored to(const mapped_models::Blob& b) { return b.data; }
    static mapped_models::Blob from(const stored& s) { return {s}; }
};
template <>
struct dataflow::mapped<mapped_models::Stamp> {
    using stored = dataflow::timestamp;
    static stored to(const mapped_models::Stamp& s) { return s.at; }
    static mapped_models::Stamp from(const stored& s) { return {s}; }
};
template <>
struct dataflow::mapped<mapped_models::Mark> {
    using stored = dataflow::uuid;
    static stored to(const mapped_models::Mark& m) { return m.id; }
    static mapped_models::Mark from(const stored& s) { return {s}; }
};
template <>
struct dataflow::mapped<mapped_models::Flag> {
    using stored = bool;
    static stored to(const mapped_models::Flag& f) { return f.up; }
    static mapped_models::Flag from(const stored& s) { return {s}; }
};
template <>
struct dataflow::mapped<mapped_models::Ratio> {
    using stored = double;
    static stored to(const mapped_models::Ratio& r) { return r.part; }
    static mapped_models::Ratio from(const stored& s) { return {s}; }
};
template <>
inline constexpr auto dataflow::enum_names<mapped_models::status> =
    std::array{dataflow::enum_name{mapped_models::status::open, "is open"},
               dataflow::enum_name{mapped_models::status::closed, "it's closed"}};
template <>
inline constexpr auto dataflow::enum_names<mapped_models::suit> =
    std::array{dataflow::enum_name{mapped_models::suit::hearts, "\xE2\x99\xA5"},
               dataflow::enum_name{mapped_models::suit::spades, "\xE2\x99\xA0"}};

namespace mapped_models {

struct Person {
    df::id<Person> id{};
    std::string name;
    Email email{"nobody@x.org"};
    std::optional<Email> second{};
    Color color{1, 2, 3};
    std::optional<Color> shade{};
    Weight weight{};
    Blob blob{};
    Stamp stamp{};
    Mark mark{};
    Flag flag{true};
    std::optional<Flag> other_flag{};
    Ratio ratio{};
    status state = status::open;
    std::optional<suit> card{};

    friend bool operator==(const Person&, const Person&) = default;

    static constexpr auto dataflow =
        df::options{.unique = df::unique({"second"}), .indexes = df::indexes({"color"})};
};

struct Account { // a mapped type as a key
    Email address{};
    int visits = 0;

    static constexpr auto dataflow = df::options{.key = df::key("address")};
};

struct Ticket {
    df::id<Ticket> id{};
    Email holder{};
    int seat = 1;
};

} // namespace mapped_models

namespace {

namespace df = dataflow;
using namespace mapped_models;
using df::field;
using namespace df::literals;
using support::has;
using support::thrown;
using database = df::database<Person, Account, Ticket>;

constexpr auto email = field<&Person::email>;
constexpr auto second = field<&Person::second>;

static_assert(df::schema::storable<Email> && df::schema::storable<std::optional<Color>> &&
              df::schema::storable<std::vector<Email>> && !df::schema::storable<std::vector<Blob>>);

class MappedTypes : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(MappedTypes);

class MappedOracle : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(MappedOracle);

[[nodiscard]] std::vector<Person> people() {
    std::vector<Person> out(7);
    const char* const addresses[] = {
        "", "a@x", "'; DROP TABLE people; --@", "\xC3\xA9@\xF0\x9F\x9A\x80", "@\\x00", "long@", "Z@z"};
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto& p = out[i];
        p.name = "p" + std::to_string(i);
        p.email = Email{addresses[i]};
        if (i == 5) p.email = Email{std::string(100'000, 'l') + "@"};
        if (i % 2 == 0) p.second = Email{std::to_string(i) + "@second"};
        p.color = {static_cast<std::uint8_t>(i * 40), 255, static_cast<std::uint8_t>(i)};
        if (i % 3 == 0) p.shade = Color{0, 0, static_cast<std::uint8_t>(i)};
        p.weight.kilograms = df::decimal<12, 3>::from_units(static_cast<std::int64_t>(i) * 1234567 - 3000000);
        for (std::size_t b = 0; b < i; ++b) p.blob.data.push_back(static_cast<std::byte>(b * 50));
        p.stamp.at =
            df::timestamp{std::chrono::microseconds{static_cast<std::int64_t>(i) * 86'400'000'001 - 1}};
        for (auto& b : p.mark.id) b = static_cast<std::uint8_t>(i + 200);
        p.flag.up = i % 2 == 1;
        if (i % 2 == 1) p.other_flag = Flag{i % 4 == 1};
        p.ratio.part = 1.0 / static_cast<double>(i + 1);
        p.state = i % 2 == 0 ? status::open : status::closed;
        if (i % 3 != 0) p.card = i % 3 == 1 ? suit::hearts : suit::spades;
    }
    return out;
}

void expect_same(const Person& found, Person wanted, const char* path, std::size_t i) {
    wanted.id = found.id;
    EXPECT_TRUE(found == wanted) << path << ", row " << i;
}

TEST_P(MappedTypes, ComeBackAsTheyWereOnEveryWay) {
    database db{url()};
    const auto rows = people();
    const auto ids = db.run(df::bulk_create(rows).returning_ids()).ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        expect_same(db.run(df::read<Person>(ids[i])), rows[i], "bulk create", i);
        auto other = rows[(i + 2) % rows.size()];
        other.id = ids[i];
        other.second = Email{"save" + std::to_string(i) + "@"};
        expect_same(db.run(df::update(other)), other, "save", i);
        other.email = Email{"bulk@"};
        other.second.reset();
        db.run(df::bulk_update(std::vector{other}));
        expect_same(db.run(df::read<Person>(ids[i])), other, "bulk update", i);
        other.color = {9, 9, 9};
        expect_same(db.run(df::upsert(other).on_conflict(field<&Person::id>)).record, other, "upsert", i);
        db.run(df::bulk_upsert(std::vector{rows[i]}).on_conflict(field<&Person::second>));
        auto made = rows[i];
        made.second = Email{"made" + std::to_string(i) + "@"};
        const auto fresh = db.run(df::create(made));
        expect_same(fresh, made, "create", i);
        expect_same(db.run(df::read<Person>(fresh.id)), made, "create", i);
    }
    db.run(df::bulk_erase<Person>(df::everything));
    db.run(df::bulk_create(rows)); // by COPY on PostgreSQL
    std::size_t i = 0;
    for (const auto& r : db.stream(df::list<Person>().order_by(field<&Person::id>)))
        expect_same(r, rows[i], "bulk create without ids", i), ++i;
    EXPECT_EQ(i, rows.size());
}

TEST_P(MappedTypes, AreFilteredOrderedAssignedAndPaged) {
    database db{url()};
    const auto rows = people();
    db.run(df::bulk_create(rows));
    const auto count = [&](auto predicate) { return db.run(df::count<Person>().where(predicate)); };
    EXPECT_EQ(count(email == Email{"a@x"}), 1);
    EXPECT_EQ(count(email != Email{"a@x"}), 6);
    EXPECT_EQ(count(second == std::nullopt), 3);
    EXPECT_EQ(count(second == std::optional<Email>{}), 3);
    EXPECT_EQ(count(second == std::optional{Email{"2@second"}}), 1);
    EXPECT_EQ(count(second != Email{"2@second"}), 6);
    EXPECT_EQ(count(email.in({Email{"a@x"}, Email{"Z@z"}, Email{"none@"}})), 2);
    EXPECT_EQ(count(email.not_in(std::vector{Email{"a@x"}})), 6);
    EXPECT_EQ(count(email == second), 0);
    EXPECT_EQ(count(field<&Person::color> == Color{40, 255, 1}), 1);
    EXPECT_EQ(count(field<&Person::color>.in({Color{40, 255, 1}, Color{80, 255, 2}})), 2);
    EXPECT_EQ(count(field<&Person::color> >= Color{80, 0, 0}), 5);
    EXPECT_EQ(count(field<&Person::weight> < Weight{"0.001"_dec}), 3);
    EXPECT_EQ(count(field<&Person::weight>.in({Weight{df::decimal<12, 3>::from_units(-3000000)}})), 1);
    EXPECT_EQ(count(field<&Person::weight>.between(Weight{"-3000"_dec}, Weight{"0"_dec})), 3);
    EXPECT_EQ(count(field<&Person::blob> == rows[3].blob), 1);
    EXPECT_EQ(count(field<&Person::stamp> > rows[3].stamp), 3);
    EXPECT_EQ(count(field<&Person::mark>.in({rows[3].mark, rows[4].mark})), 2);
    EXPECT_EQ(count(field<&Person::flag> == Flag{true}), 3);
    EXPECT_EQ(count(field<&Person::flag>.in({Flag{true}})), 3);
    EXPECT_EQ(count(field<&Person::ratio> == Ratio{0.5}), 1);
    EXPECT_EQ(count(field<&Person::state> == status::closed && field<&Person::card> == suit::hearts), 1);
    EXPECT_EQ(count(field<&Person::card>.in({suit::hearts, suit::spades})), 4);
    std::vector<std::string> seen;
    auto list = df::list<Person>().order_by(df::desc(field<&Person::color>), email).limit(2);
    for (auto page = db.run(list);; page = db.run(list.after(*page.next))) {
        for (const auto& r : page.records) seen.push_back(r.name);
        if (!page.next) break;
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"p6", "p5", "p4", "p3", "p2", "p1", "p0"}));
    seen.clear();
    auto by_text = df::list<Person>().order_by(second).limit(3);
    for (auto page = db.run(by_text);; page = db.run(by_text.after(*page.next))) {
        for (const auto& r : page.records) seen.push_back(r.second ? r.second->text() : "");
        if (!page.next) break;
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"", "", "", "0@second", "2@second", "4@second", "6@second"}));
    EXPECT_EQ(db.run(df::bulk_update<Person>(
                         email == Email{"a@x"}, email = Email{"b@x"}, second = Email{"set@"},
                         field<&Person::weight> = Weight{"7.5"_dec}, field<&Person::card> = std::nullopt,
                         field<&Person::state> = status::open))
                  .updated,
              1);
    const auto set = db.run(df::list<Person>().where(email == Email{"b@x"})).records.at(0);
    EXPECT_EQ(set.second, Email{"set@"});
    EXPECT_EQ(set.weight, Weight{"7.5"_dec});
    EXPECT_EQ(set.card, std::nullopt);
    EXPECT_EQ(db.run(df::bulk_update<Person>(second != std::nullopt, second = std::nullopt)).updated, 5);
    const auto ticket = db.run(df::create<Ticket>(field<&Ticket::holder> = Email{"h@x"}));
    EXPECT_EQ(ticket.holder, Email{"h@x"});
    EXPECT_EQ(db.run(df::update<Ticket>(ticket.id, field<&Ticket::holder> = Email{"i@x"})).holder,
              Email{"i@x"});
}

TEST_P(MappedTypes, GuardUniqueConstraintsAndAreKeys) {
    database db{url()};
    db.run(df::create(Person{.second = Email{"one@"}}));
    const auto e = thrown<df::unique_violation>([&] { db.run(df::create(Person{.second = Email{"one@"}})); });
    EXPECT_EQ(e.field(), "second");
    EXPECT_EQ(db.run(df::bulk_upsert(std::vector{Person{.name = "again", .second = Email{"one@"}}})
                         .on_conflict(second))
                  .updated,
              1);
    const auto twice = db.run(df::bulk_upsert(std::vector{Person{.name = "first", .second = Email{"two@"}},
                                                          Person{.name = "last", .second = Email{"two@"}}})
                                  .on_conflict(second));
    EXPECT_EQ(twice.created, 1); // of equal keys the last wins
    EXPECT_EQ(db.run(df::list<Person>().where(second == Email{"two@"})).records.at(0).name, "last");
    db.run(df::bulk_create(std::vector{Account{Email{"a@"}, 1}, Account{Email{"b@"}, 2}}));
    EXPECT_EQ(db.run(df::read<Account>(Email{"b@"})).visits, 2);
    EXPECT_EQ(db.run(df::update<Account>(Email{"b@"}, field<&Account::visits> += 1)).visits, 3);
    EXPECT_EQ(db.run(df::bulk_update(std::vector{Account{Email{"b@"}, 7}, Account{Email{"a@"}, 8}})).updated,
              2);
    EXPECT_EQ(db.run(df::read<Account>(Email{"a@"})).visits, 8);
    EXPECT_EQ(db.run(df::bulk_erase<Account>(std::vector{Email{"a@"}, Email{"c@"}})).deleted, 1);
    EXPECT_THROW(db.run(df::create(Account{Email{"b@"}, 1})), df::unique_violation);
    EXPECT_THROW(db.run(df::read<Account>(Email{"a@"})), df::not_found);
}

TEST_P(MappedTypes, WhatTheMappingThrowsIsAnInvalidValue) {
    database db{url()};
    const Email secret{"secret@nowhere"};
    const auto good = db.run(df::create(Person{.name = "good"}));
    const auto refused = [&](auto work, const char* path) {
        const auto e = thrown<df::invalid_value>(work);
        EXPECT_EQ(e.field(), "email") << path;
        EXPECT_FALSE(has(e.what(), "secret")) << path << ": " << e.what();
        EXPECT_EQ(db.run(df::count<Person>()), 1) << path;
    };
    Person bad{.email = secret};
    refused([&] { db.run(df::create(bad)); }, "create");
    refused([&] { db.run(df::bulk_create(std::vector{Person{}, bad})); }, "bulk create");
    refused([&] { db.run(df::bulk_create(std::vector{Person{}, bad}).returning_ids()); },
            "bulk create with ids");
    bad.id = good.id;
    refused([&] { db.run(df::update(bad)); }, "save");
    refused([&] { db.run(df::bulk_update(std::vector{bad})); }, "bulk update");
    refused([&] { db.run(df::upsert(bad).on_conflict(field<&Person::id>)); }, "upsert");
    refused([&] { db.run(df::count<Person>().where(email == secret)); }, "filter");
    refused([&] { db.run(df::count<Person>().where(email.in({secret}))); }, "in");
    refused([&] { db.run(df::update<Person>(good.id, email = secret)); }, "assignment");
    EXPECT_EQ(thrown<df::invalid_value>([&] { db.run(df::create(Person{.state = status::lost})); }).field(),
              "state");
    EXPECT_EQ(thrown<df::invalid_value>([&] {
                  db.run(df::create(Person{.email = Email{std::string("@\0", 2)}}));
              }).field(),
              "email");
    EXPECT_EQ(thrown<df::invalid_value>([&] { db.run(df::create(Person{.email = Email{"\xff@"}})); }).field(),
              "email");
    const Person nan{.ratio = {std::numeric_limits<double>::quiet_NaN()}};
    if (postgres()) {
        EXPECT_TRUE(std::isnan(db.run(df::create(nan)).ratio.part));
    } else {
        EXPECT_EQ(thrown<df::invalid_value>([&] { db.run(df::create(nan)); }).field(), "ratio");
    }
}

TEST_P(MappedTypes, TakePartInWorkflows) {
    database db{url()};
    struct Start {
        Email who{};
        int seat = 0;
    };
    auto flow = df::workflow<Start>(
        df::node<"ticket">(df::create<Ticket>()), df::wire<"input.who", "ticket.holder">,
        df::wire<"input.seat", "ticket.seat">,
        df::node<"found">(df::list<Ticket>().where(field<&Ticket::holder> == df::param<"who">)),
        df::wire<"input.who", "found.who">, df::after<"ticket", "found">);
    auto done = db.run(flow, Start{Email{"w@x"}, 4});
    using namespace df::literals;
    EXPECT_EQ(done["ticket"_n].holder, Email{"w@x"});
    EXPECT_EQ(done["found"_n].records.at(0).seat, 4);
}

// --- what others see and write -------------------------------------------------------------------

TEST_P(MappedOracle, TheDatabasesOwnProgramsAgree) {
    if (!support::oracle_is_there(GetParam()))
        GTEST_SKIP() << "the database's command-line program is not installed";
    const auto ask = [&](const std::string& sql) { return support::ask_oracle(GetParam(), where(), sql); };
    database db{url()};
    auto rows = people();
    db.run(df::bulk_create(rows));
    EXPECT_EQ(ask("SELECT count(*) FROM people WHERE email = 'a@x' AND color = 2686721 AND state = 'it''s "
                  "closed' AND card = '\xE2\x99\xA5'"),
              "1");
    EXPECT_EQ(ask("SELECT weight FROM people WHERE name = 'p0'"), postgres() ? "-3000.000" : "-3000000");
    // what is in the column and not in the type
    auto other = plain();
    const auto id = db.run(df::create(Person{.name = "x"})).id;
    other.run("UPDATE people SET email = 'no address' WHERE name = 'x'");
    const auto e = thrown<df::invalid_value>([&] { db.run(df::read<Person>(id)); });
    EXPECT_EQ(e.field(), "email");
    EXPECT_EQ(e.model(), "Person");
    EXPECT_FALSE(has(e.what(), "no address"));
    other.run("UPDATE people SET email = 'a@' WHERE name = 'x'");
    EXPECT_ANY_THROW(other.run("UPDATE people SET state = 'lost' WHERE name = 'x'"));
    EXPECT_ANY_THROW(other.run("UPDATE people SET state = 'open' WHERE name = 'x'"));
    other.run("UPDATE people SET card = '\xE2\x99\xA0' WHERE name = 'x'");
    EXPECT_EQ(db.run(df::read<Person>(id)).card, suit::spades);
    // defaults of mapped types, written by the database
    ask("INSERT INTO accounts (address, visits, created_at, updated_at) VALUES ('sql@', 5, "
        "'2024-01-01T00:00:00.000000Z', '2024-01-01T00:00:00.000000Z')");
    EXPECT_EQ(db.run(df::read<Account>(Email{"sql@"})).visits, 5);
    const auto defaults =
        ask(postgres() ? "SELECT column_default FROM information_schema.columns WHERE table_schema = "
                         "current_schema() AND table_name = 'people' AND column_name IN ('email', 'color', "
                         "'flag') ORDER BY ordinal_position"
                       : "SELECT dflt_value FROM pragma_table_info('people') WHERE name IN ('email', "
                         "'color', 'flag') ORDER BY cid");
    EXPECT_EQ(defaults, postgres() ? "'nobody@x.org'::text\n66051\ntrue" : "'nobody@x.org'\n66051\n1");
}

TEST(TimeOrderedUuid, SortsByWhenItWasMade) {
    std::set<std::string> seen;
    std::string last;
    for (int i = 0; i < 50; ++i) {
        const auto id = df::time_ordered_uuid();
        const auto text = df::uuid_text(id);
        EXPECT_TRUE(seen.insert(text).second);
        EXPECT_EQ(text[14], '7');
        EXPECT_TRUE(text[19] == '8' || text[19] == '9' || text[19] == 'a' || text[19] == 'b') << text;
        if (i % 10 == 0) {
            EXPECT_LT(last, text);
            last = text;
            ::usleep(1500);
        }
    }
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    const auto head = std::stoll(last.substr(0, 8) + last.substr(9, 4), nullptr, 16);
    EXPECT_LE(head, now);
    EXPECT_GT(head, now - 60'000);
}

} // namespace
