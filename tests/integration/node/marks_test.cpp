// Deleted records: what comes back with a record that is restored, what a read of them alone sees, and what a
// purge takes away.
#include "support/fixture.hpp"

#include <dataflow/catalog.hpp>
#include <dataflow/dynamic.hpp>
#include <dataflow/search.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/tenant.hpp>
#include <dataflow/windows.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;

using key = std::string;

struct Top {
    df::id<Top, key> name{};

    static constexpr auto dataflow =
        df::options{.table = "tops", .key = df::key("name"), .soft_delete = true};
};
struct Left {
    df::id<Left, key> name{};
    df::id<Top, key> top{};

    static constexpr auto dataflow =
        df::options{.table = "lefts",
                    .key = df::key("name"),
                    .soft_delete = true,
                    .versioned = true,
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"top", df::on_delete::cascade})};
};
struct Right {
    df::id<Right, key> name{};
    df::id<Top, key> top{};

    static constexpr auto dataflow =
        df::options{.table = "rights",
                    .key = df::key("name"),
                    .timestamps = false,
                    .soft_delete = true,
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"top", df::on_delete::cascade})};
};
struct Leaf {
    df::id<Leaf, key> name{};
    df::id<Left, key> left{};
    std::optional<df::id<Right, key>> right{};
    std::optional<df::id<Right, key>> held{}; // restrict
    std::optional<df::id<Leaf, key>> next{};  // restrict
    std::optional<df::id<Left, key>> near_by{};

    static constexpr auto dataflow = df::options{
        .table = "leafs",
        .key = df::key("name"),
        .soft_delete = true,
        .versioned = true,
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"left", df::on_delete::cascade},
                                         df::foreign_key_rule{"right", df::on_delete::cascade},
                                         df::foreign_key_rule{"near_by", df::on_delete::set_null})};
};
struct Twig {
    df::id<Twig, key> name{};
    df::id<Leaf, key> leaf{};

    static constexpr auto dataflow =
        df::options{.table = "twigs",
                    .key = df::key("name"),
                    .soft_delete = true,
                    .versioned = true,
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"leaf", df::on_delete::cascade})};
};
using trees = df::database<Top, Left, Right, Leaf, Twig>;

/// What the tables should hold, by deletes that are told apart by a number, not by their time.
struct forest {
    enum table { tops, lefts, rights, leafs, twigs };
    enum action { restrict, cascade, set_null };
    struct reference {
        table child;
        std::string column;
        table parent;
        action does;
    };
    inline static const std::vector<reference> references{
        {lefts, "top", tops, cascade},       {rights, "top", tops, cascade},
        {leafs, "left", lefts, cascade},     {leafs, "right", rights, cascade},
        {leafs, "held", rights, restrict},   {leafs, "next", leafs, restrict},
        {leafs, "near_by", lefts, set_null}, {twigs, "leaf", leafs, cascade}};
    inline static const std::array<std::string, 5> names{"tops", "lefts", "rights", "leafs", "twigs"};
    static bool counts(table t) { return t == lefts || t == leafs || t == twigs; }

    using name = std::pair<table, key>;
    struct item {
        int deleted = 0; ///< by which delete; 0: it is live
        int version = 1;
        std::map<std::string, key> refers{};
    };
    std::map<name, item> items{};
    int deletes = 0;

    template <class Use>
    void parents(const name& n, Use use) {
        for (const auto& r : references)
            if (r.child == n.first)
                if (const auto found = items.at(n).refers.find(r.column); found != items.at(n).refers.end())
                    use(r, name{r.parent, found->second});
    }
    /// The records with some more whose cascade leads there.
    template <class Fits>
    std::set<name> closure(const name& root, Fits fits) {
        std::set<name> out{root};
        for (bool more = true; more;) {
            more = false;
            for (const auto& [n, i] : items)
                if (!out.contains(n) && fits(i))
                    parents(n, [&](const reference& r, const name& p) {
                        if (r.does == cascade && out.contains(p)) more = out.insert(n).second || more;
                    });
        }
        return out;
    }
    bool live(const name& n) { return items.contains(n) && items[n].deleted == 0; }

