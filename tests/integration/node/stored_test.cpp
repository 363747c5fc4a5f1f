// What a node returns is what the database holds, whatever triggers, rules and columns of the table make of
// what was sent.
#include "support/fixture.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace stored {

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Item {
    df::id<Item> id{};
    std::string name;
    int n = 0;
    std::optional<std::string> note{};

    static constexpr auto dataflow = df::options{.unique = df::unique({"name"})};
};
/// A record whose key the caller gives.
struct Tag {
    df::id<Tag, std::string> id{};
    int n = 0;

    static constexpr auto dataflow = df::options{.timestamps = false};
};
struct Part {
    df::id<Part> id{};
    df::id<Item> item_id;
    std::string label;
};

/// In a table with partitions, on PostgreSQL.
struct Sale {
    std::string region;
    int number = 0;
    int n = 0;

    static constexpr auto dataflow = df::options{.key = df::key("region", "number"), .timestamps = false};
};
/// Its key may be given again: SQLite makes it without AUTOINCREMENT.
struct Seat {
    df::id<Seat> id{};
    std::string name;

    static constexpr auto dataflow =
        df::options{.timestamps = false, .reuse_keys = true, .unique = df::unique({"name"})};
};
/// Twice is n + n.
struct Double {
    df::id<Double> id{};
    int n = 0;
    int twice = 0;

    static constexpr auto dataflow = df::options{.timestamps = false};
};

/// A field of every form that SQLite does not keep by itself.
struct Shape {
    df::id<Shape> id{};
    bool truth = false;
    int n = 0;
    double real = 0;
    std::optional<std::string> text{};
    df::bytes raw{};
    df::timestamp at{};
    std::optional<df::date> day{};
    std::optional<df::uuid> uuid{};
    df::decimal<10, 2> price{};
    std::chrono::seconds time{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};

/// Triggers of the library act on it at each write.
struct Paper {
    df::id<Paper> id{};
    std::string name;

