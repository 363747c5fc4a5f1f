// Past versions of records: kept whoever changes them, and read as of a time.
#include "support/fixture.hpp"

#include <dataflow/history.hpp>
#include <dataflow/search.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace std::chrono_literals;

struct Author {
    df::id<Author> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.history = true, .unique = df::unique({"name"})};
};
struct Poem {
    df::id<Poem> id{};
    df::id<Author> author{};
    std::string title{};
    int lines = 14;

    static constexpr auto dataflow =
        df::options{.versioned = true,
                    .history = true,
                    .foreign_keys = df::foreign_keys({"author", df::on_delete::cascade})};
};
// With the other options, and a key of two columns.
struct Shelf {
    std::string room{};
    int place{};
    std::string label{};

    static constexpr auto dataflow = df::options{.key = df::key("room", "place"),
                                                 .soft_delete = true,
                                                 .multi_tenant = true,
                                                 .versioned = true,
                                                 .history = true};
};

struct Verse {
    df::id<Verse> id{};
    std::string text{};

    static constexpr auto dataflow = df::options{.history = true, .full_text = df::full_text("text")};
};

/// Undoes a transaction.
struct undone {};

/// A time with nothing else near it: SQLite's triggers know the time to the millisecond.
df::timestamp moment() {
    std::this_thread::sleep_for(3ms);
    const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    std::this_thread::sleep_for(3ms);
    return now;
}
template <class M>
std::string told(const std::vector<df::history_version<M>>& all, auto of) {
    std::string out;
    for (const auto& v : all)
        out += std::to_string(v.number) + of(v.record) + (v.deleted ? "!" : v.valid_to ? "." : "");
    return out;
}

class Histories : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Histories);

TEST_P(Histories, AVersionIsReadWithinItsPeriod) {
    df::database<Author, Poem> db{url()};
    const auto before = moment();
    const auto author = db.run(df::create(Author{.name = "a"}));
    (void)moment();
    db.run(df::update<Author>(author.id, field<&Author::name> = "b"));
    (void)moment();
    db.run(df::erase<Author>(author.id));
    const auto all = db.run(df::history<Author>(author.id));
    ASSERT_EQ(told(all, [](const auto& r) { return r.name; }), "1a.2b!");
    EXPECT_EQ(all[0].record.id, author.id);
    EXPECT_EQ(all[0].record.created_at, author.created_at);
    EXPECT_GT(all[0].valid_from, before);
    EXPECT_EQ(all[0].valid_to, all[1].valid_from);
    const auto name_at = [&](df::timestamp t) {
        const auto found = db.run(df::find<Author>(author.id).as_of(t));
        return found ? found->name : "";
    };
    EXPECT_EQ(name_at(all[0].valid_from - 1us), "");
    EXPECT_EQ(name_at(all[0].valid_from), "a"); // the beginning belongs to it
    EXPECT_EQ(name_at(*all[0].valid_to - 1us), "a");
    EXPECT_EQ(name_at(*all[0].valid_to), "b"); // the end does not
    EXPECT_EQ(name_at(*all[1].valid_to - 1us), "b");
    EXPECT_EQ(name_at(*all[1].valid_to), "");
    EXPECT_EQ(name_at(moment() + std::chrono::hours{24 * 365}), "");
    const auto e =
        support::thrown<df::not_found>([&] { (void)db.run(df::read<Author>(author.id).as_of(before)); });
    EXPECT_EQ(e.model(), "Author");
    EXPECT_TRUE(db.run(df::history<Author>(author.id.value + 1)).empty());
}

