// Two tenants with the same keys, and records that are marked as deleted: random programs over every kind of
// node, against a plain C++ model of what each tenant should see.
#include "support/fixture.hpp"

#include <dataflow/dynamic.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/tenant.hpp>
#include <dataflow/windows.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Author {
    df::id<Author, std::string> name{};
    std::string email{};

    static constexpr auto dataflow = df::options{
        .key = df::key("name"), .soft_delete = true, .multi_tenant = true, .unique = df::unique({"email"})};
};
struct Book {
    df::id<Book> id{};
    df::id<Author, std::string> author{};
    std::string isbn{};
    int price{};

    static constexpr auto dataflow = df::options{
        .timestamps = false, .soft_delete = true, .multi_tenant = true, .unique = df::unique({"isbn"})};
};

struct author {
    std::string email;
    bool deleted = false;
};
struct book {
    std::string author, isbn;
    int price = 0;
    bool deleted = false;
};
struct shelf { // what a tenant has
    std::map<std::string, author> authors;
    std::map<std::int64_t, book> books;

    [[nodiscard]] bool live(const std::string& name) const {
        return authors.contains(name) && !authors.at(name).deleted;
    }
    [[nodiscard]] std::map<std::int64_t, book> live_books() const {
        auto out = books;
        std::erase_if(out, [](const auto& b) { return b.second.deleted; });
        return out;
    }
    [[nodiscard]] std::int64_t by_isbn(const std::string& isbn) const {
        for (const auto& [id, b] : books)
            if (b.isbn == isbn && !b.deleted) return id;
        return 0;
    }
    [[nodiscard]] bool has_books(const std::string& name) const {
        return std::any_of(books.begin(), books.end(),
                           [&](const auto& b) { return !b.second.deleted && b.second.author == name; });
    }
    [[nodiscard]] bool email_taken(const std::string& email) const {
        return std::any_of(authors.begin(), authors.end(),
                           [&](const auto& a) { return !a.second.deleted && a.second.email == email; });
    }
};

using author_id = df::id<Author, std::string>;
constexpr auto price = field<&Book::price>;

/// Runs `work`; gives the class of its error, or nothing.
template <class Work>
std::optional<df::error_kind> kind_of(Work&& work) {
    try {
        work();
    } catch (const df::error& e) {
        return e.kind();
    }
    return std::nullopt;
}

class PoliciesOracle : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(PoliciesOracle);