    /// Whether it may be deleted; `own`: the record itself is counted, too.
    bool erase(const name& root, bool own) {
        const auto goes = closure(root, [](const item& i) { return i.deleted == 0; });
        bool held = false;
        for (auto& [n, i] : items)
            if (i.deleted == 0 && !goes.contains(n))
                parents(n, [&](const reference& r, const name& p) {
                    held = held || (r.does == restrict && goes.contains(p));
                });
        if (held) return false;
        for (auto& [n, i] : items) {
            if (i.deleted != 0 || goes.contains(n)) continue;
            std::vector<std::string> cleared;
            parents(n, [&](const reference& r, const name& p) {
                if (r.does == set_null && goes.contains(p)) cleared.push_back(r.column);
            });
            for (const auto& c : cleared) i.refers.erase(c);
            i.version += static_cast<int>(cleared.size());
        }
        ++deletes;
        for (const auto& n : goes) {
            items[n].deleted = deletes;
            items[n].version += own || n != root;
        }
        return true;
    }
    bool restore(const name& root, bool own) {
        const auto which = items[root].deleted;
        auto back = closure(root, [&](const item& i) { return i.deleted == which; });
        bool held = false;
        parents(root, [&](const reference&, const name& p) { held = held || items[p].deleted != 0; });
        if (held) return false;
        std::map<name, int> moved;
        for (bool more = true; more;) {
            more = false;
            for (const auto& n : std::set<name>{back}) {
                if (n == root) continue;
                parents(n, [&](const reference& r, const name& p) {
                    if (r.does != cascade || items[p].deleted == 0 || back.contains(p) || !back.contains(n))
                        return;
                    moved[n] = moved.contains(p) ? moved[p] : items[p].deleted;
                    back.erase(n);
                    more = true;
                });
            }
        }
        for (const auto& n : back)
            parents(n, [&](const reference& r, const name& p) {
                held = held || (r.does != cascade && items[p].deleted != 0 && !back.contains(p));
            });
        if (held) return false;
        for (const auto& [n, to] : moved) items[n].deleted = to;
        for (const auto& n : back) {
            items[n].deleted = 0;
            items[n].version += own || n != root;
        }
        return true;
    }
};

template <class M, class Session>
void same_as(Session& db, forest& f, forest::table t) {
    std::set<key> found, wanted, marked, deleted;
    for (const auto& r : db.run(df::list<M>())) {
        found.insert(r.name.value);
        if constexpr (requires { r.version; }) {
            EXPECT_EQ(r.version, (f.items[{t, r.name.value}].version)) << r.name.value;
        }
        if constexpr (requires { r.near_by; }) {
            EXPECT_EQ(r.near_by.has_value(), (f.items[{t, r.name.value}].refers.contains("near_by")))
                << r.name.value;
        }
    }
    for (const auto& r : db.run(df::only_deleted(df::list<M>()))) {
        marked.insert(r.name.value);
        EXPECT_TRUE(r.deleted_at);
        EXPECT_GT(*r.deleted_at, df::timestamp{}); // no mark of a step in between is left
    }
    for (const auto& [n, i] : f.items)
        if (n.first == t) (i.deleted == 0 ? wanted : deleted).insert(n.second);
    EXPECT_EQ(found, wanted) << forest::names[t];
    EXPECT_EQ(marked, deleted) << forest::names[t];
}

class Marks : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Marks);
class SharedMarks : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(SharedMarks);

/// Runs; gives the class of its error, or nothing.
template <class Work>
bool refused(Work&& work) {
    try {
        work();
    } catch (const df::foreign_key_violation&) {
        return true;
    }
    return false;
}