    static constexpr auto dataflow = df::options{.history = true, .full_text = df::full_text({"name"})};
};

using database = df::database<Item, Tag, Part>;

class Stored : public support::shared_database_test {
  protected:
    /// A trigger on a table. `when` is its condition over NEW or OLD; `drop`: the row is left out without a
    /// word; else `body` is run, with statements of plain SQL.
    void trigger(const std::string& table, const std::string& event, const std::string& when,
                 const std::string& body = {}) const {
        static int number = 0;
        const auto name = "t" + std::to_string(++number);
        auto db = plain();
        if (!postgres()) {
            db.run("CREATE TRIGGER " + name + " " + event + " ON " + table + " WHEN " + when + " BEGIN " +
                   (body.empty() ? "SELECT RAISE(IGNORE)" : body) + "; END");
            return;
        }
        db.run("CREATE FUNCTION " + name + "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " +
               (body.empty() ? "RETURN NULL" : body + "; RETURN NEW") + "; END $$; CREATE TRIGGER " + name +
               " " + event + " ON " + table + " FOR EACH ROW WHEN (" + when + ") EXECUTE FUNCTION " + name +
               "()");
    }
    /// After a row of items is written, it gets another name.
    void rename_after(const std::string& event) const {
        trigger("items", "AFTER " + event, "NEW.name NOT LIKE '%!'",
                "UPDATE items SET name = NEW.name || '!' WHERE id = NEW.id");
    }
    [[nodiscard]] std::string name_of(std::int64_t id) const {
        return plain().value("SELECT name FROM items WHERE id = " + std::to_string(id));
    }
};
DATAFLOW_ON_SHARED_DATABASES(Stored);

TEST_P(Stored, ARowThatATriggerDropsIsAnErrorOfItsOwn) {
    database db{url()};
    auto first =
        db.run(df::create(Item{.name = "first"})); // the connection knows the table before the triggers come
    db.run(df::create(Tag{.id = df::id<Tag, std::string>{"kept"}}));
    trigger("items", "BEFORE INSERT", "NEW.name = 'drop'");
    trigger("items", "BEFORE UPDATE", "NEW.name = 'drop'");
    trigger("tags", "BEFORE INSERT", "NEW.n = 1");
    trigger("items", "BEFORE DELETE", "OLD.name = 'first'");

    const auto e = support::thrown<df::not_stored>([&] { db.run(df::create(Item{.name = "drop"})); });
    EXPECT_EQ(e.kind(), df::error_kind::not_stored);
    EXPECT_EQ(e.node(), "create");
    EXPECT_EQ(e.model(), "Item");
    EXPECT_TRUE(support::has(e.what(), "not_stored in create Item")) << e.what();
    EXPECT_FALSE(support::has(e.what(), "'drop'"));
    EXPECT_EQ(db.try_run(df::create(Item{.name = "drop"})).error().kind(), df::error_kind::not_stored);
    EXPECT_THROW(db.run(df::create(Item{.id = df::id<Item>{70}, .name = "drop"})), df::not_stored);
    EXPECT_THROW(db.run(df::create(Tag{.id = df::id<Tag, std::string>{"x"}, .n = 1})), df::not_stored);
    EXPECT_THROW(db.run(df::upsert(Item{.name = "drop"}).on_conflict(field<&Item::name>)), df::not_stored);
    EXPECT_THROW(db.run(df::update<Item>(first.id, field<&Item::name> = "drop")), df::not_stored);
    EXPECT_THROW(db.run(df::update<Item>(field<&Item::name> == "first", field<&Item::name> = "drop")),
                 df::not_stored);
    auto changed = first;
    changed.name = "drop";
    EXPECT_THROW(db.run(df::update(changed)), df::not_stored);
    EXPECT_THROW(db.run(df::erase<Item>(first.id)), df::not_stored);

    // What is not there is still that.
    EXPECT_THROW(db.run(df::update<Item>(999, field<&Item::name> = "drop")), df::not_found);
    EXPECT_THROW(db.run(df::update<Item>(field<&Item::name> == "nobody", field<&Item::name> = "drop")),
                 df::not_found);
    EXPECT_FALSE(db.run(df::erase<Item>(999)));
    EXPECT_EQ(plain().number("SELECT count(*) FROM items WHERE name <> 'drop'"), 1);
    EXPECT_EQ(plain().number("SELECT count(*) FROM items"), 1);
    // And other rows go as before.
    const auto second = db.run(df::create(Item{.name = "second"}));
    EXPECT_EQ(name_of(second.id.value), "second");
    EXPECT_TRUE(db.run(df::erase<Item>(second.id)));
}

TEST_P(Stored, BulkNodesCountWhatTheDatabaseDid) {
    database db{url()};
    trigger("items", "BEFORE INSERT", "NEW.name = 'drop'");
    trigger("items", "BEFORE UPDATE", "NEW.name = 'drop'");
    trigger("items", "BEFORE DELETE", "OLD.n = 13");
    const auto rows = [](std::size_t count, std::size_t bad) {
        std::vector<Item> out;
        for (std::size_t i = 0; i < count; ++i)
            out.push_back({.name = i == bad ? "drop" : "n" + std::to_string(i)});
        return out;
    };
    const auto held = [&] { return plain().number("SELECT count(*) FROM items"); };
    for (const std::size_t count : {3U, 400U}) { // 400: PostgreSQL's COPY
        const auto bad = rows(count, 1);
        const auto e = support::thrown<df::not_stored>([&] { db.run(df::bulk_create(bad)); });
        EXPECT_TRUE(support::has(e.what(), "row 1:")) << e.what();
        EXPECT_THROW(db.run(df::bulk_create(bad).returning_ids()), df::not_stored);
        EXPECT_THROW(db.run(df::bulk_upsert(bad).on_conflict(field<&Item::name>)), df::not_stored);
        EXPECT_EQ(held(), 0);
        const auto some = db.run(df::bulk_create(bad).returning_ids().per_row());
        EXPECT_EQ(some.created, static_cast<std::int64_t>(count) - 1);
        EXPECT_EQ(some.ids.size(), count - 1);
        ASSERT_EQ(some.failures.size(), 1U);
        EXPECT_EQ(some.failures[0].index, 1U);
        EXPECT_EQ(some.failures[0].error.kind(), df::error_kind::not_stored);
        EXPECT_EQ(held(), static_cast<std::int64_t>(count) - 1);
        for (const auto& id : some.ids) EXPECT_NE(name_of(id.value), "drop");

        // Where rows may be left out, it is one of them; but a key it has none.
        auto again = bad;
        again[2].name = "other" + std::to_string(count);
        const auto skip = [&] {
            return df::bulk_create(again).on_conflict(df::conflict::skip, field<&Item::name>);
        };
        EXPECT_THROW(db.run(skip().returning_ids()), df::not_stored);
        const auto skipped = db.run(skip());
        EXPECT_EQ(skipped.created, 1);
        EXPECT_EQ(skipped.skipped, static_cast<std::int64_t>(count) - 1);
        plain().run("DELETE FROM items WHERE name LIKE 'other%'");

        auto there = db.run(df::list<Item>()).records;
        there[1].name = "drop";
        EXPECT_THROW(db.run(df::bulk_update(there)), df::not_stored);
        EXPECT_EQ(plain().number("SELECT count(*) FROM items WHERE name = 'drop'"), 0);
        there[1].id = df::id<Item>{999'999};
        EXPECT_THROW(db.run(df::bulk_update(there)), df::not_found);
        EXPECT_EQ(
            db.run(df::bulk_update<Item>(field<&Item::id> < there.back().id, field<&Item::name> = "drop"))
                .updated,
            0);
        plain().run("UPDATE items SET n = 13 WHERE name = 'n0'");
        EXPECT_EQ(db.run(df::bulk_erase<Item>(df::everything)).deleted, static_cast<std::int64_t>(count) - 2);
        EXPECT_EQ(db.run(df::bulk_erase<Item>(std::vector{there[0].id})).deleted, 0);
        plain().run("UPDATE items SET n = 0");
        db.run(df::bulk_erase<Item>(df::everything));
    }
}

TEST_P(Stored, AfterTriggersAreSeenThatChangeTheRow) {
    database db{url()};
    const auto plainly = db.run(df::create(Item{.name = "a"}));
    std::this_thread::sleep_for(std::chrono::milliseconds{3});
    rename_after("INSERT"); // while the connection is open, which has written to the table before
    for (int i = 0; i < 3; ++i) {
        const auto made = db.run(df::create(Item{.name = "b" + std::to_string(i)}));
        EXPECT_EQ(made.name, "b" + std::to_string(i) + "!");
        EXPECT_EQ(made.name, name_of(made.id.value));
    }
    EXPECT_EQ(db.run(df::create(Item{.id = df::id<Item>{50}, .name = "c"})).name, "c!");
    EXPECT_EQ(db.run(df::upsert(Item{.name = "d"}).on_conflict(field<&Item::name>)).record.name, "d!");
    EXPECT_EQ(db.run(df::update<Item>(plainly.id, field<&Item::name> = "e")).name, "e");
    rename_after("UPDATE");
    std::this_thread::sleep_for(std::chrono::milliseconds{3});
    EXPECT_EQ(db.run(df::update<Item>(plainly.id, field<&Item::name> = "f")).name, "f!");
    EXPECT_EQ(db.run(df::update<Item>(field<&Item::name> == "f!", field<&Item::name> = "g")).name, "g!");
    auto whole = db.run(df::read<Item>(plainly.id));
    whole.name = "h";
    EXPECT_EQ(db.run(df::update(whole)).name, "h!");
    const auto again = db.run(df::upsert(Item{.name = "h!", .n = 5})
                                  .on_conflict(field<&Item::name>)
                                  .set_on_conflict(field<&Item::name> = "i"));
    EXPECT_FALSE(again.created);
    EXPECT_EQ(again.record.name, "i!");
    // A row that is gone when all is done was not stored.
    trigger("items", "AFTER INSERT", "NEW.name = 'gone'", "DELETE FROM items WHERE name LIKE 'gone%'");
    EXPECT_THROW(db.run(df::create(Item{.name = "gone"})), df::not_stored);
    EXPECT_EQ(plain().number("SELECT count(*) FROM items WHERE name LIKE 'gone%'"), 0);
}

TEST_P(Stored, AnotherProgramsTriggerBesideThoseOfOptionsIsSeenAtOnce) {
    df::database<Paper> db{url()};
    for (int i = 0; i < 4; ++i) { // the statements are compiled, and the table has been looked at
        const auto paper = db.run(df::create(Paper{.name = "p" + std::to_string(i)}));
        EXPECT_EQ(paper.name, "p" + std::to_string(i));
        EXPECT_EQ(db.run(df::update<Paper>(paper.id, field<&Paper::name> = "q")).name, "q");
    }
    trigger("papers", "AFTER INSERT", "NEW.name LIKE 'p%'",
            "UPDATE papers SET name = 'created' WHERE id = NEW.id");
    // On PostgreSQL what is known of triggers holds for a millisecond; SQLite tells at once.
    if (postgres()) std::this_thread::sleep_for(std::chrono::milliseconds{2});
    const auto one = db.run(df::create(Paper{.name = "p5"}));
    EXPECT_EQ(one.name, "created");
    trigger("papers", "AFTER UPDATE", "NEW.name LIKE 'u%'",
            "UPDATE papers SET name = 'changed' WHERE id = NEW.id");
    if (postgres()) std::this_thread::sleep_for(std::chrono::milliseconds{2});
    EXPECT_EQ(db.run(df::update<Paper>(one.id, field<&Paper::name> = "u")).name, "changed");
    EXPECT_EQ(plain().value("SELECT name FROM papers WHERE id = " + std::to_string(one.id.value)), "changed");
}

TEST_P(Stored, AWorkflowWiresOnWhatIsStored) {
    database db{url()};
    rename_after("INSERT");
    trigger("items", "BEFORE INSERT", "NEW.name = 'drop'");
    struct Input {
        std::string name;
    };
    constexpr auto flow =
        df::workflow<Input>(df::node<"item">(df::create<Item>()), df::node<"part">(df::create<Part>()),
                            df::wire<"input.name", "item.name">, df::wire<"item.name", "part.label">,
                            df::wire<"item.id", "part.item_id">);
    const auto run = db.run(flow, Input{"w"});
    EXPECT_EQ(run["part"_n].label, "w!");
    EXPECT_EQ(run["part"_n].item_id, run["item"_n].id);
    const auto e = support::thrown<df::not_stored>([&] { db.run(flow, Input{"drop"}); });
    EXPECT_TRUE(support::has(e.node(), "item")) << e.node();
    EXPECT_EQ(plain().number("SELECT count(*) FROM parts"), 1);
}

TEST_P(Stored, WhatTriggersDidForARefusedRowIsUndone) {
    database db{url()};
    plain().run("CREATE TABLE notes_of (name TEXT)");
    if (postgres())
        trigger("items", "BEFORE INSERT", "NEW.name = 'drop'",
                "INSERT INTO notes_of VALUES (NEW.name); RETURN NULL");
    else
        trigger("items", "BEFORE INSERT", "NEW.name = 'drop'",
                "INSERT INTO notes_of VALUES (NEW.name); SELECT RAISE(IGNORE)");
    EXPECT_THROW(db.run(df::create(Item{.name = "drop"})), df::not_stored);
    EXPECT_THROW(db.run(df::bulk_create({Item{.name = "a"}, Item{.name = "drop"}})), df::not_stored);
    EXPECT_EQ(plain().number("SELECT count(*) FROM notes_of"), 0);
    // In a transaction that goes on, too.
    db.transaction([](auto& tx) {
        EXPECT_EQ(tx.try_run(df::create(Item{.name = "drop"})).error().kind(), df::error_kind::not_stored);
        EXPECT_THROW(tx.run(df::create(Item{.name = "drop"})), df::not_stored);
        tx.run(df::create(Item{.name = "kept"}));
    });
    EXPECT_EQ(plain().number("SELECT count(*) FROM notes_of"), 0);
    EXPECT_EQ(plain().number("SELECT count(*) FROM items"), 1);
}

TEST_P(Stored, ValuesThatTheTableChangesComeBack) {
    if (!postgres()) { // SQLite: no BEFORE trigger can change a row; a clause of the table can drop it
        plain().run("CREATE TABLE tags (id TEXT NOT NULL, n INTEGER NOT NULL UNIQUE ON CONFLICT IGNORE, "
                    "CONSTRAINT tags_pkey PRIMARY KEY (id) ON CONFLICT IGNORE)");
        database db{url()};
        const auto key = df::id<Tag, std::string>{"a"};
        EXPECT_EQ(db.run(df::create(Tag{.id = key, .n = 1})).n, 1);
        EXPECT_THROW(db.run(df::create(Tag{.id = key, .n = 2})), df::not_stored);
        EXPECT_THROW(db.run(df::bulk_create({Tag{.id = key, .n = 2}})), df::not_stored);
        EXPECT_EQ(db.run(df::read<Tag>(key)).n, 1);
        const auto other = df::id<Tag, std::string>{"b"};
        db.run(df::create(Tag{.id = other, .n = 2}));
        EXPECT_THROW(db.run(df::create(Tag{.id = df::id<Tag, std::string>{"c"}, .n = 1})), df::not_stored);
        EXPECT_THROW(db.run(df::update<Tag>("b", field<&Tag::n> = 1)), df::not_stored);
        EXPECT_THROW(db.run(df::update<Tag>(field<&Tag::n> == 2, field<&Tag::n> = 1)), df::not_stored);
        EXPECT_THROW(db.run(df::bulk_update({Tag{.id = other, .n = 1}})), df::not_stored);
        EXPECT_THROW(db.run(df::update<Tag>("d", field<&Tag::n> = 5)), df::not_found);
        EXPECT_THROW(db.run(df::update<Tag>(field<&Tag::n> == 7, field<&Tag::n> = 1)), df::not_found);
        return;
    }
    plain().run("CREATE TABLE items (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, name VARCHAR(5) "
                "NOT NULL UNIQUE, n INTEGER NOT NULL, "
                "note TEXT, created_at TIMESTAMPTZ NOT NULL, updated_at TIMESTAMPTZ NOT NULL)");
    database db{url()};
    trigger("items", "BEFORE INSERT OR UPDATE", "TRUE",
            "NEW.n = NEW.n + 100; NEW.note = 'by trigger'; NEW.created_at = '2000-01-01Z'");
    const auto made = db.run(df::create(Item{.name = "abcde   ", .n = 1}));
    EXPECT_EQ(made.name, "abcde");
    EXPECT_EQ(made.n, 101);
    EXPECT_EQ(made.note, "by trigger");
    EXPECT_EQ(made.created_at, df::parse_timestamp("2000-01-01"));
    const auto given = db.run(df::create(Item{.id = df::id<Item>{50}, .name = "b", .n = 1}));
    EXPECT_EQ(given.n, 101);
    EXPECT_EQ(db.run(df::read<Item>(50)).n, 101);
    // The key, too.
    trigger("items", "BEFORE INSERT", "NEW.name = 'key'", "NEW.id = 4000");
    EXPECT_EQ(db.run(df::create(Item{.name = "key"})).id.value, 4000);
    EXPECT_EQ(db.run(df::bulk_erase<Item>(df::everything)).deleted, 3);
    EXPECT_EQ(db.run(df::bulk_create({Item{.name = "key"}}).returning_ids()).ids.at(0).value, 4000);
}

TEST_P(Stored, RulesOfPostgres) {
    if (!postgres()) GTEST_SKIP() << "SQLite has no rules";
    database db{url()};
    db.run(df::create(Tag{.id = df::id<Tag, std::string>{"kept"}}));
    plain().run("CREATE RULE none AS ON INSERT TO tags WHERE NEW.n < 0 DO INSTEAD NOTHING; CREATE RULE up AS "
                "ON UPDATE TO tags WHERE NEW.n < 0 DO INSTEAD NOTHING;"
                "CREATE RULE del AS ON DELETE TO tags DO INSTEAD NOTHING");
    EXPECT_THROW(db.run(df::create(Tag{.id = df::id<Tag, std::string>{"x"}, .n = -1})), df::not_stored);
    EXPECT_THROW(db.run(df::update<Tag>("kept", field<&Tag::n> = -1)), df::not_stored);
    EXPECT_THROW(db.run(df::erase<Tag>("kept")), df::not_stored);
    for (const int count : {3, 400}) { // 400: COPY, which knows no rules, is not taken
        std::vector<Tag> rows;
        for (int i = 0; i < count; ++i)
            rows.push_back({.id = df::id<Tag, std::string>{std::to_string(i)}, .n = i == 1 ? -1 : i});
        EXPECT_THROW(db.run(df::bulk_create(rows)), df::not_stored);
    }
    EXPECT_EQ(plain().value("SELECT string_agg(id, ',') FROM tags"), "kept");
}

TEST_P(Stored, ManyThreadsGetTheirOwnErrors) {
    database db{url()};
    trigger("items", "BEFORE INSERT", "NEW.n = 7");
    rename_after("INSERT");
    std::vector<std::thread> threads;
    std::vector<std::string> problems(8);
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            auto& problem = problems[static_cast<std::size_t>(t)];
            for (int i = 0; i < 16; ++i) {
                const auto name = std::to_string(t) + "_" + std::to_string(i);
                const auto made = db.try_run(df::create(Item{.name = name, .n = i}));
                if (i == 7 ? made.has_value() || made.error().kind() != df::error_kind::not_stored
                           : !made.has_value() || made->name != name + "!")
                    problem = name;
            }
        });
    for (auto& thread : threads) thread.join();
    for (const auto& problem : problems) EXPECT_EQ(problem, "");
    EXPECT_EQ(plain().number("SELECT count(*) FROM items"), 8 * 15);
}