template <class Tenant>
void look_closely(Tenant& t, const shelf& s) {
    const auto live = s.live_books();
    std::set<std::int64_t> ids;
    std::int64_t dear = 0, total = 0;
    for (const auto& [id, b] : live) {
        ids.insert(id);
        dear += b.price > 50;
        total += b.price;
    }
    const auto same = [&](const auto& rows, const auto& id) {
        std::set<std::int64_t> found;
        for (const auto& r : rows) found.insert(id(r));
        EXPECT_EQ(found, ids);
        EXPECT_EQ(found.size(), static_cast<std::size_t>(rows.size()));
    };
    const auto own = [](const auto& r) { return r.id.value; };
    // lists, pages, streams, filters from JSON
    const auto all = t.run(df::list<Book>());
    same(all.records, own);
    for (const auto& r : all.records) {
        EXPECT_EQ(r.tenant_id, t.name());
        EXPECT_FALSE(r.deleted_at);
        EXPECT_EQ(r.isbn, live.at(r.id.value).isbn);
        EXPECT_EQ(r.price, live.at(r.id.value).price);
        EXPECT_EQ(r.author.value, live.at(r.id.value).author);
    }
    auto page = t.run(df::list<Book>().order_by(df::desc(price)).limit(2).with_total());
    EXPECT_EQ(page.total, static_cast<std::int64_t>(live.size()));
    std::vector<df::record<Book>> paged = page.records;
    while (page.next) {
        page = t.run(df::list<Book>().order_by(df::desc(price)).limit(2).after(*page.next));
        paged.insert(paged.end(), page.records.begin(), page.records.end());
    }
    same(paged, own);
    std::vector<df::record<Book>> streamed;
    for (auto& r : t.stream(df::list<Book>())) streamed.push_back(r);
    same(streamed, own);
    same(t.run(df::list_from_json<Book>(R"({"filter": {"price": {"$gte": 0}}})")).records, own);
    EXPECT_EQ(t.run(df::count<Book>()), static_cast<std::int64_t>(live.size()));
    EXPECT_EQ(t.run(df::count<Book>().where(price > 50 || price < 0)), dear);
    EXPECT_EQ(t.run(df::exists<Book>().where(price > 50)), dear != 0);
    // joins: of an author, of a deleted author no row
    const auto joined = t.run(df::list<Book>().join<&Book::author>());
    same(joined, [](const auto& r) { return r.template get<Book>().id.value; });
    const auto families = t.run(df::list<Author>().template with_children<&Book::author>());
    std::size_t children = 0;
    for (const auto& f : families.records) {
        EXPECT_TRUE(s.live(f.name.value));
        children += f.children.size();
    }
    EXPECT_EQ(children, live.size());
    const auto pairs = static_cast<std::int64_t>(
        live.size() +
        static_cast<std::size_t>(std::count_if(s.authors.begin(), s.authors.end(), [&](const auto& a) {
            return !a.second.deleted && !s.has_books(a.first);
        })));
    EXPECT_EQ(t.run(df::count(df::list<Author>().template left_join<&Book::author>())), pairs);
    EXPECT_EQ(t.run(df::count(df::list<Author>().template full_join<&Book::author>())), pairs);
    EXPECT_EQ(t.run(df::count(df::list<Author>().template right_join<&Book::author>())),
              static_cast<std::int64_t>(live.size()));
    same(t.run(df::union_distinct(df::list<Book>().where(price > 50), df::list<Book>())), own);
    // aggregates, windows, subqueries
    std::int64_t counted = 0, summed = 0;
    for (const auto& r :
         t.run(df::aggregate<Book>()
                   .group_by(field<&Book::author>)
                   .select(df::sum(price).template as<"sum">(), df::count().template as<"n">()))) {
        counted += r["n"_n];
        summed += r["sum"_n];
    }
    EXPECT_EQ(counted, static_cast<std::int64_t>(live.size()));
    EXPECT_EQ(summed, total);
    const auto ranked = t.run(df::select(
        field<&Book::id>, df::row_number().over(df::order_by(price, field<&Book::id>)).template as<"n">()));
    EXPECT_EQ(static_cast<std::size_t>(ranked.size()), live.size());
    std::int64_t with_books = 0;
    for (const auto& [name, a] : s.authors) with_books += !a.deleted && s.has_books(name);
    EXPECT_EQ(t.run(df::count<Author>().where(
                  df::exists(df::list<Book>().where(field<&Book::author> == field<&Author::name>)))),
              with_books);
    EXPECT_EQ(t.run(df::count<Author>().where(field<&Author::name>.in(df::select(field<&Book::author>)))),
              with_books);
    // what is deleted is there for who asks
    EXPECT_EQ(static_cast<std::size_t>(t.run(df::with_deleted(df::list<Book>())).records.size()),
              s.books.size());
    EXPECT_EQ(t.run(df::with_deleted(df::count<Author>())), static_cast<std::int64_t>(s.authors.size()));
    // and alone, with their authors
    std::set<std::int64_t> marked, found, joined_too;
    for (const auto& [id, b] : s.books)
        if (b.deleted) marked.insert(id);
    EXPECT_EQ(t.run(df::only_deleted(df::count<Book>())), static_cast<std::int64_t>(marked.size()));
    for (const auto& r : t.stream(df::only_deleted(df::list<Book>()))) found.insert(r.id.value);
    EXPECT_EQ(found, marked);
    for (const auto& r : t.run(df::only_deleted(df::list<Book>().join<&Book::author>())))
        joined_too.insert(r.template get<Book>().id.value);
    EXPECT_EQ(joined_too, marked);
    EXPECT_EQ(t.run(df::only_deleted(df::list_from_json<Book>(R"({"filter": {"price": {"$gte": 0}}})")))
                  .records.size(),
              marked.size());
    std::size_t seen = 0;
    for (const auto& r : t.stream(df::with_deleted(df::list<Book>())))
        seen += s.books.contains(r.id.value) ? 1U : 0U;
    EXPECT_EQ(seen, s.books.size());
    for (const auto& [id, b] : s.books) {
        EXPECT_EQ(t.run(df::find<Book>(id)).has_value(), !b.deleted);
        EXPECT_TRUE(t.run(df::with_deleted(df::find<Book>(id))).has_value());
    }
}