TEST_P(Histories, EveryPathThatChangesARecordIsKept) {
    df::database<Author, Poem> db{url()};
    const auto author = db.run(df::create(Author{.name = "a"}));
    auto poem = db.run(df::create(Poem{.author = author.id, .title = "0"}));
    const auto key = poem.id;
    db.run(df::update<Poem>(key, field<&Poem::title> = "1"));
    db.run(df::update<Poem>(field<&Poem::title> == "1", field<&Poem::title> = "2"));
    poem = db.run(df::read<Poem>(key));
    poem.title = "3";
    db.run(df::update(poem));
    db.run(df::upsert(Poem{.id = key, .author = author.id, .title = "4"}).on_conflict(field<&Poem::id>));
    db.run(df::bulk_update<Poem>(df::everything, field<&Poem::title> = "5"));
    db.run(df::bulk_update({Poem{.id = key, .author = author.id, .title = "6"}}));
    db.run(df::bulk_upsert({Poem{.id = key, .author = author.id, .title = "7"},
                            Poem{.id = df::id<Poem>{key.value + 1}, .author = author.id, .title = "new"}})
               .on_conflict(field<&Poem::id>));
    db.run(df::sql<"UPDATE poems SET title = '8' WHERE title = '7'">());
    const auto title = [](const auto& r) { return r.title; };
    EXPECT_EQ(told(db.run(df::history<Poem>(key)), title), "10.21.32.43.54.65.76.87.98");
    EXPECT_EQ(told(db.run(df::history<Poem>(key.value + 1)), title), "1new");
    try {
        db.transaction([&](auto& tx) { // what is undone is none
            tx.run(df::update<Poem>(key, field<&Poem::title> = "undone"));
            EXPECT_EQ(tx.run(df::history<Poem>(key)).size(), 10U);
            throw undone{};
        });
    } catch (const undone&) {
    }
    EXPECT_EQ(db.run(df::history<Poem>(key)).size(), 9U);
    const auto then = moment();
    EXPECT_EQ(db.run(df::erase<Author>(author.id)), true); // and what a foreign key takes along
    EXPECT_EQ(told(db.run(df::history<Poem>(key)), title), "10.21.32.43.54.65.76.87.98!");
    EXPECT_EQ(db.run(df::count<Poem>()), 0);
    EXPECT_EQ(db.run(df::count<Poem>().as_of(then)), 2);

    std::vector<Author> many;
    for (int i = 0; i < 700; ++i) many.push_back({.name = "n" + std::to_string(i)});
    db.run(df::bulk_create(many)); // by COPY, where there is one
    EXPECT_EQ(db.run(df::count<Author>().as_of(moment())), 700);
    EXPECT_EQ(db.run(df::bulk_erase<Author>(field<&Author::name> != "n7")).deleted, 699);
    EXPECT_EQ(db.run(df::list<Author>().as_of(moment())).size(), 1U);
}