TEST_P(Stored, UpsertsIntoPartitionsTellWhatWasCreated) {
    const std::string columns = "(region TEXT NOT NULL, number INTEGER NOT NULL, n INTEGER NOT NULL, "
                                "CONSTRAINT sales_pkey PRIMARY KEY (region, number))";
    plain().run(
        "CREATE TABLE sales " + columns +
        (postgres()
             ? " PARTITION BY LIST (region); CREATE TABLE sales_eu PARTITION OF sales FOR VALUES IN ('eu');"
               "CREATE TABLE sales_us PARTITION OF sales FOR VALUES IN ('us')"
             : ""));
    df::database<Sale> db{url()};
    EXPECT_TRUE(db.run(df::upsert(Sale{"eu", 1, 1})).created);
    EXPECT_FALSE(db.run(df::upsert(Sale{"eu", 1, 2})).created);
    EXPECT_TRUE(db.run(df::upsert(Sale{"us", 1, 3})).created);
    db.transaction([](auto& tx) {
        EXPECT_FALSE(tx.run(df::upsert(Sale{"us", 1, 4})).created);
        EXPECT_TRUE(tx.run(df::upsert(Sale{"us", 2, 5})).created);
        EXPECT_FALSE(tx.run(df::upsert(Sale{"us", 2, 6}).set_on_conflict(field<&Sale::n> += 10)).created);
    });
    std::vector<Sale> rows;
    for (int i = 1; i <= 6; ++i) rows.push_back({i % 2 == 0 ? "eu" : "us", i, i});
    const auto done = db.run(df::bulk_upsert(rows));
    EXPECT_EQ(done.created, 5);
    EXPECT_EQ(done.updated, 1);
    EXPECT_EQ(plain().value("SELECT n FROM sales WHERE region = 'us' AND number = 2"), "15");
    EXPECT_EQ(plain().number("SELECT count(*) FROM sales"), 8);
    EXPECT_EQ(db.run(df::update<Sale>(std::tuple{"eu", 1}, field<&Sale::n> = 7)).n, 7);
    EXPECT_EQ(db.run(df::bulk_create({Sale{"eu", 20, 1}, Sale{"us", 20, 1}})).created, 2);
    // A trigger of one partition alone is noticed, too.
    if (postgres())
        trigger("sales_eu", "AFTER INSERT", "NEW.n = 99",
                "UPDATE sales SET n = 100 WHERE region = NEW.region AND number = NEW.number");
    else
        trigger("sales", "AFTER INSERT", "NEW.n = 99",
                "UPDATE sales SET n = 100 WHERE region = NEW.region AND number = NEW.number");
    std::this_thread::sleep_for(std::chrono::milliseconds{3});
    EXPECT_EQ(db.run(df::create(Sale{"eu", 50, 99})).n, 100);
}

