// What an error tells is the same on every database: its class, its field, its code.
#include "support/fixture.hpp"

#include <dataflow/cancel.hpp>
#include <dataflow/sql.hpp>

#if DATAFLOW_POSTGRES
#include <dataflow/driver/postgres/detail/sqlstate.hpp>
#endif

#include <chrono>
#include <cstdint>
#include <future>
#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace error_models {

namespace df = dataflow;

/// Stored as a text.
struct Code {
    std::string letters;
    friend bool operator==(const Code&, const Code&) = default;
};

} // namespace error_models
template <>
struct dataflow::mapped<error_models::Code> {
    using stored = std::string;
    static stored to(const error_models::Code& c) { return c.letters; }
    static error_models::Code from(const stored& s) { return {s}; }
};

namespace error_models {

struct Coded {
    df::id<Coded, df::uuid> id{};
    Code code{};
    std::optional<Code> other{};
};

struct Team {
    df::id<Team> id{};
    std::string name;
    int small = 0;
    std::uint8_t tiny = 0;
    df::decimal<6, 2> m{};
    std::vector<std::string> seen{};
    std::optional<df::id<Team>> parent{};
};

struct Club {
    df::id<Club> id{};
    std::string name;
    std::optional<df::id<Club>> parent{};
};

struct Ward {
    df::id<Ward> id{};
    std::string name;
    int beds = 1;
    int taken = 0;

    static constexpr auto dataflow = df::options{
        .columns = df::columns({"taken", "takenBeds"}),
        .unique = df::unique({"name", "beds"}),
        .checks = df::checks(df::check("few_beds", df::column("beds") >= 1 && df::column("beds") < 100),
                             df::check("room_for_all", df::column("taken") <= df::column("beds")))};
};
struct Cot {
    df::id<Cot> id{};
    df::id<Ward> ward{};
};

} // namespace error_models