TEST_P(Histories, ListsJoinsAndWhatElseReadsAsOfATime) {
    df::database<Author, Poem> db{url()};
    const auto ann = db.run(df::create(Author{.name = "ann"}));
    const auto bob = db.run(df::create(Author{.name = "bob"}));
    const auto one = db.run(df::create(Poem{.author = ann.id, .title = "one", .lines = 10}));
    db.run(df::create(Poem{.author = ann.id, .title = "two", .lines = 20}));
    const auto then = moment();
    db.run(df::update<Author>(ann.id, field<&Author::name> = "anna"));
    db.run(df::update<Poem>(one.id, field<&Poem::author> = bob.id, field<&Poem::lines> = 99));
    db.run(df::create(Poem{.author = bob.id, .title = "three", .lines = 30}));

    const auto joined = df::list<Poem>().join<&Poem::author>().order_by(field<&Poem::title>);
    std::string text;
    for (const auto& row : db.run(joined.as_of(then)))
        text += row.template get<Poem>().title + " " + row.template get<Author>().name + ";";
    EXPECT_EQ(text, "one ann;two ann;");
    text.clear();
    for (const auto& row : db.run(joined))
        text += row.template get<Poem>().title + " " + row.template get<Author>().name + ";";
    EXPECT_EQ(text, "one bob;three bob;two anna;");

    const auto left = df::list<Author>().left_join<&Poem::author>();
    EXPECT_EQ(db.run(left.as_of(then)).size(), 3U); // bob without a poem
    EXPECT_EQ(db.run(df::select(df::sum(field<&Poem::lines>)).as_of(then)).at(0), 30);
    EXPECT_EQ(db.run(df::count<Poem>().where(field<&Poem::lines> > 15).as_of(then)), 1);
    EXPECT_EQ(db.run(df::exists<Poem>().where(field<&Poem::title> == "three").as_of(then)), false);
    const auto families = db.run(
        df::as_of(then, df::list<Author>().order_by(field<&Author::name>).with_children<&Poem::author>()));
    ASSERT_EQ(families.size(), 2U);
    EXPECT_EQ(families[0].children.size(), 2U);
    EXPECT_EQ(families[1].children.size(), 0U);
    const auto first = db.run(df::as_of(
        then, df::list<Poem>().order_by(df::desc(field<&Poem::lines>)).first_per(1, field<&Poem::author>)));
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].title, "two");
    const auto sub = df::list<Author>().where(
        df::exists(df::list<Poem>().where(field<&Poem::author> == field<&Author::id>)));
    EXPECT_EQ(db.run(sub.as_of(then)).size(), 1U);
    EXPECT_EQ(db.run(sub).size(), 2U);
    std::size_t rows = 0;
    for (const auto& p : db.stream(df::list<Poem>().as_of(then))) rows += p.title.size();
    EXPECT_EQ(rows, 6U);
    const auto page = db.run(df::list<Poem>().order_by(field<&Poem::title>).limit(1).as_of(then));
    ASSERT_TRUE(page.next);
    const auto next =
        db.run(df::as_of(then, df::list<Poem>().order_by(field<&Poem::title>).limit(1).after(*page.next)));
    ASSERT_EQ(next.size(), 1U);
    EXPECT_EQ(next[0].title, "two");
    EXPECT_EQ(db.run(df::list<Poem>().as_of(moment())).size(), 3U);
}

TEST_P(Histories, AVersionIsRestored) {
    df::database<Author, Poem> db{url()};
    const auto ann = db.run(df::create(Author{.name = "ann"}));
    const auto poem = db.run(df::create(Poem{.author = ann.id, .title = "1", .lines = 1}));
    const auto then = moment();
    db.run(df::update<Poem>(poem.id, field<&Poem::title> = "2", field<&Poem::lines> = 2));
    auto back = db.run(df::restore_version<Poem>(poem.id, 1));
    EXPECT_EQ(back.title + std::to_string(back.lines), "11");
    EXPECT_EQ(back.version, 3);
    EXPECT_EQ(back.created_at, poem.created_at);
    EXPECT_GT(back.updated_at, poem.updated_at);
    EXPECT_EQ(db.run(df::restore_version<Poem>(poem.id, 2)).title, "2");
    EXPECT_EQ(db.run(df::restore_version<Poem>(poem.id, then)).title, "1");
    EXPECT_EQ(db.run(df::read<Poem>(poem.id)).version, 5);
    for (const auto number : {0, -1, 6, 1000})
        support::thrown<df::not_found>([&] { db.run(df::restore_version<Poem>(poem.id, number)); });
    support::thrown<df::not_found>([&] { db.run(df::restore_version<Poem>(poem.id, then - 24h)); });

    db.run(df::erase<Poem>(poem.id));
    back = db.run(df::restore_version<Poem>(poem.id, 2)); // it is there again, under its key
    EXPECT_EQ(back.id, poem.id);
    EXPECT_EQ(back.title, "2");
    EXPECT_EQ(back.version, 6);
    EXPECT_EQ(back.created_at, poem.created_at);
    const auto fresh = db.run(df::create(Poem{.author = ann.id}));
    EXPECT_GT(fresh.id, poem.id);

    db.run(df::bulk_erase<Author>(df::everything));
    const auto e = support::thrown<df::foreign_key_violation>( // a foreign key holds
        [&] { db.run(df::restore_version<Poem>(poem.id, 2)); });
    EXPECT_EQ(e.constraint(), "poems_author_fkey") << e.what();
    db.run(df::restore_version<Author>(ann.id, 1));
    EXPECT_EQ(db.run(df::restore_version<Poem>(poem.id, 2)).version, 7);
    db.run(df::create(Author{.name = "bob"}));
    db.run(df::update<Author>(ann.id, field<&Author::name> = "anna"));
    db.run(df::update<Author>(field<&Author::name> == "bob", field<&Author::name> = "ann"));
    support::thrown<df::unique_violation>([&] { db.run(df::restore_version<Author>(ann.id, 1)); });
    EXPECT_EQ(db.run(df::read<Author>(ann.id)).name, "anna");
}

