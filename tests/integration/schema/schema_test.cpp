// Tables: made from structs, left alone where they fit, refused where they do not; defaults, keys,
// constraints and what happens on delete.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace schema_models {
enum class state_v2 { open, paused, closed, odd };
} // namespace schema_models
template <>
inline constexpr auto dataflow::enum_names<schema_models::state_v2> =
    std::array{dataflow::enum_name{schema_models::state_v2::open, "open"},
               dataflow::enum_name{schema_models::state_v2::paused, "paused"},
               dataflow::enum_name{schema_models::state_v2::closed, "closed"},
               dataflow::enum_name{schema_models::state_v2::odd, "it's odd"}};

namespace schema_models {

namespace df = dataflow;

enum class level : std::uint8_t { low, mid = 5, high };

/// A default for each kind of column.
struct Defaults {
    df::id<Defaults> id{};
    std::string required;
    bool flag = true;
    std::int16_t small = -7;
    int medium = 42;
    std::int64_t large = INT64_MIN;
    double real = 0.1;
    float single = 1.5F;
    std::string text = "it's \\ \"quoted\" \xF0\x9F\x98\x80";
    level grade = level::mid;
    std::optional<int> maybe{};
    std::optional<std::string> given = "here";
    df::timestamp moment{std::chrono::microseconds{1'600'000'000'123'456}};
    df::date day{std::chrono::year{1969}, std::chrono::month{12}, std::chrono::day{31}};
    df::bytes raw{std::byte{0}, std::byte{255}};
};

// One table as two versions of a program see it.
struct Thing_v1 {
    df::id<Thing_v1> id{};
    std::string name;
    int size = 0;
    static constexpr auto dataflow = df::options{.table = "things"};
};
struct Thing_v2 {
    df::id<Thing_v2> id{};
    std::string name;
    std::string size;        // another type
    std::optional<int> more; // not there
    std::optional<bool> less;
    static constexpr auto dataflow = df::options{.table = "things"};
};
struct Thing_indexed {
    df::id<Thing_indexed> id{};
    std::string name;
    int size = 0;
    static constexpr auto dataflow = df::options{
        .table = "things", .unique = df::unique({"name", "size"}), .indexes = df::indexes({"size"})};
};

struct Person { // refers to itself
    df::id<Person> id{};
    std::string name;
    std::optional<df::id<Person>> boss{};
};

struct Team {
    df::id<Team> id{};
    std::string name;
};
struct Member { // goes with its team
    df::id<Member> id{};
    df::id<Team> team{};
    static constexpr auto dataflow =
        df::options{.foreign_keys = df::foreign_keys(df::foreign_key_rule{"team", df::on_delete::cascade})};
};
struct Guest { // stays without it
    df::id<Guest> id{};
    std::optional<df::id<Team>> team{};
    static constexpr auto dataflow =
        df::options{.foreign_keys = df::foreign_keys(df::foreign_key_rule{"team", df::on_delete::set_null})};
};
struct Contract { // holds it back
    df::id<Contract> id{};
    df::id<Team> team{};
};

struct Rules {
    df::id<Rules> id{};
    std::string shop;
    int number = 0;
    std::string state = "open";
    std::optional<double> price{};
    static constexpr auto dataflow = df::options{
        .unique = df::unique({"shop", "number"}),
        .indexes = df::indexes(df::index{"state"}.where(df::column("state") == "open")),
        .checks = df::checks(df::check("rules_price_fits_state",
                                       df::is_null(df::column("price")) ||
                                           (df::column("price") > 0.5 && df::column("state") != "free")))};
};
struct OnePerShop { // unique only among the open
    df::id<OnePerShop> id{};
    std::string shop;
    std::string state = "open";
    static constexpr auto dataflow =
        df::options{.unique = df::unique(df::index{"shop"}.where(df::column("state") == "open"))};
};

struct Fresh {
    df::id<Fresh> id{};
    int n = 0;
};
struct Recycled {
    df::id<Recycled> id{};
    int n = 0;
    static constexpr auto dataflow = df::options{.reuse_keys = true};
};

/// Words of SQL, quotes and spaces as names.
struct Select {
    df::id<Select> id{};
    int order = 0;
    std::string group;
    std::optional<bool> where{};
    static constexpr auto dataflow =
        df::options{.table = "select \"from\" it's", .indexes = df::indexes({"order", "group"})};
};

// One enumeration as two versions of a program see it; a name may hold a quote.
enum class state_v1 { open, closed };
struct Job_v1 {
    df::id<Job_v1> id{};
    state_v1 s = state_v1::open;
    std::optional<state_v1> last{};
    static constexpr auto dataflow = df::options{.table = "jobs"};
};
struct Job_v2 {
    df::id<Job_v2> id{};
    state_v2 s = state_v2::open;
    std::optional<state_v2> last{};
    static constexpr auto dataflow = df::options{.table = "jobs"};
};

// Conditions with every kind of value.
enum class blood { a, b, ab };
struct Donor {
    df::id<Donor> id{};
    df::date hired{std::chrono::year{2021}, std::chrono::month{1}, std::chrono::day{1}};
    df::timestamp seen{std::chrono::sys_days{std::chrono::year{2021} / 1 / 1}};
    std::chrono::minutes worked{60};
    df::decimal<8, 2> pay{1};
    std::optional<blood> group{};
    static constexpr auto dataflow = df::options{
        .indexes = df::indexes(
            df::index{"hired"}.where(df::column("group") == blood::ab),
            df::index{"pay"}.where(df::column("seen") >=
                                   std::chrono::sys_seconds{std::chrono::seconds{1'000'000'000}})),
        .checks = df::checks(
            df::check("hired_late", df::column("hired") > df::date{std::chrono::year{2020} / 2 / 29}),
            df::check("seen_late", df::column("seen") >= df::timestamp{std::chrono::seconds{1'500'000'000}}),
            df::check("worked_long", df::column("worked") >= std::chrono::minutes{30}),
            df::check("paid", df::column("pay") > df::decimal<8, 1>{}),
            df::check("not_b", df::column("group") != blood::b && df::column("group") != "a"))};
};

using everything =
    df::database<Defaults, Person, Team, Member, Guest, Contract, Rules, OnePerShop, Fresh, Recycled, Select>;

} // namespace schema_models

namespace {

namespace df = dataflow;
using namespace schema_models;
using df::field;
using support::has;
using support::thrown;

class Schema : public support::database_test {};
class SchemaSeenFromOutside : public support::shared_database_test {};
DATAFLOW_ON_ALL_DATABASES(Schema);
DATAFLOW_ON_SHARED_DATABASES(SchemaSeenFromOutside);

TEST_P(SchemaSeenFromOutside, TablesAreCreatedOnceAndFoundAgain) {
    {
        everything db{url()};
        db.run(df::create(Fresh{.n = 7}));
    }
    auto sql = plain();
    const std::string shape =
        postgres() ? "SELECT string_agg(table_name || '.' || column_name || ' ' || data_type || ' ' || "
                     "coalesce(column_default, '-'), ';' "
                     "ORDER BY table_name, ordinal_position) FROM information_schema.columns WHERE "
                     "table_schema = current_schema()"
                   : "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)";
    const auto before = sql.value(shape);
    EXPECT_TRUE(has(before, "recycleds"));
    everything again{url()};
    EXPECT_EQ(sql.value(shape), before);
    EXPECT_EQ(again.run(df::read<Fresh>(1)).n, 7);
}

TEST_P(SchemaSeenFromOutside, DefaultInitializersAreColumnDefaults) {
    everything db{url()};
    auto sql = plain();
    sql.run("INSERT INTO \"defaults\" (required, created_at, updated_at) VALUES ('x', "
            "'2020-01-01T00:00:00.000000Z', '2020-01-01T00:00:00.000000Z')");
    const auto found = db.run(df::list<Defaults>()).records;
    ASSERT_EQ(found.size(), 1U);
    const Defaults wanted{};
    EXPECT_EQ(found[0].flag, wanted.flag);
    EXPECT_EQ(found[0].small, wanted.small);
    EXPECT_EQ(found[0].medium, wanted.medium);
    EXPECT_EQ(found[0].large, wanted.large);
    EXPECT_EQ(found[0].real, wanted.real);
    EXPECT_EQ(found[0].single, wanted.single);
    EXPECT_EQ(found[0].text, wanted.text);
    EXPECT_EQ(found[0].grade, wanted.grade);
    EXPECT_EQ(found[0].maybe, wanted.maybe);
    EXPECT_EQ(found[0].given, wanted.given);
    EXPECT_EQ(found[0].moment, wanted.moment);
    EXPECT_EQ(found[0].day, wanted.day);
    EXPECT_EQ(found[0].raw, wanted.raw);
    // what has no default must be given
    EXPECT_THROW(sql.run("INSERT INTO \"defaults\" (created_at, updated_at) VALUES "
                         "('2020-01-01T00:00:00.000000Z', '2020-01-01T00:00:00.000000Z')"),
                 std::runtime_error);
}

TEST_P(SchemaSeenFromOutside, ATableOfAnotherShapeIsRefusedWithEveryColumnNamedAndNothingChanged) {
    {
        df::database<Thing_v1> db{url()};
        db.run(df::create(Thing_v1{.name = "kept", .size = 3}));
    }
    const auto e = thrown<df::schema_mismatch>([&] { df::database<Fresh, Thing_v2> db{url()}; });
    EXPECT_EQ(e.model(), "Thing_v2");
    EXPECT_TRUE(has(e.what(), "things")) << e.what();
    EXPECT_TRUE(has(e.what(), "column size is")) << e.what();
    EXPECT_TRUE(has(e.what(), "column more is missing")) << e.what();
    EXPECT_TRUE(has(e.what(), "column less is missing")) << e.what();
    EXPECT_FALSE(has(e.what(), "column name")) << e.what();
    auto sql = plain();
    EXPECT_EQ(sql.value("SELECT size FROM things"), "3");
    // not even the other, missing table was made
    EXPECT_THROW(sql.run("SELECT * FROM freshes"), std::runtime_error);
    df::database<Thing_v1> db{url()};
    EXPECT_EQ(db.run(df::read<Thing_v1>(1)).name, "kept");
}

TEST_P(SchemaSeenFromOutside, NullabilityKeyAndColumnsThatTheModelDoesNotKnow) {
    auto sql = plain();
    const std::string key = postgres() ? "id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
                                       : "id INTEGER PRIMARY KEY AUTOINCREMENT";
    const std::string whole = postgres() ? "BIGINT" : "INTEGER";
    const std::string time = postgres() ? "TIMESTAMPTZ NOT NULL" : "TEXT NOT NULL";
    sql.run("CREATE TABLE people (" + key + ", name TEXT, boss " + whole +
            " NOT NULL, secret TEXT NOT NULL, created_at " + time + ", updated_at " + time + ")");
    const auto e = thrown<df::schema_mismatch>([&] { df::database<Person> db{url()}; });
    EXPECT_TRUE(has(e.what(), "the table people")) << e.what();
    EXPECT_TRUE(has(e.what(), "column name can be NULL")) << e.what();
    EXPECT_TRUE(has(e.what(), "column boss is NOT NULL")) << e.what();
    EXPECT_TRUE(has(e.what(), "column secret is NOT NULL without a default")) << e.what();
}

TEST_P(SchemaSeenFromOutside, AColumnMoreThatFillsItselfDoesNoHarm) {
    {
        df::database<Thing_v1> db{url()};
    }
    plain().run("ALTER TABLE things ADD COLUMN extra INTEGER NOT NULL DEFAULT 5");
    df::database<Thing_v1> db{url()};
    const auto made = db.run(df::create(Thing_v1{.name = "a"}));
    EXPECT_EQ(plain().value("SELECT extra FROM things"), "5");
    EXPECT_EQ(db.run(df::read<Thing_v1>(made.id)).name, "a");
}

TEST_P(SchemaSeenFromOutside, AMissingIndexIsCreated) {
    {
        df::database<Thing_v1> db{url()};
        db.run(df::create(Thing_v1{.name = "a", .size = 1}));
    }
    const std::string list =
        postgres()
            ? "SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() AND indexname IN "
              "('things_size_idx', 'things_name_size_key')"
            : "SELECT count(*) FROM sqlite_schema WHERE name IN ('things_size_idx', 'things_name_size_key')";
    EXPECT_EQ(plain().value(list), "0");
    df::database<Thing_indexed> db{url()};
    EXPECT_EQ(plain().value(list), "2");
    EXPECT_THROW(db.run(df::create(Thing_indexed{.name = "a", .size = 1})), df::unique_violation);
}

TEST_P(SchemaSeenFromOutside, ANewValueOfAnEnumerationIsAllowedByTheTableThatIsThere) {
    df::database<Job_v1> old{url()};
    const auto first = old.run(df::create(Job_v1{.s = state_v1::closed, .last = state_v1::open})).id.value;
    const auto e = thrown<df::schema_mismatch>(
        [&] { df::database<Job_v2> db{df::open_options{.url = url(), .create_tables = false}}; });
    EXPECT_EQ(e.model(), "Job_v2");
    EXPECT_TRUE(has(e.what(), "the check of column s does not allow paused, it's odd; the check of column "
                              "last does not allow paused, it's odd"))
        << e.what();
    {
        df::database<Fresh, Job_v2> db{url()};
        const auto paused = db.run(df::create(Job_v2{.s = state_v2::paused, .last = state_v2::odd})).id.value;
        EXPECT_EQ(db.run(df::read<Job_v2>(paused)).last, state_v2::odd);
        EXPECT_EQ(db.run(df::read<Job_v2>(first)).s, state_v2::closed);
        EXPECT_EQ(db.run(df::list<Job_v2>()).records.size(), 2U);
        EXPECT_GT(paused, first);
    }
    EXPECT_EQ(old.run(df::read<Job_v1>(first)).s,
              state_v1::closed); // a connection from before still reads and writes
    old.run(df::update<Job_v1>(first, field<&Job_v1::s> = state_v1::open));
    EXPECT_THROW(plain().run("UPDATE jobs SET s = 'other'"), std::runtime_error);
    df::database<Job_v1> again{url()}; // the older program takes no name away
    df::database<Job_v2> newer{df::open_options{.url = url(), .create_tables = false}};
    EXPECT_EQ(newer.run(df::create(Job_v2{.s = state_v2::odd})).s, state_v2::odd);
    if (!postgres()) {
        EXPECT_EQ(plain().value("PRAGMA integrity_check"), "ok");
    }
}

TEST_P(SchemaSeenFromOutside, ACheckThatIsNotTheLibrarysOwnIsLeftAlone) {
    {
        df::database<Fresh> db{url()};
    }
    auto sql = plain();
    const std::string key = postgres() ? "id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
                                       : "id INTEGER PRIMARY KEY AUTOINCREMENT";
    const std::string time = postgres() ? "TIMESTAMPTZ NOT NULL" : "TEXT NOT NULL";
    sql.run("CREATE TABLE jobs (" + key +
            ", s TEXT NOT NULL CONSTRAINT jobs_s_range CHECK (s IN ('open', 'closed') OR length(s) > 100), "
            "last TEXT, created_at " +
            time + ", updated_at " + time + ")");
    df::database<Job_v2> db{url()};
    EXPECT_THROW(db.run(df::create(Job_v2{.s = state_v2::paused})), df::invalid_value);
    EXPECT_EQ(db.run(df::create(Job_v2{.last = state_v2::paused})).last, state_v2::paused);
}

TEST_P(SchemaSeenFromOutside, AUniqueIndexThatTheRecordsBreakIsRefusedAndNothingChanged) {
    {
        df::database<Thing_v1> db{url()};
        db.run(
            df::bulk_create(std::vector{Thing_v1{.name = "a", .size = 1}, Thing_v1{.name = "a", .size = 1}}));
    }
    EXPECT_THROW((df::database<Fresh, Thing_indexed>{url()}), df::unique_violation);
    EXPECT_THROW(plain().run("SELECT * FROM freshes"), std::runtime_error);
    EXPECT_EQ(plain().value("SELECT count(*) FROM things"), "2");
}

TEST_P(SchemaSeenFromOutside, WithoutCreateTablesAMissingTableIsAnError) {
    const auto e = thrown<df::schema_mismatch>(
        [&] { df::database<Fresh> db{df::open_options{.url = url(), .create_tables = false}}; });
    EXPECT_TRUE(has(e.what(), "freshes")) << e.what();
    EXPECT_THROW(plain().run("SELECT * FROM freshes"), std::runtime_error);
    {
        df::database<Fresh> db{url()};
    }
    df::database<Fresh> db{df::open_options{.url = url(), .create_tables = false}};
    EXPECT_EQ(db.run(df::count<Fresh>()), 0);
}

TEST_P(SchemaSeenFromOutside, ForeignKeysChecksAndPartialIndexesAreReallyInTheDatabase) {
    everything db{url()};
    auto sql = plain();
    const std::string now = "'2020-01-01T00:00:00.000000Z'";
    if (!postgres()) sql.run("PRAGMA foreign_keys = on");
    EXPECT_THROW(
        sql.run("INSERT INTO contracts (team, created_at, updated_at) VALUES (99, " + now + ", " + now + ")"),
        std::runtime_error);
    EXPECT_THROW(
        sql.run("INSERT INTO rules (shop, number, price, created_at, updated_at) VALUES ('a', 1, 0.1, " +
                now + ", " + now + ")"),
        std::runtime_error);
    const auto partial =
        sql.value(postgres() ? "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND "
                               "indexname = 'rules_state_idx'"
                             : "SELECT sql FROM sqlite_schema WHERE name = 'rules_state_idx'");
    EXPECT_TRUE(has(partial, "WHERE")) << partial;
}

TEST_P(Schema, ConditionsTakeDatesTimesDurationsDecimalsAndEnumerations) {
    df::database<Donor> db{url()};
    db.run(df::create(Donor{}));
    db.run(df::create(Donor{.group = blood::ab}));
    const auto broken = [&](const Donor& d) {
        return thrown<df::check_violation>([&] { db.run(df::create(Donor{d})); }).constraint();
    };
    EXPECT_EQ(broken({.hired = std::chrono::year{2020} / 2 / 29}), "hired_late");
    EXPECT_EQ(broken({.seen = df::timestamp{std::chrono::seconds{1'499'999'999}}}), "seen_late");
    EXPECT_EQ(broken({.worked = std::chrono::minutes{29}}), "worked_long");
    EXPECT_EQ(broken({.pay = df::decimal<8, 2>{0}}), "paid");
    EXPECT_EQ(broken({.group = blood::b}), "not_b");
    EXPECT_EQ(broken({.group = blood::a}), "not_b");
    db.run(df::create(Donor{.hired = std::chrono::year{2020} / 3 / 1,
                            .seen = df::timestamp{std::chrono::seconds{1'500'000'000}},
                            .worked = std::chrono::minutes{30}}));
    EXPECT_EQ(db.run(df::count<Donor>()), 3);
}

TEST_P(Schema, NamesThatAreWordsOfSqlWork) {
    everything db{url()};
    const auto made = db.run(df::create(Select{.order = 3, .group = "g", .where = true}));
    const auto page = db.run(df::list<Select>()
                                 .where(field<&Select::order> == 3 && field<&Select::group> == "g" &&
                                        field<&Select::where> == true)
                                 .order_by(field<&Select::group>));
    ASSERT_EQ(page.records.size(), 1U);
    EXPECT_EQ(db.run(df::update<Select>(made.id, field<&Select::order> += 1)).order, 4);
    const std::vector rows{Select{.order = 1, .group = "x"}, Select{.order = 2, .group = "y"}};
    EXPECT_EQ(db.run(df::bulk_create(rows).returning_ids()).ids.size(), 2U);
    EXPECT_EQ(db.run(df::bulk_erase<Select>(df::everything)).deleted, 3);
}

TEST_P(Schema, AManagedKeyIsMadeAndFound) {
    shop::database db{url()};
    const auto a = db.run(df::create(shop::Note{.body = "one"}));
    const auto b = db.run(df::create(shop::Note{.body = "two"}));
    EXPECT_TRUE(a.id.is_set());
    EXPECT_NE(a.id, b.id);
    EXPECT_EQ(db.run(df::read<shop::Note>(b.id)).body, "two");
    EXPECT_EQ(db.run(df::list<shop::Note>().where(df::id_of<shop::Note> == a.id)).records.at(0).body, "one");
    EXPECT_TRUE(db.run(df::erase<shop::Note>(a.id)));
    EXPECT_FALSE(db.run(df::find<shop::Note>(a.id)).has_value());
}

TEST_P(Schema, ATextKeyIsGivenByTheCaller) {
    shop::database db{url()};
    using key = df::id<shop::Airport, std::string>;
    db.run(df::create(shop::Airport{key{"JFK"}, "New York"}));
    EXPECT_EQ(db.run(df::read<shop::Airport>("JFK")).city, "New York");
    const auto twice =
        thrown<df::unique_violation>([&] { db.run(df::create(shop::Airport{key{"JFK"}, "again"})); });
    EXPECT_EQ(twice.constraint(), "airports_pkey");
    EXPECT_EQ(twice.field(), "iata");
    const auto empty =
        thrown<df::invalid_value>([&] { db.run(df::create(shop::Airport{key{}, "nowhere"})); });
    EXPECT_EQ(empty.field(), "iata");
    EXPECT_EQ(db.run(df::count<shop::Airport>()), 1);
}

TEST_P(Schema, ACompositeKeyIsOneKey) {
    shop::database db{url()};
    db.run(df::create(shop::Seat{"LH1", 1, "Ann"}));
    db.run(df::create(shop::Seat{"LH1", 2, "Bob"}));
    db.run(df::create(shop::Seat{"LH2", 1, "Cid"}));
    EXPECT_EQ(db.run(df::read<shop::Seat>("LH1", 2)).passenger, "Bob");
    EXPECT_EQ(db.run(df::update<shop::Seat>(std::tuple{"LH2", 1}, field<&shop::Seat::bags> = 4)).bags, 4);
    const auto e = thrown<df::unique_violation>([&] { db.run(df::create(shop::Seat{"LH1", 2, "Dan"})); });
    EXPECT_EQ(e.field(), "flight, number");
    EXPECT_EQ(e.constraint(), "seats_pkey");
    EXPECT_TRUE(db.run(df::erase<shop::Seat>("LH1", 1)));
    EXPECT_FALSE(db.run(df::erase<shop::Seat>("LH1", 1)));
    EXPECT_THROW(db.run(df::read<shop::Seat>("LH1", 1)), df::not_found);
}

TEST_P(Schema, AUuidKeyIsMadeWhereItIsNil) {
    shop::database db{url()};
    const auto a = db.run(df::create(shop::Ticket{.title = "a"}));
    const auto b = db.run(df::create(shop::Ticket{.title = "b"}));
    EXPECT_TRUE(a.id.is_set());
    EXPECT_NE(a.id, b.id);
    EXPECT_EQ(db.run(df::read<shop::Ticket>(b.id)).title, "b");
    const auto given = df::random_uuid();
    EXPECT_EQ(db.run(df::create(shop::Ticket{df::id<shop::Ticket, df::uuid>{given}, "c"})).id.value, given);
    EXPECT_THROW(db.run(df::create(shop::Ticket{df::id<shop::Ticket, df::uuid>{given}, "d"})),
                 df::unique_violation);
}

TEST_P(Schema, AKeyMayReferToItsOwnTable) {
    everything db{url()};
    const auto chief = db.run(df::create(Person{.name = "chief"}));
    EXPECT_EQ(chief.boss, std::nullopt);
    const auto worker = db.run(df::create(Person{.name = "worker", .boss = chief.id}));
    EXPECT_EQ(db.run(df::list<Person>().where(field<&Person::boss> == chief.id)).records.at(0).id, worker.id);
    EXPECT_EQ(db.run(df::count<Person>().where(field<&Person::boss>.is_null())), 1);
    EXPECT_THROW(db.run(df::erase<Person>(chief.id)), df::foreign_key_violation);
    const auto e = thrown<df::foreign_key_violation>(
        [&] { db.run(df::update<Person>(worker.id, field<&Person::boss> = df::id<Person>{999})); });
    EXPECT_EQ(e.field(), "boss");
    db.run(df::update<Person>(worker.id, field<&Person::boss> = std::nullopt));
    EXPECT_TRUE(db.run(df::erase<Person>(chief.id)));
}

TEST_P(Schema, OnDeleteDoesWhatTheOptionsSay) {
    everything db{url()};
    const auto a = db.run(df::create(Team{.name = "a"}));
    const auto b = db.run(df::create(Team{.name = "b"}));
    db.run(df::create(Member{.team = a.id}));
    const auto guest = db.run(df::create(Guest{.team = a.id}));
    const auto held = db.run(df::create(Contract{.team = b.id}));
    EXPECT_TRUE(db.run(df::erase<Team>(a.id)));
    EXPECT_EQ(db.run(df::count<Member>()), 0);
    EXPECT_EQ(db.run(df::read<Guest>(guest.id)).team, std::nullopt);
    const auto e = thrown<df::foreign_key_violation>([&] { db.run(df::erase<Team>(b.id)); });
    EXPECT_EQ(e.constraint(), "contracts_team_fkey");
    EXPECT_TRUE(db.run(df::erase<Contract>(held.id)));
    EXPECT_TRUE(db.run(df::erase<Team>(b.id)));
}

TEST_P(Schema, UniqueConstraintsOverSeveralColumns) {
    everything db{url()};
    db.run(df::create(Rules{.shop = "a", .number = 1}));
    db.run(df::create(Rules{.shop = "a", .number = 2}));
    db.run(df::create(Rules{.shop = "b", .number = 1}));
    const auto e = thrown<df::unique_violation>([&] { db.run(df::create(Rules{.shop = "b", .number = 1})); });
    EXPECT_EQ(e.constraint(), "rules_shop_number_key");
    EXPECT_EQ(e.field(), "shop, number");
    EXPECT_EQ(e.model(), "Rules");
    EXPECT_EQ(e.node(), "create");
}

TEST_P(Schema, APartialUniqueIndexGuardsOnlyItsRecords) {
    everything db{url()};
    db.run(df::create(OnePerShop{.shop = "a", .state = "closed"}));
    db.run(df::create(OnePerShop{.shop = "a", .state = "closed"}));
    const auto open = db.run(df::create(OnePerShop{.shop = "a"}));
    EXPECT_THROW(db.run(df::create(OnePerShop{.shop = "a"})), df::unique_violation);
    db.run(df::update<OnePerShop>(open.id, field<&OnePerShop::state> = "closed"));
    db.run(df::create(OnePerShop{.shop = "a"}));
    EXPECT_EQ(db.run(df::count<OnePerShop>()), 4);
}

TEST_P(Schema, ChecksAreKeptOnEveryWayIn) {
    everything db{url()};
    const auto good = db.run(df::create(Rules{.shop = "a", .price = 1.0}));
    const auto bad = Rules{.shop = "b", .price = 0.25};
    const auto create = thrown<df::check_violation>([&] { db.run(df::create(bad)); });
    EXPECT_EQ(create.constraint(), "rules_price_fits_state");
    EXPECT_FALSE(has(create.what(), "0.25"));
    EXPECT_THROW(db.run(df::bulk_create(std::vector{bad})), df::check_violation);
    EXPECT_THROW(db.run(df::update<Rules>(good.id, field<&Rules::state> = "free")), df::check_violation);
    EXPECT_THROW(db.run(df::bulk_update<Rules>(df::everything, field<&Rules::price> = 0.0)),
                 df::check_violation);
    EXPECT_THROW(db.run(df::upsert(bad).on_conflict(field<&Rules::shop>, field<&Rules::number>)),
                 df::check_violation);
    EXPECT_EQ(db.run(df::count<Rules>()), 1);
    EXPECT_EQ(db.run(df::read<Rules>(good.id)).state, "open");
}

// --- keys are given once -----------------------------------------------------------------------

TEST_P(Schema, AKeyIsNeverGivenAgainAfterTheLastRecordIsDeleted) {
    everything db{url()};
    db.run(df::create(Fresh{.n = 1}));
    const auto last = db.run(df::create(Fresh{.n = 2})).id;
    db.run(df::erase<Fresh>(last));
    EXPECT_GT(db.run(df::create(Fresh{.n = 3})).id, last);
    const auto highest = db.run(df::create(Fresh{.n = 4})).id;
    db.run(df::bulk_erase<Fresh>(df::everything));
    EXPECT_GT(db.run(df::create(Fresh{.n = 5})).id, highest);
}

TEST_P(Schema, AKeyThatTheCallerGaveIsNeverGivenAgain) {
    everything db{url()};
    db.run(df::create(Fresh{.id = df::id<Fresh>{100}, .n = 1}));
    db.run(df::erase<Fresh>(100));
    EXPECT_GT(db.run(df::create(Fresh{.n = 2})).id.value, 100);
    db.run(df::bulk_create(
        std::vector{Fresh{.id = df::id<Fresh>{500}}, Fresh{}, Fresh{.id = df::id<Fresh>{300}}}));
    db.run(df::bulk_erase<Fresh>(df::everything));
    EXPECT_GT(db.run(df::create(Fresh{.n = 3})).id.value, 500);
    db.run(df::upsert(Fresh{.id = df::id<Fresh>{900}, .n = 1}).on_conflict(field<&Fresh::id>));
    db.run(df::erase<Fresh>(900));
    EXPECT_GT(db.run(df::create(Fresh{.n = 4})).id.value, 900);
    db.run(df::bulk_upsert(std::vector{Fresh{.id = df::id<Fresh>{2000}, .n = 1}})
               .on_conflict(field<&Fresh::id>));
    db.run(df::erase<Fresh>(2000));
    EXPECT_GT(db.run(df::create(Fresh{.n = 5})).id.value, 2000);
    // a smaller key than those given does not set the counter back
    db.run(df::create(Fresh{.id = df::id<Fresh>{7}}));
    EXPECT_GT(db.run(df::create(Fresh{.n = 6})).id.value, 2000);
}

TEST_P(Schema, AKeyIsNotGivenAgainAfterABulkCreate) {
    everything db{url()};
    const std::vector<Fresh> rows(50);
    const auto ids = db.run(df::bulk_create(rows).returning_ids()).ids;
    ASSERT_EQ(ids.size(), 50U);
    db.run(df::bulk_erase<Fresh>(ids));
    const auto more = db.run(df::bulk_create(rows).batch_size(7).returning_ids()).ids;
    for (const auto& id : more) EXPECT_GT(id, ids.back());
}

TEST_P(Schema, ReuseKeysGivesTheCareUpOnSqlite) {
    everything db{url()};
    const auto last = db.run(df::create(Recycled{.n = 1})).id;
    db.run(df::erase<Recycled>(last));
    const auto next = db.run(df::create(Recycled{.n = 2})).id;
    if (postgres()) EXPECT_GT(next, last);
    else EXPECT_EQ(next, last);
}

} // namespace