TEST_P(Stored, KeysThatAreMadeBeginWithOne) {
    df::database<Seat> db{url()};
    const auto left = [&](std::string name, std::int64_t key) {
        return Seat{.id = df::id<Seat>{key}, .name = std::move(name)};
    };
    db.run(df::create(left("given", -1)));
    const auto made = db.run(df::create(Seat{.name = "made"}));
    EXPECT_TRUE(made.id.is_set());
    EXPECT_EQ(made.id.value, 1);
    EXPECT_EQ(db.run(df::read<Seat>(made.id)).name, "made");
    EXPECT_EQ(plain().number("SELECT id FROM seats WHERE name = 'made'"), 1);
    EXPECT_EQ(db.run(df::create(Seat{.name = "next"})).id.value, 2);
    db.run(df::bulk_erase<Seat>(df::everything));
    db.run(df::bulk_create({left("a", -9), left("b", -7)}));
    std::vector<Seat> more;
    for (int i = 0; i < 10; ++i) more.push_back({.name = std::to_string(i)});
    if (postgres()) {
        for (const auto& id : db.run(df::bulk_create(more).returning_ids()).ids) EXPECT_GT(id.value, 0);
        db.run(df::bulk_erase<Seat>(field<&Seat::id> > df::id<Seat>{0}));
    } else {
        EXPECT_THROW(db.run(df::bulk_create(more)), df::protected_operation);
        EXPECT_THROW(db.run(df::bulk_create(more).returning_ids()), df::protected_operation);
        more[0].id = df::id<Seat>{-20};
        EXPECT_THROW(db.run(df::bulk_create(more).returning_ids()), df::protected_operation);
        EXPECT_EQ(plain().number("SELECT count(*) FROM seats"), 2);
    }
    EXPECT_GT(db.run(df::upsert(Seat{.name = "c"}).on_conflict(field<&Seat::name>)).record.id.value, 0);
    EXPECT_EQ(plain().number("SELECT count(*) FROM seats WHERE id > 0"), 1);
}