TEST_P(Histories, OldVersionsArePurged) {
    df::database<Author, Poem> db{url()};
    const auto ann = db.run(df::create(Author{.name = "1"}));
    db.run(df::update<Author>(ann.id, field<&Author::name> = "2"));
    const auto then = moment();
    db.run(df::update<Author>(ann.id, field<&Author::name> = "3"));
    db.run(df::update<Author>(ann.id, field<&Author::name> = "4"));
    const auto name = [](const auto& r) { return r.name; };
    EXPECT_EQ(db.run(df::purge_history<Author>(df::older_than(1h))), 0);
    EXPECT_EQ(db.run(df::purge_history<Author>(then)), 1);
    EXPECT_EQ(told(db.run(df::history<Author>(ann.id)), name), "22.33.44");
    EXPECT_EQ(db.run(df::read<Author>(ann.id).as_of(then)).name, "2");
    (void)moment();
    EXPECT_EQ(db.run(df::purge_history<Author>(df::older_than(0s))), 2);
    EXPECT_EQ(told(db.run(df::history<Author>(ann.id)), name), "44");
    db.run(df::update<Author>(ann.id, field<&Author::name> = "5"));
    EXPECT_EQ(told(db.run(df::history<Author>(ann.id)), name), "44.55");
}

TEST_P(Histories, StayWithTheTenantAndWithWhatWasDeletedThen) {
    df::database<Shelf> db{url()};
    auto mine = db.tenant("mine"), theirs = db.tenant("theirs");
    for (auto* t : {&mine, &theirs}) t->run(df::create(Shelf{.room = "r", .place = 1, .label = "old"}));
    const auto then = moment();
    mine.run(df::update<Shelf>(std::tuple{std::string{"r"}, 1}, field<&Shelf::label> = "mine"));
    theirs.run(df::update<Shelf>(std::tuple{std::string{"r"}, 1}, field<&Shelf::label> = "theirs"));
    const auto later = moment();
    mine.run(df::erase<Shelf>("r", 1));
    const auto gone = moment();
    const auto label = [](const auto& r) { return r.label + (r.deleted_at ? "-" : ""); };
    EXPECT_EQ(told(mine.run(df::history<Shelf>("r", 1)), label), "1old.2mine.3mine-");
    EXPECT_EQ(told(theirs.run(df::history<Shelf>("r", 1)), label), "1old.2theirs");
    EXPECT_EQ(mine.run(df::list<Shelf>().as_of(then)).size(), 1U);
    EXPECT_EQ(mine.run(df::read<Shelf>("r", 1).as_of(later)).label, "mine");
    EXPECT_EQ(theirs.run(df::read<Shelf>("r", 1).as_of(later)).label, "theirs");
    EXPECT_EQ(mine.run(df::count<Shelf>().as_of(gone)), 0);
    EXPECT_EQ(mine.run(df::with_deleted(df::list<Shelf>().as_of(gone))).size(), 1U);
    EXPECT_EQ(mine.run(df::only_deleted(df::list<Shelf>().as_of(gone))).size(), 1U);
    EXPECT_EQ(mine.run(df::only_deleted(df::list<Shelf>().as_of(later))).size(), 0U);
    EXPECT_EQ(theirs.run(df::count<Shelf>().as_of(gone)), 1);

    support::thrown<df::not_found>([&] { // it was marked then
        mine.run(df::restore_version<Shelf>(std::tuple{std::string{"r"}, 1}, 3));
    });
    const auto back = mine.run(df::restore_version<Shelf>(std::tuple{std::string{"r"}, 1}, 1));
    EXPECT_EQ(label(back), "old");
    EXPECT_EQ(back.version, 4);
    EXPECT_EQ(theirs.run(df::read<Shelf>("r", 1)).label, "theirs");
    mine.run(df::erase<Shelf>("r", 1));
    mine.run(df::purge<Shelf>(df::everything));
    EXPECT_EQ(label(mine.run(df::restore_version<Shelf>(std::tuple{std::string{"r"}, 1}, then))), "old");
    (void)moment();
    EXPECT_EQ(mine.run(df::purge_history<Shelf>(df::older_than(0s))), 5);
    EXPECT_EQ(theirs.run(df::history<Shelf>("r", 1)).size(), 2U);
    EXPECT_EQ(mine.run(df::history<Shelf>("r", 1)).size(), 1U);
}