TEST_P(PoliciesOracle, TwoTenantsSeeTheirOwnRecordsOnly) {
    df::database<Author, Book> db{url()};
    auto acme = db.tenant("acme"), other = db.tenant("other");
    std::map<std::string, shelf> world;
    std::mt19937 dice{20260101};
    const auto roll = [&](int n) { return static_cast<int>(dice() % static_cast<unsigned>(n)); };
    std::set<std::int64_t> all_ids; // of both: keys that the database makes are of all tenants
    const auto create_book = [](auto& t, shelf& s, const Book& b) {
        const auto r = t.run(df::create(b));
        s.books[r.id.value] = {b.author.value, b.isbn, b.price};
    };
    for (int step = 0; step < 400; ++step) {
        auto& t = roll(2) == 0 ? acme : other;
        auto& s = world[t.name()];
        const std::string name = "n" + std::to_string(roll(4)), email = "e" + std::to_string(roll(4)),
                          isbn = "i" + std::to_string(roll(8));
        const int p = roll(100);
        std::int64_t id = 0; // of any tenant
        if (!all_ids.empty()) id = *std::next(all_ids.begin(), roll(static_cast<int>(all_ids.size())));
        const bool mine = s.books.contains(id) && !s.books[id].deleted;
        switch (const int what = roll(17)) {
        case 0: {
            const bool taken = s.authors.contains(name) || s.email_taken(email);
            EXPECT_EQ(kind_of([&] { t.run(df::create(Author{author_id{name}, email})); }),
                      taken ? std::optional{df::error_kind::unique_violation} : std::nullopt);
            if (!taken) s.authors[name] = {email};
            break;
        }
        case 1: { // an upsert by the key: a deleted author is in its way
            const bool refused = (s.authors.contains(name) && s.authors[name].deleted) ||
                                 (s.email_taken(email) && !(s.live(name) && s.authors[name].email == email));
            EXPECT_EQ(kind_of([&] {
                          t.run(df::upsert(Author{author_id{name}, email}).on_conflict(field<&Author::name>));
                      }),
                      refused ? std::optional{df::error_kind::unique_violation} : std::nullopt)
                << name << ' ' << email;
            if (!refused) s.authors[name] = {email};
            break;
        }
        case 2:
        case 3: {
            const bool unique = s.by_isbn(isbn) == 0;
            const auto got = kind_of(
                [&] { create_book(t, s, Book{.author = author_id{name}, .isbn = isbn, .price = p}); });
            if (!unique) EXPECT_EQ(got, df::error_kind::unique_violation);
            else if (!s.live(name)) EXPECT_EQ(got, df::error_kind::foreign_key_violation);
            else EXPECT_EQ(got, std::nullopt);
            break;
        }
        case 4: { // of what is deleted, an upsert by a unique field knows nothing
            if (!s.live(name)) break;
            const auto there = s.by_isbn(isbn);
            const auto done = t.run(df::upsert(Book{.author = author_id{name}, .isbn = isbn, .price = p})
                                        .on_conflict(field<&Book::isbn>));
            EXPECT_EQ(done.created, there == 0);
            EXPECT_TRUE(there == 0 || done.record.id.value == there);
            s.books[done.record.id.value] = {name, isbn, p};
            break;
        }
        case 5: {
            if (!s.live(name)) break;
            std::vector<Book> rows;
            std::set<std::string> isbns;
            for (int i = 0; i < 3; ++i) isbns.insert("i" + std::to_string(roll(8)));
            for (const auto& one : isbns)
                rows.push_back({.author = author_id{name}, .isbn = one, .price = p});
            std::int64_t there = 0;
            for (const auto& one : isbns) there += s.by_isbn(one) != 0;
            if (roll(2) == 0) {
                const auto done =
                    t.run(df::bulk_upsert(rows).on_conflict(field<&Book::isbn>).returning_ids());
                EXPECT_EQ(done.updated, there);
                for (std::size_t i = 0; i < rows.size(); ++i)
                    s.books[done.ids.at(i).value] = {name, rows[i].isbn, p};
            } else if (there == 0) {
                EXPECT_EQ(t.run(df::bulk_create(rows)).created, static_cast<std::int64_t>(rows.size()));
                for (const auto& r : t.run(df::list<Book>()))
                    if (isbns.contains(r.isbn)) s.books[r.id.value] = {name, r.isbn, p};
            } else {
                EXPECT_EQ(t.run(df::bulk_create(rows).on_conflict(df::conflict::skip)).skipped, there);
                for (const auto& r : t.run(df::list<Book>()))
                    if (!s.books.contains(r.id.value)) s.books[r.id.value] = {name, r.isbn, p};
            }
            break;
        }
        case 6:
            EXPECT_EQ(kind_of([&] { t.run(df::update<Book>(id, price = p)); }),
                      mine ? std::nullopt : std::optional{df::error_kind::not_found});
            if (mine) s.books[id].price = p;
            break;
        case 7: {
            std::int64_t n = 0;
            for (auto& [_, b] : s.books)
                if (!b.deleted && b.price < p) {
                    ++n;
                    b.price += 1;
                }
            EXPECT_EQ(t.run(df::bulk_update<Book>(price < p, price += 1)).updated, n);
            break;
        }
        case 8: {
            std::vector<df::record<Book>> rows = t.run(df::list<Book>()).records;
            for (auto& r : rows) r.price = s.books[r.id.value].price = p;
            EXPECT_EQ(t.run(df::bulk_update(rows).set(price)).updated,
                      static_cast<std::int64_t>(rows.size()));
            if (mine || id == 0) break;
            df::record<Book> foreign; // of the other tenant, or deleted
            foreign.id = df::id<Book>{id};
            rows = {foreign};
            EXPECT_EQ(kind_of([&] { t.run(df::bulk_update(rows).set(price)); }), df::error_kind::not_found);
            break;
        }
        case 9:
            EXPECT_EQ(t.run(df::erase<Book>(id)), mine);
            if (mine) s.books[id].deleted = true;
            break;
        case 10: {
            std::int64_t n = 0;
            for (auto& [_, b] : s.books)
                if (!b.deleted && b.price > 80) {
                    ++n;
                    b.deleted = true;
                }
            EXPECT_EQ(t.run(df::bulk_erase<Book>(price > 80)).deleted, n);
            break;
        }
        case 11: {
            const std::vector<df::id<Book>> keys{df::id<Book>{id}, df::id<Book>{id + 1}};
            std::int64_t n = 0;
            for (const auto k : keys)
                if (s.books.contains(k.value) && !s.books[k.value].deleted) {
                    ++n;
                    s.books[k.value].deleted = true;
                }
            EXPECT_EQ(t.run(df::bulk_erase<Book>(keys)).deleted, n);
            break;
        }
        case 12: { // restrict holds for marks, too
            const bool there = s.live(name), held = there && s.has_books(name);
            bool gone = false;
            EXPECT_EQ(kind_of([&] { gone = t.run(df::erase<Author>(name)); }),
                      held ? std::optional{df::error_kind::foreign_key_violation} : std::nullopt);
            EXPECT_EQ(gone, there && !held);
            if (gone) s.authors[name].deleted = true;
            break;
        }
        case 13: {
            const bool marked = s.authors.contains(name) && s.authors[name].deleted;
            const bool taken = marked && s.email_taken(s.authors[name].email);
            EXPECT_EQ(kind_of([&] { t.run(df::restore<Author>(name)); }),
                      !marked ? std::optional{df::error_kind::not_found}
                      : taken ? std::optional{df::error_kind::unique_violation}
                              : std::nullopt);
            if (marked && !taken) s.authors[name].deleted = false;
            break;
        }
        case 14: {
            const bool marked = s.books.contains(id) && s.books[id].deleted;
            const auto got = kind_of([&] { t.run(df::restore<Book>(id)); });
            if (!marked) EXPECT_EQ(got, df::error_kind::not_found);
            else if (s.by_isbn(s.books[id].isbn) != 0) EXPECT_EQ(got, df::error_kind::unique_violation);
            else if (!s.live(s.books[id].author)) EXPECT_EQ(got, df::error_kind::foreign_key_violation);
            else {
                EXPECT_EQ(got, std::nullopt);
                s.books[id].deleted = false;
            }
            break;
        }
        case 15: { // by predicate, or for long
            const bool all = roll(2) == 0;
            std::int64_t n = 0;
            for (const auto& [_, b] : s.books) n += b.deleted && (all || b.price < p);
            std::erase_if(s.books,
                          [&](const auto& b) { return b.second.deleted && (all || b.second.price < p); });
            EXPECT_EQ((all ? t.run(df::purge<Book>(df::older_than(std::chrono::nanoseconds{0})))
                           : t.run(df::purge<Book>(price < p)))
                          .deleted,
                      n);
            break;
        }
        default: {
            const bool marked = s.books.contains(id) && s.books[id].deleted;
            EXPECT_EQ(t.run(df::purge<Book>(id)), marked) << what;
            if (marked) s.books.erase(id);
        }
        }
        for (const auto& [id_of, _] : s.books) all_ids.insert(id_of);
        if (step % 25 == 24) {
            look_closely(acme, world["acme"]);
            look_closely(other, world["other"]);
        }
        if (testing::Test::HasFailure()) FAIL() << "step " << step;
    }
}

} // namespace