TEST_P(Stored, TablesThatNoModelFitsAreRefusedInWords) {
    const auto refused = [&](const std::string& sql, const std::string& words) {
        auto db = plain();
        db.run(sql);
        const auto e = support::thrown<df::schema_mismatch>([&] { df::database<Double> none{url()}; });
        EXPECT_TRUE(support::has(e.what(), words)) << e.what();
        EXPECT_EQ(e.model(), "Double");
    };
    const std::string key =
        postgres() ? "id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY" : "id INTEGER PRIMARY KEY";
    refused("CREATE TABLE doubles (" + key +
                ", n INTEGER NOT NULL, twice INTEGER NOT NULL GENERATED ALWAYS AS (n * 2) STORED)",
            "column twice is generated");
    refused("ALTER TABLE doubles RENAME TO there; CREATE VIEW doubles AS SELECT id, n, twice FROM there",
            "doubles is a view");
    if (postgres())
        refused("DROP VIEW doubles; CREATE MATERIALIZED VIEW doubles AS SELECT id, n, twice FROM there",
                "doubles is a materialized view");
    if (postgres()) {
        refused("DROP MATERIALIZED VIEW doubles; CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER far "
                "FOREIGN DATA WRAPPER nowhere; "
                "CREATE FOREIGN TABLE doubles (id BIGINT NOT NULL, n INTEGER NOT NULL, twice INTEGER NOT "
                "NULL) SERVER far",
                "doubles is a foreign table");
        // A table with partitions is a table.
        plain().run("DROP FOREIGN DATA WRAPPER nowhere CASCADE; CREATE TABLE doubles (id BIGINT GENERATED BY "
                    "DEFAULT AS IDENTITY PRIMARY KEY, n INTEGER NOT "
                    "NULL, twice INTEGER NOT NULL) PARTITION BY HASH (id); CREATE TABLE doubles_0 PARTITION "
                    "OF doubles FOR VALUES WITH (MODULUS 2, "
                    "REMAINDER 0); CREATE TABLE doubles_1 PARTITION OF doubles FOR VALUES WITH (MODULUS 2, "
                    "REMAINDER 1)");
        df::database<Double> db{url()};
        auto made = db.run(df::create(Double{.n = 2, .twice = 4}));
        EXPECT_EQ(db.run(df::bulk_create(std::vector<Double>(300, Double{.n = 3}))).created, 300);
        EXPECT_EQ(db.run(df::bulk_create(std::vector<Double>(5, Double{.n = 4})).returning_ids()).ids.size(),
                  5U);
        made.n = 7;
        EXPECT_EQ(db.run(df::update(made)).n, 7);
        EXPECT_EQ(db.run(df::bulk_update<Double>(field<&Double::n> == 3, field<&Double::twice> = 6)).updated,
                  300);
        EXPECT_FALSE(
            db.run(df::upsert(Double{.id = made.id, .n = 8}).on_conflict(field<&Double::id>)).created);
        EXPECT_TRUE(db.run(df::erase<Double>(made.id)));
        return;
    }
    // Keys that SQLite does not make, though they look so.
    refused("DROP VIEW doubles; CREATE TABLE doubles (id INTEGER PRIMARY KEY DESC NOT NULL, n INTEGER NOT "
            "NULL, twice INTEGER NOT NULL)",
            "id is a key that the database does not make");
    refused("DROP TABLE doubles; CREATE TABLE doubles (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, twice "
            "INTEGER NOT NULL) WITHOUT ROWID",
            "id is a key that the database does not make");
    // A generated column that is no field is left alone.
    plain().run("DROP TABLE doubles; CREATE TABLE doubles (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, twice "
                "INTEGER NOT NULL, more INTEGER NOT NULL GENERATED ALWAYS AS (n * 3) STORED)");
    df::database<Double> db{url()};
    EXPECT_EQ(db.run(df::create(Double{.n = 2, .twice = 4})).twice, 4);
}