TEST_P(Histories, NoWordsOfPastVersionsAreSearched) {
    df::database<Verse> db{url()};
    db.run(df::create(Verse{.text = "roses are red"}));
    const auto then = moment();
    EXPECT_EQ(db.run(df::list<Verse>().where(df::search<Verse>("red"))).size(), 1U);
    const auto e = support::thrown<df::database_error>(
        [&] { (void)db.run(df::list<Verse>().where(df::search<Verse>("red")).as_of(then)); });
    EXPECT_TRUE(support::has(e.what(), "full-text search as of a time")) << e.what();
    EXPECT_EQ(e.model(), "Verse");
    EXPECT_EQ(db.run(df::list<Verse>().where(field<&Verse::text>.ends_with("red")).as_of(then)).size(), 1U);
}

TEST_P(Histories, TheirStatementsHaveTheirTextAtCompileTime) {
    constexpr df::timestamp then{};
    static_assert(
        df::sql_of<df::sqlite>(df::read<Author>(1).as_of(then)) ==
        R"(SELECT "id", "name", "created_at", "updated_at" FROM (SELECT * FROM "authors_history" )"
        R"(WHERE "history_from" <= ?1 AND ("history_to" > ?1 OR "history_to" IS NULL)) AS "authors" )"
        R"(WHERE "id" = ?2)");
    EXPECT_EQ( // not in a constant: its key is a std::string, which clang with libstdc++ 12 cannot make there
        df::sql_of<df::postgres>(df::history<Shelf>("r", 1)),
        R"(SELECT "room", "place", "label", "created_at", "updated_at", "tenant_id", "deleted_at", )"
        R"("version", "history_number", "history_from", "history_to", "history_deleted" )"
        R"(FROM "shelves_history" WHERE "room" = $1 AND "place" = $2 AND "tenant_id" = $3 )"
        R"(ORDER BY "history_number")");
    static_assert(df::sql_of<df::sqlite>(df::purge_history<Author>(then)) ==
                  R"(DELETE FROM "authors_history" WHERE "history_to" < ?1)");
}

/// What the tables held, by key.
struct plain_state {
    std::map<std::int64_t, std::string> authors{};
    std::map<std::int64_t, std::pair<std::int64_t, int>> poems{};

    bool operator==(const plain_state&) const = default;
};