// Deletes and restores at random, by the library and by plain SQL, with few times for many deletes: what
// comes back is what went in the same delete.
TEST_P(SharedMarks, ARestoreBringsBackWhatWentWithTheRecordAndNothingElse) {
    trees db{url()};
    auto sql = plain();
    forest f;
    std::mt19937 dice{20261130};
    const auto roll = [&](int n) { return static_cast<int>(dice() % static_cast<unsigned>(n)); };
    // the fourth is a second's first moment; the others lie next to each other
    const std::array<std::string, 4> times{"2026-01-01T00:00:00.000003Z", "2026-01-01T00:00:00.000002Z",
                                           "2026-01-01T00:00:00.000001Z", "2026-01-01T00:00:00.000000Z"};
    using t = forest::table;
    int made = 0, came = 0, stayed = 0, kept = 0;
    for (int step = 0; step < 500; ++step) {
        const auto any = [&](t table) { return "k" + std::to_string(roll(table == t::tops ? 2 : 6)); };
        const auto table = static_cast<t>(roll(5));
        const forest::name n{table, any(table)};
        const bool there = f.items.contains(n);
        const auto where = " WHERE name = '" + n.second + "' AND deleted_at IS ";
        const auto run_plain = [&](const std::string& text) {
            try {
                sql.run(text);
            } catch (const std::exception&) {
                return true;
            }
            return false;
        };
        if (!there) {
            std::map<std::string, key> refers;
            bool possible = true;
            for (const auto& r : forest::references) {
                if (r.child != table) continue;
                if (r.does != forest::cascade && roll(2) == 0) continue;
                if (r.column == "right" && roll(2) == 0) continue;
                refers[r.column] = any(r.parent);
                if (!f.live({r.parent, refers[r.column]})) {
                    if (r.column == "left" || r.column == "top" || r.column == "leaf") possible = false;
                    else refers.erase(r.column);
                }
            }
            if (!possible) continue;
            f.items[n].refers = refers;
            const auto& k = n.second;
            const auto maybe = [&]<class M>(const char* column, std::optional<df::id<M, key>>& to) {
                if (refers.contains(column)) to = df::id<M, key>{refers[column]};
            };
            if (table == t::tops) db.run(df::create(Top{.name = df::id<Top, key>{k}}));
            if (table == t::lefts)
                db.run(
                    df::create(Left{.name = df::id<Left, key>{k}, .top = df::id<Top, key>{refers["top"]}}));
            if (table == t::rights)
                db.run(
                    df::create(Right{.name = df::id<Right, key>{k}, .top = df::id<Top, key>{refers["top"]}}));
            if (table == t::leafs) {
                Leaf l{.name = df::id<Leaf, key>{k}, .left = df::id<Left, key>{refers["left"]}};
                maybe("right", l.right);
                maybe("held", l.held);
                maybe("next", l.next);
                maybe("near_by", l.near_by);
                db.run(df::create(l));
            }
            if (table == t::twigs)
                db.run(df::create(
                    Twig{.name = df::id<Twig, key>{k}, .leaf = df::id<Leaf, key>{refers["leaf"]}}));
            ++made;
        } else if (f.live(n)) {
            if (roll(3) == 0) continue;
            if (roll(2) == 0) {
                const bool done = f.erase(n, true);
                EXPECT_EQ(refused([&] {
                              if (table == t::tops) db.run(df::erase<Top>(n.second));
                              if (table == t::lefts) db.run(df::erase<Left>(n.second));
                              if (table == t::rights) db.run(df::erase<Right>(n.second));
                              if (table == t::leafs) db.run(df::erase<Leaf>(n.second));
                              if (table == t::twigs) db.run(df::erase<Twig>(n.second));
                          }),
                          !done);
            } else {
                const bool done = f.erase(n, false);
                EXPECT_EQ(run_plain("UPDATE " + forest::names[table] + " SET deleted_at = '" +
                                    times[static_cast<std::size_t>(roll(4))] + "'" + where + "NULL"),
                          !done);
            }
        } else {
            const auto before = std::count_if(f.items.begin(), f.items.end(),
                                              [](const auto& i) { return i.second.deleted == 0; });
            const bool plainly = roll(2) == 0;
            const bool done = f.restore(n, !plainly);
            if (plainly) {
                EXPECT_EQ(run_plain("UPDATE " + forest::names[table] + " SET deleted_at = NULL" + where +
                                    "NOT NULL"),
                          !done);
            } else {
                EXPECT_EQ(refused([&] {
                              if (table == t::tops) db.run(df::restore<Top>(n.second));
                              if (table == t::lefts) db.run(df::restore<Left>(n.second));
                              if (table == t::rights) db.run(df::restore<Right>(n.second));
                              if (table == t::leafs) db.run(df::restore<Leaf>(n.second));
                              if (table == t::twigs) db.run(df::restore<Twig>(n.second));
                          }),
                          !done);
            }
            const auto after = std::count_if(f.items.begin(), f.items.end(),
                                             [](const auto& i) { return i.second.deleted == 0; });
            kept += !done;
            (after > before + 1 ? came : stayed) += 1;
        }
        same_as<Top>(db, f, t::tops);
        same_as<Left>(db, f, t::lefts);
        same_as<Right>(db, f, t::rights);
        same_as<Leaf>(db, f, t::leafs);
        same_as<Twig>(db, f, t::twigs);
        if (testing::Test::HasFailure())
            FAIL() << "step " << step << ' ' << forest::names[table] << ' ' << n.second;
    }
    EXPECT_GT(made, 20);
    EXPECT_GT(came, 20); // restores that brought others back
    EXPECT_GT(stayed, 20);
    EXPECT_GT(kept, 3);
    trees again{url()};
    for (const auto& d : df::catalog::compare(
             df::catalog::describe_models<Top, Left, Right, Leaf, Twig>(db.dialect()), df::describe(again)))
        ADD_FAILURE() << to_string(d);
}