TEST_P(Stored, RowsOfAnotherFormAreRefusedWhenADatabaseIsOpened) {
    if (postgres()) GTEST_SKIP() << "its columns hold their types";
    // Made by hand, so without the library's checks.
    const std::string columns = "id INTEGER PRIMARY KEY, truth INTEGER NOT NULL DEFAULT 0, n INTEGER NOT "
                                "NULL DEFAULT 0, real REAL NOT NULL DEFAULT 0, text TEXT, "
                                "raw BLOB NOT NULL DEFAULT x'', at TEXT NOT NULL DEFAULT "
                                "'2024-01-05T10:00:00.000000Z', day TEXT, uuid TEXT, "
                                "price INTEGER(10,2) NOT NULL DEFAULT 0, time INTEGER NOT NULL DEFAULT 0";
    plain().run("CREATE TABLE shapes (" + columns + ")");
    struct sample {
        std::string column, value;
        bool good = false;
    };
    const std::vector<sample> samples{{"at", "CURRENT_TIMESTAMP"},
                                      {"at", "strftime('%s', 'now')"},
                                      {"at", "'2024-01-05T10:00:00Z'"},
                                      {"at", "'2024-01-05 10:00:00.000000Z'"},
                                      {"at", "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')", true},
                                      {"day", "CURRENT_TIMESTAMP"},
                                      {"day", "'5.1.2024'"},
                                      {"day", "CURRENT_DATE", true},
                                      {"uuid", "x'00112233445566778899aabbccddeeff'"},
                                      {"uuid", "'00112233-4455-6677-8899-AABBCCDDEEFF'"},
                                      {"uuid", "'{00112233-4455-6677-8899-aabbccddeeff}'"},
                                      {"uuid", "'00112233-4455-6677-8899-aabbccddeeff'", true},
                                      {"truth", "'true'"},
                                      {"truth", "2"},
                                      {"truth", "'1'", true},
                                      {"n", "1.5"},
                                      {"n", "'x'"},
                                      {"n", "'12'", true},
                                      {"real", "'x'"},
                                      {"real", "3", true},
                                      {"text", "x'00'"},
                                      {"text", "5", true},
                                      {"raw", "'text'"},
                                      {"raw", "x'00'", true},
                                      {"price", "9.99"},
                                      {"price", "999", true},
                                      {"time", "0.5"},
                                      {"time", "'00:01:00'"},
                                      {"time", "5000000", true}};
    for (const auto& [column, value, good] : samples) {
        plain().run("DELETE FROM shapes; INSERT INTO shapes (" + column + ") VALUES (" + value + ")");
        if (good) {
            df::database<Shape> db{url()};
            EXPECT_EQ(db.run(df::list<Shape>()).records.size(), 1U) << column << " " << value;
            continue;
        }
        const auto e = support::thrown<df::schema_mismatch>([&] { df::database<Shape> db{url()}; });
        EXPECT_TRUE(support::has(e.what(), "column " + column + " should hold "))
            << value << ": " << e.what();
        EXPECT_EQ(e.model(), "Shape");
    }
    // Rows that come while a database is open are refused when they are read.
    plain().run("DELETE FROM shapes");
    df::database<Shape> db{url()};
    plain().run("INSERT INTO shapes (at) VALUES (CURRENT_TIMESTAMP)");
    EXPECT_EQ(support::thrown<df::invalid_value>([&] { db.run(df::list<Shape>()); }).field(), "at");
    EXPECT_THROW((df::database<Shape>{url()}), df::schema_mismatch);

    // A default that others will take.
    for (const std::string given :
         {"CURRENT_TIMESTAMP", "(datetime('now'))", "CURRENT_DATE", "( DateTime ('now'))"}) {
        plain().run("DROP TABLE shapes; CREATE TABLE shapes (" + columns + ")");
        auto text = plain().value("SELECT sql FROM sqlite_schema WHERE name = 'shapes'");
        const std::string right = "'2024-01-05T10:00:00.000000Z'";
        text.replace(text.find(right), right.size(), given);
        plain().run("DROP TABLE shapes; " + text);
        const auto e = support::thrown<df::schema_mismatch>([&] { df::database<Shape> other{url()}; });
        EXPECT_TRUE(support::has(e.what(), "column at has a default whose form is not the library's"))
            << e.what();
    }
}