// Random programs, and what each moment held, against maps in memory.
TEST_P(Histories, AreWhatAPlainModelRemembers) {
    for (unsigned seed = 1; seed <= 3; ++seed) {
        SCOPED_TRACE(seed);
        const auto place = another();
        df::database<Author, Poem> db{place->url()};
        std::mt19937 random{seed};
        const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
        plain_state now;
        std::vector<std::pair<df::timestamp, plain_state>> moments;
        int name = 0;
        const auto any = [&](const auto& of) {
            return std::next(of.begin(), below(static_cast<int>(of.size())))->first;
        };
        const auto step = [&](auto& run) {
            const int what = now.authors.empty() ? 0 : below(10);
            if (what == 0) {
                const auto made = run(df::create(Author{.name = std::to_string(++name)}));
                now.authors[made.id.value] = made.name;
            } else if (what == 1) {
                const auto key = any(now.authors);
                run(df::update<Author>(key, field<&Author::name> = std::to_string(++name)));
                now.authors[key] = std::to_string(name);
            } else if (what == 2) {
                const auto key = any(now.authors);
                run(df::erase<Author>(key));
                now.authors.erase(key);
                std::erase_if(now.poems, [&](const auto& p) { return p.second.first == key; });
            } else if (what <= 4 || now.poems.empty()) {
                const auto author = any(now.authors);
                const auto made =
                    run(df::create(Poem{.author = df::id<Author>{author}, .lines = below(100)}));
                now.poems[made.id.value] = {author, made.lines};
            } else if (what == 5) {
                const auto limit = below(100), add = below(5);
                run(df::bulk_update<Poem>(field<&Poem::lines> < limit,
                                          field<&Poem::lines> = field<&Poem::lines> + add));
                for (auto& p : now.poems)
                    if (p.second.second < limit) p.second.second += add;
            } else if (what == 6) {
                const auto key = any(now.poems);
                run(df::erase<Poem>(key));
                now.poems.erase(key);
            } else if (what == 7) { // the key itself, by a statement of one's own
                const auto key = any(now.poems);
                const auto to = -std::int64_t{++name};
                run(df::sql<"UPDATE poems SET id = {} WHERE id = {}">(to, key));
                auto moved = now.poems.extract(key);
                moved.key() = to;
                now.poems.insert(std::move(moved));
            } else if (what == 8) {
                const auto key = any(now.poems);
                const auto author = any(now.authors);
                run(df::upsert(Poem{.id = df::id<Poem>{key}, .author = df::id<Author>{author}, .lines = 7})
                        .on_conflict(field<&Poem::id>));
                now.poems[key] = {author, 7};
            } else {
                const auto key = any(now.poems);
                run(df::update<Poem>(key, field<&Poem::lines> = below(100)));
                now.poems[key].second = run(df::read<Poem>(key)).lines;
            }
        };
        for (int i = 0; i < 60; ++i) {
            if (below(4) == 0) { // several, in a transaction that may be undone
                const auto before = now;
                const bool fails = below(3) == 0;
                try {
                    db.transaction([&](auto& tx) {
                        auto run = [&](const auto& node) { return tx.run(node); };
                        for (int n = 0; n < 4; ++n) step(run);
                        if (fails) throw undone{};
                    });
                } catch (const undone&) {
                    now = before;
                }
            } else {
                auto run = [&](const auto& node) { return db.run(node); };
                step(run);
            }
            moments.emplace_back(moment(), now);
        }
        for (const auto& [time, state] : moments) {
            plain_state found;
            for (const auto& a : db.run(df::list<Author>().as_of(time))) found.authors[a.id.value] = a.name;
            for (const auto& p : db.run(df::list<Poem>().as_of(time)))
                found.poems[p.id.value] = {p.author.value, p.lines};
            EXPECT_TRUE(found == state);
            EXPECT_EQ(db.run(df::list<Poem>().join<&Poem::author>().as_of(time)).size(), state.poems.size());
        }
        for (std::int64_t key = 1; key < 60; ++key) { // periods follow each other
            const auto all = db.run(df::history<Poem>(key));
            for (std::size_t i = 0; i < all.size(); ++i) {
                EXPECT_EQ(all[i].number, static_cast<std::int64_t>(i) + 1);
                EXPECT_LE(all[i].valid_from, all[i].valid_to.value_or(all[i].valid_from));
                if (i + 1 == all.size()) break;
                ASSERT_TRUE(all[i].valid_to);
                EXPECT_LE(*all[i].valid_to, all[i + 1].valid_from);
            }
        }
    }
}

} // namespace