// --- other ways

struct Author {
    df::id<Author, key> name{};

    static constexpr auto dataflow =
        df::options{.key = df::key("name"), .soft_delete = true, .multi_tenant = true};
};
struct Book {
    df::id<Book> id{};
    df::id<Author, key> author{};
    std::string isbn{};
    std::string about{};
    int price = 0;

    static constexpr auto dataflow =
        df::options{.soft_delete = true,
                    .multi_tenant = true,
                    .versioned = true,
                    .unique = df::unique({"isbn"}),
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"author", df::on_delete::cascade}),
                    .full_text = df::full_text({"about"})};
};
using books = df::database<Author, Book>;
using author = df::id<Author, key>;

TEST_P(Marks, ARestoreStaysWithItsTenantAndGivesTimesAndVersions) {
    books db{url()};
    const auto acme = db.tenant("acme"), other = db.tenant("other");
    for (const auto& t : {acme, other}) {
        t.run(df::create(Author{author{"a"}}));
        for (const auto* isbn : {"1", "2", "3"}) t.run(df::create(Book{.author = author{"a"}, .isbn = isbn}));
    }
    const auto of = [](const auto& t) {
        return t.run(df::list<Book>().order_by(field<&Book::isbn>)).records;
    };
    const auto before = of(acme);
    acme.run(df::erase<Book>(before[0].id)); // by itself
    acme.run(df::erase<Author>("a"));
    other.run(df::erase<Author>("a"));
    EXPECT_TRUE(of(acme).empty());
    const auto gone = acme.run(df::only_deleted(df::read<Book>(before[1].id)));
    EXPECT_EQ(gone.version, 2);
    EXPECT_EQ(gone.updated_at, gone.deleted_at);
    const auto back = acme.run(df::restore<Author>("a"));
    const auto after = of(acme);
    ASSERT_EQ(after.size(), 2u);
    EXPECT_EQ(after[0].id, before[1].id);
    EXPECT_EQ(after[0].version, 3);
    EXPECT_EQ(after[0].updated_at, back.updated_at);
    EXPECT_EQ(after[0].created_at, before[1].created_at);
    EXPECT_TRUE(of(other).empty());
    EXPECT_THROW(acme.run(df::update(before[1])),
                 df::version_conflict); // the delete and the restore were changes
    // Whatever must be unique is: all of it comes back, or nothing.
    acme.run(df::erase<Author>("a"));
    acme.run(df::create(Author{author{"b"}}));
    const auto taken = acme.run(df::create(Book{.author = author{"b"}, .isbn = "3"}));
    const auto e = support::thrown<df::unique_violation>([&] { acme.run(df::restore<Author>("a")); });
    EXPECT_TRUE(support::has(e.what(), postgres() ? "books_isbn_key" : "books.isbn")) << e.what();
    EXPECT_EQ(e.model(), "Author") << e.what();
    EXPECT_EQ(e.field(), "") << e.what();
    EXPECT_FALSE(acme.run(df::find<Author>("a")));
    EXPECT_EQ(acme.run(df::count<Book>()), 1);
    acme.run(df::erase<Book>(taken.id));
    acme.run(df::restore<Author>("a"));
    EXPECT_EQ(acme.run(df::count<Book>()), 2);
    EXPECT_EQ(of(acme)[0].version, 5);
}