namespace {

namespace df = dataflow;
using df::field;
using error_models::Club;
using error_models::Code;
using error_models::Coded;
using error_models::Cot;
using error_models::Team;
using error_models::Ward;
using support::has;
using support::thrown;

class ErrorDetails : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(ErrorDetails);

struct club_input {
    std::string name;
};
[[nodiscard]] auto club_flow() {
    return df::workflow<club_input>(df::node<"first">(df::create<Club>()),
                                    df::node<"how_many">(df::count<Club>()),
                                    df::wire<"input.name", "first.name">, df::after<"first", "how_many">);
}

// What has no connection, or no transaction, says for what.
TEST_P(ErrorDetails, WhatWaitsInVainIsNamed) {
    df::database<Club> db{
        df::open_options{.url = url(), .connections = 1, .wait = std::chrono::milliseconds{50}}};
    std::promise<void> taken;
    std::promise<void> done;
    std::thread other{[&] {
        db.transaction([&](auto& tx) {
            tx.run(df::create(Club{.name = "held"}));
            taken.set_value();
            done.get_future().wait();
        });
    }};
    taken.get_future().wait();
    const auto expect = [&](const char* node, const char* model, auto&& work) {
        const auto e = thrown<df::timeout>(work);
        EXPECT_EQ(e.node(), node) << e.what();
        EXPECT_EQ(e.model(), model) << e.what();
    };
    const auto nothing = [](auto& tx) { (void)tx.run(df::count<Club>()); };
    const auto soon = df::timeout_after(std::chrono::milliseconds{30});
    // A file has connections for reading besides the one that writes.
    const bool reads_wait = GetParam() != support::backend::sqlite_file;
    expect("create", "Club", [&] { db.run(df::create(Club{.name = "x"})); });
    expect("create", "Club", [&] { db.run(df::create(Club{.name = "x"}), soon); });
    expect("bulk create", "Club", [&] { db.run(df::bulk_create(std::vector<Club>(2))); });
    expect("transaction", "", [&] { db.transaction(nothing); });
    expect("transaction", "", [&] { db.transaction(nothing, soon); });
    expect("workflow (first, how_many)", "", [&] { db.run(club_flow(), club_input{"x"}); });
    expect("workflow (first, how_many)", "", [&] { db.run(club_flow(), club_input{"x"}, soon); });
    if (reads_wait) {
        expect("find", "Club", [&] { db.run(df::find<Club>(1)); });
        expect("list", "Club", [&] { (void)db.stream(df::list<Club>()); });
        expect("list", "Club", [&] { (void)db.stream(df::list<Club>(), soon); });
        expect("select", "Club", [&] { (void)db.stream(df::select(field<&Club::name>)); });
    }
    done.set_value();
    other.join();
    // A limit that has been reached before anything was asked for.
    const auto late = df::timeout_after(std::chrono::milliseconds{0});
    expect("transaction", "", [&] { db.transaction(nothing, late); });
    expect("workflow (first, how_many)", "", [&] { db.run(club_flow(), club_input{"x"}, late); });
    expect("list", "Club", [&] { (void)db.stream(df::list<Club>(), late); });
}

// Begun and committed, or not: the transaction is named, and what ran in it last.
TEST_P(ErrorDetails, OfTheEndOfATransactionIsNamed) {
    df::database<Club> db{df::open_options{.url = url(), .connections = 1}};
    const auto run = [&](const char* text) {
        if (!memory()) plain().run(text);
    };
    const auto in_transaction = [&] {
        db.transaction([](auto& tx) {
            tx.run(df::create(Club{.name = "a", .parent = df::id<Club>{777}}));
            (void)tx.run(df::count<Club>());
        });
    };
    const auto nested = [&] {
        db.transaction([](auto& tx) {
            tx.nested(
                [](auto& inner) { inner.run(df::create(Club{.name = "a", .parent = df::id<Club>{777}})); });
        });
    };
    if (postgres()) {
        run("ALTER TABLE clubs ALTER CONSTRAINT clubs_parent_fkey DEFERRABLE INITIALLY DEFERRED");
        const auto e = thrown<df::foreign_key_violation>(in_transaction);
        EXPECT_EQ(e.node(), "transaction (count)") << e.what();
        EXPECT_EQ(e.model(), "Club");
        EXPECT_EQ(thrown<df::foreign_key_violation>(nested).node(), "transaction (create)");
        const auto flow = df::workflow(df::node<"first">(
            df::create<Club>(field<&Club::name> = "a", field<&Club::parent> = df::id<Club>{777})));
        const auto of_flow = thrown<df::foreign_key_violation>([&] { db.run(flow); });
        EXPECT_EQ(of_flow.node(), "workflow (first)") << of_flow.what();
        EXPECT_EQ(of_flow.model(), "Club");
        const auto of_bulk = thrown<df::foreign_key_violation>([&] {
            db.run(df::bulk_create(
                       std::vector{Club{.name = "a", .parent = df::id<Club>{777}}, Club{.name = "b"}})
                       .batch_size(1));
        });
        EXPECT_EQ(of_bulk.node(), "bulk create") << of_bulk.what();
        EXPECT_EQ(of_bulk.model(), "Club");
        const auto inside =
            thrown<df::foreign_key_violation>([&] { db.transaction([&](auto& tx) { tx.run(flow); }); });
        EXPECT_EQ(inside.node(), "transaction (create)");
    } else if (!memory()) {
        df::database<Club> hasty{df::open_options{.url = url("busy_timeout=20"), .connections = 1}};
        auto holder = plain();
        holder.run("BEGIN IMMEDIATE");
        const auto locked = [&](const char* node, const char* model, auto&& work) {
            const auto e = thrown<df::timeout>(work);
            EXPECT_EQ(e.node(), node) << e.what();
            EXPECT_EQ(e.model(), model) << e.what();
        };
        locked("transaction", "",
               [&] { hasty.transaction([](auto& tx) { (void)tx.run(df::count<Club>()); }); });
        locked("workflow (first, how_many)", "", [&] { hasty.run(club_flow(), club_input{"x"}); });
        locked("bulk create", "Club",
               [&] { hasty.run(df::bulk_create(std::vector<Club>(3)).batch_size(1)); });
        locked("create", "Club", [&] { hasty.run(df::create(Club{.name = "x"})); });
        holder.run("ROLLBACK");
    }
    // Not from within: a second transaction, and a run, on the thread that has one open.
    const auto second = thrown<df::protected_operation>(
        [&] { db.transaction([&](auto&) { db.transaction([](auto&) {}); }); });
    EXPECT_EQ(second.node(), "transaction");
    EXPECT_NE(std::string_view{second.what()}.find("tx.nested"), std::string_view::npos) << second.what();
    EXPECT_EQ(thrown<df::protected_operation>([&] {
                  db.transaction([&](auto&) { (void)db.stream(df::list<Club>()); });
              }).node(),
              "list");
    // What a program throws of its own is left alone.
    const auto own = thrown<df::not_found>(
        [&] { db.transaction([&](auto&) { throw df::not_found{{.message = "mine"}}; }); });
    EXPECT_EQ(own.node(), "");
    EXPECT_EQ(thrown<df::not_found>([&] {
                  db.transaction(
                      [&](auto& tx) { tx.nested([](auto&) { throw df::not_found{{.message = "mine"}}; }); });
              }).node(),
              "");
}

TEST_P(ErrorDetails, NumbersOfTheOpeningThatAreOutOfRangeAreRefused) {
    using namespace std::chrono_literals;
    const auto refused = [&](std::string_view what, df::open_options how) {
        how.url = url();
        const auto e = thrown<df::invalid_value>([&] { df::database<Team> db{how}; });
        EXPECT_NE(std::string_view{e.what()}.find(what), std::string_view::npos) << e.what();
    };
    refused("connections", {.connections = 0});
    refused("connections", {.connections = 10'001});
    refused("connections", {.connections = ~std::size_t{0}});
    refused("wait", {.wait = -1ms});
    refused("wait", {.wait = std::chrono::milliseconds::max()});
    refused("statement_timeout", {.statement_timeout = -1ms});
    refused("statement_timeout", {.statement_timeout = std::chrono::milliseconds::max()});
    if (!postgres()) {
        for (const auto* bad : {"busy_timeout=-1", "busy_timeout=2147483648", "kept_statements=-1"})
            EXPECT_THROW(df::database<Team>{url(bad)}, df::connection_error) << bad;
    }
    df::database<Team> most{
        df::open_options{.url = url(), .connections = 10'000, .wait = 0ms, .statement_timeout = 24h}};
    EXPECT_EQ(most.run(df::count<Team>()), 0);
}

TEST_P(ErrorDetails, AStatementByHandThatBreaksARangeIsAnInvalidValue) {
    df::database<Team> db{url()};
    db.run(df::create(Team{.name = "a"}));
    EXPECT_THROW(db.run(df::sql<"update teams set small = 3000000000">()), df::invalid_value);
    EXPECT_THROW(db.run(df::sql<"update teams set tiny = 300">()), df::invalid_value);
    EXPECT_THROW((db.run(df::sql<"update teams set tiny = 300 returning id", std::int64_t>())),
                 df::invalid_value);
}

TEST_P(ErrorDetails, ARecordThatOthersReferToHasNoFieldAtFault) {
    df::database<Team> db{url()};
    const auto top = db.run(df::create(Team{.name = "a"}));
    db.run(df::create(Team{.name = "b", .parent = top.id}));
    const auto one = thrown<df::foreign_key_violation>([&] { db.run(df::erase<Team>(top.id)); });
    EXPECT_EQ(one.field(), "");
    EXPECT_EQ(one.constraint(), "teams_parent_fkey");
    const auto many =
        thrown<df::foreign_key_violation>([&] { db.run(df::bulk_erase<Team>(field<&Team::name> == "a")); });
    EXPECT_EQ(many.field(), "");
    EXPECT_EQ(many.constraint(), "teams_parent_fkey");
}

// The database's own words, which are in the server's language and of its tables, are not passed on.
TEST_P(ErrorDetails, AViolationIsToldInTheSameWords) {
    df::database<Ward, Cot> db{url()};
    const auto told = [](auto&& work) {
        try {
            work();
        } catch (const df::error& e) {
            const std::string what = e.what();
            return what.substr(0, what.rfind(" ["));
        }
        return std::string{"nothing"};
    };
    const auto a = db.run(df::create(Ward{.name = "a", .beds = 4}));
    db.run(df::create(Cot{.ward = a.id}));
    EXPECT_EQ(told([&] { db.run(df::create(Ward{.name = "a", .beds = 4})); }),
              "unique_violation in create Ward, field name, beds, constraint wards_name_beds_key: another "
              "row has the same value");
    EXPECT_EQ(told([&] { db.run(df::create(Ward{.name = "b", .beds = 100})); }),
              "check_violation in create Ward, field beds, constraint few_beds: the check does not hold");
    EXPECT_EQ(told([&] { db.run(df::update<Ward>(a.id, field<&Ward::taken> = 5)); }),
              "check_violation in update Ward, field beds, taken, constraint room_for_all: the check "
              "does not hold");
    std::vector<Ward> many(300);
    for (int i = 0; i < 300; ++i) many[std::size_t(i)].name = std::to_string(i);
    many[299].taken = 2;
    EXPECT_EQ(told([&] { db.run(df::bulk_create(many)); }),
              "check_violation in bulk create Ward, field beds, taken, constraint room_for_all: row 299: "
              "the check does not hold");
    EXPECT_EQ(told([&] { db.run(df::create(Cot{.ward = df::id<Ward>{99}})); }),
              "foreign_key_violation in create Cot, field ward, constraint cots_ward_fkey: the record that "
              "the foreign key refers to does not exist");
    EXPECT_EQ(
        told([&] { db.run(df::bulk_update<Cot>(df::everything, field<&Cot::ward> = df::id<Ward>{99})); }),
        "foreign_key_violation in bulk update Cot, field ward, constraint cots_ward_fkey: the record "
        "that the foreign key refers to does not exist");
    EXPECT_EQ(told([&] { db.run(df::erase<Ward>(a.id)); }),
              "foreign_key_violation in erase Ward, constraint cots_ward_fkey: other records refer to it");
    EXPECT_EQ(
        told([&] { db.run(df::bulk_erase<Ward>(field<&Ward::name> == "a")); }),
        "foreign_key_violation in bulk erase Ward, constraint cots_ward_fkey: other records refer to it");
    EXPECT_EQ(told([&] { db.run(df::sql<"update wards set name = null">()); }),
              "not_null_violation in sql, field name: NULL in a column that cannot be NULL");
    EXPECT_EQ(told([&] { db.run(df::sql<"update wards set beds = 0">()); }),
              "check_violation in sql, constraint few_beds: the check does not hold");
    if (!postgres()) return;
    db.run(df::sql<"create function no() returns trigger language plpgsql as $$ begin raise exception 'not "
                   "today' using errcode = 'check_violation', constraint = 'few_beds'; end $$">());
    db.run(df::sql<"create trigger no before insert on wards for each row execute function no()">());
    EXPECT_EQ(told([&] { db.run(df::create(Ward{.name = "c"})); }),
              "check_violation in create Ward, field beds, constraint few_beds: not today");
}

TEST_P(ErrorDetails, AnOverflowNamesTheNumbersThatAreAssigned) {
    df::database<Team> db{url()};
    db.run(df::create(Team{.name = "a", .small = 2'000'000'000, .m = df::decimal<6, 2>{9000}}));
    const auto exact = thrown<df::invalid_value>(
        [&] { db.run(df::bulk_update<Team>(field<&Team::small> > 0, field<&Team::m> += field<&Team::m>)); });
    EXPECT_EQ(exact.field(), "m");
    const auto whole = thrown<df::invalid_value>([&] {
        db.run(df::bulk_update<Team>(field<&Team::small> > 0, field<&Team::small> += field<&Team::small>));
    });
    EXPECT_EQ(whole.field(), "small");
}

TEST_P(ErrorDetails, AMappedTypeIsAnArgumentOfAStatementByHand) {
    df::database<Coded> db{url()};
    db.run(df::create(Coded{.code = Code{"x"}, .other = Code{"y"}}));
    const Code x{"x"};
    EXPECT_EQ(db.run(df::sql<"select count(*) from codeds where code = {} and other = {}", std::int64_t>(
                         x, std::optional{Code{"y"}})
                         .one()),
              1);
    EXPECT_EQ(db.run(df::sql<"select count(*) from codeds where code in {}", std::int64_t>(
                         std::vector{Code{"a"}, x})
                         .one()),
              1);
    EXPECT_EQ(db.run(df::sql<"update codeds set other = {}">(std::optional<Code>{})), 1);
    EXPECT_EQ(db.run(df::list<Coded>()).records.at(0).other, std::nullopt);
}

TEST_P(ErrorDetails, AnIdOfAUuidIsPrintedAsText) {
    df::database<Coded> db{url()};
    const auto made = db.run(df::create(Coded{.code = Code{"x"}}));
    std::ostringstream out;
    out << made.id;
    EXPECT_EQ(out.str(), df::uuid_text(made.id.value));
    EXPECT_EQ(out.str().size(), 36U);
}

TEST_P(ErrorDetails, ABadElementOfAnArrayHasItsPlace) {
    df::database<Team> db{url()};
    const Team bad{.name = "a", .seen = {"good", std::string{"nul\0", 4}}};
    const auto one = thrown<df::invalid_value>([&] { db.run(df::create(Team{bad})); });
    EXPECT_EQ(one.field(), "seen[1]");
    const auto many = thrown<df::invalid_value>([&] { db.run(df::bulk_create(std::vector{bad, bad})); });
    EXPECT_EQ(many.field(), "seen[1]");
}

TEST_P(ErrorDetails, AnErrorOfTheLibrarysOwnHasNoCodeOfTheDatabases) {
    df::database<Team> db{url()};
    const auto e = thrown<df::invalid_value>(
        [&] { db.run(df::bulk_create(std::vector{Team{.name = std::string{"nul\0", 4}}})); });
    EXPECT_EQ(e.code(), "");
}

TEST_P(ErrorDetails, AResultIsNeverReadAsWhatItIsNot) {
    df::database<Team> db{url()};
    auto none = db.try_run(df::read<Team>(77));
    EXPECT_THROW((void)none->name.size(), df::not_found);
    EXPECT_THROW((void)*none, df::not_found);
    EXPECT_THROW((void)std::as_const(none)->name.size(), df::not_found);
    EXPECT_THROW((void)*std::move(none), df::not_found);
    EXPECT_THROW((void)none.value(), df::not_found);
    EXPECT_EQ(none.error().model(), "Team");
    auto made = db.try_run(df::create(Team{.name = "a"}));
    EXPECT_EQ(made->name, "a");
    EXPECT_THROW((void)made.error(), df::protected_operation);
    EXPECT_THROW((void)std::as_const(made).error().what(), df::protected_operation);
    EXPECT_THROW((void)db.try_run(df::count<Team>()).error(), df::protected_operation);
}

TEST_P(ErrorDetails, WaitingForAConnectionInVainNamesNodeAndModel) {
    df::database<Team> db{
        df::open_options{.url = url(), .connections = 1, .wait = std::chrono::milliseconds{30}}};
    const auto team = db.run(df::create(Team{.name = "a"}));
    db.transaction([&](auto&) {
        std::thread{[&] {
            const auto write = thrown<df::timeout>([&] { db.run(df::create(Team{.name = "b"})); });
            EXPECT_EQ(write.node() + " " + write.model(), "create Team");
            const auto bulk =
                thrown<df::timeout>([&] { db.run(df::bulk_create(std::vector{Team{.name = "b"}})); });
            EXPECT_EQ(bulk.node() + " " + bulk.model(), "bulk create Team");
            if (memory() || postgres()) {
                const auto read = thrown<df::timeout>([&] { db.run(df::read<Team>(team.id)); });
                EXPECT_EQ(read.node() + " " + read.model(), "read Team");
            }
        }}.join();
    });
}

TEST_P(ErrorDetails, KeysThatAreUsedUpAreExhausted) {
    df::database<Team> db{url()};
    db.run(df::create(Team{.id = df::id<Team>{std::numeric_limits<std::int64_t>::max()}, .name = "last"}));
    const auto one = thrown<df::resource_exhausted>([&] { db.run(df::create(Team{.name = "b"})); });
    EXPECT_TRUE(has(one.what(), "no keys left")) << one.what();
    EXPECT_EQ(one.model(), "Team");
    EXPECT_THROW(db.run(df::bulk_create(std::vector{Team{.name = "c"}, Team{.name = "d"}})),
                 df::resource_exhausted);
    EXPECT_EQ(db.run(df::count<Team>()), 1);
}

#if DATAFLOW_POSTGRES
TEST(SqlState, MeansWhatTheStandardSays) {
    using df::error_kind;
    using df::driver::postgres_::kind_of;
    const std::pair<const char*, error_kind> known[]{{"08006", error_kind::connection_error},
                                                     {"08007", error_kind::in_doubt},
                                                     {"40003", error_kind::in_doubt},
                                                     {"22012", error_kind::invalid_value},
                                                     {"2200H", error_kind::resource_exhausted},
                                                     {"23P01", error_kind::unique_violation},
                                                     {"44000", error_kind::check_violation},
                                                     {"25P03", error_kind::timeout},
                                                     {"25P04", error_kind::timeout},
                                                     {"57P05", error_kind::connection_error},
                                                     {"53100", error_kind::resource_exhausted},
                                                     {"53300", error_kind::resource_exhausted},
                                                     {"54000", error_kind::resource_exhausted},
                                                     {"54001", error_kind::resource_exhausted},
                                                     {"54023", error_kind::resource_exhausted},
                                                     {"40001", error_kind::serialization_failure},
                                                     {"40P01", error_kind::serialization_failure},
                                                     {"72000", error_kind::serialization_failure},
                                                     {"42601", error_kind::database_error},
                                                     {"P0001", error_kind::database_error},
                                                     {"XX001", error_kind::corrupt_database}};
    for (const auto& [code, kind] : known) EXPECT_EQ(kind_of(code), kind) << code;
}
#endif

} // namespace