TEST_P(Stored, TablesThatTheLibraryMadeRefuseRowsOfAnotherForm) {
    if (postgres()) GTEST_SKIP() << "its columns hold their types";
    df::database<Shape> db{url()};
    db.run(df::create(Shape{.at = *df::parse_timestamp("2024-01-05T10:00:00Z")}));
    auto other = plain();
    const auto insert = [&](const std::string& column, const std::string& value) {
        const std::vector<std::pair<std::string, std::string>> all{{"truth", "0"},
                                                                   {"n", "0"},
                                                                   {"real", "0"},
                                                                   {"raw", "x''"},
                                                                   {"at", "'2024-01-05T10:00:00.000000Z'"},
                                                                   {"price", "0"},
                                                                   {"time", "0"}};
        std::string columns, values;
        for (const auto& [name, given] : all) {
            columns += (columns.empty() ? "" : ", ") + name;
            values += (values.empty() ? "" : ", ") + (name == column ? value : given);
        }
        if (columns.find(column) == std::string::npos) {
            columns += ", " + column;
            values += ", " + value;
        }
        other.run("INSERT INTO shapes (" + columns + ") VALUES (" + values + ")");
    };
    const std::vector<std::pair<std::string, std::vector<std::string>>> odd{
        {"at",
         {"CURRENT_TIMESTAMP", "CURRENT_DATE", "strftime('%s', 'now')", "unixepoch()",
          "'2024-01-05T10:00:00Z'", "'2024-01-05T10:00:00.000Z'", "'2024-01-05 10:00:00.123456'",
          "'2024-01-05T10:00:00.123456'", "'2024-01-05 10:00:00.123456+00:00'", "20240105", "x'00'"}},
        {"day", {"CURRENT_TIMESTAMP", "'5.1.2024'", "20240105", "julianday('now')"}},
        {"uuid",
         {"x'00112233445566778899aabbccddeeff'", "'{00112233-4455-6677-8899-aabbccddeeff}'",
          "'00112233445566778899aabbccddeeff'"}},
        {"truth", {"'true'", "2", "0.5", "x'01'"}},
        {"n", {"1.5", "'x'", "'12abc'", "2147483648", "1e300", "-9223372036854775808.0", "x'31'"}},
        {"real", {"'x'", "''", "'1,5'", "x'00'"}},
        {"price", {"9.99", "'9.99'", "'x'", "10000000000", "1e10"}},
        {"time", {"0.5", "'00:01:00'", "9223372036854775808.0", "-9223372036854775809"}}};
    for (const auto& [column, values] : odd)
        for (const auto& value : values)
            EXPECT_THROW(insert(column, value), std::runtime_error) << column << " " << value;
    const std::vector<std::pair<std::string, std::string>> good{
        {"at", "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')"},
        {"day", "CURRENT_DATE"},
        {"day", "NULL"},
        {"uuid", "'00112233-4455-6677-8899-aabbccddeeff'"},
        {"truth", "'1'"},
        {"n", "'12'"},
        {"n", "-2147483648"},
        {"real", "3"},
        {"real", "9e999"},
        {"real", "'2.5'"},
        {"price", "999"},
        {"time", "9000000"}};
    for (const auto& [column, value] : good) insert(column, value);
    EXPECT_EQ(db.run(df::list<Shape>()).records.size(), 1 + good.size());
    EXPECT_EQ(
        db.run(df::count<Shape>().where(field<&Shape::at> >= *df::parse_timestamp("2024-01-05T10:00:00Z"))),
        static_cast<std::int64_t>(1 + good.size()));
    // An update by others is refused as well.
    EXPECT_THROW(other.run("UPDATE shapes SET at = datetime('now')"), std::runtime_error);
    EXPECT_THROW(other.run("UPDATE shapes SET real = 'x'"), std::runtime_error);
}

} // namespace stored