TEST_P(Marks, AReadOfDeletedRecordsAloneSeesThemOfItsFirstModelAndAllOfOthers) {
    books db{url()};
    const auto t = db.tenant("acme");
    const auto other = db.tenant("other");
    other.run(df::create(Author{author{"x"}}));
    other.run(df::erase<Author>("x"));
    t.run(df::bulk_create({Author{author{"live"}}, Author{author{"dead"}}, Author{author{"alone"}}}));
    t.run(df::bulk_create({Book{.author = author{"live"}, .isbn = "1", .about = "quick fox", .price = 1},
                           Book{.author = author{"live"}, .isbn = "2", .about = "quick dog", .price = 2},
                           Book{.author = author{"dead"}, .isbn = "3", .about = "quick cat", .price = 3},
                           Book{.author = author{"dead"}, .isbn = "4", .about = "slow cat", .price = 4}}));
    t.run(df::bulk_erase<Book>(field<&Book::isbn> == "2"));
    t.run(df::erase<Author>("dead"));
    t.run(df::erase<Author>("alone"));
    const auto isbns = [](const auto& rows, const auto& of) {
        std::string out;
        for (const auto& r : rows) out += of(r);
        return out;
    };
    const auto own = [](const auto& r) { return r.isbn; };
    const auto deleted = df::list<Book>().order_by(field<&Book::isbn>);
    EXPECT_EQ(isbns(t.run(df::only_deleted(deleted)).records, own), "234");
    EXPECT_EQ(
        isbns(t.run(df::only_deleted(
                        deleted.where(field<&Book::price> > 2 || field<&Book::price> < 2).limit(1).offset(1)))
                  .records,
              own),
        "4");
    EXPECT_EQ(isbns(t.run(df::only_deleted(df::list<Book>().order_by(df::desc(df::deleted_at<Book>),
                                                                     df::desc(field<&Book::isbn>))))
                        .records,
                    own),
              "432");
    auto page = t.run(df::only_deleted(deleted.limit(2).with_total()));
    EXPECT_EQ(page.total, 3);
    ASSERT_TRUE(page.next);
    EXPECT_EQ(isbns(t.run(df::only_deleted(deleted.limit(2).after(*page.next))).records, own), "4");
    std::string streamed;
    for (const auto& r : t.stream(df::only_deleted(deleted))) streamed += r.isbn;
    EXPECT_EQ(streamed, "234");
    EXPECT_EQ(t.run(df::only_deleted(df::count<Book>())), 3);
    EXPECT_TRUE(t.run(df::only_deleted(df::exists<Book>().where(field<&Book::isbn> == "2"))));
    EXPECT_FALSE(t.run(df::only_deleted(df::exists<Book>().where(field<&Book::isbn> == "1"))));
    const auto all = t.run(df::with_deleted(deleted)).records;
    ASSERT_EQ(all.size(), 4u);
    EXPECT_FALSE(t.run(df::only_deleted(df::find<Book>(all[0].id))));
    EXPECT_EQ(t.run(df::only_deleted(df::read<Book>(all[1].id))).isbn, "2");
    EXPECT_THROW(t.run(df::only_deleted(df::read<Book>(all[0].id))), df::not_found);
    EXPECT_EQ(isbns(t.run(df::only_deleted(df::list_from_json<Book>(R"({"filter": {"price": {"$gte": 3}}})")))
                        .records,
                    own),
              "34");
    // searches
    EXPECT_EQ(isbns(t.run(df::only_deleted(deleted.where(df::search<Book>("quick")))).records, own), "23");
    EXPECT_EQ(t.run(df::only_deleted(df::search_ranked<Book>("quick").limit(5))).size(), 2u);
    EXPECT_EQ(t.run(df::search_ranked<Book>("quick").limit(5)).size(), 1u);
    // joins: the others are all there
    const auto book_of = [](const auto& r) { return r.template get<Book>().isbn; };
    EXPECT_EQ(isbns(t.run(df::only_deleted(deleted.join<&Book::author>())), book_of), "234");
    EXPECT_EQ(t.run(df::only_deleted(df::count(df::list<Author>().left_join<&Book::author>()))),
              3); // 3, 4, alone
    EXPECT_EQ(t.run(df::only_deleted(df::count(df::list<Book>().right_join<&Book::author>()))),
              4); // 2, 3, 4, alone
    const auto families = t.run(df::only_deleted(df::list<Author>().with_children<&Book::author>())).records;
    ASSERT_EQ(families.size(), 2u);
    EXPECT_EQ(families[0].children.size() + families[1].children.size(), 2u);
    // subqueries, aggregates, windows
    EXPECT_EQ(t.run(df::only_deleted(df::count<Author>().where(
                  df::exists(df::list<Book>().where(field<&Book::author> == field<&Author::name>))))),
              1);
    EXPECT_EQ(t.run(df::only_deleted(
                  df::count<Book>().where(field<&Book::author>.in(df::select(field<&Author::name>))))),
              3);
    const auto sums = t.run(df::only_deleted(df::aggregate<Book>()
                                                 .group_by(field<&Book::author>)
                                                 .select(df::sum(field<&Book::price>).as<"sum">())));
    std::int64_t sum = 0;
    for (const auto& r : sums) sum += r["sum"_n];
    EXPECT_EQ(sum, 9);
    EXPECT_EQ(
        t.run(df::only_deleted(df::select(field<&Book::isbn>,
                                          df::row_number().over(df::order_by(field<&Book::isbn>)).as<"n">())))
            .size(),
        3u);
    EXPECT_EQ(t.run(df::only_deleted(df::union_distinct(df::list<Book>().where(field<&Book::price> > 3),
                                                        df::list<Book>())))
                  .size(),
              3u);
}

TEST_P(Marks, APurgeTakesDeletedRecordsAwayAndNoOthers) {
    books db{url()};
    const auto t = db.tenant("acme"), other = db.tenant("other");
    for (const auto& s : {t, other}) {
        s.run(df::bulk_create({Author{author{"a"}}, Author{author{"b"}}}));
        for (const auto* isbn : {"1", "2", "3", "4", "5", "6"})
            s.run(df::create(
                Book{.author = author{isbn[0] < '4' ? "a" : "b"}, .isbn = isbn, .price = isbn[0] - '0'}));
        s.run(df::bulk_erase<Book>(field<&Book::price> >= 3));
    }
    using namespace std::chrono_literals;
    EXPECT_EQ(t.run(df::purge<Book>(df::older_than(1h))).deleted, 0);
    EXPECT_EQ(t.run(df::purge<Book>(field<&Book::price> < 3)).deleted, 0);      // they are live
    EXPECT_EQ(t.run(df::purge<Book>(df::older_than(-1h)).limit(1)).deleted, 1); // the first by its key
    EXPECT_EQ(
        t.run(df::purge<Book>(df::deleted_at<Book> < df::context::now() && field<&Book::price> == 4)).deleted,
        1);
    EXPECT_FALSE(t.run(df::purge<Book>(t.run(df::list<Book>())[0].id)));
    EXPECT_EQ(t.run(df::with_deleted(df::count<Book>())), 4);
    // in a workflow, and as a value that runs twice
    constexpr auto flow =
        df::workflow(df::node<"gone">(df::purge<Book>(df::older_than(0s))),
                     df::node<"left">(df::with_deleted(df::count<Book>())), df::after<"gone", "left">);
    const auto run = t.run(flow);
    EXPECT_EQ(run["gone"_n].deleted, 2);
    EXPECT_EQ(run["left"_n], 2);
    EXPECT_EQ(t.run(flow)["gone"_n].deleted, 0);
    // Foreign keys hold, and their cascades take what was deleted, too.
    t.run(df::erase<Author>("a"));
    EXPECT_EQ(t.run(df::purge<Author>(df::everything)).deleted, 1);
    EXPECT_EQ(t.run(df::with_deleted(df::count<Book>())), 0);
    EXPECT_EQ(t.run(df::count<Author>()), 1);
    EXPECT_EQ(other.run(df::with_deleted(df::count<Book>())), 6);
    EXPECT_EQ(other.run(df::count<Book>()), 2);
    EXPECT_THROW(other.transaction([&](auto& tx) {
        EXPECT_EQ(tx.run(df::purge<Book>(df::everything)).deleted, 4);
        throw std::runtime_error("undone");
    }),
                 std::runtime_error);
    EXPECT_EQ(other.run(df::only_deleted(df::count<Book>())), 4);
}

struct Step {
    df::id<Step> id{};
    std::optional<df::id<Step>> before{}; // restrict

    static constexpr auto dataflow = df::options{.soft_delete = true};
};
struct Note {
    df::id<Note> id{};
    df::id<Step> step{}; // restrict, and never marked

    static constexpr auto dataflow = df::options{};
};
TEST_P(Marks, APurgeIsHeldBackByWhatRefersToARecord) {
    df::database<Step, Note> db{url()};
    const auto first = db.run(df::create(Step{}));
    const auto second = db.run(df::create(Step{.before = first.id}));
    const auto third = db.run(df::create(Step{}));
    EXPECT_EQ(db.run(df::bulk_erase<Step>(df::everything)).deleted, 3);
    const auto e = support::thrown<df::foreign_key_violation>([&] { db.run(df::purge<Step>(first.id)); });
    EXPECT_TRUE(support::has(e.constraint(), "steps_before_fkey"))
        << e.what(); // SQLite tells all that may be it
    EXPECT_EQ(e.node(), "purge");
    EXPECT_THROW(db.run(df::purge<Step>(df::older_than(std::chrono::seconds{0})).limit(1)),
                 df::foreign_key_violation);
    EXPECT_EQ(db.run(df::only_deleted(df::count<Step>())), 3);
    // Records that were deleted together, but by no cascade, come back one by one.
    db.run(df::restore<Step>(first.id));
    EXPECT_EQ(db.run(df::count<Step>()), 1);
    db.run(df::restore<Step>(second.id));
    EXPECT_EQ(db.run(df::bulk_erase<Step>(df::everything)).deleted, 2);
    EXPECT_EQ(db.run(df::purge<Step>(df::everything)).deleted, 3); // together with what refers to them
    (void)third;
}

// A program that knows the parents alone leaves the triggers of others as they are, and they work for it.
TEST_P(SharedMarks, TheTriggersOfAProgramWithMoreModelsStay) {
    trees all{url()};
    all.run(df::create(Top{df::id<Top, key>{"t"}}));
    all.run(df::create(Left{.name = df::id<Left, key>{"l"}, .top = df::id<Top, key>{"t"}}));
    all.run(df::create(Leaf{.name = df::id<Leaf, key>{"f"}, .left = df::id<Left, key>{"l"}}));
    auto sql = plain();
    const auto triggers =
        postgres() ? "SELECT tgname, pg_get_functiondef(tgfoid) FROM pg_trigger JOIN pg_class c ON c.oid = "
                     "tgrelid WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace "
                     "ORDER BY 1"
                   : "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1";
    const auto there = sql.run(triggers);
    EXPECT_FALSE(there.empty());
    {
        df::database<Top> one{url()};
        df::database<Top, Left> two{df::open_options{.url = url(), .create_tables = false}};
        EXPECT_TRUE(sql.run(triggers) == there);
        one.run(df::erase<Top>("t"));
        EXPECT_EQ(all.run(df::count<Leaf>()), 0);
        two.run(df::restore<Top>("t"));
        EXPECT_EQ(all.run(df::count<Leaf>()), 1);
    }
    const trees again{url()};
    EXPECT_TRUE(sql.run(triggers) == there);
}

} // namespace
